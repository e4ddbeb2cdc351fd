"""The public's pages: tell, ask with the receipt code, add to it, the poster; drawn without a request, for nobody is known here."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
from django.core import signing
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from buuan.base.access.guard import public
from buuan.base.accounts.queries import system_actor
from buuan.base.files.rules import MAX_PHOTO_BYTES, read_photo
from buuan.base.web import build
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refusal, Refused
from buuan.work.tips import actions, forms
from buuan.work.tips.models import Tip
from buuan.work.tips.pepper import pepper
from buuan.work.tips.queries import answers_to, is_open, public_state, recent_count, tip_by_lookup
from buuan.work.tips.rules import (
    DIGITS,
    FORM_LIVES,
    MOST_PHOTOS,
    REQUEST_MAX,
    Identity,
    TipFacts,
    Toll,
    check_toll,
    in_fours,
    question_of,
    read_code,
    toll,
)
from buuan.work.tips.sealing import CodeKeys, keys_of, unseal

SALT = "tips.form"
HERE = Path(__file__).resolve().parent.parent
LOOKUPS = threading.BoundedSemaphore(2)
LONGEST_WAIT_S = 8.0


@public
def tell(request: HttpRequest) -> HttpResponse:
    """The form, and its taking."""
    if not is_open():
        return _page("tips/line/shut.html", {}, status=503 if request.method == "POST" else 200)
    if request.method != "POST":
        return _tell_form(forms.TipForm())
    _read_into_memory(request)
    form, now = forms.TipForm(request.POST), timezone.now()
    photos: list[bytes] = []
    lost: list[str] = []
    if form.is_valid():
        given = form.cleaned_data
        try:
            _check_toll(given, now)
            photos, lost = _clean_photos(request)
            if lost:
                raise Invalid({"photos": lost})
            tip, code = actions.receive_tip(
                _nobody(),
                TipFacts(given["text"], given["place"], given["when"]),
                form=given["token"],
                at=now,
                identity=Identity(given["name"].strip(), given["contact"].strip()),
                photos=photos,
            )
        except Invalid as error:
            for name, sentences in error.errors.items():
                form.add_error(name if name in form.fields else None, sentences)
        except Refused as error:
            form.add_error(None, error.sentence)
            return _tell_form(form, status=429 if error.code in ("tips.flooded", "tips.wait") else 422)
        else:
            return _slip(request, tip, code)
    return _tell_form(form, status=422)


@public
def ask(request: HttpRequest, code: str = "") -> HttpResponse:
    """Ask how far a tip is, with its code: typed into the form, or in the address that the slip's picture holds."""
    text = code or (request.POST.get("code", "") if request.method == "POST" else "")
    if not text:
        return _page("tips/line/ask.html", {"code": ""})
    return _status(text)


@public
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add to a tip."""
    form, now = forms.MessageForm(request.POST), timezone.now()
    code = request.POST.get("code", "")
    if form.is_valid():
        given = form.cleaned_data
        try:
            _check_toll(given, now)
            found, _keys = _find(code)
            actions.add_message(_nobody(), found, given["text"], form=given["token"], at=now)
        except Invalid as error:
            for name, sentences in error.errors.items():
                form.add_error(name if name in form.fields else None, sentences)
        except Refusal as error:
            form.add_error(None, error.sentence)
        else:
            return _status(code, said=_("Đã gửi. Đầu mối sẽ đọc cùng tin trước."))
    return _status(code, form=form)


@public
@require_safe
def poster(request: HttpRequest) -> HttpResponse:
    """A poster to print: what the line is, and a picture that leads to it."""
    address = f"{request.scheme}://{request.get_host()}/bao-tin"
    return _page("tips/line/poster.html", {"address": address.split("://", 1)[1], "picture": _picture(address, 7)})


@public
@require_GET
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """The two files that the pages load: `kieu.css` and `gui.js`."""
    file, kind = {"kieu.css": (HERE / "line.css", "text/css"), "gui.js": (build.BUILT / "tips.js", "text/javascript")}[name]
    return HttpResponse(file.read_bytes(), content_type=f"{kind}; charset=utf-8")


# -- forms ---------------------------------------------------------------------------------------------------------------


def _tell_form(form: forms.TipForm, status: int = 200) -> HttpResponse:
    return _page("tips/line/tell.html", {"form": form, "most_photos": MOST_PHOTOS, **_toll_context(form)}, status=status)


def _toll_context(form: forms.TollForm) -> dict[str, Any]:
    """Give what a form needs to be sent: its word (kept while it is good, so that waiting counts), its toll and its question."""
    now = timezone.now()
    token = str(form.data.get("token", "")) if form.is_bound else ""
    opened = _opened(token)
    if opened is None or now - opened[0] > FORM_LIVES:
        token, opened = _new_token(now)
    issued_at, nonce, asked = opened
    return {
        "token": token,
        "bits": asked.bits,
        "wait_s": max(0, asked.wait_s - int((now - issued_at).total_seconds())),
        "question": question_of(nonce)[0],
        "without_script": asked.is_open_without_script,
    }


def _new_token(now: datetime) -> tuple[str, tuple[datetime, str, Toll]]:
    asked, nonce = toll(recent_count(now)), secrets.token_urlsafe(12)
    word = signing.dumps([int(now.timestamp()), nonce, asked.bits, asked.wait_s, asked.is_open_without_script], salt=SALT)
    return word, (now, nonce, asked)


def _opened(token: str) -> tuple[datetime, str, Toll] | None:
    """Read a form's word, None where it is not ours."""
    try:
        issued, nonce, bits, wait_s, without_script = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return datetime.fromtimestamp(issued, timezone.get_current_timezone()), nonce, Toll(bits, wait_s, without_script)


def _check_toll(given: dict[str, Any], now: datetime) -> None:
    opened = _opened(given["token"])
    if opened is None:
        raise Refused("tips.form_unknown", "Biểu mẫu không hợp lệ. Bấm gửi lại lần nữa; nội dung vẫn còn.")
    issued_at, nonce, asked = opened
    check_toll(asked, token=given["token"], nonce=nonce, issued_at=issued_at, at=now, work=given["work"], answer=given["answer"])


def _read_into_memory(request: HttpRequest) -> None:
    """Take uploads in memory only: a photo that waits on a disk would be a photo that was never sealed."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > REQUEST_MAX:
        raise Refused("tips.too_large", "Ảnh gửi kèm quá lớn. Gửi ít ảnh hơn, hoặc ảnh nhỏ hơn.")
    request.upload_handlers = [_InMemory(request)]


class _InMemory(MemoryFileUploadHandler):
    """Keeps every file in memory; the request as a whole is bounded before."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take whatever comes, whatever its size."""
        self.activated = True


def _clean_photos(request: HttpRequest) -> tuple[list[bytes], list[str]]:
    """Give the photos without any metadata, and the sentences about those that are none."""
    clean, lost = [], []
    for file in request.FILES.getlist("photos")[: MOST_PHOTOS + 1]:
        try:
            clean.append(read_photo(file.read(MAX_PHOTO_BYTES + 1)).clean)
        except Refused as error:
            lost.append(error.sentence)
    return clean, lost


# -- the code ------------------------------------------------------------------------------------------------------------


def _status(text: str, form: forms.MessageForm | None = None, said: str = "") -> HttpResponse:
    try:
        found, keys = _find(text)
    except Refusal as error:
        sentence = error.errors["code"][0] if isinstance(error, Invalid) else error.sentence
        return _page("tips/line/ask.html", {"code": text[:40], "fault": sentence}, status=error.status)
    shown = form or forms.MessageForm()
    answers = [{"at": one.at, "text": unseal(keys.private, one.sealed_for_sender)["text"]} for one in answers_to(found)]
    context = {
        "tip": found,
        "state": public_state(found),
        "code": read_code(text),
        "answers": answers,
        "form": shown,
        "said": said,
        **_toll_context(shown),
    }
    return _page("tips/line/status.html", context, status=422 if form is not None else 200)


def _find(text: str) -> tuple[Tip, CodeKeys]:
    code = read_code(text)
    with _few_at_a_time():
        keys = keys_of(code, pepper())
    return tip_by_lookup(keys.lookup), keys


@contextmanager
def _few_at_a_time() -> Iterator[None]:
    """Look up two codes at a time: each takes 64 MB and a tenth of a second, which is what keeps codes from being tried out."""
    if not LOOKUPS.acquire(timeout=LONGEST_WAIT_S):
        raise Refused("tips.busy", "Đang có nhiều người hỏi cùng lúc. Xin thử lại sau ít phút.")
    try:
        yield
    finally:
        LOOKUPS.release()


def _slip(request: HttpRequest, tip: Tip, code: str) -> HttpResponse:
    address = f"{request.scheme}://{request.get_host()}/ho-so/{code}"
    context = {"number": tip.number, "code": in_fours(code), "digits": DIGITS, "picture": _picture(address, 4)}
    return _page("tips/line/slip.html", context, status=201)


def _picture(address: str, scale: int) -> str:
    """Give a QR code as a picture that stands in the page itself."""
    return segno.make(address, error="m", micro=False).png_data_uri(scale=scale, dark="#0f2a3d", border=2)


def _nobody() -> Actor:
    """Give who acts for a citizen: the platform, from no address."""
    return system_actor(source="tipline")


def _page(template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"language": get_language(), **context}), status=status)

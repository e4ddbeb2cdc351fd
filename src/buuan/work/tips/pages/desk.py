"""The officers' desk: the list, one tip opened with the focal point's pass phrase, answers, and the keys."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from buuan.base.access.guard import page
from buuan.base.organisations.queries import operators_on
from buuan.base.web.lists import render_list
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import NotFound, Refusal, Refused
from buuan.work.cases.queries import own_organisation
from buuan.work.cases.rules import normal_item_id
from buuan.work.intake.actions import ReportFacts
from buuan.work.tips import actions, forms, sealing
from buuan.work.tips.lists import tip_url, tips_page
from buuan.work.tips.models import Tip
from buuan.work.tips.queries import (
    answer_clock,
    is_open,
    key_in_use,
    opening_of,
    private_key,
    share_of,
    tip_by_number,
    tips_for_list,
)
from buuan.work.tips.rules import UNLOCKED_FOR

COOKIE = "tin_bao"


@page("tips.read")
def tip_list(request: HttpRequest) -> HttpResponseBase:
    """List the tips, sealed as they are."""
    actor = request.actor
    shown = {"is_open": is_open(), "may_keep_keys": actor.may("tips.keep_keys"), "is_unlocked": _key(request) is not None}
    return render_list(request, tips_page(), tips_for_list(actor), may_answer=actor.may("tips.answer"), **shown)


@page("tips.read")
@require_GET
def tip(request: HttpRequest, number: str) -> HttpResponse:
    """Show a tip: opened for who has unlocked the line, sealed for everybody else."""
    return _show(request, tip_by_number(request.actor, number))


@page("tips.answer")
@require_GET
def photo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give one photo of a tip, unsealed in memory."""
    found = tip_by_number(request.actor, number).photos.filter(pk=pk).first()
    if found is None:
        raise NotFound("tips.photo_not_found", "Không tìm thấy ảnh, hoặc anh/chị không được xem.")
    private = private_key(request.actor, _browser_key(request), timezone.now())
    answer = HttpResponse(sealing.unseal_bytes(private, found.sealed), content_type="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="{number}-{pk}.jpg"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'"
    return answer


@page("tips.answer")
def unlock(request: HttpRequest) -> HttpResponse:
    """Unlock the line for half an hour."""
    form = forms.UnlockForm(request.POST or None)
    onward = request.GET.get("tin", "")
    back = reverse("tips:tip", args=[onward]) if onward.replace("-", "").isalnum() and onward else reverse("tips:list")
    if form.is_valid():
        now = timezone.now()
        try:
            key = actions.unlock_line(request.actor, form.cleaned_data["passphrase"], at=now)
        except Refused as error:
            if error.code != "tips.wrong_passphrase":
                raise
            actions.note_wrong_passphrase(request.actor, "content", at=now)
            form.add_error("passphrase", error.sentence)
        else:
            answer = redirect(back)
            _remember(answer, key)
            return answer
    return _form(request, form, _("Mở khóa đường dây bao tin"), _("Mở khóa"), back)


@page("tips.answer")
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the line again."""
    actions.lock_line(request.actor, at=timezone.now())
    messages.success(request, _("Đã khóa lại."))
    answer = redirect("tips:list")
    answer.delete_cookie(COOKIE, path=reverse("tips:list"), samesite="Strict")
    return answer


@page("tips.keep_keys")
def keys(request: HttpRequest) -> HttpResponse:
    """Make the keys, and with them open the line to the public."""
    form = forms.KeysForm(request.POST or None, tree=request.actor.tree)
    if form.is_valid():
        given = form.cleaned_data
        keepers = (
            actions.Keeper(given["first"], given["first_passphrase"]),
            actions.Keeper(given["second"], given["second_passphrase"]),
        )
        try:
            actions.make_keys(request.actor, given["passphrase"], keepers, at=timezone.now())
        except Refusal as error:
            if not add_refusal(form, error):
                raise
        else:
            messages.success(request, _("Đã lập khóa; đường dây bao tin đã mở cho người dân."))
            return redirect("tips:list")
    return _form(request, form, _("Lập khóa niêm phong tin báo"), _("Lập khóa"), reverse("tips:list"))


@page("tips.keep_keys")
def change_key(request: HttpRequest) -> HttpResponse:
    """Change the key of what is told, and with it the pass phrase."""
    form = forms.ChangeKeyForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        try:
            actions.change_key(request.actor, **form.cleaned_data, at=now)
        except Refusal as error:
            if error.code == "tips.wrong_passphrase":
                actions.note_wrong_passphrase(request.actor, "change", at=now)
                form.add_error("passphrase", error.sentence)
            elif not add_refusal(form, error):
                raise
        else:
            messages.success(request, _("Đã đổi khóa; từ nay mở bằng cụm mật khẩu mới, tin cũ vẫn đọc được."))
            answer = redirect("tips:list")
            answer.delete_cookie(COOKIE, path=reverse("tips:list"), samesite="Strict")
            return answer
    return _form(request, form, _("Đổi khóa niêm phong tin báo"), _("Đổi khóa"), reverse("tips:list"))


@page("tips.answer")
@require_POST
def say(request: HttpRequest, number: str) -> HttpResponse:
    """Write to the citizen."""

    def act(found: Tip, given: dict[str, Any], now: datetime) -> str:
        actions.say(request.actor, found, at=now, **given)
        return _("Đã gửi; người báo đọc được khi nhập mã hồ sơ.")

    return _answer(request, number, "say", act)


@page("tips.answer")
@require_POST
def pass_on(request: HttpRequest, number: str) -> HttpResponse:
    """Make a report of the tip."""

    def act(found: Tip, given: dict[str, Any], now: datetime) -> str:
        facts = ReportFacts(
            item_id=normal_item_id(given["item_id"]),
            client_key=f"tin-{found.pk}",
            found_at=now,
            sent_at=now,
            declared_content=given["declared_content"],
            signs=tuple(given["signs"]),
            text=given["text"],
            operator=given["operator"],
        )
        words = given.get("explanation", "")
        made = actions.pass_on(request.actor, found, own_organisation(request.actor), facts, at=now, explanation=words)
        return _("Đã lập báo cáo %(number)s từ tin này.") % {"number": made.number}

    return _answer(request, number, "pass", act)


@page("tips.answer")
@require_POST
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """End the tip without further work."""

    def act(found: Tip, given: dict[str, Any], now: datetime) -> str:
        actions.decline_tip(request.actor, found, at=now, **given)
        return _("Đã kết thúc; người báo đọc được lý do.")

    return _answer(request, number, "decline", act)


# -- who told ------------------------------------------------------------------------------------------------------------


@page("tips.open_identity")
@require_POST
def ask_opening(request: HttpRequest, number: str) -> HttpResponse:
    """Ask to learn who told."""

    def act(found: Tip, given: dict[str, Any], now: datetime) -> str:
        actions.ask_opening(request.actor, found, at=now, **given)
        return _("Đã gửi đề nghị đến người giữ khóa thứ hai.")

    return _answer(request, number, "ask", act)


@page("tips.open_identity")
@require_POST
def agree_opening(request: HttpRequest, number: str) -> HttpResponse:
    """Agree, or with `refuse` refuse, as the other keeper."""
    if "refuse" in request.POST:
        found = tip_by_number(request.actor, number)
        actions.refuse_opening(request.actor, _opening(found), at=timezone.now())
        messages.success(request, _("Đã từ chối đề nghị."))
        return redirect(tip_url(found))

    def act(found: Tip, given: dict[str, Any], now: datetime) -> str:
        actions.agree_opening(request.actor, _opening(found), at=now, **given)
        return _("Đã chấp thuận; người đề nghị có 24 giờ để mở.")

    return _answer(request, number, "agree", act)


@page("tips.open_identity")
@require_POST
def open_identity(request: HttpRequest, number: str) -> HttpResponse:
    """Open it once: shown on this answer and nowhere else."""
    found, now = tip_by_number(request.actor, number), timezone.now()
    form = forms.HalfForm(request.POST, auto_id="open_%s")
    if form.is_valid():
        private = private_key(request.actor, _browser_key(request), now)
        try:
            identity = actions.open_identity(request.actor, _opening(found), private, form.cleaned_data["passphrase"], at=now)
        except Refused as error:
            if not _told_wrong(request, form, error, now):
                raise
        else:
            return render(request, "tips/identity.html", {"tip": found, "identity": identity, "url": tip_url(found)})
    return _show(request, found, {"open": form})


# -- what they share -----------------------------------------------------------------------------------------------------


def _show(request: HttpRequest, found: Tip, bound: dict[str, Any] | None = None) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    content, key = None, _key(request)
    if key is not None and actor.may("tips.answer"):
        content = actions.open_tip(actor, found, key, at=now)
        found.refresh_from_db(fields=["state"])
    clock, opening = answer_clock(found), opening_of(found)
    late = bool(clock and clock.is_running and clock.due_at and clock.due_at < now)
    share = share_of(actor, found.identity_key) if found.identity_key_id else None
    asked_by_me = bool(opening and opening.asked_by_id == actor.account_id)
    context = {
        "tip": found,
        "content": content,
        "photos": list(found.photos.values_list("pk", flat=True)) if content else [],
        "clock": clock,
        "may_answer": actor.may("tips.answer"),
        "opening": opening,
        "may_ask": bool(share and (opening is None or opening.state in ("refused", "opened", "lapsed"))),
        "may_agree": bool(share and opening and opening.state == "asked" and not asked_by_me),
        "may_open": bool(share and opening and opening.state == "agreed" and asked_by_me and content),
        "forms": {
            "say": forms.SayForm(late=late, auto_id="say_%s"),
            "pass": forms.PassForm(late=late, operators=operators_on(timezone.localdate(now)), auto_id="pass_%s"),
            "decline": forms.DeclineForm(late=late, auto_id="decline_%s"),
            "ask": forms.AskOpeningForm(auto_id="ask_%s"),
            "agree": forms.HalfForm(auto_id="agree_%s"),
            "open": forms.HalfForm(auto_id="open_%s"),
            **(bound or {}),
        },
        "bound": next(iter(bound), "") if bound else "",
    }
    return render(request, "tips/tip.html", context, status=422 if bound else 200)


def _answer(request: HttpRequest, number: str, verb: str, act: Any) -> HttpResponse:
    """Call the action of one form; a refused form comes back on the tip's page with its words."""
    found, now = tip_by_number(request.actor, number), timezone.now()
    clock = answer_clock(found)
    late = bool(clock and clock.is_running and clock.due_at and clock.due_at < now)
    made = {
        "say": lambda **given: forms.SayForm(late=late, **given),
        "pass": lambda **given: forms.PassForm(late=late, operators=operators_on(timezone.localdate(now)), **given),
        "decline": lambda **given: forms.DeclineForm(late=late, **given),
        "ask": forms.AskOpeningForm,
        "agree": forms.HalfForm,
    }
    form = made[verb](data=request.POST, auto_id=f"{verb}_%s")
    if form.is_valid():
        try:
            said = act(found, dict(form.cleaned_data), now)
        except Refusal as error:
            if not (_told_wrong(request, form, error, now) or add_refusal(form, error)):
                raise
        else:
            messages.success(request, said)
            return redirect(tip_url(found))
    return _show(request, found, {verb: form})


def _told_wrong(request: HttpRequest, form: Any, error: Refusal, now: datetime) -> bool:
    """Put a wrong pass phrase beside its field and record the try."""
    if error.code != "tips.wrong_passphrase":
        return False
    actions.note_wrong_passphrase(request.actor, "identity", at=now)
    form.add_error("passphrase", error.sentence)
    return True


def _opening(found: Tip) -> Any:
    opening = opening_of(found)
    if opening is None:
        raise NotFound("tips.no_opening", "Chưa có đề nghị mở thông tin người báo.")
    return opening


def _form(request: HttpRequest, form: Any, title: str, submit: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "cancel_url": back, "key": key_in_use("content")}
    return render(request, "tips/secret_form.html", context, status=422 if form.is_bound else 200)


def _browser_key(request: HttpRequest) -> bytes:
    """Give the key that this officer's browser holds; empty where it holds none."""
    try:
        return base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
    except (binascii.Error, ValueError):
        return b""


def _key(request: HttpRequest) -> bytes | None:
    """Give the private key of the tips' content where this browser has unlocked it, else None."""
    held = _browser_key(request)
    if not held:
        return None
    try:
        return private_key(request.actor, held, timezone.now())
    except Refused:
        return None


def _remember(answer: HttpResponse, key: bytes) -> None:
    answer.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(key).decode(),
        max_age=int(UNLOCKED_FOR.total_seconds()),
        path=reverse("tips:list"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )

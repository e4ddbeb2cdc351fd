"""Handing a manifest in: a plain form for everybody, and the same file in pieces where the network breaks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buuan.base.access.guard import page
from buuan.base.organisations.models import OPERATOR_KINDS
from buuan.kit.errors import Refused
from buuan.registers.items import waiting
from buuan.work.screening.actions import ManifestHeader, begin_upload, hand_over, import_manifest
from buuan.work.screening.forms import UploadForm
from buuan.work.screening.jobs import enqueue
from buuan.work.screening.queries import broken_off, operator_by_code, upload_of, upload_steps

AT_ONCE = 4 * 2**20
"""A file up to this size is read while the person waits, a larger one by the worker."""


@page("screening.import")
def upload(request: HttpRequest) -> HttpResponse:
    """Take a manifest in; an operator's people hand in for their own operator."""
    own = _own(request)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"operator": own})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > AT_ONCE:
                return redirect(_progress_url(_queue(request, file, form)))
            manifest, reading = import_manifest(
                request.actor, _operator(request, form), file.read(), name=file.name, header=_header(form), at=timezone.now()
            )
        except Refused as error:
            form.add_error("operator" if error.code.startswith("operator") else "file", error.sentence)
        else:
            if reading.already_accepted:
                messages.info(request, _("Bảng kê này đã được ghi nhận trước đó, không nạp lại."))
            return redirect("screening:manifest", manifest.pk)
    context = {"form": form, "own": own, "broken": broken_off(request.actor), "piece": waiting.PIECE_BYTES // 4}
    return render(request, "screening/upload.html", context, status=422 if form.errors else 200)


@page("screening.import")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an upload in pieces, or go on with the one that broke off: tells its key and how much is there."""
    form = UploadForm(request.POST)
    form.fields["file"].required = False
    size = request.POST.get("size", "")
    if not form.is_valid() or not (size.isascii() and size.isdigit()):
        return _told({"message": _("Thông tin về tệp chưa đúng; hãy tải lại trang và chọn lại tệp.")}, 422)
    name, mark = request.POST.get("name", "bang-ke"), request.POST.get("mark", "")
    try:
        found = broken_off(request.actor).filter(file_name=name[:200], size=int(size), mark=mark[:64]).first() if mark else None
        found = found or begin_upload(
            request.actor, _operator(request, form), name=name, size=int(size), mark=mark, header=_header(form), at=timezone.now()
        )
    except Refused as error:
        return _told({"message": error.sentence}, error.status)
    there = waiting.received(found.key)
    return _told({"key": found.key, "received": there, "piece": reverse("screening:piece", args=[found.key]),
                  "finish": reverse("screening:finish", args=[found.key])})  # fmt: skip


@page("screening.import")
@require_POST
def piece(request: HttpRequest, key: str) -> HttpResponse:
    """Take one piece of a file; tells how much is there, so that the sender knows from where to go on."""
    found = upload_of(request.actor, key)
    text = request.GET.get("tu", "")
    if found.state != "receiving" or not (text.isascii() and text.isdigit()):
        return _told({"received": found.size if found.state == "waiting" else waiting.received(key)})
    if int(text) + len(request.body) > found.size:
        return _told({"message": _("Tệp đã đổi trong khi gửi; hãy chọn lại tệp.")}, 409)
    try:
        return _told({"received": waiting.add_piece(key, int(text), request.body)})
    except Refused as error:
        return _told({"message": error.sentence}, error.status)


@page("screening.import")
@require_POST
def finish(request: HttpRequest, key: str) -> HttpResponse:
    """Hand a file that is there whole to the worker."""
    found = upload_of(request.actor, key)
    try:
        hand_over(request.actor, found, at=timezone.now())
    except Refused as error:
        return _told({"message": error.sentence, "received": waiting.received(key)}, error.status)
    enqueue(found)
    return _told({"location": _progress_url(found)})


@page("screening.import")
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """Show how far a file has come; htmx asks again every second, without a script the browser does every five."""
    found = upload_of(request.actor, key)
    context: dict[str, Any] = {"upload": found, **upload_steps(found)}
    if request.headers.get("HX-Request-Type") == "partial":
        return render(request, "screening/parts/upload_progress.html", context)
    answer = render(request, "screening/upload_progress.html", context)
    if found.state == "waiting":
        answer["Refresh"] = "5"
    return answer


def _queue(request: HttpRequest, file: Any, form: UploadForm) -> Any:
    found = begin_upload(
        request.actor, _operator(request, form), name=file.name, size=file.size, mark="", header=_header(form), at=timezone.now()
    )
    at = 0
    for chunk in file.chunks(waiting.PIECE_BYTES):
        at = waiting.add_piece(found.key, at, chunk)
    hand_over(request.actor, found, at=timezone.now())
    enqueue(found)
    return found


def _own(request: HttpRequest) -> str:
    actor = request.actor
    return actor.tree.split("/")[0] if actor.body_kind in OPERATOR_KINDS else ""


def _operator(request: HttpRequest, form: UploadForm) -> Any:
    return operator_by_code(request.actor, form.cleaned_data["operator"] or _own(request), timezone.localdate())


def _header(form: UploadForm) -> ManifestHeader:
    given = form.cleaned_data
    return ManifestHeader(
        manifest_id=given["manifest_id"] or None, revision=given["revision"], kind=given["kind"], profile=given["profile"]
    )


def _progress_url(found: Any) -> str:
    return reverse("screening:progress", args=[found.key])


def _told(body: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})

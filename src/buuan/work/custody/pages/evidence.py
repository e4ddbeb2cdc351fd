"""One piece of evidence: its versions, its safe copy, its original; and the way in for new files, whole or by pieces."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from buuan.base.access.endpoints import problem
from buuan.base.access.guard import page
from buuan.base.files.arriving import PIECE, append, on_disk, own_upload
from buuan.base.files.models import path_of
from buuan.base.files.rules import pdf_page
from buuan.kit.errors import Invalid, NotFound, Refusal
from buuan.work.cases.queries import case_by_number
from buuan.work.custody import actions, forms
from buuan.work.custody.models import Evidence
from buuan.work.custody.pages.case import case_url
from buuan.work.custody.pages.shared import file_answer, form_page, given, protect
from buuan.work.custody.presenters import size_text
from buuan.work.custody.queries import evidence_by_number, takes_part, versions_of

MOST_TEXT = 64 * 1024


def evidence_url(one: Evidence) -> str:
    """Give the address of a piece of evidence."""
    return reverse("custody:evidence", args=[one.number])


@page("custody.add_evidence")
def add_evidence(request: HttpRequest, number: str) -> HttpResponseBase:
    """Bring a file in."""
    found = case_by_number(request.actor, number)
    return _bring(request, found, None)


@page("custody.add_evidence")
def new_version(request: HttpRequest, number: str) -> HttpResponseBase:
    """Bring a new version of a file in; the old one stays."""
    old = evidence_by_number(request.actor, number)
    return _bring(request, case_by_number(request.actor, old.case.number), old)


@page("custody.add_evidence")
@require_POST
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Begin an upload by pieces; for the page's script."""
    try:
        found = case_by_number(request.actor, number)
        size = request.POST.get("size", "")
        if not size.isdigit():
            raise Invalid({"size": [_("Thiếu kích thước tệp.")]})
        made = actions.start_upload(request.actor, found, name=request.POST.get("name", ""), size=int(size), at=timezone.now())
    except Refusal as error:
        return problem(error)
    return JsonResponse({"token": made.token, "url": reverse("custody:piece", args=[made.token]), "received": 0, "piece": PIECE})


@page("custody.add_evidence")
def piece(request: HttpRequest, token: str) -> HttpResponse:
    """Say how far an upload came, or take its next piece; for the page's script."""
    try:
        upload = own_upload(request.actor, token)
        if request.method == "POST":
            offset = request.headers.get("Upload-Offset", "")
            if not offset.isdigit():
                raise Invalid({"Upload-Offset": [_("Thiếu vị trí của phần tải lên.")]})
            return JsonResponse({"received": append(upload, int(offset), request.body)})
        return JsonResponse({"received": upload.received, "size": upload.size})
    except Refusal as error:
        return problem(error)


@page("custody.read")
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is known of a piece of evidence; the file itself is opened by a further step, which is recorded."""
    found = evidence_by_number(request.actor, number)
    actor = request.actor
    is_part = takes_part(actor, found.case)
    works = is_part and found.case.state != "closed"
    may_open = actor.may("custody.open_file") and bool(found.file.clean_sha256)
    summary = [
        (_("Loại"), found.get_group_display()),
        (_("Thời điểm của chứng cứ"), found.evidence_at and timezone.localtime(found.evidence_at).strftime("%H:%M %d/%m/%Y")),
        (_("Nhận lúc"), timezone.localtime(found.arrived_at).strftime("%H:%M %d/%m/%Y")),
        (_("Thu từ đâu"), found.origin),
        (_("Bưu gửi"), found.item.item_id if found.item else ""),
        (_("Người đưa vào"), f"{found.author}, {found.organisation}"),
        (_("Phạm vi"), found.get_marking_display()),
        (_("Kích thước"), size_text(found.file.size)),
        (_("Quét vi-rút"), _("đã quét, không có vi-rút") if found.file.scan else _("chưa quét: máy này không có bộ quét")),
    ]
    context = {
        "evidence": found,
        "case": found.case,
        "title": found.caption,
        "summary": summary,
        "versions": versions_of(actor, found),
        "may_open": may_open,
        "is_shown": found.file.clean_media_type.startswith(("image/", "application/pdf", "text/plain")),
        "may_original": is_part and actor.may("custody.open_original"),
        "version_url": reverse("custody:new_version", args=[found.number])
        if works and actor.may("custody.add_evidence") and not hasattr(found, "replaced_by")
        else "",
        "mark_url": reverse("custody:mark_evidence", args=[found.number]) if works and actor.may("custody.mark") else "",
        "back": case_url(found.case),
    }
    return render(request, "custody/evidence.html", context)


@page("custody.open_file")
@require_GET
def view(request: HttpRequest, number: str) -> HttpResponse:
    """Show the copy without metadata: a photo drawn anew, a page of a PDF as a picture, text escaped."""
    found = evidence_by_number(request.actor, number)
    pages, text, wanted = 1, "", _page_number(request)
    if found.file.clean_media_type.startswith("application/pdf"):
        pages = _pages_of(found, wanted)
    elif found.file.clean_media_type.startswith("text/plain"):
        actions.open_file(request.actor, found, at=timezone.now(), how="shown")
        text = found.file.clean_bytes()[:MOST_TEXT].decode("utf-8-sig", "replace")
    elif not found.file.clean_media_type.startswith("image/"):
        raise NotFound("evidence.no_preview", _("Loại tệp này không xem được ngay trên trang."))
    context = {
        "evidence": found,
        "title": found.caption,
        "text": text,
        "page": wanted,
        "pages": pages,
        "back": evidence_url(found),
    }
    return render(request, "custody/view.html", context)


@page("custody.open_file")
@require_GET
def picture(request: HttpRequest, number: str) -> HttpResponse:
    """Give the picture that the preview shows, in a sandbox of its own."""
    found = evidence_by_number(request.actor, number)
    kind = found.file.clean_media_type
    if kind.startswith("image/"):
        content = found.file.clean_bytes()
    elif kind.startswith("application/pdf"):
        try:
            content, _pages = pdf_page(path_of(found.file.clean_sha256), _page_number(request))
        except IndexError as error:
            raise NotFound("evidence.no_page", _("Tài liệu không có trang này.")) from error
    else:
        raise NotFound("evidence.no_preview", _("Loại tệp này không xem được ngay trên trang."))
    actions.open_file(request.actor, found, at=timezone.now(), how="shown")
    return file_answer(content, "image/jpeg", f"{found.number}.jpg", shown=True)


@page("custody.open_file")
@require_GET
def download(request: HttpRequest, number: str) -> HttpResponse:
    """Give the copy without metadata as a file."""
    found = evidence_by_number(request.actor, number)
    actions.open_file(request.actor, found, at=timezone.now(), how="taken")
    ending = {"image/jpeg": "jpg", "text/plain; charset=utf-8": "txt", "application/pdf": "pdf"}.get(found.file.clean_media_type)
    ending = ending or ("docx" if "wordprocessing" in found.file.clean_media_type else "xlsx")
    return file_answer(found.file.clean_bytes(), found.file.clean_media_type, f"{found.number}.{ending}")


@page("custody.open_original")
def original(request: HttpRequest, number: str) -> HttpResponseBase:
    """Give the sealed original against a reason."""
    found = evidence_by_number(request.actor, number)
    form = forms.Reasoned(given(request))

    def act(said: dict[str, Any]) -> HttpResponseBase:
        actions.open_original(request.actor, found, reason=said["reason"], at=timezone.now())
        answer = FileResponse(path_of(found.file.sha256).open("rb"), content_type="application/octet-stream")
        return protect(answer, found.file.name or found.number)

    return form_page(
        request,
        form,
        act,
        title=_("Mở bản gốc"),
        done="",
        back=evidence_url(found),
        intro=_("Bản gốc còn nguyên dữ liệu kèm (vị trí, thiết bị, tác giả). Chỉ dùng khi bản sao không đủ."),
    )


@page("custody.mark")
def mark_evidence(request: HttpRequest, number: str) -> HttpResponseBase:
    """Change who may see a piece of evidence."""
    found = evidence_by_number(request.actor, number)
    form = forms.MarkForm(given(request), initial={"marking": found.marking})

    def act(said: dict[str, Any]) -> None:
        actions.mark_evidence(request.actor, found, **said, at=timezone.now())

    return form_page(request, form, act, title=_("Đổi phạm vi chứng cứ"), done=_("Đã đổi phạm vi."), back=evidence_url(found))


def _bring(request: HttpRequest, found: Any, old: Evidence | None) -> HttpResponseBase:
    start = {"caption": old.caption, "marking": old.marking, "item": old.item_id} if old else None
    form = forms.EvidenceForm(given(request), request.FILES or None, case=found, replaces=old, initial=start)

    def act(said: dict[str, Any]) -> str:
        now, file = timezone.now(), said["file"]
        if file is None:
            made = actions.add_evidence(request.actor, found, form.facts(), token=said["token"], at=now)
        else:
            with on_disk(file) as part:
                made = actions.add_evidence(request.actor, found, form.facts(), part=part, name=file.name, at=now)
        return evidence_url(made)

    return form_page(
        request,
        form,
        act,
        title=_("Bản mới của chứng cứ") if old else _("Thêm chứng cứ"),
        done=_("Đã nhận tệp, đã ghi mã băm."),
        back=evidence_url(old) if old else case_url(found),
        shown_here=("file.", "photo.", "secrecy.", "upload."),
        template="custody/bring.html",
        begin_url=reverse("custody:begin", args=[found.number]),
        submit=_("Đưa vào hồ sơ"),
        case=found,
        draft=f"chung-cu-{found.number}",
    )


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("trang", "1")
    return int(text) if text.isdigit() and len(text) < 6 else 1


def _pages_of(found: Evidence, wanted: int) -> int:
    try:
        return pdf_page(path_of(found.file.clean_sha256), wanted)[1]
    except IndexError as error:
        raise NotFound("evidence.no_page", _("Tài liệu không có trang này.")) from error

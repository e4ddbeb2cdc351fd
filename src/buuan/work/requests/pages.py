"""Pages of requests: the list, drafting, the side that asks, the side that is asked (made for a phone), the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from buuan.base.access.guard import page
from buuan.base.files.actions import keep_file
from buuan.base.files.arriving import on_disk
from buuan.base.files.models import StoredFile
from buuan.base.web.lists import render_list
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Refusal
from buuan.work.cases.queries import case_by_number, own_organisation
from buuan.work.interdiction.decisions import keep_decision
from buuan.work.interdiction.queries import grounds_of, has_power
from buuan.work.requests import actions, forms
from buuan.work.requests.lists import attempts_page, requests_page
from buuan.work.requests.models import InformationRequest
from buuan.work.requests.queries import (
    attempts_for_list,
    file_of,
    page_of,
    parts_of,
    request_by_number,
    requests_for_list,
    who_may_ask,
)
from buuan.work.requests.rules import MOST_FILES
from buuan.work.requests.screen import (
    answer_form,
    answer_screen,
    answered_words,
    asker_screen,
    complaint_screen,
    is_late,
    is_opened,
    lines_of,
    opened_word,
)

ENDINGS = {"image/jpeg": "jpg", "text/plain; charset=utf-8": "txt", "application/pdf": "pdf"}


@page("requests.read")
def request_list(request: HttpRequest) -> HttpResponseBase:
    """List the requests that I may see."""
    actor = request.actor
    may_draft = actor.may("requests.draft") and has_power(actor.body_kind, timezone.localdate())
    return render_list(
        request, requests_page(actor), requests_for_list(actor), may_draft=may_draft, may_audit=actor.may("requests.audit")
    )


@page("requests.audit")
def register(request: HttpRequest) -> HttpResponseBase:
    """List every attempt, refused ones too."""
    return render_list(request, attempts_page(), attempts_for_list(request.actor))


@page("requests.draft")
def open_new(request: HttpRequest) -> HttpResponse:
    """Draft a request of my body; what is beyond the bounds is refused with the reason, and that stands in the register."""
    now, actor = timezone.now(), request.actor
    on = timezone.localdate(now)
    begun = {"officer": actor.name, "case_number": request.GET.get("vu-viec", "")}
    posted = request.method == "POST"
    form = forms.RequestForm(request.POST if posted else None, request.FILES if posted else None, actor=actor, on=on, initial=begun)
    if posted and form.is_valid():
        try:
            if form.cleaned_data["decision_file"] is not None:
                form.file = keep_decision(actor, form.cleaned_data["decision_file"], at=now)
            made = actions.draft_request(actor, form.facts(), at=now)
        except Refusal as error:
            _into(form, error)
        else:
            messages.success(request, _("Đã soạn yêu cầu %(number)s; kiểm tra lại rồi trình duyệt.") % {"number": made.number})
            return redirect(page_of(made))
    grounds = grounds_of(actor.body_kind, on)
    context = {"form": form, "grounds": grounds, "title": _("Soạn yêu cầu cung cấp thông tin")}
    context["instead"] = [] if grounds else who_may_ask(on)
    return render(request, "requests/draft.html", context, status=422 if form.errors else 200)


@page("requests.read")
@require_GET
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show one request: to who is asked what to answer, to who asks what came back."""
    return _show(request, request_by_number(request.actor, number), timezone.now())


@page("requests.draft")
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand a draft in for approval."""
    found = request_by_number(request.actor, number)
    return _do(request, found, lambda: actions.submit_request(request.actor, found, at=timezone.now()), _("Đã trình duyệt."))


@page("requests.approve")
@require_POST
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Approve a request and send it."""
    found = request_by_number(request.actor, number)
    done = _("Đã duyệt; yêu cầu đã được gửi đi.")
    return _do(request, found, lambda: actions.approve_request(request.actor, found, at=timezone.now()), done)


@page("requests.approve")
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse a draft with the reason."""
    found = request_by_number(request.actor, number)

    def act(given: dict[str, Any]) -> None:
        actions.refuse_request(request.actor, found, reason=given["reason"], at=timezone.now())

    return _reason_page(request, found, act, title=_("Không duyệt yêu cầu"), done=_("Đã trả lại, không duyệt."))


@page("requests.approve")
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take a request back."""
    found = request_by_number(request.actor, number)

    def act(given: dict[str, Any]) -> None:
        actions.withdraw_request(request.actor, found, reason=given["reason"], at=timezone.now())

    return _reason_page(request, found, act, title=_("Rút yêu cầu"), done=_("Đã rút; nơi chưa trả lời không phải trả lời nữa."))


@page("requests.answer")
@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Answer for my organisation, with files: a request for information, or a complaint with what became of it."""
    now, actor = timezone.now(), request.actor
    found = request_by_number(actor, number)
    form = answer_form(found, now, request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.answer_request(actor, found, form.facts(), at=now, files=_keep(request, form.cleaned_data["files"], now))
        except Refusal as error:
            _into(form, error)
        else:
            messages.success(request, answered_words(found))
            return redirect(page_of(found))
    return _show(request, found, now, {"answer": form})


@page("requests.complain")
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """Pass the complaint of a case on to an operator; what was passed on before and its answers stand there too."""
    now, actor = timezone.now(), request.actor
    case = case_by_number(actor, number)
    begun = {
        "officer": actor.name,
        "about": case.details.get("about") or "",
        "item_id": case.items.values_list("item_id", flat=True).first(),
    }
    posted = request.method == "POST"
    form = forms.ComplaintForm(request.POST if posted else None, case=case, on=timezone.localdate(now), initial=begun)
    if posted and form.is_valid():
        try:
            made = actions.pass_complaint(actor, case, form.facts(), at=now)
        except Refusal as error:
            _into(form, error)
        else:
            messages.success(request, _("Đã chuyển khiếu nại %(number)s cho doanh nghiệp.") % {"number": made.number})
            return redirect("requests:complaint", number=case.number)
    context = complaint_screen(actor, case, now) | {"form": form}
    return render(request, "requests/complaint.html", context, status=422 if form.errors else 200)


@page("requests.answer")
@require_POST
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Say that nothing can be told, and why."""
    now = timezone.now()
    found = request_by_number(request.actor, number)
    form = forms.DeclineForm(request.POST, late=is_late(found, now), auto_id="decline_%s")
    if form.is_valid():
        try:
            actions.decline_request(request.actor, found, **form.cleaned_data, at=now)
        except Refusal as error:
            _into(form, error)
        else:
            messages.success(request, _("Đã trả lời: không cung cấp được."))
            return redirect(page_of(found))
    return _show(request, found, now, {"decline": form})


@page("requests.unmask")
def unmask(request: HttpRequest, number: str) -> HttpResponse:
    """Show whom a request names and what was told, against a reason; the page that shows it is not kept."""
    actor = request.actor
    found = request_by_number(actor, number)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            scope = actions.unmask_request(actor, found, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refusal as error:
            if not add_refusal(form, error):
                raise
        else:
            lines = lines_of(list(parts_of(actor, found)), opened=True)
            context = {"asked": found, "scope": scope, "lines": lines, "word": opened_word(actor, found)}
            return render(request, "requests/opened.html", context | {"title": _("Dữ liệu cá nhân của yêu cầu")})
    context = {
        "form": form,
        "title": _("Xem dữ liệu cá nhân"),
        "submit": _("Xem"),
        "cancel_url": page_of(found),
        "intro": _("Việc xem được ghi vào nhật ký cùng lý do."),
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)


@page("requests.read")
@require_GET
def file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Give the copy of a file that came with an answer; one about a person only a moment after the reason was given."""
    asked = request_by_number(request.actor, number)
    found = file_of(request.actor, asked, pk)
    has_reason = is_opened(request.actor, asked, request.GET.get("mo", ""))
    actions.open_file(request.actor, found, has_reason=has_reason, at=timezone.now())
    media_type = found.file.clean_media_type
    ending = ENDINGS.get(media_type) or ("docx" if "wordprocessing" in media_type else "xlsx")
    given = HttpResponse(found.file.clean_bytes(), content_type=media_type)
    given.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{asked.number}-{found.pk}.{ending}')}"
    given.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    given.headers["X-Content-Type-Options"] = "nosniff"
    return given


def _show(request: HttpRequest, found: InformationRequest, now: datetime, bound: dict[str, Any] | None = None) -> HttpResponse:
    status = 422 if bound else 200
    if found.is_asked_by(request.actor) or request.actor.role == "auditor":
        return render(request, "requests/request.html", asker_screen(request.actor, found, now), status=status)
    return render(request, "requests/answer.html", answer_screen(request.actor, found, now, bound), status=status)


def _keep(request: HttpRequest, files: list[Any], now: datetime) -> list[StoredFile]:
    kept = []
    for one in files[: MOST_FILES + 1]:
        with on_disk(one) as part:
            kept.append(keep_file(request.actor, own_organisation(request.actor), part, name=one.name or "", title="", at=now))
    return kept


def _into(form: Any, error: Refusal) -> None:
    """Put a refusal into the form that it is about; what is no answer to the form stays loud."""
    if add_refusal(form, error):
        return
    if error.status not in (409, 413):
        raise error
    form.add_error(None, error.sentence)


def _do(request: HttpRequest, found: InformationRequest, act: Callable[[], object], done: str) -> HttpResponse:
    """Call an action that needs no form."""
    try:
        act()
    except Refusal as error:
        if error.status != 409:
            raise
        messages.error(request, error.sentence)
    else:
        messages.success(request, done)
    return redirect(page_of(found))


def _reason_page(
    request: HttpRequest, found: InformationRequest, act: Callable[[dict[str, Any]], None], *, title: str, done: str
) -> HttpResponse:
    """Ask one reason, call the action, go back to the request."""
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as error:
            _into(form, error)
        else:
            messages.success(request, done)
            return redirect(page_of(found))
    context = {"form": form, "title": title, "submit": title, "cancel_url": page_of(found)}
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)

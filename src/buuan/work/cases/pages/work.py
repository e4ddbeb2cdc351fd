"""Pages of the work in a case: tasks, kind, details, labels, the timeline, and taking a case for oneself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buuan.base.access.guard import page
from buuan.base.web.lists import render_list
from buuan.kit.errors import Refused
from buuan.work.cases import actions, forms
from buuan.work.cases.desk_lists import notes_page, timeline_page
from buuan.work.cases.lists import case_url
from buuan.work.cases.models import CaseTask
from buuan.work.cases.pages.shared import case_form, given
from buuan.work.cases.queries import case_by_number, kind_in_force, kinds_on, notes_for, task_of_case, timeline

TASKS = "#nhiem-vu"


@page("cases.verify")
@require_POST
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Take a case for myself, from the queue or from its page."""
    found = case_by_number(request.actor, number)
    try:
        actions.claim_or_verify(request.actor, found, at=timezone.now())
    except Refused as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, _("Anh/chị thụ lý vụ việc %(number)s.") % {"number": number})
    came_from = request.headers.get("Referer", "")
    return redirect(came_from if url_has_allowed_host_and_scheme(came_from, {request.get_host()}) else case_url(found))


@page("cases.handle")
def add_task(request: HttpRequest, number: str) -> HttpResponse:
    """Add a task or a check."""
    found = case_by_number(request.actor, number)
    form = forms.TaskForm(given(request), case=found, on=timezone.localdate())

    def act(data: dict[str, Any]) -> None:
        actions.add_task(request.actor, found, **data, at=timezone.now())

    return case_form(request, found, form, act, title=_("Thêm nhiệm vụ"), done=_("Đã thêm nhiệm vụ."), part=TASKS)


@page("cases.handle")
def finish_task(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say that a task is done: at once, or with an explanation where its clock is over."""
    found = case_by_number(request.actor, number)
    task = task_of_case(found, pk)
    form = forms.LateForm(given(request) if "explanation" in request.POST else None)
    if request.method == "POST" and "explanation" not in request.POST:
        try:
            actions.finish_task(request.actor, task, at=timezone.now())
        except Refused as error:
            if error.code != "clock.needs_explanation":
                raise
        else:
            messages.success(request, _("Đã xong: %(name)s.") % {"name": task.name})
            return redirect(case_url(found) + TASKS)

    def act(data: dict[str, Any]) -> None:
        actions.finish_task(request.actor, task, **data, at=timezone.now())

    done = _("Đã xong: %(name)s.") % {"name": task.name}
    return case_form(request, found, form, act, title=_("Giải trình và ghi đã xong"), done=done, part=TASKS, intro=task.name)


@page("cases.handle")
def waive_task(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say why a task is not needed."""

    def act(task: CaseTask, data: dict[str, Any]) -> None:
        actions.waive_task(request.actor, task, **data, at=timezone.now())

    return _about_task(request, number, pk, act, title=_("Không cần nhiệm vụ này"), done=_("Đã ghi là không cần."))


@page("cases.handle")
@require_POST
def reopen_task(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Open a task again."""
    found = case_by_number(request.actor, number)
    actions.reopen_task(request.actor, task_of_case(found, pk), at=timezone.now())
    messages.success(request, _("Đã mở lại nhiệm vụ."))
    return redirect(case_url(found) + TASKS)


def _about_task(
    request: HttpRequest, number: str, pk: int, act: Callable[[CaseTask, dict[str, Any]], object], **context: Any
) -> HttpResponse:
    found = case_by_number(request.actor, number)
    task = task_of_case(found, pk)
    form = forms.WhyForm(given(request))
    return case_form(request, found, form, lambda data: act(task, data), part=TASKS, intro=task.name, **context)


@page("cases.handle")
def kind(request: HttpRequest, number: str) -> HttpResponse:
    """Say of which kind a case is: choose it, then say why and what it asks for."""
    found = case_by_number(request.actor, number)
    today = timezone.localdate()
    wanted = request.GET.get("loai", "")
    if not wanted:
        here = reverse("cases:kind", args=[number])
        kinds = [(one, f"{here}?loai={one.code}") for one in kinds_on(today) if one.code != found.kind]
        return render(request, "cases/choose_kind.html", {"case": found, "kinds": kinds, "back_url": case_url(found)})
    row = kind_in_force(wanted, today)
    form = forms.KindForm(given(request), plan=row.plan)

    def act(data: dict[str, Any]) -> None:
        details = forms.details_of(data)
        actions.set_kind(request.actor, found, kind=row.code, details=details, reason=data["reason"], at=timezone.now())

    title = _("Đổi loại: %(name)s") % {"name": row.name}
    intro = _("Thời hạn của loại cũ kết thúc; thời hạn của loại mới tính từ lúc mở vụ việc. Việc đã làm được giữ nguyên.")
    return case_form(request, found, form, act, title=title, done=_("Đã đổi loại vụ việc."), intro=intro)


@page("cases.handle")
def details(request: HttpRequest, number: str) -> HttpResponse:
    """Write what the kind asks for."""
    found = case_by_number(request.actor, number)
    form = forms.DetailsForm(given(request), case=found, on=timezone.localdate())

    def act(_data: dict[str, Any]) -> None:
        actions.fill_details(request.actor, found, **form.given(), at=timezone.now())

    return case_form(
        request, found, form, act, title=_("Bổ sung thông tin"), done=_("Đã bổ sung thông tin."), submit=_("Lưu"), part="#thong-tin"
    )


@page("cases.handle")
def labels(request: HttpRequest, number: str) -> HttpResponse:
    """Label a case."""
    found = case_by_number(request.actor, number)
    form = forms.LabelsForm(given(request), initial={"labels": found.labels})

    def act(data: dict[str, Any]) -> None:
        wanted = data["labels"]
        gone = [one for one in found.labels if one not in wanted]
        actions.label_case(request.actor, found, add=wanted, remove=gone, at=timezone.now())

    return case_form(request, found, form, act, title=_("Nhãn của vụ việc"), done=_("Đã ghi nhãn."), submit=_("Lưu"))


@page("cases.note")
def write_event(request: HttpRequest, number: str) -> HttpResponse:
    """Write by hand into the timeline."""
    found = case_by_number(request.actor, number)
    form = forms.EventForm(given(request))

    def act(data: dict[str, Any]) -> None:
        actions.write_event(request.actor, found, **data, at=timezone.now())

    return case_form(
        request, found, form, act, title=_("Ghi diễn biến"), done=_("Đã ghi diễn biến."), submit=_("Ghi"), part="#dien-bien"
    )


@page("cases.read")
def events(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show the whole timeline as a list, or give it as a file."""
    found = case_by_number(request.actor, number)
    if found.marking == "restricted":
        actions.note_restricted_read(request.actor, found, at=timezone.now())
    return render_list(request, timeline_page(found), timeline(found))


@page("cases.read")
def notes(request: HttpRequest, number: str) -> HttpResponseBase:
    """Show all notes that I may read as a list, or give them as a file."""
    found = case_by_number(request.actor, number)
    if found.marking == "restricted":
        actions.note_restricted_read(request.actor, found, at=timezone.now())
    return render_list(request, notes_page(found), notes_for(request.actor, found))

"""Pages of cases: the list, one case, and its acts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buuan.base.access.guard import page
from buuan.base.accounts.models import Account
from buuan.base.web.lists import render_list
from buuan.base.web.refusals import add_refusal
from buuan.base.web.words import in_words
from buuan.kit.errors import Refusal, Refused
from buuan.work.cases import actions, forms
from buuan.work.cases.lists import case_url, cases_page
from buuan.work.cases.models import Case
from buuan.work.cases.queries import (
    case_by_number,
    cases_for_list,
    item_of_case,
    kinds_on,
    next_steps,
    own_organisation,
    people_of_body,
    plain_or_kind,
    stands_in_for,
    step_of,
)
from buuan.work.cases.rules import BULK_ACTS, LABELS, PLAIN, PLAIN_KIND
from buuan.work.cases.screen import case_screen

RIGHT_OF_ACT = {
    "claim": "cases.verify",
    "assign": "cases.assign",
    "note": "cases.note",
    "label": "cases.handle",
    "unlabel": "cases.handle",
    "close": "cases.close",
}


@page("cases.read")
def case_list(request: HttpRequest) -> HttpResponseBase:
    """List the cases that I may see."""
    actor, today = request.actor, timezone.localdate()
    standing_in = stands_in_for(actor.account_id, today)
    context = {
        "may_open": actor.may("cases.open"),
        "may_act": actor.may("cases.note"),
        "people": people_of_body(actor, today) if actor.may("cases.assign") else [],
        "labels": list(in_words(LABELS, capital=True).items()),
        "acts": [(key, name) for key, name in in_words(BULK_ACTS, capital=True).items() if actor.may(RIGHT_OF_ACT[key])],
        "standing_in": standing_in,
    }
    desks = [actor.account_id, *(one.account_id for one in standing_in)]
    return render_list(request, cases_page(actor, desks), cases_for_list(actor), **context)


@page("cases.read")
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case; that somebody opened a restricted one is recorded."""
    found = case_by_number(request.actor, number)
    if found.marking == "restricted":
        actions.note_restricted_read(request.actor, found, at=timezone.now())
    return _show(request, found)


@page("cases.open")
def open_new(request: HttpRequest) -> HttpResponse:
    """Open a case that my body leads, of the kind that the address names."""
    today, wanted = timezone.localdate(), request.GET.get("loai", PLAIN_KIND)
    row = plain_or_kind(wanted, today)
    form = forms.OpenForm(_given(request), actor=request.actor, on=today, plan=row.plan if row else PLAIN)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_case(request.actor, own_organisation(request.actor), form.opening(), at=timezone.now())
        except Refusal as error:
            if not add_refusal(form, error):
                raise
        else:
            messages.success(request, _("Đã mở vụ việc %(number)s.") % {"number": made.number})
            return redirect(case_url(made))
    context = {"form": form, "title": _("Vụ việc mới"), "submit": _("Mở vụ việc"), "draft": "vu-viec-moi"}
    here = reverse("cases:open")
    context["kind_row"] = row
    context["tabs"] = [
        {"name": one.name, "url": here if one.code == PLAIN_KIND else f"{here}?loai={one.code}", "active": one.code == wanted}
        for one in kinds_on(today)
    ]
    return render(request, "cases/open.html", context, status=422 if form.errors else 200)


@page("cases.verify")
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Take a case into verification; whoever presses the button works on it."""
    me = Account.objects.select_related("organisation").get(pk=request.actor.account_id)

    def act(found: Case, explanation: str) -> None:
        actions.verify_case(request.actor, found, assignee=me, at=timezone.now(), explanation=explanation)

    return _step_page(request, number, "verify", act, title=_("Nhận xác minh"), done=_("Anh/chị đã nhận xác minh."))


@page("cases.handle")
def handle(request: HttpRequest, number: str) -> HttpResponse:
    """Pass a case on to handling."""

    def act(found: Case, explanation: str) -> None:
        actions.handle_case(request.actor, found, at=timezone.now(), explanation=explanation)

    return _step_page(request, number, "handle", act, title=_("Chuyển xử lý"), done=_("Đã chuyển sang xử lý."))


def _step_page(request: HttpRequest, number: str, verb: str, act: Any, *, title: str, done: str) -> HttpResponse:
    """Take a step that asks for nothing, unless the clock that it ends is over: then for an explanation."""
    found = case_by_number(request.actor, number)
    step = step_of(next_steps(request.actor, found, timezone.now()), verb)
    late = step is not None and step.is_late
    if request.method == "POST" and (not late or "explanation" not in request.POST):
        try:
            act(found, "")
        except Refused as error:
            if error.code != "clock.needs_explanation":
                raise
        else:
            messages.success(request, done)
            return redirect(case_url(found))
    form = forms.LateForm(request.POST if "explanation" in request.POST else None)
    return _form_page(request, found, form, lambda data: act(found, data["explanation"]), title=title, done=done, step=step)


@page("cases.conclude")
def conclude(request: HttpRequest, number: str) -> HttpResponse:
    """Conclude a case."""
    found = case_by_number(request.actor, number)
    step = step_of(next_steps(request.actor, found, timezone.now()), "conclude")
    form = forms.ConcludeForm(_given(request), step=step)

    def act(given: dict[str, Any]) -> None:
        actions.conclude_case(request.actor, found, **given, at=timezone.now())

    return _form_page(
        request, found, form, act, title=_("Kết luận vụ việc"), done=_("Đã kết luận vụ việc."), draft="ket-luan", step=step
    )


@page("cases.close")
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close the file and tell those who reported."""
    found = case_by_number(request.actor, number)
    step = step_of(next_steps(request.actor, found, timezone.now()), "close")
    form = forms.CloseForm(_given(request), step=step, initial={"feedback": actions.usual_feedback(found)})
    if not found.reporters.all():
        del form.fields["feedback"]

    def act(given: dict[str, Any]) -> None:
        actions.close_case(request.actor, found, **given, at=timezone.now())

    return _form_page(request, found, form, act, title=_("Đóng hồ sơ"), done=_("Đã đóng hồ sơ."), draft="dong", step=step)


@page("cases.handle")
def crime(request: HttpRequest, number: str) -> HttpResponse:
    """Say that there are signs of a crime, or take that back."""
    found = case_by_number(request.actor, number)
    stands = bool(found.crime_signs)
    form = forms.CrimeForm(_given(request))

    def act(given: dict[str, Any]) -> None:
        act_on = actions.lift_crime_signs if stands else actions.see_crime_signs
        act_on(request.actor, found, **given, at=timezone.now())

    title = _("Gỡ dấu hiệu tội phạm") if stands else _("Ghi nhận dấu hiệu tội phạm")
    intro = (
        _("Chỉ gỡ sau khi Công an đã nhận hoặc từ chối hồ sơ.")
        if stands
        else _("Từ lúc ghi nhận, hồ sơ phải chuyển Công an và được nhận trước khi xử lý hành chính.")
    )
    done = _("Đã gỡ dấu hiệu tội phạm.") if stands else _("Đã ghi nhận dấu hiệu tội phạm.")
    return _form_page(request, found, form, act, title=title, done=done, back="#chuyen", intro=intro)


@page("cases.handle")
def outcome(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write what became of an item."""
    found = case_by_number(request.actor, number)
    item = item_of_case(found, pk)
    form = forms.OutcomeForm(
        _given(request),
        initial={"outcome": item.outcome, "quantity": item.quantity_text(), "unit": item.unit, "value_vnd": item.value_vnd},
    )

    def act(given: dict[str, Any]) -> None:
        actions.record_outcome(request.actor, item, **given, at=timezone.now())

    title = _("Kết quả bưu gửi %(item)s") % {"item": item.item_id}
    done = _("Đã ghi kết quả bưu gửi %(item)s.") % {"item": item.item_id}
    return _form_page(request, found, form, act, title=title, done=done, back="#buu-gui", item=item)


@page("cases.handle")
def add_item(request: HttpRequest, number: str) -> HttpResponse:
    """Put an item into a case."""
    found = case_by_number(request.actor, number)
    form = forms.ItemForm(_given(request), on=timezone.localdate())

    def act(_given: dict[str, Any]) -> None:
        actions.add_items(request.actor, found, form.items(), at=timezone.now())

    intro = _("Đưa bưu gửi vào hồ sơ không tự giữ bưu gửi lại.")
    return _form_page(
        request,
        found,
        form,
        act,
        title=_("Thêm bưu gửi"),
        done=_("Đã thêm bưu gửi."),
        submit=_("Thêm"),
        back="#buu-gui",
        intro=intro,
    )


@page("cases.assign")
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Give a case to a colleague."""
    found = case_by_number(request.actor, number)
    form = forms.AssignForm(_given(request), case=found, on=timezone.localdate(), initial={"assignee": found.assignee_id})

    def act(given: dict[str, Any]) -> None:
        actions.assign_case(request.actor, found, **given, at=timezone.now())

    return _form_page(request, found, form, act, title=_("Phân công"), done=_("Đã phân công."), submit=_("Phân công"))


@page("cases.assign")
def invite(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a body to join."""
    found = case_by_number(request.actor, number)
    form = forms.InviteForm(_given(request), case=found, on=timezone.localdate())

    def act(given: dict[str, Any]) -> None:
        actions.invite_partner(request.actor, found, given["organisation"], at=timezone.now())

    intro = _("Cơ quan được mời xem được vụ việc này từ bây giờ, ghi chú và ghi kết quả bưu gửi.")
    return _form_page(
        request,
        found,
        form,
        act,
        title=_("Mời phối hợp"),
        done=_("Đã mời phối hợp."),
        submit=_("Mời"),
        back="#tham-gia",
        intro=intro,
    )


@page("cases.note")
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    """Write a note."""
    found = case_by_number(request.actor, number)
    form = forms.NoteForm(request.POST)
    if form.is_valid():
        try:
            actions.add_note(request.actor, found, **form.cleaned_data, at=timezone.now())
        except Refusal as error:
            if not add_refusal(form, error):
                raise
        else:
            messages.success(request, _("Đã ghi chú."))
            return redirect(f"{case_url(found)}#ghi-chu")
    return _show(request, found, note_form=form)


def _given(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with, None for one that is only opened; a sent form may be empty."""
    return request.POST if request.method == "POST" else None


def _show(request: HttpRequest, found: Case, note_form: forms.NoteForm | None = None) -> HttpResponse:
    context = case_screen(request.actor, found, timezone.now(), group=request.GET.get("loc", ""))
    context["note_form"] = note_form or forms.NoteForm()
    context["outcome_forms"] = forms.outcome_forms(found.items.all()) if context["may_write_outcome"] else {}
    return render(request, "cases/case.html", context, status=422 if note_form else 200)


def _form_page(
    request: HttpRequest,
    found: Case,
    form: Any,
    act: Any,
    *,
    title: str,
    done: str,
    back: str = "",
    draft: str = "",
    **context: Any,
) -> HttpResponse:
    """Show one form about a case, call its action, go back to the case; a refused form keeps every word."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as error:
            if not add_refusal(form, error):
                raise
        else:
            messages.success(request, done)
            return redirect(case_url(found) + back)
    context |= {
        "form": form,
        "case": found,
        "title": title,
        "cancel_url": case_url(found),
        "draft": f"{draft}-{found.number}" if draft else "",
    }
    context.setdefault("submit", title)
    return render(request, "cases/form.html", context, status=422 if form.errors else 200)

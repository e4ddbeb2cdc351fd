"""The list, the control room of one order, and what its body does with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from buuan.base.access.guard import page
from buuan.base.dispatch.actions import OnBehalf
from buuan.base.organisations.models import OPERATOR_KINDS
from buuan.base.web.lists import render_list
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import NotFound, Refusal
from buuan.work.interdiction import actions, forms
from buuan.work.interdiction.lists import order_url, orders_page
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.papers import paper_of
from buuan.work.interdiction.queries import has_power, item_of, items_of, order_by_number, orders_for_list, recipient_of
from buuan.work.interdiction.rules import STOPPED
from buuan.work.interdiction.screen import control_screen, operator_screen

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page("interdiction.read")
def order_list(request: HttpRequest) -> HttpResponseBase:
    """List the orders that I may see."""
    actor = request.actor
    may_draft = actor.may("interdiction.draft") and has_power(actor.body_kind, timezone.localdate())
    return render_list(
        request, orders_page(), orders_for_list(actor), may_draft=may_draft, may_audit=actor.may("interdiction.audit"),
        may_drill=actor.may("interdiction.drill"),
    )  # fmt: skip


@page("interdiction.read")
@require_GET
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Show one order: to the body that issued it the control room, to an operator what it has to do."""
    return _show(request, order_by_number(request.actor, number))


@page("interdiction.draft")
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand a draft in for approval."""
    found = order_by_number(request.actor, number)
    return _do(request, found, lambda: actions.submit_order(request.actor, found, at=timezone.now()), _("Đã trình duyệt."))


@page("interdiction.approve")
@require_POST
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Approve an order and put it in force."""
    found = order_by_number(request.actor, number)
    done = _("Lệnh có hiệu lực và đã được gửi đi.")
    return _do(request, found, lambda: actions.approve_order(request.actor, found, at=timezone.now()), done)


@page("interdiction.approve")
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse a draft with the reason."""
    found = order_by_number(request.actor, number)

    def act(given: dict[str, Any]) -> None:
        actions.refuse_order(request.actor, found, reason=given["reason"], at=timezone.now())

    return _form_page(
        request, found, forms.ReasonForm(_given(request)), act, title=_("Không duyệt lệnh"), done=_("Đã trả lại, không duyệt.")
    )


@page("interdiction.approve")
def lift(request: HttpRequest, number: str) -> HttpResponse:
    """Lift an order before its time."""
    found = order_by_number(request.actor, number)

    def act(given: dict[str, Any]) -> None:
        actions.lift_order(request.actor, found, reason=given["reason"], at=timezone.now())

    return _form_page(
        request,
        found,
        forms.ReasonForm(_given(request)),
        act,
        title=_("Dỡ bỏ lệnh"),
        done=_("Đã dỡ bỏ lệnh; nơi giữ được yêu cầu giải tỏa."),
    )


@page("interdiction.approve")
def extend(request: HttpRequest, number: str) -> HttpResponse:
    """Extend an order, once."""
    found = order_by_number(request.actor, number)

    def act(given: dict[str, Any]) -> None:
        actions.extend_order(request.actor, found, until=given["until"], reason=given["reason"], at=timezone.now())

    return _form_page(request, found, forms.ExtendForm(_given(request)), act, title=_("Gia hạn lệnh"), done=_("Đã gia hạn."))


@page("interdiction.draft")
def amend(request: HttpRequest, number: str) -> HttpResponse:
    """Propose another scope."""
    found = order_by_number(request.actor, number)
    form = forms.AmendForm(_given(request), on=timezone.localdate())

    def act(given: dict[str, Any]) -> None:
        actions.propose_amendment(request.actor, found, scope=form.scope(), reason=given["reason"], at=timezone.now())

    intro = _("Phạm vi mới thay phạm vi đang có khi người khác duyệt; mọi nơi nhận phải xác nhận lại.")
    return _form_page(request, found, form, act, title=_("Đề nghị sửa phạm vi"), done=_("Đã gửi đề nghị, chờ duyệt."), intro=intro)


@page("interdiction.approve")
@require_POST
def decide_amendment(request: HttpRequest, number: str) -> HttpResponse:
    """Approve or refuse the scope that waits."""
    found = order_by_number(request.actor, number)
    waiting = found.amendments.filter(state="proposed").first()
    if waiting is None:
        raise NotFound("order.no_amendment", _("Không có đề nghị sửa phạm vi nào chờ duyệt."))
    approve_it = request.POST.get("approve") == "1"
    done = _("Đã duyệt phạm vi mới.") if approve_it else _("Đã từ chối phạm vi mới.")
    return _do(
        request, found, lambda: actions.decide_amendment(request.actor, waiting, approve=approve_it, at=timezone.now()), done
    )


@page("interdiction.review")
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Review an order that has ended."""
    found = order_by_number(request.actor, number)
    held = list(items_of(request.actor, found).filter(state__in=STOPPED))
    form = forms.ReviewForm(_given(request), held=held)

    def act(given: dict[str, Any]) -> None:
        actions.review_order(request.actor, found, text=given["text"], judged=form.judged(), at=timezone.now())

    return _form_page(request, found, form, act, title=_("Đánh giá sau lệnh"), done=_("Đã ghi đánh giá."))


@page("interdiction.unmask")
def unmask(request: HttpRequest, number: str) -> HttpResponse:
    """Show who is named, against a reason; the page that shows it is not kept."""
    found = order_by_number(request.actor, number)
    form = forms.ReasonForm(_given(request))
    if request.method == "POST" and form.is_valid():
        try:
            scope = actions.unmask_persons(request.actor, found, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refusal as error:
            if not add_refusal(form, error):
                raise
        else:
            return render(
                request, "interdiction/persons.html", {"order": found, "scope": scope, "title": _("Người được nêu trong lệnh")}
            )
    context = {
        "form": form,
        "order": found,
        "title": _("Xem người được nêu trong lệnh"),
        "submit": _("Xem"),
        "cancel_url": order_url(found),
        "intro": _("Việc xem được ghi vào nhật ký cùng lý do."),
    }  # fmt: skip
    return render(request, "interdiction/form.html", context, status=422 if form.errors else 200)


@page("interdiction.draft")
def not_same(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Decide that the people of an item are not the ones meant."""
    found = order_by_number(request.actor, number)
    item = item_of(request.actor, found, pk)

    def act(given: dict[str, Any]) -> None:
        actions.mark_not_same(request.actor, item, reason=given["reason"], at=timezone.now())

    title = _("Bưu gửi %(item)s: không phải người được nêu") % {"item": item.item_id}
    return _form_page(
        request, found, forms.ReasonForm(_given(request)), act, title=title, done=_("Đã ghi; bưu gửi hết bị giữ theo lệnh này.")
    )


@page("interdiction.call")
@require_POST
def add_call(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a telephone call to a silent unit: acknowledged on behalf, or not reached."""
    found = order_by_number(request.actor, number)
    form = forms.CallForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Cuộc gọi chưa được ghi: cần số đã gọi và kết quả."))
        return redirect(f"{order_url(found)}#danh-ba")
    given = form.cleaned_data
    recipient = recipient_of(found, given["recipient"])
    if recipient is None:
        raise NotFound("order.not_recipient", _("Đơn vị này không phải nơi nhận lệnh."))
    now = timezone.now()

    def act() -> None:
        if given["result"] == "acknowledged":
            said = OnBehalf(person=given["person"], phone=given["phone"], called_at=now)
            actions.acknowledge_by_call(request.actor, found, recipient, said, at=now)
        else:
            actions.note_call(request.actor, found, recipient, result=given["result"], called_at=now, phone=given["phone"], at=now)

    return _do(request, found, act, _("Đã ghi cuộc gọi."), back="#danh-ba")


@page("interdiction.read")
@require_GET
def paper(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Give the order, the answers or the review as an official paper (DOCX)."""
    found = order_by_number(request.actor, number)
    data = paper_of(request.actor, found, paper, timezone.now())
    answer = HttpResponse(data, content_type=DOCX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.number}-{paper}.docx"'
    return answer


def _given(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _show(request: HttpRequest, found: Order) -> HttpResponse:
    now = timezone.now()
    if request.actor.body_kind in OPERATOR_KINDS:
        return render(request, "interdiction/operator.html", operator_screen(request.actor, found, now))
    return render(request, "interdiction/order.html", control_screen(request.actor, found, now))


def _do(request: HttpRequest, found: Order, act: Any, done: str, back: str = "") -> HttpResponse:
    """Call an action that needs no form; wrong input comes back as a sentence on the order's page."""
    try:
        act()
    except Refusal as error:
        if error.status not in (409, 422):
            raise
        said = [str(one) for listed in (error.facts.get("errors") or {}).values() for one in listed]
        messages.error(request, " ".join(said) or error.sentence)
    else:
        messages.success(request, done)
    return redirect(order_url(found) + back)


def _form_page(request: HttpRequest, found: Order, form: Any, act: Any, *, title: str, done: str, intro: str = "") -> HttpResponse:
    """Show one form about an order, call its action, go back to the order; a refused form keeps every word."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as error:
            if not add_refusal(form, error):
                if error.status != 409:
                    raise
                form.add_error(None, error.sentence)
        else:
            messages.success(request, done)
            return redirect(order_url(found))
    context = {"form": form, "order": found, "title": title, "submit": title, "cancel_url": order_url(found), "intro": intro}
    return render(request, "interdiction/form.html", context, status=422 if form.errors else 200)

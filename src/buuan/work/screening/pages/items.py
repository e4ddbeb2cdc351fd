"""One item: what was declared of it, with persons masked until somebody says why; and who has looked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buuan.base.access.guard import page
from buuan.base.web.lists import render_list
from buuan.kit.errors import Invalid, Refusal
from buuan.registers.items.queries import looks_for_list
from buuan.registers.items.rules import PARTIES, item_key
from buuan.work.cases.queries import case_by_number
from buuan.work.screening.actions import end_legal_hold, keep_for_case, look_at_parties
from buuan.work.screening.items import item_page, legal_hold_of, operator_of_item
from buuan.work.screening.lists import LOOKS
from buuan.work.screening.presenters import declared_facts


@page("items.read_declared")
def item(request: HttpRequest, operator: str, item: str) -> HttpResponse:
    """Show one item with persons masked."""
    return _show(request, operator, item)


@page("items.unmask")
@require_POST
def unmask(request: HttpRequest, operator: str, item: str) -> HttpResponse:
    """Show one item's persons once, against a reason; the next look needs a reason again."""
    owner = operator_of_item(request.actor, operator)
    try:
        shown = look_at_parties(request.actor, owner, item_key(item), reason=request.POST.get("reason", ""), at=timezone.now())
    except Refusal as error:
        if error.status == 404:
            raise
        return _show(request, operator, item, fault=_sentence(error))
    return _show(request, operator, item, shown=shown)


@page("items.legal_hold")
@require_POST
def keep(request: HttpRequest, operator: str, item: str) -> HttpResponse:
    """Keep an item's data for a case."""
    owner = operator_of_item(request.actor, operator)
    try:
        case = case_by_number(request.actor, request.POST.get("case", ""))
        keep_for_case(request.actor, owner, item_key(item), case, reason=request.POST.get("reason", ""), at=timezone.now())
    except Refusal as error:
        return _show(request, operator, item, keep_fault=_sentence(error))
    messages.success(request, _("Dữ liệu bưu gửi được lưu giữ theo vụ việc %(number)s.") % {"number": case.number})
    return redirect("screening:item", owner.code, item_key(item))


@page("items.legal_hold")
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """End a legal hold."""
    hold = legal_hold_of(request.actor, pk)
    try:
        end_legal_hold(request.actor, hold, reason=request.POST.get("reason", ""), at=timezone.now())
    except Refusal as error:
        return _show(request, hold.operator.code, hold.item_id, keep_fault=_sentence(error))
    messages.success(request, _("Đã bỏ lưu giữ; dữ liệu hết thời hạn sẽ được xóa."))
    return redirect("screening:item", hold.operator.code, hold.item_id)


@page("items.read_looks")
def looks(request: HttpRequest) -> HttpResponseBase:
    """List who looked at personal data, when and why."""
    return render_list(request, LOOKS, looks_for_list(request.actor))


def _show(request: HttpRequest, operator: str, text: str, **more: Any) -> HttpResponse:
    actor = request.actor
    found = item_page(actor, operator_of_item(actor, operator), text)
    shown = more.get("shown", {})
    context = {
        **found,
        **more,
        "facts": declared_facts(found["declared"]),
        "parties": [(_(title), shown.get(name, "")) for name, title in PARTIES.items()],
        "may_unmask": actor.may("items.unmask") and found["declared"] is not None,
        "may_keep": actor.may("items.legal_hold"),
    }
    faults = more.get("fault") or more.get("keep_fault")
    answer = render(request, "screening/item.html", context, status=422 if faults else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _sentence(error: Refusal) -> str:
    if isinstance(error, Invalid):
        return " ".join(sentence for sentences in error.errors.values() for sentence in sentences)
    return error.sentence

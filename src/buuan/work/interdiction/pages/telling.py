"""What sender and receiver of a held item are told: a paper to print, noting that it was given, and letting it wait."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from buuan.base.access.guard import page
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Refusal
from buuan.work.interdiction import actions, forms
from buuan.work.interdiction.models import OrderItem
from buuan.work.interdiction.queries import item_of, order_by_number
from buuan.work.interdiction.rules import SIDES
from buuan.work.interdiction.screen import notice_screen


@page("interdiction.read")
@require_GET
def notice_text(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show what sender and receiver of a held item can be told, made to be printed, and who was told already."""
    item = item_of(request.actor, order_by_number(request.actor, number), pk)
    return render(request, "interdiction/notice.html", notice_screen(request.actor, item, timezone.now()))


@page("interdiction.answer")
@require_POST
def tell_party(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Note that a side was told."""
    now = timezone.now()
    item = item_of(request.actor, order_by_number(request.actor, number), pk)
    form = forms.TellForm(request.POST, sides=list(SIDES))
    if form.is_valid():
        try:
            actions.tell_party(request.actor, item, side=form.cleaned_data["side"], way=form.cleaned_data["way"], at=now)
        except Refusal as error:
            if error.status not in (409, 422):
                raise
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Đã ghi việc báo."))
            return redirect(notice_url(item))
    return render(request, "interdiction/notice.html", notice_screen(request.actor, item, now, form), status=422)


@page("interdiction.let_wait")
def let_wait(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let telling wait for a listed reason."""
    item = item_of(request.actor, order_by_number(request.actor, number), pk)
    form = forms.WaitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.let_notice_wait(
                request.actor, item, reason=given["reason"], until=given["until"], note_text=given["note"], at=timezone.now()
            )
        except Refusal as error:
            if not add_refusal(form, error):
                if error.status != 409:
                    raise
                form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Đã hoãn báo; nơi giữ bưu gửi được biết."))
            return redirect(notice_url(item))
    title = _("Hoãn báo người gửi, người nhận")
    intro = _("Bưu gửi %(item)s. Chỉ hoãn khi việc báo ngay gây trở ngại; hết thời hạn hoãn, đơn vị giữ bưu gửi báo được.")
    context = {
        "form": form,
        "order": item.order,
        "title": title,
        "submit": _("Hoãn báo"),
        "cancel_url": notice_url(item),
        "intro": intro % {"item": item.item_id},
    }
    return render(request, "interdiction/form.html", context, status=422 if form.errors else 200)


def notice_url(item: OrderItem) -> str:
    """Give the address of an item's notice."""
    return reverse("interdiction:notice_text", args=[item.order.number, item.pk])

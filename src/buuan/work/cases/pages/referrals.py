"""Pages of referrals: ask another body to take a case over, answer, and what the former lead still sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.access.guard import page
from buuan.base.web.lists import render_list
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Refusal
from buuan.work.cases import actions, forms
from buuan.work.cases.lists import case_url
from buuan.work.cases.models import Referral
from buuan.work.cases.queries import case_by_number, referral_by_pk, referral_clock, referrals_for_list
from buuan.work.cases.referral_screen import is_late, referral_screen, referrals_page


@page("cases.read")
def referral_list(request: HttpRequest) -> HttpResponseBase:
    """List what was passed on from and to my body."""
    return render_list(request, referrals_page(request.actor), referrals_for_list(request.actor))


@page("cases.read")
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one referral, and of the case as much as I may know."""
    found = referral_by_pk(request.actor, pk)
    return render(request, "cases/referral.html", referral_screen(request.actor, found, timezone.now()))


@page("cases.refer")
def refer(request: HttpRequest, number: str) -> HttpResponse:
    """Ask another body to take a case over."""
    found = case_by_number(request.actor, number)
    form = forms.ReferForm(request.POST if request.method == "POST" else None, case=found, on=timezone.localdate())

    def act(given: dict[str, Any]) -> str:
        made = actions.refer_case(request.actor, found, given["organisation"], reason=given["reason"], at=timezone.now())
        return _("Đã chuyển, chờ %(name)s trả lời.") % {"name": made.to}

    intro = _("Đơn vị anh/chị vẫn chủ trì đến khi cơ quan nhận đồng ý; sau đó chỉ còn theo dõi trạng thái.")
    return _form_page(request, form, act, _("Chuyển vụ việc %(number)s") % {"number": number}, case_url(found), intro)


@page("cases.refer")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the case over."""
    found = referral_by_pk(request.actor, pk)
    intro = _("Đơn vị anh/chị chủ trì vụ việc từ lúc nhận; các hạn đang chạy được tính tiếp.")
    return _answer(request, found, "accept", _("Nhận vụ việc"), intro)


@page("cases.refer")
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that my body does not take it."""
    found = referral_by_pk(request.actor, pk)
    intro = _("Vụ việc ở lại với %(name)s; lý do được gửi cho cơ quan đó.") % {"name": found.sender}
    return _answer(request, found, "decline", _("Từ chối nhận"), intro)


@page("cases.refer")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the question back."""
    found = referral_by_pk(request.actor, pk)
    return _answer(request, found, "withdraw", _("Rút lại"), _("%(name)s được thông báo.") % {"name": found.to})


def _answer(request: HttpRequest, found: Referral, verb: str, title: str, intro: str) -> HttpResponse:
    late = verb != "withdraw" and is_late(referral_clock(found), timezone.now())
    given = request.POST if request.method == "POST" else None
    form = forms.ReferralAnswerForm(given, with_reason=verb != "accept", late=late)
    done = {
        "accept": _("Đã nhận vụ việc."),
        "decline": _("Đã từ chối nhận."),
        "withdraw": _("Đã rút lại."),
    }[verb]

    def act(given: dict[str, Any]) -> str:
        getattr(actions, f"{verb}_referral")(request.actor, found, **given, at=timezone.now())
        return done

    back = reverse("cases:referral", args=[found.pk])
    return _form_page(request, form, act, f"{title}: {found.number}", back, intro, submit=title)


def _form_page(
    request: HttpRequest, form: Any, act: Callable[[dict[str, Any]], str], title: str, back: str, intro: str, submit: str = ""
) -> HttpResponse:
    """Show one form, call its action, go back; a refused form keeps every word."""
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except Refusal as error:
            if not add_refusal(form, error):
                raise
        else:
            messages.success(request, said)
            return redirect(back)
    context = {"form": form, "title": title, "cancel_url": back, "intro": intro, "submit": submit or _("Chuyển")}
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)

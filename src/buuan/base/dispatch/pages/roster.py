"""The duty roster of my organisation and its units: who is on now, who comes next, handing over."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buuan.base.access.guard import page
from buuan.base.dispatch.actions import hand_over, plan_shift, remove_shift
from buuan.base.dispatch.forms import HandOverForm, ShiftForm
from buuan.base.dispatch.queries import on_duty, own_body, shift_by_pk, shifts_of
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Invalid


@page("dispatch.read")
@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """Show who is on duty and who comes next."""
    return _show(request)


@page("dispatch.roster")
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """Put somebody on duty for my organisation."""
    form = ShiftForm(request.POST, prefix="ca")
    if form.is_valid():
        try:
            plan_shift(request.actor, own_body(request.actor), **form.cleaned_data, at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Đã xếp ca trực."))
            return redirect("dispatch:roster")
    return _show(request, shift_form=form, status=422)


@page("dispatch.roster")
@require_POST
def hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the duty over now."""
    shift = shift_by_pk(request.actor, pk)
    form = HandOverForm(request.POST, prefix="giao")
    if form.is_valid():
        try:
            hand_over(request.actor, shift, **form.cleaned_data, at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Đã bàn giao ca trực."))
            return redirect("dispatch:roster")
    return _show(request, hand_form=form, status=422)


@page("dispatch.roster")
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a shift that has not begun off the roster."""
    remove_shift(request.actor, shift_by_pk(request.actor, pk), at=timezone.now())
    messages.success(request, _("Đã bỏ ca trực."))
    return redirect("dispatch:roster")


def _show(
    request: HttpRequest, shift_form: forms.Form | None = None, hand_form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    shifts = shifts_of(request.actor, now)
    context = {
        "running": [one for one in shifts if one.from_at <= now < one.until_at],
        "coming": [one for one in shifts if one.from_at > now],
        "past": [one for one in shifts if one.until_at <= now][:10],
        "duty": on_duty(own_body(request.actor), now),
        "own_shift": next(
            (one for one in shifts if one.from_at <= now < one.until_at and one.organisation_id == request.actor.body_id), None
        ),
        "shift_form": shift_form or ShiftForm(prefix="ca"),
        "hand_form": hand_form or HandOverForm(prefix="giao"),
        "may_plan": request.actor.may("dispatch.roster"),
    }
    return render(request, "dispatch/roster.html", context, status=status)

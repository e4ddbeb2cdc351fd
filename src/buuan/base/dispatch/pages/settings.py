"""How I am told, and where my organisation's systems are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buuan.base.access.guard import page
from buuan.base.dispatch.actions import (
    choose,
    end_endpoint,
    open_endpoint,
    pause_endpoint,
    resume_endpoint,
    rotate_secret,
    send_again,
    set_quiet_hours,
)
from buuan.base.dispatch.forms import ChoiceForm, EndpointForm, QuietForm
from buuan.base.dispatch.models import Endpoint
from buuan.base.dispatch.queries import (
    choices_of,
    delivery_by_pk,
    delivery_log,
    endpoint_by_pk,
    endpoints_of,
    own_address,
    own_body,
    quiet_hours_of,
)
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Invalid

LOG_SHOWN = 100


@page("accounts.own")
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Choose by event how I am told by mail, and when I am left alone."""
    quiet = quiet_hours_of(request.actor)
    events = choices_of(request.actor)
    data = request.POST or None
    form = ChoiceForm(data, events=events)
    quiet_form = QuietForm(data, initial={"from_time": quiet[0], "until_time": quiet[1]})
    if data and form.is_valid() and quiet_form.is_valid():
        at = timezone.now()
        choose(request.actor, form.chosen(), at=at)
        set_quiet_hours(request.actor, **quiet_form.cleaned_data, at=at)
        messages.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect("dispatch:choices")
    context = {"form": form, "quiet_form": quiet_form, "address": own_address(request.actor)}
    return render(request, "dispatch/choices.html", context, status=422 if form.errors or quiet_form.errors else 200)


@page("dispatch.manage_endpoints")
@require_http_methods(["GET", "HEAD", "POST"])
def endpoints(request: HttpRequest) -> HttpResponse:
    """List the endpoints of my organisation and its units; a POST opens one."""
    if request.method != "POST":
        return _endpoints(request, EndpointForm())
    form = EndpointForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        given["kinds"] = given["kinds"].replace(",", " ").split()
        try:
            endpoint, secret = open_endpoint(request.actor, own_body(request.actor), **given, at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Đã đặt điểm nhận."))
            return _one(request, endpoint, secret)
    return _endpoints(request, form, status=422)


@page("dispatch.manage_endpoints")
@require_safe
def endpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one endpoint with its log."""
    return _one(request, endpoint_by_pk(request.actor, pk))


@page("dispatch.manage_endpoints")
@require_POST
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """Exchange the secret and show the new one this once."""
    found = endpoint_by_pk(request.actor, pk)
    secret = rotate_secret(request.actor, found, at=timezone.now())
    return _one(request, endpoint_by_pk(request.actor, pk), secret)


@page("dispatch.manage_endpoints")
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop sending there for a while."""
    return _change(request, pk, pause_endpoint, _("Đã tạm dừng điểm nhận."))


@page("dispatch.manage_endpoints")
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Send there again."""
    return _change(request, pk, resume_endpoint, _("Điểm nhận hoạt động lại."))


@page("dispatch.manage_endpoints")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the endpoint up."""
    return _change(request, pk, end_endpoint, _("Đã bỏ điểm nhận."))


@page("dispatch.manage_endpoints")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one message again, with the same id."""
    delivery = delivery_by_pk(request.actor, pk)
    send_again(request.actor, delivery, at=timezone.now())
    messages.success(request, _("Đã xếp gửi lại."))
    return redirect("dispatch:endpoint", delivery.endpoint_id) if delivery.endpoint_id else redirect("dispatch:endpoints")


def _change(request: HttpRequest, pk: int, act: Callable[..., Any], done: str) -> HttpResponse:
    act(request.actor, endpoint_by_pk(request.actor, pk), at=timezone.now())
    messages.success(request, done)
    return redirect("dispatch:endpoint", pk)


def _endpoints(request: HttpRequest, form: EndpointForm, status: int = 200) -> HttpResponse:
    return render(request, "dispatch/endpoints.html", {"form": form, "rows": endpoints_of(request.actor)}, status=status)


def _one(request: HttpRequest, found: Endpoint, secret: str = "") -> HttpResponse:
    context = {"endpoint": found, "secret": secret, "log": delivery_log(found)[:LOG_SHOWN], "log_shown": LOG_SHOWN}
    return render(request, "dispatch/endpoint.html", context)

"""The counter's own door on an enrolled phone, and the page from which a point's phones and PINs are managed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buuan.base.access.guard import page, public, signed_in
from buuan.base.devices import actions, forms
from buuan.base.devices.middleware import COOKIE, SESSION
from buuan.base.devices.models import Device
from buuan.base.devices.queries import clerk_by_pk, clerks_at, clerks_of, device_by_pk, device_of, devices_of, units_for
from buuan.base.devices.rules import CODE_LASTS, shown_code
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Forbidden, Invalid, Refused

BACKEND = "buuan.base.accounts.backend.AccountBackend"
YEAR = 365 * 24 * 3600


@public
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """The counter's door: a phone that is not enrolled asks for its code, one that is asks who works and for the PIN."""
    device = device_of(request.COOKIES.get(COOKIE, ""))
    if device is None:
        return _enrol(request)
    today = timezone.localdate()
    form = forms.PinSignInForm(request.POST or None, device=device, on=today)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        address = request.META.get("REMOTE_ADDR", "")
        tried = actions.try_pin(device, given["account"], given["pin"], at=timezone.now(), address=address)
        if tried.account is not None:
            _sign_in(request, tried.account, device)
            return redirect("/bao-cao")
        form.add_error("pin", tried.sentence)
    context = {"form": form, "device": device, "clerks": clerks_at(device, today)}
    return render(request, "devices/counter.html", context, status=422 if form.errors else 200)


def _enrol(request: HttpRequest) -> HttpResponse:
    form = forms.EnrolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = request.META.get("REMOTE_ADDR", "")
        try:
            device, mark = actions.enrol_device(form.cleaned_data["code"], at=timezone.now(), address=address)
        except Refused as error:
            form.add_error("code", error.sentence)
        else:
            messages.success(request, _("Máy đã ghi danh cho %(unit)s.") % {"unit": device.unit})
            answer = redirect("devices:counter")
            answer.set_cookie(COOKIE, mark, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
            return answer
    return render(request, "devices/enrol.html", {"form": form}, status=422 if form.errors else 200)


def _sign_in(request: HttpRequest, account: Any, device: Device) -> None:
    if request.user.is_authenticated:
        logout(request)
    login(request, account, backend=BACKEND)
    now = timezone.now().isoformat()
    request.session[SESSION] = {"pk": device.pk, "from": now, "seen": now}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: HttpRequest) -> HttpResponse:
    """Change one's own PIN; a given one before anything else."""
    form = forms.ChangePinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_pin(request.actor, **form.cleaned_data, at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Đã đổi mã PIN."))
            return redirect("/bao-cao")
    context = {
        "form": form,
        "title": _("Đổi mã PIN"),
        "submit": _("Đổi mã PIN"),
        "intro": _("Sáu chữ số chỉ mình anh/chị biết; không dùng dãy liên tiếp, số lặp lại. Sai 5 lần thì mã bị khóa."),
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)


@page("devices.read")
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Show the phones of my points, and their clerks with their PINs."""
    return _show(request)


@page("devices.manage")
@require_POST
def open_new(request: HttpRequest) -> HttpResponse:
    """Make a code of enrolment and show it once."""
    now = timezone.now()
    form = forms.NewDeviceForm(request.POST, units=units_for(request.actor, timezone.localdate(now)))
    if form.is_valid():
        given = form.cleaned_data
        try:
            made, code = actions.open_enrolment(request.actor, given["unit"], name=given["name"], at=now)
        except (Invalid, Forbidden) as error:
            form.add_error(None, error.sentence)
        else:
            return _show(request, new_code=shown_code(code), new_name=f"{made.name}, {made.unit}")
    return _show(request, form=form)


@page("devices.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a phone."""
    found = device_by_pk(request.actor, pk)
    form = forms.RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke_device(request.actor, found, reason=form.cleaned_data["reason"], at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Đã thu hồi máy %(name)s; phiên đang mở trên máy dừng ngay.") % {"name": found.name})
            return redirect("devices:devices")
    context = {
        "form": form,
        "title": _("Thu hồi máy %(name)s") % {"name": found.name},
        "submit": _("Thu hồi máy"),
        "kind": "r",
        "cancel_url": "/quan-tri/may-quay",
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)


@page("devices.manage")
@require_POST
def give_pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a clerk a new PIN and show it once."""
    account = clerk_by_pk(request.actor, pk, timezone.localdate())
    _pin, text = actions.give_pin(request.actor, account, at=timezone.now())
    return _show(request, new_pin=text, new_name=account.name)


def _show(request: HttpRequest, *, form: Any = None, new_code: str = "", new_pin: str = "", new_name: str = "") -> HttpResponse:
    today, actor = timezone.localdate(), request.actor
    context = {
        "rows": devices_of(actor)[:200],
        "clerks": clerks_of(actor, today)[:300],
        "may_manage": actor.may("devices.manage"),
        "form": form or forms.NewDeviceForm(units=units_for(actor, today)),
        "new_code": new_code,
        "new_pin": new_pin,
        "new_name": new_name,
        "minutes": int(CODE_LASTS.total_seconds() // 60),
    }
    return render(request, "devices/devices.html", context, status=422 if form is not None else 200)

"""What may be changed on an operator's page: its contacts, a new unit, its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from buuan.base.access.guard import page
from buuan.base.organisations.actions import (
    NewOrganisation,
    confirm_contact,
    end_organisation,
    name_contact,
    open_organisation,
)
from buuan.base.organisations.forms import ContactForm, EndForm, UnitForm
from buuan.base.organisations.models import Contact, Organisation
from buuan.base.organisations.pages.operators import operator_by_code
from buuan.base.organisations.queries import operator_units
from buuan.base.organisations.rules import UNIT_KINDS
from buuan.base.places.queries import resolve_area
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Invalid, NotFound, Refused


@page("organisations.name_contact")
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, code: str, purpose: str) -> HttpResponse:
    """Name the person of an operator or unit for a purpose."""
    shown = operator_by_code(request, code)
    if purpose not in Contact.PURPOSES:
        raise NotFound()
    title = gettext("Cử %(purpose)s") % {"purpose": gettext(Contact.PURPOSES[purpose])}

    def act(given: dict[str, Any]) -> None:
        name_contact(request.actor, shown, purpose=purpose, at=timezone.now(), **given)

    form = ContactForm(request.POST or None, initial={"from_on": timezone.localdate()})
    return _change(request, shown, form, act, title, gettext("Cử đầu mối"), gettext("Đã cử đầu mối mới."))


@page("organisations.name_contact")
@require_POST
def confirm(request: HttpRequest, code: str, purpose: str) -> HttpResponse:
    """Confirm that the person named is still the right one."""
    shown = operator_by_code(request, code)
    on = timezone.localdate()
    named = Contact.objects.filter(organisation=shown, purpose=purpose).as_of(on).select_related("organisation").first()
    if named is None:
        raise NotFound()
    confirm_contact(request.actor, named, on=on, at=timezone.now())
    messages.success(request, gettext("Đã ghi nhận: đầu mối còn đúng."))
    return redirect("organisations:operator", code=shown.code)


@page("organisations.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def open_unit(request: HttpRequest, code: str) -> HttpResponse:
    """Open a unit below an operator or unit."""
    above = operator_by_code(request, code)

    def act(given: dict[str, Any]) -> None:
        text = given.pop("area")
        area, _method = resolve_area(text, given["from_on"]) if text else (None, "")
        if text and area is None:
            raise Invalid({"area": [gettext("Không nhận ra xã, phường có vào ngày đó; ghi mã hoặc tên đầy đủ.")]})
        new = NewOrganisation(kind=UNIT_KINDS[given["unit_type"]], parent=above, area=area, **given)
        open_organisation(request.actor, new, at=timezone.now())

    form = UnitForm(request.POST or None, initial={"code": f"{above.root_code}-", "from_on": timezone.localdate()})
    return _change(request, above, form, act, gettext("Mở đơn vị"), gettext("Mở đơn vị"), gettext("Đã mở đơn vị."))


@page("organisations.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def end_unit(request: HttpRequest, code: str) -> HttpResponse:
    """End an operator or unit and say who takes over."""
    shown = operator_by_code(request, code)

    def act(given: dict[str, Any]) -> None:
        heir_code = given.pop("successor")
        heirs = list(operator_units().visible_to(request.actor).filter(code__iexact=heir_code)) if heir_code else []
        if heir_code and not heirs:
            raise Invalid({"successor": [gettext("Không có doanh nghiệp, đơn vị mang mã này.")]})
        end_organisation(request.actor, shown, successors=heirs, at=timezone.now(), **given)

    form = EndForm(request.POST or None)
    return _change(request, shown, form, act, gettext("Chấm dứt hoạt động"), gettext("Chấm dứt"), gettext("Đã ghi nhận chấm dứt."))


def _change(
    request: HttpRequest,
    shown: Organisation,
    form: forms.Form,
    act: Callable[[dict[str, Any]], None],
    title: str,
    submit: str,
    done: str,
) -> HttpResponse:
    """Show a form, or call the action with what was typed; whatever is refused keeps every word."""
    if request.method == "POST" and form.is_valid():
        try:
            act(dict(form.cleaned_data))
        except Invalid as error:
            add_refusal(form, error)
        except Refused as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, done)
            return redirect("organisations:operator", code=shown.code)
    context = {
        "form": form,
        "title": title,
        "intro": f"{shown} · {shown.code}",
        "submit": submit,
        "cancel_url": reverse("organisations:operator", args=[shown.code]),
        "cancel": str(shown),
    }
    return render(request, "web/form_page.html", context, status=422 if form.errors else 200)

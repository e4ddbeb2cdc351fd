"""The controls of what a kind asks for; a part for the forms of every room that opens cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.web import widgets
from buuan.work.cases.rules import TEXT_MAX, FieldPlan, KindPlan

PREFIX = "d_"


class Day(forms.DateField):
    """A day, as a date control sends it."""

    widget = widgets.Day


def field_of(one: FieldPlan, required: bool) -> forms.Field:
    """Give the control of a field of a kind."""
    given: dict[str, Any] = {"label": one.name, "help_text": one.note, "required": required}
    match one.type:
        case "day":
            return Day(**given)
        case "number":
            return forms.IntegerField(min_value=0, max_value=10**14, **given)
        case "choice":
            return forms.ChoiceField(choices=[("", _("Chưa chọn")), *one.choices], **given)
        case _:
            return forms.CharField(max_length=TEXT_MAX, **given)


def add_details(form: forms.Form, fields: Iterable[FieldPlan], required: Iterable[str] = ()) -> None:
    """Put the fields of a kind into a form, each under its code behind a prefix."""
    needed = set(required)
    for one in fields:
        form.fields[PREFIX + one.code] = field_of(one, one.code in needed)


def details_of(given: Mapping[str, Any]) -> dict[str, str]:
    """Give the details of a valid form as text, as they are stored; an empty one empties what stood there."""
    found = {}
    for name, value in given.items():
        if name.startswith(PREFIX):
            found[name.removeprefix(PREFIX)] = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return found


def asked_at_once(plan: KindPlan) -> list[FieldPlan]:
    """Give the own fields of a kind that a case must come with."""
    return [one for one in plan.own_fields() if one.before == "open"]

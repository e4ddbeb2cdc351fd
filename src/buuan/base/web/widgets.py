"""Form controls whose browser form is the right one: a day picker, a moment picker, a phone's number keys."""

from __future__ import annotations

from typing import Any

from django import forms


class Day(forms.DateInput):
    """Picks a day; the browser shows it in the reader's order, the value travels as yyyy-MM-dd."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class Moment(forms.DateTimeInput):
    """Picks a day and a time to the minute, in the time zone of the site (+07:00)."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class Phone(forms.TextInput):
    """A telephone number: digits on the phone's keyboard, no spelling help."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "tel", "autocomplete": "off", **(attrs or {})})


class Code(forms.TextInput):
    """A code such as an item's number: capitals, no spelling help, no autofill."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        plain = {"autocapitalize": "characters", "autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}
        super().__init__(attrs={**plain, **(attrs or {})})


class Amount(forms.TextInput):
    """A whole number of đồng, grams or pieces: number keys, but no arrows that change a figure by accident."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})

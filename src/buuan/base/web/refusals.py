"""A refusal shown in the form that it is about, with every word that was typed still there."""

from __future__ import annotations

from django import forms

from buuan.kit.errors import Invalid, Refusal

NEEDS_EXPLANATION = "clock.needs_explanation"
"""The one rule whose answer is a field of its own: late work that nothing explains (giải trình)."""


def add_refusal(form: forms.Form, error: Refusal) -> bool:
    """Put the sentences of a refusal where they belong in the form, and tell whether they belong there.

    Wrong input goes beside its fields, what names no field on top. A rule that said no belongs to a page of its own, unless it asks
    for the explanation that this form has a field for.
    """
    if isinstance(error, Invalid):
        for name, sentences in error.errors.items():
            form.add_error(name if name in form.fields else None, sentences)
        return True
    if error.code == NEEDS_EXPLANATION and "explanation" in form.fields:
        form.add_error("explanation", error.sentence)
        return True
    return False

"""What the pages of cases share: a form that calls one action and goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Refusal
from buuan.work.cases.lists import case_url
from buuan.work.cases.models import Case


def given(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with, None for one that is only opened; a sent form may be empty."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    done: str,
    back: str,
    case: Case | None = None,
    **context: Any,
) -> HttpResponse:
    """Show one form, call its action, go back; a refused form keeps every word."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as error:
            if not add_refusal(form, error):
                raise
        else:
            messages.success(request, done)
            return redirect(back)
    context |= {"form": form, "case": case, "title": title, "cancel_url": back}
    context.setdefault("submit", title)
    template = "cases/form.html" if case is not None else "web/form_page.html"
    return render(request, template, context, status=422 if form.errors else 200)


def case_form(
    request: HttpRequest, found: Case, form: Any, act: Callable[[dict[str, Any]], object], **context: Any
) -> HttpResponse:
    """Show a form about a case and go back to a part of its page (`part`)."""
    part = context.pop("part", "")
    return form_page(request, form, act, back=case_url(found) + part, case=found, **context)

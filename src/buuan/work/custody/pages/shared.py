"""What the pages of custody share: one form, one act, back to where it belongs; a file as an answer that can do nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render

from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Refusal

SANDBOX = "default-src 'none'; sandbox"


def given(request: HttpRequest) -> QueryDict | None:
    """Give what a form was sent with, None for one that is only opened."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    done: str,
    back: str,
    shown_here: tuple[str, ...] = (),
    template: str = "custody/form.html",
    **context: Any,
) -> HttpResponseBase:
    """Show one form, call its action, go back; a refused form keeps every word. `shown_here` names refusals that stay in the form.

    The action may give an answer of its own (a file) or the address to go to.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = act(form.cleaned_data)
        except Refusal as error:
            if error.code.startswith(shown_here or ("\0",)):
                form.add_error(None, error.sentence)
            elif not add_refusal(form, error):
                raise
        else:
            if isinstance(made, HttpResponseBase):
                return made
            messages.success(request, done)
            return redirect(made if isinstance(made, str) else back)
    context |= {"form": form, "title": title, "cancel_url": back}
    context.setdefault("submit", title)
    return render(request, template, context, status=422 if form.errors else 200)


def file_answer(content: bytes, media_type: str, name: str, *, shown: bool = False) -> HttpResponse:
    """Give a file so that nothing in it acts: its own sandbox, no guessing of its type, nothing from elsewhere."""
    answer = HttpResponse(content, content_type=media_type)
    return protect(answer, name, shown=shown)


def protect(answer: Any, name: str, *, shown: bool = False) -> Any:
    """Put the headers on an answer that is a file."""
    how = "inline" if shown else "attachment"
    answer.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer

"""The page "Vì sao hạn này?": how a due time came about, what happened to it, and what may be decided about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buuan.base.access.guard import page
from buuan.base.clocks.actions import explain_clock, extend_clock, pause_clock, resume_clock
from buuan.base.clocks.forms import ExplainForm, ExtendForm, PauseForm, ResumeForm
from buuan.base.clocks.models import Clock
from buuan.base.clocks.presenters import amount_in_words, story_of
from buuan.base.clocks.queries import WayOut, clock_by_id, explain, ways_out
from buuan.base.web.lists.render import is_part
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Invalid, Refused


@page("clocks.read")
@require_safe
def due(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one clock; htmx gets the part without the frame."""
    return _show(request, clock_by_id(request.actor, pk))


@page("clocks.extend")
@require_POST
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant more time."""
    return _decide(request, pk, "extend", ExtendForm, extend_clock, _("Đã gia hạn."))


@page("clocks.pause")
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the clock stand still."""
    return _decide(request, pk, "pause", PauseForm, pause_clock, _("Đã tạm dừng thời hạn."))


@page("clocks.pause")
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a paused clock go on."""
    return _decide(request, pk, "resume", ResumeForm, resume_clock, _("Thời hạn đã chạy lại."))


@page("clocks.explain")
@require_POST
def explain_late(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why the work is late."""
    return _decide(request, pk, "explain", ExplainForm, explain_clock, _("Đã ghi giải trình."))


def _decide(
    request: HttpRequest, pk: int, name: str, form_class: type[forms.Form], act: Callable[..., Any], done: str
) -> HttpResponse:
    """Read a form, call its action, go back to the page; a refusal stands in the form, with every word still there."""
    clock = clock_by_id(request.actor, pk)
    form = form_class(request.POST, prefix=name)
    status = 422
    if form.is_valid():
        try:
            act(request.actor, clock, **form.cleaned_data, at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        except Refused as error:
            form.add_error(None, error.sentence)
            status = error.status
        else:
            messages.success(request, done)
            return redirect("clocks:due", pk)
    return _show(request, clock, {name: form}, status)


def _show(request: HttpRequest, clock: Clock, bound: dict[str, forms.Form] | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    ways = ways_out(clock, now)
    made = {
        "extend": ExtendForm(prefix="extend", initial=_first_proposal(clock, ways)),
        "pause": PauseForm(prefix="pause"),
        "resume": ResumeForm(prefix="resume"),
        "explain": ExplainForm(prefix="explain"),
    }
    context = {
        "clock": clock,
        "sentence": explain(clock),
        "story": story_of(clock),
        "ways": ways,
        "allowed": _allowed(ways),
        "forms": made | (bound or {}),
        "facts": _facts(clock),
        "now": now,
    }
    return render(request, "clocks/parts/due.html" if is_part(request) else "clocks/due.html", context, status=status)


def _first_proposal(clock: Clock, ways: WayOut) -> dict[str, Any]:
    if ways.next_term is not None:
        return {"amount": ways.next_term.amount, "unit": ways.next_term.unit.value}
    return {"unit": clock.limit_unit}


def _allowed(ways: WayOut) -> str:
    """Give in words what the limit allows as the next extension."""
    term = ways.next_term
    if term is None:
        return ""
    amount = amount_in_words(term.amount, term.unit)
    if term.from_start:
        return _("Toàn bộ thời hạn không quá %(amount)s kể từ lúc bắt đầu.") % {"amount": amount}
    return _("Không quá %(amount)s.") % {"amount": amount}


def _facts(clock: Clock) -> list[tuple[str, Any]]:
    limit = clock.limit
    is_settled = limit.verified or not limit.statutory  # a target of our own claims no law that could be checked
    return [
        (_("Đơn vị thực hiện"), clock.holder),
        (_("Đơn vị khởi tạo"), clock.giver),
        (_("Thời hạn"), f"{limit.name}: {amount_in_words(limit.amount, limit.unit)}"),
        (_("Căn cứ thời hạn"), limit.source if is_settled else _("%s (chưa đối chiếu)") % limit.source),
        (_("Được tạm dừng"), _("có") if limit.pause_allowed else _("không")),
        (_("Thang báo"), clock.ladder),
        (_("Giải trình"), clock.explanation),
    ]

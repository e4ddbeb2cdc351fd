"""The queue of hits: the list, one hit, and what a person decides, one at a time or many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buuan.base.access.guard import page
from buuan.base.web.lists import render_list
from buuan.kit.errors import Invalid, Refusal, Refused
from buuan.work.screening.actions import accept_hit, dismiss_hit
from buuan.work.screening.lists import HITS
from buuan.work.screening.queries import hit_of, hits_for_list, neighbours
from buuan.work.screening.rules import MOST_AT_ONCE


@page("screening.read")
def hits(request: HttpRequest) -> HttpResponseBase:
    """Show the hits that wait for a look, the highest score first."""
    return render_list(request, HITS, hits_for_list(request.actor), may_review=request.actor.may("screening.review"))


@page("screening.read")
def hit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one hit: its words, why, where it goes, and what may be decided."""
    return _show(request, pk)


@page("screening.review")
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold and report an item."""
    found = hit_of(request.actor, pk)
    try:
        made = accept_hit(request.actor, found, at=timezone.now())
    except Refused as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, _("Đã giữ và báo: %(number)s.") % {"number": made.number})
    return _onward(request, found)


@page("screening.review")
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Dismiss a hit with a reason."""
    found = hit_of(request.actor, pk)
    try:
        dismiss_hit(request.actor, found, reason=request.POST.get("reason", ""), at=timezone.now())
    except Invalid as error:
        return _show(request, pk, fault=" ".join(error.errors["reason"]))
    except Refused as error:
        messages.warning(request, error.sentence)
        return _onward(request, found)
    messages.success(request, _("Đã bỏ qua cảnh báo của bưu gửi %(item)s.") % {"item": found.item_id})
    return _onward(request, found)


@page("screening.review")
@require_POST
def accept_many(request: HttpRequest) -> HttpResponse:
    """Hold and report the chosen items, each by itself."""
    return _each(request, lambda one: accept_hit(request.actor, one, at=timezone.now()), _accepted)


@page("screening.review")
@require_POST
def dismiss_many(request: HttpRequest) -> HttpResponse:
    """Dismiss the chosen hits with one reason, each by itself."""
    reason = request.POST.get("reason", "")
    return _each(request, lambda one: dismiss_hit(request.actor, one, reason=reason, at=timezone.now()), _dismissed)


def _accepted(n: int) -> str:
    return _("Đã giữ và báo %(n)s bưu gửi.") % {"n": n}


def _dismissed(n: int) -> str:
    return _("Đã bỏ qua %(n)s cảnh báo.") % {"n": n}


def _each(request: HttpRequest, act: Callable[[Any], object], said: Callable[[int], str]) -> HttpResponse:
    """Act on each chosen hit and tell what became of each: how many were done, and of every other one why not."""
    done, refused = 0, []
    for key in _chosen(request.POST.getlist("pick")):
        try:
            act(hit_of(request.actor, key))
            done += 1
        except Refusal as error:
            refused.append(" ".join(error.errors["reason"]) if isinstance(error, Invalid) else error.sentence)
    if done:
        messages.success(request, said(done))
    for sentence in dict.fromkeys(refused):
        messages.warning(request, sentence)
    if not done and not refused:
        messages.warning(request, _("Chưa chọn cảnh báo nào."))
    return redirect(_back(request))


def _chosen(texts: Iterable[str]) -> list[int]:
    return list(dict.fromkeys(int(one) for one in texts if one.isascii() and one.isdigit()))[:MOST_AT_ONCE]


def _show(request: HttpRequest, pk: int, fault: str = "") -> HttpResponse:
    found = hit_of(request.actor, pk)
    context = {
        "row": found,
        "fault": fault,
        "may_review": request.actor.may("screening.review"),
        **neighbours(request.actor, found),
    }
    return render(request, "screening/hit.html", context, status=422 if fault else 200)


def _onward(request: HttpRequest, found: Any) -> HttpResponse:
    """Go to the next hit of the queue when the decision was made on a hit's own page, else back to the list as it was."""
    if request.POST.get("tiep") == "1":
        following = neighbours(request.actor, found)["next"]
        return redirect("screening:hit", following) if following else redirect("screening:hits")
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}) and "/sang-loc" in came_from:
        return came_from
    return "/sang-loc"

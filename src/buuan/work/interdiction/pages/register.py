"""What the auditor reads, the confirmation of 24/7 contacts, and exercises."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.access.guard import page
from buuan.base.organisations.queries import unconfirmed_contacts
from buuan.base.web.lists import render_list
from buuan.kit.errors import Refused
from buuan.work.interdiction import actions
from buuan.work.interdiction.lists import attempts_page, order_url
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.queries import attempts_for_list, figures_by_body

PERIOD = timedelta(days=92)


@page("interdiction.audit")
def register(request: HttpRequest) -> HttpResponseBase:
    """List every attempt, refused ones too, with what each body's orders did in the last quarter."""
    now = timezone.now()
    figures = figures_by_body(request.actor, now - PERIOD, now)
    return render_list(request, attempts_page(), attempts_for_list(request.actor), figures=figures, since=now - PERIOD)


@page("interdiction.drill")
def contacts(request: HttpRequest) -> HttpResponse:
    """List the 24/7 contacts that nobody has confirmed for a month, and the operators that named none."""
    today = timezone.localdate()
    stale, missing = unconfirmed_contacts(today)
    return render(request, "interdiction/contacts.html", {"stale": stale, "missing": missing, "today": today})


@page("interdiction.drill")
def drill(request: HttpRequest) -> HttpResponse:
    """Begin an exercise with the real operators, or look at those that were held."""
    if request.method == "POST":
        try:
            made = actions.begin_drill(request.actor, at=timezone.now())
        except Refused as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, _("Diễn tập %(number)s đã bắt đầu.") % {"number": made.number})
            return redirect(order_url(made))
    rows = Order.objects.visible_to(request.actor).filter(drill=True).order_by("-drafted_at")[:50]
    return render(request, "interdiction/drill.html", {"rows": rows, "now": timezone.now()})

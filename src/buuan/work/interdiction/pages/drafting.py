"""Drafting an order."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.access.guard import page
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Refusal
from buuan.work.interdiction import actions, forms
from buuan.work.interdiction.decisions import keep_decision
from buuan.work.interdiction.lists import order_url
from buuan.work.interdiction.queries import grounds_of


@page("interdiction.draft")
def open_new(request: HttpRequest) -> HttpResponse:
    """Draft an order of my body; what is beyond the bounds is refused with the reason, and that stands in the register."""
    now, actor = timezone.now(), request.actor
    begun = {"officer": actor.name, "expires_at": timezone.localtime(now + timedelta(hours=12)), "asks": ["hold", "do_not_load"]}
    begun |= {"case_number": request.GET.get("vu-viec", "")}
    posted = request.method == "POST"
    form = forms.OrderForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        actor=actor,
        now=now,
        on=timezone.localdate(now),
        initial=begun,
    )
    if posted and form.is_valid():
        try:
            if form.cleaned_data["decision_file"] is not None:
                form.file = keep_decision(actor, form.cleaned_data["decision_file"], at=now)
            made = actions.draft_order(actor, form.facts(), at=now)
        except Refusal as error:
            if not add_refusal(form, error):
                if error.status not in (409, 413):
                    raise
                form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Đã soạn lệnh %(number)s; kiểm tra lại rồi trình duyệt.") % {"number": made.number})
            return redirect(order_url(made))
    context = {"form": form, "grounds": grounds_of(actor.body_kind, timezone.localdate(now)), "title": _("Soạn lệnh ngăn chặn")}
    return render(request, "interdiction/draft.html", context, status=422 if form.errors else 200)

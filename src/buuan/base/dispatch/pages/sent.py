"""The sender's side: who knows, who is silent, whom to call, calls entered, sent again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buuan.base.access.guard import page
from buuan.base.dispatch.actions import OnBehalf, acknowledge, answer, enter_call, resend
from buuan.base.dispatch.forms import CallForm
from buuan.base.dispatch.presenters import notice_context
from buuan.base.dispatch.queries import notice_by_pk, recipient_by_pk, sent_notices, standings, whom_to_call
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Invalid

SHOWN = 100


@page("dispatch.follow")
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """List what my organisation sent, what is still owed first."""
    rows = list(sent_notices(request.actor)[:SHOWN])
    figures = standings(request.actor, rows)
    return render(request, "dispatch/sent.html", {"rows": [(one, figures[one.pk]) for one in rows], "shown": SHOWN})


@page("dispatch.follow")
@require_safe
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who knows and who is silent; `don-vi` opens the next level."""
    notice = notice_by_pk(request.actor, pk)
    context = notice_context(request.actor, notice, timezone.now(), unit=request.GET.get("don-vi", ""))
    return render(request, "dispatch/follow.html", context)


@page("dispatch.call")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send to one recipient again."""
    recipient = recipient_by_pk(request.actor, pk)
    count = resend(request.actor, recipient, at=timezone.now())
    messages.success(request, _("Đã gửi lại; %(n)s bản gửi ra ngoài.") % {"n": count})
    return redirect("dispatch:follow", recipient.notice_id)


@page("dispatch.call")
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a telephone call, with the acknowledgement or answer that it brought."""
    recipient = recipient_by_pk(request.actor, pk)
    now = timezone.now()
    who = whom_to_call([recipient.organisation], now)[recipient.organisation_id]
    first = who.duty or who.leader
    initial = {"called_at": now, "person": first.name if first else "", "phone": first.phone_shown if first else ""}
    asks = recipient.notice.asks if recipient.owes else ""
    form = CallForm(request.POST or None, asks=asks, initial={**initial, "result": "acknowledged" if asks else "reached"})
    if request.method == "POST" and form.is_valid():
        try:
            _enter(request, recipient, form.cleaned_data)
        except Invalid as error:
            error.errors.setdefault("note", []).extend(error.errors.pop("text", []))
            add_refusal(form, error)
        else:
            messages.success(request, _("Đã ghi cuộc gọi."))
            return redirect("dispatch:follow", recipient.notice_id)
    context = {
        "form": form,
        "title": _("Ghi cuộc gọi tới %(body)s") % {"body": recipient.organisation},
        "recipient": recipient,
        "who": who,
        "submit": _("Ghi cuộc gọi"),
        "cancel_url": reverse("dispatch:follow", args=[recipient.notice_id]),
        "cancel": recipient.notice.number,
    }
    return render(request, "dispatch/call.html", context, status=422 if form.errors else 200)


def _enter(request: HttpRequest, recipient: Any, given: dict[str, Any]) -> None:
    at = timezone.now()
    said = OnBehalf(given["person"], given["phone"], given["called_at"], given["note"])
    if given["result"] == "acknowledged":
        acknowledge(request.actor, recipient, at=at, on_behalf=said)
    elif given["result"] == "answered":
        answer(request.actor, recipient, text=given["note"], at=at, on_behalf=said)
    else:
        enter_call(request.actor, recipient, **given, at=at)

"""The inbox, one notice, and what its recipient does."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buuan.base.access.guard import page
from buuan.base.dispatch.actions import acknowledge, answer, open_notice, open_notices, pass_on
from buuan.base.dispatch.forms import AnswerForm
from buuan.base.dispatch.models import Recipient
from buuan.base.dispatch.presenters import inbox_tabs, recipient_context
from buuan.base.dispatch.queries import TABS, inbox_counts, inbox_line_pks, recipient_by_pk
from buuan.base.dispatch.queries import inbox as notices_of
from buuan.base.web.refusals import add_refusal
from buuan.kit.errors import Invalid

SHOWN = 100


@page("dispatch.read")
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the latest notices: what asks something first, what nobody has opened in bold."""
    tab = request.GET.get("nhom", "")
    tab = tab if tab in TABS else "all"
    rows = list(notices_of(request.actor, tab)[:SHOWN])
    context = {"rows": rows, "shown": SHOWN, "tab": tab, "tabs": inbox_tabs(tab, inbox_counts(request.actor))}
    return render(request, "dispatch/inbox.html", context)


@page("dispatch.read")
@require_POST
def open_together(request: HttpRequest) -> HttpResponse:
    """Mark the chosen notices, or all of them, as read; what asks something stays."""
    chosen = [int(one) for one in request.POST.getlist("pk") if one.isdecimal() and len(one) < 19]
    everything = request.POST.get("all") == "1"
    rows = inbox_line_pks(request.actor, None if everything else chosen)
    count = open_notices(request.actor, rows, at=timezone.now())
    messages.success(request, _("Đã đánh dấu đã đọc %(n)s thông báo.") % {"n": count})
    return redirect("dispatch:inbox")


@page("dispatch.read")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a notice; looking at it is opening it. A POST opens it and goes on to what it is about."""
    recipient = recipient_by_pk(request.actor, pk)
    if recipient.organisation_id == request.actor.body_id and recipient.opened_at is None:
        recipient = open_notice(request.actor, recipient, at=timezone.now())
    if request.method == "POST":
        url = recipient.notice.url
        if not recipient.owes and url and url_has_allowed_host_and_scheme(url, allowed_hosts=None):
            return redirect(url)
        return redirect("dispatch:open", pk)
    return _show(request, recipient)


@page("dispatch.acknowledge")
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Acknowledge in one touch."""
    acknowledge(request.actor, recipient_by_pk(request.actor, pk), at=timezone.now())
    messages.success(request, _("Đã xác nhận đã nhận."))
    return redirect("dispatch:open", pk)


@page("dispatch.acknowledge")
@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer."""
    recipient = recipient_by_pk(request.actor, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            answer(request.actor, recipient, text=form.cleaned_data["text"], at=timezone.now())
        except Invalid as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Đã gửi trả lời."))
            return redirect("dispatch:open", pk)
    return _show(request, recipient, form, status=422)


@page("dispatch.pass_on")
@require_POST
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the notice on to every unit directly below."""
    made = pass_on(request.actor, recipient_by_pk(request.actor, pk), at=timezone.now())
    messages.success(request, _("Đã chuyển tiếp cho %(n)s đơn vị.") % {"n": len(made)})
    return redirect("dispatch:open", pk)


def _show(request: HttpRequest, recipient: Recipient, form: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    context = recipient_context(request.actor, recipient, timezone.now())
    context["form"] = form or AnswerForm()
    context["back"] = reverse("dispatch:inbox")
    return render(request, "dispatch/notice.html", context, status=status)

"""The inbox: what my organisation was told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from buuan.base.access.guard import page
from buuan.base.dispatch.actions import open_notice
from buuan.base.dispatch.queries import inbox as notices_of
from buuan.base.dispatch.queries import recipient_by_pk

SHOWN = 100


@page("dispatch.read")
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the latest notices, those nobody has opened first in bold."""
    return render(request, "dispatch/inbox.html", {"rows": notices_of(request.actor)[:SHOWN], "shown": SHOWN})


@page("dispatch.read")
@require_POST
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the notice was opened and go to what it is about."""
    recipient = recipient_by_pk(request.actor, pk)
    open_notice(request.actor, recipient, at=timezone.now())
    url = recipient.notice.url
    return redirect(url if url and url_has_allowed_host_and_scheme(url, allowed_hosts=None) else "dispatch:inbox")

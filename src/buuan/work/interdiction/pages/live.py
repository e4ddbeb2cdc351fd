"""The stream of one order."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from buuan.base.access.guard import page
from buuan.base.organisations.models import OPERATOR_KINDS
from buuan.kit.errors import NotFound
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.queries import order_by_number
from buuan.work.interdiction.queries.live import MOST_STREAMS, changes, hub


@page("interdiction.read")
@require_GET
def stream(request: HttpRequest, number: str) -> HttpResponseBase:
    """Tell a page when its order changed; 204 where this process has as many as it can serve, then the page asks by itself."""
    found = order_by_number(request.actor, number)
    if request.actor.body_kind in OPERATOR_KINDS:
        raise NotFound()
    if "text/event-stream" not in request.headers.get("Accept", ""):
        return HttpResponse(status=204)
    with hub.changed:
        if hub.streams >= MOST_STREAMS:
            return HttpResponse(status=204)
        hub.streams += 1
    connection.close()
    response = StreamingHttpResponse(_counted(found), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _counted(found: Order) -> Iterator[bytes]:
    try:
        yield from changes(found)
    finally:
        with hub.changed:
            hub.streams -= 1

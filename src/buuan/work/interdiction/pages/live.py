"""The stream of one order: the part of its page that changes, drawn once for all who see the same and sent to each of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_GET

from buuan.base.access.guard import page
from buuan.base.organisations.models import OPERATOR_KINDS
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refusal
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.queries import order_by_number
from buuan.work.interdiction.queries.live import hub, keys_of
from buuan.work.interdiction.rules import MOST_STREAMS
from buuan.work.interdiction.screen import control_screen

LASTS = 120.0
"""How long a stream runs before the browser comes again and its rights are looked at anew."""

GAP = 0.4
"""The least time between two drawings for one page: a hundred acknowledgements in a second are one change to the eye."""

FRESH = 20.0
"""How long a page stands without a change before it is drawn anew, for what only time changes."""

TOKEN = "@@phan-song@@"  # noqa: S105 - the place of each reader's own form token
MOST_KEPT = 64


@dataclass(slots=True)
class Drawing:
    """The part as it was drawn last for one kind of reader."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    count: int = -1
    drawn_at: float = 0.0
    html: str = ""


_drawings: dict[tuple[Any, ...], Drawing] = {}


@page("interdiction.read")
@require_GET
def stream(request: HttpRequest, number: str) -> HttpResponseBase:
    """Send the changing part of an order's page; 204 where this process has as many streams as it can serve."""
    found = _own(request.actor, number)
    if "text/event-stream" not in request.headers.get("Accept", ""):
        return HttpResponse(status=204)
    with hub.changed:
        if hub.streams >= MOST_STREAMS:
            return HttpResponse(status=204)
        hub.streams += 1
    hub.start()
    frames = _counted(_frames(request.actor, found, get_language() or "vi", get_token(request)))
    _give_back()
    response = StreamingHttpResponse(frames, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


@page("interdiction.read")
@require_GET
def part(request: HttpRequest, number: str) -> HttpResponse:
    """Give the part of the page that changes, for pages that have no stream and ask by themselves."""
    found = _own(request.actor, number)
    context = control_screen(request.actor, found, timezone.now()) | {"asks_again": True}
    return HttpResponse(render_to_string("interdiction/parts/live.html", context, request))


def drawn(actor: Actor, number: str, count: int, language: str) -> str:
    """Give the part as an actor of this body and role sees it: drawn once for all of them, whoever asks first.

    Nothing in it depends on the person; the form tokens are put in for each reader.
    """
    key = (number, actor.body_id, actor.role, actor.rights, language)
    if len(_drawings) > MOST_KEPT:
        _drawings.clear()
    one = _drawings.setdefault(key, Drawing())
    with one.lock:
        if one.count != count or time.monotonic() - one.drawn_at >= FRESH / 2:
            with override(language):
                context = control_screen(actor, order_by_number(actor, number), timezone.now()) | {"csrf_token": TOKEN}
                one.html = render_to_string("interdiction/parts/live.html", context)
            one.count, one.drawn_at = count, time.monotonic()
        return one.html


def _own(actor: Actor, number: str) -> Order:
    found = order_by_number(actor, number)
    if actor.body_kind in OPERATOR_KINDS:
        raise NotFound()
    return found


def _frames(actor: Actor, order: Order, language: str, token: str) -> Iterator[bytes]:
    keys, until, known = keys_of(order), time.monotonic() + LASTS, -1
    yield b"retry: 2000\n\n"
    while (left := until - time.monotonic()) > 0:
        known = now = hub.wait(keys, known, min(FRESH, left))
        hub.start()  # where the listener lost its connection
        try:
            html = drawn(actor, order.number, now, language)
        except Refusal:
            return  # not this reader's any more
        finally:
            _give_back()
        lines = html.replace(TOKEN, token).split("\n")
        yield "".join([f"id: {now}\n", *(f"data: {line}\n" for line in lines), "\n"]).encode()
        time.sleep(GAP)


def _give_back() -> None:
    """Give the database connection back to the pool: a stream that waits holds none."""
    if not connection.in_atomic_block:
        connection.close()


def _counted(frames: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from frames
    finally:
        with hub.changed:
            hub.streams -= 1

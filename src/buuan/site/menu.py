"""What every page knows: the menu for this person, whether this is a demo, the time."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from buuan.base.audit.queries import newest_record
from buuan.kit.actor import Actor
from buuan.site.rooms import ROOMS, MenuEntry

MOST = 99
"""A line of the menu says "99+" beyond this: it calls to work, the list behind it counts."""


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The context processor of all pages."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "menu": menu_for(actor, request.path) if actor else [],
        "may_report": bool(actor and actor.may("intake.report")),
        "may_search": bool(actor and actor.may("overview.search")),
        "demo": settings.DEMO,
        "now": timezone.now(),
        "language": get_language(),
    }


_counted: dict[int, tuple[tuple[int, str], dict[str, int]]] = {}
"""What each account's lines counted last, with the newest record and the minute that it was counted at."""


def menu_for(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Give the lines of the menu that `actor` may open, in the order of their places."""
    lines = []
    counts = _counts(actor)
    for entry in sorted((one for room in ROOMS for one in room.menu), key=lambda one: one.place):
        if actor.may(entry.right):
            url = reverse(entry.url)
            active = path == url or path.startswith(url + "/")
            count = counts[entry.url]
            line = {"name": entry.name, "url": url, "active": active, "count": min(count, MOST), "more": count > MOST}
            lines.append({**line, "key": entry.key})
    # Of two lines that both lead here only the nearer one is lit.
    here = max((line["url"] for line in lines if line["active"]), key=len, default="")
    return [{**line, "active": line["url"] == here} for line in lines]


def _counts(actor: Actor) -> dict[str, int]:
    """Give what waits behind each line; counted anew when anybody has acted since, and every minute, for what time alone brings.

    A record that was begun before the newest one and is finished after it may show up to a minute later.
    """
    now = (newest_record(), f"{timezone.now():%H:%M}")
    known = _counted.get(actor.account_id)
    if known is None or known[0] != now:
        entries = [one for room in ROOMS for one in room.menu if actor.may(one.right)]
        known = _counted[actor.account_id] = (now, {one.url: _count(one, actor) for one in entries})
    return known[1]


def _count(entry: MenuEntry, actor: Actor) -> int:
    if not entry.count:
        return 0
    module, name = entry.count.split(":")
    return getattr(import_module(module), name)(actor)

"""The tab of custody on the page of a case."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from buuan.kit.actor import Actor
from buuan.work.cases.models import Case
from buuan.work.custody.queries import counts_of


def tabs(actor: Actor, case: Case) -> list[dict[str, Any]]:
    """Give the tab with what the actor sees in it counted."""
    if not actor.may("custody.read"):
        return []
    url = reverse("custody:case", args=[case.number])
    return [{"name": _("Chứng cứ, tang vật"), "url": url, "active": False, "count": counts_of(actor, case)}]

"""How clusters are found from the search box: by their number or an item's."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from buuan.kit.actor import Actor
from buuan.work.clusters.queries import clusters_for_list

NAME = _("Cụm người gửi giả")


def find(actor: Actor, text: str, limit: int) -> list[dict[str, Any]]:
    """Give the latest clusters that `actor` may see with this number, or with an item of this number."""
    wanted = text.strip().upper()
    rows = clusters_for_list(actor).filter(Q(number__startswith=wanted) | Q(item_ids__contains=[wanted])).order_by("-pk")
    return [
        {
            "title": _("%(items)s bưu gửi, %(names)s tên người gửi") % {"items": one.items, "names": one.names},
            "label": one.number,
            "url": reverse("clusters:cluster", args=[one.number]),
            "when": one.found_at,
            "field": _("số cụm") if one.number.startswith(wanted) else _("bưu gửi"),
        }
        for one in rows[:limit]
    ]

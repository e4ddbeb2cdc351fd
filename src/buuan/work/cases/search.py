"""How cases are found from the search box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from buuan.kit.actor import Actor
from buuan.kit.fold import fold_words
from buuan.work.cases.models import Case

NAME = _("Vụ việc")


def find(actor: Actor, text: str, limit: int) -> list[dict[str, Any]]:
    """Give the latest cases that `actor` may see and whose words begin with those of `text`, and in which field they stand."""
    rows = (
        Case.objects.visible_to(actor).matching(text).select_related("area").prefetch_related("items").order_by("-opened_at", "-pk")
    )
    return [
        {
            "title": one.title,
            "label": one.number,
            "url": reverse("cases:case", args=[one.number]),
            "when": one.opened_at,
            "field": matched_field(
                text,
                {
                    _("số vụ việc"): one.number,
                    _("nội dung"): one.title,
                    _("nhóm hàng"): one.category_name,
                    _("địa bàn"): one.area,
                    _("nguồn"): one.source,
                    _("bưu gửi"): " ".join(f"{item.item_id} {item.declared_content}" for item in one.items.all()),
                },
            ),
        }
        for one in rows[:limit]
    ]


def matched_field(text: str, fields: Mapping[Any, Any]) -> str:
    """Give the name of the first field in which every word of `text` begins a word; several fields together give an empty name."""
    wanted = fold_words(text).split()
    for name, value in fields.items():
        words = fold_words(str(value or "")).split()
        if wanted and all(any(word.startswith(one) for word in words) for one in wanted):
            return str(name)
    return ""

"""How requests are found from the search box: by number, content, goods and item, never by a person."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from buuan.kit.actor import Actor
from buuan.work.cases.search import matched_field
from buuan.work.requests.models import InformationRequest

NAME = _("Yêu cầu cung cấp thông tin")


def find(actor: Actor, text: str, limit: int) -> list[dict[str, Any]]:
    """Give the latest requests that `actor` may see and whose words begin with those of `text`, and in which field they stand."""
    rows = InformationRequest.objects.visible_to(actor).matching(text).select_related("asker").order_by("-drafted_at", "-pk")
    return [
        {
            "title": one.title,
            "label": one.number,
            "url": reverse("requests:request", args=[one.number]),
            "when": one.sent_at or one.drafted_at,
            "field": matched_field(
                text,
                {
                    _("số yêu cầu"): one.number,
                    _("nội dung"): one.title,
                    _("nhóm hàng"): one.category_name,
                    _("cơ quan yêu cầu"): one.asker.name,
                    _("bưu gửi"): " ".join(one.scope.get("items") or []),
                },
            ),
        }
        for one in rows[:limit]
    ]

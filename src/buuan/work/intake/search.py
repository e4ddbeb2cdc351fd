"""How reports are found from the search box."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from buuan.kit.actor import Actor
from buuan.work.cases.search import matched_field
from buuan.work.intake.models import SuspicionReport

NAME = _("Báo cáo nghi vấn")


def find(actor: Actor, text: str, limit: int) -> list[dict[str, Any]]:
    """Give the latest reports that `actor` may see and whose words begin with those of `text`, and in which field they stand."""
    rows = SuspicionReport.objects.visible_to(actor).matching(text).select_related("point", "area").order_by("-received_at", "-pk")
    return [
        {
            "title": one.declared_content or one.text[:120] or one.item_id,
            "label": one.number,
            "url": reverse("intake:receipt", args=[one.number]),
            "when": one.received_at,
            "field": matched_field(
                text,
                {
                    _("số báo cáo"): one.number,
                    _("mã bưu gửi"): one.item_id,
                    _("nội dung khai"): one.declared_content,
                    _("nhóm hàng"): one.category_name,
                    _("nơi phát hiện"): one.point.name,
                    _("địa bàn"): one.area,
                },
            ),
        }
        for one in rows[:limit]
    ]

"""How notices are found from the search box: by their number, since their words belong to the record that they are about."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from buuan.base.dispatch.models import Recipient
from buuan.kit.actor import Actor

NAME = _("Thông báo")
_NUMBER = re.compile(r"tb-?(\d{4})-?0*(\d{1,12})", re.IGNORECASE)


def find(actor: Actor, text: str, limit: int) -> list[dict[str, Any]]:
    """Give the deliveries that `actor` may see of the notice with this number, the own organisation's first."""
    number = _NUMBER.fullmatch(text.strip())
    if number is None:
        return []
    rows = Recipient.objects.visible_to(actor).filter(notice_id=int(number[2]), notice__at__year=int(number[1]))
    found = rows.select_related("notice", "organisation").order_by("organisation__path")
    return [
        {
            "title": one.notice.title,
            "label": one.notice.number,
            "url": reverse("dispatch:open", args=[one.pk]),
            "when": one.notice.at,
            "field": _("số thông báo"),
        }
        for one in sorted(found[:limit], key=lambda one: one.organisation_id != actor.body_id)
    ]

"""How evidence and exhibits are found from the search box: by code and caption, never by what a file says."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from buuan.kit.actor import Actor
from buuan.work.cases.search import matched_field
from buuan.work.custody.models import Evidence, Exhibit

NAME = _("Chứng cứ, tang vật")


def find(actor: Actor, text: str, limit: int) -> list[dict[str, Any]]:
    """Give the latest exhibits, then evidence, that `actor` may see and whose words begin with those of `text`."""
    things = Exhibit.objects.visible_to(actor).matching(text).order_by("-pk")[:limit]
    papers = Evidence.objects.visible_to(actor).matching(text).order_by("-pk")[:limit]
    found = [
        {
            "title": one.description,
            "label": one.number,
            "url": reverse("custody:exhibit", args=[one.number]),
            "when": one.taken_at,
            "field": matched_field(text, {_("mã tang vật"): one.number, _("đặc điểm"): one.description, _("niêm phong"): one.seal}),
        }
        for one in things
    ]
    found += [
        {
            "title": one.caption,
            "label": one.number,
            "url": reverse("custody:evidence", args=[one.number]),
            "when": one.arrived_at,
            "field": matched_field(text, {_("số chứng cứ"): one.number, _("chú thích"): one.caption}),
        }
        for one in papers
    ]
    return found[:limit]

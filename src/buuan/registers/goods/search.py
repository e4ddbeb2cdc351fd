"""How goods categories are found from the search box; terms have a list and a search of their own."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from buuan.kit.actor import Actor
from buuan.kit.fold import fold_words
from buuan.registers.goods.models import CategoryEdition
from buuan.registers.goods.words import in_language

NAME = _("Danh mục hàng hóa")


def find(actor: Actor, text: str, limit: int) -> list[dict[str, Any]]:
    """Give the categories in whose name, examples or code every word of `text` begins a word."""
    words = fold_words(text).split()
    if not words or not actor.may("goods.read"):
        return []
    found = []
    for one in CategoryEdition.objects.filter(until_at=None).order_by("category_id"):
        own = fold_words(f"{one.name} {one.name_en} {one.examples} {one.category_id.replace('_', ' ')}").split()
        if all(any(mine.startswith(word) for mine in own) for word in words):
            found.append(
                {
                    "title": in_language(one.name),
                    "label": one.category_id,
                    "url": reverse("goods:category", args=[one.category_id]),
                    "when": one.from_at,
                    "field": _("nhóm hàng"),
                }
            )
    return found[:limit]

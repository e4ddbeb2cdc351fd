"""The pages of the catalogue beside each other: who may not read terms sees only the first."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from buuan.kit.actor import Actor


def sections(actor: Actor, here: str) -> list[dict[str, object]]:
    """Give the sections that `actor` may open."""
    parts = [("categories", _("Nhóm hàng"), "goods.read"), ("terms", _("Từ nhận diện"), "goods.read_terms")]
    parts += [("waiting", _("Chờ duyệt"), "goods.read_terms"), ("try_out", _("Thử câu"), "goods.read_terms")]
    parts += [("versions", _("Phiên bản"), "goods.read_terms")]
    return [{"name": name, "url": reverse(f"goods:{key}"), "active": key == here} for key, name, right in parts if actor.may(right)]

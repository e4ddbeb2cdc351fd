"""What a person may choose about being told, and has chosen."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from buuan.base.access.registry import rights_by_room
from buuan.base.dispatch import rules
from buuan.base.dispatch.models import Choice, QuietHours
from buuan.kit.actor import Actor

SILENT_ROOMS = ("access", "accounts", "audit", "web", "places", "organisations", "goods", "overview", "law", "files")
"""Rooms that send nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One event: how its urgent and its other notices are told by e-mail; `manner` is empty where the default holds."""

    event: str
    name: str
    manner: str


NAMES = {
    "clocks": _("Thời hạn"),
    "items": _("Tạm giữ"),
    "cases": _("Vụ việc"),
    "intake": _("Báo cáo nghi vấn"),
    "screening": _("Sàng lọc bưu gửi"),
    "duties": _("Chỉ thị"),
}
"""Names of rooms that give themselves none."""


def events() -> list[tuple[str, str]]:
    """Give the events that people choose by: the rooms that send, with their names."""
    return [(label, str(NAMES.get(label, name))) for label, name, _rights in rights_by_room() if label not in SILENT_ROOMS]


def choices_of(actor: Actor) -> list[Chosen]:
    """Give what the actor has chosen, event by event."""
    chosen = dict(Choice.objects.filter(account_id=actor.account_id, channel="email").values_list("event", "manner"))
    return [Chosen(event, name, chosen.get(event, "")) for event, name in events()]


def quiet_hours_of(actor: Actor) -> tuple:
    """Give the actor's quiet hours, the default where none are chosen."""
    row = QuietHours.objects.filter(account_id=actor.account_id).first()
    return (row.from_time, row.until_time) if row else rules.QUIET

"""Reading what the database keeps of items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from buuan.base.audit.models import subject_of
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.registers.items.models import Hit, Hold, ItemEvent, Look, LookQuerySet, Manifest, OperatorScoped
from buuan.registers.items.rules import EVENTS, GONE, item_key


def open_holds(operator_id: int, item_id: str) -> models.QuerySet[Hold]:
    """Give every open reason for which an item of an operator does not move."""
    return Hold.objects.filter(operator_id=operator_id, item_id=item_id, until_at=None)


def may_move(operator_id: int, item_id: str) -> bool:
    """Tell whether an item may move on: no hold on it is open."""
    return not open_holds(operator_id, item_id).exists()


def holds_of(subject: models.Model) -> models.QuerySet[Hold]:
    """Give the holds that one record caused, open and ended."""
    return Hold.objects.filter(subject=subject_of(subject)).select_related("holder").order_by("pk")


def holds_for_list(actor: Actor) -> OperatorScoped:
    """Give the open holds that `actor` may see."""
    return Hold.objects.visible_to(actor).filter(until_at=None).select_related("operator", "holder")


def manifests_for_list(actor: Actor) -> OperatorScoped:
    """Give the manifests that `actor` may see, without their reports."""
    return Manifest.objects.visible_to(actor).select_related("operator").defer("report")


def hits_for_list(actor: Actor) -> OperatorScoped:
    """Give the hits that `actor` may see."""
    return Hit.objects.visible_to(actor).select_related("operator", "manifest")


def open_hit_count(actor: Actor) -> int:
    """Give how many visible hits wait for a look, counted to 100 at most: the menu of every page asks."""
    return Hit.objects.visible_to(actor).filter(state="open")[:100].count()


def items_screened(actor: Actor, from_at: datetime, until_at: datetime) -> int:
    """Give how many items were screened in the period, over the manifests that `actor` may see; letters are never screened."""
    rows = (
        Manifest.objects.visible_to(actor).filter(committed_at__gte=from_at, committed_at__lt=until_at).exclude(state="superseded")
    )
    total = rows.aggregate(n=models.Sum(models.F("accepted") - models.F("letters") - models.F("documents")))["n"]
    return total or 0


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an item is, as its operator last said: `at` is the event's own time, `told_at` when it was told.

    `place` is the organisation where the point's code is known, `point` the code as it came; `in_hands` tells whether the
    operator still has the item.
    """

    item_id: str
    event: str
    point: str
    place: Organisation | None
    at: datetime
    told_at: datetime
    raw_code: str = ""

    @property
    def in_hands(self) -> bool:
        """Tell whether the operator still has the item."""
        return self.event not in GONE

    @property
    def words(self) -> str:
        """Give event and place in words."""
        where = str(self.place or self.point)
        return f"{EVENTS[self.event]} – {where}" if where else EVENTS[self.event]


def whereabouts_of(operator_id: int, item_ids: Iterable[str]) -> dict[str, Whereabouts]:
    """Give where items of an operator are, by identifier (upper case, without spaces); an item nobody told of is left out.

    The event with the latest time of its own counts, whenever it came in.
    """
    rows = (
        ItemEvent.objects.filter(operator_id=operator_id, item_id__in={item_key(one) for one in item_ids})
        .select_related("place")
        .order_by("item_id", "-at", "-pk")
        .distinct("item_id")
    )
    return {
        row.item_id: Whereabouts(row.item_id, row.event, row.point, row.place, row.at, row.told_at, row.raw_code) for row in rows
    }


def whereabouts(operator_id: int, item_id: str) -> Whereabouts | None:
    """Give where one item is, None when its operator has not told."""
    return whereabouts_of(operator_id, [item_id]).get(item_key(item_id))


def events_of(operator_id: int, item_id: str) -> models.QuerySet[ItemEvent]:
    """Give all that an operator told of one item, the latest first."""
    found = ItemEvent.objects.filter(operator_id=operator_id, item_id=item_key(item_id))
    return found.select_related("place", "teller").order_by("-at", "-pk")


def unknown_codes(actor: Actor) -> models.QuerySet:
    """Count the status codes that no table knows, by operator and code: what the vocabulary has to learn."""
    rows = ItemEvent.objects.visible_to(actor).filter(event="other")
    return rows.values("operator__code", "raw_code").annotate(n=models.Count("pk")).order_by("-n", "raw_code")


def own_operator_or_none(actor: Actor) -> Organisation | None:
    """Give the enterprise at the top of the actor's own tree; None for who belongs to none."""
    if actor.body_kind not in OPERATOR_KINDS:
        return None
    return Organisation.objects.filter(code=actor.tree.split("/")[0], kind="postal_operator").first()


def own_operator(actor: Actor) -> Organisation:
    """Give the enterprise at the top of the actor's own tree; raises Refused for who belongs to none."""
    found = own_operator_or_none(actor)
    if found is None:
        raise Refused("operator.unknown", "Tài khoản không thuộc doanh nghiệp bưu chính nào.")
    return found


def looks_for_list(actor: Actor) -> LookQuerySet:
    """Give who looked at personal data, as far as `actor` may know."""
    return Look.objects.visible_to(actor).select_related("body", "operator")

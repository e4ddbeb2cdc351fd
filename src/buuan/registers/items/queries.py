"""Reading what the database keeps of items."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from buuan.base.audit.models import subject_of
from buuan.kit.actor import Actor
from buuan.registers.items.models import Hit, Hold, Manifest, OperatorScoped


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

"""Who works on what: my cases and those that I stand in for, who is away, what was done to many cases at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from buuan.base.accounts.models import Account
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.work.cases.models import Absence, AbsenceQuerySet, BulkRun, Case, CaseQuerySet
from buuan.work.cases.queries.steps import verifiers
from buuan.work.cases.rules import MOST_AT_ONCE, Away


def away_on(person: Account | None, on: date) -> Absence | None:
    """Give the absence of a person on a day, with who stands in; None when he is there."""
    if person is None:
        return None
    rows = Absence.objects.standing().as_of(on).filter(account=person)
    return rows.select_related("account", "substitute__organisation").first()


def away_among(people: QuerySet[Account], on: date) -> dict[int, Away]:
    """Give those of `people` who are away on a day, by key."""
    rows = Absence.objects.standing().as_of(on).filter(account__in=people).select_related("account", "substitute")
    return {one.account_id: one.away for one in rows}


def desks_of(account_id: int | None, on: date) -> list[int]:
    """Give the keys of whose work is a person's today: his own, and those that he stands in for."""
    if account_id is None:
        return []
    rows = Absence.objects.standing().as_of(on).filter(substitute_id=account_id)
    return [account_id, *rows.values_list("account_id", flat=True)]


def stands_in_for(account_id: int | None, on: date) -> list[Absence]:
    """Give the absences in which a person stands in on a day."""
    rows = Absence.objects.standing().as_of(on).filter(substitute_id=account_id)
    return list(rows.select_related("account", "substitute").order_by("until_on", "pk"))


def mine(rows: QuerySet, account_id: int | None, on: date) -> QuerySet:
    """Keep the cases that a person works on, or stands in for."""
    return rows.filter(assignee__in=desks_of(account_id, on))


def absences_for_list(actor: Actor) -> AbsenceQuerySet:
    """Give the absences of the actor's body, with what a line of the list shows."""
    return Absence.objects.visible_to(actor).select_related("account__organisation", "substitute")


def absence_by_pk(actor: Actor, pk: int) -> Absence:
    """Give one absence; raises NotFound when there is none or none for this actor."""
    found = absences_for_list(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("absence.not_found", "Không tìm thấy lần vắng mặt này, hoặc anh/chị không được xem.")
    return found


def people_of_body(actor: Actor, on: date) -> QuerySet[Account]:
    """Give the officers of the actor's body and its units, who may be away or stand in."""
    rows = Account.objects.filter(verifiers(), organisation__path__startswith=actor.tree, is_active=True)
    return rows.filter(Q(until_on=None) | Q(until_on__gt=on)).select_related("organisation").order_by("name", "pk")


def bulk_by_number(actor: Actor, number: str) -> BulkRun:
    """Give one act on many cases; raises NotFound when there is none or none for this actor."""
    found = BulkRun.objects.visible_to(actor).select_related("body", "account").filter(number=number).first()
    if found is None:
        raise NotFound("bulk.not_found", f"Không tìm thấy lần xử lý {number}, hoặc anh/chị không được xem.")
    return found


def chosen_cases(actor: Actor, keys: list[int]) -> list[Case]:
    """Give the chosen cases that `actor` may see, in the order of their keys, so that two who choose do not lock each other."""
    rows: CaseQuerySet = Case.objects.visible_to(actor).filter(pk__in=keys[:MOST_AT_ONCE])
    return list(rows.select_related("lead", "area", "assignee", "template").order_by("pk"))


def keys_of_numbers(actor: Actor, numbers: list[str]) -> tuple[list[int], list[str]]:
    """Give the keys of the cases that a caller of the API names and may see, and the numbers of which he sees none."""
    named = list(dict.fromkeys(one.strip().upper() for one in numbers[:MOST_AT_ONCE]))
    rows: Any = Case.objects.visible_to(actor).filter(number__in=named)
    found = dict(rows.values_list("number", "pk"))
    return list(found.values()), [one for one in named if one not in found]

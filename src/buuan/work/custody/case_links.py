"""Other cases in which the same phone stands: compared whole, told without a digit of it."""

from __future__ import annotations

from buuan.kit.actor import Actor
from buuan.work.cases.models import Case
from buuan.work.cases.rules import MOST_LOOKED_AT, Link
from buuan.work.custody.models import CasePerson, taking_part


def links(actor: Actor, case: Case) -> list[Link]:
    """Give the cases in which the actor's body takes part and a person has a phone that stands in this one as well.

    Whoever takes part in both could open both numbers with a reason; that they are the same tells him no more than that.
    """
    if not actor.may("custody.read"):
        return []
    here = CasePerson.objects.filter(taking_part(actor), case=case).exclude(phone="").values_list("phone", flat=True)
    phones = set(here[:MOST_LOOKED_AT])
    if not phones:
        return []
    there = CasePerson.objects.filter(taking_part(actor), phone__in=phones).exclude(case=case).order_by("-pk")
    return [Link(key, "phone") for key in there.values_list("case_id", flat=True)[:MOST_LOOKED_AT]]

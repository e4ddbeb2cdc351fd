"""What may be done with a case now, and whom to choose for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from buuan.base.access.registry import rights_of
from buuan.base.accounts.models import Account
from buuan.base.clocks.models import Clock
from buuan.base.clocks.queries import calendar, clocks_of
from buuan.base.clocks.rules import Reason, may_finish
from buuan.base.organisations.models import Organisation
from buuan.engine.catalogue import Category
from buuan.kit.actor import Actor
from buuan.kit.flow import Step
from buuan.kit.fold import sort_key
from buuan.kit.right import ROLES
from buuan.registers.goods.queries import terms_in_force
from buuan.work.cases.models import (
    Case,
)
from buuan.work.cases.rights import HANDLERS
from buuan.work.cases.rules import (
    CASE_FLOW,
    may_lead,
    may_override,
    may_take,
)

FEEDBACK_CLOCK = "cases.feedback"
"""The clock that closing ends, whatever the kind of the case."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step out of the state in which the case stands: the reasons against it, none when it is open to the actor.

    `is_late` tells that its clock is over, so that it needs an explanation (giải trình); `may_override` that the actor may set the
    reasons aside in writing.
    """

    step: Step
    reasons: list[Reason]
    is_late: bool = False
    may_override: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the step may be taken now."""
        return not self.reasons


def next_steps(actor: Actor, case: Case, at: datetime, clocks: Iterable[Clock] | None = None) -> list[NextStep]:
    """Give the steps on from here whose right the actor holds, each with the reasons that the action refuses with.

    `clocks` are those of the case where they are at hand.
    """
    facts, against_partner = case.facts(), may_lead(case.is_led_by(actor), str(case.lead))
    running = [one for one in (clocks_of(case) if clocks is None else clocks) if one.is_running]
    found = []
    for step in CASE_FLOW.open_from(case.state):
        if not actor.may(step.right):
            continue
        ended = case.plan.ended_by(step.verb) | ({FEEDBACK_CLOCK} if step.verb == "close" else set())
        clocks = [one for one in running if one.kind in ended]
        # With an explanation at hand: being late alone does not grey a button, the form asks for it.
        standing = [why for one in clocks for why in may_finish(one.facts(), calendar(), at, "…")]
        late = any(one.due_at is not None and at > one.due_at and not one.explanation for one in clocks)
        reasons = against_partner + may_take(facts, step.verb) + standing
        sets_aside = step.verb == "close" and actor.may("cases.close_override") and may_override(reasons)
        found.append(NextStep(step, reasons, late, sets_aside))
    return found


def step_of(steps: Iterable[NextStep], verb: str) -> NextStep | None:
    """Give one of the next steps by its verb."""
    return next((one for one in steps if one.step.verb == verb), None)


def verifiers() -> Q:
    """Give the condition for accounts whose role and body may verify cases."""
    may_verify = Q(pk__in=[])
    for role in ROLES:
        kinds = [kind for kind in HANDLERS.split() if "cases.verify" in rights_of(role, kind)]
        may_verify |= Q(role=role, organisation__kind__in=kinds)
    return may_verify


def colleagues(case: Case, on: date) -> QuerySet[Account]:
    """Give the people to whom the case may be given: those of the lead and of the partners who may verify, by body and name."""
    in_case = Q(pk__in=[])
    for part in case.participants.filter(until_at=None).select_related("organisation"):
        in_case |= Q(organisation__path__startswith=part.organisation.path)
    in_use = Q(is_active=True) & (Q(until_on=None) | Q(until_on__gt=on))
    rows = Account.objects.filter(in_case & verifiers() & in_use).select_related("organisation")
    return rows.order_by("organisation__sort_key", "name", "pk")


def own_organisation(actor: Actor) -> Organisation:
    """Give the actor's own organisation."""
    return Organisation.objects.get(pk=actor.body_id)


def partners_to_choose(actor: Actor, on: date) -> QuerySet[Organisation]:
    """Give the provincial bodies that may be asked to join when a case is opened; communes are invited from the case."""
    rows = Organisation.objects.as_of(on).filter(kind__in=HANDLERS.split()).exclude(kind="commune_committee")
    return rows.exclude(pk=actor.body_id).order_by("kind", "sort_key", "pk")


def categories_to_choose() -> list[Category]:
    """Give the categories of the goods catalogue in the order of the Vietnamese dictionary."""
    return sorted(terms_in_force().categories, key=lambda one: sort_key(one.name))


def bodies_to_invite(case: Case, on: date) -> QuerySet[Organisation]:
    """Give the bodies that may be asked to join and have not been, provincial ones first."""
    taking_part = [one.organisation_id for one in case.participants.all()]
    rows = Organisation.objects.as_of(on).filter(kind__in=HANDLERS.split(), reference_only=False).exclude(pk__in=taking_part)
    return provincial_first(rows)


def provincial_first(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Order bodies, those of the province before the communes."""
    is_commune = Exists(Organisation.objects.filter(pk=OuterRef("pk"), kind="commune_committee"))
    return rows.annotate(is_commune=is_commune).order_by("is_commune", "kind", "sort_key", "pk")

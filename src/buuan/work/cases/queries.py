"""Reading cases: lists, one case whole, its timeline, and every figure about cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, CharField, Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Substr

from buuan.base.access.registry import rights_of
from buuan.base.accounts.models import Account
from buuan.base.audit.models import Record
from buuan.base.audit.queries import history_of
from buuan.base.clocks.models import Clock
from buuan.base.clocks.queries import calendar, clocks_of
from buuan.base.clocks.rules import Reason, may_finish
from buuan.base.organisations.models import Organisation, tree_of
from buuan.base.organisations.queries import holder_today
from buuan.engine.catalogue import Category
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.kit.flow import Step
from buuan.kit.fold import sort_key
from buuan.kit.right import ROLES
from buuan.registers.goods.queries import terms_in_force
from buuan.registers.items.models import Hold
from buuan.work.cases.models import Case, CaseEvent, CaseItem, CaseQuerySet, Note, Participant, Referral, ReferralQuerySet, Reporter
from buuan.work.cases.rights import HANDLERS
from buuan.work.cases.rules import (
    CASE_FLOW,
    EVENT_GROUPS,
    OVERSEERS,
    SETTLED,
    Addressee,
    may_lead,
    may_override,
    may_take,
    sight_of,
)

CLOCK_OF_STEP = {"conclude": "cases.verify", "close": "cases.feedback"}
"""The clock that a step ends."""

MOST_COUNTED = 100


def cases_for_list(actor: Actor) -> CaseQuerySet:
    """Give the cases that `actor` may see with what a line of the list shows; no further query a row.

    `due_at`, `soon_at` and `paused_at` are those of the clock that is due first, empty when none runs.
    """
    return with_clock(Case.objects.visible_to(actor).select_related("lead", "assignee", "area"))


def with_clock(rows: QuerySet) -> QuerySet:
    """Bring along the running clock that is due first, by three index look-ups a row that is shown."""
    subject = Concat(Value(f"{rows.model._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
    first = Clock.objects.running().filter(subject=subject).order_by(F("due_at").asc(nulls_last=True), "pk")
    return rows.annotate(
        due_at=Subquery(first.values("due_at")[:1]),
        soon_at=Subquery(first.values("warn_at")[:1]),
        paused_at=Subquery(first.values("paused_at")[:1]),
    )


def overdue(rows: QuerySet, now: datetime) -> QuerySet:
    """Keep the records that have a running clock which is over; it starts from the few such clocks, not from the many records."""
    prefix = f"{rows.model._meta.label_lower}:"
    late = Clock.objects.running().filter(subject__startswith=prefix, due_at__lt=now)
    return rows.filter(pk__in=late.values(record=Cast(Substr("subject", len(prefix) + 1), BigIntegerField())))


def case_by_number(actor: Actor, number: str) -> Case:
    """Give one case whole; raises NotFound when there is none or none for this actor."""
    found = (
        Case.objects.visible_to(actor)
        .select_related("lead", "assignee", "area")
        .prefetch_related(
            Prefetch("items", CaseItem.objects.select_related("operator").order_by("pk")),
            Prefetch(
                "participants", Participant.objects.filter(until_at=None).select_related("organisation").order_by("role", "pk")
            ),
            Prefetch("reporters", Reporter.objects.filter(left_at=None).select_related("organisation").order_by("pk")),
            "loose_ends",
            Prefetch("referrals", Referral.objects.select_related("sender", "to").order_by("-asked_at", "-pk")),
        )
        .filter(number=number)
        .first()
    )
    if found is None:
        raise NotFound("case.not_found", f"Không tìm thấy vụ việc {number}, hoặc anh/chị không được xem.")
    return found


def item_of_case(case: Case, pk: int) -> CaseItem:
    """Give one item of a case that the actor may see; raises NotFound."""
    for one in case.items.all():
        if one.pk == pk:
            return one
    raise NotFound("case.item_not_found", f"Vụ việc {case.number} không có bưu gửi này.")


def item_by_code(case: Case, code: str) -> CaseItem:
    """Give the item with this code, as callers of the API name it; raises NotFound for none, and for two of two operators."""
    found = [one for one in case.items.all() if one.item_id == code]
    if len(found) != 1:
        raise NotFound("case.item_not_found", f"Vụ việc {case.number} không có, hoặc có hơn một bưu gửi mang mã {code}.")
    return found[0]


def held_items(case: Case) -> dict[int, bool]:
    """Give for each item of the case, by its key, whether a hold keeps it now."""
    items = list(case.items.all())
    rows = Hold.objects.filter(until_at=None, item_id__in=[one.item_id for one in items]).values_list("operator_id", "item_id")
    held = set(rows)
    return {one.pk: (one.operator_id, one.item_id) in held for one in items}


def is_wanted_elsewhere(item: CaseItem) -> bool:
    """Tell whether another open case still waits for its own outcome of the same item."""
    same = CaseItem.objects.filter(operator_id=item.operator_id, item_id=item.item_id, outcome="")
    return same.exclude(case_id=item.case_id).exclude(case__state__in=SETTLED).exists()


def timeline(case: Case, group: str = "") -> QuerySet[CaseEvent]:
    """Give the events of a case, the latest first; `group` is a key of EVENT_GROUPS, empty or unknown for all."""
    events = CaseEvent.objects.filter(case=case).order_by("-at", "-id")
    return events.filter(kind__in=EVENT_GROUPS[group]) if group in EVENT_GROUPS else events


def notes_for(actor: Actor, case: Case) -> QuerySet[Note]:
    """Give the notes that `actor` may read, the latest first: those of the own body, and those shared between the bodies."""
    notes = Note.objects.filter(case=case).select_related("organisation").order_by("-at", "-id")
    if actor.role in ("auditor", "system"):
        return notes
    if not Participant.objects.filter(case=case, organisation__among=tree_of(actor), until_at=None).exists():
        notes = notes.exclude(marking="restricted")
    return notes.exclude(level="own") | notes.filter(level="own", organisation__path__startswith=actor.tree)


def case_clocks(case: Case) -> QuerySet[Clock]:
    """Give the clocks that run or ran on a case, the running ones first."""
    return clocks_of(case)


# -- what may be done --------------------------------------------------------------------------------------------------


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
        clocks = [one for one in running if one.kind == CLOCK_OF_STEP.get(step.verb)]
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


def colleagues(case: Case, on: date) -> QuerySet[Account]:
    """Give the people to whom the case may be given: those of the lead and of the partners who may verify, by body and name."""
    in_case, may_verify = Q(pk__in=[]), Q(pk__in=[])
    for part in case.participants.filter(until_at=None).select_related("organisation"):
        in_case |= Q(organisation__path__startswith=part.organisation.path)
    for role in ROLES:
        kinds = [kind for kind in HANDLERS.split() if "cases.verify" in rights_of(role, kind)]
        may_verify |= Q(role=role, organisation__kind__in=kinds)
    in_use = Q(is_active=True) & (Q(until_on=None) | Q(until_on__gt=on))
    rows = Account.objects.filter(in_case & may_verify & in_use).select_related("organisation")
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
    return _provincial_first(rows)


def _provincial_first(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    is_commune = Exists(Organisation.objects.filter(pk=OuterRef("pk"), kind="commune_committee"))
    return rows.annotate(is_commune=is_commune).order_by("is_commune", "kind", "sort_key", "pk")


# -- referrals ---------------------------------------------------------------------------------------------------------


def referrals_for_list(actor: Actor) -> ReferralQuerySet:
    """Give the referrals from and to the actor's body, with what a line of the list shows."""
    return with_clock(Referral.objects.visible_to(actor).select_related("case", "sender", "to"))


def waiting_referrals(actor: Actor) -> ReferralQuerySet:
    """Give the referrals that wait for an answer of the actor's body."""
    return Referral.objects.visible_to(actor).filter(state="open", to__path__startswith=actor.tree)


def referral_by_pk(actor: Actor, pk: int) -> Referral:
    """Give one referral; raises NotFound when there is none or none for this actor."""
    rows = Referral.objects.visible_to(actor).select_related("case", "case__lead", "case__area", "sender", "to")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("referral.not_found", "Không tìm thấy lần chuyển vụ việc này, hoặc anh/chị không được xem.")
    return found


def referral_clock(referral: Referral) -> Clock | None:
    """Give the clock of the receiver's answer, running or finished."""
    return next((one for one in clocks_of(referral) if one.kind == "cases.answer_referral"), None)


def addressee(case: Case, body: Organisation, on: date) -> Addressee:
    """Give what the rules ask about a body that a case is to be referred to."""
    return Addressee(
        name=str(body),
        handles=body.kind in HANDLERS.split() and not body.reference_only,
        exists=body.holds_on(on),
        is_lead=body.pk == case.lead_id,
        successors=() if body.holds_on(on) else tuple(str(one) for one in holder_today(body, on) if one.pk != body.pk),
    )


def bodies_to_refer_to(case: Case, on: date) -> QuerySet[Organisation]:
    """Give the bodies that may take the case over, provincial ones first."""
    rows = Organisation.objects.as_of(on).filter(kind__in=HANDLERS.split(), reference_only=False).exclude(pk=case.lead_id)
    return _provincial_first(rows)


# -- who sees it, and how it is chained --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Viewer:
    """An account that may see the case: its person, and why (a key of SIGHTS); `role` is that of its body in the case, if any."""

    account: Account
    sight: str
    role: str = ""


def who_sees(case: Case, on: date) -> list[Viewer]:
    """Give every account in use that may see the case and why, by the very rule of `visible_to`, most concerned first."""
    parts = list(Participant.objects.filter(case=case, until_at=None).select_related("organisation"))
    roles: dict[str, str] = {}
    for one in sorted(parts, key=lambda part: part.role == "lead"):
        roles |= dict.fromkeys(one.organisation.paths_up(), one.role)
    near = Q(organisation__path__in=roles) | Q(organisation__kind__in=OVERSEERS) | Q(role__in=("auditor", "system"))
    rows = (
        Account.objects.filter(near, is_active=True).select_related("organisation").order_by("organisation__sort_key", "name", "pk")
    )
    found = []
    for account in rows:
        body = account.organisation
        sight = sight_of(account.role, body.kind, "cases.read" in rights_of(account.role, body.kind))
        sees = (
            sight == "all" or (sight == "unrestricted" and case.marking != "restricted") or (sight == "part" and body.path in roles)
        )
        if sees and account.works_on(on):
            found.append(Viewer(account, sight, roles.get(body.path, "") if sight == "part" else ""))
    order = {"lead": 0, "partner": 1, "": 2}
    return sorted(found, key=lambda one: (order[one.role], one.sight == "all"))


@dataclass(frozen=True, slots=True)
class ChainState:
    """The records about one case: how many, how many wait for their link, and when the last one was written."""

    records: int
    waiting: int
    last_at: datetime | None

    @property
    def is_sealed(self) -> bool:
        """Whether every record stands in the chain."""
        return self.waiting == 0


def chain_of(case: Case) -> ChainState:
    """Give the state of the records about a case; it counts, it does not verify (`buuan audit verify` walks the chain)."""
    rows: QuerySet[Record] = history_of(case)
    counted = rows.order_by().aggregate(total=Count("pk"), waiting=Count("pk", filter=Q(link=None)), last=Max("at"))
    return ChainState(counted["total"], counted["waiting"], counted["last"])


# -- for reporters, who learn number and state, nothing else -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody who reported may know of the case: number, state, what they were told and what was written to them."""

    number: str
    state: str
    told_at: datetime | None
    words: str
    notes: list[Note]


def feedback_on(report: str) -> Feedback | None:
    """Give what the reporter of a report may know of the case that it led to, None while there is none."""
    found = Reporter.objects.select_related("case").filter(report=report, left_at=None).first()
    if found is None:
        return None
    notes = list(Note.objects.filter(case=found.case, level="reporter").select_related("organisation").order_by("-at", "-id"))
    return Feedback(found.case.number, found.case.state, found.told_at, found.feedback, notes)


def left_cases(actor: Actor, report: str) -> list[Case]:
    """Give the cases that a report was separated from, as far as `actor` may see them, the latest first."""
    left = Reporter.objects.filter(report=report, left_at__isnull=False)
    return list(Case.objects.visible_to(actor).filter(pk__in=left.values("case")).order_by("-opened_at", "-pk"))


def left_reports(case: Case) -> list[Reporter]:
    """Give the reports that were separated from a case, so that their numbers stay findable from it."""
    return list(Reporter.objects.filter(case=case, left_at__isnull=False).order_by("left_at", "pk"))


def open_case_with_item(actor: Actor, operator_id: int, item_id: str) -> Case | None:
    """Give the open case that already holds this item, the latest one that `actor` may see."""
    rows = Case.objects.visible_to(actor).filter(items__operator_id=operator_id, items__item_id=item_id).exclude(state__in=SETTLED)
    return rows.order_by("-opened_at").first()


def case_to_join(actor: Actor, number: str) -> Case:
    """Give the case that an officer names to join something to; raises NotFound for none that he may see."""
    found = Case.objects.visible_to(actor).select_related("lead").filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound("case.not_found", f"Không tìm thấy vụ việc {number.strip()}, hoặc anh/chị không được xem.")
    return found


# -- figures -----------------------------------------------------------------------------------------------------------


def open_cases(actor: Actor) -> CaseQuerySet:
    """Give the visible cases that are neither concluded nor closed."""
    return Case.objects.visible_to(actor).exclude(state__in=SETTLED)


def open_count(actor: Actor) -> int:
    """Give how many visible cases are open, counted to 100 at most: the menu of every page asks."""
    return open_cases(actor)[:MOST_COUNTED].count()


def with_violation(actor: Actor, from_at: datetime, until_at: datetime) -> CaseQuerySet:
    """Give the visible cases concluded in the period with a violation found (vụ việc xác minh có vi phạm)."""
    return Case.objects.visible_to(actor).filter(violation_found=True, concluded_at__gte=from_at, concluded_at__lt=until_at)


def violations_by_area(actor: Actor, from_at: datetime, until_at: datetime) -> dict[int, int]:
    """Give the number of cases with a violation by area key, in the period."""
    rows = with_violation(actor, from_at, until_at).exclude(area=None).values("area").annotate(n=Count("pk")).order_by()
    return {row["area"]: row["n"] for row in rows}

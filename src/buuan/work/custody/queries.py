"""Reading custody: what belongs to a case, exhibits and hand-overs for lists, and one of each whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.registers.items.models import Hold
from buuan.work.cases.models import Case, CaseItem
from buuan.work.cases.rights import HANDLERS
from buuan.work.custody.models import (
    CasePerson,
    CaseScoped,
    Custody,
    CustodyEvent,
    Evidence,
    EvidenceQuerySet,
    Exhibit,
    ExhibitPhoto,
    ExhibitQuerySet,
    HandOver,
    HandOverLine,
    HandOverQuerySet,
    SecretReference,
    taking_part,
)

MOST_COUNTED = 100
MOST_OF_A_TAB = 1_000


@dataclass(frozen=True, slots=True)
class CaseCustody:
    """Everything of a case that `actor` may see: evidence with its versions, exhibits, hand-overs, people, references."""

    evidence: list[Evidence] = field(default_factory=list)
    exhibits: list[Exhibit] = field(default_factory=list)
    hand_overs: list[HandOver] = field(default_factory=list)
    people: list[CasePerson] = field(default_factory=list)
    references: list[SecretReference] = field(default_factory=list)


def custody_of(actor: Actor, case: Case, *, latest: int | None = None) -> CaseCustody:
    """Give what belongs to a case, as far as the actor may see it.

    With `latest` only so many files, of each the version in use, and one more than was asked for where there are more.
    """
    evidence = evidence_for_list(actor).filter(case=case).order_by("-pk")
    if latest is not None:
        evidence = evidence.filter(replaced_by=None)[: latest + 1]
    return CaseCustody(
        evidence=list(evidence),
        exhibits=list(exhibits_for_list(actor).filter(case=case).order_by("pk")),
        hand_overs=list(hand_overs_for_list(actor).filter(case=case).order_by("-pk")),
        people=list(people_for_list(actor).filter(case=case).order_by("pk")),
        references=list(SecretReference.objects.visible_to(actor).filter(case=case).select_related("organisation").order_by("pk")),
    )


def takes_part(actor: Actor, case: Case) -> bool:
    """Tell whether the actor's body takes part in the case now."""
    return Case.objects.filter(taking_part(actor, "pk"), pk=case.pk).exists()


def counts_of(actor: Actor, case: Case) -> int:
    """Give how many pieces of evidence and exhibits of a case the actor sees, each counted to 1,000, for the case's tab."""
    evidence = Evidence.objects.visible_to(actor).filter(case=case, replaced_by=None)[:MOST_OF_A_TAB].count()
    return evidence + Exhibit.objects.visible_to(actor).filter(case=case)[:MOST_OF_A_TAB].count()


def evidence_for_list(actor: Actor) -> EvidenceQuerySet:
    """Give the evidence that `actor` may see, with its file and body."""
    return Evidence.objects.visible_to(actor).select_related("file", "organisation", "item", "case", "replaced_by", "replaces")


def evidence_by_number(actor: Actor, number: str) -> Evidence:
    """Give one piece of evidence; raises NotFound when there is none or none for this actor."""
    found = evidence_for_list(actor).filter(number=number).first()
    if found is None:
        raise NotFound("evidence.not_found", f"Không tìm thấy chứng cứ {number}, hoặc anh/chị không được xem.")
    return found


def versions_of(actor: Actor, evidence: Evidence) -> list[Evidence]:
    """Give all versions of a piece of evidence that the actor may see, the latest first."""
    first = evidence
    while first.replaces is not None:
        first = first.replaces
    keys = []
    one: Evidence | None = first
    while one is not None:
        keys.append(one.pk)
        one = Evidence.objects.filter(replaces=one).first()
    return list(evidence_for_list(actor).filter(pk__in=keys).order_by("-version"))


def exhibits_for_list(actor: Actor) -> ExhibitQuerySet:
    """Give the exhibits that `actor` may see, with their holder and case; no further query a row."""
    now = Prefetch("custodies", Custody.objects.filter(until_at=None).select_related("holder"))
    waiting = Count("lines", filter=Q(lines__is_open=True))
    return (
        Exhibit.objects.visible_to(actor).select_related("case", "item", "disposal").prefetch_related(now).annotate(waiting=waiting)
    )


def exhibit_by_number(actor: Actor, number: str) -> Exhibit:
    """Give one exhibit with its whole custody; raises NotFound when there is none or none for this actor."""
    found = (
        Exhibit.objects.visible_to(actor)
        .select_related("case__lead", "item__operator", "disposal")
        .prefetch_related(
            Prefetch("custodies", Custody.objects.select_related("holder").order_by("-from_at", "-pk")),
            Prefetch("events", CustodyEvent.objects.order_by("-pk")),
            Prefetch("photos", ExhibitPhoto.objects.select_related("file").order_by("pk")),
            Prefetch("lines", HandOverLine.objects.filter(is_open=True).select_related("hand_over")),
        )
        .filter(number=number.strip().upper())
        .first()
    )
    if found is None:
        raise NotFound("exhibit.not_found", f"Không tìm thấy tang vật {number}, hoặc anh/chị không được xem.")
    return found


def exhibit_photo(actor: Actor, number: str, pk: int) -> ExhibitPhoto:
    """Give one photo of an exhibit that the actor may see; raises NotFound."""
    visible = Exhibit.objects.visible_to(actor).filter(number=number)
    found = ExhibitPhoto.objects.select_related("file").filter(pk=pk, exhibit__in=visible).first()
    if found is None:
        raise NotFound("exhibit.photo_not_found", "Không tìm thấy ảnh, hoặc anh/chị không được xem.")
    return found


def exhibits_by_numbers(actor: Actor, case: Case, numbers: list[str]) -> list[Exhibit]:
    """Give exhibits of a case by their codes, as callers of the API name them; raises NotFound for one that is not there."""
    found = list(Exhibit.objects.visible_to(actor).filter(case=case, number__in=numbers))
    missing = sorted(set(numbers) - {one.number for one in found})
    if missing:
        raise NotFound("exhibit.not_found", f"Vụ việc {case.number} không có tang vật {', '.join(missing)[:100]}.")
    return found


def hand_overs_for_list(actor: Actor) -> HandOverQuerySet:
    """Give the hand-overs that `actor` may see, with both sides."""
    rows = HandOver.objects.visible_to(actor).select_related("giver", "receiver", "case")
    return rows.prefetch_related(Prefetch("lines", HandOverLine.objects.select_related("exhibit").order_by("exhibit_id")))


def hand_over_by_number(actor: Actor, number: str) -> HandOver:
    """Give one hand-over; raises NotFound when there is none or none for this actor."""
    found = hand_overs_for_list(actor).filter(number=number).first()
    if found is None:
        raise NotFound("hand_over.not_found", f"Không tìm thấy bàn giao {number}, hoặc anh/chị không được xem.")
    return found


def waiting_for(actor: Actor) -> HandOverQuerySet:
    """Give the hand-overs that wait for the actor's own body to confirm."""
    rows = HandOver.objects.visible_to(actor).filter(state="offered")
    mine = Q(asked_by="giver", receiver__path__startswith=actor.tree) | Q(asked_by="receiver", giver__path__startswith=actor.tree)
    return rows.filter(mine)


def waiting_count(actor: Actor) -> int:
    """Give how many hand-overs wait for the actor's body, counted to 100 at most; the menu of every page asks."""
    if not actor.may("custody.confirm") or not actor.tree:
        return 0
    return waiting_for(actor)[:MOST_COUNTED].count()


def people_for_list(actor: Actor) -> CaseScoped:
    """Give the people of cases that `actor` may know of, with their item."""
    return CasePerson.objects.visible_to(actor).select_related("item")


def person_by_pk(actor: Actor, pk: int) -> CasePerson:
    """Give one person of a case; raises NotFound when there is none or none for this actor."""
    found = CasePerson.objects.visible_to(actor).select_related("case", "item").filter(pk=pk).first()
    if found is None:
        raise NotFound("person.not_found", "Không tìm thấy, hoặc anh/chị không được xem.")
    return found


def holds_to_take(case: Case) -> list[tuple[CaseItem, Hold]]:
    """Give the items of a case that an operator holds now and that are no exhibit yet, each with its hold."""
    taken = set(Exhibit.objects.filter(case=case).exclude(state="disposed").values_list("item_id", flat=True))
    items = [one for one in case.items.select_related("operator").order_by("pk") if one.pk not in taken]
    rows = Hold.objects.filter(until_at=None, item_id__in=[one.item_id for one in items], holder__kind__in=OPERATOR_KINDS)
    held = {(one.operator_id, one.item_id): one for one in rows.select_related("holder").order_by("-pk")}
    return [(one, held[one.operator_id, one.item_id]) for one in items if (one.operator_id, one.item_id) in held]


def receivers(actor: Actor, case: Case, on: date) -> QuerySet[Organisation]:
    """Give the bodies that exhibits of a case can be handed to: those that handle cases, and the operators of its items."""
    kinds = [*HANDLERS.split(), "provincial_department"]
    operators = case.items.values("operator")
    rows = Organisation.objects.as_of(on).filter(Q(kind__in=kinds, reference_only=False) | Q(pk__in=operators))
    return rows.exclude(pk=actor.body_id).order_by("kind", "sort_key", "pk")


def to_hand_over(actor: Actor, case: Case) -> QuerySet[Exhibit]:
    """Give the exhibits of a case that the actor's body holds and that wait for no hand-over."""
    mine = Custody.objects.filter(until_at=None, holder__path__startswith=actor.tree)
    rows = Exhibit.objects.visible_to(actor).filter(case=case, state="held", custodies__in=mine)
    return rows.exclude(lines__is_open=True).order_by("pk").distinct()


def undisposed(actor: Actor, at: datetime) -> ExhibitQuerySet:
    """Give the visible exhibits that had been taken by `at` and are not disposed of."""
    return Exhibit.objects.visible_to(actor).filter(state="held", taken_at__lte=at)

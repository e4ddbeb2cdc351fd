"""Opening a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.models import SEVERITIES
from buuan.base.dispatch.actions import send
from buuan.base.organisations.models import Organisation
from buuan.base.places.models import Area
from buuan.base.series import next_number
from buuan.base.web.search import folded_text
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.registers.goods.queries import judge
from buuan.work.cases.actions.clocking import start_clocks
from buuan.work.cases.actions.telling import day_of, page_of, tell
from buuan.work.cases.models import Case, CaseItem, CaseKind, CaseTask, Participant
from buuan.work.cases.queries.kinds import plain_or_kind
from buuan.work.cases.rules import (
    DECLARED_MAX,
    MARKINGS,
    PLAIN,
    PLAIN_KIND,
    check_details,
    citations,
    days_to_come,
    fault_of_item_id,
    missing_fields,
)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What a case keeps of an item when it comes in: declared data and why it was flagged, never the content of correspondence."""

    operator: Organisation
    item_id: str
    declared_content: str = ""
    hits: tuple[dict[str, Any], ...] = ()
    law: str = ""
    route: str = ""


@dataclass(frozen=True, slots=True)
class CaseOpening:
    """What is known when a case is opened."""

    title: str
    severity: str
    source: str
    category: str = ""
    category_name: str = ""
    area: Area | None = None
    marking: str = "internal"
    items: tuple[ItemFacts, ...] = ()
    partners: tuple[Organisation, ...] = ()
    kind: str = PLAIN_KIND
    details: Mapping[str, str] = field(default_factory=dict)
    found_at: datetime | None = None


@action
def open_case(actor: Actor, lead: Organisation, opening: CaseOpening, *, at: datetime) -> Case:
    """Open a case (mở vụ việc) led by `lead`, the actor's own body; the clocks and tasks of its kind begin, partners are told.

    Raises Invalid when the title is empty, a word is not on its list or its kind asks at once for more than is given, Refused
    for another body's case: a body opens its own and asks others to take part, it does not put work on their table.
    """
    require(actor, "cases.open")
    if not lead.path.startswith(actor.tree):
        raise Refused("case.foreign_lead", f"{actor.body_name} không mở vụ việc thay cho {lead}.")
    template = plain_or_kind(opening.kind, day_of(at))
    details = _check(opening, template, day_of(at))

    case = Case.objects.create(
        number=next_number("VV", day_of(at).year),
        title=opening.title.strip()[:250],
        severity=opening.severity,
        marking=opening.marking,
        kind=opening.kind,
        template=template,
        details=details,
        category=opening.category,
        category_name=opening.category_name,
        area=opening.area,
        lead=lead,
        source=opening.source[:200],
        found_at=opening.found_at,
        opened_at=at,
    )
    partners = list({one.pk: one for one in opening.partners if one.pk != lead.pk}.values())
    Participant.objects.create(case=case, organisation=lead, role="lead", from_at=at)
    for partner in partners:
        Participant.objects.create(case=case, organisation=partner, role="partner", from_at=at)
    put_items(case, opening.items)
    put_tasks(actor, case, at=at)

    record(
        actor,
        "cases.opened",
        case,
        at=at,
        lead=lead.code,
        lead_kind=lead.kind,
        partners=[one.code for one in partners],
        severity=case.severity,
        kind=case.kind,
        category=case.category,
        marking=case.marking,
        items=len(opening.items),
    )
    tell(case, actor, "opened", at, source=case.source, partners=[str(one) for one in partners])
    start_clocks(actor, case, "open", at=at)
    send(
        actor, "cases.partner", about=case, to=partners, title=f"Mời phối hợp xử lý vụ việc {case.number}", at=at, url=page_of(case)
    )
    return case


def put_items(case: Case, items: Iterable[ItemFacts]) -> list[CaseItem]:
    """Put items into the case inside a running action and fold its words anew; gives those that were not in it before.

    What was declared about an item is judged by the catalogue in force unless its hits came along.
    """
    added = []
    for facts in map(_judged, items):
        item, is_new = CaseItem.objects.get_or_create(
            case=case,
            operator=facts.operator,
            item_id=facts.item_id,
            defaults={
                "declared_content": facts.declared_content,
                "hits": list(facts.hits),
                "law": facts.law,
                "route": facts.route[:120],
            },
        )
        if is_new:
            added.append(item)
    fold_words_of(case)
    return added


def fold_words_of(case: Case) -> None:
    """Fold the words of a case anew inside a running action, since what it is found by has changed."""
    parts = [case.number, case.title, case.category_name, case.area, case.source]
    parts += [word for one in case.items.all() for word in (one.item_id, one.declared_content)]
    case.folded = folded_text(parts)
    case.save(update_fields=("folded",))


def put_tasks(actor: Actor, case: Case, *, at: datetime) -> None:
    """Write down inside a running action what the kind of the case asks to be done."""
    CaseTask.objects.bulk_create(
        CaseTask(
            case=case,
            part=one.part,
            code=one.code,
            name=one.name,
            note=one.note,
            required=one.required,
            added_at=at,
            added_by=actor.name,
        )
        for one in case.plan.tasks
    )


def item_errors(items: Iterable[ItemFacts]) -> dict[str, list[str]]:
    """Give what is wrong with items that an officer names, by field; nothing when they may be stored."""
    errors: dict[str, list[str]] = {}
    for one in items:
        fault = fault_of_item_id(one.item_id)
        if fault:
            errors["item_id"] = [fault]
        if len(one.declared_content) > DECLARED_MAX:
            errors["declared_content"] = [f"Nội dung khai dài quá {DECLARED_MAX} ký tự."]
    return errors


def _judged(facts: ItemFacts) -> ItemFacts:
    if facts.hits or not facts.declared_content:
        return facts
    hits = judge(facts.declared_content).hits
    laws = citations("; ".join(one.law for one in hits))
    return replace(facts, hits=tuple(one.brief() for one in hits), law=facts.law or "; ".join(laws))


def _check(opening: CaseOpening, template: CaseKind | None, today: date) -> dict[str, str]:
    """Give the details as they are stored; raises Invalid with everything that is wrong."""
    plan = template.plan if template else PLAIN
    details, errors = check_details(plan, opening.details)
    errors |= days_to_come(plan, details, today)
    known = {**details, "area": opening.area, "category": opening.category, "items": opening.items}
    for one in missing_fields(plan, "open", known):
        errors.setdefault(one.code, ["Cần ghi."])
    if not opening.title.strip():
        errors["title"] = ["Cần ghi nội dung vụ việc."]
    if opening.severity not in SEVERITIES:
        errors["severity"] = ["Chọn mức độ trong danh mục."]
    if opening.marking not in MARKINGS:
        errors["marking"] = ["Chọn phạm vi trong danh mục; bí mật nhà nước không được đưa vào hệ thống này."]
    errors.update(item_errors(opening.items))
    if errors:
        raise Invalid(errors)
    return details

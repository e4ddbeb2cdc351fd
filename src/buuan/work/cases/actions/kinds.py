"""Templates of kinds: loading those that are shipped, taking in a province's own; and the kind of one case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.places.models import Area
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.registers.goods.queries import terms_in_force
from buuan.work.cases.actions.clocking import end_all_clocks, end_unwanted, recount_clocks, start_missed
from buuan.work.cases.actions.opening import fold_words_of, put_tasks
from buuan.work.cases.actions.telling import check_lead, check_unsettled, day_of, take, tell
from buuan.work.cases.models import Case, CaseKind, CaseTask
from buuan.work.cases.queries.kinds import kind_in_force, known_limits
from buuan.work.cases.rules import (
    Faults,
    KindPlan,
    check_details,
    check_why,
    days_to_come,
    missing_fields,
    parts_as_json,
    read_kind,
)

FORMAT = "buuan.case-kinds/1"
_COLUMNS = ("name", "about", "until_on", "source", "read_in", "mark")


def shipped_kinds() -> list[KindPlan]:
    """Read the file that comes with the platform."""
    content = resources.files("buuan.work.cases").joinpath("data", "kinds.json").read_text(encoding="utf-8")
    return read_kinds(json.loads(content), None)


def read_kinds(tree: Any, limits: frozenset[str] | None) -> list[KindPlan]:
    """Read a file of kinds; raises Invalid with every fault and its place. `limits` are the codes that a clock may name."""
    faults = Faults()
    if not isinstance(tree, Mapping) or tree.get("format") != FORMAT:
        raise Invalid({"format": [f"Tệp không phải mẫu loại vụ việc ({FORMAT})."]})
    rows = tree.get("kinds")
    if not isinstance(rows, list) or not rows:
        raise Invalid({"kinds": ["Tệp không có loại vụ việc nào."]})
    plans = [read_kind(row, f"kinds[{rank}]", faults, limits) for rank, row in enumerate(rows[:100])]
    for code in {one.code for one in plans if [two.code for two in plans].count(one.code) > 1}:
        faults.add("kinds", f"«{code}» có hai lần.")
    if faults.found:
        raise Invalid(faults.found)
    return plans


@action
def load_kinds(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Load the shipped kinds; may run again. What the file changed holds from today as a new row; the former row ends there.

    Cases that were opened by the former row keep it. A kind of which a person wrote or closed a row is left alone.
    """
    require(actor, "cases.keep_kinds")
    plans = shipped_kinds()
    kept = set(CaseKind.objects.filter(kept_by_office=True).values_list("code", flat=True))
    written = sum(_bring_up(plan, day_of(at)) for plan in plans if plan.code not in kept)

    record(actor, "cases.kinds_loaded", "cases.kind", at=at, kinds=len(plans), written=written, kept=len(kept))
    return {"case_kinds": len(plans)}


def _bring_up(plan: KindPlan, today: date) -> bool:
    """Bring a shipped kind up to date and tell whether there was anything to write."""
    rows = CaseKind.objects.filter(code=plan.code)
    last = rows.order_by("from_on").last()
    if last is None:
        CaseKind.objects.create(code=plan.code, from_on=plan.from_on, **_columns(plan))
        return True
    if replace(last.plan, from_on=plan.from_on) == plan:
        return False
    from_on = max(plan.from_on, today)
    if last.from_on >= from_on:
        if not Case.objects.filter(template=last).exists():
            return bool(rows.filter(pk=last.pk).update(**_columns(plan)))
        from_on = last.from_on + timedelta(days=1)
    is_over = plan.until_on is not None and plan.until_on <= from_on
    if is_over and last.until_on is not None and last.until_on <= from_on:
        return False
    if last.until_on is None or last.until_on > from_on:
        rows.filter(pk=last.pk).update(until_on=from_on)
    if not is_over:
        CaseKind.objects.create(code=plan.code, from_on=from_on, **_columns(plan))
    return True


@action
def import_kinds(actor: Actor, tree: Any, *, at: datetime) -> list[dict[str, str]]:
    """Take kinds in from a file (nhập mẫu); gives what became of each: `new`, `changed`, or `same`.

    Each becomes a row from its `from_on`, which is today or later; the row in force ends there. What cases were opened by stays as
    it was. Raises Invalid with every fault of the file, Refused where today's row has been used already.
    """
    require(actor, "cases.keep_kinds")
    plans = read_kinds(tree, known_limits())
    today = day_of(at)
    outcome = [{"code": plan.code, "name": plan.name, "outcome": _take_in(plan, today)} for plan in plans]

    record(
        actor,
        "cases.kinds_imported",
        "cases.kind",
        at=at,
        kinds=[one["code"] for one in outcome if one["outcome"] != "same"],
        same=sum(one["outcome"] == "same" for one in outcome),
    )
    return outcome


def _take_in(plan: KindPlan, today: date) -> str:
    columns = _columns(plan)
    rows = CaseKind.objects.filter(code=plan.code).order_by("from_on")
    standing = rows.filter(from_on__lte=max(plan.from_on, today)).last()
    if standing is not None and all(getattr(standing, name) == value for name, value in columns.items()):
        return "same"
    if plan.from_on < today:
        raise Invalid({"from_on": [f"«{plan.code}»: ngày có hiệu lực phải từ hôm nay; mẫu của các vụ việc đã mở không đổi."]})
    same_day = rows.filter(from_on=plan.from_on).first()
    if same_day is not None:
        if Case.objects.filter(template=same_day).exists():
            day = f"{plan.from_on + timedelta(days=1):%d/%m/%Y}"
            raise Refused(
                "kind.used", f"Mẫu «{plan.code}» của ngày {plan.from_on:%d/%m/%Y} đã có vụ việc dùng; hãy cho hiệu lực từ {day}."
            )
        CaseKind.objects.filter(pk=same_day.pk).update(**columns, kept_by_office=True)
        return "changed"
    later = rows.filter(from_on__gt=plan.from_on).first()
    if later is not None and (plan.until_on is None or plan.until_on > later.from_on):
        columns["until_on"] = later.from_on
    rows.filter(from_on__lt=plan.from_on).exclude(until_on__lte=plan.from_on).update(until_on=plan.from_on, kept_by_office=True)
    CaseKind.objects.create(code=plan.code, from_on=plan.from_on, kept_by_office=True, **columns)
    return "new" if standing is None else "changed"


def _columns(plan: KindPlan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in _COLUMNS} | parts_as_json(plan)


@action
def set_kind(actor: Actor, case: Case, *, kind: str, details: Mapping[str, str], reason: str, at: datetime) -> Case:
    """Say of which kind an open case is (đổi loại): its tasks and clocks become those of the kind in force today.

    Clocks of the former kind end, those of the new one count from the acts that start them. What was done stays; what was asked
    for and not begun is no longer needed.
    """
    require(actor, "cases.handle", case)
    check_lead(actor, case)
    case = take(case)
    check_unsettled(case)
    why = check_why(reason)
    if kind == case.kind:
        raise Refused("case.same_kind", "Vụ việc đã thuộc loại này.")
    row = kind_in_force(kind, day_of(at))
    kept, errors = check_details(row.plan, details)
    errors |= days_to_come(row.plan, kept, day_of(at))
    lacking = missing_fields(row.plan, "open", {**kept, **{key: value for key, value in case.filled().items() if value}})
    errors |= {one.code: ["Cần ghi."] for one in lacking if one.code not in errors}
    if errors:
        raise Invalid(errors)
    old, old_name = case.plan, case.template.name if case.template else case.plan.name

    said = f"Đổi loại vụ việc: {why}"
    end_all_clocks(actor, case, [one.limit for one in old.clocks], at=at, explanation=said)
    stale = CaseTask.objects.filter(case=case, state="open").exclude(code="")
    stale.update(state="not_needed", reason=said[:500], settled_at=at, settled_by=actor.name)
    # A code of the template may come again: the former row keeps its story without it.
    CaseTask.objects.filter(case=case, code__in=[one.code for one in row.plan.tasks]).update(code="")
    case.kind, case.template, case.details = row.code, row, kept
    case.save(update_fields=("kind", "template", "details"))
    put_tasks(actor, case, at=at)
    started = start_missed(actor, case, at=at)

    record(
        actor, "cases.kind_set", case, at=at, kind=row.code, former=old.code, reason=why, clocks=sorted(one.kind for one in started)
    )
    tell(case, actor, "kind_set", at, name=row.name, former=old_name, reason=why)
    return case


@action
def fill_details(
    actor: Actor, case: Case, *, details: Mapping[str, str], at: datetime, area: Area | None = None, category: str | None = None
) -> Case:
    """Write what the kind of the case asks for (bổ sung thông tin); an area or a category that is not given stays as it is.

    Raises Invalid for a value that the template does not know, Refused for a closed case.
    """
    require(actor, "cases.handle", case)
    check_lead(actor, case)
    case = take(case)
    if case.state == "closed":
        raise Refused("case.not_open", "Vụ việc đã đóng hồ sơ.")
    kept, errors = check_details(case.plan, {**case.details, **details})
    errors |= days_to_come(case.plan, kept, day_of(at))
    names = {one.code: one.name for one in terms_in_force().categories} if category is not None else {}
    if category and category not in names:
        errors["category"] = ["Chọn nhóm hàng trong danh mục."]
    if errors:
        raise Invalid(errors)
    changed = sorted({key for key in {*kept, *case.details} if kept.get(key) != case.details.get(key)})
    if area is not None and area.pk != case.area_id:
        case.area = area
        changed.append("area")
    if category is not None and category != case.category:
        case.category, case.category_name = category, names.get(category, "")
        changed.append("category")
    if not changed:
        raise Refused("case.nothing_changed", "Chưa có gì thay đổi.")

    case.details = kept
    case.save(update_fields=("details", "area", "category", "category_name"))
    fold_words_of(case)
    end_unwanted(actor, case, at=at, explanation="Thông tin của vụ việc đã thay đổi, thời hạn này không còn áp dụng.")
    start_missed(actor, case, at=at)
    recounted = [one.kind for one in recount_clocks(actor, case)]

    named = {one.code: one.name for one in case.plan.fields} | {"area": "Địa bàn", "category": "Nhóm hàng"}
    record(actor, "cases.details_filled", case, at=at, fields=changed, recounted=recounted)
    tell(case, actor, "details_filled", at, fields=[named.get(one, one) for one in changed])
    return case

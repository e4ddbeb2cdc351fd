"""Reading the kinds of case, and the tasks of one case."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from buuan.base.action import read_once
from buuan.kit.errors import NotFound, Refused
from buuan.registers.law.models import LimitRow
from buuan.registers.law.queries import limit_rows
from buuan.work.cases.models import Case, CaseKind, CaseTask
from buuan.work.cases.rules import PLAIN_KIND


def kinds_on(on: date) -> list[CaseKind]:
    """Give the kinds in force on `on`, the plain one first."""
    return sorted(CaseKind.objects.as_of(on).order_by("pk"), key=lambda one: (one.code != PLAIN_KIND, one.pk))


def all_kinds() -> QuerySet[CaseKind]:
    """Give every row of every kind, the latest of each first."""
    return CaseKind.objects.order_by("code", "-from_on")


def kind_in_force(code: str, on: date) -> CaseKind:
    """Give the row of a kind in force on `on`; raises Refused when there is none."""
    found = CaseKind.objects.as_of(on).filter(code=code).first()
    if found is None:
        raise Refused("kind.none_in_force", f"Không có loại vụ việc «{code[:40]}» có hiệu lực ngày {on:%d/%m/%Y}.")
    return found


def plain_or_kind(code: str, on: date) -> CaseKind | None:
    """Give the row of a kind, or None for the plain one where no template is loaded: it needs none."""
    if code != PLAIN_KIND:
        return kind_in_force(code, on)
    rows = CaseKind.objects.as_of(on).filter(code=code)
    return read_once(("cases.kind", code, on), rows.first, of=frozenset({"CaseKind"}))


def known_limits() -> frozenset[str]:
    """Give the codes of the law register that a clock may name."""
    return frozenset(limit_rows().order_by().values_list("code", flat=True).distinct())


def limits_of(codes: set[str], on: date) -> dict[str, LimitRow]:
    """Give the rows of these limits in force on `on`, by code."""
    return {one.code: one for one in LimitRow.objects.as_of(on).filter(code__in=codes)}


def kind_choices(on: date) -> list[tuple[str, str]]:
    """Give code and name of the kinds in force, for filters and forms."""
    rows = CaseKind.objects.as_of(on).order_by("pk").values_list("code", "name")
    return sorted(rows, key=lambda one: one[0] != PLAIN_KIND)


def tasks_for_list(case: Case) -> QuerySet[CaseTask]:
    """Give what has to be done in a case that the actor may see, with who does it."""
    return CaseTask.objects.filter(case=case).select_related("assignee")


def task_of_case(case: Case, pk: int) -> CaseTask:
    """Give one task of a case that the actor may see; raises NotFound."""
    found = CaseTask.objects.select_related("case__lead", "case__template", "assignee").filter(case=case, pk=pk).first()
    if found is None:
        raise NotFound("task.not_found", f"Vụ việc {case.number} không có nhiệm vụ này.")
    return found

"""Acts that the tests of cases share: what a room above does inside its own, taking a case up, seizing its item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record
from buuan.kit.actor import Actor
from buuan.work.cases import actions
from buuan.work.cases.models import Case, CaseItem
from buuan.work.cases.tests.cast import HOUR, MONDAY, Cast

LATER = MONDAY + 2 * HOUR
"""10:00 of the same Monday."""


@action
def within(actor: Actor, do: Callable[[], Any]) -> Any:
    """Run what a room above does inside its own act."""
    result = do()
    record(actor, "test.act", "test.case", at=MONDAY)
    return result


def again(case: Case) -> Case:
    """Give the case as it stands now."""
    return Case.objects.select_related("lead").get(pk=case.pk)


def take_up(cast: Cast, case: Case) -> Case:
    """Bring a case into handling."""
    case = actions.verify_case(cast.police, case, assignee=cast.account("police"), at=LATER)
    return actions.handle_case(cast.police, case, at=LATER)


def seize(cast: Cast, case: Case) -> CaseItem:
    """Write that the one item of a case was seized."""
    return actions.record_outcome(
        cast.police, case.items.get(), outcome="seized", quantity="36", unit="quả", value_vnd=1_200_000, at=LATER
    )


def records(name: str) -> list[Record]:
    """Give the records of one kind, oldest first."""
    return list(Record.objects.filter(action=name).order_by("pk"))

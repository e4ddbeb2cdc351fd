"""What becomes of the items of a case: seized with quantity and value where something is found, else let go."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from buuan.site.demo.custody import take_seized
from buuan.site.demo.stage import Stage, words
from buuan.work.cases.actions import record_outcome

if TYPE_CHECKING:
    from buuan.site.demo.casework import Work

_FOUND_RATE = {"prohibited": 0.85, "conditional": 0.45, "clear": 0.25}
_GONE = ("seized", "destroyed", "transferred")


def settle(stage: Stage, work: Work, at: datetime, *, only_first: bool = False) -> bool:
    """Write the outcome of every item that has none yet, or of the first only; tells whether a violation was found in any.

    Whoever takes part and is competent writes it: market surveillance or customs for their goods, else the lead's officer.
    """
    items = list(work.case.items.select_related("case__lead", "operator").order_by("pk"))
    chance = stage.chance("outcome", work.case.number)
    is_found = chance.random() < _FOUND_RATE[work.verdict]
    waiting = [one for one in items if not one.outcome]
    for item in waiting[:1] if only_first else waiting:
        outcome = (
            chance.choice(("seized",) * 5 + _GONE[1:])
            if is_found
            else chance.choice(("released", "released", "nothing_found", "returned"))
        )
        who = work.officer
        if "chi-cuc-qltt" in work.parts and chance.random() < 0.55:
            who = "qltt"
        elif "chi-cuc-hq-kv-x" in work.parts and chance.random() < 0.55:
            who = "hai-quan"
        if outcome == "seized":
            unit, fewest, most, each_vnd = words()["seized"].get(work.category, words()["seized"][""])
            quantity = chance.randint(fewest, most)
            record_outcome(
                stage.actor(who), item, outcome=outcome, at=at, quantity=quantity, unit=unit, value_vnd=quantity * each_vnd
            )
            take_seized(stage, work, item, who, quantity, unit, at)
        else:
            record_outcome(stage.actor(who), item, outcome=outcome, at=at)
    return any(one in _GONE for one in work.case.items.values_list("outcome", flat=True))

"""What counts as proof that a point of the directive is served: one kind of record, the points, and when it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Proof:
    """One line of a room's `proof.py`.

    `record` is the name of the audit record (`intake.report_received`), `points` the points of the directive that it proves
    (`7c`), `when` the Vietnamese sentence that says when it counts. `facts` are the facts that the record must hold, each with
    this very value, to count; none are needed when it is empty. `clocks` are the kinds of clock (`intake.accept`) that run for
    the same duty: while one of them is overdue the point is late, whatever else proves it.
    """

    record: str
    points: tuple[str, ...]
    when: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    clocks: tuple[str, ...] = ()

    def counts(self, record: str, facts: Mapping[str, Any]) -> bool:
        """Tell whether a record of this name with these facts counts; a missing fact is not the same as an empty one."""
        return record == self.record and all(key in facts and facts[key] == value for key, value in self.facts.items())

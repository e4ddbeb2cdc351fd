"""State tables: one table drives the check, the buttons, the API's next steps and the picture in the handbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from buuan.kit.errors import Refused


@dataclass(frozen=True, slots=True)
class Step:
    """One allowed move: `verb` takes a record from `source` to `target`; `right` is needed to do it; `name` is its button."""

    verb: str
    source: str
    target: str
    right: str
    name: str


class Flow:
    """The states of one kind of record and the steps between them.

    `states` maps each state to its Vietnamese name, in the order in which a record passes them; the first is the start.
    """

    def __init__(self, name: str, states: dict[str, str], steps: Iterable[Step]) -> None:
        self.name = name
        self.states = states
        self.steps = tuple(steps)
        self.start = next(iter(states))
        for step in self.steps:
            if step.source not in states or step.target not in states:
                raise ValueError(f"{name}: {step.verb} names an unknown state")

    def step(self, state: str, verb: str) -> Step:
        """Give the step that `verb` takes from `state`; raises Refused when there is none."""
        for step in self.steps:
            if step.verb == verb and step.source == state:
                return step
        known = {s.verb: s.name for s in self.steps}
        raise Refused(
            f"{self.name}.not_open",
            f"Không thể «{known.get(verb, verb)}» khi đang ở trạng thái «{self.states.get(state, state)}».",
            state=state,
            verb=verb,
        )

    def open_from(self, state: str) -> tuple[Step, ...]:
        """Give the steps that lead out of `state`."""
        return tuple(s for s in self.steps if s.source == state)

    def ends(self) -> frozenset[str]:
        """Give the states that no step leads out of."""
        return frozenset(self.states) - {s.source for s in self.steps}

    def reachable(self) -> frozenset[str]:
        """Give every state that can be reached from the start; a flow whose other states exist is wrong."""
        seen = {self.start}
        todo = [self.start]
        while todo:
            for step in self.open_from(todo.pop()):
                if step.target not in seen:
                    seen.add(step.target)
                    todo.append(step.target)
        return frozenset(seen)

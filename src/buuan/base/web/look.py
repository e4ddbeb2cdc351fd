"""Plain values that the parts of a page are drawn from, so that a room states facts and a template draws them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from buuan.kit.flow import Flow


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One stop in the picture of a flow: `place` is done, now or next; `note` is a time or a deadline in words."""

    name: str
    place: str
    note: str = ""
    late: bool = False


def flow_steps(
    flow: Flow,
    state: str,
    *,
    path: tuple[str, ...] | None = None,
    notes: Mapping[str, str] | None = None,
    late: bool = False,
) -> list[FlowStep]:
    """Give the stops of `flow` for a record that stands in `state`, in the order in which records pass them.

    `path` names the states to show when the flow has side exits (declined, withdrawn); a `state` off the path is put at
    its end, for it is where the record stopped, and then only the stops that `notes` speaks of count as passed.
    """
    notes = notes or {}
    shown = list(path or flow.states)
    on_path = state in shown
    at = shown.index(state) if on_path else len(shown)
    if not on_path:
        shown = [name for name in shown if name in notes] + [state]
        at = len(shown) - 1
    ended = state in flow.ends()
    steps = []
    for rank, name in enumerate(shown):
        place = "done" if rank < at or (rank == at and ended) else "now" if rank == at else "next"
        steps.append(FlowStep(gettext(flow.states[name]), place, notes.get(name, ""), late and rank == at and not ended))
    return steps


def initials(name: str) -> str:
    """Give the two letters that stand in the round mark of an organisation or a person (`Công an tỉnh` gives `CA`)."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalpha()]
    return "".join(word[0] for word in words[:2]).upper()

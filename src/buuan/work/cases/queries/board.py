"""The board: the cases that a body leads, by state; counted to a cap, each column its latest."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from buuan.base.organisations.models import Organisation, tree_of
from buuan.kit.actor import Actor
from buuan.work.cases.models import Case, Participant
from buuan.work.cases.queries.cases import with_clock
from buuan.work.cases.rights import HANDLERS
from buuan.work.cases.rules import CASE_FLOW, sight_of

COLUMNS = tuple(state for state in CASE_FLOW.states if state != "closed")
MOST_A_COLUMN, COUNTED_TO, MOST_LANES = 20, 100, 200


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One state: its latest cases, and how many there are, counted to COUNTED_TO."""

    state: str
    cases: list[Case]
    count: int

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count >= COUNTED_TO


def lanes(actor: Actor) -> list[Organisation]:
    """Give the bodies that lead cases which `actor` may see and which are not closed, the actor's own first."""
    leading = Exists(Case.objects.filter(lead=OuterRef("pk")).exclude(state="closed"))
    if sight_of(actor.role, actor.body_kind, actor.may("cases.read")) == "part":
        tree = tree_of(actor)
        parts = Participant.objects.filter(organisation__among=tree, role="partner", until_at=None).order_by("-pk")
        partners = Case.objects.filter(pk__in=parts.values("case")[:1_000]).exclude(state="closed").values("lead")
        keys = {*tree.keys, *partners.order_by().distinct().values_list("lead", flat=True)}
        rows = Organisation.objects.filter(leading, pk__in=keys)
    else:
        rows = Organisation.objects.filter(leading, kind__in=HANDLERS.split())
    found = list(rows.order_by("kind", "sort_key", "pk")[:MOST_LANES])
    return sorted(found, key=lambda one: not one.path.startswith(actor.tree or "/"))


def board(actor: Actor, lead: Organisation) -> list[BoardColumn]:
    """Give the columns of one body as `actor` may see them."""
    columns = []
    for state in COLUMNS:
        rows = Case.objects.visible_to(actor).filter(lead=lead, state=state).order_by("-opened_at", "-pk")
        shown = list(with_clock(rows.select_related("assignee", "area"))[:MOST_A_COLUMN])
        count = len(shown) if len(shown) < MOST_A_COLUMN else rows.order_by()[:COUNTED_TO].count()
        columns.append(BoardColumn(state, shown, count))
    return columns

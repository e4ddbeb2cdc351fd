"""What the page of a case shows of the work in it: kind, details, tasks, labels, who is away, what may belong to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from buuan.base.web import formats
from buuan.base.web.words import shown
from buuan.kit.actor import Actor
from buuan.work.cases import presenters
from buuan.work.cases.models import Case
from buuan.work.cases.queries import away_on, related_cases, takes_part
from buuan.work.cases.rules import KINDS, LABELS


def work_part(actor: Actor, case: Case, now: datetime, *, is_lead: bool, is_open: bool) -> dict[str, Any]:
    """Give this part of the page's context."""
    tasks = sorted(case.tasks.all(), key=lambda one: (one.state != "open", one.part != "task", one.pk))
    handles = actor.may("cases.handle") and case.state != "closed"
    leads = handles and is_lead
    related = related_cases(actor, case)
    absence = away_on(case.assignee, formats.local(now).date()) if is_open else None

    def address(name: str, when: bool) -> str:
        return reverse(f"cases:{name}", args=[case.number]) if when else ""

    may_claim = actor.may("cases.verify") and is_lead and case.state in ("verifying", "handling") and case.assignee_id is None
    return {
        "kind_name": case.template.name if case.template else shown(KINDS["plain"]),
        "kind_url": address("kind", leads and is_open),
        "details": presenters.detail_rows(case),
        "details_url": address("details", leads),
        "labels_url": address("labels", leads),
        "labels_shown": ", ".join(shown(LABELS.get(one, one)) for one in case.labels),
        "tasks": tasks,
        "tasks_done": sum(one.state != "open" for one in tasks),
        "tasks_all": len(tasks),
        "add_task_url": address("add_task", leads),
        "may_task": handles and (is_lead or takes_part(actor, case)),
        "may_waive": leads,
        "claim_url": address("claim", may_claim),
        "away": absence.away.sentence if absence else "",
        "related": related,
        "related_rows": [(one, "; ".join(presenters.say_link(link) for link in one.links)) for one in related.suggestions],
    }

"""Who sees a case and why, and how its records are chained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet

from buuan.base.access.registry import rights_of
from buuan.base.accounts.models import Account
from buuan.base.audit.models import Record
from buuan.base.audit.queries import history_of
from buuan.work.cases.models import (
    Case,
    Participant,
)
from buuan.work.cases.rules import (
    OVERSEERS,
    sight_of,
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """An account that may see the case: its person, and why (a key of SIGHTS); `role` is that of its body in the case, if any."""

    account: Account
    sight: str
    role: str = ""


def who_sees(case: Case, on: date) -> list[Viewer]:
    """Give every account in use that may see the case and why, by the very rule of `visible_to`, most concerned first."""
    parts = list(Participant.objects.filter(case=case, until_at=None).select_related("organisation"))
    roles: dict[str, str] = {}
    for one in sorted(parts, key=lambda part: part.role == "lead"):
        roles |= dict.fromkeys(one.organisation.paths_up(), one.role)
    near = Q(organisation__path__in=roles) | Q(organisation__kind__in=OVERSEERS) | Q(role__in=("auditor", "system"))
    rows = (
        Account.objects.filter(near, is_active=True).select_related("organisation").order_by("organisation__sort_key", "name", "pk")
    )
    found = []
    for account in rows:
        body = account.organisation
        sight = sight_of(account.role, body.kind, "cases.read" in rights_of(account.role, body.kind))
        sees = (
            sight == "all" or (sight == "unrestricted" and case.marking != "restricted") or (sight == "part" and body.path in roles)
        )
        if sees and account.works_on(on):
            found.append(Viewer(account, sight, roles.get(body.path, "") if sight == "part" else ""))
    order = {"lead": 0, "partner": 1, "": 2}
    return sorted(found, key=lambda one: (order[one.role], one.sight == "all"))


@dataclass(frozen=True, slots=True)
class ChainState:
    """The records about one case: how many, how many wait for their link, and when the last one was written."""

    records: int
    waiting: int
    last_at: datetime | None

    @property
    def is_sealed(self) -> bool:
        """Whether every record stands in the chain."""
        return self.waiting == 0


def chain_of(case: Case) -> ChainState:
    """Give the state of the records about a case; it counts, it does not verify (`buuan audit verify` walks the chain)."""
    rows: QuerySet[Record] = history_of(case)
    counted = rows.order_by().aggregate(total=Count("pk"), waiting=Count("pk", filter=Q(link=None)), last=Max("at"))
    return ChainState(counted["total"], counted["waiting"], counted["last"])

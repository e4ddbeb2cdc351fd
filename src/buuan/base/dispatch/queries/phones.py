"""Whom to telephone: who is on duty by the roster, else the 24/7 contact; and the security leader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from buuan.base.dispatch.models import Call, Notice, Recipient, Shift
from buuan.base.organisations.models import Organisation, home_number
from buuan.base.organisations.queries import contacts_of
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be telephoned; `role` says as what: duty (by the roster), contact (24/7), leader."""

    name: str
    phone: str
    role: str

    @property
    def phone_shown(self) -> str:
        """The number as people dial it at home."""
        return home_number(self.phone)


@dataclass(frozen=True, slots=True)
class Reachable:
    """Who answers for an organisation now; None where nobody is named."""

    duty: Person | None
    leader: Person | None

    def for_rung(self, whom: str) -> Person | None:
        """Give whom a rung of the ladder names; above the recipient nobody but its own leader is called."""
        return self.duty if whom == "duty" else self.leader or self.duty


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """One line of the phone list: a silent recipient, for how long, whom to call, and the last call that was made."""

    recipient: Recipient
    silent_for: timedelta
    reachable: Reachable
    calls: tuple[Call, ...]

    @property
    def last_call(self) -> Call | None:
        """The latest call, if any."""
        return self.calls[-1] if self.calls else None


def on_duty(organisation: Organisation, at: datetime) -> Person | None:
    """Give who is on duty for an organisation at a moment: by its own roster or the nearest one above, else the 24/7 contact."""
    return whom_to_call([organisation], at)[organisation.pk].duty


def whom_to_call(organisations: Iterable[Organisation], at: datetime) -> dict[int, Reachable]:
    """Give for each organisation, by its key, who is on duty and who leads on security, in three queries.

    The own roster comes before the own contact, and both before those above, as a branch's own people know it best.
    """
    wanted = list(organisations)
    on = at.astimezone(VIETNAM).date()
    contacts, leaders = contacts_of(wanted, "duty_24_7", on), contacts_of(wanted, "security_leader", on)
    shifts = {one.organisation.path: one for one in Shift.objects.on(at).select_related("organisation")}
    found = {}
    for one in wanted:
        contact, leader = contacts[one.pk], leaders[one.pk]
        duty = Person(contact.name, contact.phone, "contact") if contact else None
        depth = contact.organisation.path.count("/") if contact else 0
        for path in one.paths_up():
            if path in shifts and path.count("/") >= depth:
                duty = Person(shifts[path].name, shifts[path].phone, "duty")
                break
        found[one.pk] = Reachable(duty, Person(leader.name, leader.phone, "leader") if leader else None)
    return found


def phone_list(actor: Actor, notice: Notice, at: datetime, limit: int = 200, under: str = "") -> list[PhoneLine]:
    """Give the recipients that still owe, those silent for longest first, each with whom to call and the calls made.

    `under` is the path of the organisation whose level is looked at.
    """
    rows = list(
        Recipient.objects.visible_to(actor)
        .filter(notice=notice, owes=True, organisation__path__startswith=under)
        .select_related("organisation__parent", "notice")
        .prefetch_related("calls")
        .order_by("acknowledged_at", "delivered_at", "organisation__path")[:limit]
    )
    reachable = whom_to_call([one.organisation for one in rows], at)
    return [
        PhoneLine(
            one,
            at - one.delivered_at,
            reachable[one.organisation_id],
            tuple(sorted(one.calls.all(), key=lambda call: (call.called_at, call.pk))),
        )
        for one in rows
    ]

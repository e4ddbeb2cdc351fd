"""How a case reads: sentences of its timeline, marked words, who can see it. Facts come in, Vietnamese sentences go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from buuan.base.clocks.models import Clock
from buuan.base.web import formats
from buuan.work.cases.models import Case
from buuan.work.cases.queries import Viewer
from buuan.work.cases.rules import CASE_FLOW, FOUND, LINKS, MARKINGS, SIGHTS, Link

SEVERITY_TONES = {"critical": "red", "high": "red", "medium": "amb", "low": ""}
STATE_TONES = {"received": "amb", "verifying": "blu", "handling": "blu", "concluded": "grn", "closed": ""}
REFERRAL_TONES = {"open": "amb", "accepted": "grn", "declined": "red", "withdrawn": ""}
TASK_TONES = {"open": "amb", "done": "grn", "not_needed": ""}
OUTCOME_TONES = {
    "seized": "red",
    "destroyed": "red",
    "transferred": "amb",
    "returned": "grn",
    "released": "grn",
    "nothing_found": "grn",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a declaration; `law` and `rule` are empty where nothing was recognised."""

    text: str
    rule: str = ""
    law: str = ""

    @property
    def is_marked(self) -> bool:
        """Whether a word of the catalogue was recognised here."""
        return bool(self.rule)


def marked(text: str, hits: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """Cut a declaration into pieces so that the recognised words can be marked; `hits` are in code points, end excluded.

    Of hits that overlap the one that begins first and is longest is shown; a hit outside the text is left out.
    """
    pieces, at = [], 0
    for hit in sorted(hits, key=lambda one: (one["start"], -one["end"])):
        start, end = hit["start"], hit["end"]
        if start < at or end > len(text) or start >= end:
            continue
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], hit.get("rule") or "…", hit.get("law", "")))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces


def stage_notes(case: Case, now: datetime) -> dict[str, str]:
    """Give, for each state that the case has reached, when that was; for the picture of the flow."""
    moments = {
        "received": case.opened_at,
        "verifying": case.verifying_at,
        "handling": case.handling_at,
        "concluded": case.concluded_at,
        "closed": case.closed_at,
    }
    return {state: formats.near_moment(at, now) for state, at in moments.items() if at is not None}


def path_of(case: Case) -> tuple[str, ...]:
    """Give the states to draw: a case that was concluded from verification never passed through handling."""
    skipped = case.concluded_at is not None and case.handling_at is None
    return tuple(state for state in CASE_FLOW.states if not (skipped and state == "handling"))


def viewers_of(case: Case, seen_by: Iterable[Viewer]) -> list[tuple[str, str]]:
    """Give who can see the case and why, in words, a line a body; people by name, so that nobody has to guess."""
    since = {one.organisation_id: formats.moment(one.from_at) for one in case.participants.all()}
    bodies: dict[tuple[int, str], tuple[str, str, list[str]]] = {}
    for one in seen_by:
        body = one.account.organisation
        why = gettext(SIGHTS[one.sight])
        if one.role:
            why = gettext("chủ trì") if one.role == "lead" else gettext("phối hợp")
            if body.pk in since:
                why = gettext("%(role)s, từ %(at)s") % {"role": why, "at": since[body.pk]}
        bodies.setdefault((body.pk, one.sight), (str(body), why, []))[2].append(one.account.name)
    rows = [(name, f"{why}: {', '.join(people[:MOST_NAMED])}{_and_more(people)}") for name, why, people in bodies.values()]
    if former := former_bodies(case):
        rows.append((former, gettext("đã chuyển vụ việc; chỉ biết trạng thái")))
    rows.append((gettext("Đơn vị đã báo"), gettext("chỉ biết số, trạng thái và phản hồi")))
    rows.append((gettext("Quản trị hệ thống"), gettext("không xem được nội dung")))
    return rows


MOST_NAMED = 6


def _and_more(people: list[str]) -> str:
    more = len(people) - MOST_NAMED
    return gettext(" và %(n)s người khác") % {"n": more} if more > 0 else ""


def former_bodies(case: Case) -> str:
    """Name those who passed the case on and still learn where it stands; empty where nobody did."""
    return ", ".join(dict.fromkeys(str(one.sender) for one in case.referrals.all() if one.state == "accepted"))


def marking_name(case: Case) -> str:
    """Give the marking as the head shows it."""
    return {
        "public": gettext("Công khai"),
        "internal": gettext("Nội bộ"),
        "restricted": gettext("Hạn chế: các cơ quan tham gia"),
    }.get(case.marking, gettext(MARKINGS.get(case.marking, "")))


def last_day(until_on: date) -> date:
    """Give the last day of a time that ends before `until_on`, as people name it."""
    return until_on - timedelta(days=1)


def say_link(link: Link) -> str:
    """Say why a case is suggested; of a phone nothing is shown."""
    said = gettext(LINKS[link.kind])
    return f"{said} {link.shown}" if link.shown else said


@dataclass(frozen=True, slots=True)
class Since:
    """What a clock counts from: a day that the kind asks for (`name`), else when the matter was found, else the case's opening.

    `missing` names the first choice of the law where it is not written.
    """

    at: datetime
    name: str = ""
    is_found: bool = False
    missing: str = ""


def since_of(case: Case, clock: Clock) -> Since | None:
    """Give what a clock of the case's kind counts from; None for one that counts from its event as usual, or did before."""
    plan = next((one for one in case.plan.clocks if one.limit == clock.kind and one.since), None)
    if plan is None:
        return None
    used, at = plan.counts_from(case.details, case.found_at, case.opened_at)
    if at != clock.started_at:
        return None
    names = {one.code: one.name[:1].lower() + one.name[1:] for one in case.plan.own_fields()}
    first = plan.since[0]
    return Since(at, names.get(used, ""), used == FOUND, names.get(first, "") if used != first else "")


def detail_rows(case: Case) -> list[tuple[str, str, bool]]:
    """Give what the kind asks for with what is known: name, value in words, whether it is missing."""
    rows = []
    for one in case.plan.own_fields():
        value = str(case.details.get(one.code, ""))
        if value and one.type == "day":
            value = formats.day(date.fromisoformat(value))
        rows.append((one.name, dict(one.choices).get(value, value), not value))
    return rows

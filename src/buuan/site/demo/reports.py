"""What the clerks at the counters, and a few agencies, report."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from buuan.base.files.actions import keep_photo
from buuan.base.organisations.models import Organisation
from buuan.engine.verdict import CLEAR
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM
from buuan.registers.goods.queries import category, judge
from buuan.site.demo.parcels import Parcels
from buuan.site.demo.photos import draw_package
from buuan.site.demo.stage import Stage, words
from buuan.work.intake.actions import ReportFacts, receive_report
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.rules import GRAVE

ACCEPT, JOIN, DECLINE, WAIT = "accept", "join", "decline", "wait"
Next = Callable[[SuspicionReport, str, datetime], None]
"""What the focal point does with a report that has come in, given what is to become of it."""

_EARLIEST = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Parcel:
    """An item that a clerk may report: what its manifest will say of it, and whether what is declared may not be sent."""

    item_id: str
    point: str
    content: str
    accepted_at: datetime
    is_risky: bool
    is_burst: bool


@dataclass
class Counters:
    """The points with an invented clerk, by code, and the items accepted there."""

    points: dict[str, Organisation]
    clerks: dict[str, Actor]
    parcels: list[Parcel]


def open_counters(stage: Stage, parcels: Parcels) -> Counters:
    """Hire clerks at the points where most declarations are worth a report, one point a commune; the demo's own clerk is one."""
    found = _parcels(parcels)
    risky = Counter(one.point for one in found if one.is_risky)
    busy = Counter(one.point for one in found)
    areas = dict(Organisation.objects.filter(code__in=busy).values_list("code", "area_id"))
    own = stage.account("giao-dich-vien").organisation.code
    wanted, known = [own, parcels.burst_point], {areas[own], areas[parcels.burst_point]}
    for point in sorted(busy, key=lambda code: (-risky[code], -busy[code], code)):
        if len(wanted) < stage.size.counters and areas[point] not in known:
            wanted.append(point)
            known.add(areas[point])
    points = {one.code: one for one in Organisation.objects.filter(code__in=wanted).select_related("area")}
    clerks = {}
    for number, code in enumerate(sorted({*wanted} - {own}), start=1):
        clerks[code] = stage.hire(f"gdv-{number:02d}", f"Giao dịch viên {number:02d}", "counter_clerk", points[code])
    clerks[own] = stage.actor("giao-dich-vien")
    return Counters(points, clerks, [one for one in found if one.point in clerks])


def plan_reports(stage: Stage, counters: Counters, then: Next) -> set[str]:
    """Put the month's reports of clerks and agencies into the story, each with what is to become of it; gives the items' codes."""
    chance = stage.chance("reports")
    size = stage.size
    early = stage.start + _EARLIEST
    late = stage.end - timedelta(hours=14)
    usable = [one for one in counters.parcels if early < one.accepted_at < late and not one.is_burst]
    waiting = _plan_waiting(stage, counters, chance, usable, then)
    usable = [one for one in usable if one.item_id not in waiting]
    risky = [one for one in usable if one.is_risky]
    plain = [one for one in usable if not one.is_risky]
    many = min(len(risky), (size.reports - size.waiting) * 46 // 100)
    burst = [one for one in counters.parcels if one.is_burst][: max(size.burst // 12, 2)]
    chosen = chance.sample(risky, many) + chance.sample(plain, size.reports - size.waiting - many - len(burst)) + burst
    fates = _fates(stage, chosen)
    photos = set(chance.sample(range(len(chosen)), size.photos))
    for number, parcel in enumerate(chosen):
        found_at = parcel.accepted_at + timedelta(minutes=chance.randrange(2, 40))
        took = timedelta(minutes=chance.choice((3, 4, 6, 8, 11, 15, 22, 35, 50, 95, 180)))
        _plan(stage, counters, chance, parcel, found_at, took, fates[number], then, has_photo=number in photos)
    _plan_agencies(stage, chance, then)
    return waiting | {one.item_id for one in chosen}


def _parcels(parcels: Parcels) -> list[Parcel]:
    """Give all goods that were accepted at a counter, faultless rows only, in a fixed order."""
    found = []
    for _operator, made in parcels.made():
        goods = pl.concat([made.items, made.truth.drop("item_id")], how="horizontal").filter(
            ~pl.col("service_class").is_in(["letter", "document"])
            & pl.col("fault").is_null()
            & pl.col("declared_content").is_not_null()
        )
        visible = pl.col("category").is_not_null() & ~pl.col("hidden")
        rows = goods.select("item_id", "accept_point", "declared_content", "accepted_at", visible, "burst").iter_rows()
        found += [Parcel(*row) for row in rows]
    return found


def _is_grave(parcel: Parcel) -> bool:
    """Tell whether a report of this item must be answered within hours, as the catalogue has it."""
    found = judge(parcel.content[:200])
    goods = category(found.category)
    return found.verdict != CLEAR and goods is not None and goods.severity in GRAVE


def _fates(stage: Stage, chosen: list[Parcel]) -> list[str]:
    """Give what becomes of each: of what may not be sent half becomes a case, of what merely looked odd most is declined."""
    wanted = stage.size.cases - _opened_otherwise(stage)
    chance = stage.chance("fates")
    risky = [number for number, one in enumerate(chosen) if one.is_risky]
    odd = [number for number, one in enumerate(chosen) if not one.is_risky and not one.is_burst]
    chance.shuffle(risky)
    chance.shuffle(odd)
    first = min(wanted * 3 // 4, len(risky))
    fates = [DECLINE] * len(chosen)
    for number in risky[:first] + odd[: wanted - first]:
        fates[number] = ACCEPT
    for number in risky[first : first + first * 5 // 8] + odd[wanted - first : wanted - first + len(odd) // 8]:
        fates[number] = JOIN
    one_case = [number for number, one in enumerate(chosen) if one.is_burst]
    for place, number in enumerate(one_case):
        fates[number] = ACCEPT if place == 0 else JOIN
    spare = next(number for number, fate in enumerate(fates) if fate == ACCEPT and number not in one_case)
    fates[spare] = JOIN  # the case of the burst takes its place, so that the figures add up
    return fates


def _opened_otherwise(stage: Stage) -> int:
    """Give how many cases begin without a clerk's report: with a hit, an agency's report, or at a body's own desk."""
    size = stage.size
    return size.hit_reports * 3 // 10 + size.agency_reports * 3 // 8 + sum(len(some) for some in words()["cases"].values())


def _plan(
    stage: Stage,
    counters: Counters,
    chance: random.Random,
    parcel: Parcel,
    found_at: datetime,
    took: timedelta,
    fate: str,
    then: Next,
    *,
    has_photo: bool = False,
) -> None:
    clerk, point = counters.clerks[parcel.point], counters.points[parcel.point]
    sign = {"signs": ["many_alike", "false_sender"], "text": "Nhiều gói giống nhau, mỗi gói một tên người gửi."}
    if not parcel.is_burst:
        sign = chance.choice(words()["signs"])
    # What the catalogue does not find needs a sign, as the form asks for one.
    is_odd = chance.random() < 0.25 or judge(parcel.content[:200]).verdict == CLEAR
    picture = draw_package(chance) if has_photo else b""

    def report(at: datetime) -> None:
        photos = [keep_photo(clerk, point, picture, at=at)] if picture else []
        facts = ReportFacts(
            item_id=parcel.item_id,
            client_key=f"mau-{parcel.item_id}",
            found_at=found_at,
            sent_at=at - timedelta(seconds=3),
            declared_content=parcel.content[:200],
            signs=tuple(sign["signs"]) if is_odd else (),
            text=sign["text"] if is_odd else "",
        )
        then(receive_report(clerk, point, facts, at=at, photos=photos), fate, at)

    stage.story.at(found_at + took, report)


def _plan_waiting(stage: Stage, counters: Counters, chance: random.Random, usable: list[Parcel], then: Next) -> set[str]:
    """Put in the reports that nobody has answered yet: most within their time, about a quarter over it; gives the items' codes."""
    size = stage.size
    overdue, urgent = max(size.waiting // 4, 1), size.waiting // 2
    latest = sorted(usable, key=lambda one: (one.accepted_at, one.item_id), reverse=True)
    grave = [one for one in latest if one.is_risky and _is_grave(one)][: 2 * urgent]
    plain = [one for one in latest if not one.is_risky][: 20 * size.waiting]
    chosen = chance.sample(grave, urgent) + chance.sample(plain, size.waiting - urgent)
    for number, parcel in enumerate(chosen):
        if number < overdue:
            back = timedelta(minutes=chance.randrange(200, 540))
        else:
            back = timedelta(minutes=chance.randrange(6, 100) if number < urgent else chance.randrange(30, 1100))
        found_at = stage.end - back - timedelta(minutes=9)
        if number < overdue or number >= urgent:
            found_at = max(_by_day(found_at), parcel.accepted_at + timedelta(minutes=5))
        _plan(stage, counters, chance, parcel, found_at, timedelta(minutes=9), WAIT, then)
    return {one.item_id for one in chosen}


def _by_day(moment: datetime) -> datetime:
    """Give the moment, or when counters are closed one in the last hours of the day before."""
    local = moment.astimezone(VIETNAM)
    if 7 <= local.hour < 21:
        return local
    evening = local - timedelta(days=1) if local.hour < 7 else local
    return evening.replace(hour=19 + local.minute % 2)


def _plan_agencies(stage: Stage, chance: random.Random, then: Next) -> None:
    """Put in what other departments and a commune tell: about no item at hand, so that nothing is held."""
    accounts = ["so-nganh", "xa"]
    span = (stage.end - stage.start - timedelta(days=3)) / max(stage.size.agency_reports, 1)
    texts = {name: list(words()["agencies"][name]) for name in accounts}
    for number in range(stage.size.agency_reports):
        name = accounts[number % 2]
        text = texts[name][number // 2 % len(texts[name])]
        fate = ACCEPT if number < stage.size.agency_reports * 3 // 8 else DECLINE
        local = (stage.start + timedelta(days=1) + span * number).astimezone(VIETNAM)
        moment = local.replace(hour=8 + chance.randrange(8), minute=chance.randrange(60))
        _plan_agency(stage, name, f"mau-{name}-{number}", text, moment, fate, then)


def _plan_agency(stage: Stage, name: str, key: str, text: str, moment: datetime, fate: str, then: Next) -> None:
    def report(at: datetime) -> None:
        person = stage.actor(name)
        own = stage.account(name).organisation
        facts = ReportFacts(item_id="", client_key=key, found_at=at - timedelta(hours=2), sent_at=at, text=text)
        then(receive_report(person, own, facts, at=at), fate, at)

    stage.story.at(moment, report)

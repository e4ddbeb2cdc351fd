"""The parcels of the month: what each invented operator accepts, and the manifests that it hands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from buuan.base.organisations.models import Organisation
from buuan.base.organisations.queries import operators_on, subtree
from buuan.base.places.queries import areas_on
from buuan.kit.workdays import VIETNAM
from buuan.registers.items.generate import Burst, Commune, Made, Mix, Plan, as_csv, as_parquet, generate
from buuan.site.demo.stage import DAYS, Stage

MIX = Mix(outgoing=0.60, inside=0.23, incoming=0.15, inbound_intl=0.012, outbound_intl=0.008)
"""The demo's operators declare above all what they accept in the province."""
INTERNATIONAL = Mix(outgoing=0.05, inside=0.05, incoming=0.10, inbound_intl=0.5, outbound_intl=0.3)
RISK_RATE, RISK_RATE_ABROAD = 0.015, 0.05
HIDDEN_SHARE = 0.35
BAD_RATE = 0.015
CROSSING = "QTMAU"
"""The invented operator whose parcels cross the border."""
MOST_DAYS = 3
"""A manifest holds what was accepted on few days, as a daily one does; an operator of the demo hands in only now and then."""
COUNTERS = ("post_office", "point", "agent")
_OWN_SERIALS = 1_000_000
"""How far apart the running numbers of two operators' items begin."""


@dataclass(frozen=True, slots=True)
class Handed:
    """One file as an operator hands it in at `at`; `made` is None where the file cannot be used."""

    operator: Organisation
    made: Made | None
    manifest_id: str
    name: str
    data: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Parcels:
    """All files of the month in the order in which they come in, and the point from which one hand sends many parcels."""

    files: list[Handed]
    burst_point: str

    def made(self) -> Iterator[tuple[Organisation, Made]]:
        """Give what can be used, with its operator."""
        return ((one.operator, one.made) for one in self.files if one.made is not None)


def make_parcels(stage: Stage) -> Parcels:
    """Make every manifest of the month; needs operators with points of service, none of them a reference row."""
    on = stage.start.astimezone(VIETNAM).date()
    communes = tuple(
        Commune(area.code, area.type, area.name, 2.0 if area.type == "phường" else 1.0) for area in areas_on("commune", on)
    )
    operators = list(operators_on(on))
    points = {one.pk: _points(stage, one) for one in operators}
    units = sum(len(some) for some in points.values())
    large = sorted(operators, key=lambda one: (-len(points[one.pk]), one.code))
    burst_point = points[large[2].pk][3]
    files: list[Handed] = []
    for rank, operator in enumerate(large):
        share = len(points[operator.pk]) / units
        # The first hands in every fourth day; the smallest, once in the month.
        count = min(max(round(stage.size.manifests * share), 1), 8)
        each = max(round(stage.size.items * share / count), 40)
        for number in range(1, count + 1):
            back = (count - number) * DAYS / count if count > 1 else rank * (DAYS - 6) / len(large)
            end = _end(stage, operator, rank, back)
            burst = None
            if rank == 2 and number == max(count - 1, 1):
                burst = Burst(n=stage.size.burst, point=burst_point, back_min=_back_to_afternoon(end))
            plan = Plan(
                operator_code=operator.code,
                manifest_id=f"{operator.code.lower()}-{end:%Y%m%d}-{number:02d}",
                points=points[operator.pk],
                communes=communes,
                until=end,
                days=min(MOST_DAYS, max(DAYS // count, 1)),
                n=max(each, stage.size.burst * 4) if burst else each,
                seed=stage.seed,
                serial=(rank + 1) * _OWN_SERIALS + number * 50_000,
                codes="s10" if rank < 2 else "own",
                mix=INTERNATIONAL if operator.code == CROSSING else MIX,
                risk_rate=RISK_RATE_ABROAD if operator.code == CROSSING else RISK_RATE,
                hidden_share=HIDDEN_SHARE,
                bad_rate=BAD_RATE if (rank + number) % 4 == 0 else 0.0,
                burst=burst,
            )
            files.append(_handed(stage, operator, generate(plan), in_csv=rank >= 12))
    files.append(_unusable(stage, next(one for one in files if one.name.endswith(".csv"))))
    return Parcels(sorted(files, key=lambda one: (one.at, one.name)), burst_point)


def _points(stage: Stage, operator: Organisation) -> tuple[str, ...]:
    """Give the codes of an operator's counters that stand through the whole month, the busiest first: the demo clerk's own office,
    then the other post offices.
    """
    there = subtree(operator, stage.start.astimezone(VIETNAM).date()).filter(until_on=None, unit_type__in=COUNTERS)
    codes = sorted(there.values_list("code", flat=True))
    stage.chance("points", operator.code).shuffle(codes)
    own = stage.account("giao-dich-vien").organisation.code
    return tuple(sorted(codes, key=lambda code: (code != own, "-BC-" not in code))) or (operator.code,)


def _end(stage: Stage, operator: Organisation, rank: int, days_back: float) -> datetime:
    """Give when a manifest ends: in a night so many days before the last one; the smaller operators hand in on other days."""
    minutes = stage.chance("end", operator.code, str(days_back)).randrange(20, 180)
    last = (stage.end - timedelta(hours=6)).astimezone(VIETNAM)
    night = last.replace(hour=0, minute=0, second=0, microsecond=0)
    return night - timedelta(days=int(days_back) + (rank - 2) % 5 * (rank > 2)) + timedelta(minutes=minutes)


def _back_to_afternoon(end: datetime) -> int:
    """Give how many minutes before a manifest's end, in the night, 14:00 of the day before lies."""
    midnight = end.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((end - (midnight - timedelta(hours=10))).total_seconds() // 60)


def _handed(stage: Stage, operator: Organisation, made: Made, *, in_csv: bool) -> Handed:
    """Write the file; it comes in within two hours of the manifest's end."""
    plan = made.plan
    at = plan.until + timedelta(minutes=stage.chance("handed", plan.manifest_id).randrange(25, 115))
    suffix, write = ("csv", as_csv) if in_csv else ("parquet", as_parquet)
    return Handed(operator, made, plan.manifest_id, f"{plan.manifest_id}.{suffix}", write(made), at)


def _unusable(stage: Stage, good: Handed) -> Handed:
    """Give a file as it came in half an hour before the good one: two columns named in an operator's own words."""
    assert good.made is not None  # noqa: S101 - it is one of those just made
    items = good.made.items.rename({"gross_weight_g": "trong luong", "receiver_name": "ten nguoi nhan"})
    data = as_csv(Made(good.made.plan, items, good.made.truth))
    return Handed(good.operator, None, good.manifest_id, f"{good.manifest_id}-nhap.csv", data, good.at - timedelta(minutes=31))

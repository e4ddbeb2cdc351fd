"""Reading clocks: calendar and ladders in force, the worklist, the five buckets, how a due time came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, F, Min, Prefetch, QuerySet
from django.db.models import Model as DjangoModel

from buuan.base.action import read_once
from buuan.base.audit.models import subject_of
from buuan.base.clocks import rules
from buuan.base.clocks.models import (
    BUCKET_FILTERS,
    CalendarEdition,
    Clock,
    ClockQuerySet,
    LadderRow,
    LadderStep,
    OfficeWeek,
    SpecialDay,
)
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refused
from buuan.kit.period import Period
from buuan.kit.workdays import VIETNAM, Calendar, say_end

COUNTED_TO = 1_000
OPEN_BUCKETS = tuple(bucket.value for bucket in rules.Bucket if bucket.is_open)

_editions: dict[str, Calendar] = {}


def calendar() -> Calendar:
    """Give the working calendar of the rows; raises Refused while none is loaded.

    Building it takes some tens of milliseconds, so each process keeps the latest one; the digest of the rows is its
    key, so that what another process loads is seen at once, for one small statement a call.
    """
    return read_once(("calendar",), _calendar, of=frozenset({"CalendarEdition", "SpecialDay", "OfficeWeek"}))


def _calendar() -> Calendar:
    edition = CalendarEdition.objects.first()
    if edition is None:
        raise Refused("calendar.not_loaded", "Chưa nạp lịch làm việc nên chưa tính được hạn; quản trị cần chạy lại bước cài đặt.")
    found = _editions.get(edition.digest)
    if found is None:
        found = Calendar(
            first_year=edition.first_year,
            last_year=edition.last_year,
            special=tuple(row.as_value() for row in SpecialDay.objects.order_by("day")),
            weeks=tuple(row.as_value() for row in OfficeWeek.objects.order_by("from_on")),
        )
        _editions.clear()
        _editions[edition.digest] = found
    return found


def ladder_in_force(code: str, on: date) -> LadderRow:
    """Give the ladder with this code on `on`, with its steps; raises Refused when there is none."""
    rows = read_once(("clocks.ladder", code), lambda: _ladder_rows(code), of=frozenset({"LadderRow", "LadderStep"}))
    found = next((one for one in rows if one.holds_on(on)), None)
    if found is None:
        raise Refused(
            "clock.unknown_ladder",
            f"Không có thang báo lên cấp trên «{code}» có hiệu lực ngày {on:%d/%m/%Y}.",
            ladder=code,
        )
    return found


def _ladder_rows(code: str) -> list[LadderRow]:
    return list(LadderRow.objects.filter(code=code).prefetch_related("steps").order_by("pk"))


def ladders(on: date) -> QuerySet[LadderRow]:
    """Give the ladders in force on `on`, with their steps."""
    in_order = Prefetch("steps", LadderStep.objects.order_by("number"))
    return LadderRow.objects.as_of(on).prefetch_related(in_order).order_by("code")


def special_days(year: int) -> QuerySet[SpecialDay]:
    """Give the special days of a year."""
    return SpecialDay.objects.filter(day__year=year).order_by("day")


# -- the worklist ----------------------------------------------------------------------------------------------------


def worklist(actor: Actor, now: datetime, tab: str | None = None) -> ClockQuerySet:
    """Give the running clocks of the actor's organisation and its units (việc của đơn vị), the first due first.

    `tab` narrows them to one kind (`intake.accept`) or to one open bucket at `now` (`overdue`); those that stand
    still come last.
    """
    found = Clock.objects.visible_to(actor).running()
    if tab in OPEN_BUCKETS:
        found = found.in_bucket(tab, now)
    elif tab:
        found = found.filter(kind=tab)
    return found.select_related("holder").by_due()


def tab_counts(actor: Actor) -> list[dict[str, Any]]:
    """Give the kinds of work that wait in the worklist as tabs: `kind`, `name` (its task) and `count`, the most frequent first."""
    running = Clock.objects.visible_to(actor).running().order_by()
    return list(running.values("kind").annotate(name=Min("task"), count=Count("*")).order_by("-count", "kind"))


def clock_by_id(actor: Actor, pk: int) -> Clock:
    """Give one clock with its history; raises NotFound when there is none or none for this actor."""
    history = ("pauses", "extensions", "explanations", "moves__old", "moves__new", "escalations__told")
    found = (
        Clock.objects.visible_to(actor).select_related("holder", "giver", "ladder").prefetch_related(*history).filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("clock.not_found", "Không tìm thấy hạn xử lý này, hoặc anh/chị không được xem.")
    return found


def clocks_of(subject: DjangoModel | str) -> ClockQuerySet:
    """Give the clocks that run or ran on a record, the running ones first, by due time; for who may see the record."""
    return (
        Clock.objects.filter(subject=subject_of(subject))
        .with_history()
        .order_by(F("finished_at").desc(nulls_first=True), F("due_at").asc(nulls_last=True), "id")
    )


# -- figures ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BucketRow:
    """How one organisation stands: the five counts, and its rank among those listed (1 = best; equals share a rank).

    `in_time` is the share done in time of all that fell due, done or not; None while nothing has fallen due.
    """

    rank: int
    organisation_id: int
    organisation: str
    not_yet_due: int
    due_soon: int
    overdue: int
    done_in_time: int
    done_late: int

    @property
    def total(self) -> int:
        """All clocks of the organisation in the period."""
        return self.not_yet_due + self.due_soon + self.overdue + self.done_in_time + self.done_late

    @property
    def in_time(self) -> float | None:
        """The share done in time of all that fell due."""
        return _in_time(self.done_in_time, self.done_late + self.overdue)


def given_in(actor: Actor, period: Period) -> ClockQuerySet:
    """Give the visible clocks that started in the period (việc giao trong kỳ): the rows behind `bucket_counts`."""
    return Clock.objects.visible_to(actor).filter(
        started_at__gte=_midnight(period.from_on), started_at__lt=_midnight(period.until_on)
    )


def bucket_counts(actor: Actor, period: Period, now: datetime) -> list[BucketRow]:
    """Give the five buckets at `now` of the clocks given in the period, per holder, ranked by the share done in time.

    Each figure is `given_in(actor, period).filter(holder=…).in_bucket(bucket, now)`. Those of whom nothing has fallen
    due yet come last and share the last rank.
    """
    counts = {name: Count("pk", filter=condition(now)) for name, condition in BUCKET_FILTERS.items()}
    given = given_in(actor, period).order_by().values("holder_id", name=F("holder__short_name"), sort=F("holder__sort_key"))
    rows = list(given.annotate(**counts))
    shares = {row["holder_id"]: _in_time(row["done_in_time"], row["done_late"] + row["overdue"]) for row in rows}
    better = sorted({share for share in shares.values() if share is not None}, reverse=True)
    places = {share: 1 + sum(1 for one in shares.values() if one is not None and one > share) for share in better}
    last = 1 + sum(1 for share in shares.values() if share is not None)
    ranked = [
        BucketRow(
            rank=last if shares[row["holder_id"]] is None else places[shares[row["holder_id"]]],
            organisation_id=row["holder_id"],
            organisation=row["name"],
            **{name: row[name] for name in BUCKET_FILTERS},
        )
        for row in sorted(rows, key=lambda row: row["sort"])
    ]
    return sorted(ranked, key=lambda one: one.rank)


def _in_time(in_time: int, late: int) -> float | None:
    return in_time / (in_time + late) if in_time + late else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0, 0), VIETNAM)


# -- explanations ----------------------------------------------------------------------------------------------------


def explain(clock: Clock) -> str:
    """Give the sentence that tells how the due time came about, and whether the calendar has changed since."""
    days = calendar()
    facts = clock.facts()
    sentence = rules.explain(facts, days)
    reckoning = rules.reckon(facts, days)
    notes = []
    if clock.due_at is not None and reckoning.due_at != clock.due_at:
        notes.append(f"Hạn đã ghi là {say_end(clock.due_at)}, theo lịch làm việc khi đó.")
    if reckoning.first_due_at != clock.first_due_at:
        notes.append(f"Hạn ban đầu đã ghi là {say_end(clock.first_due_at)}; lịch làm việc đã được cập nhật sau khi giao việc.")
    return " ".join([sentence, *notes])


@dataclass(frozen=True, slots=True)
class WayOut:
    """What may be done with a clock now: for each act the reasons against it, none when it is open."""

    extend: list[rules.Reason]
    pause: list[rules.Reason]
    resume: list[rules.Reason]
    explain: list[rules.Reason]
    next_term: rules.ExtensionTerm | None
    extensions_left: int


def ways_out(clock: Clock, at: datetime) -> WayOut:
    """Give what the buttons show, by the same rules by which the actions refuse."""
    days, facts = calendar(), clock.facts()
    limit, used = facts.limit, len(facts.extensions)
    return WayOut(
        extend=rules.may_extend(facts, days, at),
        pause=rules.may_pause(facts, days, at),
        resume=rules.may_resume(facts, at),
        explain=may_explain(clock, at),
        next_term=limit.extension_terms[used] if used < len(limit.extension_terms) else None,
        extensions_left=max(limit.max_extensions - used, 0),
    )


def may_explain(clock: Clock, at: datetime) -> list[rules.Reason]:
    """Give the reasons against explaining the clock at `at`: only running work that is late can be explained."""
    if not clock.is_running:
        return [rules.Reason("clock.finished", "Việc này đã hoàn thành.")]
    if clock.due_at is None or at <= clock.due_at:
        return [rules.Reason("clock.not_late", "Chưa quá hạn nên chưa cần giải trình.")]
    return []

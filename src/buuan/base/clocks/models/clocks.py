"""Clocks as rows: who must do what about which record by when, with the limit as it was on the day it started."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from buuan.base.action import Model, QuerySet
from buuan.base.clocks import rules
from buuan.base.clocks.models.ladders import LadderRow
from buuan.base.organisations.models import Organisation, tree_of
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor

SEVERITIES = {"critical": "nghiêm trọng", "high": "khẩn", "medium": "nghi vấn", "low": "thường"}


LATE_AT = Greatest("due_at", "warn_at")
"""The due time, said so that PostgreSQL knows how many clocks are late: of an expression in the index of the running clocks it
keeps figures of these alone; those of the column are of all clocks that ever ran, nearly all of which were due long ago."""


class ClockQuerySet(QuerySet):
    """Clocks, narrowed by actor and state."""

    def visible_to(self, actor: Actor) -> ClockQuerySet:
        """Give the clocks of the actor's organisation and its units; the auditor reads all, the administrator none."""
        if actor.role == "system":
            return self
        if not actor.may("clocks.read"):
            return self.none()
        if actor.role == "auditor":
            return self
        return self.filter(holder__among=tree_of(actor))

    def running(self) -> ClockQuerySet:
        """Give the clocks that are not finished."""
        return self.filter(finished_at=None)

    def late(self, now: datetime) -> ClockQuerySet:
        """Give the running clocks that are over at `now`."""
        return self.running().alias(late_at=LATE_AT).filter(late_at__lt=now)

    def in_bucket(self, bucket: str, now: datetime) -> ClockQuerySet:
        """Give the clocks that are, or were, in one of the five computed buckets at `now`; `rules.bucket` in SQL."""
        return self.filter(BUCKET_FILTERS[bucket](now))

    def by_due(self) -> ClockQuerySet:
        """Order by due time, the first due first; clocks that stand still come last."""
        return self.order_by(F("due_at").asc(nulls_last=True), "id")

    def with_history(self) -> ClockQuerySet:
        """Bring along what the arithmetic needs, so that a list costs no query a row."""
        return self.select_related("holder").prefetch_related("pauses", "extensions")


def _is_open(now: datetime) -> Q:
    return Q(finished_at=None) | Q(finished_at__gt=now)


BUCKET_FILTERS: dict[str, Callable[[datetime], Q]] = {
    "not_yet_due": lambda now: _is_open(now) & (Q(due_at=None) | Q(warn_at__gt=now)),
    "due_soon": lambda now: _is_open(now) & Q(warn_at__lte=now, due_at__gte=now),
    "overdue": lambda now: _is_open(now) & Q(due_at__lt=now),
    "done_in_time": lambda now: Q(finished_at__lte=now) & Q(finished_at__lte=F("due_at")),
    "done_late": lambda now: Q(finished_at__lte=now) & Q(finished_at__gt=F("due_at")),
}
if set(BUCKET_FILTERS) != set(rules.BUCKETS):
    raise RuntimeError("the five buckets of the rules and of the rows differ")


class Clock(Model):
    """Who must do what about which record by when (hạn xử lý).

    The limit's own figures are frozen here on the day the clock starts: a row of the law register that changes later
    does not reach back. `due_at` and `warn_at` are empty while a pause holds the clock; `first_due_at` changes only when the
    beginning was not known rightly (`count_clocks_from`).
    """

    kind = models.CharField("loại việc", max_length=60, help_text="Such as intake.accept; also a tab of the worklist.")
    subject = models.CharField("đối tượng", max_length=80)
    label = models.CharField("số hiệu", max_length=60, blank=True)
    task = models.CharField("việc", max_length=120, help_text="What is to be done, as a verb: Tiếp nhận, Kết luận xác minh.")
    title = models.CharField("nội dung", max_length=250)
    law = models.CharField("căn cứ", max_length=200, blank=True)
    source = models.CharField("nguồn", max_length=200, blank=True)
    place = models.CharField("địa bàn", max_length=120, blank=True)
    severity = models.CharField("mức độ", max_length=10, choices=in_words(SEVERITIES), default="low")
    url = models.CharField(max_length=200)
    button = models.CharField("nút", max_length=40)
    holder = models.ForeignKey(Organisation, models.PROTECT, verbose_name="đơn vị thực hiện", related_name="clocks")
    giver = models.ForeignKey(Organisation, models.PROTECT, verbose_name="đơn vị khởi tạo", related_name="given_clocks")

    limit_code = models.CharField("thời hạn", max_length=80)
    limit_name = models.CharField(max_length=200)
    limit_amount = models.PositiveIntegerField()
    limit_unit = models.CharField(max_length=20, choices=in_words(rules.UNITS))
    limit_source = models.TextField()
    limit_verified = models.BooleanField()
    limit_statutory = models.BooleanField()
    max_extensions = models.PositiveSmallIntegerField(default=1)
    extension_terms = models.JSONField(default=list)
    extend_before_due = models.BooleanField(default=True)
    pause_allowed = models.BooleanField(default=False)
    rolls = models.BooleanField(default=True)
    warn_before = models.DurationField()
    ladder = models.ForeignKey(LadderRow, models.PROTECT, null=True, blank=True, related_name="+")

    started_at = models.DateTimeField("bắt đầu")
    first_due_at = models.DateTimeField("hạn ban đầu")
    due_at = models.DateTimeField("hạn", null=True, blank=True)
    warn_at = models.DateTimeField("sắp đến hạn từ", null=True, blank=True)
    paused_at = models.DateTimeField("tạm dừng từ", null=True, blank=True)
    look_at = models.DateTimeField(null=True, blank=True, help_text="When the ladder has to be looked at next.")
    finished_at = models.DateTimeField("hoàn thành", null=True, blank=True)
    explanation = models.TextField("giải trình", blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "holder"], condition=Q(finished_at=None), name="one_running_clock"),
            models.CheckConstraint(name="clock_first_due_after_start", condition=Q(first_due_at__gt=F("started_at"))),
            # Not "never before the first due time": a worked Saturday announced later may bring a due time forward.
            models.CheckConstraint(name="clock_due_after_start", condition=Q(due_at=None) | Q(due_at__gt=F("started_at"))),
            models.CheckConstraint(
                name="clock_stands_only_when_paused", condition=Q(due_at__isnull=False) | Q(paused_at__isnull=False)
            ),
            models.CheckConstraint(
                name="clock_warns_when_it_has_a_due_time",
                condition=Q(due_at=None, warn_at=None, look_at=None)
                | Q(due_at__isnull=False, warn_at__isnull=False, warn_at__lte=F("due_at")),
            ),
            models.CheckConstraint(
                name="finished_clock_is_whole",
                condition=Q(finished_at=None)
                | Q(finished_at__gte=F("started_at"), due_at__isnull=False, paused_at=None, look_at=None),
            ),
            models.CheckConstraint(
                name="late_clock_is_explained",
                condition=Q(finished_at=None) | Q(finished_at__lte=F("due_at")) | ~Q(explanation=""),
            ),
            models.CheckConstraint(name="clock_severity_known", condition=Q(severity__in=list(SEVERITIES))),
        ]
        indexes = [
            models.Index(fields=["holder", "due_at", "id"], condition=Q(finished_at=None), name="clock_worklist"),
            models.Index(fields=["due_at", "id"], condition=Q(finished_at=None), name="clock_running_due"),
            models.Index(LATE_AT, "subject", include=["due_at", "warn_at"], condition=Q(finished_at=None), name="clock_late"),
            models.Index(fields=["holder", "kind", "task"], condition=Q(finished_at=None), name="clock_kinds"),
            models.Index(fields=["holder", "finished_at"], condition=Q(finished_at__isnull=False), name="clock_finished_in"),
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="clock_look"),
            models.Index(fields=["subject"], name="clock_subject"),
            models.Index(fields=["holder", "started_at"], name="clock_given_in"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.label}".strip()

    @property
    def number(self) -> str:
        """The number of the record that the clock is about; a record of the audit log is labelled with it."""
        return self.label

    @property
    def done_at(self) -> datetime | None:
        """The end, as the clock chip calls it."""
        return self.finished_at

    @property
    def soon_at(self) -> datetime | None:
        """From when it counts as due soon, as the clock chip calls it."""
        return self.warn_at

    @property
    def is_running(self) -> bool:
        """Whether the work is still to be done."""
        return self.finished_at is None

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this clock."""
        return Clock.objects.visible_to(actor).filter(pk=self.pk).exists()

    def bucket(self, now: datetime) -> rules.Bucket:
        """Give where the clock stands, or stood, at `now`."""
        return rules.bucket(self.due_at, self.finished_at, now, self.warn_before)

    @property
    def limit(self) -> rules.Limit:
        """The limit as it was in force when the clock started."""
        return rules.Limit(
            code=self.limit_code,
            amount=self.limit_amount,
            unit=rules.Unit(self.limit_unit),
            name=self.limit_name,
            source=self.limit_source,
            verified=self.limit_verified,
            max_extensions=self.max_extensions,
            pause_allowed=self.pause_allowed,
            warn_before=self.warn_before,
            extension_terms=terms_from_rows(self.extension_terms),
            extend_before_due=self.extend_before_due,
            rolls=self.rolls,
            statutory=self.limit_statutory,
        )

    untouched = False
    """Whether it is known, of a row that is locked, that it was neither paused nor extended; `bring_history` says so."""

    def facts(self) -> rules.ClockFacts:
        """Give what the arithmetic needs; costs no query when pauses and extensions came along."""
        plain = self.pk is None or self.untouched
        return rules.ClockFacts(
            started_at=self.started_at,
            limit=self.limit,
            pauses=() if plain else _values(self.pauses),
            extensions=() if plain else _values(self.extensions),
            finished_at=self.finished_at,
            explanation=self.explanation or None,
        )


def _values(rows: Any) -> tuple[Any, ...]:
    """Give related rows as values, in the order in which they were written."""
    return tuple(one.as_value() for one in sorted(rows.all(), key=lambda one: one.pk))


_TOUCHED = """
SELECT EXISTS (SELECT FROM clocks_pause WHERE clock_id = ANY(%(keys)s))
    OR EXISTS (SELECT FROM clocks_extension WHERE clock_id = ANY(%(keys)s))
"""


def bring_history(clocks: list[Clock]) -> list[Clock]:
    """Bring along what the arithmetic needs of locked clocks; mostly none was paused or extended: one small question tells."""
    if clocks:
        with connection.cursor() as cursor:
            cursor.execute(_TOUCHED, {"keys": [one.pk for one in clocks]})
            if cursor.fetchone()[0]:
                models.prefetch_related_objects(clocks, "pauses", "extensions")
            else:
                for one in clocks:
                    one.untouched = True
    return clocks


def limit_columns(limit: rules.Limit) -> dict[str, Any]:
    """Give the columns in which a clock keeps its limit."""
    return {
        "limit_code": limit.code,
        "limit_name": limit.name,
        "limit_amount": limit.amount,
        "limit_unit": limit.unit.value,
        "limit_source": limit.source,
        "limit_verified": limit.verified,
        "limit_statutory": limit.statutory,
        "max_extensions": limit.max_extensions,
        "extension_terms": terms_to_rows(limit.extension_terms),
        "extend_before_due": limit.extend_before_due,
        "pause_allowed": limit.pause_allowed,
        "rolls": limit.rolls,
        "warn_before": limit.warn_before,
    }


def terms_to_rows(terms: tuple[rules.ExtensionTerm, ...]) -> list[dict[str, Any]]:
    """Give extension terms as plain JSON, the time to ask in whole seconds."""
    return [
        {
            "amount": term.amount,
            "unit": term.unit.value,
            "from_start": term.from_start,
            "request_before_s": int(term.request_before.total_seconds()),
        }
        for term in terms
    ]


def terms_from_rows(rows: list[dict[str, Any]]) -> tuple[rules.ExtensionTerm, ...]:
    """Read extension terms back from plain JSON."""
    return tuple(
        rules.ExtensionTerm(row["amount"], rules.Unit(row["unit"]), row["from_start"], timedelta(seconds=row["request_before_s"]))
        for row in rows
    )

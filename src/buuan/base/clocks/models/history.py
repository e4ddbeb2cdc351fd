"""What happened to a clock: pauses, extensions, explanations, moves to another holder, rungs that were climbed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from buuan.base.action import Model
from buuan.base.clocks import rules
from buuan.base.clocks.climbing import WHOM
from buuan.base.clocks.models.clocks import Clock
from buuan.base.dispatch.models import Notice
from buuan.base.organisations.models import Organisation
from buuan.base.web.words import in_words


class Pause(Model):
    """A time in which a clock stood still (tạm dừng), with its reason."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="pauses")
    from_at = models.DateTimeField("từ")
    until_at = models.DateTimeField("đến", null=True, blank=True)
    reason = models.TextField("lý do")
    by = models.CharField("người quyết định", max_length=120)
    resumed_by = models.CharField("người cho chạy lại", max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(until_at=None), name="one_open_pause"),
            models.CheckConstraint(name="pause_ends_after_start", condition=Q(until_at=None) | Q(until_at__gte=F("from_at"))),
            models.CheckConstraint(name="pause_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="pause_ended_by_somebody",
                condition=Q(until_at=None, resumed_by="") | (Q(until_at__isnull=False) & ~Q(resumed_by="")),
            ),
        ]

    def as_value(self) -> rules.Pause:
        """Give the value that the arithmetic works with."""
        return rules.Pause(self.from_at, self.until_at)


class Extension(Model):
    """More time, decided by a person with a reason (gia hạn); the first due time stays on the clock."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="extensions")
    amount = models.PositiveIntegerField("thêm")
    unit = models.CharField("đơn vị tính", max_length=20, choices=in_words(rules.UNITS))
    from_start = models.BooleanField("tính từ lúc bắt đầu", default=False)
    approved_by = models.CharField("người duyệt", max_length=120)
    reason = models.TextField("lý do")
    at = models.DateTimeField("lúc")
    requested_at = models.DateTimeField("đề nghị lúc", null=True, blank=True)
    due_before = models.DateTimeField("hạn trước khi gia hạn")
    due_after = models.DateTimeField("hạn sau khi gia hạn")

    class Meta:
        constraints = [
            models.CheckConstraint(name="extension_is_told_why_and_by_whom", condition=~Q(reason="") & ~Q(approved_by="")),
            models.CheckConstraint(name="extension_amount_positive", condition=Q(amount__gte=1)),
            models.CheckConstraint(name="extension_never_shortens", condition=Q(due_after__gte=F("due_before"))),
        ]

    def as_value(self) -> rules.Extension:
        """Give the value that the arithmetic works with."""
        return rules.Extension(
            self.amount,
            rules.Unit(self.unit),
            self.approved_by,
            self.reason,
            self.at,
            self.from_start,
            self.requested_at,
        )

    def __str__(self) -> str:
        return rules.say_amount(self.amount, rules.Unit(self.unit))


class Explanation(Model):
    """Why the work is late, as its holder says (giải trình); the latest one also stands on the clock."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="explanations")
    text = models.TextField("giải trình")
    by = models.CharField("người giải trình", max_length=120)
    at = models.DateTimeField("lúc")

    class Meta:
        constraints = [models.CheckConstraint(name="explanation_says_something", condition=~Q(text=""))]


class Move(Model):
    """A running clock that passed to another holder (chuyển đơn vị thực hiện); the limit runs on."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="moves")
    old = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    new = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.CharField("người chuyển", max_length=120)
    at = models.DateTimeField("lúc")


class Escalation(Model):
    """A rung of the ladder that was climbed for a clock (báo lên cấp trên), and the notice that was sent.

    `key` is `rules.Escalation.key`, the mark of rung and moment: a due time that moves gives new marks, so that the
    reminders come again, and the same mark is never climbed twice, whichever of several workers comes first.
    """

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="escalations")
    key = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField("bậc")
    name = models.CharField("tên bậc", max_length=160)
    whom = models.CharField("báo cho", max_length=24, choices=in_words(WHOM))
    told = models.ForeignKey(Organisation, models.PROTECT, verbose_name="đơn vị nhận", related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="+")
    belongs_at = models.DateTimeField("thời điểm của bậc")
    at = models.DateTimeField("lúc")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "key"], name="one_escalation_a_mark")]

"""Notices and their recipients."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from buuan.base.action import Model, QuerySet
from buuan.base.organisations.models import Organisation
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor

ASKS = {"acknowledge": "xác nhận đã nhận", "answer": "trả lời"}
"""What a notice may ask of its recipients; empty for one that only tells."""

VIA = {"page": "trang", "api": "API", "call": "điện thoại"}
"""How an acknowledgement or an answer came in."""


class NoticeQuerySet(QuerySet):
    """Notices, narrowed to those of an actor."""

    def visible_to(self, actor: Actor) -> Self:
        """Give what the actor's organisation sent, and what was told to it or below it."""
        told = Recipient.objects.visible_to(actor).values("notice")
        return self.filter(Q(sender_id=actor.body_id) | Q(pk__in=told))


class Notice(Model):
    """One thing told to one or more organisations (thông báo); title and number hold nothing personal.

    `asks` says what its recipients owe, `answer_by` until when; an organisation that owes is reminded by the ladder with the
    code `ladder`. With `cascade` each level passes it on to the level below, an urgent one is passed on at once. `closed_at`
    is when nothing is owed any more, because the subject ended or a new version (`supersedes`) asks again. `drill` marks an
    exercise (DIỄN TẬP).
    """

    kind = models.CharField("loại", max_length=60)
    title = models.CharField("nội dung", max_length=250)
    text = models.TextField("chi tiết", blank=True)
    about = models.CharField("về", max_length=80)
    label = models.CharField("số hiệu", max_length=60, blank=True)
    url = models.CharField(max_length=200, blank=True)
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="sent_notices")
    at = models.DateTimeField("lúc")
    urgent = models.BooleanField("khẩn", default=False)
    asks = models.CharField("yêu cầu", max_length=12, choices=in_words(ASKS), blank=True, db_default="")
    answer_by = models.DateTimeField("hạn trả lời", null=True, blank=True)
    cascade = models.BooleanField("chuyển tiếp từng cấp", default=False, db_default=False)
    ladder = models.CharField("thang nhắc", max_length=40, blank=True, db_default="")
    drill = models.BooleanField("diễn tập", default=False, db_default=False)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="thay cho"
    )
    version = models.PositiveSmallIntegerField("phiên bản", default=1, db_default=1)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="notice_ladder_only_where_it_asks", condition=Q(ladder="") | ~Q(asks="")),
            models.CheckConstraint(name="notice_answers_after_it_was_sent", condition=Q(answer_by=None) | Q(answer_by__gt=F("at"))),
            models.CheckConstraint(name="notice_version_counts", condition=Q(version=1) | Q(supersedes__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["sender", "-id"], name="notice_sent"),
            models.Index(fields=["about"], name="notice_about"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """How people call it, such as TB-2026-000041: it may leave the machine, it tells nothing."""
        return f"TB-{self.at:%Y}-{self.pk:06d}"


class RecipientQuerySet(QuerySet):
    """Deliveries to organisations, narrowed by actor or by what they owe."""

    def of_body(self, actor: Actor) -> Self:
        """Give what was told to the actor's own organisation: its inbox."""
        return self.filter(organisation_id=actor.body_id)

    def visible_to(self, actor: Actor) -> Self:
        """Give what was told to the actor's organisation or below it, and what it sent itself."""
        below = Q(organisation__path__startswith=actor.tree) if actor.tree else Q(organisation_id=actor.body_id)
        return self.filter(below | Q(notice__sender_id=actor.body_id))

    def asking(self) -> Self:
        """Keep what still asks something of its organisation."""
        return self.filter(owes=True)


class Recipient(Model):
    """The delivery of a notice to one organisation: one row, whoever of its people acts (nơi nhận).

    `passed_by` is the recipient of the level above that passed it on. `owes` holds as long as the organisation has not done what
    the notice asks; `look_at` is when the ladder looks at it next. The names are those of the persons who acted.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="received_notices")
    passed_by = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="passed_to")
    delivered_at = models.DateTimeField("đã chuyển")
    opened_at = models.DateTimeField("đã mở", null=True, blank=True)
    opened_by = models.CharField("người mở", max_length=120, blank=True)
    acknowledged_at = models.DateTimeField("đã xác nhận", null=True, blank=True)
    acknowledged_by = models.CharField("người xác nhận", max_length=120, blank=True, db_default="")
    acknowledged_via = models.CharField(max_length=8, choices=in_words(VIA), blank=True, db_default="")
    answered_at = models.DateTimeField("đã trả lời", null=True, blank=True)
    answered_by = models.CharField("người trả lời", max_length=120, blank=True, db_default="")
    answered_via = models.CharField(max_length=8, choices=in_words(VIA), blank=True, db_default="")
    answer = models.TextField("trả lời", blank=True, db_default="")
    passed_on_at = models.DateTimeField("đã chuyển tiếp", null=True, blank=True)
    passed_on_by = models.CharField("người chuyển tiếp", max_length=120, blank=True, db_default="")
    owes = models.BooleanField("còn phải làm", default=False, db_default=False)
    look_at = models.DateTimeField(null=True, blank=True)
    rounds = models.PositiveSmallIntegerField("số lần nhắc", default=0, db_default=0)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "organisation"], name="one_delivery_an_organisation"),
            models.CheckConstraint(
                name="opened_by_somebody",
                condition=Q(opened_at=None, opened_by="") | (Q(opened_at__isnull=False) & ~Q(opened_by="")),
            ),
            models.CheckConstraint(
                name="acknowledged_by_somebody",
                condition=Q(acknowledged_at=None, acknowledged_by="", acknowledged_via="")
                | (Q(acknowledged_at__isnull=False) & ~Q(acknowledged_by="") & ~Q(acknowledged_via="")),
            ),
            models.CheckConstraint(
                name="answered_by_somebody",
                condition=Q(answered_at=None, answered_by="", answered_via="")
                | (Q(answered_at__isnull=False) & ~Q(answered_by="") & ~Q(answered_via="")),
            ),
            models.CheckConstraint(
                name="passed_on_by_somebody",
                condition=Q(passed_on_at=None, passed_on_by="") | (Q(passed_on_at__isnull=False) & ~Q(passed_on_by="")),
            ),
            models.CheckConstraint(name="only_who_owes_is_looked_at", condition=Q(look_at=None) | Q(owes=True)),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="recipient_inbox"),
            models.Index(fields=["organisation"], condition=Q(opened_at=None), name="recipient_unread"),
            models.Index(fields=["organisation", "-id"], condition=Q(owes=True), name="recipient_owing"),
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="recipient_look"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} → {self.organisation}"

    @property
    def number(self) -> str:
        """The number of the notice, by which records call the delivery too."""
        return self.notice.number

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether the actor may see the delivery; the same rule as `visible_to`."""
        return self.notice.sender_id == actor.body_id or (
            self.organisation.path.startswith(actor.tree) if actor.tree else self.organisation_id == actor.body_id
        )

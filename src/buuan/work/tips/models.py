"""Keys, tips, their photos and talk, who has unlocked, requests to open an identity. What was said is only here sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buuan.base.accounts.models import Account
from buuan.base.action import Model, QuerySet
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.flow import Step
from buuan.work.intake.models import SuspicionReport
from buuan.work.tips.rules import DECLINE_REASONS, TIP_FLOW


class SealingKey(Model):
    """A key to which tips are sealed (khóa niêm phong): the public half opens nothing."""

    PURPOSES = {"content": "nội dung tin báo", "identity": "thông tin người báo"}

    purpose = models.CharField("dùng cho", max_length=10, choices=in_words(PURPOSES))
    public_key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField("lập lúc")
    made_by = models.CharField("người lập", max_length=120)
    retired_at = models.DateTimeField("thôi dùng lúc", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose"], condition=Q(retired_at=None), name="one_key_in_use_a_purpose"),
        ]


class KeyShare(Model):
    """A locked private key, or one of its two halves; `holder` is the keeper whose pass phrase locks it, if it is one person's."""

    key = models.ForeignKey(SealingKey, models.PROTECT, related_name="shares")
    part = models.PositiveSmallIntegerField("phần")
    holder = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    locked = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "part"], name="one_share_a_part")]


class TipQuerySet(QuerySet):
    """Tips, narrowed by actor."""

    def visible_to(self, actor: Actor) -> TipQuerySet:
        """Give the tips that `actor` may know of: all for the focal point and the auditor, none for anybody else."""
        return self if actor.may("tips.read") else self.none()


class Tip(Model):
    """What a citizen told (tin báo). Time is kept to the quarter of an hour, and of the sender nothing at all."""

    number = models.CharField("số tin", max_length=20, unique=True)
    lookup = models.BinaryField(max_length=32, unique=True, help_text="Found from the receipt code, which is stored nowhere.")
    reply_key = models.BinaryField(max_length=32, help_text="The public key that comes from the receipt code.")
    key = models.ForeignKey(SealingKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    identity_key = models.ForeignKey(SealingKey, models.PROTECT, related_name="+", null=True, blank=True)
    identity = models.BinaryField(null=True, blank=True)
    received_at = models.DateTimeField("nhận lúc", help_text="Down to the quarter of an hour.")
    state = models.CharField("trạng thái", max_length=10, choices=in_words(TIP_FLOW.states), default=TIP_FLOW.start)
    decided_at = models.DateTimeField("xử lý lúc", null=True, blank=True)
    decided_by = models.CharField("người xử lý", max_length=120, blank=True)
    decline_reason = models.CharField("lý do", max_length=20, choices=in_words(DECLINE_REASONS), blank=True)
    report = models.OneToOneField(SuspicionReport, models.PROTECT, null=True, blank=True, related_name="tip")
    waiting_messages = models.PositiveSmallIntegerField("tin nhắn chưa đọc", default=0)

    objects = TipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="identity_is_sealed_apart",
                condition=Q(identity=None, identity_key=None) | Q(identity__isnull=False, identity_key__isnull=False),
            ),
            models.CheckConstraint(
                name="tip_state_fits",
                condition=Q(state__in=("received", "reading"), decided_at=None, report=None, decline_reason="")
                | Q(state="passed", decided_at__isnull=False, report__isnull=False, decline_reason="")
                | (Q(state="declined", decided_at__isnull=False, report=None) & ~Q(decline_reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="tip_latest"),
            models.Index(fields=["state", "-received_at", "-id"], name="tip_state"),
        ]

    def __str__(self) -> str:
        return self.number

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may know of this tip."""
        return Tip.objects.visible_to(actor).filter(pk=self.pk).exists()

    def move(self, step: Step, **changes: object) -> None:
        """Take the tip along `step` only if it still stands there; raises Refused when another officer was first."""
        if not Tip.objects.filter(pk=self.pk, state=step.source).update(state=step.target, **changes):
            raise Refused("tips.moved_meanwhile", f"Tin {self.number} vừa được người khác xử lý.")
        self.refresh_from_db()


class TipPhoto(Model):
    """A photo of a tip: cleaned of all metadata before it was sealed."""

    tip = models.ForeignKey(Tip, models.PROTECT, related_name="photos")
    sealed = models.BinaryField()


class TipMessage(Model):
    """One message of the talk; an answer is sealed for both sides, a citizen's not for himself, since others may hold his phone."""

    tip = models.ForeignKey(Tip, models.PROTECT, related_name="messages")
    is_answer = models.BooleanField("của đầu mối")
    sealed = models.BinaryField(help_text="For the focal point.")
    sealed_for_sender = models.BinaryField(null=True, blank=True)
    at = models.DateTimeField("lúc")
    by = models.CharField("người viết", max_length=120, blank=True, help_text="The officer; empty for the citizen.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_is_signed",
                condition=(Q(is_answer=True, sealed_for_sender__isnull=False) & ~Q(by=""))
                | Q(is_answer=False, sealed_for_sender=None, by=""),
            ),
        ]
        indexes = [models.Index(fields=["tip", "id"], name="tip_talk")]


class SpentForm(Model):
    """A form that was sent: the hash of its one-time word, kept until the form would have been too old anyway."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    until_at = models.DateTimeField(db_index=True)


class Unlocking(Model):
    """An officer who has unlocked the line for half an hour: the private key, wrapped by a key that only his browser holds."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="+")
    key = models.ForeignKey(SealingKey, models.PROTECT, related_name="+")
    wrapped = models.BinaryField()
    until_at = models.DateTimeField("đến")


class IdentityOpening(Model):
    """A request to learn who told (mở thông tin người báo): one keeper asks with a reason, the other agrees or refuses."""

    STATES = {
        "asked": "chờ người giữ khóa thứ hai",
        "agreed": "đã chấp thuận",
        "refused": "đã từ chối",
        "opened": "đã mở",
        "lapsed": "đã hết hạn",
    }

    tip = models.ForeignKey(Tip, models.PROTECT, related_name="openings")
    state = models.CharField("trạng thái", max_length=10, choices=in_words(STATES), default="asked")
    reason = models.TextField("lý do")
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("đề nghị lúc")
    decided_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    half = models.BinaryField(null=True, blank=True, help_text="The second keeper's half, sealed to the key of the tips' content.")
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="two_people_open", condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by"))),
            models.CheckConstraint(name="opening_says_why", condition=~Q(reason="")),
            models.UniqueConstraint(fields=["tip"], condition=Q(state__in=("asked", "agreed")), name="one_opening_at_a_time"),
        ]

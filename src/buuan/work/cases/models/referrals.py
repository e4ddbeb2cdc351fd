"""Passing a case on to another lead."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from buuan.base.action import Model, QuerySet
from buuan.base.organisations.models import Organisation, tree_of
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.flow import Step
from buuan.work.cases.models.cases import Case
from buuan.work.cases.rules import OVERSEERS, REFERRAL_FLOW


class ReferralQuerySet(QuerySet):
    """Referrals, narrowed by actor."""

    def visible_to(self, actor: Actor) -> ReferralQuerySet:
        """Give the referrals that `actor` may see: those from and to his body, whoever leads the case now.

        The province's leaders see those of cases that are not restricted, the auditor all. What of the case stands on a referral's
        page is another question, see `rules.referral_shows`.
        """
        if not actor.may("cases.read"):
            return self.none()
        if actor.role in ("auditor", "system"):
            return self
        if actor.body_kind in OVERSEERS:
            return self.exclude(case__marking="restricted")
        tree = tree_of(actor)
        return self.filter(Q(sender__among=tree) | Q(to__among=tree))


class Referral(Model):
    """A case that its lead asks another body to take over (chuyển vụ việc): accepted, declined or withdrawn."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    sender = models.ForeignKey(Organisation, models.PROTECT, verbose_name="cơ quan chuyển", related_name="sent_referrals")
    to = models.ForeignKey(Organisation, models.PROTECT, verbose_name="cơ quan nhận", related_name="received_referrals")
    state = models.CharField("trạng thái", max_length=10, choices=in_words(REFERRAL_FLOW.states), default=REFERRAL_FLOW.start)
    reason = models.TextField("lý do chuyển")
    asked_at = models.DateTimeField("chuyển lúc")
    asked_by = models.CharField("người chuyển", max_length=120)
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.CharField("người trả lời", max_length=120, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="open"), name="one_open_referral_a_case"),
            models.CheckConstraint(name="referral_goes_to_another", condition=~Q(sender=F("to"))),
            models.CheckConstraint(name="referral_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="answered_referral_says_who",
                condition=Q(state="open", answered_at=None, answered_by="", answer="")
                | (Q(state="accepted", answered_at__isnull=False) & ~Q(answered_by=""))
                | (Q(state__in=("declined", "withdrawn"), answered_at__isnull=False) & ~Q(answered_by="") & ~Q(answer="")),
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-asked_at", "-id"], name="referral_to"),
            models.Index(fields=["sender", "-asked_at", "-id"], name="referral_sender"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number of the case, by which clocks and notices name the referral."""
        return self.case.number

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this referral."""
        return Referral.objects.visible_to(actor).filter(pk=self.pk).exists()

    def is_sent_by(self, actor: Actor) -> bool:
        """Tell whether the actor's body, or one below it, passed the case on."""
        return self.sender.path.startswith(actor.tree)

    def is_sent_to(self, actor: Actor) -> bool:
        """Tell whether the actor's body, or one below it, is asked to take the case over."""
        return self.to.path.startswith(actor.tree)

    def move(self, step: Step, **changes: object) -> None:
        """Take the referral along `step` only if it still stands where the step starts; raises Refused when it was answered."""
        moved = Referral.objects.filter(pk=self.pk, state=step.source).update(state=step.target, **changes)
        if not moved:
            raise Refused("referral.answered_meanwhile", f"Lần chuyển vụ việc {self.number} vừa được người khác trả lời.")
        self.refresh_from_db()

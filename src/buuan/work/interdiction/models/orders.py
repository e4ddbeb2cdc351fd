"""Orders, how they change, and what happened to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from buuan.base.accounts.models import Account
from buuan.base.action import Model
from buuan.base.dispatch.models import Notice, Recipient
from buuan.base.files.models import StoredFile
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.base.web.search import Searchable, SearchableQuerySet, folded_index
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.flow import Step
from buuan.work.cases.models import Case
from buuan.work.interdiction.models.grounds import Ground
from buuan.work.interdiction.rules import DECIDERS, END_REASONS, ENDED, GROUNDS, ORDER_FLOW, Scope

SENT = ("in_force", *ENDED)


class OrderQuerySet(SearchableQuerySet):
    """Orders, narrowed by actor or time."""

    def visible_to(self, actor: Actor) -> Self:
        """Give a body those that it issued, an operator those sent to its tree or about its items, the auditor all."""
        if not actor.may("interdiction.read"):
            return self.none()
        if actor.role in ("auditor", "system"):
            return self
        if actor.body_kind in OPERATOR_KINDS:
            told = Recipient.objects.filter(organisation__path__startswith=actor.tree, notice__orders__isnull=False)
            here = Order.objects.filter(items__unit__path__startswith=actor.tree)
            return self.filter(Q(notice__in=told.values("notice")) | Q(pk__in=here.values("pk")), state__in=SENT)
        return self.filter(issuer__path__startswith=actor.tree)

    def in_force(self, at: datetime) -> Self:
        """Keep those that bind at a moment, whether or not the worker has ended what is over."""
        return self.filter(state="in_force", in_force_at__lte=at, expires_at__gt=at)


class Order(Searchable):
    """A competent body's request to keep items from moving (lệnh ngăn chặn khẩn cấp).

    `scope` holds what is sought; persons in it are shown masked and opened against a reason only, and never leave to operators:
    the platform does the finding. `drill` marks an exercise, whose numbers (DT) and rows stay apart.
    """

    number = models.CharField("số lệnh", max_length=20, unique=True)
    title = models.CharField("nội dung", max_length=250)
    issuer = models.ForeignKey(Organisation, models.PROTECT, verbose_name="cơ quan yêu cầu", related_name="orders")
    officer = models.CharField("cán bộ đầu mối", max_length=120)
    phone = models.CharField("điện thoại liên hệ", max_length=20)
    ground = models.CharField("căn cứ", max_length=10, choices=in_words(GROUNDS))
    ground_row = models.ForeignKey(Ground, models.PROTECT, related_name="+", null=True, blank=True)
    reason = models.TextField("lý do")
    about_content = models.BooleanField("dựa vào nội dung, ý kiến, nguồn gốc", default=False)
    scope = models.JSONField("phạm vi")
    category = models.CharField("nhóm hàng", max_length=60, blank=True)
    category_name = models.CharField(max_length=200, blank=True)
    names_persons = models.BooleanField("nêu người", default=False)
    asks = models.JSONField("yêu cầu", default=list)
    decision_number = models.CharField("số quyết định kèm theo", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    decision_by = models.CharField("cơ quan ra quyết định", max_length=24, choices=in_words(DECIDERS), blank=True)
    decision_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    decision_sha256 = models.CharField("mã băm của tệp quyết định", max_length=64, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="orders")
    drill = models.BooleanField("diễn tập", default=False)
    state = models.CharField("trạng thái", max_length=12, choices=in_words(ORDER_FLOW.states), default=ORDER_FLOW.start)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    drafted_by = models.ForeignKey(Account, models.PROTECT, verbose_name="người soạn", related_name="+")
    drafted_at = models.DateTimeField("soạn lúc")
    submitted_at = models.DateTimeField("trình lúc", null=True, blank=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, verbose_name="người duyệt", null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    decision_note = models.TextField("ý kiến", blank=True)
    in_force_at = models.DateTimeField("hiệu lực từ", null=True, blank=True)
    expires_at = models.DateTimeField("hết hiệu lực lúc")
    extended_at = models.DateTimeField("gia hạn lúc", null=True, blank=True)
    extended_from = models.DateTimeField("hạn trước khi gia hạn", null=True, blank=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    end_reason = models.CharField("kết thúc vì", max_length=10, choices=in_words(END_REASONS), blank=True)
    caught_last_week = models.PositiveIntegerField("tuần trước sẽ trúng", null=True, blank=True)
    searched = models.PositiveBigIntegerField("số bưu gửi đã dò", null=True, blank=True)
    search_ms = models.PositiveIntegerField("thời gian dò (ms)", null=True, blank=True)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="orders")
    salt = models.CharField(max_length=32, help_text="Of the marks by which people's items are counted within this order only.")
    reviewed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField("đánh giá lúc", null=True, blank=True)
    review = models.TextField("đánh giá", blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="order_drafter_never_approves", condition=Q(decided_by=None) | ~Q(decided_by=F("drafted_by"))
            ),
            models.CheckConstraint(
                name="order_in_force_has_a_start",
                condition=Q(state__in=("draft", "submitted", "refused")) | Q(in_force_at__isnull=False),
            ),
            models.CheckConstraint(
                name="order_ends_after_start",
                condition=Q(in_force_at=None) | Q(expires_at__gt=F("in_force_at")),
            ),
            models.CheckConstraint(
                name="order_ended_says_why",
                condition=Q(ended_at=None, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="order_extended_once",
                condition=Q(extended_at=None) | Q(extended_from__isnull=False),
            ),
            models.CheckConstraint(
                name="order_person_needs_goods",
                condition=Q(names_persons=False) | ~Q(category=""),
            ),
            models.CheckConstraint(
                name="order_other_names_no_person",
                condition=~Q(ground="other") | Q(names_persons=False, category=""),
            ),
            models.CheckConstraint(
                name="order_reviewed_says_something",
                condition=~Q(state="reviewed") | ~Q(review=""),
            ),
        ]
        indexes = [
            models.Index(fields=["issuer", "-drafted_at", "-id"], name="order_issuer"),
            models.Index(fields=["-drafted_at", "-id"], name="order_latest"),
            models.Index(fields=["expires_at"], condition=Q(state="in_force"), name="order_in_force"),
            models.Index(fields=["notice"], name="order_notice"),
            folded_index("order_words"),
        ]

    def __str__(self) -> str:
        return self.number

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this order."""
        return Order.objects.visible_to(actor).filter(pk=self.pk).exists()

    def move(self, step: Step, **changes: Any) -> None:
        """Take the order along `step` only if it still stands where the step starts; raises Refused when somebody was first."""
        moved = Order.objects.filter(pk=self.pk, state=step.source).update(state=step.target, **changes)
        if not moved:
            raise Refused("order.moved_meanwhile", f"Lệnh {self.number} vừa được người khác xử lý.")
        self.refresh_from_db()

    def reach(self) -> Scope:
        """Give the scope as the rules read it."""
        return Scope.from_json(self.scope)

    @property
    def has_decision(self) -> bool:
        """Whether a decision of another body is attached."""
        return bool(self.decision_by)

    def binds_at(self, at: datetime) -> bool:
        """Tell whether the order binds at a moment."""
        return self.state == "in_force" and self.in_force_at is not None and self.in_force_at <= at < self.expires_at


class Amendment(Model):
    """A change of scope of an order in force (sửa phạm vi): proposed by one person, decided by another; each makes a version."""

    STATES = {"proposed": "chờ duyệt", "approved": "đã duyệt", "refused": "không duyệt"}

    order = models.ForeignKey(Order, models.PROTECT, related_name="amendments")
    scope = models.JSONField("phạm vi mới")
    former = models.JSONField("phạm vi trước")
    reason = models.TextField("lý do")
    proposed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("đề nghị lúc")
    state = models.CharField("trạng thái", max_length=10, choices=in_words(STATES), default="proposed")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    version = models.PositiveSmallIntegerField("phiên bản", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(state="proposed"), name="one_open_amendment"),
            models.CheckConstraint(
                name="amendment_two_people",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
        ]


class OrderEvent(Model):
    """One line of what happened to an order (diễn biến): facts only, never a person's data."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="events")
    at = models.DateTimeField("lúc")
    kind = models.CharField("việc", max_length=40)
    who = models.CharField("ai", max_length=120)
    body = models.CharField("cơ quan", max_length=160)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["order", "-at", "-id"], name="order_timeline")]


class WatchVersion(Model):
    """The mark of what is sought: one row, drawn anew in the transaction of every change, read before every check."""

    version = models.PositiveBigIntegerField(default=0)

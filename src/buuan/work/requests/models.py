"""Requests for information, whom each asks, what was answered, what happened, and every attempt."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from buuan.base.accounts.models import Account
from buuan.base.action import Model, QuerySet
from buuan.base.attempts.models import AttemptRow
from buuan.base.dispatch.models import Notice
from buuan.base.files.models import StoredFile
from buuan.base.organisations.models import Organisation, tree_of
from buuan.base.web.search import Searchable, SearchableQuerySet, folded_index
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.flow import Step
from buuan.work.cases.models import Case
from buuan.work.interdiction.models import Ground
from buuan.work.interdiction.rules import DECIDERS, GROUNDS, Scope
from buuan.work.requests.rules import COMPLAINT_OUTCOMES, DECLINES, KINDS, PART_STATES, REQUEST_FLOW, Asked

OUT = ("sent", "answered", "withdrawn")
"""States in which those who are asked know of a request."""


class RequestQuerySet(SearchableQuerySet):
    """Requests, narrowed by actor."""

    def visible_to(self, actor: Actor) -> Self:
        """Give a body those that it asks and those that it is asked, an operator those sent to its own tree, the auditor all."""
        if not actor.may("requests.read"):
            return self.none()
        if actor.role == "auditor":
            return self
        tree = tree_of(actor)
        asked = Part.objects.filter(request=OuterRef("pk"), organisation__among=tree)
        return self.filter(Q(asker__among=tree) | (Q(state__in=OUT) & Exists(asked)))


class InformationRequest(Searchable):
    """A competent body's request that others tell what they know (yêu cầu cung cấp thông tin).

    `scope` holds what is sought, in the shape of an order's; who is named in it is shown masked and opened against a reason only.
    A complaint of a user that is passed on to an operator is one of another kind: it rests on no ground and names one item at most.
    """

    kind = models.CharField("loại", max_length=12, choices=in_words(KINDS), default="information")
    number = models.CharField("số yêu cầu", max_length=20, unique=True)
    title = models.CharField("nội dung", max_length=250)
    asker = models.ForeignKey(Organisation, models.PROTECT, verbose_name="cơ quan yêu cầu", related_name="information_requests")
    officer = models.CharField("cán bộ đầu mối", max_length=120)
    phone = models.CharField("điện thoại liên hệ", max_length=20)
    ground = models.CharField("căn cứ", max_length=10, choices=in_words(GROUNDS), blank=True)
    ground_row = models.ForeignKey(Ground, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField("lý do", blank=True)
    about_content = models.BooleanField("dựa vào nội dung, ý kiến, nguồn gốc", default=False)
    scope = models.JSONField("phạm vi")
    category = models.CharField("nhóm hàng", max_length=60, blank=True)
    category_name = models.CharField(max_length=200, blank=True)
    names_persons = models.BooleanField("nêu người", default=False)
    personal = models.BooleanField("có dữ liệu cá nhân", default=False, help_text="It names somebody, or asks who somebody is.")
    wanted = models.JSONField("cần cung cấp", default=list)
    question = models.TextField("cần biết")
    urgent = models.BooleanField("khẩn", default=False)
    days = models.PositiveSmallIntegerField("số ngày làm việc để trả lời")
    decision_number = models.CharField("số quyết định kèm theo", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    decision_by = models.CharField("cơ quan ra quyết định", max_length=24, choices=in_words(DECIDERS), blank=True)
    decision_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="information_requests")
    state = models.CharField("trạng thái", max_length=12, choices=in_words(REQUEST_FLOW.states), default=REQUEST_FLOW.start)
    drafted_by = models.ForeignKey(Account, models.PROTECT, verbose_name="người soạn", related_name="+")
    drafted_at = models.DateTimeField("soạn lúc")
    submitted_at = models.DateTimeField("trình lúc", null=True, blank=True)
    decided_by = models.ForeignKey(Account, models.PROTECT, verbose_name="người duyệt", null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    decision_note = models.TextField("ý kiến", blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    due_at = models.DateTimeField("hạn trả lời", null=True, blank=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="information_requests")

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="request_drafter_never_approves", condition=Q(decided_by=None) | ~Q(decided_by=F("drafted_by"))
            ),
            models.CheckConstraint(
                name="request_out_says_when_and_until",
                condition=Q(state__in=("draft", "submitted", "refused")) | Q(sent_at__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(name="request_person_needs_goods", condition=Q(names_persons=False) | ~Q(category="")),
            models.CheckConstraint(
                name="request_other_names_no_person", condition=~Q(ground="other") | Q(names_persons=False, category="")
            ),
            models.CheckConstraint(
                name="request_rests_on_a_ground_or_is_a_complaint",
                condition=Q(kind="information", ground_row__isnull=False)
                | Q(
                    kind="complaint",
                    ground="",
                    ground_row=None,
                    case__isnull=False,
                    category="",
                    names_persons=False,
                    personal=False,
                ),
            ),
            models.CheckConstraint(name="request_named_is_personal", condition=Q(names_persons=False) | Q(personal=True)),
        ]
        indexes = [
            models.Index(fields=["asker", "-drafted_at", "-id"], name="request_asker"),
            models.Index(fields=["-drafted_at", "-id"], name="request_latest"),
            models.Index(fields=["case"], name="request_case"),
            folded_index("request_words"),
        ]

    def __str__(self) -> str:
        return self.number

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this request."""
        return InformationRequest.objects.visible_to(actor).filter(pk=self.pk).exists()

    @property
    def is_complaint(self) -> bool:
        """Whether it is a user's complaint that an operator settles."""
        return self.kind == "complaint"

    def is_asked_by(self, actor: Actor) -> bool:
        """Tell whether the actor's body, or one below it, asks."""
        return self.asker.path.startswith(actor.tree)

    def move(self, step: Step, **changes: Any) -> None:
        """Take the request along `step` only if it still stands where the step starts; raises Refused when somebody was first."""
        moved = InformationRequest.objects.filter(pk=self.pk, state=step.source).update(state=step.target, **changes)
        if not moved:
            raise Refused("request.moved_meanwhile", f"Yêu cầu {self.number} vừa được người khác xử lý.")
        self.refresh_from_db()

    def asked(self) -> Asked:
        """Give what is asked as the rules read it."""
        return Asked(Scope.from_json(self.scope), tuple(self.wanted))

    def reach(self) -> Scope:
        """Give the scope as the rules read it."""
        return Scope.from_json(self.scope)


class PartQuerySet(QuerySet):
    """The parts of requests, narrowed by actor."""

    def visible_to(self, actor: Actor) -> Self:
        """Give whoever asks all parts of its requests, whoever is asked its own only, the auditor all."""
        if not actor.may("requests.read"):
            return self.none()
        if actor.role == "auditor":
            return self
        tree = tree_of(actor)
        return self.filter(Q(request__asker__among=tree) | Q(request__state__in=OUT, organisation__among=tree))


class Part(Model):
    """One organisation that is asked (nơi được yêu cầu) and what it answered; nobody who is asked sees another's part."""

    request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="parts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="nơi được yêu cầu", related_name="+")
    state = models.CharField("trạng thái", max_length=10, choices=in_words(PART_STATES), default="waiting")
    answer = models.TextField("trả lời", blank=True)
    personal = models.BooleanField("câu trả lời có dữ liệu cá nhân", default=False)
    outcome = models.CharField("kết quả khiếu nại", max_length=10, choices=in_words(COMPLAINT_OUTCOMES), blank=True)
    decline = models.CharField("lý do không cung cấp", max_length=16, choices=in_words(DECLINES), blank=True)
    answered_by = models.CharField("người trả lời", max_length=120, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    via = models.CharField(max_length=10, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "organisation"], name="asked_once_a_request"),
            models.CheckConstraint(name="part_declined_says_why", condition=~Q(state="declined") | ~Q(decline="")),
            models.CheckConstraint(
                name="part_done_says_who_and_when",
                condition=~Q(state__in=("answered", "declined")) | (Q(answered_at__isnull=False) & ~Q(answered_by="")),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="part_of_body")]

    @property
    def is_late(self) -> bool:
        """Whether it was answered after its due time."""
        due = self.request.due_at
        return self.answered_at is not None and due is not None and self.answered_at > due

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this part."""
        return Part.objects.visible_to(actor).filter(pk=self.pk).exists()


class AnswerFile(Model):
    """A file that came with an answer; leaves only as the copy without metadata."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("thêm lúc")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "file"], name="answer_file_once")]


class RequestEvent(Model):
    """One line of what happened to a request (diễn biến): facts only, never a person's data."""

    request = models.ForeignKey(InformationRequest, models.PROTECT, related_name="events")
    at = models.DateTimeField("lúc")
    kind = models.CharField("việc", max_length=40)
    who = models.CharField("ai", max_length=120)
    body = models.CharField("cơ quan", max_length=160)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["request", "-at", "-id"], name="request_timeline")]


VERBS = {
    "draft": "soạn",
    "submit": "trình",
    "approve": "duyệt",
    "refuse": "không duyệt",
    "withdraw": "rút",
    "answer": "trả lời",
    "decline": "không cung cấp",
    "unmask": "xem dữ liệu cá nhân",
    "pass_on": "chuyển khiếu nại",
    "settle": "trả lời khiếu nại",
}


class RequestAttempt(AttemptRow):
    """One attempt to ask, on which ground; names nobody who was sought."""

    audited_by = "requests.audit"

    verb = models.CharField("việc", max_length=12, choices=in_words(VERBS))
    request = models.ForeignKey(InformationRequest, models.PROTECT, null=True, blank=True, related_name="attempts")
    ground = models.CharField("căn cứ", max_length=10, choices=in_words(GROUNDS), blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="request_attempt_latest")]

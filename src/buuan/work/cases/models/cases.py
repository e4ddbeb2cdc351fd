"""Cases and everything that belongs to one."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q

from buuan.base.accounts.models import Account
from buuan.base.action import Model, QuerySet
from buuan.base.clocks.models import SEVERITIES
from buuan.base.organisations.models import Organisation, tree_of
from buuan.base.places.models import Area
from buuan.base.web import formats
from buuan.base.web.search import Searchable, SearchableQuerySet, folded_index
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.flow import Step
from buuan.work.cases.models.kinds import CaseKind
from buuan.work.cases.rules import (
    CASE_FLOW,
    MARKINGS,
    NOTE_LEVELS,
    OUTCOMES,
    PLAIN,
    PLAIN_KIND,
    SETTLED,
    STEPS,
    CaseFacts,
    KindPlan,
    missing_fields,
    sight_of,
)

INVESTIGATING = "police"
"""The kind of body that a file with signs of a crime goes to."""


class CaseQuerySet(SearchableQuerySet):
    """Cases, narrowed by actor."""

    def visible_to(self, actor: Actor) -> CaseQuerySet:
        """Give the cases that `actor` may see.

        A body sees the cases in which it takes part; the province's leaders see those that are not restricted; the auditor
        reads all; the administrator and operators see none.
        """
        sight = sight_of(actor.role, actor.body_kind, actor.may("cases.read"))
        if not sight:
            return self.none()
        if sight == "all":
            return self
        if sight == "unrestricted":
            return self.exclude(marking="restricted")
        taking_part = Participant.objects.filter(case=OuterRef("pk"), organisation__among=tree_of(actor), until_at=None)
        return self.filter(Exists(taking_part))


class Case(Searchable):
    """One matter that a body verifies and handles (vụ việc)."""

    number = models.CharField("số vụ việc", max_length=20, unique=True)
    title = models.CharField("nội dung", max_length=250)
    state = models.CharField("trạng thái", max_length=12, choices=in_words(CASE_FLOW.states), default=CASE_FLOW.start)
    severity = models.CharField("mức độ", max_length=10, choices=in_words(SEVERITIES))
    marking = models.CharField("phạm vi", max_length=12, choices=in_words(MARKINGS), default="internal")
    kind = models.CharField("loại", max_length=40, default=PLAIN_KIND)
    template = models.ForeignKey(CaseKind, models.PROTECT, null=True, blank=True, related_name="cases")
    details = models.JSONField("thông tin theo loại", default=dict, blank=True)
    labels = models.JSONField("nhãn", default=list, blank=True)
    category = models.CharField(
        "nhóm hàng", max_length=60, blank=True, help_text="Code of the goods catalogue, empty when unknown."
    )
    category_name = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="địa bàn", related_name="cases")
    lead = models.ForeignKey(Organisation, models.PROTECT, verbose_name="chủ trì", related_name="led_cases")
    assignee = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, verbose_name="người thụ lý", related_name="cases")
    source = models.CharField("nguồn", max_length=200)
    found_at = models.DateTimeField(
        "phát hiện lúc", null=True, blank=True, help_text="When its matter was found, as the report says; empty without a report."
    )
    opened_at = models.DateTimeField("mở lúc")
    verifying_at = models.DateTimeField("xác minh từ", null=True, blank=True)
    handling_at = models.DateTimeField("xử lý từ", null=True, blank=True)
    concluded_at = models.DateTimeField("kết luận lúc", null=True, blank=True)
    closed_at = models.DateTimeField("đóng lúc", null=True, blank=True)
    violation_found = models.BooleanField("có vi phạm", null=True, blank=True)
    conclusion = models.TextField("kết luận", blank=True)
    crime_signs = models.TextField("dấu hiệu tội phạm", blank=True, help_text="Why the lead sees them; empty where it does not.")
    override = models.TextField("lý do đóng khi còn việc", blank=True)
    override_by = models.CharField("người quyết định đóng", max_length=120, blank=True)
    overridden = models.JSONField("việc còn lại khi đóng", default=list)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="case_latest"),
            models.Index(fields=["state", "-opened_at", "-id"], name="case_state"),
            models.Index(fields=["-opened_at", "-id"], condition=~Q(state__in=SETTLED), name="case_open"),
            models.Index(fields=["lead", "-opened_at", "-id"], name="case_lead"),
            models.Index(fields=["area", "-opened_at"], name="case_area"),
            models.Index(fields=["kind", "-opened_at", "-id"], name="case_kind"),
            models.Index(fields=["assignee", "-opened_at", "-id"], condition=~Q(state__in=SETTLED), name="case_mine"),
            models.Index(fields=["lead", "state", "-opened_at", "-id"], condition=~Q(state="closed"), name="case_board"),
            models.Index(fields=["-opened_at", "-id"], condition=~Q(labels=[]), name="case_labelled"),
            folded_index("case_words"),
        ]
        constraints = [
            models.CheckConstraint(
                name="concluded_case_says_so",
                condition=Q(concluded_at=None, violation_found=None, conclusion="")
                | (Q(concluded_at__isnull=False, violation_found__isnull=False) & ~Q(conclusion="")),
            ),
            models.CheckConstraint(
                name="case_state_fits_its_moments",
                condition=Q(state__in=SETTLED, concluded_at__isnull=False) | (~Q(state__in=SETTLED) & Q(concluded_at=None)),
            ),
            models.CheckConstraint(
                name="override_says_who_and_closes",
                condition=Q(override="", override_by="", overridden=[])
                | (Q(state="closed") & ~Q(override="") & ~Q(override_by="") & ~Q(overridden=[])),
            ),
            models.CheckConstraint(
                name="closed_case_says_when",
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this case."""
        return Case.objects.visible_to(actor).filter(pk=self.pk).exists()

    def is_led_by(self, actor: Actor) -> bool:
        """Tell whether the actor's body leads the case; a body above the lead counts as the lead."""
        return self.lead.path.startswith(actor.tree)

    def move(self, step: Step, **changes: object) -> None:
        """Take the case along `step`, only if it still stands where the step starts.

        Raises Refused when somebody else moved it meanwhile, so that nothing is lost or done twice.
        """
        moved = Case.objects.filter(pk=self.pk, state=step.source).update(state=step.target, **changes)
        if not moved:
            raise Refused("case.moved_meanwhile", "Người khác vừa cập nhật vụ việc này. Hãy tải lại trang để xem trạng thái mới.")
        for name, value in {"state": step.target, **changes}.items():
            setattr(self, name, value)

    @property
    def plan(self) -> KindPlan:
        """The template by which the case was opened; the plain one where there was none."""
        return self.template.plan if self.template else PLAIN

    def filled(self, items: int | None = None) -> dict[str, object]:
        """Give what is known of what its kind may ask for; `items` is how many items it has, where that is known already."""
        own = {"area": self.area_id, "category": self.category, "assignee": self.assignee_id}
        return {**self.details, **own, "items": len(self.items.all()) if items is None else items}

    def facts(self) -> CaseFacts:
        """Give what the rules need to know."""
        items = list(self.items.all())
        plan, filled = self.plan, self.filled(len(items))
        referrals = list(self.referrals.all())
        answers = {one.state for one in referrals if one.to.kind == INVESTIGATING}
        if self.lead.kind == INVESTIGATING:
            answers.add("accepted")
        return CaseFacts(
            state=self.state,
            items=tuple((one.item_id, one.outcome or None) for one in items),
            loose_ends=tuple(one.name for one in self.loose_ends.all() if one.tied_at is None),
            referred_to=next((str(one.to) for one in referrals if one.state == "open"), ""),
            violation_found=self.violation_found,
            crime_signs=bool(self.crime_signs),
            with_investigators="accepted" in answers,
            investigators_answered=bool(answers & {"accepted", "declined"}),
            open_tasks=tuple(one.name for one in self.tasks.all() if one.state == "open" and one.required),
            missing=tuple((verb, tuple(one.name for one in missing_fields(plan, verb, filled))) for verb in STEPS),
        )


class Participant(Model):
    """A body that takes part in a case: one leads, others work with it (chủ trì, phối hợp)."""

    ROLES = {"lead": "chủ trì", "partner": "phối hợp"}

    case = models.ForeignKey(Case, models.PROTECT, related_name="participants")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="participations")
    role = models.CharField("vai trò", max_length=10, choices=in_words(ROLES))
    from_at = models.DateTimeField("từ")
    until_at = models.DateTimeField("đến", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(role="lead", until_at=None), name="one_lead_a_case"),
            models.UniqueConstraint(fields=["case", "organisation"], condition=Q(until_at=None), name="one_part_a_body"),
        ]
        indexes = [models.Index(fields=["organisation", "case"], condition=Q(until_at=None), name="participant_now")]


class CaseItem(Model):
    """An item in a case: what was declared about it, why it was flagged, and what became of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="items")
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="case_items")
    item_id = models.CharField("mã bưu gửi", max_length=40)
    declared_content = models.CharField("nội dung khai", max_length=500, blank=True)
    hits = models.JSONField("từ nhận diện", default=list)
    law = models.TextField("căn cứ", blank=True)
    route = models.CharField("tuyến", max_length=120, blank=True)
    outcome = models.CharField("kết quả", max_length=16, choices=in_words(OUTCOMES), blank=True)
    quantity = models.DecimalField("số lượng", max_digits=13, decimal_places=3, null=True, blank=True)
    unit = models.CharField("đơn vị tính", max_length=20, blank=True)
    value_vnd = models.BigIntegerField("trị giá (đồng)", null=True, blank=True)
    outcome_at = models.DateTimeField("ghi kết quả lúc", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "operator", "item_id"], name="item_once_a_case"),
            models.CheckConstraint(
                name="seizure_says_how_much", condition=~Q(outcome="seized") | (~Q(unit="") & Q(quantity__gt=0, value_vnd__gte=0))
            ),
            models.CheckConstraint(
                name="outcome_says_when", condition=Q(outcome="", outcome_at=None) | (~Q(outcome="") & Q(outcome_at__isnull=False))
            ),
        ]
        indexes = [
            models.Index(fields=["item_id"], name="case_item_id"),
            models.Index(fields=["operator", "-id"], name="case_item_operator"),
        ]

    def quantity_text(self) -> str:
        """Give the quantity as people write it, without idle noughts; empty when there is none."""
        return "" if self.quantity is None else formats.number(self.quantity, 3).rstrip("0").rstrip(",.")


class Reporter(Model):
    """An organisation whose report led to the case and which is told what came of it (người báo)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reporters")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    report = models.CharField("số báo cáo", max_length=20)
    left_at = models.DateTimeField("tách lúc", null=True, blank=True, help_text="When the report was separated from the case.")
    told_at = models.DateTimeField("đã phản hồi", null=True, blank=True)
    feedback = models.TextField("phản hồi", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "report"], condition=Q(left_at=None), name="report_once_a_case"),
            models.CheckConstraint(
                name="told_reporter_got_words",
                condition=Q(told_at=None, feedback="") | (Q(told_at__isnull=False) & ~Q(feedback="")),
            ),
        ]
        indexes = [models.Index(fields=["report"], name="case_reporter_report")]


class Note(Model):
    """What a person wrote into the case, for whom to read."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    level = models.CharField("cho ai", max_length=14, choices=in_words(NOTE_LEVELS))
    text = models.TextField("nội dung")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    author = models.CharField("người ghi", max_length=120)
    marking = models.CharField("phạm vi", max_length=12, choices=in_words(MARKINGS), default="internal")
    at = models.DateTimeField("lúc")

    class Meta:
        indexes = [models.Index(fields=["case", "-at", "-id"], name="case_notes")]
        constraints = [models.CheckConstraint(name="note_says_something", condition=~Q(text=""))]


class CaseEvent(Model):
    """One line of the timeline (diễn biến): facts only, the sentence is made when it is read."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    at = models.DateTimeField("lúc")
    kind = models.CharField("việc", max_length=40)
    who = models.CharField("ai", max_length=120)
    body = models.CharField("cơ quan", max_length=160)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case", "-at", "-id"], name="case_timeline")]


class LooseEndQuerySet(QuerySet):
    """Loose ends."""

    def open(self) -> LooseEndQuerySet:
        """Give those that are not tied."""
        return self.filter(tied_at=None)


class LooseEnd(Model):
    """Something a higher room started for the case which must end before it may close."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="loose_ends")
    subject = models.CharField(max_length=80)
    name = models.CharField("việc", max_length=200)
    opened_at = models.DateTimeField("mở lúc")
    tied_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    objects = LooseEndQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "subject"], name="loose_end_once")]

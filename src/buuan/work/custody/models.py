"""Evidence, exhibits with their holders and events, hand-overs, people, and references to what is kept elsewhere."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value

from buuan.base.action import Model, QuerySet
from buuan.base.audit.models import Record
from buuan.base.files.models import StoredFile
from buuan.base.files.rules.kinds import GROUPS
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation, tree_of
from buuan.base.web import formats
from buuan.base.web.search import Searchable, SearchableQuerySet, folded_index
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.flow import Step
from buuan.work.cases.models import Case, CaseItem, Participant
from buuan.work.cases.rules import MARKINGS
from buuan.work.custody.rules import DISPOSALS, EVENTS, HAND_OVER_FLOW, ROLES


def taking_part(actor: Actor, case: str = "case") -> Exists:
    """Give the condition that the actor's body takes part in the row's case now."""
    rows = Participant.objects.filter(case=OuterRef(case), organisation__among=tree_of(actor), until_at=None)
    return Exists(rows)


class EvidenceQuerySet(SearchableQuerySet):
    """Evidence, narrowed by actor."""

    def visible_to(self, actor: Actor) -> EvidenceQuerySet:
        """Give the evidence of the cases that `actor` may see; what is restricted is for those who take part, and the auditor."""
        if not actor.may("custody.read"):
            return self.none()
        rows = self.filter(case__in=Case.objects.visible_to(actor))
        if actor.role in ("auditor", "system"):
            return rows
        return rows.filter(~Q(marking="restricted") | taking_part(actor))


class Evidence(Searchable):
    """One file in one version (chứng cứ): never overwritten; a new version is a new row that names the one it replaces.

    `evidence_at` is when the evidence came about, as far as known; `arrived_at` when it arrived here. Search reads `caption` only.
    """

    number = models.CharField("số chứng cứ", max_length=20, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    item = models.ForeignKey(CaseItem, models.PROTECT, null=True, blank=True, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    caption = models.CharField("chú thích", max_length=200)
    group = models.CharField("loại", max_length=10, choices=in_words(GROUPS))
    marking = models.CharField("phạm vi", max_length=12, choices=in_words(MARKINGS), default="internal")
    origin = models.CharField("thu từ đâu", max_length=200, blank=True)
    evidence_at = models.DateTimeField("thời điểm của chứng cứ", null=True, blank=True)
    arrived_at = models.DateTimeField("nhận lúc")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    author = models.CharField("người đưa vào", max_length=120)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    version = models.PositiveSmallIntegerField("bản", default=1)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="evidence_case"), folded_index("evidence_words")]
        constraints = [
            models.CheckConstraint(
                name="later_version_replaces_one", condition=Q(version=1, replaces=None) | Q(version__gt=1, replaces__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.number

    def search_parts(self) -> tuple[str, ...]:
        """Give number and caption: what a file says is read by people only."""
        return (self.number, self.caption)

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this evidence."""
        return Evidence.objects.visible_to(actor).filter(pk=self.pk).exists()


class CaseScoped(QuerySet):
    """Rows that are seen by whoever takes part in their case, and by the auditor."""

    def visible_to(self, actor: Actor) -> CaseScoped:
        """Give the rows that `actor` may see."""
        if not actor.may("custody.read"):
            return self.none()
        rows = self.filter(case__in=Case.objects.visible_to(actor))
        return rows if actor.role in ("auditor", "system") else rows.filter(taking_part(actor))


class SecretReference(Model):
    """Where a paper with a marking of State secrecy is kept (tài liệu mật giữ nơi khác): number and place, nothing else."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="secret_references")
    paper_number = models.CharField("số, ký hiệu", max_length=60)
    keeper = models.CharField("nơi giữ", max_length=160)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    author = models.CharField(max_length=120)
    at = models.DateTimeField("ghi lúc")

    objects = CaseScoped.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "paper_number", "keeper"], name="secret_reference_once")]


class CasePerson(Model):
    """Who has to do with goods of a case (người liên quan); shown masked, opened with a reason, never searched.

    Only whole phones are compared, between cases of goods in which the reader's body takes part (`case_links.py`).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="people")
    item = models.ForeignKey(CaseItem, models.PROTECT, null=True, blank=True, related_name="people")
    role = models.CharField("vai trò", max_length=16, choices=in_words(ROLES))
    name = models.CharField("họ tên", max_length=120)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    address = models.CharField("địa chỉ", max_length=250, blank=True)
    at = models.DateTimeField("ghi lúc")

    objects = CaseScoped.as_manager()

    class Meta:
        indexes = [models.Index(fields=["phone"], condition=~Q(phone=""), name="case_person_phone")]

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may know that there is such a person in the case."""
        return CasePerson.objects.visible_to(actor).filter(pk=self.pk).exists()


class ExhibitQuerySet(SearchableQuerySet):
    """Exhibits, narrowed by actor."""

    def visible_to(self, actor: Actor) -> ExhibitQuerySet:
        """Give the exhibits of the cases that `actor` may see; the bodies that hold one now see it as well."""
        if not actor.may("custody.read"):
            return self.none()
        rows = self.filter(case__in=Case.objects.visible_to(actor))
        if actor.role in ("auditor", "system") or actor.body_kind in OPERATOR_KINDS:
            return rows
        held = Custody.objects.filter(exhibit=OuterRef("pk"), until_at=None, holder__among=tree_of(actor))
        return self.filter(Q(case__in=Case.objects.visible_to(actor)) | Exists(held))


class Exhibit(Searchable):
    """One thing, or one sealed lot (tang vật): who holds it stands in `Custody`, what happened to it in `CustodyEvent`."""

    STATES = {"held": "đang giữ", "disposed": "đã xử lý"}

    number = models.CharField("mã tang vật", max_length=20, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="exhibits")
    item = models.ForeignKey(CaseItem, models.PROTECT, null=True, blank=True, related_name="exhibits")
    description = models.CharField("tên, đặc điểm", max_length=300)
    quantity = models.DecimalField("số lượng", max_digits=13, decimal_places=3)
    unit = models.CharField("đơn vị tính", max_length=20)
    place = models.CharField("nơi để", max_length=160)
    seal = models.CharField(
        "số niêm phong", max_length=40, blank=True, help_text="The seal that is on it now, empty while it is open."
    )
    state = models.CharField("trạng thái", max_length=10, choices=in_words(STATES), default="held")
    taken_at = models.DateTimeField("thu giữ lúc")

    objects = ExhibitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="exhibit_case"),
            models.Index(fields=["state", "-id"], name="exhibit_state"),
            folded_index("exhibit_words"),
        ]
        constraints = [models.CheckConstraint(name="exhibit_has_quantity", condition=Q(quantity__gt=0) & ~Q(unit=""))]

    def __str__(self) -> str:
        return self.number

    def search_parts(self) -> tuple[str, ...]:
        """Give code, description and seal."""
        return (self.number, self.description, self.seal)

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this exhibit."""
        return Exhibit.objects.visible_to(actor).filter(pk=self.pk).exists()

    def quantity_text(self) -> str:
        """Give quantity and unit as people write them."""
        return f"{formats.number(self.quantity, 3).rstrip('0').rstrip(',.')} {self.unit}"

    @property
    def holder(self) -> Custody | None:
        """Who holds it now; None once it was disposed of."""
        return next((one for one in self.custodies.all() if one.until_at is None), None)


class TstzRange(Func):
    """The time from one moment until another, that one excluded."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Custody(Model):
    """Who holds an exhibit from when until when (chuỗi bảo quản): never two at a time, never nobody before it is disposed of.

    Two constraints hold that: periods of one exhibit exclude each other, and at each commit a trigger counts its open periods.
    """

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="custodies")
    holder = models.ForeignKey(Organisation, models.PROTECT, verbose_name="đơn vị giữ", related_name="held_exhibits")
    person = models.CharField("người giữ", max_length=120)
    from_at = models.DateTimeField("từ")
    until_at = models.DateTimeField("đến", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exhibit"], condition=Q(until_at=None), name="one_holder_an_exhibit"),
            models.CheckConstraint(name="custody_ends_after_start", condition=Q(until_at=None) | Q(until_at__gte=F("from_at"))),
            ExclusionConstraint(
                name="holders_follow_each_other",
                expressions=[
                    (Func(F("exhibit"), F("exhibit"), Value("[]"), function="INT8RANGE"), RangeOperators.OVERLAPS),
                    (TstzRange(F("from_at"), F("until_at")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["holder"], condition=Q(until_at=None), name="custody_now")]


class CustodyEvent(Model):
    """One thing that happened to an exhibit, bound to its chained record; the database refuses to change or remove it."""

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="events")
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    kind = models.CharField("việc", max_length=14, choices=in_words(EVENTS))
    who = models.CharField("ai", max_length=120)
    body = models.CharField("đơn vị", max_length=160)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["exhibit", "id"], name="custody_events")]


class ExhibitPhoto(Model):
    """A photo of an exhibit, its seal included."""

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    at = models.DateTimeField("thêm lúc")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibit", "file"], name="exhibit_photo_once")]


class HandOverQuerySet(QuerySet):
    """Hand-overs, narrowed by actor."""

    def visible_to(self, actor: Actor) -> HandOverQuerySet:
        """Give the hand-overs to which the actor's body is a side, and those of the cases that it may see."""
        if not actor.may("custody.read_hand_overs"):
            return self.none()
        if actor.role in ("auditor", "system"):
            return self
        tree = tree_of(actor)
        own = Q(giver__among=tree) | Q(receiver__among=tree)
        if actor.body_kind in OPERATOR_KINDS:
            return self.filter(own)
        return self.filter(own | Q(case__in=Case.objects.visible_to(actor)))


class HandOver(Model):
    """Exhibits passing from one holder to another (bàn giao): offered by one side, done when the other confirms, else nothing."""

    SIDES = {"giver": "bên giao", "receiver": "bên nhận"}

    number = models.CharField("số bàn giao", max_length=20, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="hand_overs")
    giver = models.ForeignKey(Organisation, models.PROTECT, verbose_name="bên giao", related_name="+")
    receiver = models.ForeignKey(Organisation, models.PROTECT, verbose_name="bên nhận", related_name="+")
    asked_by = models.CharField("bên đề nghị", max_length=8, choices=in_words(SIDES), default="giver")
    giver_name = models.CharField("người giao", max_length=120, blank=True)
    receiver_name = models.CharField("người nhận", max_length=120, blank=True)
    representative = models.CharField("đại diện doanh nghiệp", max_length=120, blank=True)
    reason = models.CharField("lý do", max_length=500)
    place = models.CharField("nơi bàn giao", max_length=160)
    code = models.CharField(max_length=8)
    state = models.CharField("trạng thái", max_length=10, choices=in_words(HAND_OVER_FLOW.states), default=HAND_OVER_FLOW.start)
    offered_at = models.DateTimeField("đề nghị lúc")
    expires_at = models.DateTimeField("hết hạn lúc")
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    why_ended = models.CharField("lý do kết thúc", max_length=500, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["receiver", "state", "-id"], name="hand_over_receiver"),
            models.Index(fields=["giver", "state", "-id"], name="hand_over_giver"),
            models.Index(fields=["expires_at"], condition=Q(state="offered"), name="hand_over_open"),
        ]
        constraints = [
            models.CheckConstraint(
                name="confirmed_hand_over_names_both",
                condition=~Q(state="confirmed") | (~Q(giver_name="") & ~Q(receiver_name="")),
            ),
            models.CheckConstraint(
                name="ended_hand_over_says_when",
                condition=Q(state="offered", ended_at=None) | (~Q(state="offered") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(name="hand_over_changes_hands", condition=~Q(giver=F("receiver"))),
        ]

    def __str__(self) -> str:
        return self.number

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this hand-over."""
        return HandOver.objects.visible_to(actor).filter(pk=self.pk).exists()

    @property
    def other_side(self) -> Organisation:
        """The side that has to confirm."""
        return self.receiver if self.asked_by == "giver" else self.giver

    @property
    def asking_side(self) -> Organisation:
        """The side that offered."""
        return self.giver if self.asked_by == "giver" else self.receiver

    def move(self, step: Step, **changes: object) -> None:
        """Take the hand-over along `step`, only if it still stands where the step starts; raises Refused otherwise."""
        moved = HandOver.objects.filter(pk=self.pk, state=step.source).update(state=step.target, **changes)
        if not moved:
            raise Refused("hand_over.moved_meanwhile", "Người khác vừa cập nhật bàn giao này. Hãy tải lại trang.")
        self.refresh_from_db()


class HandOverLine(Model):
    """One exhibit of a hand-over, as it was when it was offered; an exhibit is on one open hand-over at most."""

    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="lines")
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="lines")
    seal = models.CharField("số niêm phong", max_length=40, blank=True)
    condition = models.CharField("tình trạng", max_length=200)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "exhibit"], name="exhibit_once_a_hand_over"),
            models.UniqueConstraint(fields=["exhibit"], condition=Q(is_open=True), name="one_open_hand_over_an_exhibit"),
        ]


class Disposal(Model):
    """What finally became of an exhibit (xử lý tang vật), by which decision."""

    exhibit = models.OneToOneField(Exhibit, models.PROTECT, related_name="disposal")
    way = models.CharField("hình thức", max_length=12, choices=in_words(DISPOSALS))
    decision = models.CharField("số quyết định", max_length=80)
    decided_on = models.DateField("ngày quyết định")
    recipient = models.CharField("nơi nhận", max_length=200, blank=True)
    at = models.DateTimeField("xử lý lúc")
    author = models.CharField(max_length=120)

    class Meta:
        constraints = [models.CheckConstraint(name="disposal_names_its_decision", condition=~Q(decision=""))]


def moment_or_none(at: datetime | None) -> str | None:
    """Give a moment as records keep it."""
    return None if at is None else at.isoformat()

"""What the database keeps of items: manifests, hits and holds; the items themselves stand in the encrypted archive."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from buuan.base.action import Model, QuerySet
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation, tree_of
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.registers.items.rules import COMMITTED, END_REASONS, EVENTS, FLAGGED, GROUNDS, HIT_STATES, MANIFEST_STATES, UPLOAD_STATES

STATE_READERS = ("police", "lead_department", "market_surveillance", "customs")
"""Kinds of bodies whose officers review hits and see holds of every operator."""


class OperatorScoped(QuerySet):
    """Rows that belong to an operator: its own people see them, and the bodies that the directive names."""

    def visible_to(self, actor: Actor) -> OperatorScoped:
        """Give the rows that `actor` may see: who may not read their kind sees none, a branch only what concerns its points."""
        if not actor.may(self.model.reading_right):
            return self.none()
        if actor.role in ("auditor", "system"):
            return self
        if actor.body_kind in OPERATOR_KINDS:
            own = self.filter(operator__path__startswith=actor.tree.split("/")[0] + "/")
            return own if actor.body_kind == "postal_operator" else own.filter(self.model.of_unit(actor))
        return self if actor.body_kind in STATE_READERS else self.none()


class OperatorOwned(Model):
    """A row that belongs to an operator; `reading_right` shows its kind, `of_unit` narrows it to a branch's own points."""

    reading_right = "screening.read"

    objects = OperatorScoped.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def of_unit(cls, actor: Actor) -> Q:
        """Give the condition for the rows that concern the actor's own unit and those below it."""
        raise NotImplementedError

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this row."""
        return type(self).objects.visible_to(actor).filter(pk=self.pk).exists()


class Manifest(OperatorOwned):
    """A file of declared items (bảng kê bưu gửi): one row a revision, with what became of it."""

    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="manifests")
    manifest_id = models.CharField("mã bảng kê", max_length=64)
    revision = models.PositiveIntegerField("lần")
    kind = models.CharField(max_length=10)
    profile = models.CharField(max_length=20, default="native")
    content_sha256 = models.CharField(max_length=64)
    state = models.CharField("trạng thái", max_length=24, choices=in_words(MANIFEST_STATES))
    file_name = models.CharField("tên tệp", max_length=200)
    received_at = models.DateTimeField("nhận lúc")
    committed_at = models.DateTimeField("ghi nhận lúc", null=True, blank=True)
    accepted = models.PositiveIntegerField("nhận", default=0)
    refused = models.PositiveIntegerField("từ chối", default=0)
    warnings = models.PositiveIntegerField("cảnh báo", default=0)
    letters = models.PositiveIntegerField("thư (chỉ đếm)", default=0)
    documents = models.PositiveIntegerField("tài liệu", default=0)
    hits = models.PositiveIntegerField("cảnh báo sàng lọc", default=0)
    description_quality = models.PositiveSmallIntegerField("chất lượng mô tả", null=True, blank=True)
    catalogue = models.CharField("bản danh mục", max_length=64, blank=True)
    seconds_ms = models.PositiveIntegerField("thời gian xử lý (ms)", default=0)
    uploaded_by = models.CharField(max_length=120)
    handed_in_by = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="đơn vị nạp", related_name="+", null=True, blank=True
    )
    report = models.JSONField("báo cáo lỗi", default=list, help_text="The first findings; `ManifestReport` has all of them.")
    report_rows = models.PositiveIntegerField("số dòng báo cáo", default=0)
    reasons = models.JSONField("lý do mô tả kém", default=dict, help_text="Accepted items by description reason (D1-D6).")
    vague = models.JSONField("câu chung chung hay gặp", default=dict, help_text="The most frequent vague terms: they name nobody.")
    described = models.PositiveIntegerField("bưu gửi được chấm mô tả", default=0)
    quality_sum = models.PositiveBigIntegerField("tổng điểm mô tả", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "manifest_id", "revision"], condition=~Q(state="refused"), name="one_manifest_revision"
            )
        ]
        indexes = [
            models.Index(fields=["operator", "-received_at", "-id"], name="manifest_operator"),
            models.Index(fields=["-received_at", "-id"], name="manifest_latest"),
            # The league adds a quarter's manifests up from the index alone.
            models.Index(
                fields=["committed_at"],
                include=["operator", "described", "quality_sum"],
                condition=Q(state__in=COMMITTED),
                name="manifest_league",
            ),
        ]

    def __str__(self) -> str:
        return self.manifest_id

    @classmethod
    def of_unit(cls, actor: Actor) -> Q:
        """A branch sees the manifests that it or its points handed in."""
        return Q(handed_in_by__among=tree_of(actor))


class Hit(OperatorOwned):
    """An item whose declaration is not clear (cảnh báo): a reason to look, never a finding of guilt."""

    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="hit_rows")
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="hits")
    item_id = models.CharField("mã bưu gửi", max_length=40)
    day = models.DateField("ngày chấp nhận")
    accepted_at = models.DateTimeField("chấp nhận lúc")
    point = models.CharField("điểm chấp nhận", max_length=32, blank=True)
    declared_content = models.CharField("nội dung khai", max_length=500)
    spans = models.JSONField("từ nhận diện", help_text="[{rule, start, end, text, law}] in code points of declared_content.")
    verdict = models.CharField("kết quả", max_length=12, choices=in_words(FLAGGED))
    category = models.CharField("nhóm hàng", max_length=60)
    category_name = models.CharField(max_length=200)
    severity = models.CharField("mức độ", max_length=10)
    score = models.DecimalField("điểm", max_digits=4, decimal_places=3)
    advice = models.CharField("hướng dẫn", max_length=400, blank=True)
    law = models.CharField("căn cứ", max_length=400, blank=True)
    route = models.CharField("tuyến", max_length=120, blank=True)
    weight_g = models.PositiveIntegerField("khối lượng (g)", null=True, blank=True)
    catalogue = models.CharField("bản danh mục", max_length=64)
    state = models.CharField("trạng thái", max_length=12, choices=in_words(HIT_STATES), default="open")
    decided_at = models.DateTimeField("xem lúc", null=True, blank=True)
    decided_by = models.CharField("người xem", max_length=120, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decided_hit_says_who",
                condition=Q(state__in=("open", "superseded")) | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
            ),
            models.CheckConstraint(name="dismissed_hit_says_why", condition=~Q(state="dismissed") | ~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["state", "-score", "-id"], name="hit_queue"),
            models.Index(fields=["operator", "state", "-id"], name="hit_operator"),
            models.Index(fields=["manifest", "state"], name="hit_manifest"),
            models.Index(fields=["item_id"], name="hit_item"),
            models.Index(fields=["point", "state", "-score", "-id"], name="hit_point_queue"),
        ]

    @classmethod
    def of_unit(cls, actor: Actor) -> Q:
        """A branch sees the hits on what its own points accepted."""
        return Q(point__in=Organisation.objects.under(actor.tree).values("code"))


class Hold(OperatorOwned):
    """One reason for which an item does not move (tạm giữ); it moves only when no hold on it is open."""

    reading_right = "items.read_holds"

    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="holds")
    item_id = models.CharField("mã bưu gửi", max_length=40)
    ground = models.CharField("vì", max_length=10, choices=in_words(GROUNDS))
    subject = models.CharField("do", max_length=80, help_text="The record that is the reason, such as `intake.suspicionreport:7`.")
    label = models.CharField("số hiệu", max_length=60, blank=True)
    holder = models.ForeignKey(Organisation, models.PROTECT, verbose_name="nơi giữ", related_name="held_items")
    from_at = models.DateTimeField("từ")
    lapses_at = models.DateTimeField(
        "tự hết lúc", null=True, blank=True, help_text="Only for a clerk's own hold that nobody has answered."
    )
    until_at = models.DateTimeField("đến", null=True, blank=True)
    end_reason = models.CharField("kết thúc vì", max_length=12, choices=in_words(END_REASONS), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operator", "item_id", "subject"], name="one_hold_a_reason"),
            models.CheckConstraint(
                name="hold_ends_with_reason",
                condition=Q(until_at=None, end_reason="") | (Q(until_at__isnull=False) & ~Q(end_reason="")),
            ),
            models.CheckConstraint(name="hold_ends_after_start", condition=Q(until_at=None) | Q(until_at__gte=F("from_at"))),
        ]
        indexes = [
            models.Index(fields=["operator", "item_id"], condition=Q(until_at=None), name="open_hold_item"),
            models.Index(fields=["lapses_at"], condition=Q(until_at=None), name="open_hold_lapse"),
            models.Index(fields=["subject"], name="hold_subject"),
        ]

    @classmethod
    def of_unit(cls, actor: Actor) -> Q:
        """A branch sees what its points hold, and what stays held while it is, or was, in their hands."""
        same = ItemEvent.objects.filter(operator=OuterRef("operator"), item_id=OuterRef("item_id"))
        return Q(holder__among=tree_of(actor)) | Q(Exists(same.filter(ItemEvent.of_unit(actor))))


class ItemEvent(OperatorOwned):
    """What an operator said of where one of its items is (sự kiện bưu gửi): the event, its place and its own time.

    The order of arrival tells nothing; `at` does. The same event told again is the same row.
    """

    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="item_events")
    item_id = models.CharField("mã bưu gửi", max_length=40)
    event = models.CharField("sự kiện", max_length=24, choices=in_words(EVENTS))
    raw_code = models.CharField("mã gốc", max_length=40, blank=True)
    point = models.CharField("mã điểm", max_length=32, blank=True)
    place = models.ForeignKey(Organisation, models.PROTECT, verbose_name="điểm", related_name="+", null=True, blank=True)
    at = models.DateTimeField("lúc")
    told_at = models.DateTimeField("báo lúc")
    teller = models.ForeignKey(Organisation, models.PROTECT, verbose_name="nơi báo", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operator", "item_id", "at", "event", "raw_code", "point"], name="one_event_once")
        ]
        indexes = [
            models.Index(fields=["operator", "item_id", "-at", "-id"], name="event_whereabouts"),
            models.Index(fields=["told_at"], name="event_told"),
            models.Index(fields=["operator", "raw_code"], condition=Q(event="other"), name="event_unknown_code"),
        ]

    @classmethod
    def of_unit(cls, actor: Actor) -> Q:
        """A branch sees what was told by its points or happened at them."""
        tree = tree_of(actor)
        return Q(teller__among=tree) | Q(place__among=tree)


class ManifestReport(Model):
    """Every finding about one manifest, as a compressed table; names and phones in it are masked already."""

    manifest = models.OneToOneField(Manifest, models.PROTECT, primary_key=True, related_name="whole_report")
    table = models.BinaryField(help_text="Parquet of `reading.findings.REPORT_SCHEMA`.")


class Upload(OperatorOwned):
    """A manifest's file on its way in (lượt nạp tệp): taken piece by piece, then read by the worker, all or nothing."""

    reading_right = "screening.import"

    key = models.CharField(max_length=32, unique=True)
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="uploads")
    handed_in_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()
    uploaded_by = models.CharField("người nạp", max_length=120)
    file_name = models.CharField("tên tệp", max_length=200)
    size = models.PositiveBigIntegerField("kích thước (byte)")
    mark = models.CharField(max_length=64, blank=True, help_text="What the browser knows the file by, to go on after a break.")
    header = models.JSONField(default=dict)
    state = models.CharField("trạng thái", max_length=12, choices=in_words(UPLOAD_STATES), default="receiving")
    manifest = models.ForeignKey(Manifest, models.PROTECT, null=True, blank=True, related_name="+")
    sentence = models.CharField("lý do", max_length=300, blank=True)
    begun_at = models.DateTimeField("bắt đầu")
    handed_at = models.DateTimeField("nhận đủ lúc", null=True, blank=True)
    ended_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="failed_upload_says_why", condition=~Q(state="failed") | ~Q(sentence="")),
            models.CheckConstraint(
                name="ended_upload_says_when", condition=Q(state__in=("receiving", "waiting")) | Q(ended_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["state", "handed_at"], name="upload_waiting")]

    @classmethod
    def of_unit(cls, actor: Actor) -> Q:
        """A branch sees the files that it or its points hand in."""
        return Q(handed_in_by__among=tree_of(actor))


class LegalHold(OperatorOwned):
    """Why an item's data outlive the archive's time (lưu giữ theo vụ việc): set with a right and a reason, ended alike."""

    reading_right = "items.read_declared"

    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="legal_holds")
    item_id = models.CharField("mã bưu gửi", max_length=40)
    subject = models.CharField(max_length=80, help_text="The case that needs the data, such as `cases.case:7`.")
    label = models.CharField("số vụ việc", max_length=60)
    reason = models.CharField("lý do", max_length=300)
    placed_by = models.CharField("người đặt", max_length=120)
    from_at = models.DateTimeField("từ")
    until_at = models.DateTimeField("đến", null=True, blank=True)
    ended_by = models.CharField("người bỏ", max_length=120, blank=True)
    end_reason = models.CharField("lý do bỏ", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "item_id", "subject"], condition=Q(until_at=None), name="one_legal_hold_a_case"
            ),
            models.CheckConstraint(
                name="legal_hold_ends_with_reason", condition=Q(until_at=None) | (~Q(ended_by="") & ~Q(end_reason=""))
            ),
            models.CheckConstraint(name="legal_hold_says_why", condition=~Q(reason="")),
        ]

    @classmethod
    def of_unit(cls, actor: Actor) -> Q:
        """A branch sees none."""
        return Q(pk=None)


class LookQuerySet(QuerySet):
    """Looks at personal data, narrowed to those who may know of them."""

    def visible_to(self, actor: Actor) -> LookQuerySet:
        """Give all to the auditor, and to who answers for a body what its own people looked at."""
        if not actor.may("items.read_looks"):
            return self.none()
        return self if actor.role == "auditor" else self.filter(body_id=actor.body_id)


class Look(Model):
    """One person looked at personal data of one item (lượt xem dữ liệu người), with the reason that he gave."""

    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    item_id = models.CharField("mã bưu gửi", max_length=40)
    parts = models.JSONField("trường đã xem", default=list)
    reason = models.CharField("lý do", max_length=300)
    who = models.CharField("người xem", max_length=120)
    account = models.CharField("tài khoản", max_length=150)
    body = models.ForeignKey(Organisation, models.PROTECT, verbose_name="đơn vị", related_name="+")
    at = models.DateTimeField("lúc")

    objects = LookQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="look_says_why", condition=~Q(reason=""))]
        indexes = [
            models.Index(fields=["-at", "-id"], name="look_latest"),
            models.Index(fields=["operator", "item_id"], name="look_item"),
        ]

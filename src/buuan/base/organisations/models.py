"""Bodies, operators and their units with validity, succession and contacts."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from buuan.base.action import Model
from buuan.base.places.models import Area, DatedQuerySet
from buuan.kit.actor import Actor

KINDS = {
    "lead_department": "sở chủ trì",
    "police": "công an tỉnh",
    "police_district": "công an cấp huyện",
    "police_commune": "công an cấp xã",
    "market_surveillance": "quản lý thị trường",
    "customs": "hải quan",
    "provincial_department": "sở, ban, ngành cấp tỉnh",
    "district_committee": "UBND cấp huyện",
    "commune_committee": "UBND cấp xã",
    "postal_operator": "doanh nghiệp bưu chính",
    "operator_unit": "đơn vị của doanh nghiệp bưu chính",
    "agent": "đại lý bưu chính",
    "building_owner": "chủ đầu tư công trình",
    "district_broadcaster": "đài truyền thanh cấp huyện",
    "provincial_chairman": "Chủ tịch UBND tỉnh",
    "provincial_peoples_committee": "UBND tỉnh",
    "provincial_party_committee": "Tỉnh ủy",
    "provincial_peoples_council": "HĐND tỉnh",
    "ministry": "bộ quản lý nhà nước về bưu chính",
    "party_and_state_bodies": "cơ quan Đảng, Nhà nước",
    "coordination_body": "ban chỉ đạo liên ngành",
    "platform": "nền tảng",
}
"""Kinds of organisation; a duty of the directive points to a kind, never to a name."""

OPERATOR_KINDS = ("postal_operator", "operator_unit", "agent")
UNIT_TYPES = {
    "branch": "chi nhánh",
    "centre": "trung tâm khai thác",
    "post_office": "bưu cục",
    "point": "điểm phục vụ",
    "agent": "đại lý",
}


class OrganisationQuerySet(DatedQuerySet):
    """Organisations, narrowed by day, tree or actor."""

    def under(self, path: str) -> OrganisationQuerySet:
        """Give the organisation with `path` and everything below it."""
        return self.filter(path__startswith=path)

    def visible_to(self, actor: Actor) -> OrganisationQuerySet:
        """Give what `actor` may know: State bodies are public; of operators an operator sees only its own tree."""
        if actor.body_kind in OPERATOR_KINDS:
            own_root = actor.tree.split("/")[0] + "/"
            return self.filter(~Q(kind__in=OPERATOR_KINDS) | Q(path__startswith=own_root))
        return self


class Organisation(Model):
    """One body, operator or unit in the time it exists (cơ quan / đơn vị)."""

    code = models.CharField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=250)
    name_en = models.CharField(max_length=250, blank=True)
    short_name = models.CharField("tên gọi tắt", max_length=120)
    kind = models.CharField("loại", max_length=40, choices=KINDS)
    unit_type = models.CharField("loại đơn vị", max_length=20, choices=UNIT_TYPES, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=300, help_text="Codes from the root down, each followed by a slash.", db_collation="C")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="organisations")
    address = models.CharField("địa chỉ", max_length=250, blank=True)
    from_on = models.DateField("từ ngày", null=True, blank=True)
    until_on = models.DateField("đến ngày (không gồm)", null=True, blank=True)
    reference_only = models.BooleanField("chỉ để tra cứu", default=False, help_text="A row of public facts, without activity here.")
    verified = models.BooleanField("đã kiểm chứng", default=False)
    source = models.TextField("nguồn", blank=True)
    folded = models.CharField(max_length=400, editable=False)
    sort_key = models.CharField(max_length=600, editable=False, db_collation="C")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_ends_after_start",
                condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gt=F("from_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["path"], name="organisation_path"),
            models.Index(fields=["kind", "sort_key"], name="organisation_kind_sort"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def root_code(self) -> str:
        """The code of the enterprise or body at the top of the tree."""
        return self.path.split("/")[0]

    def holds_on(self, on: date) -> bool:
        """Tell whether the organisation exists on `on`."""
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or on < self.until_on)


class Succession(Model):
    """A body whose work passed to another on a day (kế thừa)."""

    old = models.ForeignKey(Organisation, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Organisation, models.PROTECT, related_name="predecessions")
    effective_on = models.DateField("hiệu lực", null=True)
    verified = models.BooleanField(default=False)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="organisation_succession_once")]


class Contact(Model):
    """A named person of an organisation for a purpose: the security leader, the 24/7 contact (đầu mối 24/7)."""

    PURPOSES = {"security_leader": "lãnh đạo phụ trách an toàn, an ninh", "duty_24_7": "đầu mối 24/7"}

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts")
    purpose = models.CharField("vai trò", max_length=20, choices=PURPOSES)
    name = models.CharField("họ tên", max_length=120)
    phone = models.CharField("điện thoại", max_length=20)
    from_on = models.DateField("từ ngày")
    until_on = models.DateField("đến ngày (không gồm)", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "purpose"], condition=Q(until_on=None), name="one_contact_a_purpose"),
        ]

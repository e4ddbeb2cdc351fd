"""Bodies, operators and their units with validity, succession and contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from buuan.base.action import Model
from buuan.base.places.models import Area, DatedQuerySet, FoldedText, SortText
from buuan.base.web.search import SearchableQuerySet, folded_index
from buuan.base.web.words import in_words
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


class OrganisationQuerySet(DatedQuerySet, SearchableQuerySet):
    """Organisations, narrowed by day, tree, words or actor."""

    def under(self, path: str) -> Self:
        """Give the organisation with `path` and everything below it."""
        return self.filter(path__startswith=path)

    def visible_to(self, actor: Actor) -> Self:
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
    kind = models.CharField("loại", max_length=40, choices=in_words(KINDS))
    unit_type = models.CharField("loại đơn vị", max_length=20, choices=in_words(UNIT_TYPES), blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=300, help_text="Codes from the root down, each followed by a slash.", db_collation="C")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="organisations")
    address = models.CharField("địa chỉ", max_length=250, blank=True)
    from_on = models.DateField("từ ngày", null=True, blank=True)
    until_on = models.DateField("đến ngày (không gồm)", null=True, blank=True)
    reference_only = models.BooleanField("chỉ để tra cứu", default=False, help_text="A row of public facts, without activity here.")
    verified = models.BooleanField("đã kiểm chứng", default=False)
    source = models.TextField("nguồn", blank=True)
    folded = FoldedText(of=["name", "short_name", "code"], max_length=450)
    sort_key = SortText(of=["name"], max_length=800)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organisation_ends_after_start",
                condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gt=F("from_on")),
            ),
            # Rights hang on the path, so it always ends with the row's own code.
            models.CheckConstraint(
                name="organisation_path_ends_with_code", condition=Q(path__endswith=Concat(F("code"), Value("/")))
            ),
        ]
        indexes = [
            models.Index(fields=["path"], name="organisation_path"),
            models.Index(fields=["kind", "sort_key"], name="organisation_kind_sort"),
            folded_index("organisation_words"),
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

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may know of the organisation; the same rule as `visible_to`."""
        if actor.body_kind in OPERATOR_KINDS and self.kind in OPERATOR_KINDS:
            return self.root_code == actor.tree.split("/")[0]
        return True

    def paths_up(self) -> list[str]:
        """Give the paths of this organisation and of all above it, the own one first."""
        codes = self.path.rstrip("/").split("/")
        return ["/".join(codes[:count]) + "/" for count in range(len(codes), 0, -1)]


@dataclass(frozen=True, slots=True)
class Tree:
    """The keys of an organisation and of all below it, for the lookup `among`."""

    keys: tuple[int, ...]


@models.ForeignKey.register_lookup
class Among(models.Lookup):
    """`holder__among=tree`: the key is one of the tree's; one parameter whatever their number, where `__in` makes one each.

    The keys stand in the statement, so PostgreSQL knows how many rows each body has: it begins with the few rows of a
    commune, and walks the index of a list for the body that sees nearly all. Of a join on the path it can only guess, and
    reads every row of the table for a page of fifty.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Compare the column with all keys at once."""
        column, given = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*given, f"{{{','.join(map(str, self.rhs.keys))}}}"]


def tree_of(actor: Actor) -> Tree:
    """Give the actor's organisation and all below it, read once for each actor."""
    found = actor.extra.get("tree")
    if found is None:
        keys = Organisation.objects.under(actor.tree).order_by("pk").values_list("pk", flat=True)
        found = actor.extra["tree"] = Tree(tuple(keys))
    return found


class Succession(Model):
    """A body whose work passed to another on a day (kế thừa)."""

    old = models.ForeignKey(Organisation, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Organisation, models.PROTECT, related_name="predecessions")
    effective_on = models.DateField("hiệu lực", null=True)
    verified = models.BooleanField(default=False)
    source = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="organisation_succession_once"),
            models.CheckConstraint(name="organisation_succeeds_another", condition=~Q(old=F("new"))),
        ]


class Contact(Model):
    """A named person of an organisation for a purpose: the security leader, the 24/7 contact (đầu mối 24/7)."""

    PURPOSES = {"security_leader": "lãnh đạo phụ trách an toàn, an ninh", "duty_24_7": "đầu mối 24/7"}

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts")
    purpose = models.CharField("vai trò", max_length=20, choices=in_words(PURPOSES))
    name = models.CharField("họ tên", max_length=120)
    phone = models.CharField("điện thoại", max_length=20)
    from_on = models.DateField("từ ngày")
    until_on = models.DateField("đến ngày (không gồm)", null=True, blank=True)
    confirmed_on = models.DateField("xác nhận còn đúng ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "purpose"], condition=Q(until_on=None), name="one_contact_a_purpose"),
            # An empty period is allowed: somebody named by mistake and replaced on the same day.
            models.CheckConstraint(name="contact_ends_after_start", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_shown(self) -> str:
        """The number as people dial it at home."""
        return home_number(self.phone)


def home_number(phone: str) -> str:
    """Write a stored number as people dial it at home, in groups: `0912 345 678`, `0237 3852 246`, `1900 1234`."""
    if not phone.startswith("+84"):
        return phone
    number = phone.removeprefix("+84")
    if number.startswith(("1800", "1900")):
        return f"{number[:4]} {number[4:]}"
    return f"0{number[:3]} {number[3:-3]} {number[-3:]}"

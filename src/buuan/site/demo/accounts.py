"""The demo's accounts, as the contract names them, with one published password."""

from __future__ import annotations

from datetime import datetime

from buuan.base.accounts.actions import create_account
from buuan.base.accounts.models import Account
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor

DEMO_PASSWORD = "buuan-demo"  # noqa: S105 - published on purpose, in the demo province only

# (account, role, what people are called, code of the organisation)
BODIES = (
    ("truc-ban", "duty_officer", "Trực ban đầu mối", "cong-an-tinh"),
    ("chi-huy", "leader", "Chỉ huy phòng", "cong-an-tinh"),
    ("chuyen-vien", "officer", "Chuyên viên bưu chính", "so-khcn-2025"),
    ("lanh-dao", "leader", "Lãnh đạo UBND tỉnh", "ubnd-tinh"),
    ("qltt", "officer", "Kiểm soát viên thị trường", "chi-cuc-qltt"),
    ("hai-quan", "officer", "Công chức hải quan", "chi-cuc-hq-kv-x"),
    ("so-nganh", "officer", "Văn phòng sở", "so-y-te"),
    ("kiem-soat", "auditor", "Kiểm soát nội bộ", "thanh-tra-tinh"),
    ("quan-tri", "administrator", "Quản trị hệ thống", "so-khcn-2025"),
)


def load_accounts(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Create the demo's accounts that do not stand yet; gives how many were made."""
    made = sum(_create(actor, *row, at=at) for row in (*BODIES, *_of_operators()))
    return {"accounts": made}


def demo_accounts() -> list[tuple[str, str, str]]:
    """Give the demo's accounts that stand, in the contract's order: account, what its person is called, body."""
    names = [row[0] for row in BODIES] + ["xa", "doanh-nghiep", "chi-nhanh", "giao-dich-vien", "doanh-nghiep-2"]
    standing = Account.objects.select_related("organisation").in_bulk(names, field_name="username")
    return [(name, standing[name].name, str(standing[name].organisation)) for name in names if name in standing]


def _of_operators() -> list[tuple[str, str, str, str]]:
    """The operators' accounts: the enterprise's security leader, a branch, a counter clerk, and a second enterprise; a commune."""
    first = Organisation.objects.get(code="BCX")
    branch = Organisation.objects.filter(path__startswith=first.path, unit_type="branch").order_by("code").first() or first
    office = Organisation.objects.filter(path__startswith=branch.path, unit_type="post_office").order_by("code").first() or branch
    second = (
        Organisation.objects.filter(kind="postal_operator", reference_only=False, until_on=None)
        .exclude(pk=first.pk)
        .order_by("code")
        .first()
    )
    commune = Organisation.objects.filter(kind="commune_committee", until_on=None).order_by("code").first()
    rows = [
        ("doanh-nghiep", "leader", "Lãnh đạo phụ trách an ninh", first.code),
        ("chi-nhanh", "officer", "Quản lý chi nhánh", branch.code),
        ("giao-dich-vien", "counter_clerk", "Giao dịch viên quầy", office.code),
    ]
    if second is not None:
        rows.append(("doanh-nghiep-2", "leader", "Lãnh đạo phụ trách an ninh", second.code))
    if commune is not None:
        rows.append(("xa", "officer", "Công chức văn hóa - xã hội", commune.code))
    return rows


def _create(actor: Actor, username: str, role: str, name: str, body: str, *, at: datetime) -> int:
    if Account.objects.filter(username=username).exists():
        return 0
    organisation = Organisation.objects.get(code=body)
    create_account(actor, organisation, username=username, name=name, role=role, password=DEMO_PASSWORD, at=at, checked=False)
    return 1

"""How categories, terms and versions are listed."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from buuan.base.web.lists import ChoiceFilter, Column, FlagFilter, ListPage, Tab, TextFilter, by_words
from buuan.base.web.words import in_words
from buuan.registers.goods.models import CategoryEdition, Term
from buuan.registers.goods.rules import KINDS, ORIGINS, ROLES, STRENGTH_NAMES
from buuan.registers.goods.words import in_language


def _category_url(row: CategoryEdition) -> str:
    return reverse("goods:category", args=[row.category_id])


def _term_url(row: Term) -> str:
    return reverse("goods:term", args=[row.pk])


CATEGORIES = ListPage(
    name="danh-muc",
    title=_("Danh mục hàng hóa"),
    noun=_("nhóm hàng"),
    intro=_("Hàng không được gửi, gửi có điều kiện, và lời khuyên ở quầy. Nhóm không có máy nhận diện do con người quyết định."),
    columns=(
        Column("name", _("Nhóm hàng"), css="lead", template="goods/cells/category.html", sort="name", link=_category_url),
        Column("kind", _("Loại"), value="get_kind_display", template="goods/cells/kind.html", sort="kind", css="mark"),
        Column("condition", _("Giấy tờ, đóng gói, lời khuyên"), template="goods/cells/condition.html"),
        Column("category_id", _("Mã"), css="ref", shown=False),
        Column("advice", _("Lời khuyên cho giao dịch viên"), value=lambda row: in_language(row.advice), shown=False),
        Column("from_at", _("Bản này từ"), shown=False),
    ),
    filters=(
        ChoiceFilter(key="loai", title=_("Loại"), field="kind", choices=list(in_words(KINDS).items()), first=True),
        FlagFilter(
            key="con-nguoi",
            title=_("Chỉ do con người quyết định"),
            narrow=lambda rows, _yes: rows.filter(category__automatic=False),
        ),
    ),
    order=("category_id",),
    template="goods/list.html",
)

TERMS = ListPage(
    name="tu-nhan-dien",
    title=_("Từ nhận diện"),
    noun=_("từ"),
    intro=_("Từ, ngoại lệ và ngữ cảnh mà máy dùng. Không đưa cho doanh nghiệp: biết từ là biết cách viết tránh."),
    columns=(
        Column("text", _("Từ"), css="lead", sort="text", link=_term_url),
        Column("role", _("Vai trò"), value="get_role_display"),
        Column("category_id", _("Nhóm"), css="ref"),
        Column("strength", _("Mức"), value="get_strength_display"),
        Column("state", _("Trạng thái"), template="goods/cells/state.html", value="get_state_display", css="mark"),
        Column("from_at", _("Áp dụng từ"), sort="from_at"),
        Column("source", _("Nguồn"), shown=False),
        Column("origin", _("Từ đâu"), value="get_origin_display", shown=False),
        Column("batch", _("Lô"), shown=False),
        Column("drafted_by_name", _("Người soạn"), shown=False),
        Column("approved_by_name", _("Người duyệt"), shown=False),
    ),
    filters=(
        ChoiceFilter(key="vai-tro", title=_("Vai trò"), field="role", choices=list(in_words(ROLES).items()), first=True),
        ChoiceFilter(key="muc", title=_("Mức"), field="strength", choices=list(in_words(STRENGTH_NAMES).items())),
        ChoiceFilter(key="tu-dau", title=_("Từ đâu"), field="origin", choices=list(in_words(ORIGINS).items())),
        TextFilter(key="nhom-hang", title=_("Nhóm hàng (mã)"), field="category_id__iexact"),
        TextFilter(key="lo", title=_("Lô"), field="batch__iexact"),
        FlagFilter(key="chua-kiem-chung", title=_("Chưa kiểm chứng nguồn"), narrow=lambda rows, _yes: rows.filter(verified=False)),
    ),
    tabs=(
        Tab("", _("Đang áp dụng"), narrow=lambda rows: rows.filter(state="in_force")),
        Tab("cho-duyet", _("Dự thảo, đã thử"), narrow=lambda rows: rows.filter(state__in=("draft", "tried"))),
        Tab("bai-bo", _("Đã bãi bỏ, đã rút"), narrow=lambda rows: rows.filter(state__in=("retired", "withdrawn"))),
    ),
    search=by_words,
    search_hint=_("Từ, mã nhóm hàng"),
    order=("text",),
    template="goods/list.html",
)

VERSIONS = ListPage(
    name="phien-ban",
    title=_("Phiên bản danh mục"),
    noun=_("phiên bản"),
    intro=_("Mỗi kết quả sàng lọc ghi phiên bản đã dùng. Bất kỳ ngày nào đã qua đều xét lại được bằng phiên bản của ngày đó."),
    columns=(
        Column("version", _("Phiên bản"), css="ref lead"),
        Column("from_at", _("Từ"), sort="from_at"),
        Column("until_at", _("Đến")),
        Column("terms", _("Từ nhận diện"), css="num"),
        Column("rows", _("Số dòng"), css="num"),
        Column("what", _("Thay đổi")),
        Column("by", _("Người")),
    ),
    order=("-from_at",),
    template="goods/list.html",
)

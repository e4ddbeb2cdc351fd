"""The list of accounts, for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from buuan.base.accounts.actions import note_export
from buuan.base.accounts.models import Account
from buuan.base.organisations.models import KINDS, Organisation
from buuan.base.organisations.queries import within
from buuan.base.web.lists import ChoiceFilter, Column, FlagFilter, ListPage, Tab, TextFilter, by_words
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.kit.right import ROLES


def state_of(row: Account) -> str:
    """Give in a word whether the account can be used today."""
    if not row.is_active:
        return say("đã khóa")
    return say("đang dùng") if row.works_on(timezone.localdate()) else say("hết hạn")


def _in_use(rows: QuerySet) -> QuerySet:
    return rows.filter(Q(until_on=None) | Q(until_on__gt=timezone.localdate()), is_active=True)


def _ended(rows: QuerySet) -> QuerySet:
    return rows.filter(is_active=True, until_on__lte=timezone.localdate())


def _of_body(rows: QuerySet, code: str) -> QuerySet:
    return rows.filter(organisation__in=within(Organisation.objects.all(), code))


def _told_export(actor: Actor, facts: Mapping[str, Any]) -> None:
    note_export(actor, facts, at=timezone.now())


PEOPLE = ListPage(
    name="tai-khoan",
    title=_("Tài khoản"),
    noun=_("tài khoản"),
    columns=(
        Column("name", _("Họ tên, chức danh"), css="lead", link=lambda row: reverse("accounts:person", args=[row.pk])),
        Column("username", _("Tên đăng nhập"), css="ref", sort="username"),
        Column("role", _("Vai trò"), value="get_role_display"),
        Column("organisation", _("Đơn vị"), value=lambda row: str(row.organisation)),
        Column("organisation_code", _("Mã đơn vị"), value="organisation.code", shown=False),
        Column("state", _("Trạng thái"), value=state_of, template="accounts/cells/state.html", css="mark"),
        Column("second_factor", _("Hai lớp"), value="second_factor"),
        Column("last_login", _("Đăng nhập gần nhất"), css="nw"),
        Column("created_at", _("Tạo lúc"), sort="created_at", shown=False),
        Column("until_on", _("Hết hạn ngày (không gồm)"), shown=False),
    ),
    filters=(
        ChoiceFilter(key="vai-tro", title=_("Vai trò"), field="role", choices=tuple(in_words(ROLES).items()), first=True),
        ChoiceFilter(key="loai", title=_("Loại đơn vị"), field="organisation__kind", choices=tuple(in_words(KINDS).items())),
        TextFilter(key="don-vi", title=_("Thuộc đơn vị mã"), narrow=_of_body),
        FlagFilter(key="mot-lop", title=_("Chưa bật xác thực hai lớp"), narrow=lambda rows, _yes: rows.filter(second_factor=False)),
    ),
    tabs=(
        Tab("", _("Đang dùng"), _in_use),
        Tab("khoa", _("Đã khóa"), lambda rows: rows.filter(is_active=False)),
        Tab("het-han", _("Hết hạn"), _ended),
        Tab("tat-ca", _("Tất cả")),
    ),
    search=by_words,
    search_hint=_("Họ tên hoặc tên đăng nhập"),
    order=("username",),
    template="accounts/people.html",
    empty_title=_("Không có tài khoản nào"),
    empty_text=_("Tạo tài khoản đầu tiên cho người của cơ quan, đơn vị."),
    told_export=_told_export,
)

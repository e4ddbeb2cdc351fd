"""How orders and attempts are listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.attempts.lists import attempts_list
from buuan.base.web.lists import ChoiceFilter, Column, DayFilter, FlagFilter, ListPage, Tab, by_words
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.work.interdiction.actions import note_export
from buuan.work.interdiction.models import VERBS, Attempt, Order
from buuan.work.interdiction.queries import people_touched
from buuan.work.interdiction.rules import GROUNDS


def order_url(order: Order) -> str:
    """Give the address of an order."""
    return reverse("interdiction:order", args=[order.number])


def _told_export(actor: Actor, facts: Mapping[str, Any]) -> None:
    note_export(actor, facts, at=timezone.now())


def _in_state(*states: str) -> Any:
    return lambda rows: rows.filter(state__in=states)


def orders_page() -> ListPage:
    """Give the list of orders, worded in the language of the reader who asks."""
    return ListPage(
        name="lenh-ngan-chan",
        title=_("Lệnh ngăn chặn"),
        noun=_("lệnh"),
        columns=(
            Column("expires_at", _("Hết hiệu lực"), template="interdiction/cells/expires.html", css="when", sort="expires_at"),
            Column("title", _("Lệnh"), template="interdiction/cells/title.html", css="lead"),
            Column("number", _("Số"), shown=False),
            Column("state", _("Trạng thái"), value="get_state_display", template="interdiction/cells/state.html", css="mark"),
            Column("ground", _("Căn cứ"), value="get_ground_display"),
            Column("issuer", _("Cơ quan yêu cầu")),
            Column("held_count", _("Đã giữ"), template="interdiction/cells/held.html", css="nw"),
            Column("drafted_at", _("Soạn lúc"), sort="drafted_at", css="nw"),
        ),
        filters=(
            ChoiceFilter(key="can-cu", title=_("Căn cứ"), field="ground", choices=list(in_words(GROUNDS).items()), first=True),
            DayFilter(key="tu-ngay", title=_("Soạn từ ngày"), field="drafted_at", side="from"),
            DayFilter(key="den-ngay", title=_("Soạn đến ngày"), field="drafted_at", side="until"),
            FlagFilter(key="dien-tap", title=_("Chỉ diễn tập"), narrow=lambda rows, _value: rows.filter(drill=True)),
        ),
        tabs=(
            Tab("", _("Đang hiệu lực"), _in_state("in_force")),
            Tab("cho", _("Chờ duyệt"), _in_state("draft", "submitted")),
            Tab("ket-thuc", _("Đã kết thúc"), _in_state("lifted", "expired")),
            Tab("danh-gia", _("Đã đánh giá"), _in_state("reviewed")),
            Tab("tat-ca", _("Tất cả")),
        ),
        search=by_words,
        search_hint=_("Số lệnh, nội dung, mã bưu gửi"),
        order=("-drafted_at",),
        empty_title=_("Không có lệnh nào ở đây"),
        empty_text=_("Lệnh hiện ở đây khi được gửi đến đơn vị, hoặc do cơ quan mình soạn."),
        template="interdiction/list.html",
        told_export=_told_export,
    )


def _people(row: Attempt) -> int | None:
    return people_touched(row.order) if row.order_id and row.verb == "approve" and row.outcome == "accepted" else None


def attempts_page() -> ListPage:
    """Give the register of attempts; the export takes every column."""
    return attempts_list(
        name="so-ngan-chan",
        title=_("Sổ các lần yêu cầu ngăn chặn"),
        intro=_("Mọi lần, kể cả bị từ chối: ai, theo căn cứ nào, chạm đến bưu gửi của bao nhiêu người, kết quả ra sao."),
        verbs=VERBS,
        about=Column("order", _("Lệnh"), value="order.number", css="ref"),
        more=(
            Column("caught", _("Tuần trước sẽ trúng"), css="num"),
            Column("people", _("Số người bị chạm đến"), value=_people, css="num"),
            Column("drill", _("Diễn tập"), shown=False),
        ),
        template="interdiction/register.html",
        told_export=_told_export,
    )

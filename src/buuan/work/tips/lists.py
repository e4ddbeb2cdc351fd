"""How tips are listed: by number and time only, for that is all the house knows without the key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.web.lists import Column, DayFilter, ListPage, Tab
from buuan.kit.actor import Actor
from buuan.work.cases.queries import overdue
from buuan.work.tips.actions import note_export
from buuan.work.tips.models import Tip


def tip_url(tip: Tip) -> str:
    """Give the address of a tip."""
    return reverse("tips:tip", args=[tip.number])


def _told_export(actor: Actor, facts: Mapping[str, Any]) -> None:
    note_export(actor, facts, at=timezone.now())


def _in_state(state: str) -> Any:
    return lambda rows: rows.filter(state=state)


def tips_page() -> ListPage:
    """Give the list, worded in the language of the reader who asks."""
    return ListPage(
        name="tin-bao",
        title=_("Tin báo của người dân"),
        noun=_("tin"),
        columns=(
            Column("due", _("Hạn trả lời"), value="due_at", template="tips/cells/due.html", css="when"),
            Column("number", _("Tin"), value="number", template="tips/cells/tip.html", css="lead"),
            Column("state", _("Trạng thái"), value="get_state_display", css="mark"),
            Column("received_at", _("Nhận lúc"), sort="received_at", css="nw"),
            Column("report", _("Báo cáo"), css="ref"),
        ),
        filters=(
            DayFilter(key="tu-ngay", title=_("Nhận từ ngày"), field="received_at", side="from"),
            DayFilter(key="den-ngay", title=_("Nhận đến ngày"), field="received_at", side="until"),
        ),
        tabs=(
            Tab("", _("Tất cả")),
            Tab("moi", _("Chưa đọc"), _in_state("received")),
            Tab("nhan-them", _("Có tin nhắn mới"), lambda rows: rows.filter(waiting_messages__gt=0)),
            Tab("qua-han", _("Quá hạn"), lambda rows: overdue(rows, timezone.now())),
            Tab("dang-xem", _("Đang xem xét"), _in_state("reading")),
            Tab("da-chuyen", _("Đã chuyển xử lý"), _in_state("passed")),
            Tab("khong", _("Không xử lý"), _in_state("declined")),
        ),
        order=("-received_at",),
        empty_title=_("Chưa có tin nào"),
        empty_text=_("Tin của người dân gửi qua trang bao tin sẽ nằm ở đây, đã niêm phong."),
        template="tips/list.html",
        told_export=_told_export,
    )

"""The lists of exhibits and hand-overs, declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.web.lists import Column, DayFilter, FlagFilter, ListPage, Tab, TextFilter, by_words
from buuan.kit.actor import Actor
from buuan.work.cases.models import Case
from buuan.work.custody.actions import note_export
from buuan.work.custody.models import Evidence, Exhibit, HandOver


def _holder(row: Exhibit) -> str:
    return str(row.holder.holder) if row.holder else ""


def _told(actor: Actor, facts: Mapping[str, Any]) -> None:
    note_export(actor, facts, at=timezone.now())


def _exhibit_url(row: Exhibit) -> str:
    return reverse("custody:exhibit", args=[row.number])


def _hand_over_url(row: HandOver) -> str:
    return reverse("custody:hand_over", args=[row.number])


def exhibits_page() -> ListPage:
    """Give the list of exhibits, worded in the language of the reader who asks."""
    return ListPage(
        name="tang-vat",
        title=_("Tang vật"),
        noun=_("tang vật"),
        columns=(
            Column("number", _("Mã"), css="ref", link=_exhibit_url),
            Column("description", _("Tên, đặc điểm"), css="lead", link=_exhibit_url),
            Column("quantity_text", _("Số lượng"), css="nw"),
            Column("seal", _("Niêm phong"), css="ref"),
            Column("holder", _("Đơn vị giữ"), value=_holder),
            Column("place", _("Nơi để"), shown=False),
            Column("case", _("Vụ việc"), value="case.number", css="ref"),
            Column("state", _("Trạng thái"), value="get_state_display", template="custody/cells/state.html", css="mark"),
            Column("taken_at", _("Thu giữ lúc"), sort="taken_at", css="nw"),
        ),
        filters=(
            TextFilter(key="vu-viec", title=_("Số vụ việc"), field="case__number__iexact", first=True),
            FlagFilter(
                key="chua-niem-phong", title=_("Chưa niêm phong"), narrow=lambda rows, _value: rows.filter(seal="", state="held")
            ),
            DayFilter(key="tu-ngay", title=_("Thu giữ từ ngày"), field="taken_at", side="from"),
            DayFilter(key="den-ngay", title=_("Thu giữ đến ngày"), field="taken_at", side="until"),
        ),
        tabs=(
            Tab("", _("Đang giữ"), lambda rows: rows.filter(state="held")),
            Tab("cho", _("Chờ bàn giao"), lambda rows: rows.filter(waiting__gt=0)),
            Tab("xong", _("Đã xử lý"), lambda rows: rows.filter(state="disposed")),
            Tab("tat-ca", _("Tất cả")),
        ),
        search=by_words,
        search_hint=_("Mã tang vật, tên, số niêm phong"),
        order=("-taken_at",),
        empty_title=_("Chưa có tang vật nào ở đây"),
        empty_text=_("Tang vật được lập từ trang «Chứng cứ, tang vật» của vụ việc."),
        told_export=_told,
    )


def _evidence_url(row: Evidence) -> str:
    return reverse("custody:evidence", args=[row.number])


def evidence_page(case: Case) -> ListPage:
    """Give the list of all evidence of one case, every version."""
    return ListPage(
        name=f"chung-cu-{case.number}",
        title=_("Chứng cứ %(number)s") % {"number": case.number},
        noun=_("chứng cứ"),
        columns=(
            Column("number", _("Số"), css="ref", link=_evidence_url),
            Column("caption", _("Chú thích"), css="lead", link=_evidence_url),
            Column("group", _("Loại"), value="get_group_display"),
            Column("version", _("Bản")),
            Column("sha256", "SHA-256", value="file.sha256", shown=False),
            Column("organisation", _("Cơ quan")),
            Column("author", _("Người đưa vào")),
            Column("marking", _("Phạm vi"), value="get_marking_display"),
            Column("arrived_at", _("Nhận lúc"), css="nw"),
        ),
        filters=(
            DayFilter(key="tu-ngay", title=_("Từ ngày"), field="arrived_at", side="from"),
            DayFilter(key="den-ngay", title=_("Đến ngày"), field="arrived_at", side="until"),
        ),
        tabs=(Tab("", _("Bản đang dùng"), lambda rows: rows.filter(replaced_by=None)), Tab("tat-ca", _("Tất cả các bản"))),
        search=by_words,
        search_hint=_("Số chứng cứ, chú thích"),
        order=("-pk",),
        told_export=_told,
        extra={"back_url": reverse("custody:case", args=[case.number]), "back_name": case.number},
        template="cases/timeline.html",
    )


def _open(rows: QuerySet) -> QuerySet:
    return rows.filter(state="offered")


def hand_overs_page() -> ListPage:
    """Give the list of hand-overs."""
    return ListPage(
        name="ban-giao",
        title=_("Bàn giao tang vật"),
        noun=_("bàn giao"),
        columns=(
            Column("number", _("Số"), css="ref", link=_hand_over_url),
            Column("giver", _("Bên giao"), css="lead"),
            Column("receiver", _("Bên nhận")),
            Column("lines", _("Tang vật"), value=lambda row: ", ".join(one.exhibit.number for one in row.lines.all()), css="ref"),
            Column("state", _("Trạng thái"), value="get_state_display", template="custody/cells/hand_over.html", css="mark"),
            Column("offered_at", _("Đề nghị lúc"), sort="offered_at", css="nw"),
        ),
        tabs=(Tab("", _("Chờ xác nhận"), _open), Tab("tat-ca", _("Tất cả"))),
        order=("-offered_at",),
        empty_title=_("Không có bàn giao nào đang chờ"),
        empty_text=_("Bàn giao chỉ xong khi cả hai bên xác nhận."),
    )

"""How reports are listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.clocks.models import SEVERITIES
from buuan.base.organisations.models import Organisation
from buuan.base.places.models import Area
from buuan.base.web.lists import ChoiceFilter, Column, DayFilter, ListPage, Tab, TextFilter, by_words
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.registers.goods.words import in_language
from buuan.work.cases.queries import overdue
from buuan.work.intake.actions import note_export
from buuan.work.intake.models import SuspicionReport


def report_url(report: SuspicionReport) -> str:
    """Give the address of a report."""
    return reverse("intake:receipt", args=[report.number])


def _in_area(rows: QuerySet, text: str) -> QuerySet:
    return rows.filter(area__in=Area.objects.matching(text))


def _from_unit(rows: QuerySet, text: str) -> QuerySet:
    return rows.filter(point__in=Organisation.objects.matching(text))


def _in_state(state: str) -> Any:
    return lambda rows: rows.filter(state=state)


def _told_export(actor: Actor, facts: Mapping[str, Any]) -> None:
    note_export(actor, facts, at=timezone.now())


def reports_page() -> ListPage:
    """Give the list, worded in the language of the reader who asks: file and record take plain words, no late ones."""
    return ListPage(
        name="bao-cao-nghi-van",
        title=_("Báo cáo nghi vấn"),
        noun=_("báo cáo"),
        columns=(
            Column("due", _("Hạn tiếp nhận"), value="due_at", template="intake/cells/due.html", css="when"),
            Column("item", _("Báo cáo"), value="item_id", template="intake/cells/item.html", css="lead"),
            Column("number", _("Số"), shown=False),
            Column("declared_content", _("Nội dung khai"), shown=False),
            Column("category_name", _("Nhóm hàng"), value=lambda row: in_language(row.category_name), shown=False),
            Column(
                "severity",
                _("Mức độ"),
                value="get_severity_display",
                template="cases/cells/severity.html",
                css="mark",
                by=("severity",),
            ),
            Column("state", _("Trạng thái"), value="get_state_display", template="intake/cells/state.html", css="mark"),
            Column("point", _("Nơi phát hiện"), template="intake/cells/point.html"),
            Column("reporter", _("Đơn vị báo"), shown=False),
            Column("area", _("Địa bàn"), by=("area_id",)),
            Column("received_at", _("Nhận lúc"), sort="received_at", css="nw"),
            Column("case", _("Vụ việc"), shown=False),
        ),
        filters=(
            ChoiceFilter(key="muc-do", title=_("Mức độ"), field="severity", choices=list(in_words(SEVERITIES).items()), first=True),
            ChoiceFilter(key="nguon", title=_("Nguồn"), field="source", choices=list(in_words(SuspicionReport.SOURCES).items())),
            TextFilter(key="dia-ban", title=_("Địa bàn"), narrow=_in_area),
            TextFilter(key="noi-phat-hien", title=_("Nơi phát hiện"), narrow=_from_unit),
            DayFilter(key="tu-ngay", title=_("Nhận từ ngày"), field="received_at", side="from"),
            DayFilter(key="den-ngay", title=_("Nhận đến ngày"), field="received_at", side="until"),
        ),
        tabs=(
            Tab("", _("Tất cả")),
            Tab("cho", _("Chờ tiếp nhận"), _in_state("received")),
            Tab("qua-han", _("Quá hạn"), lambda rows: overdue(rows, timezone.now())),
            Tab("lap", _("Đã lập vụ việc"), _in_state("accepted")),
            Tab("nhap", _("Đã nhập"), _in_state("joined")),
            Tab("khong", _("Không thụ lý"), _in_state("declined")),
        ),
        search=by_words,
        search_hint=_("Số báo cáo, mã bưu gửi, nội dung khai, nơi phát hiện"),
        order=("-received_at",),
        empty_title=_("Chưa có báo cáo nào"),
        empty_text=_("Báo cáo gửi từ quầy, từ hệ thống của doanh nghiệp hoặc từ cơ quan sẽ nằm ở đây."),
        template="intake/list.html",
        told_export=_told_export,
    )

"""How cases are listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.clocks.models import SEVERITIES
from buuan.base.places.models import Area
from buuan.base.web.lists import ChoiceFilter, Column, DayFilter, FlagFilter, ListPage, Tab, TextFilter, by_words
from buuan.base.web.words import in_words, shown
from buuan.kit.actor import Actor
from buuan.registers.goods.words import in_language
from buuan.work.cases.actions import note_export
from buuan.work.cases.models import Case
from buuan.work.cases.queries import kind_choices, overdue
from buuan.work.cases.rules import LABELS, SETTLED


def case_url(case: Case) -> str:
    """Give the address of a case."""
    return reverse("cases:case", args=[case.number])


def in_area(rows: QuerySet, text: str) -> QuerySet:
    """Keep the rows whose area's name begins with the words, with or without diacritics."""
    return rows.filter(area__in=Area.objects.matching(text))


def _overdue(rows: QuerySet) -> QuerySet:
    return overdue(rows, timezone.now())


def _in_state(state: str) -> Any:
    return lambda rows: rows.filter(state=state)


def _labelled(rows: QuerySet, label: str) -> QuerySet:
    # Only few cases have a label at all: they have an index of their own.
    return rows.exclude(labels=[]).filter(labels__contains=[label])


def _told_export(actor: Actor, facts: Mapping[str, Any]) -> None:
    note_export(actor, facts, at=timezone.now())


def cases_page(actor: Actor, desks: list[int]) -> ListPage:
    """Give the list, worded in the language of the reader who asks: file and record take plain words, no late ones.

    `desks` are the people whose work is the reader's today: himself, and those that he stands in for.
    """
    today = timezone.localdate()
    return ListPage(
        name="vu-viec",
        title=_("Vụ việc"),
        noun=_("vụ việc"),
        columns=(
            Column("pick", "", css="pick", template="cases/cells/pick.html", shown=actor.may("cases.note"), exported=False),
            Column("due", _("Hạn"), value="due_at", template="cases/cells/due.html", css="when"),
            Column("title", _("Vụ việc"), template="cases/cells/title.html", css="lead"),
            Column("number", _("Số"), shown=False),
            Column(
                "state", _("Trạng thái"), value="get_state_display", template="cases/cells/state.html", css="mark", by=("state",)
            ),
            Column(
                "severity",
                _("Mức độ"),
                value="get_severity_display",
                template="cases/cells/severity.html",
                css="mark",
                by=("severity",),
            ),
            Column("kind", _("Loại"), value=lambda row: row.template.name if row.template else "", shown=False),
            Column("labels", _("Nhãn"), value=lambda row: [shown(LABELS.get(one, one)) for one in row.labels], shown=False),
            Column("category_name", _("Nhóm hàng"), value=lambda row: in_language(row.category_name), shown=False),
            Column("lead", _("Chủ trì"), template="cases/cells/lead.html", by=("lead_id", "assignee_id")),
            Column("assignee", _("Người thụ lý"), shown=False),
            Column("area", _("Địa bàn"), by=("area_id",)),
            Column("opened_at", _("Mở lúc"), sort="opened_at", css="nw"),
            Column("concluded_at", _("Kết luận lúc"), shown=False),
            Column("violation_found", _("Có vi phạm"), shown=False),
            Column("act", "", css="act", template="cases/cells/act.html", shown=actor.may("cases.verify"), exported=False),
        ),
        filters=(
            ChoiceFilter(key="muc-do", title=_("Mức độ"), field="severity", choices=list(in_words(SEVERITIES).items()), first=True),
            ChoiceFilter(key="loai", title=_("Loại"), field="kind", choices=lambda _actor: kind_choices(today)),
            ChoiceFilter(key="nhan", title=_("Nhãn"), choices=list(in_words(LABELS, capital=True).items()), narrow=_labelled),
            TextFilter(key="dia-ban", title=_("Địa bàn"), narrow=in_area),
            DayFilter(key="tu-ngay", title=_("Mở từ ngày"), field="opened_at", side="from"),
            DayFilter(key="den-ngay", title=_("Mở đến ngày"), field="opened_at", side="until"),
            ChoiceFilter(
                key="ket-qua",
                title=_("Kết luận"),
                choices=[("co", _("có vi phạm")), ("khong", _("không có vi phạm"))],
                narrow=lambda rows, value: rows.filter(violation_found=value == "co"),
            ),
            FlagFilter(key="chua-giao", title=_("Chưa có người thụ lý"), narrow=lambda rows, _value: rows.filter(assignee=None)),
        ),
        tabs=(
            Tab("", _("Đang mở"), lambda rows: rows.exclude(state__in=SETTLED)),
            Tab("cua-toi", _("Của tôi"), lambda rows: rows.filter(assignee__in=desks).exclude(state__in=SETTLED)),
            Tab("moi", _("Chờ nhận"), _in_state("received")),
            Tab("xac-minh", _("Xác minh"), _in_state("verifying")),
            Tab("xu-ly", _("Xử lý"), _in_state("handling")),
            Tab("qua-han", _("Quá hạn"), _overdue),
            Tab("ket-luan", _("Chờ đóng"), _in_state("concluded")),
            Tab("dong", _("Đã đóng"), _in_state("closed")),
            Tab("tat-ca", _("Tất cả")),
        ),
        search=by_words,
        search_hint=_("Số, nội dung, mã bưu gửi, địa bàn"),
        order=("-opened_at",),
        empty_title=_("Chưa có vụ việc nào ở đây"),
        empty_text=_("Vụ việc mở từ báo cáo nghi vấn đã tiếp nhận, hoặc do cơ quan xử lý mở trực tiếp."),
        template="cases/list.html",
        told_export=_told_export,
    )

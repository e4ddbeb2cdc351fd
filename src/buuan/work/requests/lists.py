"""How requests and attempts are listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.attempts.lists import attempts_list
from buuan.base.web.lists import ChoiceFilter, Column, DayFilter, FlagFilter, ListPage, Tab, TextFilter, by_words
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.work.cases.models import Case
from buuan.work.interdiction.rules import GROUNDS
from buuan.work.requests.actions import note_export
from buuan.work.requests.models import VERBS
from buuan.work.requests.rules import KINDS


def _told_export(actor: Actor, facts: Mapping[str, Any]) -> None:
    note_export(actor, facts, at=timezone.now())


def _in_state(*states: str) -> Any:
    return lambda rows: rows.filter(state__in=states)


def requests_page(actor: Actor) -> ListPage:
    """Give the list of requests, worded in the language of the reader who asks; narrowed by a case only where it may be seen."""

    def of_case(rows: QuerySet, number: str) -> QuerySet:
        return rows.filter(case__in=Case.objects.visible_to(actor).filter(number=number))

    return ListPage(
        name="yeu-cau-thong-tin",
        title=_("Yêu cầu cung cấp thông tin"),
        noun=_("yêu cầu"),
        columns=(
            Column("due_at", _("Hạn trả lời"), template="requests/cells/due.html", css="when", sort="due_at"),
            Column("title", _("Yêu cầu"), template="requests/cells/title.html", css="lead"),
            Column("number", _("Số"), shown=False),
            Column("state", _("Trạng thái"), value="get_state_display", template="requests/cells/state.html", css="mark"),
            Column("ground", _("Căn cứ"), value="get_ground_display"),
            Column("asker", _("Cơ quan yêu cầu")),
            Column("done_count", _("Đã trả lời"), template="requests/cells/done.html", css="nw"),
            Column("drafted_at", _("Soạn lúc"), sort="drafted_at", css="nw"),
        ),
        filters=(
            ChoiceFilter(key="loai", title=_("Loại"), field="kind", choices=list(in_words(KINDS).items())),
            ChoiceFilter(key="can-cu", title=_("Căn cứ"), field="ground", choices=list(in_words(GROUNDS).items()), first=True),
            DayFilter(key="tu-ngay", title=_("Soạn từ ngày"), field="drafted_at", side="from"),
            DayFilter(key="den-ngay", title=_("Soạn đến ngày"), field="drafted_at", side="until"),
            TextFilter(key="vu-viec", title=_("Vụ việc"), narrow=of_case),
            FlagFilter(key="khan", title=_("Chỉ khẩn"), narrow=lambda rows, _value: rows.filter(urgent=True)),
        ),
        tabs=(
            Tab("", _("Chờ trả lời"), _in_state("sent")),
            Tab("cho", _("Đang soạn, chờ duyệt"), _in_state("draft", "submitted")),
            Tab("xong", _("Đã trả lời"), _in_state("answered")),
            Tab("khac", _("Không duyệt, đã rút"), _in_state("refused", "withdrawn")),
            Tab("tat-ca", _("Tất cả")),
        ),
        search=by_words,
        search_hint=_("Số yêu cầu, nội dung, mã bưu gửi"),
        order=("-drafted_at",),
        empty_title=_("Không có yêu cầu nào ở đây"),
        empty_text=_("Yêu cầu hiện ở đây khi được gửi đến đơn vị, hoặc do cơ quan mình soạn."),
        template="requests/list.html",
        told_export=_told_export,
    )


def attempts_page() -> ListPage:
    """Give the register of attempts; the export takes every column."""
    return attempts_list(
        name="so-yeu-cau-thong-tin",
        title=_("Sổ các lần yêu cầu cung cấp thông tin"),
        intro=_("Mọi lần, kể cả bị từ chối: ai, theo căn cứ nào, hỏi rộng đến đâu, kết quả ra sao. Không ghi ai được hỏi đến."),
        verbs=VERBS,
        about=Column("request", _("Yêu cầu"), value="request.number", css="ref"),
        told_export=_told_export,
    )

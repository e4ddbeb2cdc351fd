"""How the timeline of a case, absences and acts on many cases are listed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buuan.base.web.lists import Column, DayFilter, ListPage, Tab
from buuan.base.web.words import shown
from buuan.work.cases import presenters
from buuan.work.cases.actions import note_export
from buuan.work.cases.models import Case
from buuan.work.cases.rules import EVENT_GROUPS, NOTE_LEVELS, WRITTEN


def _of_group(kinds: tuple[str, ...]) -> Any:
    return lambda rows: rows.filter(kind__in=kinds)


def timeline_page(case: Case) -> ListPage:
    """Give the whole timeline of a case as a list, which leaves as a file as well."""
    named = presenters.group_names()
    return ListPage(
        name=f"dien-bien-{case.number}",
        title=_("Diễn biến %(number)s") % {"number": case.number},
        noun=_("diễn biến"),
        columns=(
            Column("at", _("Lúc"), css="nw", sort="at"),
            Column("text", _("Việc"), value=_sentence, css="lead"),
            Column("who", _("Người")),
            Column("body", _("Cơ quan")),
            Column("way", _("Cách ghi"), value=lambda row: _("người ghi") if row.kind in WRITTEN else _("tự động")),
        ),
        filters=(
            DayFilter(key="tu-ngay", title=_("Từ ngày"), field="at", side="from"),
            DayFilter(key="den-ngay", title=_("Đến ngày"), field="at", side="until"),
        ),
        tabs=(
            Tab("", _("Tất cả")),
            Tab("nguoi-ghi", _("Người ghi"), _of_group(WRITTEN)),
            Tab("tu-dong", _("Tự động"), lambda rows: rows.exclude(kind__in=WRITTEN)),
            *(Tab(key, named[key], _of_group(kinds)) for key, kinds in EVENT_GROUPS.items()),
        ),
        order=("-at",),
        told_export=lambda who, facts: note_export(who, {**facts, "case": case.number}, at=timezone.now()),
        extra={"back_url": reverse("cases:case", args=[case.number]), "back_name": case.number},
        template="cases/timeline.html",
    )


def notes_page(case: Case) -> ListPage:
    """Give all notes of a case that the reader may read, as a list."""
    return ListPage(
        name=f"ghi-chu-{case.number}",
        title=_("Ghi chú %(number)s") % {"number": case.number},
        noun=_("ghi chú"),
        columns=(
            Column("at", _("Lúc"), css="nw", sort="at"),
            Column("text", _("Nội dung"), css="lead"),
            Column("author", _("Người")),
            Column("organisation", _("Cơ quan")),
            Column("level", _("Cho ai"), value="get_level_display"),
            Column("marking", _("Phạm vi"), value="get_marking_display"),
        ),
        filters=(
            DayFilter(key="tu-ngay", title=_("Từ ngày"), field="at", side="from"),
            DayFilter(key="den-ngay", title=_("Đến ngày"), field="at", side="until"),
        ),
        tabs=(Tab("", _("Tất cả")), *(Tab(key, shown(name), _of_level(key)) for key, name in NOTE_LEVELS.items())),
        order=("-at",),
        told_export=lambda who, facts: note_export(who, {**facts, "case": case.number}, at=timezone.now()),
        extra={"back_url": reverse("cases:case", args=[case.number]), "back_name": case.number},
        template="cases/timeline.html",
    )


def _of_level(level: str) -> Any:
    return lambda rows: rows.filter(level=level)


def _sentence(row: Any) -> str:
    line = presenters.say_event(row)
    return " ".join(part for part in (line.text, line.ref, f"({line.detail})" if line.detail else "") if part)


def absences_page() -> ListPage:
    """Give the list of absences of the body."""
    today = timezone.localdate()

    def now(rows: QuerySet) -> QuerySet:
        return rows.filter(called_off_at=None, until_on__gt=today)

    return ListPage(
        name="vang-mat",
        title=_("Vắng mặt, làm thay"),
        noun=_("lần vắng mặt"),
        intro=_("Việc của người vắng hiện trong «Của tôi» của người làm thay; ai giao việc mới cho người vắng được cảnh báo."),
        columns=(
            Column("account", _("Người vắng"), css="lead"),
            Column("substitute", _("Người làm thay")),
            Column("from_on", _("Từ ngày"), css="nw", sort="from_on"),
            Column("last", _("Đến hết ngày"), value=lambda row: presenters.last_day(row.until_on), css="nw"),
            Column("reason", _("Lý do")),
            Column("by", _("Người ghi")),
            Column("act", "", css="act", template="cases/cells/absence_act.html", exported=False),
        ),
        tabs=(Tab("", _("Đang và sắp vắng"), now), Tab("tat-ca", _("Tất cả"))),
        order=("-from_on",),
        empty_title=_("Không ai vắng"),
        empty_text=_("Ghi trước khi đi công tác, nghỉ phép để việc không dừng."),
        template="cases/absences.html",
        told_export=lambda who, facts: note_export(who, facts, at=timezone.now()),
    )

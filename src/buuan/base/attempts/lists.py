"""How a register of attempts is listed; the export takes every column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from buuan.base.attempts.models import OUTCOMES
from buuan.base.web.lists import ChoiceFilter, Column, DayFilter, ListPage, Tab
from buuan.base.web.words import in_words


def attempts_list(*, verbs: Mapping[str, str], about: Column, more: Sequence[Column] = (), **page: Any) -> ListPage:
    """Give the list of a register: `verbs` that are tried, `about` the column of the record, `more` columns of its own.

    `page` is what else a list says: name, title, intro, template, told_export.
    """
    return ListPage(
        noun=_("lần"),
        columns=(
            Column("at", _("Lúc"), sort="at", css="when"),
            Column("verb", _("Việc"), value="get_verb_display", css="lead"),
            Column("outcome", _("Kết quả"), value="get_outcome_display", css="mark", template="attempts/cells/outcome.html"),
            Column("body", _("Cơ quan")),
            Column("name", _("Người")),
            about,
            Column("ground", _("Căn cứ"), value="get_ground_display"),
            Column("sentence", _("Vì sao bị từ chối")),
            *more,
        ),
        filters=(
            ChoiceFilter(key="viec", title=_("Việc"), field="verb", choices=list(in_words(verbs).items()), first=True),
            ChoiceFilter(key="ket-qua", title=_("Kết quả"), field="outcome", choices=list(in_words(OUTCOMES).items())),
            DayFilter(key="tu-ngay", title=_("Từ ngày"), field="at", side="from"),
            DayFilter(key="den-ngay", title=_("Đến ngày"), field="at", side="until"),
        ),
        tabs=(Tab("", _("Tất cả")), Tab("tu-choi", _("Bị từ chối"), _refused)),
        order=("-at",),
        empty_title=_("Chưa có lần yêu cầu nào"),
        **page,
    )


def _refused(rows: QuerySet) -> QuerySet:
    return rows.filter(outcome="refused")

"""The last minutes of the month at the desks: kinds of case, tasks, labels, somebody who is away, one act on many."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.kit.workdays import VIETNAM
from buuan.site.demo.casework import CHIEF, OFFICERS, CaseWork, Work
from buuan.site.demo.stage import Stage
from buuan.work.cases.actions import BulkOrder, add_task, finish_task, label_case, note_absence, run_bulk, set_kind, write_event
from buuan.work.cases.models import Case

BEFORE_END = timedelta(minutes=8)


def plan_desk(stage: Stage, casework: CaseWork) -> None:
    """Let the focal point sort its newest cases after all else has happened to them."""
    stage.story.at(stage.end - BEFORE_END, lambda at: _sort(stage, casework, at))


def _sort(stage: Stage, casework: CaseWork, at: datetime) -> None:
    chief = stage.actor(CHIEF)
    day = at.astimezone(VIETNAM).date()
    away, other = stage.account(OFFICERS[1]), stage.account(OFFICERS[2])
    note_absence(chief, away, other, from_on=day, until_on=day + timedelta(days=4), at=at, reason="đi công tác")
    received, verifying = _newest(casework, "received"), _newest(casework, "verifying")
    given = {"received_on": day.isoformat()}
    for case, kind, why in zip(received, ("crime_report", "petition"), ("Có tin báo về tội phạm.", "Là phản ánh."), strict=False):
        set_kind(chief, case, kind=kind, details=given, reason=why, at=at)
    for case in verifying[:1]:
        case = set_kind(chief, case, kind="violation", details={}, reason="Có hành vi phải lập biên bản.", at=at)
        finish_task(chief, case.tasks.get(code="crime_excluded"), at=at)
        task = add_task(chief, case, name="Chụp ảnh niêm phong", at=at, assignee=stage.account(OFFICERS[0]))
        finish_task(stage.actor(OFFICERS[0]), task, at=at)
    for case in verifying[1:3]:
        label_case(chief, case, add=["priority", "expert"], remove=[], at=at)
        write_event(chief, case, happened_at=at - timedelta(hours=3), text="Đã gửi mẫu đi giám định.", at=at)
    keys = [one.pk for one in (*verifying[3:6], *_newest(casework, "concluded")[:1])]
    run_bulk(chief, keys, BulkOrder("assign", assignee=stage.account(OFFICERS[3])), at=at)


def _newest(casework: CaseWork, state: str) -> list[Case]:
    def is_quiet(work: Work) -> bool:
        return work.lead == CHIEF and not work.is_referred

    keys = [one.case.pk for one in casework.works if is_quiet(one)]
    return list(Case.objects.select_related("lead", "template").filter(pk__in=keys, state=state).order_by("-opened_at", "-pk")[:8])

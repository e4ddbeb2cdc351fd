"""Tasks and checks of a case: added, given to somebody, done, not needed with a reason, open again."""

from __future__ import annotations

from datetime import date, datetime

from buuan.base.access.guard import require
from buuan.base.accounts.models import Account
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases.actions.clocking import end_clocks, start_clocks
from buuan.work.cases.actions.people import check_colleague
from buuan.work.cases.actions.telling import check_lead, locked, tell
from buuan.work.cases.models import Case, CaseTask
from buuan.work.cases.queries.cases import takes_part
from buuan.work.cases.rules import DONE_BY, PARTS, TASK_FLOW, check_task_name, check_why


@action
def add_task(
    actor: Actor,
    case: Case,
    *,
    name: str,
    at: datetime,
    part: str = "task",
    required: bool = True,
    assignee: Account | None = None,
    due_on: date | None = None,
) -> CaseTask:
    """Add something that has to be done in this case (thêm nhiệm vụ); the lead decides what that is."""
    require(actor, "cases.handle", case)
    check_lead(actor, case)
    case = _open(case)
    words = check_task_name(name)
    if part not in PARTS:
        raise Invalid({"part": ["Chọn nhiệm vụ hoặc mục kiểm tra."]})
    if assignee is not None:
        check_colleague(case, assignee, at)

    made = CaseTask.objects.create(
        case=case,
        part=part,
        name=words,
        required=required,
        assignee=assignee,
        due_on=due_on,
        added_at=at,
        added_by=actor.name,
    )

    record(actor, "cases.task_added", case, at=at, task=made.pk, name=words, required=required)
    tell(case, actor, "task_added", at, name=words, assignee=assignee.name if assignee else "")
    return made


@action
def finish_task(actor: Actor, task: CaseTask, *, at: datetime, explanation: str = "") -> CaseTask:
    """Say that it is done (đã xong); partners may, for they do part of the work. A clock that it ends stops."""
    return _settle(actor, task, "finish", "", at, explanation)


@action
def waive_task(actor: Actor, task: CaseTask, *, reason: str, at: datetime) -> CaseTask:
    """Say why it is not needed here (không cần); only the lead decides that."""
    require(actor, "cases.handle", task.case)
    check_lead(actor, task.case)
    why = check_why(reason)
    return _settle(actor, task, "waive", why, at, explanation=f"Không cần: {why}")


@action
def reopen_task(actor: Actor, task: CaseTask, *, at: datetime) -> CaseTask:
    """Open it again (mở lại). A clock that it ended stays ended: what was done in time was done in time."""
    return _settle(actor, task, "reopen", "", at, "")


def fulfil_tasks(actor: Actor, case: Case, act: str, *, at: datetime) -> list[CaseTask]:
    """Tick inside a running action the open tasks of a case that wait for `act`, as its kind says (`done_by`); gives them.

    Whoever acts need not take part in the case: an operator that answers does not see it. A clock that such a task ends stops with
    the act as its explanation. A file that is closed stays as it is, and so does a task that a person ticked or waived.
    """
    codes = [one.code for one in case.plan.tasks if one.done_by == act]
    case = locked(case) if codes else case
    if not codes or case.state == "closed":
        return []
    waiting = list(CaseTask.objects.filter(case=case, code__in=codes, state="open").order_by("pk"))
    for task in waiting:
        task.move(TASK_FLOW.step(task.state, "finish"), settled_at=at, settled_by=actor.name)
        _move_clocks(actor, case, task, "finish", at, f"Hệ thống ghi khi {DONE_BY[act]}.")
        record(actor, "cases.task_done", case, at=at, task=task.pk, name=task.name, reason="", act=act)
        tell(case, actor, "task_done", at, name=task.name, act=act)
    return waiting


def _settle(actor: Actor, task: CaseTask, verb: str, reason: str, at: datetime, explanation: str) -> CaseTask:
    require(actor, "cases.handle", task.case)
    if not takes_part(actor, task.case):
        raise Forbidden("case.not_participant", "Chỉ cơ quan tham gia vụ việc được thực hiện.")
    case = _open(task.case)
    step = TASK_FLOW.step(task.state, verb)

    who = {"settled_at": None, "settled_by": ""} if verb == "reopen" else {"settled_at": at, "settled_by": actor.name}
    task.move(step, reason=reason, **who)
    _move_clocks(actor, case, task, verb, at, explanation)

    kind = f"task_{task.state}"
    record(actor, f"cases.{kind}", case, at=at, task=task.pk, name=task.name, reason=reason)
    tell(case, actor, kind, at, name=task.name, reason=reason)
    return task


def _move_clocks(actor: Actor, case: Case, task: CaseTask, verb: str, at: datetime, explanation: str) -> None:
    """End the clocks that the task ends, and start those that it starts once it is done."""
    if verb == "reopen" or not task.code:
        return
    end_clocks(actor, case, f"task:{task.code}", at=at, explanation=explanation)
    if verb == "finish":
        start_clocks(actor, case, f"task:{task.code}", at=at)


def _open(case: Case) -> Case:
    now = locked(case)
    if now.state == "closed":
        raise Refused("case.not_open", "Vụ việc đã đóng hồ sơ.")
    return now

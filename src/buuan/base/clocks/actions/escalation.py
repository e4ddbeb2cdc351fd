"""Climbing the ladders: whoever stands above the holder is told when work is about to fall due, or has.

Who is told. A notice goes to an organisation; which person there, the notice says. The rungs that name somebody of
the holding body (thụ lý, trực ban, lãnh đạo, đầu mối) go to the holder itself, `superior` to the nearest body above
it that exists on that day, `issuer` to the body whose act started the clock. Where there is nobody above, the holder
is told, for silence helps nobody.
"""

from __future__ import annotations

from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks import rules
from buuan.base.clocks.climbing import WHOM, next_look_at
from buuan.base.clocks.models import Clock, Escalation, bring_history
from buuan.base.clocks.queries import calendar
from buuan.base.dispatch.actions import send
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM, say_end

NOTHING_TO_CLIMB = "clock.nothing_to_climb"
URGENT = ("critical", "high")


def escalate_due_clocks(actor: Actor, *, at: datetime) -> int:
    """Climb every ladder whose next rung has come by `at`, and give how many rungs were climbed.

    No action itself: each clock is one (`escalate_clock`), so that a long queue holds no lock for long, one clock
    that fails does not keep the others from being told, and a minute in which nothing is due leaves no empty record.
    Several workers may run it at the same time; each clock is taken by one of them.
    """
    require(actor, "clocks.escalate")
    climbed = 0
    due = Clock.objects.running().filter(look_at__lte=at).order_by("look_at", "pk").only("pk")
    for clock in due.iterator(chunk_size=500):
        try:
            climbed += len(escalate_clock(actor, clock, at=at))
        except Refused as refusal:
            if refusal.code != NOTHING_TO_CLIMB:
                raise
    return climbed


@action
def escalate_clock(actor: Actor, clock: Clock, *, at: datetime) -> list[Escalation]:
    """Climb the rungs of one clock that are due at `at` and tell whom they name (báo lên cấp trên).

    A reminder that nobody sent in time is passed over once the due time has gone by, and the record says so. Raises
    Refused `clock.nothing_to_climb` when another worker has the clock or was here already, or the clock ended or
    stands still meanwhile.
    """
    require(actor, "clocks.escalate")
    mine = Clock.objects.running().filter(pk=clock.pk, look_at__lte=at).select_for_update(of=("self",), skip_locked=True)
    taken = mine.select_related("holder", "giver", "ladder").prefetch_related("ladder__steps").first()
    if taken is None or taken.ladder is None:
        raise Refused(NOTHING_TO_CLIMB, "Không có bậc nào của thang phải báo lúc này.")
    clock, ladder = bring_history([taken])[0], taken.ladder.as_value()
    already = frozenset(clock.escalations.values_list("key", flat=True))
    due = rules.escalations_due(clock.facts(), ladder, calendar(), at, already)

    climbed = [_tell(actor, clock, one, at) for one in due]
    looked_for = clock.look_at
    clock.look_at = next_look_at(ladder, clock.started_at, clock.due_at, already | {one.key for one in due}, after=at)
    clock.save(update_fields=("look_at",))

    record(
        actor,
        "clocks.escalated" if climbed else "clocks.reminder_passed",
        clock,
        at=at,
        kind=clock.kind,
        about=clock.subject,
        ladder=ladder.code,
        looked_for=looked_for.isoformat() if looked_for else None,
        steps=[{"step": one.key, "whom": one.whom, "told": one.told.code, "notice": one.notice_id} for one in climbed],
    )
    return climbed


def _tell(actor: Actor, clock: Clock, due: rules.Escalation, at: datetime) -> Escalation:
    whom = due.step.whom
    told = _addressee(clock, whom, at)
    deadline = f"Hạn {say_end(clock.due_at)}." if clock.due_at else ""
    notice = send(
        actor,
        "clocks.escalated",
        about=clock,
        to=[told],
        title=f"{due.step.name}: {clock.task} {clock.label}".strip(),
        text=f"Gửi {WHOM[whom]}. Đơn vị thực hiện: {clock.holder}. {deadline}".strip(),
        at=at,
        url=clock.url,
        urgent=clock.severity in URGENT,
    )
    return Escalation.objects.create(
        clock=clock,
        key=due.key,
        number=due.number,
        name=due.step.name,
        whom=whom,
        told=told,
        notice=notice,
        belongs_at=due.at,
        at=at,
    )


def _addressee(clock: Clock, whom: str, at: datetime) -> Organisation:
    if whom == "issuer":
        return clock.giver
    if whom != "superior":
        return clock.holder
    on = at.astimezone(VIETNAM).date()
    above = clock.holder.parent
    while above is not None and not above.holds_on(on):
        above = above.parent
    return above or clock.holder

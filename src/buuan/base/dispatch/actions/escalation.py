"""Climbing the ladder for those who stay silent: reminders to who owes, then the superior and the sender.

A reminder is the same notice told again, never a second one in the inbox. The superior and the sender get one notice of their
own for all silent units of that rung, so that twelve thousand silent branches are a list and not a flood.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch import rules
from buuan.base.dispatch.actions.leaving import next_round, tell_live, write_deliveries
from buuan.base.dispatch.actions.sending import send
from buuan.base.dispatch.models import Escalation, Notice, Recipient
from buuan.base.dispatch.queries.ladders import ladder_on
from buuan.base.dispatch.queries.phones import Reachable, whom_to_call
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM

NOTHING_DUE = "dispatch.nothing_due"


def escalate_due(actor: Actor, *, at: datetime) -> int:
    """Climb every rung that has come by `at`, and give how many recipients were escalated.

    No action itself: each notice is one (`escalate_notice`), so that one that fails does not keep the others from being told.
    Several workers may run it at once; each recipient is taken by one of them. Time comes from the caller only, so that a drill
    can run faster than the clock.
    """
    require(actor, "dispatch.escalate")
    climbed = 0
    due = Recipient.objects.filter(look_at__lte=at).order_by("notice_id").values_list("notice_id", flat=True).distinct()
    for key in list(due):
        try:
            climbed += escalate_notice(actor, Notice.objects.select_related("sender").get(pk=key), at=at)
        except Refused as refusal:
            if refusal.code != NOTHING_DUE:
                raise
    return climbed


@action
def escalate_notice(actor: Actor, notice: Notice, *, at: datetime) -> int:
    """Climb the rungs of one notice for all who still owe (nhắc, báo lên), and give for how many recipients.

    Raises Refused `dispatch.nothing_due` when another worker was here or nobody owes.
    """
    require(actor, "dispatch.escalate")
    taken = list(
        Recipient.objects.filter(notice=notice, owes=True, look_at__lte=at)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("organisation")
        .order_by("pk")
    )
    if not taken:
        raise Refused(NOTHING_DUE, "Không có nơi nhận nào phải nhắc lúc này.")
    ladder = ladder_on(notice.ladder, notice.at)
    already: dict[int, set[str]] = defaultdict(set)
    for recipient_id, key in Escalation.objects.filter(recipient__in=taken).values_list("recipient_id", "key"):
        already[recipient_id].add(key)

    by_rung: dict[tuple[int, str], list[tuple[Recipient, rules.Climb]]] = defaultdict(list)
    for one in taken:
        is_acknowledged = one.acknowledged_at is not None
        climbs = rules.due_rungs(
            ladder, one.delivered_at, notice.answer_by, acknowledged=is_acknowledged, already=already[one.pk], at=at
        )
        for climb in climbs:
            by_rung[climb.rung.number, climb.rung.whom].append((one, climb))
            already[one.pk].add(climb.key)
        one.look_at = rules.next_look(
            ladder, one.delivered_at, notice.answer_by, acknowledged=is_acknowledged, already=already[one.pk], after=at
        )
        one.rounds += any(climb.rung.whom in ("duty", "leader") for climb in climbs)
    reachable = whom_to_call([one.organisation for one in taken], at)
    rows: list[Escalation] = []
    for (_number, whom), climbing in sorted(by_rung.items()):
        rows += _climb(actor, notice, whom, climbing, reachable, at)
    Escalation.objects.bulk_create(rows)
    Recipient.objects.bulk_update(taken, ("look_at", "rounds"), batch_size=2_000)
    tell_live(notice)

    record(
        actor,
        "dispatch.escalated",
        notice,
        at=at,
        about=notice.about,
        ladder=ladder.code,
        rungs=[{"rung": number, "whom": whom, "recipients": len(rows)} for (number, whom), rows in sorted(by_rung.items())],
        recipients=len(taken),
    )
    return len(taken)


def _climb(
    actor: Actor,
    notice: Notice,
    whom: str,
    climbing: list[tuple[Recipient, rules.Climb]],
    reachable: dict[int, Reachable],
    at: datetime,
) -> list[Escalation]:
    told: dict[int, tuple[Organisation, Notice | None]] = {}
    if whom in ("duty", "leader"):
        told.update({one.pk: (one.organisation, None) for one, _climb in climbing})
        write_deliveries(notice, [one for one, _climb in climbing], at=at, round_=next_round(notice))
    else:
        by_body: dict[Organisation, list[Recipient]] = defaultdict(list)
        for one, _climb in climbing:
            by_body[notice.sender if whom == "sender" else _superior(one.organisation, notice, at)].append(one)
        for body, recipients in by_body.items():
            child = _tell_about(actor, notice, body, recipients, at)
            told.update({one.pk: (body, child) for one in recipients})
    rows = []
    for one, climb in climbing:
        body, child = told[one.pk]
        who = reachable[one.organisation_id].for_rung(whom)
        rows.append(
            Escalation(
                recipient=one,
                key=climb.key,
                number=climb.rung.number,
                whom=whom,
                told=body,
                notice=child,
                person=who.name if who else "",
                phone=who.phone if who else "",
                belongs_at=climb.at,
                at=at,
            )
        )
    return rows


def _tell_about(actor: Actor, notice: Notice, body: Organisation, silent: list[Recipient], at: datetime) -> Notice | None:
    """Tell a body which of the recipients stay silent; the list itself is on the notice's page."""
    names = ", ".join(str(one.organisation) for one in silent[:10])
    more = f" và {len(silent) - 10} đơn vị khác" if len(silent) > 10 else ""
    return send(
        actor,
        "dispatch.silent",
        about=notice,
        to=[body],
        title=f"{len(silent)} nơi nhận chưa phản hồi {notice.number}".strip(),
        text=f"{names}{more}.",
        url=f"/thong-bao/da-gui/{notice.pk}",
        at=at,
        urgent=notice.urgent,
        drill=notice.drill,
    )


def _superior(organisation: Organisation, notice: Notice, at: datetime) -> Organisation:
    """Give the nearest body above that exists on that day; the sender where nobody stands above."""
    on = at.astimezone(VIETNAM).date()
    above = organisation.parent
    while above is not None and not above.holds_on(on):
        above = above.parent
    return above or notice.sender

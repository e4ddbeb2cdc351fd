"""Telling organisations something, as part of the act that it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, models

from buuan.base.action import check_writing
from buuan.base.audit.models import subject_of
from buuan.base.dispatch import rules
from buuan.base.dispatch.actions.closing import close
from buuan.base.dispatch.actions.leaving import write_deliveries
from buuan.base.dispatch.models import ASKS, Notice, Recipient
from buuan.base.dispatch.queries.feed import FEED_LOCK
from buuan.base.dispatch.queries.ladders import ladder_on
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM


def send(
    actor: Actor,
    kind: str,
    *,
    about: models.Model,
    to: Iterable[Organisation],
    title: str,
    at: datetime,
    text: str = "",
    url: str = "",
    urgent: bool = False,
    asks: str = "",
    answer_by: datetime | None = None,
    cascade: bool = False,
    ladder: str | None = None,
    drill: bool = False,
    supersedes: Notice | None = None,
) -> Notice | None:
    """Tell organisations something inside the running action; None when there is nobody to tell.

    `asks` is empty, `acknowledge` or `answer`, owed until `answer_by`; the silent are reminded by `ladder`, the code of a dated
    row (None: the ladder for what is urgent or has a due time; empty: nobody is reminded). With `cascade` the level below is
    told as well: at once when `urgent`, else when each level passes it on. `supersedes` is the version before: it is closed, and
    the new one asks again. Part of the sender's act, so it leaves no record of its own: the sender's record and these rows
    stand or fall together.
    """
    check_writing("Notice")
    if asks and asks not in ASKS:
        raise ValueError(f"a notice does not ask for {asks!r}")
    unique = {one.pk: one for one in to}
    if not unique:
        return None
    if ladder is None:
        ladder = rules.default_ladder(urgent=urgent, asks=asks, has_due=answer_by is not None)
    notice = Notice.objects.create(
        kind=kind,
        title=title[:250],
        text=text,
        about=subject_of(about),
        label=str(getattr(about, "number", "")),
        url=url,
        sender_id=actor.body_id,
        at=at,
        urgent=urgent,
        asks=asks,
        answer_by=answer_by,
        cascade=cascade,
        ladder=ladder if asks else "",
        drill=drill,
        supersedes=supersedes,
        version=supersedes.version + 1 if supersedes else 1,
    )
    if supersedes is not None:
        close(Notice.objects.filter(pk=supersedes.pk), at=at)
    told = list(unique.values())
    deliver_to(notice, with_units(told, at) if cascade and urgent else told, at=at)
    return notice


def with_units(organisations: Iterable[Organisation], at: datetime) -> list[Organisation]:
    """Give the organisations and everything that stands below them on the day of `at`."""
    on = at.astimezone(VIETNAM).date()
    found = {one.pk: one for one in organisations}
    paths = [one.path for one in found.values()]
    tops = [one for one in found.values() if not any(one.path != path and one.path.startswith(path) for path in paths)]
    for top in tops:
        found.update({one.pk: one for one in Organisation.objects.under(top.path).as_of(on)})
    return list(found.values())


def deliver_to(
    notice: Notice, organisations: Iterable[Organisation], *, at: datetime, passed_by: Recipient | None = None
) -> list[Recipient]:
    """Write the delivery to each organisation, those above first, and the messages that leave; the page has it at once."""
    _announce_floor()
    look_at = None
    if notice.asks and notice.ladder:
        ladder = ladder_on(notice.ladder, notice.at)
        look_at = rules.next_look(ladder, at, notice.answer_by, acknowledged=False, already=frozenset(), after=at)
    waiting = sorted(organisations, key=lambda one: one.path)
    if passed_by is not None:
        there = set(Recipient.objects.filter(notice=notice, organisation__in=waiting).values_list("organisation_id", flat=True))
        waiting = [one for one in waiting if one.pk not in there]
    made: dict[str, Recipient] = {}
    for level in _levels(waiting):
        rows = [
            Recipient(
                notice=notice,
                organisation=one,
                passed_by=_nearest(one, made) or passed_by,
                delivered_at=at,
                owes=bool(notice.asks),
                look_at=look_at,
            )
            for one in level
        ]
        for row in Recipient.objects.bulk_create(rows):
            made[row.organisation.path] = row
    write_deliveries(notice, list(made.values()), at=at)
    return list(made.values())


def _levels(organisations: list[Organisation]) -> list[list[Organisation]]:
    levels: dict[int, list[Organisation]] = {}
    for one in organisations:
        levels.setdefault(one.path.count("/"), []).append(one)
    return [levels[depth] for depth in sorted(levels)]


def _nearest(organisation: Organisation, made: dict[str, Recipient]) -> Recipient | None:
    return next((made[path] for path in organisation.paths_up()[1:] if path in made), None)


def _announce_floor() -> None:
    """Tell readers of the feed that rows above today's last number are being written, until this transaction ends.

    Numbers are drawn in one order and committed in another; a reader that passed over a number which is not committed yet
    would never see it. So each writer holds a shared lock that names its floor, and readers stop at the lowest one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s, ((CASE WHEN is_called THEN last_value ELSE 0 END) %% 2147483647)::int)"
            " FROM dispatch_recipient_id_seq",
            [FEED_LOCK],
        )

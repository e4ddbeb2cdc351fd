"""Telling organisations something, as part of the act that it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, models
from django.db.models import Q

from buuan.base.action import check_writing
from buuan.base.audit.models import subject_of
from buuan.base.dispatch import rules
from buuan.base.dispatch.actions.closing import close
from buuan.base.dispatch.actions.leaving import Place, write_deliveries
from buuan.base.dispatch.models import ASKS, Notice, Recipient
from buuan.base.dispatch.queries.feed import FEED_LOCK
from buuan.base.dispatch.queries.ladders import ladder_on
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM

_NOT_NEEDED = ("folded", "sort_key", "source", "name_en", "address")
"""Columns of an organisation that nobody reads while a notice is written."""


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
    paths = {one.path for one in found.values()}
    tops = Q()
    for one in found.values():
        if paths.isdisjoint(one.paths_up()[1:]):
            tops |= Q(path__startswith=one.path)
    if tops:
        found.update({one.pk: one for one in Organisation.objects.filter(tops).as_of(on).defer(*_NOT_NEEDED)})
    return list(found.values())


def deliver_to(
    notice: Notice, organisations: Iterable[Organisation], *, at: datetime, passed_by: Recipient | None = None
) -> list[Place]:
    """Write the delivery to each organisation, those above first, and the messages that leave; the page has it at once."""
    look_at = None
    if notice.asks and notice.ladder:
        ladder = ladder_on(notice.ladder, notice.at)
        look_at = rules.next_look(ladder, at, notice.answer_by, acknowledged=False, already=frozenset(), after=at)
    waiting = sorted(organisations, key=lambda one: one.path)
    if passed_by is not None:
        there = set(Recipient.objects.filter(notice=notice, organisation__in=waiting).values_list("organisation_id", flat=True))
        waiting = [one for one in waiting if one.pk not in there]
    places = [Place(key, one) for key, one in zip(_drawn(len(waiting)), waiting, strict=True)]
    made = {one.organisation.path: one.pk for one in places}
    above = passed_by.pk if passed_by else None
    pattern = Recipient(notice=notice, delivered_at=at, owes=bool(notice.asks), look_at=look_at)
    rows = ((one.pk, one.organisation_id, _nearest(one.organisation.path, made) or above) for one in places)
    Recipient.objects.copy_alike(pattern, ("id", "organisation_id", "passed_by_id"), rows)
    write_deliveries(notice, places, at=at)
    return places


def _nearest(path: str, made: dict[str, int]) -> int | None:
    """Give the recipient that stands next above a path."""
    while path := path[: path.rstrip("/").rfind("/") + 1]:
        if path in made:
            return made[path]
    return None


_DRAWN = """
WITH floor AS MATERIALIZED (
  SELECT pg_advisory_xact_lock_shared(%s, ((CASE WHEN is_called THEN last_value ELSE 0 END) %% 2147483647)::int)
  FROM dispatch_recipient_id_seq
)
SELECT nextval('dispatch_recipient_id_seq') FROM floor, generate_series(1, %s)
"""


def _drawn(count: int) -> list[int]:
    """Draw numbers for recipients, and tell readers of the feed that rows above the last one are being written until this ends.

    Numbers are drawn in one order and committed in another; a reader that passed over a number which is not committed yet
    would never see it. So each writer holds a shared lock that names its floor, and readers stop at the lowest one. The floor is
    named before a number is drawn: a number is drawn for a pair of rows, and there is no pair before the floor's row is there.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DRAWN, [FEED_LOCK, count])
        return [number for (number,) in cursor.fetchall()]

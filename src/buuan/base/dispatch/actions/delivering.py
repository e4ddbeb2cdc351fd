"""What the workers write about messages: taking those whose time has come, and noting how each try ended.

At least once: a message is taken on a lease by the clock of the database, sent, and only then noted. A worker that dies in
between leaves the lease behind; when it runs out another worker sends the same message with the same id, which a receiver
that remembers ids passes over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch import rules
from buuan.base.dispatch.actions.sending import send
from buuan.base.dispatch.messages import Told
from buuan.base.dispatch.models import Attempt, Delivery, Endpoint
from buuan.base.dispatch.sealing import opened
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM

LEASE_S = 30
AT_ONCE = 4
"""How many messages one endpoint is sent at the same time, so that a slow one does not take every place."""


@dataclass(frozen=True, slots=True)
class Job:
    """One message on its way: to one place, about one notice, or about several in a digest.

    `dropped` says that it must not leave any more, because the organisation or the account ended meanwhile.
    """

    deliveries: tuple[int, ...]
    channel: str
    target: str
    message_id: str
    secrets: tuple[str, ...]
    told: tuple[Told, ...]
    endpoint: int | None
    at: datetime
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended; `gone` tells that the receiver asked for no more (410)."""

    job: Job
    result: str
    status: int | None
    took_ms: int
    note: str = ""
    gone: bool = False


_CLAIM = """
WITH due AS (
  SELECT id, digest, row_number() OVER (PARTITION BY endpoint_id, account_id ORDER BY due_at, id) AS place
  FROM dispatch_delivery
  WHERE state = 'waiting' AND due_at <= %(at)s AND (leased_until IS NULL OR leased_until < clock_timestamp())
    AND (endpoint_id IS NULL OR NOT endpoint_id = ANY(%(busy)s))
), picked AS (
  SELECT d.id FROM dispatch_delivery d JOIN due ON due.id = d.id
  WHERE (due.place <= %(at_once)s OR due.digest)
    AND d.state = 'waiting' AND (d.leased_until IS NULL OR d.leased_until < clock_timestamp())
  ORDER BY d.due_at, d.id LIMIT %(limit)s FOR UPDATE OF d SKIP LOCKED
)
UPDATE dispatch_delivery d SET leased_until = clock_timestamp() + make_interval(secs => %(lease)s)
FROM picked WHERE picked.id = d.id RETURNING d.id
"""


def claim(*, at: datetime, limit: int, busy: Collection[int] = ()) -> list[Job]:
    """Take up to `limit` messages whose time has come at `at`, none for the endpoints in `busy`; others leave them alone meanwhile.

    A lease is no act of anybody, so it leaves no record.
    """
    if limit <= 0:
        return []
    with connection.cursor() as cursor:
        values = {"at": at, "busy": list(busy), "limit": limit, "lease": LEASE_S, "at_once": AT_ONCE}
        cursor.execute(_CLAIM, values)
        keys = [key for (key,) in cursor.fetchall()]
    if not keys:
        return []
    rows = (
        Delivery.objects.filter(pk__in=keys)
        .select_related("notice", "recipient__organisation", "endpoint__organisation", "account__organisation")
        .order_by("due_at", "pk")
    )
    together: dict[tuple, list[Delivery]] = defaultdict(list)
    for row in rows:
        together[(row.endpoint_id, row.account_id, row.channel) if row.digest else (row.pk,)].append(row)
    return [_job(found, at) for found in together.values()]


def _job(rows: Sequence[Delivery], at: datetime) -> Job:
    first = rows[0]
    endpoint, account = first.endpoint, first.account
    secrets: tuple[str, ...] = ()
    if endpoint is not None:
        target = endpoint.target
        stays = endpoint.ended_at is None and endpoint.organisation.holds_on(at.astimezone(VIETNAM).date())
        if endpoint.secret:
            secrets = (opened(endpoint.secret),)
            if endpoint.old_secret and endpoint.old_secret_until and at < endpoint.old_secret_until:
                secrets += (opened(endpoint.old_secret),)
    else:
        target = account.email if account else ""
        stays = account is not None and bool(target) and account.works_on_day_of(at)
    return Job(
        deliveries=tuple(row.pk for row in rows),
        channel=first.channel,
        target=target,
        message_id=f"msg_{first.message_id.hex}",
        secrets=secrets,
        told=tuple(_told(row) for row in rows),
        endpoint=first.endpoint_id,
        at=at,
        dropped=not stays,
    )


def _told(row: Delivery) -> Told:
    notice = row.notice
    return Told(
        notice=notice.pk,
        recipient=row.recipient_id,
        number=notice.number,
        label=notice.label,
        kind=notice.kind,
        organisation=row.recipient.organisation.code,
        link=f"{settings.ADDRESS}/thong-bao/{row.recipient_id}",
        at=notice.at,
        urgent=notice.urgent,
        asks=notice.asks,
        answer_by=notice.answer_by,
        drill=notice.drill,
        version=notice.version,
        round=row.round,
    )


@action
def settle(actor: Actor, outcomes: Iterable[Outcome], *, at: datetime) -> list[int]:
    """Note how tries ended (ghi nhận lần gửi), set the next one for what failed, and tell of endpoints that died; gives their keys.

    The log keeps every try; what a try of a message that was closed meanwhile brought is kept too, without another try.
    """
    require(actor, "dispatch.deliver")
    by_delivery = {key: one for one in outcomes for key in one.job.deliveries}
    rows = list(
        Delivery.objects.filter(pk__in=by_delivery)
        .select_for_update(of=("self",))
        .select_related("notice__sender", "endpoint")
        .order_by("pk")
    )
    attempts, dead = [], {}
    for row in rows:
        one = by_delivery[row.pk]
        row.tries += 1
        row.first_tried_at = row.first_tried_at or one.job.at
        row.leased_until = None
        attempts.append(
            Attempt(
                delivery=row,
                number=row.tries,
                at=one.job.at,
                outcome=one.result,
                status=one.status,
                took_ms=one.took_ms,
                note=one.note[:200],
            )
        )
        if row.state == "waiting" and _move_on(row, one, at) and row.endpoint_id:
            dead[row.endpoint_id] = row
    Attempt.objects.bulk_create(attempts)
    Delivery.objects.bulk_update(rows, ("state", "due_at", "leased_until", "tries", "first_tried_at", "delivered_at"))
    died = _note_endpoints(actor, rows, by_delivery, dead, at)

    record(
        actor,
        "dispatch.tried",
        "dispatch.deliveries",
        at=at,
        outcomes=dict(Counter(one.outcome for one in attempts)),
        messages=[[one.delivery_id, one.number, one.outcome] for one in attempts[:500]],
    )
    return died


def _move_on(row: Delivery, one: Outcome, at: datetime) -> bool:
    """Set what follows a try, and tell whether its endpoint is to be given up."""
    if one.result == "delivered":
        row.state, row.due_at, row.delivered_at = "delivered", None, at
        return False
    if one.result == "cancelled":
        row.state, row.due_at = "cancelled", None
        return False
    wait = rules.retry_after(row.tries - row.tries_before, urgent=row.notice.urgent)
    if wait is None or one.gone or one.result in ("forbidden_address", "no_gateway"):
        row.state, row.due_at = "failed", None
        return True
    row.due_at = at + wait
    return False


def _note_endpoints(
    actor: Actor, rows: Sequence[Delivery], outcomes: dict[int, Outcome], dead: dict[int, Delivery], at: datetime
) -> list[int]:
    well = {row.endpoint_id for row in rows if row.endpoint_id and outcomes[row.pk].result == "delivered"}
    ill = {row.endpoint_id for row in rows if row.endpoint_id and outcomes[row.pk].result not in ("delivered", "cancelled")}
    Endpoint.objects.filter(pk__in=well).exclude(failing_since=None, dead_at=None).update(failing_since=None, dead_at=None)
    Endpoint.objects.filter(pk__in=ill - well, failing_since=None).update(failing_since=at)
    died = []
    for endpoint in Endpoint.objects.filter(pk__in=set(dead) - well, dead_at=None).select_related("organisation"):
        endpoint.dead_at = at
        endpoint.failing_since = endpoint.failing_since or at
        endpoint.save(update_fields=("dead_at", "failing_since"))
        notice = dead[endpoint.pk].notice
        send(
            actor,
            "dispatch.endpoint_dead",
            about=endpoint,
            to=[endpoint.organisation, notice.sender],
            title=f"Không gửi được ra {endpoint.get_channel_display()} của {endpoint.organisation}",
            text=f"Thông báo {notice.number} chưa tới được hệ thống của đơn vị; hãy gọi điện và sửa điểm nhận.",
            url=f"/thong-bao/da-gui/{notice.pk}",
            at=at,
            urgent=notice.urgent,
            drill=notice.drill,
        )
        died.append(endpoint.pk)
    return died

"""Writing a record, and sealing what was written into the chain."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, models, transaction

from buuan.base.action import running
from buuan.base.audit.models import DaySeal, Link, Record, Unsealed, subject_of
from buuan.base.audit.rules import GENESIS, digest_of, link_hash
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM

_SEALER = 0x6275_7561_6E01  # the advisory lock of the one sealer; any number that no other lock uses


def record(actor: Actor, action: str, subject: models.Model | str, *, at: datetime, **facts: Any) -> Record:
    """Write one record inside the running action.

    `facts` are plain JSON values without floats; dates are given as ISO text. Raises RuntimeError outside an action and
    ValueError for facts that have no canonical form.
    """
    now_running = running()
    if now_running is None:
        raise RuntimeError("a record is written by an action")
    name = subject_of(subject)
    label = "" if isinstance(subject, str) else str(getattr(subject, "number", None) or getattr(subject, "code", None) or "")[:120]
    who = actor.facts()
    row = Record.objects.create(
        at=at,
        action=action,
        subject=name,
        label=label,
        body=actor.body_code,
        account=actor.username,
        actor=who,
        facts=facts,
        digest=digest_of(at=at, action=action, subject=name, label=label, actor=who, facts=facts),
    )
    now_running.records += 1
    return row


def seal(limit: int = 20_000) -> int:
    """Link up to `limit` waiting records into the chain and give how many; only one sealer works at a time."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEALER])
            if not cursor.fetchone()[0]:
                return 0
        waiting = list(Unsealed.objects.order_by("record_id").values_list("record_id", flat=True)[:limit])
        if not waiting:
            return 0
        head = Link.objects.order_by("-seq").first()
        seq, previous = (head.seq, bytes(head.hash)) if head else (0, GENESIS)
        last_day = Record.objects.filter(link__seq=seq).values_list("written_at", flat=True).first()
        links, seals = [], []
        rows = Record.objects.filter(pk__in=waiting).order_by("pk").values_list("pk", "digest", "written_at")
        for pk, digest, written_at in rows.iterator(chunk_size=5_000):
            if last_day and _day(written_at) > _day(last_day):
                seals.append(DaySeal(day=_day(written_at) - timedelta(days=1), seq=seq, hash=previous))
            last_day = max(written_at, last_day) if last_day else written_at
            seq += 1
            previous = link_hash(previous, pk, bytes(digest))
            links.append(Link(seq=seq, record_id=pk, hash=previous))
        Link.objects.bulk_create(links, batch_size=2_000)
        DaySeal.objects.bulk_create(seals, ignore_conflicts=True)
        Unsealed.objects.filter(pk__in=waiting).delete()
        return len(links)


def seal_all() -> int:
    """Link everything that waits; for the end of a command and for tests."""
    total = 0
    while count := seal():
        total += count
    return total


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()

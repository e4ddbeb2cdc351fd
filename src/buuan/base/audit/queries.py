"""Reading the log and walking the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import connection, models

from buuan.base.audit.models import DaySeal, Link, Record, Unsealed, subject_of
from buuan.base.audit.rules import GENESIS, digest_of, link_hash


@dataclass(frozen=True)
class Verdict:
    """What a walk over the whole chain found.

    `records` counts all, `sealed` those with a link; `first_bad` names the first record that does not fit and why, in the order
    of the chain and then of the records that wait.
    """

    ok: bool
    records: int
    sealed: int
    unsealed: int
    first_bad: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the answer of `buuan audit verify --json`."""
        return asdict(self)


def verify() -> Verdict:
    """Walk every record and link and recompute every hash; streams, so that millions of records need little memory."""
    records = Record.objects.count()
    sealed = Link.objects.count()
    first_bad = _first_bad_link() or _first_bad_waiting() or _first_unqueued()
    return Verdict(first_bad is None, records, sealed, records - sealed, first_bad)


def newest_record() -> int:
    """Give the number of the newest record, 0 where there is none: while it stays the same, no action has changed anything."""
    return Record.objects.aggregate(newest=models.Max("pk"))["newest"] or 0


def history_of(thing: models.Model | str) -> models.QuerySet[Record]:
    """Give the records about one thing, oldest first."""
    return Record.objects.filter(subject=subject_of(thing)).order_by("id")


def chain_from(records: list[int]) -> tuple[bytes, int, Iterator[tuple[int, int, bytes, bytes]]]:
    """Give what proves that these records stand in the chain: the hash before the first link, its number, and every link from there
    to the last of them as (number, record, digest, hash).

    Whoever holds a later day's seal walks from here to it. Records without a link yet are in none of it.
    """
    first = Link.objects.filter(record__in=records).order_by("seq").values_list("seq", flat=True).first()
    if first is None:
        return GENESIS, 1, iter(())
    last = Link.objects.filter(record__in=records).order_by("-seq").values_list("seq", flat=True)[0]
    before = Link.objects.filter(seq=first - 1).values_list("hash", flat=True).first()
    rows = (
        Link.objects.filter(seq__gte=first, seq__lte=last).order_by("seq").values_list("seq", "record_id", "record__digest", "hash")
    )
    links = ((seq, pk, bytes(digest), bytes(link)) for seq, pk, digest, link in rows.iterator(chunk_size=5_000))
    return bytes(before) if before is not None else GENESIS, first, links


def seals_between(first: int, last: int) -> list[tuple[date, int, bytes]]:
    """Give the day seals of this stretch of the chain."""
    rows = DaySeal.objects.filter(seq__gte=first, seq__lte=last).order_by("seq").values_list("day", "seq", "hash")
    return [(day, seq, bytes(sealed)) for day, seq, sealed in rows]


def _first_bad_link() -> dict[str, Any] | None:
    previous = GENESIS
    for expected, (seq, link, pk, row) in enumerate(_linked(), start=1):
        if seq != expected:
            return {"seq": expected, "record": None, "why": "mất mắt xích của chuỗi"}
        if row is None:
            return {"seq": seq, "record": pk, "why": "mất bản ghi"}
        bad = _bad_digest(row)
        if bad:
            return {"seq": seq, **bad}
        previous = link_hash(previous, pk, bytes(row["digest"]))
        if bytes(link) != previous:
            return {"seq": seq, "record": pk, "why": "mắt xích không khớp với bản ghi"}
    return None


def _linked() -> Iterator[tuple[int, bytes, int, dict[str, Any] | None]]:
    columns = ("id", "at", "action", "subject", "label", "actor", "facts", "digest", "body", "account")
    last = 0
    while True:
        links = list(Link.objects.filter(seq__gt=last).order_by("seq").values_list("seq", "hash", "record_id")[:5_000])
        if not links:
            return
        rows = {r["id"]: r for r in Record.objects.filter(pk__in=[pk for _, _, pk in links]).values(*columns)}
        for seq, link, pk in links:
            yield seq, link, pk, rows.get(pk)
        last = links[-1][0]


def _bad_digest(row: dict[str, Any]) -> dict[str, Any] | None:
    parts = {key: row[key] for key in ("at", "action", "subject", "label", "actor", "facts")}
    if digest_of(**parts) != bytes(row["digest"]):
        return {"record": row["id"], "why": "nội dung bản ghi đã bị thay đổi"}
    if row["body"] != row["actor"].get("body") or row["account"] != row["actor"].get("account"):
        return {"record": row["id"], "why": "cơ quan hoặc tài khoản của bản ghi đã bị thay đổi"}
    return None


def _first_bad_waiting() -> dict[str, Any] | None:
    columns = ("id", "at", "action", "subject", "label", "actor", "facts", "digest", "body", "account")
    waiting = Unsealed.objects.order_by("pk").values_list("pk", flat=True)
    for pk in waiting.iterator(chunk_size=5_000):
        row = Record.objects.filter(pk=pk).values(*columns).first()
        bad = {"record": pk, "why": "mất bản ghi"} if row is None else _bad_digest(row)
        if bad:
            return {"seq": None, **bad}
    return None


def _first_unqueued() -> dict[str, Any] | None:
    """A record with neither a link nor a place in the queue was slipped past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(r.id) FROM audit_record r LEFT JOIN audit_link l ON l.record_id = r.id"
            " LEFT JOIN audit_unsealed u ON u.record_id = r.id WHERE l.seq IS NULL AND u.record_id IS NULL"
        )
        pk = cursor.fetchone()[0]
    return None if pk is None else {"seq": None, "record": pk, "why": "bản ghi nằm ngoài chuỗi và ngoài hàng chờ"}

"""Loading the register's shipped files: documents, limits, ladders, calendar. May run again at any time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import Model, action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import DatedLadder, load_calendar, load_ladders
from buuan.base.clocks.models import terms_to_rows
from buuan.base.web.search import folded_text
from buuan.kit.actor import Actor
from buuan.registers.law.models import LegalDocument, LimitRow, Provision
from buuan.registers.law.reading import read_calendar, read_documents, read_ladders, read_limits
from buuan.registers.law.reading import rows as shipped

_DOCUMENT = ("form", "number", "title", "issuer", "signed_on", "from_on", "until_on", "source", "mark", "note")
_LIMIT = (
    "kind",
    "name",
    "amount",
    "until_on",
    "who",
    "starts",
    "source",
    "read_in",
    "mark",
    "max_extensions",
    "pause_allowed",
    "rolls",
    "warn_before",
    "ladder",
    "note",
)
_PROVISION = ("article", "clause", "point", "subject", "source", "mark")


@action
def load_law(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Load the shipped law register and give how many rows of each kind stand in it and how many limits changed.

    The files are one whole: a row that they correct is corrected, a limit that they no longer have is taken out. Limits of which
    a person of the lead department wrote or closed a row are left alone (`limits_kept`). Running clocks keep the limit that
    they started with; a new calendar counts their due times anew. Raises BrokenRegister when a file contradicts itself.
    """
    require(actor, "law.load")
    counts = load_calendar(read_calendar(), at=at)
    counts |= load_ladders(DatedLadder(one.ladder, one.from_on, one.until_on, one.source, one.verified) for one in read_ladders())
    counts |= _load_documents(read_documents())
    counts |= _load_limits(read_limits())

    record(actor, "law.loaded", "law.register", at=at, **counts)
    return counts


def _load_documents(rows: Sequence[shipped.DocumentRow]) -> dict[str, int]:
    standing = {one.code: one for one in LegalDocument.objects.prefetch_related("amended_by", "provisions")}
    new = [LegalDocument(code=row.code, **_columns(row, _DOCUMENT)) for row in rows if row.code not in standing]
    for document in new:
        document.folded = folded_text(document.search_parts())
    known = standing | {one.code: one for one in LegalDocument.objects.bulk_create(new)}
    for row in rows:
        if row.code in standing:
            _correct(standing[row.code], _columns(row, _DOCUMENT))
    _load_provisions([(known[row.code], row) for row in rows if _provisions_of(standing.get(row.code)) != row.provisions])
    for row in rows:
        _tie(known[row.code], row, known, is_new=row.code not in standing)
    return {"documents": len(rows), "provisions": sum(len(row.provisions) for row in rows)}


def _provisions_of(document: LegalDocument | None) -> tuple[shipped.ProvisionRow, ...]:
    if document is None:
        return ()
    return tuple(one.as_row() for one in sorted(document.provisions.all(), key=lambda one: one.position))


def _load_provisions(stale: Sequence[tuple[LegalDocument, shipped.DocumentRow]]) -> None:
    """Write the provisions of these documents anew, in the order of the file."""
    Provision.objects.filter(document__in=[document for document, _row in stale]).delete()
    Provision.objects.bulk_create(
        Provision(document=document, position=rank, **_columns(one, _PROVISION))
        for document, row in stale
        for rank, one in enumerate(row.provisions, start=1)
    )


def _tie(document: LegalDocument, row: shipped.DocumentRow, known: dict[str, LegalDocument], *, is_new: bool) -> None:
    """Say what amends and what replaces the document; both may stand later in the file than the document itself."""
    amending = set() if is_new else {one.code for one in document.amended_by.all()}
    if amending != set(row.amended_by):
        document.amended_by.set([known[code] for code in row.amended_by])
    successor = known[row.replaced_by] if row.replaced_by else None
    if document.replaced_by_id != (successor.pk if successor else None):
        document.replaced_by = successor
        document.save()


def _load_limits(rows: Sequence[shipped.LimitRow]) -> dict[str, int]:
    standing = {(one.code, one.from_on): one for one in LimitRow.objects.all()}
    kept = {one.code for one in standing.values() if one.kept_by_office}
    ours = {(row.code, row.from_on): row for row in rows if row.code not in kept}
    withdrawn = [one.pk for key, one in standing.items() if one.code not in kept and key not in ours]
    LimitRow.objects.filter(pk__in=withdrawn).delete()
    corrected = sum(_correct(standing[key], _limit_columns(row)) for key, row in ours.items() if key in standing)
    # Last, for a row that begins now may need the end that a correction gave to the one before it.
    new = [LimitRow(code=row.code, from_on=row.from_on, **_limit_columns(row)) for key, row in ours.items() if key not in standing]
    for limit in new:
        limit.folded = folded_text(limit.search_parts())
    LimitRow.objects.bulk_create(new)
    return {
        "limits": len(ours),
        "limits_changed": corrected + len(new),
        "limits_withdrawn": len(withdrawn),
        "limits_kept": len(kept),
    }


def _columns(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _limit_columns(row: shipped.LimitRow) -> dict[str, Any]:
    return _columns(row, _LIMIT) | {"unit": row.unit.value, "extension_terms": terms_to_rows(row.extension_terms)}


def _correct(standing: Model, columns: dict[str, Any]) -> bool:
    """Bring a row up to date and tell whether there was anything to correct."""
    if all(getattr(standing, name) == value for name, value in columns.items()):
        return False
    for name, value in columns.items():
        setattr(standing, name, value)
    standing.save()
    return True

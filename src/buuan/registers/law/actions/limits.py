"""A person's change of a time limit: the row in force ends, the next one begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks import rules
from buuan.base.clocks.models import terms_to_rows
from buuan.base.clocks.queries import ladder_in_force
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.registers.law.models import LimitRow
from buuan.registers.law.queries import limit_history
from buuan.registers.law.reading import MARKS
from buuan.registers.law.reading.rows import READ_MARKS

MOST = 10_000
"""No limit counts further, in whatever unit."""


@dataclass(frozen=True, slots=True)
class LimitChange:
    """What the next row of a limit says; name, kind, who owes the act and what starts it stay as they are.

    `read_in` is the page where the change was read: it is needed for the marks S and P and must be empty for the others.
    """

    amount: int
    unit: str
    source: str
    mark: str
    read_in: str = ""
    max_extensions: int = 0
    extension_terms: tuple[rules.ExtensionTerm, ...] = field(default=())
    pause_allowed: bool = False
    rolls: bool = True
    warn_before: timedelta = timedelta(hours=24)
    ladder: str = ""
    note: str = ""


@action
def set_limit(actor: Actor, code: str, change: LimitChange, *, from_on: date, at: datetime) -> LimitRow:
    """Change a time limit from a day on: the row in force until then is closed, a new one opened (sửa thời hạn).

    Clocks that run keep the limit that they started with. From now on loading the shipped files leaves this limit alone. Raises
    NotFound for an unknown code, Invalid for figures that no clock can run under, Refused when the limit already has a row that
    begins on or after that day, for what is written is not rewritten.
    """
    require(actor, "law.set_limit")
    former = limit_history(code)[0]
    _check(change, former.kind)
    if former.from_on >= from_on:
        raise Refused(
            "law.row_begins_later",
            f"Thời hạn này đã có dòng hiệu lực từ {former.from_on:%d/%m/%Y}; dòng mới phải có hiệu lực sau ngày đó.",
            limit=code,
        )
    if change.ladder:
        ladder_in_force(change.ladder, from_on)

    _close(former, from_on)
    row = LimitRow(
        code=code,
        kind=former.kind,
        name=former.name,
        who=former.who,
        starts=former.starts,
        from_on=from_on,
        amount=change.amount,
        unit=change.unit,
        source=change.source.strip(),
        mark=change.mark,
        read_in=change.read_in.strip(),
        max_extensions=change.max_extensions,
        extension_terms=terms_to_rows(change.extension_terms),
        pause_allowed=change.pause_allowed,
        rolls=change.rolls,
        warn_before=change.warn_before,
        ladder=change.ladder,
        note=change.note.strip(),
        kept_by_office=True,
    )
    row.save()

    record(
        actor,
        "law.limit_set",
        row,
        at=at,
        from_on=from_on.isoformat(),
        amount=row.amount,
        unit=row.unit,
        mark=row.mark,
        source=row.source,
        former_amount=former.amount,
        former_unit=former.unit,
        former_from_on=former.from_on.isoformat(),
    )
    return row


def _close(former: LimitRow, from_on: date) -> None:
    """End the former row on that day, and only if nobody else changed it meanwhile; one that ended earlier stays as it is."""
    if former.until_on is not None and former.until_on <= from_on:
        closed = LimitRow.objects.filter(pk=former.pk, until_on=former.until_on).update(kept_by_office=True)
    else:
        closed = LimitRow.objects.filter(pk=former.pk, until_on=former.until_on).update(until_on=from_on, kept_by_office=True)
    if not closed:
        raise Refused("law.changed_meanwhile", "Người khác vừa sửa thời hạn này. Hãy tải lại trang để xem dòng mới.")


def _check(change: LimitChange, kind: str) -> None:
    errors: dict[str, list[str]] = {}
    if not 1 <= change.amount <= MOST:
        errors["amount"] = [f"Thời lượng từ 1 đến {MOST}."]
    if change.unit not in rules.UNITS:
        errors["unit"] = ["Đơn vị tính không có trong danh mục."]
    if not change.source.strip():
        errors["source"] = ["Cần ghi căn cứ."]
    if change.mark not in MARKS or (change.mark == "I") != (kind == "service"):
        errors["mark"] = ["Mức đối chiếu không hợp với loại thời hạn."]
    elif (change.mark in READ_MARKS) != bool(change.read_in.strip()):
        errors["read_in"] = ["Ghi nơi đã đọc khi đã đối chiếu, và chỉ khi đã đối chiếu."]
    if change.max_extensions < 0 or (change.extension_terms and len(change.extension_terms) != change.max_extensions):
        errors["max_extensions"] = ["Mỗi lần gia hạn một mức, hoặc không ghi mức nào."]
    if change.warn_before < timedelta():
        errors["warn_before"] = ["Thời gian báo trước không được âm."]
    if errors:
        raise Invalid(errors)

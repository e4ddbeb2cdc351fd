"""Importing rows of words from a file: every row is looked at, and either all are drafted or none."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action, keep_when_refused
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid
from buuan.registers.goods.actions.drafting import NOT_AUTOMATIC, against, completed, draft_terms, record_refused_row
from buuan.registers.goods.models import Term
from buuan.registers.goods.queries import groups
from buuan.registers.goods.reading import FileRow
from buuan.registers.goods.rules import digest, errors_of


@action
def import_terms(actor: Actor, rows: Sequence[FileRow], *, batch: str, at: datetime) -> list[Term]:
    """Draft every row of a file (nạp từ tệp); raises Invalid with the errors of all rows when there is any.

    A row for a category that only a person decides refuses the file, and the attempt stays on record.
    """
    require(actor, "goods.draft")
    found = problems(rows)
    if found:
        for row in rows:
            if row.draft is not None and any(one.code == NOT_AUTOMATIC for one in against(completed(row.draft.row))):
                act = functools.partial(record_refused_row, actor, row.draft.row, origin="import", batch=batch, at=at)
                keep_when_refused(act)
        raise Invalid({f"dòng {number}": sentences for number, sentences in found.items()}, "Tệp có dòng lỗi; chưa nạp dòng nào.")

    made = draft_terms(actor, [row.draft for row in rows if row.draft is not None], at=at, origin="import", batch=batch)

    record(actor, "goods.terms_imported", "goods.register", at=at, batch=batch, rows=len(made))
    return made


def problems(rows: Sequence[FileRow]) -> dict[int, list[str]]:
    """Give for each row of a file that cannot be taken what is wrong with it; the dry run of `import_terms`."""
    found: dict[int, list[str]] = {}
    known = groups()
    seen: dict[str, int] = {}
    for row in rows:
        said = list(row.errors)
        if row.draft is not None:
            ready = completed(row.draft.row)
            for sentences in errors_of(ready, row.draft.why, known).values():
                said += sentences
            if not said:
                said += [one.sentence for one in against(ready)]
            first = seen.setdefault(digest(ready), row.number)
            if first != row.number:
                said.append(f"Trùng dòng {first}.")
        if said:
            found[row.number] = said
    return found

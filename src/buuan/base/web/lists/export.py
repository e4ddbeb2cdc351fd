"""Files of exactly what a list shows: the same rows in the same order; the first lines say who, when, which filters."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from buuan.base.web import formats
from buuan.base.web.lists.cells import write_value
from buuan.base.web.lists.keyset import order_expressions
from buuan.base.web.lists.state import ListState
from buuan.kit.errors import Invalid, Refused

MOST_ROWS = 100_000
# A cell that begins with one of these is run as a formula by spreadsheet programs.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def export_list(state: ListState, rows: QuerySet, kind: str, at: datetime) -> HttpResponseBase:
    """Give the file of `rows` (already narrowed to what is shown) as csv or xlsx.

    Raises Refused when there are more than `MOST_ROWS`: a file that stops half-way would be read as the whole.
    """
    if kind not in ("csv", "xlsx"):
        raise Invalid({"tep": [kind[:20]]}, "Chỉ xuất được tệp CSV hoặc XLSX.", code="list.bad_file")
    ordered = rows.order_by(*order_expressions(rows, state.order))
    found = len(ordered.values_list("pk")[: MOST_ROWS + 1])
    if found > MOST_ROWS:
        most = formats.number(MOST_ROWS)
        raise Refused("list.too_many", f"Có hơn {most} dòng; hãy lọc hẹp hơn rồi xuất lại.", most=MOST_ROWS)
    if state.page.told_export is not None:
        facts = {
            "list": state.page.name,
            "rows": found,
            "file": kind,
            "filters": [list(pair) for pair in state.in_words()],
        }
        state.page.told_export(state.actor, facts)
    head = _head(state, at)
    titles = [str(column.title) for column in state.page.columns if column.exported]
    columns = [column for column in state.page.columns if column.exported]
    lines = ([_written(column.plain(row)) for column in columns] for row in ordered.iterator(chunk_size=1000))
    return table_file(state.page.name, head, titles, lines, kind=kind, at=at)


def table_file(
    name: str, head: list[tuple[str, str]], titles: list[str], lines: Iterable[list[Any]], *, kind: str, at: datetime
) -> HttpResponseBase:
    """Give the file of a table, csv or xlsx: `head` are its first lines, what, who and when."""
    file_name = f"{name}-{formats.local(at):%Y%m%d-%H%M}.{kind}"
    if kind == "csv":
        answer: HttpResponseBase = StreamingHttpResponse(_csv(head, titles, lines), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
        return answer
    return FileResponse(_xlsx(name, head, titles, lines), as_attachment=True, filename=file_name)


def _head(state: ListState, at: datetime) -> list[tuple[str, str]]:
    """Give the first lines: what, who, when, by which filters."""
    actor = state.actor
    return [
        (gettext("Danh sách"), str(state.page.title)),
        (gettext("Người xuất"), ", ".join(part for part in (actor.name, actor.body_name) if part)),
        (gettext("Thời điểm"), f"{formats.moment(at)} (+07:00)"),
        *(state.in_words() or [(gettext("Bộ lọc"), gettext("không"))]),
    ]


def _written(value: Any) -> Any:
    """Keep what a spreadsheet understands (numbers, days, moments); write the rest in words."""
    if value is None or (isinstance(value, int | float | Decimal | date) and not isinstance(value, bool)):
        return value
    return write_value(value)


def _end(count: int) -> tuple[str, str]:
    """Give the last line: a file that was cut on the way does not have it."""
    return (gettext("Hết"), gettext("%(n)s dòng") % {"n": formats.number(count)})


def safe_text(value: Any) -> Any:
    """Give a value that no spreadsheet program will run: a text like a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value


class _Echo:
    """A file whose `write` gives back the line, so that it can be sent at once."""

    def write(self, line: str) -> str:
        return line


def _csv(head: list[tuple[str, str]], titles: list[str], lines: Iterable[list[Any]]) -> Iterator[str]:
    """Write UTF-8 with the mark by which Excel knows it; days and moments in ISO 8601, numbers with a point."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for pair in head:
        yield writer.writerow([safe_text(part) for part in pair])
    yield writer.writerow([])
    yield writer.writerow([safe_text(title) for title in titles])
    count = 0
    for line in lines:
        count += 1
        yield writer.writerow([safe_text(_iso(value)) for value in line])
    yield writer.writerow(_end(count))


def _iso(value: Any) -> Any:
    if isinstance(value, datetime):
        return formats.local(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _xlsx(name: str, head: list[tuple[str, str]], titles: list[str], lines: Iterable[list[Any]]) -> Any:
    """Write a workbook row by row into a file without a name, so that a long list does not fill the memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = f"A{len(head) + 3}"
    for rank in range(1, len(titles) + 1):
        sheet.column_dimensions[get_column_letter(rank)].width = 22
    bold = Font(bold=True)

    def cell(value: Any, font: Font | None = None) -> WriteOnlyCell:
        if isinstance(value, datetime):
            # Excel knows no time zones: the moment is written as the clock on the wall in Việt Nam showed it.
            value = formats.local(value).replace(tzinfo=None)
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            made.data_type = "s"  # text that begins with "=" stays text
        elif isinstance(value, datetime):
            made.number_format = "dd/mm/yyyy hh:mm"
        elif isinstance(value, date):
            made.number_format = "dd/mm/yyyy"
        if font is not None:
            made.font = font
        return made

    for label, words in head:
        sheet.append([cell(label, bold), cell(words)])
    sheet.append([])
    sheet.append([cell(title, bold) for title in titles])
    count = 0
    for line in lines:
        count += 1
        sheet.append([cell(value) for value in line])
    sheet.append([cell(part) for part in _end(count)])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer sends it and closes it
    book.save(file)
    file.seek(0)
    return file

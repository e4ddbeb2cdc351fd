"""How the cells of a list are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from buuan.base.web import formats
from buuan.base.web.lists.declare import Column

# These say by their look or place what they are; the others carry their column's name on a phone.
SELF_EVIDENT = {"lead", "ref", "when", "mark", "act"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One drawn cell: its classes, its column's name for the phone, its content."""

    css: str
    name: str
    html: str


def write_value(value: Any) -> str:
    """Write a plain value as people read it; an empty one stays empty, there are no dashes."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("có") if value else gettext("không")
    if isinstance(value, int | float | Decimal):
        return formats.number(value)
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(write_value(one) for one in value)
    return str(value)


def as_td(cell: Cell) -> str:
    """Give the cell of the table.

    Written here and not in the template, which would ask each of 450 cells three questions: a third of the time of a page.
    """
    css = f' class="{escape(cell.css)}"' if cell.css else ""
    name = f' data-name="{escape(cell.name)}"' if cell.name else ""
    return f"<td{css}{name}>{conditional_escape(cell.html)}</td>"


class CellWriter:
    """Draws the rows of one answer; the templates of its cells are looked up once."""

    def __init__(self, columns: Sequence[Column], actor: Any, now: datetime) -> None:
        self._columns = [(column, get_template(column.template) if column.template else None) for column in columns if column.shown]
        self._drawn: dict[tuple[Any, ...], str] = {}
        # One context for all cells: making one for each would cost more than drawing it.
        self._context = Context({"actor": actor, "now": now})

    def row(self, row: Any) -> SafeString:
        """Draw the cells of one row."""
        return SafeString("".join([self._known(row, column, template) for column, template in self._columns]))

    def _known(self, row: Any, column: Column, template: Any) -> str:
        """Give a cell as it was drawn before for the same values, where its column says on which it depends."""
        if not column.by:
            return as_td(self._cell(row, column, template))
        key = (column.key, *(getattr(row, name) for name in column.by))
        found = self._drawn.get(key)
        if found is None:
            found = self._drawn[key] = as_td(self._cell(row, column, template))
        return found

    def _cell(self, row: Any, column: Column, template: Any) -> Cell:
        value = column.plain(row) if column.value or not template or hasattr(row, column.key) else None
        if template is not None:
            # Drawn by Django, which has escaped what it was given; stripping gives back a plain text.
            with self._context.push(row=row, value=value):
                html: Any = SafeString(template.template.render(self._context).strip())
        else:
            html = conditional_escape(write_value(value))
        if html and column.link is not None:
            look = {"ref": "ref", "lead": "open"}.get(column.css, "")
            html = format_html('<a class="{}" href="{}">{}</a>', look, column.link(row), html)
        css = column.css
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and not css and template is None:
            css = "num"
        name = "" if not html or SELF_EVIDENT & set(css.split()) else str(column.title)
        return Cell(css, name, html)

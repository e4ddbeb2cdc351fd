"""Statements that are worded once: much of what an act or a page costs is Django wording the same statement again.

A `Question` remembers, for each shape of a question (table, joins, columns, order, limit, lock), the statement around its
conditions; the conditions themselves are worded each time, by Django. A `Quick` row remembers the statement by which its table
takes a row. What either does not know goes Django's own way, and `tests/test_statements.py` holds that both say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FullResultSet
from django.db import connections, models
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models.expressions import Col, DatabaseDefault
from django.db.models.sql import Query
from django.db.models.sql.datastructures import BaseTable, Join

MOST = 1_000
"""So many shapes are kept; a house has some hundreds, and one that made more would have a shape that never comes again."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A statement around its conditions, and what Django learns about the columns while it words it."""

    before: str
    after: str
    select: list[Any]
    klass_info: dict[str, Any] | None
    annotation_col_map: dict[str, int]
    converters: dict[int, Any]


_worded: dict[tuple[Any, ...], Worded | None] = {}
"""None where Django puts values anywhere but in the conditions: such a question is always worded anew."""


class Wording(SQLCompiler):
    """Django's compiler of questions, which looks first whether it has worded one of this shape."""

    _converters: dict[int, Any] | None = None

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> tuple[str, tuple[Any, ...]]:
        """Give statement and values."""
        query = self.query
        shape = None if with_col_aliases or not with_limits else shape_of(query)
        if shape is None or not self.elide_empty or (query.select_for_update and self.connection.get_autocommit()):
            return super().as_sql(with_limits, with_col_aliases)
        known = _worded.get(shape)
        if known is None:
            statement, values = super().as_sql()
            if shape not in _worded:
                self._keep(shape, statement, values)
            return statement, values
        # Before the conditions are worded: of a question that finds nothing by itself the columns are looked at all the same.
        self.select, self.klass_info, self.annotation_col_map = known.select, known.klass_info, known.annotation_col_map
        self.col_count, self.has_extra_select = len(known.select), False
        self._converters = known.converters
        condition, values = self._condition()
        return f"{known.before}{condition}{known.after}", values

    def get_converters(self, expressions: Any) -> dict[int, Any]:
        """Give what turns a row's values into Python's."""
        return super().get_converters(expressions) if self._converters is None else self._converters

    def _condition(self) -> tuple[str, tuple[Any, ...]]:
        try:
            condition, values = self.compile(self.query.where)
        except FullResultSet:
            return "", ()
        return (f" WHERE {condition}" if condition else ""), tuple(values)

    def _keep(self, shape: tuple[Any, ...], statement: str, values: tuple[Any, ...]) -> None:
        """Keep the statement around its conditions if they are all that varies in it."""
        condition, given = self._condition()
        if self.query.where.children and not condition:
            return  # conditions that hold for all rows by themselves do not show where others of their shape would stand
        before, found, after = statement.partition(condition) if condition else (statement, "", "")
        if len(_worded) >= MOST:
            _worded.clear()
        if tuple(values) != given or found != condition or (condition and condition in after) or self.has_extra_select:
            _worded[shape] = None
            return
        converters = super().get_converters([one[0] for one in self.select])
        _worded[shape] = Worded(before, after, self.select, self.klass_info, self.annotation_col_map, converters)


class Question(Query):
    """A question of the house's own tables."""

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> Any:
        """Give the compiler that remembers."""
        if using is None and connection is None:
            raise ValueError("Need either using or connection")
        return Wording(self, connections[using] if using else connection, using, elide_empty)


def shape_of(query: Query) -> tuple[Any, ...] | None:
    """Give all that a statement depends on but its conditions; None for a question of a kind that is always worded anew."""
    if (
        query.subquery
        or query.annotations
        or query.extra
        or query.extra_tables
        or query.extra_order_by
        or query.combinator
        or query.group_by is not None
        or query.distinct
        or query.explain_info
        or query.external_aliases
        or query._filtered_relations
        or query.where.contains_aggregate
        or query.where.contains_over_clause
    ):
        return None
    joins: list[Any] = []
    for alias, join in query.alias_map.items():
        if type(join) is Join and join.filtered_relation is None:
            joins.append((alias, join.table_name, join.parent_alias, join.join_type, id(join.join_field), join.nullable))
        elif type(join) is BaseTable:
            joins.append((alias, join.table_name))
        else:
            return None
    columns: list[Any] = []
    for one in query.select:
        if type(one) is not Col:
            return None
        columns.append((one.alias, id(one.target), id(one.output_field)))
    if not all(isinstance(one, str) for one in query.order_by):
        return None
    return (
        query.model,
        tuple(joins),
        tuple(alias for alias, count in query.alias_refcount.items() if count),
        tuple(columns),
        None if query.selected is None else tuple(query.selected.items()),
        query.default_cols,
        (frozenset(query.deferred_loading[0]), query.deferred_loading[1]),
        _frozen(query.select_related),
        query.order_by,
        query.default_ordering,
        query.standard_ordering,
        query.low_mark,
        query.high_mark,
        bool(query.where.children),
        query.select_for_update
        and (
            query.select_for_update_nowait,
            query.select_for_update_skip_locked,
            query.select_for_update_of,
            query.select_for_no_key_update,
        ),
    )


def _frozen(tree: Any) -> Any:
    return tuple((name, _frozen(below)) for name, below in tree.items()) if isinstance(tree, dict) else tree


# -- taking a row ----------------------------------------------------------------------------------------------------------

_taking: dict[tuple[Any, ...], str | None] = {}


class Quick(models.Model):
    """The base of tables that are written row by row: the statement that takes a row is worded once."""

    class Meta:
        abstract = True

    def _do_insert(self, manager: Any, using: str, fields: Any, returning_fields: Any, raw: bool) -> Any:
        connection = connections[using]
        given, defaults = [], []
        for one in fields:
            value = getattr(self, one.attname) if raw else one.pre_save(self, True)
            if isinstance(value, DatabaseDefault):
                defaults.append(one.attname)
            elif hasattr(value, "resolve_expression"):
                return super()._do_insert(manager, using, fields, returning_fields, raw)  # type: ignore[misc]
            else:
                given.append(one.get_db_prep_save(value, connection))
        key = (type(self), len(fields), tuple(defaults))
        if key not in _taking:
            _taking[key] = _statement_to_take(connection, fields, frozenset(defaults), returning_fields)
        statement = _taking[key]
        if statement is None:
            return super()._do_insert(manager, using, fields, returning_fields, raw)  # type: ignore[misc]
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
            return [cursor.fetchone()] if returning_fields else []


def _statement_to_take(connection: Any, fields: Any, defaults: frozenset[str], returning: Any) -> str | None:
    """Give the statement, None where a field has a form of its own for what goes in or comes back."""
    if not fields or any(hasattr(one, "get_placeholder") and not isinstance(one, models.BinaryField) for one in fields):
        return None
    if any(one.get_db_converters(connection) for one in returning):
        return None
    quote = connection.ops.quote_name
    table = quote(fields[0].model._meta.db_table)
    columns = ", ".join(quote(one.column) for one in fields)
    places = ", ".join("DEFAULT" if one.attname in defaults else "%s" for one in fields)
    back = ", ".join(f"{table}.{quote(one.column)}" for one in returning)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own tables, quoted
    return f"{statement} RETURNING {back}" if back else statement

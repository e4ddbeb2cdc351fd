"""The `@action` decorator and the model base that makes actions the only writers.

An action runs in one transaction and must leave at least one record in the audit log. Models of the house derive from
`Model`: saving, deleting or updating them outside an action raises, in tests and in production alike.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models.expressions import DatabaseDefault

from buuan.base.statements import Question, Quick
from buuan.kit.errors import Refusal

P = ParamSpec("P")
R = TypeVar("R")


class OutsideAction(RuntimeError):
    """Somebody tried to write a row of the house without an action: a bug in the caller."""


class NoRecord(RuntimeError):
    """An action ended without a record: a bug in the action."""


@dataclass
class Running:
    """The action that runs now: its name and how many records it has left so far."""

    name: str
    records: int = 0
    outer: Running | None = None
    if_refused: list[Callable[[], Any]] = field(default_factory=list)
    at_the_end: list[Callable[[], Any]] = field(default_factory=list)


_running: ContextVar[Running | None] = ContextVar("running_action", default=None)


def running() -> Running | None:
    """Give the action that runs now, if any."""
    return _running.get()


def keep_when_refused(act: Callable[[], Any]) -> None:
    """Let `act` (an action of its own) happen if the running action ends in an exception, after its writes are taken back.

    For refusals that must be on record although nothing was written: an attempt that the house does not only turn away. It happens
    when the outermost action is over, whether that one goes on or is refused as well. Raises RuntimeError outside an action.
    """
    now = _running.get()
    if now is None:
        raise RuntimeError("only a running action can be refused")
    now.if_refused.append(act)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` an action: one transaction, writes allowed inside, refused to end without a record.

    An action called by another joins its transaction and must leave a record of its own as well.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        this = Running(f"{function.__module__}.{function.__qualname__}", outer=_running.get())
        token = _running.set(this)
        reading = _begin_reading()
        refused = True
        try:
            with transaction.atomic():
                result = function(*args, **kwargs)
                if this.records == 0:
                    raise NoRecord(f"{this.name} ended without a record")
            refused = False
            return result
        finally:
            _running.reset(token)
            _end_reading(reading, refused)
            kept = this.at_the_end + (this.if_refused if refused else [])
            if this.outer is not None:
                this.outer.at_the_end += kept
            else:
                for act in kept:
                    act()

    run.is_action = True  # type: ignore[attr-defined]
    return run


def noting_refusals(keep: Callable[..., Any]) -> Callable[[str], Callable[[Callable[P, R]], Callable[P, R]]]:
    """Give a decorator `noted(verb)` by which a refused action stands in a register although it changed nothing.

    `keep` is an action of its own, called with actor, verb, the action's second argument, the refusal, and `at`.
    """

    def noted(verb: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
        def wrap(act: Callable[P, R]) -> Callable[P, R]:
            @functools.wraps(act)
            def run(*args: P.args, **kwargs: P.kwargs) -> R:
                try:
                    return act(*args, **kwargs)
                except Refusal as error:
                    keep(args[0], verb, args[1] if len(args) > 1 else None, error, at=kwargs["at"])
                    raise

            return run

        return wrap

    return noted


# -- what is read once ---------------------------------------------------------------------------------------------------


@dataclass
class Readings:
    """What the outermost action has read of rows that seldom change, and what of it comes from each model."""

    found: dict[tuple, Any] = field(default_factory=dict)
    of: dict[str, set[tuple]] = field(default_factory=dict)

    def forget(self, model: str) -> None:
        """Forget what was read from a model, since a row of it is written."""
        for key in self.of.pop(model, ()):
            self.found.pop(key, None)


_readings: ContextVar[Readings | None] = ContextVar("readings_of_the_action", default=None)


def read_once(key: tuple, read: Callable[[], R], of: frozenset[str]) -> R:
    """Give what `read` gives, asked for once in the outermost action that runs; outside an action it is asked for each time.

    For rows that seldom change and that one act asks for again and again: limits, ladders, the calendar, who holds a duty. An act
    goes by what stood when it first asked, and by its own writes to the models named in `of`. The value is shared: it must not be
    changed.
    """
    readings = _readings.get()
    if readings is None:
        return read()
    if key not in readings.found:
        readings.found[key] = read()
        for model in of:
            readings.of.setdefault(model, set()).add(key)
    return readings.found[key]


@contextmanager
def one_reading() -> Iterator[None]:
    """Let all actions inside go by one reading, as if they were one act: for a load that is whole or not at all."""
    token = _begin_reading()
    try:
        yield
    finally:
        _end_reading(token, refused=True)


def _begin_reading() -> Token | None:
    return _readings.set(Readings()) if _readings.get() is None else None


def _end_reading(token: Token | None, refused: bool) -> None:
    """Forget what was read at the end of the outermost act, and where writes were taken back: it may have been read from them."""
    readings = _readings.get()
    if refused and readings is not None:
        readings.found.clear()
        readings.of.clear()
    if token is not None:
        _readings.reset(token)


def check_writing(what: str) -> None:
    """Raise OutsideAction unless an action runs."""
    if _running.get() is None:
        raise OutsideAction(f"{what} was written outside an action")
    readings = _readings.get()
    if readings is not None:
        readings.forget(what)


class QuerySet(models.QuerySet):
    """A queryset whose bulk writes need a running action, and whose questions are worded once."""

    def __init__(self, model: Any = None, query: Any = None, using: str | None = None, hints: Any = None) -> None:
        super().__init__(model, Question(model) if query is None and model is not None else query, using, hints)

    def update(self, **kwargs: Any) -> int:
        check_writing(self.model.__name__)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        check_writing(self.model.__name__)
        return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        check_writing(self.model.__name__)
        return super().bulk_create(objs, *args, **kwargs)

    def copy_in(self, rows: Iterable[models.Model]) -> None:
        """Write many new rows by PostgreSQL's COPY, several times faster than `bulk_create`; the rows do not learn their keys."""
        check_writing(self.model.__name__)
        fields = [one for one in self.model._meta.local_concrete_fields if not one.primary_key and not one.generated]
        self._copy(fields, ([_plain(one, row) for one in fields] for row in rows))

    def copy_alike(self, pattern: models.Model, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Write rows that are like `pattern` but for the attributes in `names`, of which each row gives the values.

        No object is made for a row, which is most of the cost where there are thousands.
        """
        check_writing(self.model.__name__)
        fields = [one for one in self.model._meta.local_concrete_fields if not one.generated]
        varied = [one for one in fields if one.attname in names]
        same = [one for one in fields if one.attname not in names and not one.primary_key]
        places = [names.index(one.attname) for one in varied]
        constant = [_plain(one, pattern) for one in same]
        self._copy([*varied, *same], ([row[place] for place in places] + constant for row in rows))

    def _copy(self, fields: Sequence[models.Field], rows: Iterable[Sequence[Any]]) -> None:
        quote = connection.ops.quote_name
        columns = ", ".join(quote(one.column) for one in fields)
        with connection.cursor() as cursor, cursor.copy(f"COPY {quote(self.model._meta.db_table)} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _plain(field: models.Field, row: models.Model) -> Any:
    """Give a column's value as COPY writes it: what the driver knows by itself, the field's own form of everything else."""
    value = field.pre_save(row, True)
    if isinstance(value, DatabaseDefault):
        value = field.db_default  # where the database has one, the row was made without it
    return value if type(value) in _KNOWN else field.get_db_prep_save(value, connection)


_KNOWN = frozenset({type(None), bool, int, str, datetime, date, UUID})
"""Types that the driver writes as they are."""


class Model(Quick):
    """The base of every table of the house: written by actions only."""

    objects = QuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        check_writing(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        check_writing(type(self).__name__)
        return super().delete(*args, **kwargs)

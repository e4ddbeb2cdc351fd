"""A question that every request asks in the same words: worded once a process, because wording it took longer than the answer."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


class Asked(Generic[M]):
    """One row of `model` by a unique field `by`, together with the rows that `follow` leads to, one after the other.

    What `model.objects.select_related(…)` gives for a fraction of its work: the same statement, the same rows, no field left out.
    `Asked(ApiToken, by="digest", follow=("account", "organisation"))` follows the token's account and that account's organisation.
    """

    def __init__(self, model: type[M], *, by: str, follow: tuple[str, ...] = ()) -> None:
        self.model, self.by, self.follow = model, by, follow

    def first(self, value: Any) -> M | None:
        """Give the row, or None."""
        statement = self._statement
        with connection.cursor() as cursor:
            cursor.execute(statement, [value])
            row = cursor.fetchone()
        if row is None:
            return None
        found: list[models.Model] = []
        for model, names, converters in self._parts:
            values, row = list(row[: len(names)]), row[len(names) :]
            for place, convert in converters:
                values[place] = convert(values[place], None, connection)
            found.append(model.from_db(connection.alias, names, values))
        for one, name, other in zip(found, self.follow, found[1:], strict=False):
            setattr(one, name, other)
        return found[0]  # type: ignore[return-value]

    @cached_property
    def _parts(self) -> list[tuple[type[models.Model], list[str], list[tuple[int, Any]]]]:
        """Of each model: its fields by the names of their values, and what turns some of them into Python's values."""
        models_of: list[type[models.Model]] = [self.model]
        for name in self.follow:
            key = models_of[-1]._meta.get_field(name)
            if key.null:
                raise TypeError(f"{key} may lead nowhere")
            models_of.append(key.related_model)  # type: ignore[arg-type]
        return [
            (
                model,
                [field.attname for field in model._meta.concrete_fields],
                [
                    (place, field.from_db_value)
                    for place, field in enumerate(model._meta.concrete_fields)
                    if hasattr(field, "from_db_value")
                ],
            )
            for model in models_of
        ]

    @cached_property
    def _statement(self) -> str:
        names = []
        for length, (_model, fields, _converters) in enumerate(self._parts):
            names += ["__".join((*self.follow[:length], field)) for field in fields]
        rows = models.QuerySet(self.model).filter(**{self.by: models.Value("?")}).values_list(*names)
        sql, params = rows.query.sql_with_params()
        if params != ("?",):
            raise TypeError(f"{self.model.__name__}.{self.by} is not asked for by one value")
        return sql

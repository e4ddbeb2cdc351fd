"""Reading the trail: records of looks, told by the last word of their name, which the house keeps for reading alone."""

from __future__ import annotations

import functools

from django.apps import apps
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from buuan.base.audit.models import Record

UNMASKED = "unmasked"
READS = ("opened_file", "opened_original", "exported_bundle", "exported", "read_restricted")
"""Last words of the records of reading something that is not for everybody."""


@functools.cache
def names_of(*words: str) -> tuple[str, ...]:
    """Give the full names of records with these last words, of every room: an index finds each, which no pattern does."""
    labels = [config.label for config in apps.get_app_configs() if config.name.startswith("buuan.")]
    return tuple(f"{label}.{word}" for label in labels for word in words)


def looks() -> QuerySet[Record]:
    """Give every look at personal data and at sensitive records, with its reason."""
    rows = Record.objects.filter(action__in=names_of(UNMASKED, *READS))
    return rows.annotate(reason=KeyTextTransform("reason", "facts"), about=KeyTextTransform("case", "facts"))


def unmaskings() -> QuerySet[Record]:
    """Give the looks at personal data."""
    return looks().filter(action__in=names_of(UNMASKED))

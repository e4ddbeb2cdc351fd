"""Search by folded words: every record that people look for keeps a folded text, and PostgreSQL finds it by its index.

The embedded server has no contrib modules, so there is no `unaccent` and no trigram index: we fold the words ourselves
(`kit.fold`), keep them in one column and index `to_tsvector('simple', folded)`. A query is the AND of word
beginnings, so that "duong" finds "Đường" and "bim s" finds "Bỉm Sơn".
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection, models
from django.db.models import Value

from buuan.base.action import Model, QuerySet
from buuan.kit.fold import fold_words

MOST_WORDS = 8

VECTOR = SearchVector("folded", config="simple")
UNINDEXED = VECTOR + SearchVector(Value(""), config="simple")
"""The same words in a form that no index answers: checked on the rows that the other words found."""

COMMON = 0.01
"""The share of rows from which on a word is common. To look a common word up costs more than to check the rows that the rare
words of the same search found: of `VV-2026-0000777` only the last part says anything."""

STATISTICS_LAST = 600
_common: dict[str, tuple[float, dict[str, float]]] = {}


def prefix_query(text: str) -> str:
    """Give the tsquery that asks for every word of `text` as a beginning (`bim:* & son:*`); empty without words.

    Only letters a–z and digits are left after folding, so nothing in the text can act as an operator. At most
    `MOST_WORDS` words are asked for: more would only cost time.
    """
    return " & ".join(f"{word}:*" for word in fold_words(text).split()[:MOST_WORDS])


def is_common(table: str, word: str) -> bool:
    """Tell whether more than one row in a hundred has a word that begins so, by what PostgreSQL knows of the words of a table.

    Asked anew every ten minutes; a table that was never looked at has no common words.
    """
    read_at, shares = _common.get(table, (0.0, {}))
    if not read_at or time.monotonic() - read_at > STATISTICS_LAST:
        shares = _shares_of(table)
        _common[table] = (time.monotonic(), shares)
    return sum(share for one, share in shares.items() if one.startswith(word)) >= COMMON


def _shares_of(table: str) -> dict[str, float]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats WHERE most_common_elems IS NOT NULL"
            " AND tablename IN (SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%%to_tsvector%%')",
            [table],
        )
        found = cursor.fetchone()
    return dict(zip(found[0], found[1], strict=False)) if found else {}


def _asked(words: list[str]) -> SearchQuery:
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")


def folded_text(parts: Iterable[Any]) -> str:
    """Give the folded words of several texts, each word once: what a record is found by; empty parts are left out."""
    words = dict.fromkeys(word for part in parts if part for word in fold_words(str(part)).split())
    return " ".join(words)


def folded_index(name: str) -> GinIndex:
    """Give the index over the folded words for `Meta.indexes`; `name` is the index's own (at most 30 letters)."""
    return GinIndex(VECTOR, name=name)


class SearchableQuerySet(QuerySet):
    """Rows that can be narrowed to those that match a text."""

    def matching(self, text: str) -> Self:
        """Keep the rows in which every word of `text` begins a word; a text without words keeps all of them."""
        words = fold_words(text).split()[:MOST_WORDS]
        if not words:
            return self
        common = [one for one in words if len(words) > 1 and is_common(self.model._meta.db_table, one)]
        rare = [one for one in words if one not in common] or words
        found = self.alias(_words=VECTOR).filter(_words=_asked(rare))
        if rare == words:
            return found
        return found.alias(_checked=UNINDEXED).filter(_checked=_asked(common))


class Searchable(Model):
    """A record that is found by its folded words: put `folded_index("…")` into `Meta.indexes`.

    Either the model lists its texts in `search_parts`, and every `save` folds them anew, or the action that writes the
    record sets `folded` itself (`folded_text`), which it must do for `update` and `bulk_create` in any case.
    """

    folded = models.TextField("chữ để tìm", default="", editable=False)

    objects = SearchableQuerySet.as_manager()

    class Meta:
        abstract = True

    def search_parts(self) -> Iterable[Any] | None:
        """Give the texts by which this record is found, or None when its action folds them.

        Never a person's data: that is searched by exact key, elsewhere.
        """
        return None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fold the words anew where the model lists them, so that the index never grows old."""
        parts = self.search_parts()
        if parts is not None:
            self.folded = folded_text(parts)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(*args, **kwargs)

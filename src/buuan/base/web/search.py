"""Search by folded words: every record that people look for keeps a folded text, and PostgreSQL finds it by its index.

The embedded server has no contrib modules, so there is no `unaccent` and no trigram index: we fold the words ourselves
(`kit.fold`), keep them in one column and index `to_tsvector('simple', folded)`. A query is the AND of word
beginnings, so that "duong" finds "Đường" and "bim s" finds "Bỉm Sơn".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models

from buuan.base.action import Model, QuerySet
from buuan.kit.fold import fold_words

MOST_WORDS = 8

VECTOR = SearchVector("folded", config="simple")


def prefix_query(text: str) -> str:
    """Give the tsquery that asks for every word of `text` as a beginning (`bim:* & son:*`); empty without words.

    Only letters a–z and digits are left after folding, so nothing in the text can act as an operator. At most
    `MOST_WORDS` words are asked for: more would only cost time.
    """
    return " & ".join(f"{word}:*" for word in fold_words(text).split()[:MOST_WORDS])


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
        query = prefix_query(text)
        if not query:
            return self
        return self.alias(_words=VECTOR).filter(_words=SearchQuery(query, config="simple", search_type="raw"))


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

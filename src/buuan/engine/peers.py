"""What else people would use to look for words in declarations, as well written as the tool allows; all get the same terms.

They fold marks and case and look for the words; they know no exceptions, no context, no disguises and (but for the regular
expressions) no word boundaries unless the spaces are part of what is looked for.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import polars as pl

from buuan.engine.characters import DIGIT, LETTER, MARK, character_table
from buuan.engine.disguises import bare
from buuan.engine.syllables import Known
from buuan.engine.terms import Terms
from buuan.engine.words import read


def folded_terms(terms: Terms) -> list[str]:
    """Give the catalogue's words without marks, as a plain loop would look for them."""
    found = (" ".join(w.letters for w in read(r.text, Known(terms.vocabulary)).words) for r in terms.rules if r.role == "term")
    return sorted({t for t in found if len(t) > 3})


def trie_pattern(words: list[str]) -> str:
    """Give one regular expression that shares the beginnings of all words, the best that a plain loop can do."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}

    def write(node: dict[str, Any]) -> str:
        ends = "" in node
        branches = [re.escape(char) + write(child) for char, child in sorted(node.items()) if char]
        if not branches:
            return ""
        body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
        return f"(?:{body})?" if ends else body

    return r"\b" + write(root) + r"\b"


class Peers:
    """The contestants, each built once: that is not timed, except where a tool builds anew for every call."""

    def __init__(self, terms: list[str]) -> None:
        self.trie = re.compile(trie_pattern(terms))
        self.plain = re.compile(r"\b(?:" + "|".join(map(re.escape, terms)) + r")\b")
        self.wrapped = [f" {term} " for term in terms]
        self.automaton: Any = None
        if find_spec("ahocorasick"):
            self.automaton = import_module("ahocorasick").Automaton()
            for term in self.wrapped:
                self.automaton.add_word(term, term)
            self.automaton.make_automaton()
        # Polars folds fastest with one table of all letters; what is no letter or digit becomes a space.
        facts = character_table()
        self.signs: list[str] = []
        self.folded: list[str] = []
        for code in range(0x20, 0x1F00):
            kind, value, char = int(facts[code]) & 7, int(facts[code]) >> 3 & 31, chr(code)
            plain = chr(97 + value) if kind == LETTER else chr(48 + value) if kind == DIGIT else "" if kind == MARK else " "
            if plain != char:
                self.signs.append(char)
                self.folded.append(plain)

    def trie_search(self, row: dict[str, str]) -> Any:
        """Look with one regular expression that shares the beginnings of all terms."""
        return self.trie.search(bare(row["t"]).lower())

    def plain_search(self, row: dict[str, str]) -> Any:
        """Look with one regular expression that lists all terms."""
        return self.plain.search(bare(row["t"]).lower())

    def automaton_search(self, row: dict[str, str]) -> list[Any]:
        """Look with pyahocorasick."""
        return list(self.automaton.iter(f" {bare(row['t']).lower()} "))

    def polars_search(self, texts: list[str]) -> pl.Series:
        """Look with polars: fold, squeeze the spaces, take all terms out."""
        frame = pl.LazyFrame({"t": texts}).select(
            (" " + pl.col("t").str.replace_many(self.signs, self.folded).str.replace_all(" +", " ") + " ")
            .str.extract_many(self.wrapped, overlapping=True)
            .alias("t")
        )
        return frame.collect()["t"]

"""Finds which word sequences everyday texts use for other things, so that terms are not found there by mistake.

    python -m buuan.engine.everyday TITLES.txt.gz

writes `data/everyday.txt` from a list of everyday titles: term words, without their marks, that stand in titles with other
marks ("da khô" for "đá khô"), or that stand there run together or in another order than the term's. The file holds our own
terms only, no text of the titles. Source of the shipped file: 55,251 marketplace titles, Apache-2.0, see the data notes.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from buuan.engine.catalogue import DATA, load_catalogue
from buuan.engine.letters import MARKED, Word, words_in
from buuan.engine.syllables import valid_syllables
from buuan.engine.terms import AS_WRITTEN, OTHER_FORM, Terms, compile_terms
from buuan.engine.twin import patterns_at
from buuan.engine.words import read

LEAST_TITLES = 2
"""In so many titles must a sequence stand with other marks before it is left out; one may be a slip of the pen."""


def everyday_sequences(titles: Iterable[str], terms: Terms) -> list[str]:
    """Give the sequences of the terms that the titles use for other things, sorted."""
    seen: Counter[str] = Counter()
    for title in titles:
        words = read(title, terms.known).words
        found = {OTHER_FORM + letters for letters in _run_together(words) if letters in terms.together}
        for first in range(len(words)):
            for last, pattern in patterns_at(words, first, terms):
                if terms.rules[pattern.rule].role != "term":
                    continue
                span = words[first : last + 1]
                other = any(w.reading == MARKED and marks != w.marks for w, marks in zip(span, pattern.marks, strict=True))
                if pattern.form != AS_WRITTEN:
                    found.add(OTHER_FORM + " ".join(pattern.words))
                elif other:
                    found.add(" ".join(pattern.words))
        seen.update(found)
    return sorted(sequence for sequence, count in seen.items() if count >= LEAST_TITLES)


def _run_together(words: list[Word]) -> Iterator[str]:
    """Give the letters of all words that stand behind one another without a gap."""
    for first in range(len(words)):
        letters = words[first].letters
        for before, word in itertools.pairwise(words[first:]):
            if word.start != before.end:
                break
            letters += word.letters
            yield letters


def seen_words(titles: Iterable[str], terms: Terms) -> list[str]:
    """Give the bare words of the titles that are syllables or would be taken for a slip of the pen, sorted."""
    seen: Counter[str] = Counter()
    for title in titles:
        seen.update({w.letters for w in words_in(title)})
    return sorted(w for w, count in seen.items() if count >= LEAST_TITLES and (w in valid_syllables() or w in terms.misspelt))


def main() -> None:
    """Write the shipped files from a list of titles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("titles", type=Path)
    with gzip.open(parser.parse_args().titles, "rt", encoding="utf-8") as stream:
        titles = stream.readlines()
    head = "# Written by `python -m buuan.engine.everyday`; do not edit. {}\n"
    catalogue = replace(load_catalogue(), everyday=frozenset(), seen=frozenset())
    seen = seen_words(titles, compile_terms(catalogue))
    text = head.format("Bare words that everyday titles use: none is taken for a slip of the pen.")
    (DATA / "seen.txt").write_text(text + "\n".join(seen) + "\n", encoding="utf-8")
    sequences = everyday_sequences(titles, compile_terms(replace(catalogue, seen=frozenset(seen))))
    text = head.format("Bare words that everyday titles use for other things.")
    (DATA / "everyday.txt").write_text(text + "\n".join(sequences) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

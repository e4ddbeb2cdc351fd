"""Finds which word sequences everyday texts use for other things, so that terms are not found there by mistake.

    python -m buuan.engine.everyday TITLES.txt.gz

writes `data/everyday.txt` from a list of everyday titles: term words, without their marks, that stand in titles with other
marks ("da khô" for "đá khô"), or that stand there run together or in another order than the term's. The file holds our own
terms only, no text of the titles. Source of the shipped file: 55,251 marketplace titles, Apache-2.0, see the data notes.
"""

from __future__ import annotations

import argparse
import gzip
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from buuan.engine.catalogue import DATA, load_catalogue
from buuan.engine.terms import ANY_MARKS, AS_WRITTEN, Terms, compile_terms
from buuan.engine.twin import patterns_at
from buuan.engine.words import MARKED, read

LEAST_TITLES = 2
"""In so many titles must a sequence stand with other marks before it is left out; one may be a slip of the pen."""


def everyday_sequences(titles: Iterable[str], terms: Terms) -> list[str]:
    """Give the sequences of the terms that the titles use for other things, sorted."""
    seen: Counter[str] = Counter()
    for title in titles:
        words = read(title, terms.vocabulary).words
        found: set[str] = set()
        for first in range(len(words)):
            for last, pattern in patterns_at(words, first, terms):
                if terms.rules[pattern.rule].role != "term":
                    continue
                span = words[first : last + 1]
                other = any(
                    w.reading == MARKED and marks not in (ANY_MARKS, w.marks) for w, marks in zip(span, pattern.marks, strict=True)
                )
                if other or pattern.form != AS_WRITTEN:
                    found.add(" ".join(pattern.words))
        seen.update(found)
    return sorted(sequence for sequence, count in seen.items() if count >= LEAST_TITLES)


def main() -> None:
    """Write the shipped file from a list of titles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("titles", type=Path)
    titles = parser.parse_args().titles
    terms = compile_terms(replace(load_catalogue(), everyday=frozenset()))
    with gzip.open(titles, "rt", encoding="utf-8") as lines:
        sequences = everyday_sequences(lines, terms)
    head = "# Written by `python -m buuan.engine.everyday`; do not edit. Bare words that everyday titles use for other things.\n"
    (DATA / "everyday.txt").write_text(head + "\n".join(sequences) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

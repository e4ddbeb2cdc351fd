"""Measures the engine on labelled texts: recall by label, category, difficulty and disguise; alarms by kind of clear text.

    python -m buuan.engine.evaluate FILE [--titles TITLES.txt.gz] [--misses] [--cross]

FILE is a CSV with the columns text, label, category, source, difficulty. `--titles` counts the alarms of an unlabelled list.
`--cross` tells how far the mechanisms carry alone: it takes away, in turn, every rule that a category's texts need and sees
what the rest still finds; and it disguises the plain positives anew in each of `disguises.py`'s ways.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from buuan.engine.disguises import DISGUISES
from buuan.engine.run import as_column, scan, screen_texts
from buuan.engine.store import shipped_terms
from buuan.engine.terms import Terms
from buuan.engine.verdict import VERDICTS


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled text; `kind` names what it is for the report of alarms."""

    text: str
    label: str
    category: str
    difficulty: str
    source: str

    @property
    def kind(self) -> str:
        """Give real (a marketplace title) or written, look-alike or not."""
        real = "Tiki" in self.source
        if self.difficulty == "lookalike" or "lookalike" in self.category:
            return "real look-alike" if real else "written look-alike"
        return "real title" if real else "everyday"


@dataclass(slots=True)
class Count:
    """How many of how many."""

    hit: int = 0
    all: int = 0

    def add(self, hit: bool) -> None:
        """Count one more."""
        self.hit += hit
        self.all += 1

    def __str__(self) -> str:
        """Give count, total and share."""
        return f"{self.hit:6d} /{self.all:6d}  {self.hit / self.all:7.2%}" if self.all else "     0 /     0"


def read_samples(path: Path) -> list[Sample]:
    """Read the labelled texts."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        return [Sample(r["text"], r["label"], r["category"], r["difficulty"], r["source"]) for r in rows]


def recall(samples: list[Sample], terms: Terms) -> tuple[dict[str, Count], dict[str, Count], list[str]]:
    """Give recall by every cut, alarms by kind of clear text, and a line for each text that was judged wrong."""
    found: dict[str, Count] = defaultdict(Count)
    alarms: dict[str, Count] = defaultdict(Count)
    wrong: list[str] = []
    columns = screen_texts([s.text for s in samples], terms)
    verdicts, categories = columns.verdict.to_pylist(), columns.category.to_pylist()
    for sample, verdict, category in zip(samples, verdicts, categories, strict=True):
        right = verdict == sample.label
        if sample.label == "clear":
            alarms[sample.kind].add(not right)
        else:
            plainly = "slang" if sample.difficulty == "slang" else "without slang"
            cuts = [sample.label, f"{sample.label}, {plainly}", f"difficulty {sample.difficulty}"]
            cuts.append(f"category {sample.category}")
            if sample.source.startswith("author-obfuscated:"):
                cuts.append(f"disguise {sample.source.split(':')[1]}")
            for cut in cuts:
                found[cut].add(right)
        if not right:
            wrong.append(f"{sample.label} → {verdict} {category}: {sample.text}")
    return found, alarms, wrong


def alarm_rate(titles: Iterable[str], terms: Terms) -> tuple[Count, Counter[str]]:
    """Give how many of unlabelled titles are not clear, and which categories they were taken for."""
    columns = screen_texts(list(titles), terms)
    count, categories = Count(), Counter[str]()
    for verdict, category in zip(columns.verdict.to_pylist(), columns.category.to_pylist(), strict=True):
        count.add(verdict != VERDICTS[0])
        if verdict != VERDICTS[0]:
            categories[category] += 1
    return count, categories


def cross_by_disguise(samples: list[Sample], terms: Terms) -> Iterator[tuple[str, Count]]:
    """Disguise every plain positive that is found, in each way, and give how many are still found."""
    plain = [s for s in samples if s.label != "clear" and s.difficulty == "plain" and "Tiki" not in s.source]
    verdicts = screen_texts([s.text for s in plain], terms).verdict.to_pylist()
    plain = [s for s, v in zip(plain, verdicts, strict=True) if v == s.label]
    for name, disguise in DISGUISES.items():
        count = Count()
        texts = [disguise(s.text, at) for at, s in enumerate(plain)]
        for sample, verdict in zip(plain, screen_texts(texts, terms).verdict.to_pylist(), strict=True):
            count.add(verdict == sample.label)
        yield name, count


def cross_by_category(samples: list[Sample], terms: Terms) -> tuple[dict[str, Count], Count]:
    """Tell how narrowly the words were chosen: for each positive, is it found without the one rule that fits it best?

    A category whose texts each hang on one rule was written after its texts; where a second, independent rule finds most of
    them, other texts of the category have a chance as well.
    """
    positives = [s for s in samples if s.label != "clear"]
    column = as_column([s.text for s in positives])
    rules: dict[int, set[int]] = defaultdict(set)
    for row, rule, *_ in scan(column, terms).tolist():
        if terms.rules[rule].outcome > 1:
            rules[row].add(rule)
    by_category: dict[str, Count] = defaultdict(Count)
    total = Count()
    for row, sample in enumerate(positives):
        by_category[sample.category].add(len(rules[row]) > 1)
        total.add(len(rules[row]) > 1)
    return by_category, total


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--titles", type=Path, help="a gzipped list of titles, one a line")
    parser.add_argument("--misses", action="store_true", help="list every text that was judged wrong")
    parser.add_argument("--cross", action="store_true", help="see how far the mechanisms carry alone")
    options = parser.parse_args()
    terms = shipped_terms()
    samples = read_samples(options.file)
    found, alarms, wrong = recall(samples, terms)
    print(f"catalogue {terms.version}, {len(samples)} texts\n\nrecall (the verdict is the label)")
    for cut in sorted(found):
        print(f"  {cut:42s}{found[cut]}")
    print("\nalarms (clear texts that are not judged clear)")
    for kind in sorted(alarms):
        print(f"  {kind:42s}{alarms[kind]}")
    if options.titles:
        with gzip.open(options.titles, "rt", encoding="utf-8") as lines:
            count, categories = alarm_rate((line.rstrip("\n") for line in lines), terms)
        print(f"\n  {'unlabelled titles, not clear':42s}{count}")
        for category, number in categories.most_common():
            print(f"    {category:40s}{number:6d}")
    if options.cross:
        print("\nplain positives, disguised anew")
        for name, count in cross_by_disguise(samples, terms):
            print(f"  {name:42s}{count}")
        by_category, total = cross_by_category(samples, terms)
        print(f"\npositives found by more than one rule      {total}")
        for category in sorted(by_category):
            print(f"  {category:42s}{by_category[category]}")
    if options.misses:
        print("\njudged wrong", *wrong, sep="\n  ")


if __name__ == "__main__":
    main()

"""Measures the engine on labelled texts: recall by label, category and difficulty, alarms by kind of clear text.

    python -m buuan.engine.evaluate FILE [--titles TITLES.txt.gz] [--misses]
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections import Counter
from pathlib import Path

from buuan.engine.run import screen_one
from buuan.engine.store import shipped_terms


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--titles")
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    terms = shipped_terms()
    right, total, miss = Counter(), Counter(), []
    for row in csv.DictReader(Path(args.file).open(encoding="utf-8")):
        v = screen_one(row["text"], terms)
        label, real = row["label"], "Tiki" in row["source"]
        if label == "clear":
            kind = "real" if real else "written"
            if row["difficulty"] == "lookalike":
                kind += " look-alike"
            elif not real:
                kind = "everyday" if row["category"] == "none" else kind
            total["alarm " + kind] += 1
            if v.verdict != "clear":
                right["alarm " + kind] += 1
                miss.append(("ALARM", kind, row["text"], v.verdict, v.category, [(h.rule, h.text) for h in v.hits]))
        else:
            for key in (label, f"{label} {row['difficulty']}", f"category {row['category']}", row["source"] if "obfus" in row["source"] else "x"):
                total[key] += 1
                right[key] += v.verdict == label
            if v.verdict != label:
                miss.append(("MISS", label, row["category"], row["difficulty"], row["text"], v.verdict, v.category, [(h.rule, h.text) for h in v.hits]))
    for key in sorted(total):
        print(f"{key:45s} {right[key]:5d}/{total[key]:5d} {right[key] / total[key]:.3f}")
    if args.misses:
        for m in miss:
            print(m)
    if args.titles:
        seen, n, ex = Counter(), 0, []
        for line in gzip.open(args.titles, "rt", encoding="utf-8"):
            n += 1
            v = screen_one(line.rstrip("\n"), terms)
            if v.verdict != "clear":
                seen[v.verdict, v.category] += 1
                ex.append((v.verdict, v.category, [(h.rule, h.text) for h in v.hits][:2], line.strip()[:100]))
        print(n, sum(seen.values()) / n, seen.most_common())
        for e in ex:
            print("T", e)


if __name__ == "__main__":
    main()

"""The kernel against its plain twin on invented texts: `python -m buuan.engine.differential --cases 100000 --seed 1`.

A text mixes words of the catalogue, plain and disguised, everyday words, and junk from all of Unicode; the kernel reads them
as one column, once with what it remembers of earlier words and once without. Any text on which the two do not give the very
same hits is printed, and the command fails.
"""

from __future__ import annotations

import argparse
import random
import sys
import unicodedata
from collections.abc import Iterator

import numpy as np

from buuan.engine import twin
from buuan.engine.artefact import Artefact
from buuan.engine.disguises import DISGUISES
from buuan.engine.hits import Hit
from buuan.engine.kernel import HIT_CHANNEL, HIT_END, HIT_RULE, HIT_SCORE, HIT_START, ROW, new_scratch, scan_rows
from buuan.engine.run import as_column, buffers
from buuan.engine.store import artefact_of, shipped_terms
from buuan.engine.terms import Terms

BATCH = 2_000
_SIGNS = "aeoucnhkptgsdAĐđăâêôơưáàảãạấốứy 0143579.,-_'@$!|/+()\u0301\u0323\u0302\u031b\u200b\u00adаｐ\n漢🎁"
_JOINTS = (" ", " ", " ", "  ", ", ", ". ", "-", "_", "/", " và ", " kèm ", "\t", "\u00a0", "", " + ")
_EVERYDAY = (
    "áo quần giày hộp bánh kẹo thuốc viên dao kéo pin sạc điện thoại combo size 5kg 36quả 2, nước hoa đồ chơi makeup samsung"
)


def invented(cases: int, seed: int, phrases: list[str]) -> Iterator[str]:
    """Give texts, always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    ways, everyday = sorted(DISGUISES), _EVERYDAY.split(" ")
    for _ in range(cases):
        parts = []
        for _ in range(chance.randint(1, 9)):
            kind = chance.random()
            if kind < 0.35:
                part = chance.choice(everyday)
            elif kind < 0.6:
                part = chance.choice(phrases)
            elif kind < 0.8:
                part = DISGUISES[chance.choice(ways)](chance.choice(phrases), chance.randint(0, 99))
            elif kind < 0.92:
                part = "".join(chance.choice(_SIGNS) for _ in range(chance.randint(1, 14)))
            else:
                part = "".join(chr(_code_point(chance)) for _ in range(chance.randint(1, 6)))
            parts.append(part + chance.choice(_JOINTS))
        text = "".join(parts)
        style = chance.random()
        text = text.upper() if style < 0.1 else unicodedata.normalize("NFD", text) if style < 0.2 else text
        yield text.encode("utf-8", "replace").decode()


def _code_point(chance: random.Random) -> int:
    """Give any code point, those of the first planes more often."""
    return chance.randint(0, (0x7F, 0x2FF, 0x1EFF, 0xFFFF, 0x10FFFF)[chance.randint(0, 4)])


def disagreements(texts: list[str], terms: Terms, artefact: Artefact | None = None) -> list[str]:
    """Give the texts on which kernel and twin differ, with a warm memory of words or a fresh one."""
    data, offsets = buffers(as_column(texts))
    arrays = artefact or artefact_of(terms)
    scratch = new_scratch()
    runs = [scan_rows(data, offsets, 0, len(texts), arrays, scratch) for _ in range(2)]
    wrong = []
    for row, text in enumerate(texts):
        expected = twin.scan(text, terms)
        if any(_hits(found, row) != expected for found in runs):
            wrong.append(text)
    return wrong


def _hits(found: np.ndarray, row: int) -> list[Hit]:
    begin, end = np.searchsorted(found[:, ROW], (row, row + 1))
    return [Hit(h[HIT_RULE], h[HIT_START], h[HIT_END], h[HIT_SCORE], h[HIT_CHANNEL]) for h in found[begin:end].tolist()]


def main() -> None:
    """Compare, print what differs, and fail if anything does."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    terms = shipped_terms()
    phrases = sorted({rule.text for rule in terms.rules})
    wrong: list[str] = []
    done = 0
    while done < options.cases:
        size = min(BATCH, options.cases - done)
        wrong += disagreements(list(invented(size, options.seed * 1_000_003 + done, phrases)), terms)
        done += size
        print(f"{done:,} texts, {len(wrong)} different", file=sys.stderr, flush=True)
    print(f"catalogue {terms.version}: {done:,} texts, {len(wrong)} on which kernel and twin differ")
    for text in wrong:
        print(ascii(text))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

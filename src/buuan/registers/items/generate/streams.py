"""Random numbers by name: each column draws from a stream of its own, so that a new column shifts no other.

Only uniform numbers between 0 and 1 are taken from numpy; everything else is arithmetic and look-up on them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import polars as pl


class Stream:
    """The numbers of one seed for one purpose; `below` opens the streams of its parts."""

    def __init__(self, seed: int, *names: str) -> None:
        self._names = (str(seed), *names)

    def below(self, *names: str) -> Stream:
        """Give the stream of a part."""
        return Stream(int(self._names[0]), *self._names[1:], *names)

    def shares(self, name: str, n: int) -> np.ndarray:
        """Give `n` numbers from 0 to below 1 for the part `name`; the same ones whenever asked again."""
        digest = hashlib.sha256("/".join((*self._names, name)).encode()).digest()
        words = np.frombuffer(digest, np.uint32).tolist()
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(words))).random(n)

    def chance(self, name: str, n: int, rate: float) -> np.ndarray:
        """Give `n` yes or no, yes with probability `rate`."""
        return self.shares(name, n) < rate

    def whole(self, name: str, n: int, low: int, high: int) -> np.ndarray:
        """Give `n` whole numbers from `low` to below `high`, all alike likely."""
        return low + (self.shares(name, n) * (high - low)).astype(np.int64)

    def at(self, name: str, n: int, weights: Sequence[float]) -> np.ndarray:
        """Give `n` places in a list, as likely as their weights."""
        return placed(self.shares(name, n), tuple(weights))

    def pick(self, name: str, n: int, words: Sequence[str] | Mapping[str, float]) -> pl.Series:
        """Give `n` words of a list (all alike likely) or of a table of weights."""
        if isinstance(words, Mapping):
            return pl.Series(list(words), dtype=pl.String).gather(self.at(name, n, tuple(words.values())))
        return pl.Series(list(words), dtype=pl.String).gather(self.whole(name, n, 0, len(words)))


def placed(shares: np.ndarray, weights: tuple[float, ...]) -> np.ndarray:
    """Give, for each number between 0 and 1, the place in the list of weights that it falls on."""
    return np.searchsorted(_edges(weights), shares, side="right").clip(0, len(weights) - 1)


@lru_cache(maxsize=256)
def _edges(weights: tuple[float, ...]) -> np.ndarray:
    summed = np.cumsum(np.array(weights, np.float64))
    return summed / summed[-1]


@lru_cache(maxsize=64)
def falling(n: int, exponent: float) -> tuple[float, ...]:
    """Give weights that fall with the rank, as the sizes of customers do (Zipf)."""
    return tuple((1.0 / np.arange(1, n + 1) ** exponent).tolist())

"""Measures the engine's speed against its peers, in one run: `buuan bench screening`.

Each contestant is timed in turn, round after round, and its median CPU time counts: a busy neighbour then disturbs all alike.
The texts are synthetic manifests, built from a seed: titles' length, marks, upper case and disguises as in real ones. What is
compared does not do the same work (the loops know neither exceptions nor disguises); the ratio is in their favour.
"""

from __future__ import annotations

import functools
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from buuan.engine.disguises import bare, dots, leet
from buuan.engine.letters import SQUEEZED
from buuan.engine.peers import Peers, folded_terms
from buuan.engine.run import scan, screen_one, screen_texts
from buuan.engine.store import shipped_terms
from buuan.engine.stream import screen_parquet
from buuan.engine.syllables import valid_syllables
from buuan.engine.terms import Hidden, Pattern, Terms

ROUNDS = 5
GROWTH = (1_000, 10_000, 50_000)
MEMORY_ROWS = 1_000_000
KERNEL = "kernel: fold, both channels, exceptions, spans"
PIPELINE, READ = "Parquet to hits, the whole pipeline", "Parquet read of 6 columns"
HOSTILE, STRANGE = "kernel on hostile text", "kernel on random syllables"
COLUMNS_READ = ("id", "content", "sender_phone", "receiver_phone", "weight_g", "value_vnd")
_SYLLABLES = (
    "áo quần giày dép mũ nón khăn váy đầm túi ví balo sách vở bút thước hộp bánh kẹo trà cà phê gạo mì sữa "
    "nước dầu gội xà phòng kem son phấn nồi chảo bát đĩa cốc ly thìa đũa dao kéo bàn ghế tủ kệ đèn quạt loa "
    "tai nghe sạc cáp ốp điện thoại máy tính chuột phím màn hình đồng hồ kính nhẫn vòng tay dây chuyền đồ "
    "chơi trẻ em bé trai gái gối chăn ga rèm thảm hoa cây hạt giống phân bón thuốc viên vitamin mật ong khô "
    "tôm cá mực bò gà heo rau củ quả xe đạp lốp vành xích"
)
SYLLABLES = tuple(_SYLLABLES.split())
_WORDS_AROUND = "hàng chính hãng cao cấp giá rẻ size màu đen trắng đỏ xanh combo set hộp chai lọ cái chiếc đôi bộ kg ml mới"
WORDS_AROUND = tuple(_WORDS_AROUND.split())


def make_texts(rows: int, seed: int = 7, planted: float = 0.01) -> list[str]:
    """Give invented declarations; `planted` is the share that holds a term of the catalogue, a third of it disguised."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    terms = [r.text for r in shipped_terms().rules if r.role == "term" and r.strength == 0]
    texts = []
    for at in range(rows):
        words = [chance.choice(SYLLABLES if chance.random() < 0.7 else WORDS_AROUND) for _ in range(chance.randint(6, 26))]
        if chance.random() < planted:
            term = chance.choice(terms)
            hidden = chance.random()
            term = dots(term, at) if hidden < 0.17 else leet(term, at) if hidden < 0.33 else term
            words.insert(chance.randint(0, len(words)), term)
        if chance.random() < 0.3:
            words.append(str(chance.randint(1, 999)) + chance.choice(["g", "ml", "cm", ""]))
        text = " ".join(words)
        style = chance.random()
        text = text.upper() if style < 0.15 else bare(text) if style < 0.3 else text
        texts.append(unicodedata.normalize("NFD", text) if chance.random() < 0.1 else text)
    return texts


def hostile_texts(rows: int, seed: int = 11) -> list[str]:
    """Give the worst that people write: letters and marks apart, and two disguised terms in every row."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    terms = [r.text for r in shipped_terms().rules if r.role == "term" and r.strength == 0]
    plain = make_texts(rows, seed, 0.0)
    return [unicodedata.normalize("NFD", f"{dots(chance.choice(terms), 0)} {t} {chance.choice(terms)}") for t in plain]


def _cpu(call: Callable[[], Any]) -> float:
    """Give the CPU seconds of this process that a call takes."""
    begin = time.process_time()
    call()
    return time.process_time() - begin


def random_texts(rows: int, seed: int = 13) -> list[str]:
    """Give declarations of syllables drawn from all that Vietnamese can have: what nobody writes, and no memory helps with."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    syllables = sorted(valid_syllables())
    return [" ".join(chance.choice(syllables) for _ in range(chance.randint(12, 24))) for _ in range(rows)]


def invented_terms(number: int, seed: int = 17) -> Terms:
    """Give the package's terms with `number` invented ones of two to four syllables in place of their own."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    syllables, own = sorted(valid_syllables()), shipped_terms()
    first = next(rule for rule in own.rules if rule.role == "term" and rule.strength == 1)
    words = sorted({tuple(chance.choice(syllables) for _ in range(chance.randint(2, 4))) for _ in range(number)})
    rules = tuple(replace(first, text=" ".join(one)) for one in words)
    patterns = tuple(Pattern(one, (0,) * len(one), at) for at, one in enumerate(words))
    hidden = tuple(_hidden_of(one, at) for at, one in enumerate(words))
    values = {field.name: getattr(own, field.name) for field in fields(Terms)}
    vocabulary = frozenset(word for one in words for word in one)
    values |= {"version": f"invented-{number}", "rules": rules, "patterns": patterns, "hidden": hidden, "vocabulary": vocabulary}
    return Terms(**{name: {} if name in ("misspelt", "together") else value for name, value in values.items()})


def _hidden_of(words: tuple[str, ...], rule: int) -> Hidden:
    letters = "".join(words)
    starts = frozenset(itertools.accumulate((len(word) for word in words[:-1]), initial=0))
    return Hidden("".join(SQUEEZED[char] for char in letters), letters, ((0, 0),) * len(letters), starts, rule)


def bench_screen(rows: int = 200_000, rounds: int = ROUNDS, growth: tuple[int, ...] = GROWTH) -> list[dict[str, Any]]:
    """Give rows of name, median, unit, ratio and note: how often each contestant's time is the kernel's, on one core.

    The slow peers see fewer rows; all times are per item.
    """
    terms = shipped_terms()
    texts = make_texts(rows)
    column = pa.array(texts, pa.large_string())
    hostile = pa.array(hostile_texts(max(rows // 10, 1000)), pa.large_string())
    strange = pa.array(random_texts(max(rows // 10, 1000)), pa.large_string())
    few, fewer = texts[: max(rows // 40, 500)], texts[: max(rows // 2000, 50)]
    folded = folded_terms(terms)
    peers = Peers(folded)
    larger = {number: invented_terms(number) for number in growth}
    same = f"{len(folded):,} terms"
    with tempfile.TemporaryDirectory() as folder:
        path, hits = Path(folder) / "items.parquet", Path(folder) / "hits.parquet"
        _write_items(path, texts)
        # name: how many items one call sees, the call, a note
        contestants: dict[str, tuple[int, Callable[[], Any], str]] = {
            KERNEL: (rows, lambda: scan(column, terms), f"{len(terms.rules):,} rows of words"),
            "kernel and verdict columns with JSON hits": (rows, lambda: screen_texts(column, terms), ""),
            PIPELINE: (rows, lambda: screen_parquet(path, hits, terms, also=("id",)), "row groups streamed, one core"),
            READ: (rows, lambda: pq.read_table(path, columns=list(COLUMNS_READ), use_threads=False), ", ".join(COLUMNS_READ)),
            HOSTILE: (len(hostile), lambda: scan(hostile, terms), "marks apart, two disguised terms in every row"),
            STRANGE: (len(strange), lambda: scan(strange, terms), "words that no memory holds"),
            "one item at a time": (len(few), lambda: [screen_one(t, terms) for t in few], ""),
            "dict loop with trie regex": (len(few), lambda: [peers.trie_search(r) for r in _dicts(few)], same),
            "dict loop with plain alternation": (len(fewer), lambda: [peers.plain_search(r) for r in _dicts(fewer)], same),
            "polars: fold, then extract_many": (rows, lambda: peers.polars_search(texts), same),
        }
        if peers.automaton is not None:
            loop = (len(few), lambda: [peers.automaton_search(r) for r in _dicts(few)], same)
            contestants["dict loop with pyahocorasick"] = loop
        for number, invented in larger.items():
            call = functools.partial(scan, column, invented)
            contestants[f"kernel with {number:,} invented terms"] = (rows, call, "")
        times: dict[str, list[float]] = {name: [] for name in contestants}
        for _, contestant, _ in contestants.values():
            contestant()  # compile, and touch the memory once
        for _ in range(rounds):
            for name, (items, contestant, _) in contestants.items():
                times[name].append(_cpu(contestant) / items * 1e6)
    medians = {name: statistics.median(values) for name, values in times.items()}
    kernel = medians[KERNEL]
    out = []
    for name, median in medians.items():
        note = contestants[name][2]
        out.append(_row(name, median, "µs CPU/item", median / kernel, note))
    out.append(_row("kernel, items a second on one core", round(1e6 / kernel), "items/s", 1.0, ""))
    out.append(_row("kernel over the Parquet read", kernel / medians[READ], "×", kernel / medians[READ], ""))
    size, hostile_size = (sum(len(t.as_py().encode()) for t in c) / len(c) for c in (column, hostile))
    per_byte = (medians[HOSTILE] / hostile_size) / (kernel / size)
    out.append(_row("hostile text per byte", per_byte, "× plain", per_byte, ""))
    least = growth[0]
    for number in growth[1:]:
        ratio = medians[f"kernel with {number:,} invented terms"] / medians[f"kernel with {least:,} invented terms"]
        out.append(_row(f"growth from {least:,} to {number:,} terms", ratio, "×", ratio, ""))
    for name, peer in ((n, medians[n]) for n in medians if n.startswith(("dict loop", "polars"))):
        note = "Parquet to hits, one core, as the whole of either"
        out.append(_row(f"pipeline against {name}", peer / medians[PIPELINE], "× faster", peer / medians[PIPELINE], note))
    return [*out, *_single(few, terms)]


def bench_memory(rows: int = MEMORY_ROWS) -> list[dict[str, Any]]:
    """Give the peak memory of a process that screens a file of `rows`, and of ten times as many."""
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for number in (rows, 10 * rows):
            path = Path(folder) / f"{number}.parquet"
            _write_items(path, make_texts(min(number, 131_072)), number)
            command = [sys.executable, "-m", "buuan.engine.stream", str(path), str(Path(folder) / "hits"), "--threads", "2"]
            done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
            peaks.append(json.loads(done.stdout)["peak_bytes"] / 1e9)
            path.unlink()
    return [
        _row(f"peak memory, {rows:,} rows", peaks[0], "GB", 1.0, "whole process, two threads"),
        _row(f"peak memory, {10 * rows:,} rows", peaks[1], "GB", peaks[1] / peaks[0], "whole process, two threads"),
    ]


def _single(texts: list[str], terms: Terms) -> list[dict[str, Any]]:
    """Give how long single items take in this process, by the wall clock."""
    took = []
    for text in texts:
        begin = time.perf_counter()
        screen_one(text, terms)
        took.append((time.perf_counter() - begin) * 1e6)
    took.sort()
    middle = took[len(took) // 2]
    return [
        _row("one item in process, p50", middle, "µs", 1.0, "wall clock"),
        _row("one item in process, p99", took[len(took) * 99 // 100], "µs", took[len(took) * 99 // 100] / middle, "wall clock"),
    ]


def _row(name: str, median: float, unit: str, ratio: float, note: str) -> dict[str, Any]:
    return {"name": name, "median": round(median, 3), "unit": unit, "ratio": round(ratio, 3), "note": note}


def _dicts(texts: list[str]) -> list[dict[str, str]]:
    """Give rows as dictionaries, as simple programs hold them."""
    return [{"t": t} for t in texts]


def _write_items(path: Path, texts: list[str], number: int = 0) -> None:
    """Write an invented manifest with the six columns that screening reads, and two more; the texts again up to `number`."""
    rows = len(texts)
    chance = random.Random(3)  # noqa: S311 - a repeatable draw, no secret
    phones = [f"09{chance.randint(10_000_000, 99_999_999)}" for _ in range(rows)]
    table = pa.table(
        {
            "id": [f"BA{at:09d}VN" for at in range(rows)],
            "content": texts,
            "sender_phone": phones,
            "receiver_phone": phones[::-1],
            "weight_g": [chance.randint(50, 20_000) for _ in range(rows)],
            "value_vnd": [chance.randint(10, 5_000) * 1000 for _ in range(rows)],
            "sender_name": ["Nguyễn Văn Thử"] * rows,
            "receiver_name": ["Trần Thị Mẫu"] * rows,
        }
    )
    number = number or rows
    with pq.ParquetWriter(path, table.schema, compression="zstd") as writer:
        for begin in range(0, number, rows):
            writer.write_table(table.slice(0, min(rows, number - begin)), row_group_size=131_072)

"""Measures the engine's speed against its peers, in one run: `buuan bench screening`.

Each contestant is timed in turn, round after round, and its median CPU time counts: a busy neighbour then disturbs all alike.
The texts are synthetic manifests, built from a seed: titles' length, marks, upper case and disguises as in real ones. What is
compared does not do the same work (the loops know neither exceptions nor disguises); the ratio is in their favour.
"""

from __future__ import annotations

import random
import re
import statistics
import tempfile
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from buuan.engine.disguises import bare, dots, leet
from buuan.engine.run import scan, screen_one, screen_texts
from buuan.engine.store import shipped_terms
from buuan.engine.terms import Terms
from buuan.engine.words import read

ROUNDS = 5
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


def _cpu(call: Callable[[], Any]) -> float:
    """Give the CPU seconds of this process that a call takes."""
    begin = time.process_time()
    call()
    return time.process_time() - begin


def _folded_terms(terms: Terms) -> list[str]:
    """Give the catalogue's words without marks, as a plain loop would look for them."""
    found = (" ".join(w.letters for w in read(r.text, terms.vocabulary).words) for r in terms.rules if r.role == "term")
    return sorted({t for t in found if len(t) > 3})


def bench_screen(rows: int = 200_000, rounds: int = ROUNDS) -> list[dict[str, Any]]:
    """Give rows of name, median, unit and ratio: how often each contestant's time is the kernel's, on one core.

    The slow peers see fewer rows; all times are per item.
    """
    terms = shipped_terms()
    texts = make_texts(rows)
    column = pa.array(texts, pa.large_string())
    hostile = pa.array(hostile_texts(max(rows // 10, 1000)), pa.large_string())
    few, fewer = texts[: max(rows // 40, 500)], texts[: max(rows // 2000, 50)]
    folded = _folded_terms(terms)
    trie = re.compile(trie_pattern(folded))
    alternation = re.compile(r"\b(?:" + "|".join(map(re.escape, folded)) + r")\b")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "items.parquet"
        _write_items(path, texts)
        # name: how many items one call sees, the call
        contestants: dict[str, tuple[int, Callable[[], Any]]] = {
            "kernel: fold, both channels, exceptions, spans": (rows, lambda: scan(column, terms)),
            "kernel and verdict columns with JSON hits": (rows, lambda: screen_texts(column, terms)),
            "kernel on hostile text": (len(hostile), lambda: scan(hostile, terms)),
            "Parquet read of 6 columns": (rows, lambda: pq.read_table(path, columns=list(COLUMNS_READ))),
            "one item at a time": (len(few), lambda: [screen_one(t, terms) for t in few]),
            "dict loop with trie regex": (len(few), lambda: [trie.search(bare(r["t"]).lower()) for r in _dicts(few)]),
            "dict loop with plain alternation": (
                len(fewer),
                lambda: [alternation.search(bare(r["t"]).lower()) for r in _dicts(fewer)],
            ),
        }
        times: dict[str, list[float]] = {name: [] for name in contestants}
        for _, call in contestants.values():
            call()  # compile, and touch the memory once
        for _ in range(rounds):
            for name, (items, call) in contestants.items():
                times[name].append(_cpu(call) / items * 1e6)
    medians = {name: statistics.median(values) for name, values in times.items()}
    kernel = next(iter(medians.values()))
    out = []
    for name, median in medians.items():
        out.append({"name": name, "median": round(median, 3), "unit": "µs CPU/item", "ratio": round(median / kernel, 3)})
    out.append({"name": "kernel, items a second on one core", "median": round(1e6 / kernel), "unit": "items/s", "ratio": 1.0})
    size = sum(len(t.encode()) for t in texts) / rows
    hostile_size = hostile.nbytes / len(hostile)
    per_byte = (medians["kernel on hostile text"] / hostile_size) / (kernel / size)
    out.append({"name": "hostile text per byte", "median": round(per_byte, 3), "unit": "× plain", "ratio": round(per_byte, 3)})
    return out


def _dicts(texts: list[str]) -> list[dict[str, str]]:
    """Give rows as dictionaries, as simple programs hold them."""
    return [{"t": t} for t in texts]


def _write_items(path: Path, texts: list[str]) -> None:
    """Write an invented manifest with the six columns that screening reads, and two more."""
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
    pq.write_table(table, path, compression="zstd", row_group_size=131_072)

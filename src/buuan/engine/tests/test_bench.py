"""The benchmark itself: its texts, its peers, its rows; and the folder of compiled code."""

import re

from buuan.engine.bench import bench_screen, hostile_texts, make_texts, trie_pattern
from buuan.engine.kernel.compiled import code_folder, sources_hash
from buuan.engine.run import screen_texts, warm
from buuan.engine.store import fingerprint, shipped_terms


def test_the_benchmark_gives_a_row_for_each_contestant():
    rows = bench_screen(rows=2_000, rounds=1)
    assert {"name", "median", "unit", "ratio"} == set(rows[0])
    assert len(rows) == 9
    assert all(r["median"] > 0 for r in rows)


def test_invented_texts_come_from_their_seed_and_hold_terms():
    assert make_texts(50) == make_texts(50)
    verdicts = screen_texts(hostile_texts(60), shipped_terms()).verdict.to_pylist()
    assert sum(v != "clear" for v in verdicts) > 50


def test_the_trie_finds_what_the_alternation_finds():
    words = ["phao no", "phao", "phao hoa", "can sa"]
    assert [m.group() for m in re.finditer(trie_pattern(words), "phao hoa, can sa, phao, phaox")] == ["phao hoa", "can sa", "phao"]


def test_compiled_code_lies_in_a_folder_of_its_sources(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    one = sources_hash(tmp_path)
    (tmp_path / "a.py").write_text("x = 2\n")
    assert sources_hash(tmp_path) != one
    folder = code_folder()
    assert folder is None or folder.name.startswith("kernel-")


def test_warming_up_may_be_repeated():
    warm()
    warm(shipped_terms())
    assert len(fingerprint()) == 20

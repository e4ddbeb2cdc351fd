"""The benchmark itself: its texts, its peers, its rows; and the folder of compiled code."""

import re

from buuan.engine.bench import bench_memory, bench_screen, hostile_texts, invented_terms, make_texts
from buuan.engine.kernel.compiled import code_folder, sources_hash
from buuan.engine.peers import Peers, trie_pattern
from buuan.engine.run import screen_texts, warm
from buuan.engine.store import fingerprint, shipped_terms


def test_the_benchmark_gives_a_row_for_each_contestant():
    rows = bench_screen(rows=2_000, rounds=1, growth=(100, 300))
    assert all({"name", "median", "unit", "ratio", "note"} == set(row) for row in rows)
    names = {row["name"] for row in rows}
    assert {"dict loop with pyahocorasick", "polars: fold, then extract_many", "growth from 100 to 300 terms"} <= names
    assert all(r["median"] > 0 for r in rows)


def test_memory_is_measured_in_a_process_of_its_own():
    small, large = bench_memory(rows=2_000)
    assert 0.02 < small["median"] < 2
    assert large["ratio"] < 1.5


def test_the_peers_look_for_the_same_words():
    peers = Peers(["phao no", "can sa"])
    texts = ["PHÁO NỔ 36 quả", "hộp, cần sa", "bánh kẹo", "phaonổ"]
    for at, wanted in enumerate([["phao no"], ["can sa"], [], []]):
        row = {"t": texts[at]}
        assert [m.group() for m in [peers.trie_search(row)] if m] == wanted
        assert [m.group() for m in [peers.plain_search(row)] if m] == wanted
        assert [found.strip() for _, found in peers.automaton_search(row)] == wanted
        assert [found.strip() for found in peers.polars_search(texts)[at]] == wanted


def test_invented_terms_are_found_where_they_stand():
    terms = invented_terms(50)
    texts = [rule.text for rule in terms.rules]
    assert screen_texts(texts, terms).verdict.to_pylist().count("clear") == 0


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

"""A part of the long comparison of kernel and twin, and the kernel's own corners: tokens, tables that grow, ends of buffers."""

import numpy as np
import pytest

from buuan.engine.differential import disagreements, invented
from buuan.engine.kernel import new_scratch, scan_rows
from buuan.engine.run import as_column, buffers
from buuan.engine.store import artefact_of, shipped_terms


def test_kernel_and_twin_agree_on_invented_texts():
    terms = shipped_terms()
    phrases = sorted({rule.text for rule in terms.rules})
    assert disagreements(list(invented(600, 20, phrases)), terms) == []


TOKENS = [
    "pháo nổ", "  pháo   nổ  ", "pháo,nổ", "pháo, nổ", "pháo .nổ", "pháo-nổ", "pháo\u00a0nổ", "1pháo nổ", "36quả pháo",
    "a b", "x y z", "abcdefgh ijklmnop", "abcdefghijklmnop", "abcdefghijklmnopq", "pháonổ", "pháonổ cầnsa kem", "phaono",
    "phaono đẹp", "\u0301pháo \u0323nổ", "pháo\u200b nổ", "p" * 15 + " nổ", "( pháo ) nổ", "pháo + nổ", "pháo +nổ", "pháo+ nổ",
    "1 2 3", "a1 b2", "\0", "\0 \0\0", "ｐháo nổ", "pháo 🎁 nổ",
]  # fmt: skip


@pytest.mark.parametrize("text", TOKENS)
def test_kernel_and_twin_agree_on_every_kind_of_token(text):
    assert disagreements([text, text + " ", text + ",", text.upper(), text + " pháo nổ"], shipped_terms()) == []


GATHERED = [
    "xì gà romeo gậy chống sizep.h.ô.i g.ỗ-a.m.p.l.y b.ã.i, ",
    "quầntren e. d.r.o.n.e r.a.c.i.n.g_d.ị.c.h t.r.u.y.ề.n g.l.u.c.o.s.e",
    "p.h.a.o.n.ổ h.o.a",
    "a.m.p.h.e.t.a.m.i.n.e-v.i.ê.n",
]


@pytest.mark.parametrize("text", GATHERED)
def test_letters_put_together_and_parted_again_stand_where_the_twin_says(text):
    # The places of letters that earlier texts left behind must not be taken for theirs: so they are read after a long one.
    assert disagreements(["khăn lụa tơ tằm thượng hạng", text, text.upper(), text + " hàng"], shipped_terms()) == []


def test_tables_grow_when_a_text_or_a_column_asks_for_more():
    terms = shipped_terms()
    texts = ["pháo nổ, cần sa, heroin, rượu vang, " * 60] * 20 + ["thuốc viên, hộp " * 200]
    assert disagreements(texts, terms) == []


def test_nothing_is_read_behind_the_end_of_the_buffer():
    terms = shipped_terms()
    for text in ("nổ", "pháo nổ", "pháo nổ 36 quả", "a" * 15, "a" * 16, "a" * 17):
        data = np.frombuffer(text.encode(), np.uint8)
        alone = scan_rows(data, np.array([0, data.size], np.int64), 0, 1, artefact_of(terms), new_scratch())
        column = as_column([text, "khác"])
        beside = scan_rows(*buffers(column), 0, 1, artefact_of(terms), new_scratch())
        assert np.array_equal(alone, beside)


def test_a_memory_full_of_other_words_changes_nothing():
    terms = shipped_terms()
    texts = [f"từ{at} phao{at} x{at % 7}" for at in range(20_000)] + ["pháo nổ 36 quả", "ph4o n0"]
    data, offsets = buffers(as_column(texts))
    scratch = new_scratch()
    runs = [scan_rows(data, offsets, 0, len(texts), artefact_of(terms), scratch) for _ in range(2)]
    assert np.array_equal(runs[0], runs[1])
    assert {int(row) for row in runs[0][:, 0]} >= {20_000}

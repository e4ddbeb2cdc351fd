"""The verdict: what counts, in which flow, with which words, law and sentence."""

import json

import pyarrow as pa
import pytest

from buuan.engine import twin
from buuan.engine.catalogue import Law, Row, load_catalogue
from buuan.engine.run import screen_one, screen_texts
from buuan.engine.store import shipped_terms
from buuan.engine.terms import compile_terms
from buuan.engine.verdict import CLEAR_ADVICE, explain


@pytest.fixture(scope="module")
def terms():
    return shipped_terms()


def test_a_hit_tells_words_place_law_and_advice(terms):
    text = "Quà tết: pha\u0301o nổ 36 quả"
    verdict = screen_one(text, terms)
    assert (verdict.verdict, verdict.category) == ("prohibited", "FWK_BANG")
    hit = verdict.hits[0]
    assert text[hit.start : hit.end] == hit.text == "pha\u0301o nổ"
    assert "Luật Bưu chính 49/2010/QH12, Điều 7 khoản 2" in hit.law
    assert "chưa kiểm chứng" in hit.law
    assert verdict.advice.startswith("Không nhận gửi")
    assert 0.9 <= verdict.score < 1
    assert verdict.version == terms.version


def test_a_verified_law_is_shown_without_reserve():
    assert str(Law("Luật A", "12.4", True)) == "Luật A, Điều 12 khoản 4"
    assert str(Law("Luật A", "", False)) == "Luật A (chưa kiểm chứng)"


def test_spans_count_code_points_beyond_the_basic_plane(terms):
    text = "🎁🎁 cần sa 🎁"
    hit = screen_one(text, terms).hits[0]
    assert text[hit.start : hit.end] == "cần sa"


@pytest.mark.parametrize(
    ("flow", "verdict"), [(None, "conditional"), ("domestic", "clear"), ("export", "prohibited"), ("import", "clear")]
)
def test_goods_that_may_not_leave_depend_on_the_flow(flow, verdict):
    terms = compile_terms(load_catalogue().only([Row("term", "thịt khô đi mỹ", "DST_COUNTRY")]))
    assert screen_one("Thịt khô đi Mỹ 2kg", terms, flow).verdict == verdict


@pytest.mark.parametrize(("flow", "verdict"), [(None, "conditional"), ("domestic", "clear"), ("import", "prohibited")])
def test_goods_that_may_not_come_in_depend_on_the_flow(flow, verdict):
    terms = compile_terms(load_catalogue().only([Row("term", "gas r12", "IMP_ASBESTOS_ODS")]))
    assert screen_one("Gas R12 1 chai", terms, flow).verdict == verdict


def test_an_unknown_flow_is_a_mistake(terms):
    with pytest.raises(ValueError, match="flow"):
        screen_one("pháo nổ", terms, "transit")


def test_advice_leaves_the_verdict_clear_and_speaks_to_the_clerk(terms):
    verdict = screen_one("Nam châm đất hiếm 2 viên", terms)
    assert (verdict.verdict, verdict.category) == ("clear", "DG_MAGNET")
    assert verdict.advice != CLEAR_ADVICE


def test_nothing_found_is_clear(terms):
    verdict = screen_one("Áo khoác nữ", terms)
    assert (verdict.verdict, verdict.category, verdict.score, verdict.hits) == ("clear", "", 0.0, [])


def test_the_gravest_hit_decides(terms):
    verdict = screen_one("rượu vang 2 chai và heroin", terms)
    assert (verdict.verdict, verdict.category) == ("prohibited", "DRG_OPIATE")
    assert {h.category for h in verdict.hits} >= {"ALC_SPIRIT", "DRG_OPIATE"}


def test_columns_say_what_single_items_say(terms):
    texts = ["pháo nổ", None, "rượu vang đỏ 2 chai", "Áo", "", "m a t ú y đ á, heroin"] * 30
    columns = screen_texts(texts, terms)
    for at, text in enumerate(texts):
        one = screen_one(text or "", terms)
        assert columns.verdict[at].as_py() == one.verdict
        assert columns.category[at].as_py() == one.category
        assert columns.score[at].as_py() == pytest.approx(one.score)
        assert json.loads(columns.hits[at].as_py()) == [h.brief() for h in one.hits]


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["x", "pháo nổ", None])[1:],
        pa.chunked_array([["pháo nổ"], [None]]),
        pa.array(["pháo nổ", None]).dictionary_encode(),
        pa.array(["pháo nổ", None], pa.large_string()),
        pa.array(["pháo nổ", None], pa.string_view()),
    ],
)
def test_any_arrow_text_is_taken(terms, column):
    assert screen_texts(column, terms).verdict.to_pylist() == ["prohibited", "clear"]


def test_more_threads_change_nothing(terms):
    texts = ["pháo nổ", "áo", "cần sa"] * 30_000
    assert screen_texts(texts, terms, threads=2).as_dict() == screen_texts(texts, terms).as_dict()


def test_what_is_no_text_is_refused(terms):
    with pytest.raises(TypeError):
        screen_texts(pa.array([1, 2]), terms)
    with pytest.raises(TypeError):
        screen_texts(["a", 1], terms)


def test_broken_surrogates_do_no_harm(terms):
    text = "\ud800 pháo nổ"
    assert screen_texts([text], terms).verdict.to_pylist() == ["prohibited"]
    hit = screen_one(text, terms).hits[0]
    assert text[hit.start : hit.end] == "pháo nổ"


def test_the_twin_explains_the_same(terms):
    text = "ph4o n0 36 quả, rượu vang"
    assert explain(text, twin.scan(text, terms), terms) == screen_one(text, terms)

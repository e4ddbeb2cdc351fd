"""The kernel against its plain twin: identical hits on whatever people, or nobody, would write.

`BUUAN_TWIN_EXAMPLES` sets how many examples are tried (default 150; 100,000 for the long run).
"""

import os
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buuan.engine import twin
from buuan.engine.disguises import DISGUISES
from buuan.engine.run import _as_hits, as_column, scan
from buuan.engine.store import shipped_terms

EXAMPLES = int(os.environ.get("BUUAN_TWIN_EXAMPLES", "150"))
lenient = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@cache
def phrases():
    return sorted({r.text for r in shipped_terms().rules})


def same(texts):
    terms = shipped_terms()
    found = scan(as_column(texts), terms)
    for row, text in enumerate(texts):
        kernel = _as_hits(found[found[:, 0] == row])
        assert kernel == twin.scan(text.encode("utf-8", "replace").decode(), terms), text


signs = st.sampled_from(list("aeoucnhkptgsdAĐđăâêôơưáàảãạấốứy 0143579.,-_'@$!|/+()\u0301\u0323\u0302\u031b\u200b\u00adаｐ\n漢🎁"))
pieces = st.one_of(
    st.deferred(lambda: st.sampled_from(phrases())),
    st.text(signs, max_size=12),
    st.text(max_size=8),
    st.sampled_from([" ", ", ", ". ", "-", "_", " và ", " kèm "]),
)


@st.composite
def disguised(draw):
    text = draw(st.deferred(lambda: st.sampled_from(phrases())))
    for _ in range(draw(st.integers(1, 2))):
        text = DISGUISES[draw(st.sampled_from(sorted(DISGUISES)))](text, draw(st.integers(0, 50)))
    return text


@lenient
@given(st.lists(st.lists(pieces, max_size=8).map("".join), min_size=1, max_size=8))
def test_kernel_and_twin_agree_on_random_text(texts):
    same(texts)


@lenient
@given(st.lists(st.tuples(disguised(), st.text(signs, max_size=6), disguised()).map("".join), min_size=1, max_size=4))
def test_kernel_and_twin_agree_on_disguised_terms(texts):
    same(texts)


@lenient
@given(st.lists(st.text(signs, max_size=40), min_size=1, max_size=8))
def test_kernel_and_twin_agree_on_letters_at_random(texts):
    same(texts)


def test_a_mark_at_the_beginning_of_a_text_belongs_to_no_text_before_it():
    same(["makeup, te\u0302nno\u0309", "\u0301ứ và"])


@pytest.mark.parametrize("text", ["pháo nổ " * 700, "p.h.á.o " * 900, "a" * 9000, "\u0301" * 50, "matuyda" * 600, "1a" * 3000])
def test_kernel_and_twin_agree_on_hostile_lengths(text):
    same([text, "pháo nổ"])

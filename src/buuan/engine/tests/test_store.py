"""Files of compiled terms: the same terms and the same hits come back, and nothing else is taken for such a file."""

import pickle
from dataclasses import fields

import numpy as np
import pytest

from buuan.engine import store
from buuan.engine.artefact import LAYOUT, build
from buuan.engine.bench import make_texts
from buuan.engine.catalogue import DATA, Row, load_catalogue
from buuan.engine.run import screen_one, screen_texts
from buuan.engine.store import artefact_for, artefact_of, file_name, load, shipped_terms, terms_of
from buuan.engine.terms import Terms, compile_terms
from buuan.kit.errors import Refused


@pytest.fixture(scope="module")
def small():
    rows = [Row("term", "pháo nổ", "FWK_BANG", source="tự soạn"), Row("look_alike", "pháo nổ giấy", scope=("FWK_BANG",))]
    return compile_terms(load_catalogue().only(rows))


@pytest.fixture
def fresh(monkeypatch):
    """As a new process: nothing is at hand."""
    monkeypatch.setattr(store, "_KEPT", type(store._KEPT)())


def test_a_file_gives_its_terms_back_whole(small, tmp_path, fresh):
    path = artefact_for(small, tmp_path)
    back = terms_of(small.version, tmp_path)
    assert path.name == file_name(small.version)
    assert [getattr(back, f.name) for f in fields(Terms)] == [getattr(small, f.name) for f in fields(Terms)]
    assert back == small
    assert pickle.loads(pickle.dumps(back)).rules == small.rules  # noqa: S301 - our own bytes


def test_the_mapped_arrays_are_those_that_were_laid_out_and_cannot_be_changed(small, tmp_path, fresh):
    arrays, wanted = artefact_of(load(artefact_for(small, tmp_path))).arrays, build(small).arrays
    for name, _, _ in LAYOUT:
        assert np.array_equal(arrays[name], wanted[name]), name
        assert arrays[name].dtype == wanted[name].dtype
    store._KEPT.clear()
    mapped = artefact_of(load(tmp_path / file_name(small.version))).arrays["nodes"]
    with pytest.raises(ValueError, match="read-only"):
        mapped[0] = 1


def test_a_mapped_version_judges_as_the_compiled_one(small, tmp_path, fresh):
    texts = ["pháo nổ 36 quả", "pháo nổ giấy", "p.h.á.o n.ổ", *make_texts(200)]
    compiled = screen_texts(texts, small).as_dict()
    artefact_for(small, tmp_path)
    store._KEPT.clear()
    assert screen_texts(texts, terms_of(small.version, tmp_path)).as_dict() == compiled


def test_two_versions_in_turn_do_not_mix_what_is_remembered_of_words(small):
    other = compile_terms(load_catalogue().only([Row("term", "bánh kẹo", "FWK_BANG", source="tự soạn")]))
    for _ in range(3):
        assert screen_one("pháo nổ", small).verdict == "prohibited"
        assert screen_one("pháo nổ", other).verdict == "clear"
        assert screen_one("bánh kẹo", other).verdict == "prohibited"
        assert screen_one("bánh kẹo", small).verdict == "clear"


def test_an_unknown_version_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        terms_of("0" * 16, tmp_path)
    assert refused.value.code == "catalogue.unknown_version"


@pytest.mark.parametrize("damage", [lambda b: b"PK" + b[2:], lambda b: b[: len(b) // 2]])
def test_a_file_that_is_no_file_of_terms_is_not_taken(small, tmp_path, damage):
    path = artefact_for(small, tmp_path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError):
        load(path)


def test_a_register_gets_only_the_version_that_it_asked_for(small, tmp_path):
    path = tmp_path / "kept" / "one.buuan"
    assert store.kept_version(small.version, path) is None
    assert store.keep_version(small, path) is small
    assert store.kept_version(small.version, path) == small
    assert store.kept_version("0" * 16, path) is None
    half = path.read_bytes()[:500]
    path.unlink()  # a mapped file is replaced, never written over: whoever has it mapped would break
    path.write_bytes(half)
    assert store.kept_version(small.version, path) is None


def test_a_file_is_written_once_and_whole(small, tmp_path):
    path = artefact_for(small, tmp_path)
    before = path.stat().st_mtime_ns
    assert artefact_for(small, tmp_path) == path
    assert path.stat().st_mtime_ns == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_the_shipped_file_holds_what_the_catalogue_says():
    shipped, compiled = shipped_terms(), compile_terms(DATA)
    assert [getattr(shipped, f.name) for f in fields(Terms)] == [getattr(compiled, f.name) for f in fields(Terms)]

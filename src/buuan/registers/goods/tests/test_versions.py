"""The catalogue as dated rows: what the package ships, what people add, and what any past day said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from buuan.base.audit.models import Record
from buuan.engine.catalogue import load_catalogue
from buuan.engine.store import shipped_terms
from buuan.kit.errors import NotFound, Refused
from buuan.registers.goods import store
from buuan.registers.goods.actions import load_goods, retire_term
from buuan.registers.goods.models import CatalogueVersion, Category, Term
from buuan.registers.goods.queries import current_version, judge, replay, terms_in_force
from buuan.registers.goods.tests.conftest import LOADED
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY

pytestmark = pytest.mark.django_db
WORD = "bột tuyết lấp lánh xanh lơ"


def test_the_rows_of_the_register_say_what_the_package_says(goods):
    shipped = load_catalogue()

    assert Term.objects.filter(state="in_force").count() == len(set(shipped.rows))
    assert Category.objects.count() == len(shipped.categories)
    assert current_version().version == shipped_terms().version
    assert store.compiled(store.catalogue_of(current_version())).version == shipped_terms().version


def test_loading_twice_changes_nothing(cast, goods):
    rows, versions = Term.objects.count(), CatalogueVersion.objects.count()

    again = load_goods(cast.system, at=MONDAY)

    assert (again["terms_begun"], again["terms_ended"], again["goods_editions"]) == (0, 0, 0)
    assert (Term.objects.count(), CatalogueVersion.objects.count()) == (rows, versions)


def test_while_the_rows_are_the_package_s_nothing_is_compiled(goods, monkeypatch):
    monkeypatch.setattr(store, "compile_terms", lambda *_a, **_k: pytest.fail("compiled"))

    assert terms_in_force() is shipped_terms()


def test_a_word_put_in_force_counts_at_the_next_call_and_a_former_day_stays_as_it_was(in_force):
    assert judge(WORD).verdict == "clear"

    version = in_force(WORD, MONDAY)

    after = judge(WORD)
    assert (after.verdict, after.category, after.version) == ("prohibited", "DRG_ATS", version)
    assert judge(WORD, as_of=MONDAY - HOUR).verdict == "clear"
    assert judge(WORD, as_of=(MONDAY - DAY).date()).version == shipped_terms().version
    assert judge(WORD, as_of=MONDAY.date()).version == version


def test_every_version_can_be_replayed_from_its_rows_alone(in_force, tmp_path):
    first = in_force(WORD, MONDAY)
    second = in_force("đá mây lấp lánh", MONDAY + HOUR)
    for kept in (tmp_path / "catalogue").glob("*.buuan"):
        kept.unlink()
    store.forget()
    from buuan.engine import store as engine_store

    engine_store._KEPT.clear()

    again = replay(WORD, None, first)
    assert (again.verdict.verdict, again.verdict.version, again.exact) == ("prohibited", first, True)
    assert replay("đá mây lấp lánh", None, first).verdict.verdict == "clear"
    assert replay("đá mây lấp lánh", None, second).verdict.verdict == "prohibited"


def test_a_retired_word_counts_no_more_but_did_then(cast, in_force, approver):
    in_force(WORD, MONDAY)
    term = Term.objects.get(text=WORD)

    retire_term(approver, term, reason="bắt nhầm hàng thường", at=MONDAY + HOUR)

    assert judge(WORD).verdict == "clear"
    assert judge(WORD).version == shipped_terms().version
    assert judge(WORD, as_of=MONDAY + timedelta(minutes=30)).verdict == "prohibited"
    assert Record.objects.get(action="goods.term_retired").facts["reason"] == "bắt nhầm hàng thường"


def test_a_shipped_row_that_people_retired_does_not_come_back(cast, goods, approver):
    shipped = Term.objects.filter(state="in_force", origin="shipped", role="term").first()
    retire_term(approver, shipped, reason="không dùng ở tỉnh này", at=MONDAY)

    again = load_goods(cast.system, at=MONDAY + HOUR)

    assert again["terms_begun"] == 0
    assert current_version().version != shipped_terms().version


def test_before_the_first_catalogue_there_is_no_answer_and_none_is_made_up(goods):
    with pytest.raises(Refused) as refused:
        judge("pháo nổ", as_of=LOADED - DAY)

    assert refused.value.code == "catalogue.none_then"


def test_a_version_that_never_was_is_not_found(goods):
    with pytest.raises(NotFound):
        replay("pháo nổ", None, "0123456789abcdef")


def test_a_process_that_was_not_told_notices_within_its_time(in_force, settings, monkeypatch):
    settings.CATALOGUE_CHECK = 1.0
    clock = [1000.0]
    monkeypatch.setattr(store.time, "monotonic", lambda: clock[0])
    assert judge(WORD).verdict == "clear"
    in_force(WORD, MONDAY)

    clock[0] += 0.5
    assert judge(WORD).verdict == "clear"
    clock[0] += 0.6
    assert judge(WORD).verdict == "prohibited"


def test_asking_whether_the_catalogue_changed_costs_one_statement_a_second(goods, settings, django_assert_num_queries):
    settings.CATALOGUE_CHECK = 60.0
    store.forget()

    with django_assert_num_queries(1):
        for _ in range(20):
            judge("áo sơ mi")

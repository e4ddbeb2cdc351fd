"""Categories that only a person decides take nothing from any source: engine, action, file, bulletin, screen and database."""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record
from buuan.engine.catalogue import Row, load_catalogue
from buuan.engine.store import shipped_terms
from buuan.engine.terms import compile_terms
from buuan.kit.errors import Invalid, Refused
from buuan.registers.goods.actions import Draft, draft_term, draft_terms, import_terms, load_goods
from buuan.registers.goods.actions.loading import term_from
from buuan.registers.goods.models import Category, Term
from buuan.registers.goods.queries import automatic_categories
from buuan.registers.goods.reading import read_file
from buuan.registers.goods.shipped import shipped_catalogue
from buuan.work.cases.tests.cast import MONDAY

pytestmark = pytest.mark.django_db

BY_HAND = sorted(one.code for one in load_catalogue().categories.values() if not one.automatic)
KINDS_OF_ROWS = (
    lambda code: Row("term", "từ thử nghiệm dài", code, "sure", source="thử"),
    lambda code: Row("term", "từ thử nghiệm yếu", code, "weak", contexts=("bulk",), source="thử"),
    lambda code: Row("look_alike", "ngoại lệ thử nghiệm", scope=(code,), source="thử"),
    lambda code: Row("look_alike", "ngoại lệ thử nghiệm", scope=("DRG_ATS", code), source="thử"),
)


def test_there_are_such_categories():
    assert BY_HAND == ["CNT_ANTI_STATE", "CNT_SOVEREIGNTY_MAP", "CNT_SUPERSTITION", "DOC_STATE_SECRET"]


@pytest.mark.parametrize("code", BY_HAND)
def test_the_shipped_catalogue_has_no_rule_exception_or_damping_for_it(code):
    terms = shipped_terms()
    at = next(n for n, one in enumerate(terms.categories) if one.code == code)

    assert not [rule for rule in terms.rules if rule.category == at]
    assert not [rule for rule in terms.rules if at in rule.scope]
    assert terms.damping[at] == 0


@pytest.mark.parametrize("code", BY_HAND)
def test_the_engine_refuses_every_row_for_it(code):
    catalogue = replace(shipped_catalogue(), rows=())

    for make in KINDS_OF_ROWS:
        with pytest.raises(Refused) as refused:
            compile_terms(catalogue, [make(code)])
        assert refused.value.code == "catalogue.not_automatic"


@pytest.mark.parametrize("code", BY_HAND)
def test_drafting_is_refused_from_every_source_and_each_attempt_stays_on_record(cast, goods, code):
    tried = list(itertools.product(KINDS_OF_ROWS, ("office", "bulletin", "import")))
    for make, origin in tried:
        with pytest.raises(Refused) as refused:
            draft_terms(cast.police, [Draft(make(code), "thử")], at=MONDAY, origin=origin, batch="BT-1")
        assert refused.value.code == "catalogue.not_automatic"

    assert not Term.objects.filter(text__contains="thử nghiệm").exists()
    kept = Record.objects.filter(action="goods.row_refused").order_by("pk")
    assert [one.facts["origin"] for one in kept] == [origin for _make, origin in tried]
    assert all(code in one.facts["category"] and one.account == "thu-police" for one in kept)


def test_the_attempt_stays_on_record_also_when_another_act_called_down(cast, goods):
    @action
    def publish_bulletin() -> None:
        record(cast.police, "test.bulletin", "test.bulletin", at=MONDAY)
        draft_terms(cast.police, [Draft(KINDS_OF_ROWS[0](BY_HAND[0]), "bản tin")], at=MONDAY, origin="bulletin")

    with pytest.raises(Refused):
        publish_bulletin()

    assert not Record.objects.filter(action="test.bulletin").exists()
    assert Record.objects.filter(action="goods.row_refused").count() == 1


def test_the_attempt_stays_on_record_also_when_the_calling_act_goes_on(cast, goods):
    @action
    def publish_bulletin() -> None:
        record(cast.police, "test.bulletin", "test.bulletin", at=MONDAY)
        with contextlib.suppress(Refused):
            draft_terms(cast.police, [Draft(KINDS_OF_ROWS[0](BY_HAND[0]), "bản tin")], at=MONDAY, origin="bulletin")

    publish_bulletin()

    assert Record.objects.filter(action="test.bulletin").exists()
    assert Record.objects.filter(action="goods.row_refused").count() == 1


@pytest.mark.parametrize("code", BY_HAND)
@pytest.mark.parametrize("role", ["từ nhận diện", "ngoại lệ"])
def test_a_file_with_such_a_row_is_refused_whole_and_recorded(cast, goods, code, role):
    text = f"từ,vai trò,nhóm hàng,mức,nguồn,lý do\nbột lạ thử,,DRG_ATS,chắc,báo,thử\nsách lạ thử,{role},{code},chắc,báo,thử\n"

    with pytest.raises(Invalid) as invalid:
        import_terms(cast.police, read_file(text.encode(), "tu.csv"), batch="lo-1", at=MONDAY)

    assert "dòng 3" in invalid.value.errors
    assert not Term.objects.filter(origin="import").exists()
    assert Record.objects.get(action="goods.row_refused").facts["batch"] == "lo-1"


def test_the_screen_does_not_offer_them(goods):
    assert not {code for code, _name in automatic_categories()} & set(BY_HAND)


@action
def _write(cast, term: Term) -> None:
    record(cast.system, "test.write", "test.write", at=MONDAY)
    term.save()


@pytest.mark.parametrize(("code", "flag"), list(zip(BY_HAND, [True, False, None, True], strict=True)))
def test_the_database_refuses_a_term_of_it_whatever_is_written_beside(cast, goods, code, flag):
    term = term_from(KINDS_OF_ROWS[0](code), "0" * 32, drafted_by_id=cast.police.account_id, drafted_by_name="x", drafted_at=MONDAY)
    term.category_automatic = flag

    with pytest.raises(IntegrityError), transaction.atomic():
        _write(cast, term)


@pytest.mark.parametrize("code", BY_HAND)
def test_the_database_refuses_an_exception_of_it(cast, goods, code):
    term = term_from(KINDS_OF_ROWS[3](code), "0" * 32, drafted_by_id=cast.police.account_id, drafted_by_name="x", drafted_at=MONDAY)

    with pytest.raises(IntegrityError, match="term_scope_is_automatic"), transaction.atomic():
        _write(cast, term)


@pytest.mark.parametrize(("code", "flag"), [(BY_HAND[0], True), ("DRG_ATS", False)])
def test_the_database_keeps_the_flag_as_it_is(goods, code, flag):
    with pytest.raises(IntegrityError, match="category_automatic_stays"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE goods_category SET automatic = %s WHERE code = %s", [flag, code])


def test_loading_files_that_say_otherwise_is_refused(cast, goods, monkeypatch):
    shipped = shipped_catalogue()
    other = {**shipped.categories, BY_HAND[0]: replace(shipped.categories[BY_HAND[0]], automatic=True)}
    monkeypatch.setattr("buuan.registers.goods.actions.loading.shipped_catalogue", lambda: replace(shipped, categories=other))

    with pytest.raises(Refused) as refused:
        load_goods(cast.system, at=MONDAY)

    assert refused.value.code == "catalogue.automatic_changed"
    assert not Category.objects.get(code=BY_HAND[0]).automatic


def test_a_term_of_another_category_is_taken(cast, goods):
    term = draft_term(cast.police, Draft(KINDS_OF_ROWS[0]("DRG_ATS"), "thử"), at=MONDAY)

    assert (term.state, term.origin) == ("draft", "office")

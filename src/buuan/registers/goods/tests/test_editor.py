"""Draft, try, put in force, retire: who may, what is refused, what stays on record."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record
from buuan.engine.catalogue import Row
from buuan.engine.run import as_column
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.registers.goods import trial
from buuan.registers.goods.actions import (
    CategoryChange,
    Draft,
    draft_term,
    import_terms,
    put_in_force,
    revise_category,
    try_terms,
    withdraw_term,
)
from buuan.registers.goods.actions.importing import problems
from buuan.registers.goods.forms import CategoryForm
from buuan.registers.goods.models import CatalogueVersion, Term
from buuan.registers.goods.queries import category, edition_of, judge
from buuan.registers.goods.reading import read_file
from buuan.registers.goods.rules import is_too_wide
from buuan.registers.goods.tests.conftest import draft
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(monkeypatch):
    """Let last month's items be ten: three shirts, seven that speak of a blue box."""
    texts = ["áo sơ mi"] * 3 + ["hộp xanh lơ nhỏ"] * 7
    monkeypatch.setattr(trial, "month_texts", lambda _today: iter([("domestic", as_column(texts))]))


def test_a_trial_says_what_would_have_been_flagged_and_keeps_figures_only(cast, goods, monkeypatch):
    texts = ["áo sơ mi"] * 9 + ["bột tuyết lấp lánh xanh lơ cho bé"]
    monkeypatch.setattr(trial, "month_texts", lambda _today: iter([("domestic", as_column(texts))]))
    term = draft_term(cast.police, draft("bột tuyết lấp lánh xanh lơ"), at=MONDAY)

    result = try_terms(cast.police, [term], at=MONDAY)

    assert (result.figures["items"], result.figures["new"], result.own[term.pk]) == (10, 1, 1)
    assert [one.text for one in result.new] == ["bột tuyết lấp lánh xanh lơ cho bé"]
    assert result.figures["right_after"] >= result.figures["right_before"] > 0
    assert term.state == "tried"
    assert "cho bé" not in str(term.trial)


def test_a_word_that_would_flag_a_fifth_of_last_month_is_refused_with_the_figure(cast, goods, month):
    term = draft_term(cast.police, draft("hộp xanh lơ"), at=MONDAY)

    with pytest.raises(Refused) as refused:
        try_terms(cast.police, [term], at=MONDAY)

    assert refused.value.code == "catalogue.too_wide"
    assert "70 %" in refused.value.sentence
    assert Term.objects.get(pk=term.pk).state == "draft"
    assert Record.objects.get(action="goods.trial_refused").facts["share"] == 70


@pytest.mark.parametrize(("new", "share"), [(19, None), (20, 20), (100, 100)])
def test_a_fifth_is_twenty_per_cent(new, share):
    assert is_too_wide({"items": 100, "new": new, "clear_texts": 0, "new_alarms": 0}) == share


def test_without_a_month_the_labelled_texts_decide():
    assert is_too_wide({"items": 0, "new": 0, "clear_texts": 100, "new_alarms": 25}) == 25


def test_nobody_puts_in_force_what_he_drafted(cast, goods, approver):
    term = draft_term(approver, draft("bột tuyết lấp lánh"), at=MONDAY)
    try_terms(cast.police, [term], at=MONDAY)

    with pytest.raises(Refused) as refused:
        put_in_force(approver, [term], at=MONDAY)

    assert refused.value.code == "term.four_eyes"


def test_the_database_holds_the_four_eyes(cast, goods, approver):
    term = draft_term(approver, draft("bột tuyết lấp lánh"), at=MONDAY)

    @action
    def alone() -> None:
        record(approver, "test.alone", "test.alone", at=MONDAY)
        Term.objects.filter(pk=term.pk).update(
            state="in_force", tried_at=MONDAY, from_at=MONDAY, approved_by_id=approver.account_id
        )

    with pytest.raises(IntegrityError, match="term_needs_four_eyes"), transaction.atomic():
        alone()


@pytest.mark.parametrize("who", ["police", "department", "operator", "clerk", "market", "system", "auditor", "administrator"])
def test_only_a_leader_of_the_focal_point_or_lead_department_puts_in_force(cast, goods, who):
    with pytest.raises(Forbidden):
        put_in_force(cast.actor(who), [], at=MONDAY)


@pytest.mark.parametrize("who", ["operator", "clerk", "branch", "market", "customs", "commune", "auditor", "administrator"])
def test_who_keeps_no_catalogue_drafts_nothing(cast, goods, who):
    with pytest.raises(Forbidden):
        draft_term(cast.actor(who), draft("bột lạ"), at=MONDAY)


def test_what_was_not_tried_or_tried_long_ago_is_not_put_in_force(cast, goods, approver):
    term = draft_term(cast.police, draft("bột tuyết lấp lánh"), at=MONDAY)
    with pytest.raises(Refused):
        put_in_force(approver, [term], at=MONDAY)
    try_terms(cast.police, [term], at=MONDAY)

    with pytest.raises(Refused) as refused:
        put_in_force(approver, [term], at=MONDAY + 31 * DAY)

    assert refused.value.code == "term.trial_old"


def test_of_two_who_decide_the_second_is_told(cast, goods, approver):
    term = draft_term(cast.police, draft("bột tuyết lấp lánh"), at=MONDAY)
    try_terms(cast.police, [term], at=MONDAY)
    stale = Term.objects.get(pk=term.pk)
    put_in_force(approver, [term], at=MONDAY)

    with pytest.raises(Refused):
        put_in_force(approver, [stale], at=MONDAY + timedelta(seconds=1))

    assert CatalogueVersion.objects.filter(until_at=None).count() == 1


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Row("term", "", "DRG_ATS", source="x"), "text"),
        (Row("term", "bột", "", source="x"), "category"),
        (Row("term", "ke", "DRG_ATS", "sure", source="x"), "strength"),
        (Row("term", "bột lạ", "DRG_ATS", "weak", source="x"), "contexts"),
        (Row("term", "bột lạ", "DRG_ATS", "weak", contexts=("không có",), source="x"), "contexts"),
        (Row("term", "bột lạ", "DRG_ATS"), "source"),
        (Row("look_alike", "bột lạ", source="x"), "category"),
        (Row("context", "bột lạ", group="không có", source="x"), "group"),
        (Row("neutral", "bột lạ", source="x"), "role"),
    ],
)
def test_a_row_that_lacks_something_is_sent_back_with_its_field(cast, goods, row, field):
    with pytest.raises(Invalid) as invalid:
        draft_term(cast.police, Draft(row, "thử"), at=MONDAY)

    assert field in invalid.value.errors


def test_a_row_that_stands_is_not_drafted_twice(cast, goods):
    draft_term(cast.police, draft("bột tuyết lấp lánh"), at=MONDAY)

    with pytest.raises(Refused) as refused:
        draft_term(cast.police, draft("bột  tuyết lấp lánh"), at=MONDAY)

    assert refused.value.code == "term.exists"


def test_a_withdrawn_draft_stays_on_record_and_may_be_drafted_again(cast, goods):
    term = draft_term(cast.police, draft("bột tuyết lấp lánh"), at=MONDAY)
    withdraw_term(cast.police, term, reason="nhầm", at=MONDAY)

    assert draft_term(cast.police, draft("bột tuyết lấp lánh"), at=MONDAY + HOUR).pk != term.pk
    assert Term.objects.get(pk=term.pk).ended_why == "nhầm"


HEAD = "từ,vai trò,nhóm hàng,mức,ngữ cảnh,nguồn,lý do\n"


def _xlsx(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    for one in rows:
        book.active.append(one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FILES = {
    "a.csv": (HEAD + "bột mây tím lạ,,DRG_ATS,chắc,,báo,thử\nmây bột,từ nhận diện,DRG_ATS,yếu,bulk,báo,thử\n").encode(),
    "a.yaml": (
        "- {text: bột mây tím lạ, category: DRG_ATS, strength: sure, source: báo, why: thử}\n"
        "- {text: mây bột, category: DRG_ATS, strength: weak, contexts: [bulk], source: báo, why: thử}\n"
    ).encode(),
    "a.xlsx": _xlsx(
        [
            ["từ", "nhóm hàng", "mức", "ngữ cảnh", "nguồn", "lý do"],
            ["bột mây tím lạ", "drg_ats", "chắc", "", "báo", "thử"],
            ["mây bột", "DRG_ATS", "yếu", "bulk", "báo", "thử"],
        ]
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_rows_come_from_every_kind_of_file(cast, goods, name):
    rows = read_file(FILES[name], name)
    assert problems(rows) == {}

    made = import_terms(cast.police, rows, batch="lo-7", at=MONDAY)

    assert [(one.text, one.strength, one.state, one.origin) for one in made] == [
        ("bột mây tím lạ", "sure", "draft", "import"),
        ("mây bột", "weak", "draft", "import"),
    ]


def test_every_bad_row_of_a_file_is_named_and_nothing_is_drafted(cast, goods):
    text = HEAD + "ke,,DRG_ATS,chắc,,báo,thử\nbột lạ một,,KHONG_CO,chắc,,báo,thử\nbột lạ hai,,DRG_ATS,chắc,,,thử\n"
    text += "bột lạ ba,,DRG_ATS,chắc,,báo,thử\nbột lạ ba,,DRG_ATS,chắc,,báo,thử\n"
    rows = read_file(text.encode(), "a.csv")

    with pytest.raises(Invalid) as invalid:
        import_terms(cast.police, rows, batch="lo-7", at=MONDAY)

    assert list(invalid.value.errors) == ["dòng 2", "dòng 3", "dòng 4", "dòng 6"]
    assert not Term.objects.filter(origin="import").exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", "từ\n".encode() + b"a\0b\n"),
        ("a.csv", "tên\nx\n".encode()),
        ("a.csv", b""),
        ("a.yaml", b"a: [b"),
        ("a.yaml", b"just text"),
        ("a.xlsx", b"PK\x03\x04 not a workbook"),
        ("a.pdf", b"%PDF"),
        ("a.csv", b"x" * (2 * 1024 * 1024 + 1)),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(name, data):
    with pytest.raises(Refused) as refused:
        read_file(data, name)

    assert refused.value.sentence.endswith(".")


def test_a_revised_category_says_so_from_then_on_and_not_before(cast, goods, approver):
    begun = CategoryForm.begun(edition_of("ALC_SPIRIT"))
    change = CategoryChange(
        **{name: begun[name] for name in ("name", "name_en", "condition", "condition_en", "examples", "examples_en")},
        advice="Rượu phải có tem của tỉnh mẫu.",
        laws=(("Luật Bưu chính 49/2010/QH12", "12", True),),
    )

    revise_category(approver, "ALC_SPIRIT", change, why="theo văn bản mới", at=MONDAY)

    assert category("ALC_SPIRIT").advice == "Rượu phải có tem của tỉnh mẫu."
    assert "tỉnh mẫu" in judge("rượu vang đỏ Đà Lạt").advice
    assert "tỉnh mẫu" not in judge("rượu vang đỏ Đà Lạt", as_of=MONDAY - HOUR).advice
    assert Record.objects.get(action="goods.category_revised").facts["changed"] == ["advice", "laws"]

"""The limit in force on a day, and citations that never make law of what nobody has read."""

from __future__ import annotations

from datetime import date

import pytest

from buuan.kit.errors import NotFound, Refused
from buuan.registers import law
from buuan.registers.law.models import LegalDocument, LimitRow
from buuan.registers.law.queries import citation, limit_in_force

TODAY = date(2026, 11, 24)


def test_the_limit_is_the_one_in_force_on_the_day_of_the_act(register):
    assert limit_in_force("licensing.decide_licence", date(2022, 5, 31)).amount == 30
    assert limit_in_force("licensing.decide_licence", date(2022, 6, 1)).amount == 20


def test_every_limit_that_the_room_promises_to_others_has_a_row_today(register):
    promised = [line.split()[0] for line in law.__doc__.splitlines() if line.startswith("    ")]
    assert len(promised) >= 6
    for code in promised:
        assert limit_in_force(code, TODAY).ladder_code


def test_a_day_without_a_row_is_refused_and_not_guessed(register):
    with pytest.raises(Refused) as refusal:
        limit_in_force("licensing.decide_licence", date(2000, 1, 1))
    assert (refusal.value.code, refusal.value.facts["row"]) == ("law.no_row_in_force", "licensing.decide_licence")


@pytest.mark.parametrize(
    ("code", "place", "on_screen", "official"),
    [
        # read: cited to the point
        ("LBC", ("4", "2"), "Điều 4 khoản 2 Luật Bưu chính 49/2010/QH12", "Điều 4 khoản 2 Luật Bưu chính 49/2010/QH12"),
        # known from a summary: the law may be named, its article is not sure
        ("LBC", ("14",), "Điều 14 Luật Bưu chính 49/2010/QH12 (chưa đối chiếu số điều, khoản)", "Luật Bưu chính 49/2010/QH12"),
        # nobody has read it
        ("LXLVPHC", ("66",), "Điều 66 Luật Xử lý vi phạm hành chính 15/2012/QH13 (chưa đối chiếu)", None),
        # not in the register at all
        ("LBC", ("999",), "Điều 999 Luật Bưu chính 49/2010/QH12 (chưa đối chiếu)", None),
        # the document as a whole
        ("ND25", (), "Nghị định 25/2022/NĐ-CP", "Nghị định 25/2022/NĐ-CP"),
        ("L88", (), "Luật 88/2025/QH15 (chưa đối chiếu)", None),
    ],
)
def test_what_is_cited_and_what_may_be_printed(register, code, place, on_screen, official):
    assert citation(code, *place, on=TODAY) == on_screen
    if official is None:
        with pytest.raises(Refused) as refusal:
            citation(code, *place, on=TODAY, official=True)
        assert refusal.value.code == "law.not_verified"
    else:
        assert citation(code, *place, on=TODAY, official=True) == official


def test_a_lapsed_document_says_so_and_is_not_printed(register):
    assert citation("QD55", on=TODAY) == "Quyết định 55/2016/QĐ-TTg (chưa đối chiếu; hết hiệu lực từ 15/02/2022)"
    with pytest.raises(Refused) as refusal:
        citation("QD55", on=TODAY, official=True)
    assert refusal.value.code == "law.not_in_force"
    assert citation("QD37", on=date(2022, 1, 1)) == "Quyết định 37/2021/QĐ-TTg (có hiệu lực từ 15/02/2022)"


def test_no_unread_provision_of_the_register_is_ever_printed(register):
    """Walk the whole register: whatever an official paper gets, it holds no article that nobody has read."""
    printed = refused = 0
    for document in LegalDocument.objects.prefetch_related("provisions"):
        for one in document.provisions.all():
            place = (one.article, one.clause, one.point)
            if not any(place):
                continue
            try:
                text = citation(document.code, *place, on=TODAY, official=True)
            except Refused:
                refused += 1
                assert one.mark not in ("S", "P") or not document.verified or not document.holds_on(TODAY)
                continue
            printed += 1
            assert one.mark in ("S", "P")
            assert (one.as_row().ref in text) == (one.mark == "S")
    assert printed > 50
    assert refused > 10


def test_an_unknown_document_is_not_found(register):
    with pytest.raises(NotFound):
        citation("KHONG", on=TODAY)


def test_rows_are_found_by_their_words_without_diacritics_and_by_day(register):
    found = LimitRow.objects.matching("xac minh vu viec").values_list("code", flat=True)
    assert "cases.verify" in found
    assert LegalDocument.objects.matching("luat buu chinh 49").get().code == "LBC"
    assert not LegalDocument.objects.as_of(TODAY).filter(code="QD55").exists()
    unread = LimitRow.objects.filter(kind="statutory").read_in_a_source(yes=False)
    assert set(unread.values_list("mark", flat=True)) == {"M"}

"""Cases that may belong together: by an exact item, phone or operator, among those that one may see, never by what was written."""

from __future__ import annotations

import pytest

from buuan.registers.goods.queries import terms_in_force
from buuan.work.cases import actions
from buuan.work.cases.actions import CaseOpening, ItemFacts
from buuan.work.cases.models import Case
from buuan.work.cases.presenters import say_link
from buuan.work.cases.queries import case_by_number, related_cases
from buuan.work.cases.rules import why_no_links
from buuan.work.cases.tests.cast import MONDAY
from buuan.work.custody.actions import PersonFacts, add_person

PHONE = "0912345678"


def goods() -> str:
    return next(one.code for one in terms_in_force().categories if one.automatic and one.ground == "goods")


def opened(cast, item: str, who: str = "police", operator: str = "operator", category: str | None = None) -> Case:
    opening = CaseOpening(
        title="Nghi pháo",
        severity="low",
        source="x",
        category=goods() if category is None else category,
        items=(ItemFacts(cast.bodies[operator], item),),
    )
    case = actions.open_case(cast.actor(who), cast.bodies[who], opening, at=MONDAY)
    return case_by_number(cast.actor(who), case.number)


def links(cast, case: Case, who: str = "police") -> dict[str, set[str]]:
    found = related_cases(cast.actor(who), case)
    return {one.case.number: {link.kind for link in one.links} for one in found.suggestions}


def test_the_same_item_and_the_same_operator_are_told_apart(cast):
    case, same, other = opened(cast, "SM0001TH"), opened(cast, "SM0001TH"), opened(cast, "SM0002TH")
    opened(cast, "SM0001TH", operator="rival")  # the same code of another operator is another item

    assert links(cast, case) == {same.number: {"item", "operator"}, other.number: {"operator"}}
    assert list(links(cast, case)) == [same.number, other.number], "the strongest first"


def test_a_case_that_one_may_not_see_is_never_suggested(cast):
    case, foreign = opened(cast, "SM0001TH"), opened(cast, "SM0001TH", "department")

    assert links(cast, case) == {}
    assert links(cast, case, "auditor") == {foreign.number: {"item", "operator"}}


def person(cast, case: Case, phone: str, who: str = "police") -> None:
    add_person(cast.actor(who), case, PersonFacts(role="sender", name="Nguyễn Văn Thử", phone=phone), at=MONDAY)


def test_the_same_phone_links_two_cases_and_not_a_digit_of_it_is_shown(cast, now):
    case, same = opened(cast, "SM0001TH"), opened(cast, "HT0001TH", operator="rival")
    other = opened(cast, "HT0003TH", operator="rival")
    person(cast, case, PHONE)
    person(cast, same, "+84 912 345 678")
    person(cast, other, "0912345679")

    assert links(cast, case) == {same.number: {"phone"}}
    page = cast.client("police").get(f"/vu-viec/{case.number}").content.decode()
    assert "Cùng số điện thoại".lower() in page.lower()
    for digits in (PHONE, "912345678", "5678", "678"):
        assert digits not in page.split('id="lien-quan"')[1].split("</section>")[0][:2_000], digits


def test_a_phone_is_compared_only_between_cases_in_which_ones_body_takes_part(cast):
    case, foreign = opened(cast, "SM0001TH"), opened(cast, "HT0001TH", "department", "rival")
    person(cast, case, PHONE)
    person(cast, foreign, PHONE, "department")

    for who in ("police", "auditor", "leader"):
        assert links(cast, case, who) == {}, who


@pytest.mark.parametrize("automatic", [True, False])
def test_nothing_is_looked_for_where_the_ground_is_what_a_document_says(cast, automatic):
    code = next(one.code for one in terms_in_force().categories if one.ground == "content" or not one.automatic)
    case = opened(cast, "SM0001TH", category=code)
    opened(cast, "SM0001TH")

    found = related_cases(cast.police, case)
    assert (found.suggestions, found.why_not) == (
        (),
        "Không gợi ý vụ việc liên quan: căn cứ của vụ việc này không phải là hàng hóa.",
    )
    assert why_no_links(code, "content", automatic)


def test_a_case_about_what_a_document_says_is_never_suggested_to_another(cast):
    code = next(one.code for one in terms_in_force().categories if not one.automatic)
    case = opened(cast, "SM0001TH")
    opened(cast, "SM0001TH", category=code)

    assert links(cast, case) == {}


def test_the_reason_is_a_sentence(cast):
    case, _same = opened(cast, "SM0001TH"), opened(cast, "SM0001TH")
    said = [say_link(one) for one in related_cases(cast.police, case).suggestions[0].links]

    assert said == ["cùng bưu gửi SM0001TH", "cùng doanh nghiệp Bưu chính Sông Thử"]

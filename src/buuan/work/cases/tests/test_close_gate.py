"""What keeps a file open, what a leader may set aside in writing, and what signs of a crime forbid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse

from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.work.cases import actions
from buuan.work.cases.actions import CaseOpening, add_loose_end
from buuan.work.cases.models import Case
from buuan.work.cases.queries import next_steps, step_of
from buuan.work.cases.rules import CaseFacts, may_close, may_lift_crime_signs, may_override, may_sanction
from buuan.work.cases.tests.acts import LATER, again, records, seize, take_up, within
from buuan.work.cases.tests.cast import HOUR, MONDAY

SOON = LATER + HOUR


@pytest.fixture
def boss(cast) -> Iterator[str]:
    """The leader of the police, by whose name the cast gives an actor and a browser."""

    def promote() -> None:
        account = cast.account("second")
        account.role = "leader"
        account.save()

    within(cast.system, promote)
    yield "second"
    cast.account("second").role = "officer"  # the row itself is rolled back with the test


@pytest.fixture
def concluded(cast, case) -> Case:
    """The case of the police, concluded, with an order of a room above still open."""
    case = take_up(cast, case)
    seize(cast, case)
    case = actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có pháo.", at=LATER)
    within(cast.police, lambda: add_loose_end(case, "test.order:1", "Lệnh ngăn chặn LNC-2026-0031", at=LATER))
    return again(case)


@pytest.fixture
def flagged(cast) -> Case:
    """A case of the market surveillance with signs of a crime."""
    case = actions.open_case(cast.market, cast.bodies["market"], CaseOpening("Nghi hàng giả", "high", "kiểm tra"), at=MONDAY)
    case = actions.verify_case(cast.market, case, assignee=None, at=LATER)
    return actions.see_crime_signs(cast.market, case, reason="Trị giá trên 100 triệu đồng", at=LATER)


# -- rules -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signs", "with_police", "codes"),
    [(False, False, []), (True, False, ["case.crime_signs"]), (True, True, []), (False, True, [])],
)
def test_nobody_is_fined_before_the_police_have_a_file_with_signs_of_a_crime(signs, with_police, codes):
    facts = CaseFacts("handling", (), crime_signs=signs, with_investigators=with_police)

    assert [one.code for one in may_sanction(facts)] == codes


@pytest.mark.parametrize(("violation", "codes"), [(True, ["case.crime_signs"]), (False, []), (None, [])])
def test_only_an_administrative_outcome_is_kept_from_closing_by_signs_of_a_crime(violation, codes):
    assert [one.code for one in may_close(CaseFacts("concluded", (), crime_signs=True, violation_found=violation))] == codes


@pytest.mark.parametrize(("answered", "codes"), [(True, []), (False, ["case.investigators_not_asked"])])
def test_signs_of_a_crime_are_taken_back_only_after_the_police_have_answered(answered, codes):
    assert [one.code for one in may_lift_crime_signs(CaseFacts("handling", (), investigators_answered=answered))] == codes


@pytest.mark.parametrize(
    ("facts", "open_"),
    [
        (CaseFacts("concluded", ()), False),
        (CaseFacts("concluded", (), ("Lệnh",)), True),
        (CaseFacts("concluded", (("A", None),), ("Lệnh",)), True),
        (CaseFacts("concluded", (), ("Lệnh",), referred_to="Hải quan"), False),
        (CaseFacts("concluded", (), ("Lệnh",), crime_signs=True, violation_found=True), False),
    ],
)
def test_a_leader_sets_aside_what_is_his_and_never_the_law_or_another_bodys_answer(facts, open_):
    assert may_override(may_close(facts)) is open_


# -- closing with work left --------------------------------------------------------------------------------------------


def test_a_leader_closes_with_work_left_and_the_file_says_so(cast, concluded, boss):
    actions.close_case(cast.actor(boss), concluded, at=SOON, override="Lệnh do cơ quan khác theo dõi")

    case = again(concluded)
    assert (case.state, case.override, case.override_by) == ("closed", "Lệnh do cơ quan khác theo dõi", "Cán bộ Thử Hai")
    assert case.overridden == ["Còn việc chưa kết thúc: Lệnh ngăn chặn LNC-2026-0031."]
    (record,) = records("cases.closed")
    assert (record.facts["override"], record.facts["overridden"]) == ("Lệnh do cơ quan khác theo dõi", ["case.loose_end"])
    page = cast.client("police").get(reverse("cases:case", args=[case.number])).content.decode()
    assert "Lệnh do cơ quan khác theo dõi" in page


def test_an_officer_does_not_whatever_he_writes(cast, concluded):
    with pytest.raises(Forbidden):
        actions.close_case(cast.police, concluded, at=SOON, override="Gấp")
    with pytest.raises(Refused) as refusal:
        actions.close_case(cast.police, concluded, at=SOON)
    assert refusal.value.code == "case.loose_end"
    assert again(concluded).state == "concluded"


def test_without_a_reason_a_leader_meets_the_gate_like_all_others(cast, concluded, boss):
    with pytest.raises(Refused) as refusal:
        actions.close_case(cast.actor(boss), concluded, at=SOON, override="  ")
    assert refusal.value.code == "case.loose_end"


def test_words_for_an_override_that_nothing_needs_are_not_kept(cast, case, boss):
    case = take_up(cast, case)
    seize(cast, case)
    case = actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có pháo.", at=LATER)

    actions.close_case(cast.actor(boss), case, at=SOON, override="Không cần")

    assert (again(case).override, again(case).overridden) == ("", [])


def test_page_and_api_offer_it_to_those_who_may(cast, concluded, boss, now, client):
    close = reverse("cases:close", args=[concluded.number])
    assert 'name="override"' not in cast.client("police").get(close).content.decode()
    assert 'name="override"' in cast.client(boss).get(close).content.decode()
    for who, may in (("police", False), (boss, True)):
        whole = client.get(f"/api/v1/cases/{concluded.number}", headers=cast.bearer(who, now)).json()
        assert [(one["verb"], one["open"], one["may_override"]) for one in whole["next"]] == [("close", False, may)]

    cast.client(boss).post(close, {"override": "Lệnh do cơ quan khác theo dõi"})

    assert again(concluded).state == "closed"


# -- signs of a crime --------------------------------------------------------------------------------------------------


def test_a_case_with_signs_of_a_crime_goes_to_the_police_before_a_violation_is_concluded(cast, flagged):
    with pytest.raises(Refused) as refusal:
        actions.conclude_case(cast.market, flagged, violation_found=True, conclusion="Có hàng giả.", at=SOON)
    assert refusal.value.code == "case.crime_signs"
    assert may_sanction(flagged.facts())

    referral = actions.refer_case(cast.market, flagged, cast.bodies["police"], reason="Dấu hiệu tội phạm", at=SOON)
    actions.accept_referral(cast.police, referral, at=SOON)

    case = again(flagged)
    assert may_sanction(case.facts()) == []
    assert actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có hàng giả.", at=SOON).state == "concluded"


def test_signs_seen_after_the_conclusion_keep_the_file_open_until_the_police_have_it(cast):
    case = actions.open_case(cast.market, cast.bodies["market"], CaseOpening("Nghi hàng giả", "high", "kiểm tra"), at=MONDAY)
    case = actions.verify_case(cast.market, case, assignee=None, at=LATER)
    case = actions.conclude_case(cast.market, case, violation_found=True, conclusion="Có hàng giả.", at=LATER)
    case = actions.see_crime_signs(cast.market, case, reason="Trị giá lớn", at=SOON)

    step = step_of(next_steps(cast.market, case, SOON), "close")
    assert [one.code for one in step.reasons] == ["case.crime_signs"]
    with pytest.raises(Refused):
        actions.close_case(cast.market, case, at=SOON)

    referral = actions.refer_case(cast.market, case, cast.bodies["police"], reason="Dấu hiệu tội phạm", at=SOON)
    actions.accept_referral(cast.police, referral, at=SOON)
    assert actions.close_case(cast.police, again(case), at=SOON).state == "closed"


def test_the_police_declining_lets_the_lead_take_the_signs_back_and_go_on(cast, flagged):
    with pytest.raises(Refused) as refusal:
        actions.lift_crime_signs(cast.market, flagged, reason="Nhầm", at=SOON)
    assert refusal.value.code == "case.investigators_not_asked"

    referral = actions.refer_case(cast.market, flagged, cast.bodies["police"], reason="Dấu hiệu tội phạm", at=SOON)
    actions.decline_referral(cast.police, referral, reason="Chưa đủ yếu tố", at=SOON)
    case = actions.lift_crime_signs(cast.market, again(flagged), reason="Công an không thụ lý", at=SOON)

    assert case.crime_signs == ""
    assert [one.facts["reason"] for one in records("cases.crime_lifted")] == ["Công an không thụ lý"]
    assert actions.conclude_case(cast.market, case, violation_found=True, conclusion="Có hàng giả.", at=SOON).state == "concluded"


def test_the_lead_alone_sees_signs_once_and_says_which(cast, case):
    with pytest.raises(Refused) as refusal:
        actions.see_crime_signs(cast.market, case, reason="x", at=LATER)
    assert refusal.value.code == "case.not_lead"
    with pytest.raises(Invalid):
        actions.see_crime_signs(cast.police, case, reason=" ", at=LATER)
    case = actions.see_crime_signs(cast.police, case, reason="Thuốc nổ", at=LATER)
    with pytest.raises(Refused) as refusal:
        actions.see_crime_signs(cast.police, case, reason="Thuốc nổ", at=LATER)
    assert refusal.value.code == "case.crime_signs_seen"


def test_signs_are_noted_on_the_page_and_over_the_api(cast, case, now, client):
    police = cast.client("police")
    done = police.post(reverse("cases:crime", args=[case.number]), {"reason": "Thuốc nổ"}, follow=True)
    assert "Thuốc nổ" in done.content.decode()

    given = cast.bearer("police", now)
    path = f"/api/v1/cases/{case.number}"
    assert client.get(path, headers=given).json()["crime_signs"] == "Thuốc nổ"
    body = {"stands": False, "reason": "Không phải"}
    lifted = client.post(f"{path}/crime-signs", body, content_type="application/json", headers=given)
    assert lifted.status_code == 200, "the police themselves are the investigating body"
    assert again(case).crime_signs == ""

"""Who sees which case, and the figures about cases."""

from __future__ import annotations

import pytest

from buuan.base.audit.actions import seal_all
from buuan.kit.errors import NotFound
from buuan.work.cases import actions, search
from buuan.work.cases.actions import CaseOpening, ItemFacts
from buuan.work.cases.models import Case
from buuan.work.cases.queries import (
    bodies_to_invite,
    case_by_number,
    cases_for_list,
    chain_of,
    colleagues,
    feedback_on,
    notes_for,
    open_case_with_item,
    open_count,
    overdue,
    timeline,
    violations_by_area,
    with_violation,
)
from buuan.work.cases.tests.acts import again, seize, take_up, within
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY

LATER = MONDAY + 2 * HOUR


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("police", True),
        ("second", True),
        ("market", True),
        ("leader", True),
        ("auditor", True),
        ("department", False),
        ("customs", False),
        ("commune", False),
        ("stranger", False),
        ("agency", False),
        ("operator", False),
        ("branch", False),
        ("clerk", False),
        ("rival", False),
        ("administrator", False),
    ],
)
def test_a_case_is_seen_by_who_takes_part_and_who_oversees(cast, case, who, sees):
    actor = cast.actor(who)

    assert Case.objects.visible_to(actor).exists() is sees
    assert case.is_visible_to(actor) is sees
    assert bool(search.find(actor, "pháo nổ", 10)) is sees
    if sees:
        assert case_by_number(actor, case.number) == case
    else:
        with pytest.raises(NotFound):
            case_by_number(actor, case.number)


def test_a_restricted_case_is_not_for_the_leaders_of_the_province(cast):
    opening = CaseOpening(title="Nghi ma túy", severity="critical", source="x", marking="restricted")
    case = actions.open_case(cast.police, cast.bodies["police"], opening, at=MONDAY)

    assert not case.is_visible_to(cast.leader)
    assert case.is_visible_to(cast.auditor)
    assert case.is_visible_to(cast.police)


def test_an_own_note_is_read_by_the_own_body_only(cast, case):
    for who, level, text in (("police", "own", "A"), ("market", "own", "B"), ("market", "inter_agency", "C")):
        actions.add_note(cast.actor(who), case, level=level, text=text, at=LATER)

    def read(who: str) -> set[str]:
        return {one.text for one in notes_for(cast.actor(who), case)}

    assert read("police") == {"A", "C"}
    assert read("market") == {"B", "C"}
    assert read("leader") == {"C"}
    assert read("auditor") == {"A", "B", "C"}


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("VV-2026-00001", "số vụ việc"),
        ("phao no", "nội dung"),
        ("PHÁO BƯU GỬI", "nội dung"),
        ("dong thu", "địa bàn"),
        ("sm0001", "bưu gửi"),
        ("hop 36", "bưu gửi"),
        ("kiểm tra tại", "nguồn"),
    ],
)
def test_a_case_is_found_by_its_words_and_the_field_is_named(cast, case, words, field):
    (found,) = search.find(cast.police, words, 10)

    assert (found["label"], found["url"], found["field"]) == (case.number, f"/vu-viec/{case.number}", field)


def test_words_that_stand_nowhere_find_nothing(cast, case):
    assert search.find(cast.police, "pháo hàm rồng", 10) == []


def test_the_timeline_is_narrowed_by_kind(cast, case):
    case = take_up(cast, case)
    seize(cast, case)
    actions.add_note(cast.police, case, level="inter_agency", text="x", at=LATER)

    assert [one.kind for one in timeline(case, "items")] == ["outcome"]
    assert [one.kind for one in timeline(case, "notes")] == ["noted"]
    assert timeline(case, "no such group").count() == timeline(case).count() == 5


def test_colleagues_are_those_who_may_verify_in_the_bodies_that_take_part(cast, case):
    assert {one.username for one in colleagues(case, MONDAY.date())} == {"thu-police", "thu-second", "thu-chief", "thu-market"}


def test_bodies_to_invite_are_those_that_handle_cases_and_are_not_in_it(cast, case):
    codes = [one.code for one in bodies_to_invite(again_whole(cast, case), MONDAY.date())]

    assert set(codes) == {"so-khcn", "chi-cuc-hq", "ubnd-xa-thu", "ubnd-xa-xa"}
    assert codes[-2:] == ["ubnd-xa-thu", "ubnd-xa-xa"], "communes come last"


def again_whole(cast, case: Case) -> Case:
    return case_by_number(cast.police, case.number)


def test_the_list_brings_the_clock_that_is_due_first(cast, case):
    row = cases_for_list(cast.police).get()

    assert row.due_at == case_clock(case).due_at
    assert row.soon_at == case_clock(case).warn_at
    assert list(overdue(cases_for_list(cast.police), row.due_at + HOUR)) == [case]
    assert list(overdue(cases_for_list(cast.police), row.due_at)) == []


def case_clock(case: Case):
    from buuan.work.cases.queries import case_clocks

    return case_clocks(case).get()


def test_figures_count_what_the_list_shows(cast, case):
    within(cast.police, lambda: actions.add_reporter(case, cast.bodies["counter"], "BC-2026-00001"))
    assert (open_count(cast.police), open_count(cast.stranger)) == (1, 0)
    assert open_case_with_item(cast.police, cast.bodies["operator"].pk, "SM0001TH") == case
    case = take_up(cast, case)
    seize(cast, case)
    case = actions.conclude_case(cast.police, case, violation_found=True, conclusion="Có.", at=LATER)

    assert open_count(cast.police) == 0
    assert list(with_violation(cast.police, MONDAY, MONDAY + DAY)) == [case]
    assert list(with_violation(cast.police, MONDAY + DAY, MONDAY + 2 * DAY)) == []
    assert violations_by_area(cast.police, MONDAY, MONDAY + DAY) == {case.area_id: 1}
    assert violations_by_area(cast.stranger, MONDAY, MONDAY + DAY) == {}
    assert open_case_with_item(cast.police, cast.bodies["operator"].pk, "SM0001TH") is None


def test_who_reported_learns_number_state_and_words_and_nothing_else(cast, case):
    within(cast.police, lambda: actions.add_reporter(case, cast.bodies["counter"], "BC-2026-00001"))
    actions.add_note(cast.police, case, level="reporter", text="Giữ thêm một ngày.", at=LATER)
    actions.add_note(cast.police, case, level="own", text="Bí mật nội bộ.", at=LATER)

    told = feedback_on("BC-2026-00001")

    assert (told.number, told.state, told.told_at, [one.text for one in told.notes]) == (
        case.number,
        "received",
        None,
        ["Giữ thêm một ngày."],
    )
    assert feedback_on("BC-2026-99999") is None


def test_the_chain_panel_counts_the_records_of_the_case(cast, case):
    actions.add_items(cast.police, case, (ItemFacts(cast.bodies["operator"], "SM0009TH"),), at=LATER)

    state = chain_of(again(case))
    assert (state.records, state.waiting, state.is_sealed, state.last_at) == (2, 2, False, LATER)

    seal_all()

    assert chain_of(case).is_sealed

"""Reading the directory of the loaded province."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from buuan.base.action import OutsideAction, action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record
from buuan.base.organisations.actions import load_demo_operators, load_organisations
from buuan.base.organisations.models import Contact, Organisation, Succession
from buuan.base.organisations.queries import (
    children_with_counts,
    contact_of,
    contacts_of,
    holder_today,
    operator_units,
    operators_on,
    organisations_of_kind,
    owners_of_kind,
    subtree,
    unit_counts,
    with_figures,
    within,
)
from buuan.base.organisations.tests.conftest import AT, TODAY

IN_2021, NEW_YEAR, JULY = date(2021, 6, 15), date(2025, 1, 1), date(2025, 7, 1)
pytestmark = pytest.mark.usefixtures("province")


def codes(rows: object) -> set[str]:
    return {row.code for row in rows}


def test_a_second_load_changes_nothing_but_is_recorded(province):
    def everything() -> list[object]:
        return [list(model.objects.order_by("pk").values()) for model in (Organisation, Succession, Contact)]

    before, records = everything(), Record.objects.count()
    assert load_organisations(province, at=AT) == {"organisations": 0, "successions": 0}
    assert load_demo_operators(province, at=AT) == {"demo_organisations": 0, "demo_contacts": 0}
    assert everything() == before
    assert Record.objects.count() == records + 2


@pytest.mark.parametrize(
    ("kind", "on", "count"),
    [
        ("commune_committee", IN_2021, 559),
        ("commune_committee", NEW_YEAR, 547),
        ("commune_committee", JULY, 166),
        ("commune_committee", TODAY, 166),
        ("district_committee", IN_2021, 27),
        ("district_committee", NEW_YEAR, 26),
        ("district_committee", JULY, 0),
    ],
)
def test_the_bodies_of_four_days(kind: str, on: date, count: int):
    assert organisations_of_kind(kind, on).count() == count


def test_the_committee_of_each_commune_stands_in_it():
    committees = organisations_of_kind("commune_committee", TODAY).select_related("area")
    assert all(one.area.holds_on(TODAY) and one.area.level == "commune" for one in committees)
    assert len({one.area_id for one in committees}) == 166


@pytest.mark.parametrize(
    ("code", "on", "holders"),
    [
        ("so-tttt", IN_2021, {"so-tttt"}),
        ("so-tttt", date(2025, 2, 28), {"so-tttt"}),
        ("so-tttt", date(2025, 3, 1), {"so-khcn-2025"}),
        ("cuc-qltt", IN_2021, {"cuc-qltt"}),
        ("cuc-qltt", date(2025, 6, 1), {"chi-cuc-qltt"}),
        ("cuc-hai-quan", TODAY, {"chi-cuc-hq-kv-x"}),
        ("so-noi-vu", TODAY, {"so-noi-vu-2025", "so-dtvtg"}),
        ("ubnd-405", NEW_YEAR, {"ubnd-380"}),
        ("ubnd-401", date(2025, 6, 30), {"ubnd-401"}),
        ("cong-an-huyen-401", date(2025, 4, 1), {"cong-an-tinh"}),
        ("cong-an-huyen-405", date(2025, 2, 1), {"cong-an-huyen-380"}),
        ("dai-truyen-thanh-huyen", TODAY, set()),
        ("so-khcn-2025", IN_2021, set()),
        ("ubnd-xa-2021-14788", date(2025, 3, 1), {"ubnd-xa-2021-14770"}),
        ("ubnd-xa-2021-14788", TODAY, {"ubnd-xa-2025-14797"}),
        ("ubnd-xa-2021-14758", TODAY, {"ubnd-xa-2025-14758", "ubnd-xa-2025-14797"}),
        ("CDMAU", TODAY, {"SMAU"}),
    ],
)
def test_who_holds_the_work_on_a_day(body, code: str, on: date, holders: set[str]):
    assert codes(holder_today(body(code), on)) == holders


def test_a_district_passes_to_its_communes_through_every_step(body):
    nga_son = holder_today(body("ubnd-401"), TODAY)
    assert {one.short_name for one in nga_son} == {
        "UBND xã Nga Sơn", "UBND xã Nga Thắng", "UBND xã Hồ Vương", "UBND xã Tân Tiến", "UBND xã Nga An", "UBND xã Ba Đình",
    }  # fmt: skip
    assert codes(holder_today(body("ubnd-405"), TODAY)) == codes(holder_today(body("ubnd-380"), TODAY))
    police = holder_today(body("cong-an-huyen-401"), TODAY)
    assert len(police) == 7
    assert "cong-an-tinh" in codes(police)


def test_owners_of_a_kind_that_ceased_are_those_that_took_over():
    assert len(owners_of_kind("district_committee", IN_2021)) == 27
    today = owners_of_kind("district_committee", TODAY)
    assert len(today) == 166
    assert {one.kind for one in today} == {"commune_committee"}
    assert codes(owners_of_kind("lead_department", TODAY)) == {"so-khcn-2025"}
    assert codes(owners_of_kind("market_surveillance", TODAY)) == {"chi-cuc-qltt"}
    assert owners_of_kind("building_owner", TODAY) == []


def test_owners_can_leave_out_reference_rows():
    everybody = owners_of_kind("postal_operator", TODAY)
    active = owners_of_kind("postal_operator", TODAY, include_reference=False)
    assert len(everybody) == 42
    assert len(active) == 20
    assert codes(active) == codes(operators_on(TODAY))
    assert len(operators_on(TODAY, include_reference=True)) == 42
    assert "NINJAVAN" in codes(operators_on(date(2025, 9, 30), include_reference=True))
    assert "NINJAVAN" not in codes(operators_on(date(2025, 10, 1), include_reference=True))


def test_following_many_takes_as_many_statements_as_steps(body, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        owners_of_kind("district_committee", TODAY)


def test_a_tree_lists_parents_before_their_units(body):
    rows = list(subtree(body("SMAU"), TODAY))
    assert rows[0].code == "SMAU"
    assert len(rows) == 105
    seen: set[str] = set()
    for row in rows:
        assert row.parent_id is None or row.parent_id in seen
        seen.add(row.pk)
    assert sum(unit_counts(body("SMAU"), TODAY).values()) == 104
    assert subtree(body("SMAU"), IN_2021).count() == 1


def test_children_come_with_the_number_of_units_below(body):
    children = children_with_counts(body("BCX"), TODAY)
    assert [row.unit_type for row, _count in children] == ["branch"] * 4
    assert sum(count for _row, count in children) == 192


def test_a_code_that_begins_like_another_is_no_part_of_its_tree(province):
    @action
    def add_lookalike() -> Organisation:
        record(province, "organisations.test", "organisations.organisation", at=AT)
        return Organisation.objects.create(
            code="SMAU2", name="Khác", short_name="Khác", kind="postal_operator", path="SMAU2/", source="thử"
        )

    add_lookalike()
    assert "SMAU2" not in codes(within(operator_units(), "SMAU"))
    figures = with_figures(operator_units(), TODAY)
    assert figures.get(code="SMAU2").units == 0
    assert figures.get(code="SMAU").units == 104


def test_a_unit_without_a_contact_has_that_of_the_nearest_above(body):
    point = body("BCX-TH-001")
    duty = contact_of(point, "duty_24_7", TODAY)
    assert duty.organisation == point.parent
    small = Organisation.objects.filter(path__startswith="KSMAU/", unit_type="agent").first()
    assert contact_of(small, "security_leader", TODAY).organisation.code == "KSMAU"
    assert contact_of(point, "duty_24_7", date(2020, 1, 1)) is None
    assert contact_of(body("VNPOST-TH"), "duty_24_7", TODAY) is None


def test_contacts_of_many_take_one_statement(django_assert_num_queries):
    points = list(operator_units().filter(unit_type="point"))
    with django_assert_num_queries(1):
        found = contacts_of(points, "duty_24_7", TODAY)
    assert all(found.values())


def test_an_operator_sees_its_own_tree_and_all_bodies(actor):
    seen = Organisation.objects.visible_to(actor("SMAU", "leader"))
    assert {row.root_code for row in seen.filter(kind__in=("postal_operator", "operator_unit", "agent"))} == {"SMAU"}
    assert seen.filter(kind="police").exists()
    branch = Organisation.objects.visible_to(actor("SMAU-CN-1"))
    assert branch.filter(code="SMAU").exists()
    assert not branch.filter(code="BCX").exists()
    everybody = Organisation.objects.visible_to(actor("so-khcn-2025"))
    assert everybody.count() == Organisation.objects.count()


def test_one_row_is_visible_as_the_list_says(actor):
    for who in (actor("SMAU", "leader"), actor("cong-an-tinh", "duty_officer")):
        listed = set(Organisation.objects.visible_to(who).values_list("pk", flat=True))
        for row in Organisation.objects.filter(kind__in=("postal_operator", "agent", "police", "platform")):
            assert row.is_visible_to(who) is (row.pk in listed), row.code


def test_words_find_organisations_without_marks():
    found = Organisation.objects.as_of(TODAY).matching("cong an tinh")
    assert "cong-an-tinh" in codes(found)
    assert codes(Organisation.objects.matching("lam kinh mau").filter(kind="postal_operator")) == {"LKMAU"}


def _create(province, **facts: object) -> None:
    @action
    def add() -> None:
        record(province, "organisations.test", "organisations.organisation", at=AT)
        Organisation.objects.create(**{"name": "Thử", "short_name": "Thử", "kind": "police", **facts})

    with transaction.atomic():
        add()


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"code": "cong-an-tinh", "path": "cong-an-tinh/"}, "organisations_organisation_code"),
        ({"code": "thu", "path": "khac/"}, "organisation_path_ends_with_code"),
        ({"code": "thu", "path": "thu/", "from_on": TODAY, "until_on": TODAY}, "organisation_ends_after_start"),
    ],
)
def test_what_must_always_hold_is_held_by_the_database(province, facts: dict[str, object], constraint: str):
    with pytest.raises(IntegrityError, match=constraint):
        _create(province, **facts)


def test_a_body_does_not_succeed_itself(province, body):
    @action
    def add() -> None:
        record(province, "organisations.test", "organisations.organisation", at=AT)
        Succession.objects.create(old=body("BCX"), new=body("BCX"), effective_on=TODAY)

    with pytest.raises(IntegrityError, match="organisation_succeeds_another"), transaction.atomic():
        add()


def test_no_row_is_written_outside_an_action(body):
    with pytest.raises(OutsideAction):
        body("BCX").save()

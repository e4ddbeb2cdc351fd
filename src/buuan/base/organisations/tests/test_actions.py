"""Opening and ending organisations, naming and confirming contacts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from buuan.base.audit.models import Record
from buuan.base.organisations.actions import (
    NewOrganisation,
    confirm_contact,
    end_organisation,
    load_organisations,
    name_contact,
    open_organisation,
)
from buuan.base.organisations.models import Contact, Organisation
from buuan.base.organisations.queries import contact_of, holder_today, subtree
from buuan.base.organisations.tests.conftest import AT, TODAY
from buuan.base.places.models import Area
from buuan.base.places.queries import area_on
from buuan.kit.errors import Forbidden, Invalid, Refused

DAY = date(2026, 12, 1)
pytestmark = pytest.mark.usefixtures("province")


@pytest.fixture
def specialist(actor):
    """An officer of the lead department."""
    return actor("so-khcn-2025")


@pytest.fixture
def new(body) -> NewOrganisation:
    """A good new point of SMAU."""
    return NewOrganisation(
        code="SMAU-TH-900",
        name="Điểm phục vụ Thử – Bưu chính Sông Mẫu",
        kind="operator_unit",
        unit_type="point",
        parent=body("SMAU-CN-1"),
        area=area_on("14797", DAY),
        from_on=DAY,
    )


def refused(act) -> Invalid:
    with pytest.raises(Invalid) as caught, transaction.atomic():
        act()
    return caught.value


def test_a_unit_is_opened_in_its_tree_with_a_record(specialist, new):
    unit = open_organisation(specialist, new, at=AT)
    assert unit.path == "SMAU/SMAU-CN-1/SMAU-TH-900/"
    assert unit in subtree(unit.parent, DAY)
    assert unit not in subtree(unit.parent, TODAY)
    kept = Record.objects.filter(action="organisations.opened").latest("pk")
    assert (kept.label, kept.facts["parent"], kept.facts["from_on"]) == ("SMAU-TH-900", "SMAU-CN-1", "2026-12-01")
    assert Organisation.objects.matching("diem phuc vu thu song mau").get() == unit


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "smau-cn-1"}, "code"),
        ({"code": "có dấu"}, "code"),
        ({"name": "  "}, "name"),
        ({"kind": "ministry_of_magic"}, "kind"),
        ({"unit_type": ""}, "unit_type"),
        ({"parent": None}, "parent"),
        ({"from_on": None}, "parent"),
        ({"from_on": date(2025, 6, 30)}, "area"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(specialist, new, changes: dict[str, object], field: str):
    assert field in refused(lambda: open_organisation(specialist, replace(new, **changes), at=AT)).errors


def test_a_body_may_be_opened_without_an_operator_above(specialist):
    area = Area.objects.get(code="38")
    opened = open_organisation(
        specialist,
        NewOrganisation(code="trung-tam-thu", name="Trung tâm Thử", kind="provincial_department", area=area, from_on=None),
        at=AT,
    )
    assert (opened.path, opened.short_name) == ("trung-tam-thu/", "Trung tâm Thử")


def test_others_may_not_open_or_end(actor, new, body):
    for who in (actor("SMAU", "leader"), actor("cong-an-tinh", "officer"), actor("so-khcn-2025", "auditor")):
        with pytest.raises(Forbidden), transaction.atomic():
            open_organisation(who, new, at=AT)
        with pytest.raises(Forbidden), transaction.atomic():
            end_organisation(who, body("SMAU"), until_on=DAY, at=AT)


def test_only_the_administrator_loads(actor):
    with pytest.raises(Forbidden), transaction.atomic():
        load_organisations(actor("so-khcn-2025", "leader"), at=AT)


def test_an_operator_ends_with_its_units_and_passes_to_another(specialist, body):
    ended = end_organisation(
        specialist, body("KSMAU"), until_on=DAY, successors=[body("SMAU")], source="Thông báo thử", with_units=True, at=AT
    )
    assert ended.until_on == DAY
    assert not subtree(ended, DAY).exists()
    assert subtree(ended, date(2026, 11, 30)).count() == 5
    assert [one.code for one in holder_today(ended, DAY)] == ["SMAU"]
    assert contact_of(ended, "duty_24_7", date(2026, 11, 30)) is not None
    assert contact_of(ended, "duty_24_7", DAY) is None
    kept = Record.objects.filter(action="organisations.ended").latest("pk")
    assert kept.facts["successors"] == ["SMAU"]
    assert len(kept.facts["units"]) == 4


def test_an_operator_with_units_is_not_ended_by_oversight(specialist, body):
    with pytest.raises(Refused) as caught, transaction.atomic():
        end_organisation(specialist, body("KSMAU"), until_on=DAY, at=AT)
    assert (caught.value.code, caught.value.facts["units"]) == ("organisation.units_open", 4)


def test_what_has_ended_is_not_ended_again(specialist, body):
    with pytest.raises(Refused, match="đã chấm dứt từ ngày 01/04/2026"), transaction.atomic():
        end_organisation(specialist, body("CDMAU"), until_on=DAY, at=AT)


def test_units_that_open_later_stand_in_the_way(specialist, new, body):
    open_organisation(specialist, replace(new, parent=body("KSMAU-CN-1"), code="KSMAU-TH-900"), at=AT)
    with pytest.raises(Refused) as caught, transaction.atomic():
        end_organisation(specialist, body("KSMAU"), until_on=TODAY, with_units=True, at=AT)
    assert caught.value.code == "organisation.units_later"


@pytest.mark.parametrize(
    ("until_on", "heirs", "field"),
    [
        (date(2009, 1, 1), ["SMAU"], "until_on"),
        (DAY, ["CDMAU"], "successors"),
        (DAY, ["BCX-CN-1"], "successors"),
        (DAY, ["SMAU", "SMAU"], "successors"),
    ],
)
def test_an_end_that_does_not_fit(specialist, body, until_on: date, heirs: list[str], field: str):
    successors = [body(code) for code in heirs]
    error = refused(
        lambda: end_organisation(specialist, body("BCX"), until_on=until_on, successors=successors, with_units=True, at=AT)
    )
    assert field in error.errors


def test_a_new_contact_takes_the_place_of_the_former(actor, body):
    smau = body("SMAU")
    former = contact_of(smau, "security_leader", TODAY)
    named = name_contact(
        actor("SMAU", "leader"), smau, purpose="security_leader", name=" Hà Mẫu An ", phone="0912 000 123", from_on=DAY, at=AT
    )
    assert (named.name, named.phone) == ("Hà Mẫu An", "+84912000123")
    assert contact_of(smau, "security_leader", date(2026, 11, 30)) == former
    assert contact_of(smau, "security_leader", DAY) == named
    assert Contact.objects.get(pk=former.pk).until_on == DAY


def test_names_and_numbers_stay_out_of_the_audit_log(actor, body):
    name_contact(
        actor("SMAU", "leader"), body("SMAU"), purpose="duty_24_7", name="Hà Mẫu An", phone="0912000123", from_on=DAY, at=AT
    )
    kept = Record.objects.filter(action="organisations.contact_named").latest("pk")
    assert "Hà Mẫu An" not in str(kept.facts)
    assert "912000123" not in str(kept.facts)
    assert kept.facts["purpose"] == "duty_24_7"


def test_a_mistake_is_mended_on_the_same_day(actor, body):
    who, smau = actor("SMAU", "leader"), body("SMAU")
    for name in ("Hà Mẫu Ann", "Hà Mẫu An"):
        name_contact(who, smau, purpose="duty_24_7", name=name, phone="0912000123", from_on=DAY, at=AT)
    assert contact_of(smau, "duty_24_7", DAY).name == "Hà Mẫu An"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"phone": "0123456789"}, "phone"),
        ({"phone": "gọi sau"}, "phone"),
        ({"name": " "}, "name"),
        ({"purpose": "chairman"}, "purpose"),
        ({"from_on": date(2020, 1, 1)}, "from_on"),
    ],
)
def test_a_contact_that_cannot_be_called_is_refused(actor, body, changes: dict[str, object], field: str):
    facts = {"purpose": "duty_24_7", "name": "Hà Mẫu An", "phone": "0912000123", "from_on": DAY, **changes}
    assert field in refused(lambda: name_contact(actor("SMAU", "leader"), body("SMAU"), at=AT, **facts)).errors


@pytest.mark.parametrize(("who", "whose"), [("SMAU", "BCX"), ("SMAU-CN-1", "SMAU"), ("SMAU-CN-1", "SMAU-CN-2")])
def test_an_operator_names_only_in_its_own_tree(actor, body, who: str, whose: str):
    with pytest.raises(Forbidden), transaction.atomic():
        name_contact(
            actor(who, "leader"), body(whose), purpose="duty_24_7", name="Hà Mẫu An", phone="0912000123", from_on=DAY, at=AT
        )


def test_the_police_do_not_name_an_operators_people(actor, body):
    with pytest.raises(Forbidden), transaction.atomic():
        name_contact(
            actor("cong-an-tinh", "leader"), body("SMAU"), purpose="duty_24_7", name="Ai", phone="0912000123", from_on=DAY, at=AT
        )


def test_nobody_is_named_for_what_does_not_exist(specialist, body):
    with pytest.raises(Refused) as caught, transaction.atomic():
        name_contact(specialist, body("CDMAU"), purpose="duty_24_7", name="Hà Mẫu An", phone="0912000123", from_on=DAY, at=AT)
    assert caught.value.code == "organisation.not_there"


def test_a_contact_is_confirmed(actor, body):
    who = actor("SMAU", "leader")
    confirmed = confirm_contact(who, contact_of(body("SMAU"), "duty_24_7", TODAY), on=TODAY, at=AT)
    assert confirmed.confirmed_on == TODAY
    assert Record.objects.filter(action="organisations.contact_confirmed").exists()


def test_a_contact_that_has_ended_is_not_confirmed(actor, body):
    who, smau = actor("SMAU", "leader"), body("SMAU")
    former = contact_of(smau, "duty_24_7", TODAY)
    name_contact(who, smau, purpose="duty_24_7", name="Hà Mẫu An", phone="0912000123", from_on=TODAY, at=AT)
    with pytest.raises(Refused, match="đã thôi từ ngày 23/11/2026"), transaction.atomic():
        confirm_contact(who, Contact.objects.get(pk=former.pk), on=TODAY, at=AT)

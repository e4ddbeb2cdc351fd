"""The invented operators, without a database."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from buuan.base.organisations.catalogue import read_catalogue
from buuan.base.organisations.demo import OPERATORS, Commune, Demo, make_demo
from buuan.base.places.history import REORGANISED_ON, read_history


@pytest.fixture(scope="module")
def communes() -> list[Commune]:
    return [
        Commune(one.key, one.name, one.type, float(one.lat), float(one.lon))
        for one in read_history().periods
        if one.level == "commune" and one.from_on == REORGANISED_ON
    ]


@pytest.fixture(scope="module")
def demo(communes: list[Commune]) -> Demo:
    return make_demo(communes, ("38", None), 7)


def test_there_are_20_operators_with_830_units(demo: Demo):
    standing = [body for body in demo.catalogue.bodies.values() if body.until_on is None]
    kinds = Counter("root" if body.kind == "postal_operator" else "unit" for body in standing)
    assert kinds == {"root": 20, "unit": 830}
    assert sum(size for *_facts, size in OPERATORS) == 830


def test_each_operator_has_the_units_that_the_table_says(demo: Demo):
    roots = Counter(demo.catalogue.path(code).split("/")[0] for code in demo.catalogue.bodies)
    for code, *_facts, size in OPERATORS:
        assert roots[code] == size + 1


def test_bcx_has_a_point_in_every_commune(demo: Demo, communes: list[Commune]):
    points = {body.code: body.area for body in demo.catalogue.bodies.values() if re.fullmatch(r"BCX-TH-\d{3}", body.code)}
    assert "BCX-TH-001" in points
    assert set(points.values()) == {commune.key for commune in communes}


def test_the_same_seed_gives_the_same_and_another_seed_another(demo: Demo, communes: list[Commune]):
    again = make_demo(communes, ("38", None), 7)
    assert (again.catalogue.bodies, again.contacts) == (demo.catalogue.bodies, demo.contacts)
    assert make_demo(communes, ("38", None), 8).catalogue.bodies != demo.catalogue.bodies


def test_every_name_and_number_is_plainly_invented(demo: Demo):
    assert all("Mẫu" in body.name for body in demo.catalogue.bodies.values())
    assert all(" Mẫu " in contact.name for contact in demo.contacts)
    assert all(re.fullmatch(r"\+849\d000\d{4}", contact.phone) for contact in demo.contacts)
    assert len({contact.phone for contact in demo.contacts}) == len(demo.contacts)


def test_every_operator_names_a_security_leader_and_a_24_7_contact(demo: Demo):
    named = {(contact.body, contact.purpose) for contact in demo.contacts}
    for code, *_facts in OPERATORS:
        assert {(code, "security_leader"), (code, "duty_24_7")} <= named


def test_codes_differ_from_those_of_the_real_operators(demo: Demo):
    real = set(read_catalogue(read_history()).bodies)
    assert not real & set(demo.catalogue.bodies)


def test_names_are_unique_within_an_operator(demo: Demo):
    names = Counter(body.name for body in demo.catalogue.bodies.values())
    assert [name for name, count in names.items() if count > 1] == []

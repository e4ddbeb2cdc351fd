"""What is proposed for the points of the directive of 2021, held against what people who read it decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from buuan.oversight.duties.proposal import propose
from buuan.oversight.duties.reading import read_directive

TEXT = Path(__file__).resolve().parents[1] / "data" / "chi-thi-2021.txt"
OWNERS = {
    "1": "lead_department",
    "2": "police",
    "3": "market_surveillance",
    "4": "customs",
    "5": "provincial_department",
    "6": "district_committee",
    "7": "postal_operator",
}


@pytest.fixture(scope="module")
def points():
    return {one.ref: one for one in read_directive(TEXT.read_bytes(), TEXT.name).points}


def test_the_text_gives_27_points(points):
    assert len(points) == 27


def test_every_point_is_offered_to_the_kind_that_its_section_names(points):
    for ref, point in points.items():
        assert propose(point.owner, point.text).owner_kind == OWNERS[ref[0]], ref


@pytest.mark.parametrize(
    ("ref", "cadence"), [("1e", "annual"), ("2b", "periodic"), ("7c", "per_event"), ("2d", "per_event"), ("6e", "periodic")]
)
def test_the_words_tell_how_often(points, ref, cadence):
    assert propose(points[ref].owner, points[ref].text).cadence == cadence


@pytest.mark.parametrize(
    ("ref", "partners"),
    [("1c", {"police", "market_surveillance", "customs", "postal_operator"}), ("7b", {"lead_department", "police"}), ("4a", set())],
)
def test_the_bodies_named_in_a_point_are_offered_as_partners(points, ref, partners):
    assert set(propose(points[ref].owner, points[ref].text).partner_kinds) == partners

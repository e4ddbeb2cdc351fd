"""What a hit keeps of where an item goes, and when a dismissal is good enough."""

from __future__ import annotations

import pytest

from buuan.kit.errors import Invalid
from buuan.work.screening.rules import check_reason, route_of

NAMES = {"14797": "Phường Hạc Thành"}


@pytest.mark.parametrize(
    ("item", "route"),
    [
        ({"sender_area_code": "14797", "receiver_country": "JP"}, "Phường Hạc Thành → JP"),
        ({"sender_country": "VN", "receiver_area_code": "14797"}, "trong nước → Phường Hạc Thành"),
        ({"sender_area_code": "99999"}, "trong nước → trong nước"),
    ],
)
def test_a_route_names_communes_and_countries_and_never_an_address(item, route):
    assert route_of({**item, "sender_address": "Số 1 đường Thử"}, NAMES) == route


def test_a_reason_is_trimmed_and_must_say_something():
    assert check_reason("  đã   kiểm tra ") == "đã kiểm tra"
    for bad in ("", "   ", "x" * 301):
        with pytest.raises(Invalid):
            check_reason(bad)

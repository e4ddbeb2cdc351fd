"""Clusters of false senders: found where one hand sends many, left alone where it is a shop, a hostel or a collector."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from buuan.engine.clusters import LEAST_ITEMS, LINE, find_clusters
from buuan.kit.errors import Refused

MIDDLE = ("Văn", "Thị", "Hữu")
KEY = b"a key of at least sixteen bytes"
START = datetime(2026, 11, 20, 7, tzinfo=UTC)
GIVEN = [
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Hùng",
    "Khoa",
    "Lan",
    "Linh",
    "Mai",
    "Nam",
    "Nga",
    "Oanh",
    "Phong",
    "Quân",
    "Sơn",
    "Tâm",
    "Thu",
    "Uyên",
    "Vân",
    "Xuân",
    "Yến",
]


def parcels(n: int, **changes: Any) -> pl.DataFrame:
    """Give `n` parcels of one hand within half an hour; a change is a value for all, or a function of the number."""
    rows: dict[str, Any] = {
        "item_id": lambda at: f"SM{at:06d}TH",
        "service_class": "parcel",
        "accepted_at": lambda at: START + timedelta(seconds=25 * at),
        "accept_point": "DIEM-1",
        "route": None,
        "sender_name": lambda at: f"Nguyễn {MIDDLE[at // len(GIVEN)]} Mẫu {GIVEN[at % len(GIVEN)]}",
        "sender_phone": "+84900000001",
        "sender_address": "Số 1 đường Thử, xã Mẫu",
        "sender_id_verified": "none",
        "gross_weight_g": lambda at: 1500 + 10 * (at % 7),
    } | changes
    return pl.DataFrame(
        {name: [one(at) if callable(one) else one for at in range(n)] for name, one in rows.items()},
        schema_overrides={"route": pl.String, "accepted_at": pl.Datetime("us", "UTC"), "sender_phone": pl.String},
    )


def found(items: pl.DataFrame) -> list:
    return find_clusters(items, operator="MAU", key=KEY)


@pytest.mark.point("3a", "4a")
def test_sixty_nine_parcels_under_sixty_nine_names_are_one_cluster_that_says_what_binds_it():
    (one,) = found(parcels(69))

    assert (one.items, one.names, one.point) == (69, 69, "DIEM-1")
    assert one.score >= LINE
    assert {link.kind: link.share for link in one.links} == dict.fromkeys(("phone", "address", "hour", "place", "weight"), 1.0)


ORDINARY = {
    "nine parcels are too few": parcels(LEAST_ITEMS - 1),
    "a shop has one name": parcels(40, sender_name="Shop Mẫu 7"),
    "a shop spells its one name in many ways": parcels(
        40, sender_name=lambda at: ("Shop Mẫu 7", "SHOP MAU 7", "shop mẫu 7 (gọi trước)", "Mẫu 7 Shop")[at % 4]
    ),
    "a hostel has one address and many numbers": parcels(40, sender_phone=lambda at: f"+8490000{at:04d}"),
    "a hostel's shared number is used over the week": parcels(40, accepted_at=lambda at: START + timedelta(hours=4 * at)),
    "a collector's few shops send again and again": parcels(60, sender_name=lambda at: f"Shop Mẫu {at % 12}"),
    "names that were verified are not false": parcels(40, sender_id_verified="national_eid"),
    "one number for many addresses": parcels(40, sender_address=lambda at: f"Số {at} đường Thử"),
    "letters are not looked at": parcels(40, service_class="letter"),
    "documents are not looked at": parcels(40, service_class="document"),
    "without a number nothing binds": parcels(40, sender_phone=None),
}


@pytest.mark.parametrize("what", ORDINARY)
def test_the_ordinary_is_left_alone(what):
    assert found(ORDINARY[what]) == []


def test_a_cluster_inside_other_parcels_of_the_same_number_is_found_alone():
    before = parcels(20, item_id=lambda at: f"TR{at:05d}", sender_name="Shop Mẫu 7", accepted_at=START - timedelta(days=3))

    (one,) = found(pl.concat([before, parcels(30)]))

    assert one.items == 30


def test_two_operators_parcels_are_never_laid_together():
    items = parcels(40).with_columns(operator_code=pl.Series(["A", "B"] * 20))

    with pytest.raises(ValueError, match="one operator"):
        found(items)
    keys = {find_clusters(parcels(40), operator=code, key=KEY)[0].key for code in ("A", "B")}
    assert len(keys) == 2


def test_more_than_seven_days_are_refused():
    with pytest.raises(Refused) as error:
        found(parcels(12, accepted_at=lambda at: START + timedelta(days=at)))
    assert error.value.code == "clusters.too_long"


def test_what_is_kept_names_nobody_and_means_nothing_under_another_key():
    (one,) = found(parcels(40))

    assert not any(told in repr(one) for told in ("Nguyễn", "84900000001", "đường Thử"))
    assert find_clusters(parcels(40), operator="MAU", key=KEY[::-1])[0].key != one.key
    with pytest.raises(Refused):
        find_clusters(parcels(40), operator="MAU", key=b"short")


def test_nothing_gives_nothing():
    assert found(pl.DataFrame()) == []
    assert found(parcels(0)) == []

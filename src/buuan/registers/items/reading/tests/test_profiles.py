"""Operators' own interfaces: names, units and date formats of the mapping profiles."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from buuan.registers.items.reading.columns import ITEM, LINE
from buuan.registers.items.reading.profiles import LINE_PREFIX, profiles
from buuan.registers.items.reading.tests.cast import as_csv, as_json, codes, read, row

OURS = {
    name: value
    for name, value in row(1).items()
    if name in ("flow", "service_class", "accepted_at", "accept_point", "sender_type", "sender_id_verified")
    or name.endswith("_country")
}
MOMENT = datetime(2026, 1, 5, 0, 12, tzinfo=UTC)

GHN = {
    "order_code": "LNYQT6", "client_order_code": "DH-1", "from_name": "Cửa hàng Mẫu", "from_phone": "0900000001",
    "from_address": "Số 1", "from_ward_name": "Phường Hạc Thành", "from_province_name": "Thanh Hóa", "to_name": "Trần Mẫu",
    "to_phone": "0900000002", "to_address": "Số 2", "content": "Áo sơ mi nam", "weight": "850", "length": "20",
    "insurance_value": "500000", "cod_amount": "450000", "accepted_at": "2026-01-05T00:12:00Z",
}  # fmt: skip
GHTK = {
    "label": "S22749126.SGP39-J31.1375835526", "partner_id": "DH-1", "pick_name": "Cửa hàng Mẫu", "pick_tel": "0900000001",
    "pick_address": "Số 1", "pick_street": "đường Thử", "pick_ward": "Phường Hạc Thành", "name": "Trần Mẫu",
    "tel": "0900000002", "address": "Số 2", "street": "đường Nghiệm", "total_weight": "0.85", "length": "20",
    "value": "500000", "pick_money": "450000", "accepted_at": "2026-01-05 07:12:00", "declared_content": "Áo sơ mi nam",
}  # fmt: skip
VTP = {
    "ORDER_NUMBER": "10345381626", "ORDER_REFERENCE": "DH-1", "SENDER_FULLNAME": "Cửa hàng Mẫu", "SENDER_PHONE": "0900000001",
    "SENDER_ADDRESS": "Số 1", "RECEIVER_FULLNAME": "Trần Mẫu", "RECEIVER_PHONE": "0900000002", "RECEIVER_ADDRESS": "Số 2",
    "PRODUCT_NAME": "Áo sơ mi nam", "PRODUCT_WEIGHT": "850", "PRODUCT_LENGTH": "20", "PRODUCT_PRICE": "500000",
    "MONEY_COLLECTION": "450000", "PRODUCT_TYPE": "HH", "accepted_at": "05/01/2026 07:12:00",
}  # fmt: skip
VNPOST = {
    "itemCode": "RR473124829VN", "saleOrderCode": "DH-1", "senderName": "Cửa hàng Mẫu", "senderPhone": "0900000001",
    "senderAddress": "Số 1", "receiverName": "Trần Mẫu", "receiverPhone": "0900000002", "receiverAddress": "Số 2",
    "contentNote": "Áo sơ mi nam", "weight": "850", "length": "20", "declared_value": "500000", "cod_amount": "450000",
}  # fmt: skip
JT = {
    "billCode": "862195772225", "txlogisticId": "DH-1", "sender.name": "Cửa hàng Mẫu", "sender.phone": "0900000001",
    "sender.address": "Số 1", "receiver.name": "Trần Mẫu", "receiver.phone": "0900000002", "receiver.address": "Số 2",
    "packageInfo": "Áo sơ mi nam", "weight": "0.85", "length": "20", "packageValue": "500000", "cod_amount": "450000",
}  # fmt: skip
FILES = {"ghn": GHN, "ghtk": GHTK, "vtp": VTP, "vnpost": VNPOST, "jt": JT}


@pytest.mark.parametrize("profile", FILES)
def test_each_profile_reads_names_units_and_dates_of_its_interface(profile):
    item = OURS | FILES[profile]
    reading = read(as_csv([item]), profile=profile, operator_code="GHTK" if profile == "ghtk" else "BCX")
    assert reading.status == "committed", codes(reading)
    told = reading.items.row(0, named=True)
    assert told["gross_weight_g"] == 850
    assert told["length_mm"] == 200
    assert told["accepted_at"] == MOMENT
    assert told["sender_name"] == "Cửa hàng Mẫu"
    assert told["receiver_phone"] == "+84900000002"
    assert told["declared_content"] == "Áo sơ mi nam"
    assert told["declared_value"] == Decimal(500_000)
    assert told["cod_amount"] == Decimal(450_000)
    assert told["sender_ref"] == "DH-1"
    assert not [code for _, _, code in codes(reading) if code == "M301"]


def test_addresses_and_areas_in_parts_are_joined():
    told = read(as_csv([OURS | GHTK]), profile="ghtk", operator_code="GHTK").items.row(0, named=True)
    assert (told["sender_address"], told["receiver_address"]) == ("Số 1, đường Thử", "Số 2, đường Nghiệm")
    assert told["sender_area_code"] == "14797"


def test_the_file_may_name_its_profile_itself():
    reading = read(as_json([OURS | JT], mapping_profile="jt"))
    assert (reading.header.profile, reading.items["gross_weight_g"].to_list()) == ("jt", [850])


def test_nested_objects_of_json_are_read_by_their_dotted_names():
    flat = {name: value for name, value in JT.items() if "." not in name}
    nested = {
        side: {name.split(".")[1]: value for name, value in JT.items() if name.startswith(side)} for side in ("sender", "receiver")
    }
    lines = {"items": [{"itemName": "Áo len dài tay", "number": 2, "weight": 0.4, "itemValue": 500000}]}
    reading = read(as_json([OURS | flat | nested | lines]), profile="jt")
    assert reading.items["receiver_name"].to_list() == ["Trần Mẫu"]
    assert reading.lines.select("description", "net_weight_g").rows() == [("Áo len dài tay", 400)]


def test_product_lines_in_a_flat_file_carry_dotted_names():
    item = OURS | GHTK | {"products.name": "Áo len dài tay", "products.quantity": "2", "products.weight": "0.4"}
    reading = read(as_csv([item]), profile="ghtk", operator_code="GHTK")
    assert reading.lines.select("description", "net_weight_g").rows() == [("Áo len dài tay", 400)]


def test_the_first_of_two_names_for_one_thing_counts():
    reading = read(as_csv([OURS | GHTK | {"tracking_id": "1375835526"}]), profile="ghtk", operator_code="GHTK")
    assert reading.items["item_id"].to_list() == [GHTK["label"]]
    assert reading.items["extra"].to_list() == ['{"tracking_id":"1375835526"}']


def test_notes_of_an_interface_are_dropped():
    for profile, name in (("ghn", "note"), ("vtp", "ORDER_NOTE"), ("vnpost", "deliveryInstruction"), ("jt", "remark")):
        reading = read(as_csv([OURS | FILES[profile] | {name: "Chúc mừng năm mới"}]), profile=profile)
        assert "M314" in [code for _, _, code in codes(reading)]
        assert "Chúc mừng" not in str(reading.items.to_dicts())


@pytest.mark.parametrize("profile", profiles().values(), ids=lambda profile: profile.name)
def test_a_profile_speaks_only_of_columns_that_exist(profile):
    targets = [*profile.columns.values(), *profile.join, *profile.factors]
    for target in targets:
        known = LINE if target.startswith(LINE_PREFIX) else ITEM
        assert target.removeprefix(LINE_PREFIX) in known

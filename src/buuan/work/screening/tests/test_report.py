"""Every error of a file stands in one report, as page, JSON, CSV and XLSX; and who wins a conflict is said."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from buuan.base.audit.models import Record
from buuan.base.dispatch.models import Notice
from buuan.registers.items.models import Manifest
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.screening.actions import ManifestHeader, accept_hit, import_manifest
from buuan.work.screening.tests.conftest import manifest, row


def take(cast, data: bytes, who: str = "operator", **header):
    return import_manifest(
        cast.actor(who), cast.bodies["operator"], data, name="bang-ke.csv", header=ManifestHeader(**header), at=MONDAY
    )[0]


def test_not_one_of_six_thousand_errors_is_missing_from_the_report(cast):
    kept = take(cast, manifest(*[row(number, "vải", weight="x") for number in range(6_000)], *[row(9_999, "sách")]))
    client = cast.client("operator")

    told = json.loads(client.get(f"/bang-ke/{kept.pk}/loi.json").content)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/bang-ke/{kept.pk}/loi.xlsx").content), read_only=True)
    csv = client.get(f"/bang-ke/{kept.pk}/loi.csv").content.decode()
    api = Client().get(f"/api/v1/manifests/{kept.pk}/report", headers=cast.bearer("operator", timezone.now())).json()

    assert kept.report_rows > 6_000
    assert len(told["errors"]) == 6_001  # with M110 for the whole file
    assert sum(1 for one in api if one["code"] == "M202") == 6_000
    assert csv.count("M202") == 6_000
    assert sum(1 for sheet in book for line in sheet.iter_rows(values_only=True) if "M202" in line) == 6_000


def test_the_page_shows_any_part_of_the_report_and_narrows_it_to_one_code(cast):
    rows = [row(number, "vải", weight="x") for number in range(300)] + [row(500 + number, "sách") for number in range(1_300)]
    kept = take(cast, manifest(*rows))
    client = cast.client("operator")

    first = client.get(f"/bang-ke/{kept.pk}", {"ma": "M202"}).content.decode()
    later = client.get(f"/bang-ke/{kept.pk}", {"ma": "M202", "tu": "200"}).content.decode()

    assert "?ma=M202&amp;tu=200" in first
    assert (first.count(">M202<"), later.count(">M202<")) == (200, 100)
    assert "SM000299TH" not in first
    assert "SM000299TH" in later
    for odd in ("-1", "abc", "9999999999999", "²"):
        assert client.get(f"/bang-ke/{kept.pk}", {"tu": odd}).status_code == 200


def test_the_page_of_a_refused_conflict_names_the_one_that_counts(cast):
    first = take(cast, manifest(*[row(n, "vải") for n in range(9)]), manifest_id="BK-1")
    second = take(cast, manifest(*[row(n, "sách") for n in range(9)]), manifest_id="BK-1")
    page = cast.client("operator").get(f"/bang-ke/{second.pk}").content.decode()
    assert second.state == "refused"
    assert f'href="/bang-ke/{first.pk}"' in page

    third = take(cast, manifest(*[row(n, "sách") for n in range(9)]), manifest_id="BK-1", revision=2)
    page = cast.client("operator").get(f"/bang-ke/{first.pk}").content.decode()
    assert f'href="/bang-ke/{third.pk}"' in page


def test_json_in_the_body_is_a_manifest_too_and_another_type_is_none(cast):
    client, token = Client(), cast.bearer("operator", timezone.now())
    item = {
        "item_id": "10345381626", "flow": "domestic", "service_class": "parcel", "accepted_at": "2026-11-23T07:20:00+07:00",
        "accept_point": "SMTEST-BC1", "sender_type": "person", "sender_name": "Nguyễn Văn Mẫu", "sender_phone": "0900000002",
        "sender_id_verified": "account", "sender_address": "Số 2", "sender_country": "VN", "receiver_name": "Trần Thị Mẫu",
        "receiver_phone": "0900000003", "receiver_address": "Thôn Mẫu", "receiver_country": "VN",
        "declared_content": "Tai nghe có pin", "gross_weight_g": 320,
    }  # fmt: skip
    body = {"manifest": {"schema_version": "1.0", "manifest_id": "J-1", "operator_code": "SMTEST", "revision": 1, "kind": "full"},
            "items": [item]}  # fmt: skip

    taken = client.post("/api/v1/manifests", json.dumps(body), content_type="application/json", headers=token)
    other = client.post("/api/v1/manifests", "x", content_type="text/plain", headers=token)
    foreign = client.post(
        "/api/v1/manifests", json.dumps(body | {"manifest": {**body["manifest"], "operator_code": "HTTEST", "manifest_id": "J-2"}}),
        content_type="application/json", headers=token,
    )  # fmt: skip

    assert (taken.status_code, taken.json()["manifest_id"]) == (202, "J-1")
    assert (other.status_code, other.json()["code"]) == (415, "manifest.no_file")
    assert (foreign.status_code, foreign.json()["code"]) == (422, "manifest.m107")
    too_long = client.post("/api/v1/manifests", b" " * (9 * 2**20), content_type="application/json", headers=token)
    assert too_long.status_code == 413


@pytest.mark.point("7b")
def test_changing_the_declaration_of_a_stopped_item_is_refused_recorded_and_told(cast):
    from buuan.base.action import action
    from buuan.base.audit.actions import record
    from buuan.registers.items.actions import place_hold

    rows = [row(n, "vải") for n in range(1, 9)]
    first = take(cast, manifest(*rows), manifest_id="BK-1")

    @action
    def stop() -> None:
        record(cast.police, "test.order", first, at=MONDAY)
        place_hold(
            cast.police, cast.bodies["operator"], "SM000001TH",
            ground="order", subject=first, holder=cast.bodies["counter"], at=MONDAY,
        )  # fmt: skip

    stop()
    amended = take(cast, manifest(row(1, "đồ chơi"), *rows[1:]), manifest_id="BK-2", kind="amend")

    assert "M210" in {one["code"] for one in amended.report}
    assert Record.objects.get(action="screening.locked_items_amended").facts["items"] == ["SM000001TH"]
    assert Notice.objects.filter(kind="screening.locked_item_amended", urgent=True).count() == 1
    assert Manifest.objects.count() == 2


def test_a_dismissed_hit_stays_while_a_new_revision_brings_its_own(cast):
    from buuan.registers.items.models import Hit

    take(cast, manifest(*[row(n, "vải") for n in range(8)], row(9, "pháo nổ")), manifest_id="BK-3")
    hit = Hit.objects.get()
    accept_hit(cast.operator, hit, at=MONDAY + HOUR)
    take(cast, manifest(*[row(n, "vải") for n in range(9)]), manifest_id="BK-3", revision=2)
    assert Hit.objects.get(pk=hit.pk).state == "accepted"

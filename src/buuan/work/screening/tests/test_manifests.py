"""A manifest is taken whole or not at all, screened by the catalogue in force, and its errors are told in one report."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from buuan.base.audit.models import Record
from buuan.kit.errors import Forbidden, Refused
from buuan.registers.items.models import Hit, Manifest
from buuan.registers.items.store import archive
from buuan.work.cases.tests.cast import MONDAY
from buuan.work.screening.actions import ManifestHeader, import_manifest
from buuan.work.screening.queries import operator_by_code
from buuan.work.screening.tests.conftest import manifest, row

GOOD = [row(number, "áo sơ mi nam") for number in range(1, 9)]


def take(cast, data: bytes, who: str = "operator", **header):
    return import_manifest(
        cast.actor(who), cast.bodies["operator"], data, name="bang-ke.csv", header=ManifestHeader(**header), at=MONDAY
    )


@pytest.mark.point("3a", "7c")
def test_what_is_not_clear_becomes_a_hit_with_its_words_and_law(cast):
    kept, reading = take(cast, manifest(*GOOD, row(9, "p.h.á.o nổ 36 quả"), row(10, "pin sạc dự phòng 20000mAh")))

    assert (kept.state, kept.accepted, kept.hits) == ("committed", 10, 2)
    worst = Hit.objects.get(item_id="SM000009TH")
    assert worst.verdict == "prohibited"
    assert "Luật Bưu chính" in worst.law
    span = worst.spans[0]
    assert worst.declared_content[span["start"] : span["end"]].startswith("p.h.á.o")
    assert Hit.objects.get(item_id="SM000010TH").verdict == "conditional"
    assert Record.objects.get(action="screening.manifest_committed").facts["hits"] == 2
    assert reading.errors() == []


def test_the_items_stand_encrypted_in_the_archive_and_nowhere_else(cast, settings):
    take(cast, manifest(*GOOD))

    found = archive().find_item("SMTEST", "SM000001TH")
    assert found[0]["declared_content"] == "áo sơ mi nam"
    stored = b"".join(path.read_bytes() for path in settings.ARCHIVE.rglob("*.parquet"))
    assert stored
    assert "Nguyễn".encode() not in stored


def test_three_bad_rows_in_a_hundred_do_not_keep_the_others_out(cast):
    rows = [row(number, "sách giáo khoa") for number in range(97)] + [row(900 + number, "vải", weight="abc") for number in range(3)]

    kept, reading = take(cast, manifest(*rows))

    assert (kept.state, kept.accepted, kept.refused) == ("committed_with_errors", 97, 3)
    assert {(one["row"], one["field"], one["code"]) for one in reading.errors()} == {
        (99, "gross_weight_g", "M202"), (100, "gross_weight_g", "M202"), (101, "gross_weight_g", "M202")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "M101"),
        (b"PK\x03\x04 not a workbook", "M101"),
        (b"a;b\n1;2\n", "M104"),
        (manifest(*GOOD).replace(b"gross_weight_g", b"gross_weigth"), "M103"),
        (manifest(*GOOD).replace(b"sender_type", b"loi_nhan"), "M106"),
        (manifest(*GOOD).decode().encode("utf-16-le"), "M102"),
        (manifest(*[row(n, "vải", weight="x") for n in range(5)], *GOOD), "M110"),
    ],
)
def test_a_file_that_cannot_be_taken_leaves_its_report_and_nothing_else(cast, data, code):
    kept, reading = take(cast, data)

    assert kept.state == "refused"
    assert code in {one["code"] for one in reading.errors()}
    assert not Hit.objects.exists()
    assert archive().days("SMTEST") == []


def test_letters_are_only_counted(cast, settings):
    kept, _reading = take(cast, manifest(*GOOD, row(50, "nội dung riêng tư", service="letter")))

    assert (kept.letters, kept.accepted) == (1, 9)
    assert archive().find_item("SMTEST", "SM000050TH") == []
    assert not Hit.objects.filter(item_id="SM000050TH").exists()


def test_the_same_file_again_changes_nothing_and_another_under_its_name_is_a_conflict(cast):
    first, _ = take(cast, manifest(*GOOD), manifest_id="BK-1")
    again, reading = take(cast, manifest(*GOOD), manifest_id="BK-1")
    other, refused = take(cast, manifest(*GOOD[:3]), manifest_id="BK-1")

    assert again.pk == first.pk
    assert reading.already_accepted
    assert other.state == "refused"
    assert "M109" in {one["code"] for one in refused.errors()}


def test_a_higher_revision_takes_the_place_of_the_one_before(cast):
    first, _ = take(cast, manifest(*GOOD, row(9, "pháo nổ")), manifest_id="BK-2")
    second, _ = take(cast, manifest(*GOOD, row(9, "pháo nổ 36 quả")), manifest_id="BK-2", revision=2)

    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "committed")
    assert Hit.objects.filter(state="open").values_list("manifest", flat=True).get() == second.pk


def test_an_operator_hands_in_for_itself_only(cast):
    with pytest.raises(Refused) as refused:
        operator_by_code(cast.rival, "SMTEST", MONDAY.date())
    assert refused.value.code == "operator.foreign"
    with pytest.raises(Refused):
        operator_by_code(cast.operator, "KHONG-CO", MONDAY.date())
    for who in ("clerk", "rival"):
        with pytest.raises(Forbidden):
            take(cast, manifest(*GOOD), who=who)


def test_the_upload_page_shows_the_report_and_gives_it_as_a_file(cast):
    client = cast.client("operator")
    upload = SimpleUploadedFile("bang-ke.csv", manifest(*GOOD, row(9, "vải", weight="x"), row(10, "pháo nổ")))

    answer = client.post("/bang-ke/nap", {"file": upload, "profile": "native", "kind": "full"})
    kept = Manifest.objects.get()
    page = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == f"/bang-ke/{kept.pk}"
    assert "M202" in page
    assert "<mark>pháo nổ</mark>" in page
    for kind in ("json", "csv", "xlsx"):
        assert client.get(f"/bang-ke/{kept.pk}/loi.{kind}").status_code == 200
    assert cast.client("rival").get(f"/bang-ke/{kept.pk}").status_code == 404
    assert client.get("/bang-ke").status_code == 200


def test_the_api_takes_a_manifest_and_refuses_a_conflict(cast):
    client, token = Client(), cast.bearer("operator", timezone.now())

    def post(data: bytes, **more):
        return client.post(
            "/api/v1/manifests", {"file": SimpleUploadedFile("a.csv", data), "manifest_id": "BK-9"}, headers={**token, **more}
        )

    taken = post(manifest(*GOOD))
    again = post(manifest(*GOOD))
    conflict = post(manifest(*GOOD[:2]))

    assert (taken.status_code, again.status_code, conflict.status_code) == (202, 200, 409)
    assert conflict["Content-Type"] == "application/problem+json"
    kept = client.get(f"/api/v1/manifests/{taken.json()['id']}", headers=token).json()
    assert (kept["status"], kept["accepted"]) == ("committed", 8)
    assert client.get(f"/api/v1/manifests/{taken.json()['id']}/report", headers=token).status_code == 200


def test_a_declaration_is_judged_at_once_and_nothing_is_kept(cast):
    client, token = Client(), cast.bearer("clerk", timezone.now())
    body = {"items": [{"id": "a", "declared_content": "pháo nổ"}, {"id": "b", "declared_content": "áo khoác"}]}
    records = Record.objects.count()

    answer = client.post("/api/v1/items/screen", json.dumps(body), content_type="application/json", headers=token)

    results = answer.json()["results"]
    assert [(one["id"], one["verdict"]) for one in results] == [("a", "prohibited"), ("b", "clear")]
    assert results[0]["hits"][0]["text"] == "pháo nổ"
    assert Record.objects.count() == records
    empty = client.post("/api/v1/items/screen", json.dumps({"items": []}), content_type="application/json", headers=token)
    assert empty.status_code == 422

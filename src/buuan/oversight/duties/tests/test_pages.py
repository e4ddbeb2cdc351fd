"""The pages of the directive: at a glance, one point, from a file to in force; and the API."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from buuan.oversight.duties.models import Directive
from buuan.oversight.duties.tests.conftest import TEXT
from buuan.work.cases.tests.cast import MONDAY
from buuan.work.intake.actions import ReportFacts, receive_report


def test_the_picture_shows_every_point_and_leads_to_it(cast, directive):
    text = cast.client("department").get("/chi-thi").content.decode()

    assert "27 điểm của Chỉ thị" in text
    assert f"/chi-thi/{directive.code}/diem/7c" in text


def test_by_owner_the_points_stand_under_who_leads(cast, directive):
    text = cast.client("leader").get("/chi-thi", {"xem": "co-quan"}).content.decode()

    assert "sở chủ trì" in text
    assert "doanh nghiệp bưu chính" in text


def test_a_point_shows_its_text_its_owners_and_what_counts(cast, directive):
    text = cast.client("police").get(f"/chi-thi/{directive.code}/diem/2d").content.decode()

    assert "Làm đầu mối tiếp nhận" in text
    assert "Công an tỉnh" in text
    assert "Thế nào là đã làm" in text


def test_an_unknown_point_or_period_gets_a_clear_page(cast, directive):
    client = cast.client("police")

    assert client.get(f"/chi-thi/{directive.code}/diem/9z").status_code == 404
    assert client.get("/chi-thi", {"ky": "2026-Q9"}).status_code == 422


def test_the_map_and_its_table_tell_the_same(cast, directive):
    client = cast.client("department")

    values = client.get("/chi-thi/ban-do.json").json()

    assert values["areas"] == []
    assert client.get("/chi-thi/ban-do").status_code == 200


@pytest.mark.point("1e")
def test_from_a_file_to_a_directive_in_force_on_screen(cast):
    client = cast.client("department")

    answer = client.post("/chi-thi/danh-sach", {"file": SimpleUploadedFile("chi-thi.txt", TEXT.read_bytes())})
    kept = Directive.objects.get()
    assert answer["Location"] == f"/chi-thi/{kept.code}/giao"
    for point in kept.points.filter(owner_kind=""):
        answer = client.post(
            f"/chi-thi/{kept.code}/giao/{point.ref}", {"owner_kind": "police", "cadence": "annual", "title": "Thử"}
        )
        assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    answer = client.post(f"/chi-thi/{kept.code}/giao", {"from_on": "2026-01-01"})

    kept.refresh_from_db()
    assert answer.status_code == 302
    assert kept.state == "in_force"


def test_a_directive_that_ended_is_no_longer_the_one_in_force_and_does_not_end_twice(cast, directive):
    client = cast.client("department")

    assert client.get(f"/chi-thi/{directive.code}/cham-dut").status_code == 200
    assert client.post(f"/chi-thi/{directive.code}/cham-dut", {"on": "2026-11-30"}).status_code == 302

    directive.refresh_from_db()
    assert (directive.state, str(directive.ended_on)) == ("ended", "2026-11-30")
    assert "Chưa có chỉ thị nào đang thực hiện" in client.get("/chi-thi").content.decode()
    assert client.post(f"/chi-thi/{directive.code}/cham-dut", {"on": "2026-12-01"}).status_code == 409


def test_an_unreadable_file_is_answered_on_the_form(cast):
    answer = cast.client("department").post(
        "/chi-thi/danh-sach", {"file": SimpleUploadedFile("a.docx", b"khong phai docx \x00\x01")}
    )

    assert answer.status_code == 422
    assert not Directive.objects.exists()


def test_nobody_reads_the_numbers_of_records_that_are_closed_to_him(cast, directive):
    report = receive_report(
        cast.clerk,
        cast.bodies["counter"],
        ReportFacts("SM777777", "form-7", MONDAY, MONDAY, signs=("misdeclared",)),
        at=MONDAY,
    )
    address = f"/chi-thi/{directive.code}/diem/7c"

    for who, sees in (("police", True), ("market", False), ("leader", False), ("rival", False)):
        page = cast.client(who).get(address, {"ky": "2026-Q4"}).content.decode()
        assert (report.number in page) is sees, who
        assert ("SM777777" in page) is sees, who
        assert (report.number in cast.client(who).get("/chi-thi", {"ky": "2026-Q4"}).content.decode()) is sees, who


def test_operators_may_not_manage_directives(cast):
    assert cast.client("operator").get("/chi-thi/danh-sach").status_code == 403


def test_the_api_gives_the_state_of_every_point(cast, directive):
    client, token = Client(), cast.bearer("department", timezone.now())

    answer = client.get("/api/v1/directives/current", headers=token)

    assert answer.status_code == 200
    assert len(answer.json()["points"]) == 27
    assert client.get("/api/v1/directives/khong-co", headers=token).status_code == 404
    assert client.get("/api/v1/directives/current").status_code == 401

"""The report's page: the receipt, triage with the kind of the case, photos."""

from __future__ import annotations

import pytest
from django.urls import reverse

from buuan.base.clocks.queries import clocks_of
from buuan.work.cases.actions import load_kinds
from buuan.work.cases.models import Case
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.intake import actions
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.tests.acts import jpeg, only, page_of, text, words

pytestmark = pytest.mark.usefixtures("now")


@pytest.mark.parametrize(
    ("who", "status", "triages"),
    [
        ("clerk", 200, False),
        ("operator", 200, False),
        ("police", 200, True),
        ("department", 200, False),
        ("auditor", 200, False),
        ("rival", 404, False),
        ("market", 404, False),
        ("stranger", 404, False),
        ("leader", 403, False),
        ("administrator", 403, False),
    ],
)
def test_who_sees_the_report_and_who_decides(cast, say, who, status, triages):
    report = say()

    answer = cast.client(who).get(page_of(report))

    assert answer.status_code == status
    assert ("SM0001TH" in text(answer)) is (status == 200)
    assert ("Tiếp nhận, lập vụ việc" in text(answer)) is triages


def test_the_focal_point_accepts_and_the_reporter_follows_it_to_the_end(cast, say):
    report = say()
    police, clerk = cast.client("police"), cast.client("clerk")

    answer = police.post(f"{page_of(report)}/tiep-nhan", {"title": "Nghi pháo nổ ở Đông Thử"}, follow=True)

    case = Case.objects.get()
    assert f"Đã tiếp nhận, lập vụ việc {case.number}." in text(answer)
    assert case.title == "Nghi pháo nổ ở Đông Thử"
    receipt = text(clerk.get(page_of(report)))
    for shown in ("Đã lập vụ việc", case.number, "đã tiếp nhận", "cho đến khi có kết quả xử lý"):
        assert shown in receipt, shown
    assert f"/vu-viec/{case.number}" not in receipt, "the reporter learns the number, not the case"
    assert clerk.get(f"/vu-viec/{case.number}").status_code == 403


def test_the_suggested_case_stands_in_the_form(cast, say):
    case = actions.accept_report(cast.police, say(), at=MONDAY)
    second = say(by="branch", client_key="mẫu-0002")
    police = cast.client("police")

    page = text(police.get(page_of(second)))
    police.post(f"{page_of(second)}/nhap", {"case": case.number.lower()})

    assert "Bưu gửi này đã có trong:" in page
    assert f'value="{case.number}"' in page
    assert SuspicionReport.objects.get(pk=second.pk).case == case


@pytest.mark.parametrize(
    ("verb", "given", "says"),
    [
        ("khong-thu-ly", {"reason": ""}, "Trường này là bắt buộc."),
        ("nhap", {"case": "VV-2026-99999"}, "Không tìm thấy vụ việc VV-2026-99999"),
        ("nhap", {"case": ""}, "Trường này là bắt buộc."),
    ],
)
def test_an_answer_that_says_too_little_comes_back_on_the_page(cast, say, verb, given, says):
    report = say()

    answer = cast.client("police").post(f"{page_of(report)}/{verb}", given)

    assert answer.status_code == 422
    assert says in text(answer)
    assert "pháo nổ" in text(answer)


def test_a_late_answer_asks_for_its_explanation(cast, say, monkeypatch):
    report = say()
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY + 3 * HOUR)
    police = cast.client("police")

    page = text(police.get(page_of(report)))
    asked = police.post(f"{page_of(report)}/khong-thu-ly", {"reason": "Hợp lệ."})
    done = police.post(f"{page_of(report)}/khong-thu-ly", {"reason": "Hợp lệ.", "explanation": "Mất điện."})

    assert "Giải trình lý do chậm" in page
    assert asked.status_code == 422
    assert "Hợp lệ." in text(asked)
    assert done.status_code == 302


def test_the_second_officer_gets_a_page_that_says_who_was_first(cast, say):
    report = say()
    cast.client("police").post(f"{page_of(report)}/tiep-nhan", {})

    answer = cast.client("second").post(f"{page_of(report)}/khong-thu-ly", {"reason": "x"})

    assert answer.status_code == 409
    assert "Không thể «Không thụ lý» khi đang ở trạng thái «đã lập vụ việc»." in text(answer)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 200), ("police", 200), ("department", 200), ("rival", 404), ("market", 404), ("leader", 403)]
)
def test_a_photo_is_given_clean_and_only_to_who_may_see_the_report(cast, who, status):
    cast.client("clerk").post("/bao-cao", words(photos=[jpeg()]))
    one = only().photos.get()

    answer = cast.client(who).get(reverse("intake:photo", args=[only().number, one.pk]))

    assert answer.status_code == status
    if status == 200:
        assert answer["Content-Type"] == "image/jpeg"
        assert answer.content == one.file.clean_bytes()
        assert "no-store" in answer["Cache-Control"]


def test_a_photo_of_another_report_is_not_found_under_this_number(cast, say):
    cast.client("clerk").post("/bao-cao", words(photos=[jpeg()]))
    other = say(item_id="SM0005TH", client_key="mẫu-0005")

    answer = cast.client("clerk").get(reverse("intake:photo", args=[other.number, SuspicionReport.objects.first().photos.get().pk]))

    assert answer.status_code == 404


def test_photos_follow_later(cast, say):
    report = say()
    client = cast.client("clerk")

    told = client.post(f"{page_of(report)}/anh", {"photos": [jpeg()]}, follow=True)
    nothing = client.post(f"{page_of(report)}/anh", {}, follow=True)

    assert "Đã bổ sung 1 ảnh." in text(told)
    assert "Chưa chọn ảnh nào." in text(nothing)
    assert report.photos.count() == 1


# -- the kind ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def kinds(cast) -> None:
    load_kinds(cast.system, at=MONDAY)


def test_the_officer_takes_a_report_into_the_proposed_kind_and_its_clocks_start_then(cast, say, kinds, now):
    report = say()
    client = cast.client("police")
    page = text(client.get(page_of(report)))
    assert '<option value="crime_report" selected>' in page
    assert "hàng cấm gửi, mức nghiêm trọng" in page

    client.post(f"{page_of(report)}/tiep-nhan", {"title": "Nghi pháo nổ", "kind": "crime_report"})

    case = Case.objects.get()
    assert (case.kind, case.details) == ("crime_report", {"received_on": "2026-11-23"}), "the day of the report, not typed again"
    clocks = {one.kind: one for one in clocks_of(case).running()}
    assert set(clocks) == {"crime_report.classify", "crime_report.tell_procuracy", "crime_report.decide"}
    assert {one.started_at for one in clocks.values()} == {now}
    assert clocks["crime_report.decide"].limit_verified
    assert not clocks["crime_report.classify"].limit_verified


def test_another_kind_is_the_officers_to_choose_and_what_it_asks_comes_back(cast, say, kinds):
    report = say()
    client = cast.client("police")
    asks = text(client.get(f"{page_of(report)}/tiep-nhan/loai?kind=complaint"))
    assert 'name="d_route"' in asks
    assert 'name="d_received_on"' in asks

    short = client.post(f"{page_of(report)}/tiep-nhan", {"title": "Mất bưu gửi", "kind": "complaint"})
    assert short.status_code == 422
    assert 'name="d_route"' in text(short)
    assert "Mất bưu gửi" in text(short)
    assert not Case.objects.exists()

    whole = {"title": "Mất bưu gửi", "kind": "complaint", "d_route": "domestic", "d_received_on": "2026-11-20"}
    assert client.post(f"{page_of(report)}/tiep-nhan", whole).status_code == 302
    assert Case.objects.get().details == {"route": "domestic", "received_on": "2026-11-20"}


def test_a_kind_that_is_none_is_refused_and_nothing_is_opened(cast, say, kinds):
    report = say()
    answer = cast.client("police").post(f"{page_of(report)}/tiep-nhan", {"kind": "burn"})

    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_who_does_not_triage_is_not_told_what_a_kind_asks(cast, say, kinds):
    assert cast.client("clerk").get(f"{page_of(say())}/tiep-nhan/loai?kind=complaint").status_code == 403


def test_the_case_of_a_violation_counts_its_limitation_from_when_the_report_was_found(cast, say, kinds, now):
    report = say()
    cast.client("police").post(f"{page_of(report)}/tiep-nhan", {"title": "Gửi hàng cấm", "kind": "violation"})
    case = Case.objects.get()
    assert case.found_at == report.found_at
    assert clocks_of(case).get(kind="sanctions.limitation").started_at == report.found_at

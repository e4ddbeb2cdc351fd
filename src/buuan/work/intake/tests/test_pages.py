"""The counter form as clerks and agencies meet it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from buuan.base.audit.models import Record
from buuan.registers.items.models import Hold
from buuan.work.cases.tests.cast import HOUR
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.tests.acts import jpeg, only, text, words
from buuan.work.intake.tests.conftest import photo

pytestmark = pytest.mark.usefixtures("now")


def test_a_clerk_reports_in_one_page_and_gets_a_receipt(cast):
    client = cast.client("clerk")
    form = text(client.get("/bao-cao"))
    for shown in (
        "Bưu cục Đông Thử",
        "Đình chỉ và báo cáo ngay",
        "Không chụp thư hay trang giấy",
        "Gửi tới:",
        "Công an tỉnh (đầu mối)",
        "tối đa 24 giờ",
        'capture="environment"',
    ):
        assert shown in form, shown
    assert '<select name="point"' not in form, "at a counter there is nothing to choose"

    answer = client.post("/bao-cao", words())

    report = only()
    assert answer["Location"] == f"/bao-cao/{report.number}?moi=1"
    receipt = text(client.get(answer["Location"]))
    for shown in (
        f"Đã nhận báo cáo {report.number}",
        "Đang tạm giữ tại Bưu cục Đông Thử đến 08:11 ngày mai",
        "Đầu mối trả lời trước",
        "Chờ tiếp nhận",
    ):
        assert shown in receipt, shown
    assert (report.item_id, report.signs, report.found_at) == ("SM0001TH", ["misdeclared", "many_alike"], report.received_at)


def test_the_time_of_finding_is_when_the_form_was_opened(cast, now):
    cast.client("clerk").post("/bao-cao", words(opened_at=(now - HOUR).isoformat()))

    assert only().found_at == now - HOUR
    assert Record.objects.get(action="intake.report_received").facts["minutes_to_report"] == 60


def test_an_opening_time_in_the_future_is_not_believed(cast, now):
    cast.client("clerk").post("/bao-cao", words(opened_at=(now + HOUR).isoformat()))

    assert only().found_at == now


def test_pressing_twice_is_one_report(cast):
    client = cast.client("clerk")

    first, second = client.post("/bao-cao", words()), client.post("/bao-cao", words())

    assert first["Location"] == second["Location"]
    assert Hold.objects.count() == 1


def test_a_refused_form_keeps_every_word_and_photo(cast):
    client = cast.client("clerk")
    given = words(item_id="AB", text="Người gửi đi vội.", photos=[jpeg()], scans=[jpeg("soi.jpg", "blue")])

    refused = client.post("/bao-cao", given)

    page = text(refused)
    assert refused.status_code == 422
    for shown in (
        "Mã bưu gửi dài từ 5 đến 40 ký tự",
        'value="AB"',
        "pháo nổ tự chế",
        "Người gửi đi vội.",
        "Đã giữ 2 ảnh",
        "mẫu-của-thử-0001",
    ):
        assert shown in page, shown
    assert page.count("checked") == 2
    kept = page.split('name="kept" value="')[1].split('"')[0]

    client.post("/bao-cao", words(kept=kept))

    assert [one.kind for one in only().photos.order_by("pk")] == ["package", "scan"]


def test_kept_photos_of_somebody_else_are_not_taken(cast):
    page = text(cast.client("clerk").post("/bao-cao", words(item_id="AB", photos=[jpeg()])))
    kept = page.split('name="kept" value="')[1].split('"')[0]

    cast.client("branch").post("/bao-cao", words(point="SMTEST-CN1", kept=kept))
    cast.client("branch").post(
        "/bao-cao", words(point="SMTEST-CN1", kept="bịa:đặt", item_id="SM0002TH", client_key="mẫu-khác-0002")
    )

    assert SuspicionReport.objects.count() == 2
    assert not any(one.photos.exists() for one in SuspicionReport.objects.all())


def test_a_broken_photo_does_not_stop_the_report_and_is_told(cast):
    cut = SimpleUploadedFile("cắt.jpg", photo()[:200], content_type="image/jpeg")
    client = cast.client("clerk")

    answer = client.post("/bao-cao", words(photos=[jpeg(), cut]))

    assert only().photos.count() == 1
    page = text(client.get(answer["Location"]))
    assert "Ảnh «cắt.jpg» chưa được lưu: Không đọc được ảnh" in page


def test_more_photos_than_allowed_are_told(cast):
    answer = cast.client("clerk").post("/bao-cao", words(photos=[jpeg(f"{number}.jpg") for number in range(8)]), follow=True)

    assert only().photos.count() <= 6
    assert text(answer).count("nhiều nhất 6 ảnh") == 2


def test_the_same_item_again_asks_first(cast, say):
    say(client_key="hôm-qua")
    client = cast.client("clerk")

    asked = client.post("/bao-cao", words())

    assert asked.status_code == 422
    assert "vừa được báo trong 7 ngày qua" in text(asked)
    assert "pháo nổ tự chế" in text(asked)
    assert SuspicionReport.objects.count() == 1

    assert client.post("/bao-cao", words(again="on")).status_code == 302
    assert SuspicionReport.objects.count() == 2


def test_who_stands_above_points_chooses_one(cast):
    client = cast.client("operator")

    form = text(client.get("/bao-cao"))
    client.post("/bao-cao", words())

    assert '<select name="point"' in form
    assert '<option value="SMTEST" selected>' in form
    assert "HTTEST" not in form
    assert (only().point.code, only().reporter.code) == ("SMTEST-BC1", "SMTEST")


@pytest.mark.parametrize("point", ["SMTEST-CN1", "HTTEST", "không-có", ""])
def test_a_point_of_others_is_refused(cast, point):
    answer = cast.client("clerk").post("/bao-cao", words(point=point))

    assert answer.status_code == 422
    assert not SuspicionReport.objects.exists()


def test_an_agency_has_its_own_wording_and_needs_no_code(cast):
    client = cast.client("agency")

    form = text(client.get("/bao-cao/co-quan"))
    answer = client.post("/bao-cao", {"client_key": "mẫu-cơ-quan", "point": "so-nganh", "text": "Rao bán pháo qua bưu điện."})

    assert "Gửi báo cáo" in form
    assert "Doanh nghiệp vận chuyển" in form
    assert "tạm giữ ngay" not in form
    assert answer.status_code == 302
    assert (only().source, only().item_id) == ("agency", "")
    assert "Báo cáo này không tạm giữ bưu gửi." in text(client.get(answer["Location"]))


@pytest.mark.parametrize("who", ["leader", "administrator", "auditor"])
def test_who_does_not_report_finds_no_form(cast, who):
    client = cast.client(who)

    assert client.get("/bao-cao").status_code == 403
    assert client.post("/bao-cao", words()).status_code == 403
    assert client.get("/bao-cao/ma?item_id=SM0001TH").status_code == 403


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("rr 473 124 829 vn", "Mã đúng."),
        ("RR473124828VN", "chữ số kiểm tra là 8, đúng ra phải là 9"),
        ("SM0001TH", "Mã riêng của doanh nghiệp"),
        ("đơn hàng 1", "Mã bưu gửi chỉ gồm"),
    ],
)
def test_the_code_is_checked_as_one_types(cast, code, says):
    answer = cast.client("clerk").get("/bao-cao/ma", {"item_id": code})

    assert says in text(answer)
    assert "<html" not in text(answer)


def test_a_code_that_has_only_begun_is_left_in_peace(cast):
    assert text(cast.client("clerk").get("/bao-cao/ma?item_id=RR")).strip() == ""


def test_an_earlier_report_is_shown_as_one_types(cast, say):
    say()

    assert "Bưu gửi này đã được báo." in text(cast.client("branch").get("/bao-cao/ma?item_id=SM0001TH"))
    assert "đã được báo" not in text(cast.client("rival").get("/bao-cao/ma?item_id=SM0001TH"))


def test_the_declaration_is_judged_as_one_types_and_says_who_is_told(cast):
    client = cast.client("clerk")

    forbidden = text(client.get("/bao-cao/noi-dung", {"declared_content": "thuốc lá điện tử"}))
    plain = text(client.get("/bao-cao/noi-dung", {"declared_content": "quần áo cũ"}))
    nothing = text(client.get("/bao-cao/noi-dung", {"declared_content": " "}))

    for shown in (
        "Không được gửi",
        "<mark>thuốc lá điện tử</mark>",
        "Luật Bưu chính",
        "Không nhận gửi",
        "Chi cục QLTT",
        'class="wr"',
    ):
        assert shown in forbidden, shown
    assert "Chưa thấy dấu hiệu" in plain
    assert "Chi cục QLTT" not in plain
    assert 'class="' not in nothing.replace('class="under"', "")


def test_markup_in_a_declaration_stays_text(cast):
    said = text(cast.client("clerk").get("/bao-cao/noi-dung", {"declared_content": "<b>pháo nổ</b>"}))

    assert "<b>pháo" not in said
    assert "&lt;b&gt;<mark>pháo nổ</mark>" in said

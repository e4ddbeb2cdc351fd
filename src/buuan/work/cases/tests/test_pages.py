"""The pages of cases: one journey through them, what each role meets, and how many statements a list takes."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buuan.base.audit.models import Record
from buuan.work.cases import actions
from buuan.work.cases.actions import CaseOpening, ItemFacts
from buuan.work.cases.models import Case, Note
from buuan.work.cases.tests.cast import HOUR, MONDAY

pytestmark = pytest.mark.usefixtures("now")


def url(name: str, case: Case, *more: object) -> str:
    return reverse(f"cases:{name}", args=[case.number, *more])


def text(response) -> str:
    return response.content.decode()


def test_an_officer_takes_a_case_from_the_list_to_the_closed_file(cast, case):
    client = cast.client("police")
    assert case.number in text(client.get("/vu-viec"))

    assert "Nhận xác minh" in text(client.get(url("case", case)))
    assert client.post(url("verify", case)).status_code == 302
    item = case.items.get()
    answer = client.post(
        url("outcome", case, item.pk), {"outcome": "seized", "quantity": "36", "unit": "quả", "value_vnd": "1.200.000"}
    )
    assert answer.status_code == 302
    client.post(url("handle", case))
    client.post(url("note", case), {"level": "inter_agency", "text": "Đã niêm phong."})
    assert client.post(url("conclude", case), {"violation_found": "1", "conclusion": "Có pháo nổ."}).status_code == 302
    assert client.post(url("close", case), {}).status_code == 302

    page = text(client.get(url("case", case)))
    for words in ("Đã đóng hồ sơ", "Kết luận: có vi phạm.", "Có pháo nổ.", "36 quả", "1.200.000\u00a0đ", "Đã niêm phong.", "<mark"):
        assert words in page, words
    case.refresh_from_db()
    assert (case.state, case.assignee) == ("closed", cast.account("police"))


def test_the_page_says_who_sees_it_why_it_is_due_and_how_it_is_chained(cast, case):
    page = text(cast.client("police").get(url("case", case)))

    for words in (
        "Ai xem được và vì sao",
        "chủ trì, từ",
        "Vì sao có hạn này?",
        "thời hạn 20 ngày",
        "Chuỗi ghi nhận",
        "chờ vào chuỗi",
    ):
        assert words in page, words


def test_a_greyed_button_gives_the_reason_of_the_action(cast, case):
    client = cast.client("police")
    client.post(url("verify", case))

    page = text(client.get(url("case", case)))

    assert "Chưa ghi kết quả xử lý của bưu gửi SM0001TH." in page
    assert "disabled" in page
    refused = client.post(url("conclude", case), {"violation_found": "1", "conclusion": "Có."})
    assert refused.status_code == 409
    assert "Chưa ghi kết quả xử lý của bưu gửi SM0001TH." in text(refused)


def test_the_second_officer_gets_a_page_that_says_who_was_first(cast, case):
    cast.client("police").post(url("verify", case))

    answer = cast.client("second").post(url("verify", case))

    assert answer.status_code == 409
    assert "Trực ban Thử đã nhận xác minh vụ việc này lúc 10:00" in text(answer)
    assert "Bước tiếp theo" in text(answer)


def test_a_partner_sees_why_there_is_nothing_to_press(cast, case):
    page = text(cast.client("market").get(url("case", case)))

    assert "tham gia phối hợp" in page
    assert "Chỉ cơ quan chủ trì (Công an tỉnh)" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("leader", 200),
        ("auditor", 200),
        ("customs", 404),
        ("stranger", 404),
        ("clerk", 403),
        ("operator", 403),
        ("administrator", 403),
    ],
)
def test_who_may_open_the_page(cast, case, who, status):
    answer = cast.client(who).get(url("case", case))

    assert answer.status_code == status
    assert ("Nghi pháo nổ" in text(answer)) is (status == 200)
    if status == 200:
        assert "Anh/chị chỉ xem." in text(answer)
        assert 'action="/vu-viec' not in text(answer), "who only reads finds no form"


def test_without_signing_in_one_is_asked_to(client, case):
    answer = client.get(url("case", case))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/dang-nhap?next=/vu-viec")


@pytest.mark.parametrize(
    ("name", "words", "says"),
    [
        ("conclude", {"violation_found": "", "conclusion": "Lời dài đã gõ."}, "Trường này là bắt buộc."),
        ("conclude", {"violation_found": "1", "conclusion": ""}, "Trường này là bắt buộc."),
        ("add_item", {"operator": "", "item_id": "SM9", "declared_content": "giữ lại lời này"}, "Trường này là bắt buộc."),
        ("assign", {"assignee": ""}, "Trường này là bắt buộc."),
        ("invite", {"organisation": ""}, "Trường này là bắt buộc."),
        ("note", {"level": "reporter", "text": "giữ lại lời này"}, "không có người báo để gửi"),
    ],
)
def test_a_refused_form_comes_back_with_every_word(cast, case, name, words, says):
    client = cast.client("police")
    client.post(url("verify", case))

    answer = client.post(url(name, case), words)

    assert answer.status_code == 422
    assert says in text(answer)
    for value in words.values():
        assert str(value) in text(answer)


def test_an_outcome_that_says_too_little_comes_back_on_its_own_page(cast, case):
    client = cast.client("police")
    client.post(url("verify", case))

    answer = client.post(
        url("outcome", case, case.items.get().pk), {"outcome": "seized", "quantity": "ba mươi", "value_vnd": "nhiều"}
    )

    assert answer.status_code == 422
    for words in ("ba mươi", "nhiều", "Trị giá là số đồng", "SM0001TH"):
        assert words in text(answer), words


def test_a_late_conclusion_asks_for_the_explanation_on_the_form(cast, case, monkeypatch):
    client = cast.client("police")
    client.post(url("verify", case))
    client.post(url("outcome", case, case.items.get().pk), {"outcome": "released"})
    late = MONDAY + 40 * 24 * HOUR
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    words = {"violation_found": "0", "conclusion": "Không."}

    asked = client.post(url("conclude", case), words)
    done = client.post(url("conclude", case), words | {"explanation": "Chờ giám định."})

    assert asked.status_code == 422
    assert "Giải trình lý do chậm" in text(asked)
    assert done.status_code == 302


def test_an_officer_opens_a_case_with_an_item_and_partners(cast):
    client = cast.client("police")
    assert client.get("/vu-viec/moi").status_code == 200
    words = {
        "title": "Nghi thuốc lá điện tử",
        "source": "kiểm tra của Đội 1",
        "severity": "high",
        "marking": "internal",
        "partners": [str(cast.bodies["market"].pk)],
        "operator": str(cast.bodies["operator"].pk),
        "item_id": " sm 0007 th ",
        "declared_content": "thuốc lá điện tử",
    }

    answer = client.post("/vu-viec/moi", words)

    case = Case.objects.get()
    assert answer["Location"] == f"/vu-viec/{case.number}"
    assert (case.lead.code, case.items.get().item_id) == ("cong-an-tinh", "SM0007TH")
    assert {one.organisation.code for one in case.participants.all()} == {"cong-an-tinh", "chi-cuc-qltt"}
    refused = client.post("/vu-viec/moi", words | {"operator": ""})
    assert refused.status_code == 422
    assert "Chọn doanh nghiệp của bưu gửi này." in text(refused)


@pytest.mark.parametrize("who", ["clerk", "agency", "leader", "auditor", "administrator"])
def test_who_does_not_open_cases_finds_no_form(cast, who):
    assert cast.client(who).get("/vu-viec/moi").status_code == 403


def test_notes_of_others_stay_out_of_the_page(cast, case):
    actions.add_note(cast.market, case, level="own", text="Chỉ của thị trường.", at=MONDAY + HOUR)

    assert "Chỉ của thị trường." not in text(cast.client("police").get(url("case", case)))
    assert "Chỉ của thị trường." in text(cast.client("market").get(url("case", case)))
    assert Note.objects.count() == 1


def test_what_was_typed_is_shown_as_text(cast, case):
    actions.add_note(cast.police, case, level="inter_agency", text="<script>alert(1)</script>", at=MONDAY + HOUR)

    page = text(cast.client("police").get(url("case", case)))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def many(cast, count: int) -> None:
    for number in range(count):
        opening = CaseOpening(
            title=f"Vụ thứ {number}",
            severity="low" if number % 2 else "high",
            source="kiểm tra",
            area=cast.bodies["counter"].area if number % 3 else None,
            items=(ItemFacts(cast.bodies["operator"], f"SM{number:05}"),),
        )
        actions.open_case(cast.police, cast.bodies["police"], opening, at=MONDAY + number * HOUR)


def test_the_list_narrows_sorts_and_exports_what_is_shown(cast):
    many(cast, 6)
    client = cast.client("police")

    assert text(client.get("/vu-viec?muc-do=high")).count("<tr data-row") == 3
    assert text(client.get("/vu-viec?dia-ban=dong")).count("<tr data-row") == 4
    assert text(client.get("/vu-viec?q=sm00003")).count("<tr data-row") == 1
    assert text(client.get("/vu-viec?nhom=dong")).count("<tr data-row") == 0
    assert text(client.get("/vu-viec?tu-ngay=2026-11-24")).count("<tr data-row") == 0
    assert client.get("/vu-viec?muc-do=unheard").status_code == 422
    answer = client.get("/vu-viec?muc-do=high&tep=csv")
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert sum(1 for line in lines if len(line) > 2 and line[1].startswith("Vụ thứ")) == 3
    exported = Record.objects.get(action="cases.exported")
    assert (exported.facts["rows"], exported.facts["file"]) == (3, "csv")


def statements(client, address: str) -> list[str]:
    """Give the statements that a page takes, once the process and the session are warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return [one["sql"] for one in captured]


def test_the_list_takes_the_same_statements_whatever_its_length(cast):
    client = cast.client("police")
    many(cast, 1)
    few = statements(client, "/vu-viec")
    many(cast, 9)

    assert len(statements(client, "/vu-viec")) == len(few) <= 18
    assert sum('FROM "cases_case" ' in one for one in few) == 2, "one page of rows, all counts in one; the menu has counted before"


def test_the_page_of_a_case_takes_the_same_statements_whatever_it_holds(cast):
    client = cast.client("police")

    def of_a_case_with(count: int) -> int:
        items = tuple(ItemFacts(cast.bodies["operator"], f"SM{number:05}") for number in range(count))
        opening = CaseOpening(title="Nghi pháo", severity="low", source="x", items=items)
        return len(statements(client, url("case", actions.open_case(cast.police, cast.bodies["police"], opening, at=MONDAY))))

    of_a_case_with(1)  # from here on there is another case to suggest
    assert of_a_case_with(1) == of_a_case_with(12) <= 38


def test_an_unknown_number_is_not_found_and_says_so(cast):
    answer = cast.client("police").get("/vu-viec/VV-2026-99999")

    assert answer.status_code == 404
    assert "Không tìm thấy vụ việc VV-2026-99999" in text(answer)

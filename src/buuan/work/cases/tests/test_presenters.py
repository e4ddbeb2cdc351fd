"""How a case reads: marked words and sentences of the timeline, without a database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from buuan.work.cases.models import CaseEvent
from buuan.work.cases.presenters import amount_of, marked, say_event

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def hit(start: int, end: int, rule: str = "pháo") -> dict:
    return {"rule": rule, "start": start, "end": end, "text": "", "law": "NĐ 137/2020"}


@pytest.mark.parametrize(
    ("text", "hits", "pieces"),
    [
        ("pháo hoa", [hit(0, 4)], [("pháo", True), (" hoa", False)]),
        ("đồ chơi", [], [("đồ chơi", False)]),
        ("hộp pháo", [hit(4, 8)], [("hộp ", False), ("pháo", True)]),
        ("pháo nổ", [hit(0, 7, "pháo nổ"), hit(0, 4)], [("pháo nổ", True)]),
        ("pháo nổ to", [hit(0, 7), hit(5, 10)], [("pháo nổ", True), (" to", False)]),
        ("ngắn", [hit(2, 40)], [("ngắn", False)]),
        ("", [], []),
    ],
)
def test_recognised_words_are_marked_and_nothing_is_lost(text, hits, pieces):
    made = marked(text, hits)

    assert [(one.text, one.is_marked) for one in made] == pieces
    assert "".join(one.text for one in made) == text


def said(kind: str, **facts: object) -> str:
    line = say_event(CaseEvent(at=AT, kind=kind, who="Trực ban", body="Công an tỉnh", facts=facts))
    return " | ".join(part for part in (line.who, line.text, line.ref, line.tag, line.detail) if part)


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("opened", {"source": "báo cáo BC-1"}, "Công an tỉnh | mở vụ việc, nguồn: báo cáo BC-1. | Trực ban"),
        ("verifying", {"assignee": "Cán bộ A"}, "Công an tỉnh | nhận xác minh, giao Cán bộ A. | Trực ban"),
        ("partner", {"organisation": "Chi cục QLTT"}, "Công an tỉnh | mời Chi cục QLTT phối hợp. | Trực ban"),
        (
            "report_taken",
            {"point": "Bưu cục A", "minutes": 1234, "report": "BC-1"},
            "Công an tỉnh | tiếp nhận báo cáo từ Bưu cục A, sau 1.234 phút. | BC-1 | Trực ban",
        ),
        ("closed", {"reporters_told": 0}, "Công an tỉnh | đóng hồ sơ. | Trực ban"),
        ("closed", {"reporters_told": 2}, "Công an tỉnh | đóng hồ sơ, đã phản hồi 2 nơi báo. | Trực ban"),
        (
            "concluded",
            {"violation_found": True, "in_time": False},
            "Công an tỉnh | kết luận vụ việc. | có vi phạm | Quá hạn, đã giải trình · Trực ban",
        ),
        ("order_issued", {"text": "ra lệnh ngăn chặn.", "ref": "LNC-1"}, "Công an tỉnh | ra lệnh ngăn chặn. | LNC-1 | Trực ban"),
    ],
)
def test_each_event_has_its_sentence(kind, facts, sentence):
    assert said(kind, **facts) == sentence


def test_an_outcome_says_how_much_and_what_it_corrects():
    line = said("outcome", item="SM1", outcome="seized", quantity="36.000", unit="quả", value_vnd=1200000, previous="returned")

    assert line == (
        "Công an tỉnh | ghi kết quả bưu gửi | SM1 | Tạm giữ, tịch thu | "
        "36 quả, trị giá 1.200.000\u00a0đ · sửa kết quả trước: trả lại người gửi · Trực ban"
    )


def test_an_event_of_a_person_without_a_body_names_the_person_once():
    line = say_event(CaseEvent(at=AT, kind="handling", who="Hệ thống", body="Hệ thống", facts={}))

    assert (line.who, line.detail) == ("Hệ thống", "")


@pytest.mark.parametrize(
    ("facts", "words"), [({}, ""), ({"quantity": "2.5", "unit": "kg"}, "2,5 kg"), ({"value_vnd": 0}, "trị giá 0\u00a0đ")]
)
def test_an_amount_leaves_out_what_is_not_known(facts, words):
    assert amount_of(facts) == words

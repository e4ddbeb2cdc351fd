"""The directive of June 2021, as it stands on the web: no number, no day, a sentence broken over an empty line."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from buuan.oversight.duties.reading import as_json, read_directive

FILE = Path(__file__).resolve().parents[2] / "data" / "chi-thi-2021.txt"
OWNERS = {
    "1": "Sở Thông tin và Truyền thông",
    "2": "Công an tỉnh",
    "3": "Cục Quản lý Thị trường Thanh Hóa",
    "4": "Cục Hải quan Thanh Hóa",
    "5": "Các sở, ban, ngành cấp tỉnh",
    "6": "Ủy ban nhân dân các huyện, thị xã, thành phố",
    "7": "Các doanh nghiệp bưu chính hoạt động trên địa bàn tỉnh Thanh Hóa",
}
LETTERS = {"1": "abcde", "2": "abcd", "3": "abc", "4": "ab", "5": "ab", "6": "abcde", "7": "abcdef"}


@pytest.fixture(scope="module")
def directive():
    return read_directive(FILE.read_bytes(), FILE.name)


def test_it_has_seven_sections_and_twenty_seven_points(directive):
    assert [section.ref for section in directive.sections] == list(OWNERS)
    assert [point.ref for point in directive.points] == [ref + letter for ref in OWNERS for letter in LETTERS[ref]]
    assert len(directive.points) == 27


def test_each_point_belongs_to_the_body_that_its_section_names(directive):
    assert {section.ref: section.owner for section in directive.sections} == OWNERS
    assert {point.ref: point.owner for point in directive.points} == {
        point.ref: OWNERS[point.section_ref] for point in directive.points
    }


def test_no_word_of_the_points_is_lost_or_added(directive):
    lines = [line.strip() for line in FILE.read_text().split("\n") if line.strip()]
    start = lines.index("1. Sở Thông tin và Truyền thông")
    end = next(at for at, line in enumerate(lines) if line.startswith("Yêu cầu Giám đốc"))

    read = []
    for section in directive.sections:
        read += [f"{section.ref}. {section.title}"] + [f"{point.ref[-1]}) {point.text}" for point in section.points]

    assert " ".join(read) == " ".join(lines[start:end])


def test_the_sentence_broken_in_3a_is_whole_again(directive):
    text = next(point for point in directive.points if point.ref == "3a").text

    assert "các hàng hóa cấm xuất khẩu, nhập khẩu, cấm lưu thông, tài liệu" in text
    assert "\n" not in text


def test_the_paragraph_that_binds_all_is_the_closing_and_no_part_of_7f(directive):
    assert len(directive.closing) == 1
    assert directive.closing[0].startswith("Yêu cầu Giám đốc các sở")
    assert directive.closing[0].endswith("thực hiện nghiêm túc Chỉ thị này./.")
    assert directive.points[-1].text.endswith("vi phạm pháp luật về lĩnh vực bưu chính.")


def test_what_the_draft_leaves_blank_is_none_and_said_so(directive):
    assert directive.number is None
    assert directive.number_sign == "CT-UBND"
    assert directive.issued_on is None
    assert (directive.issued_month, directive.issued_year, directive.issued) == (6, 2021, "2021-06")
    assert directive.issued_text == "Thanh Hóa, ngày tháng 6 năm 2021"
    assert directive.warnings == (
        "Văn bản chưa có số.",
        "Ngày ban hành ghi chưa đủ: «Thanh Hóa, ngày tháng 6 năm 2021».",
    )


def test_its_head_is_read(directive):
    assert directive.kind == "CHỈ THỊ"
    assert directive.place == "Thanh Hóa"
    assert directive.issuer == "Chủ tịch Ủy ban nhân dân tỉnh"
    assert directive.title == (
        "Về tăng cường công tác bảo đảm an toàn, an ninh trong cung ứng và sử dụng dịch vụ bưu chính trên địa bàn tỉnh Thanh Hóa"
    )
    assert len(directive.preamble) == 3
    assert directive.addressees == tuple(OWNERS.values())


def test_its_recipients_and_signer_are_read_without_the_marks_of_emphasis(directive):
    assert [(recipient.name, recipient.purpose) for recipient in directive.recipients] == [
        ("Bộ TT&TT", "để b/c"),
        ("TTr Tỉnh ủy; TTr HĐND tỉnh", "để b/c"),
        ("Chủ tịch UBND tỉnh", "để b/c"),
        ("Các PCT UBND tỉnh", None),
        ("Các sở, ban, ngành cấp tỉnh", None),
        ("UBND các huyện, thị xã, thành phố", None),
        ("Công an tỉnh", None),
        ("Cục QLTT; Cục Hải Quan", None),
        ("Các doanh nghiệp bưu chính", None),
        ("Lưu: VT, CNTT", None),
    ]
    assert directive.signer.authority == "KT. CHỦ TỊCH"
    assert directive.signer.position == "PHÓ CHỦ TỊCH"
    assert directive.signer.name == FILE.read_text().strip().split("\n")[-1]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(lambda text: text.replace("\n", "\r").encode(), id="CR"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text).encode(), id="NFD"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="with its mark"),
        pytest.param(lambda text: text.encode("utf-16"), id="UTF-16"),
        pytest.param(lambda text: b"\xfe\xff" + text.encode("utf-16-be"), id="UTF-16 big-endian"),
        pytest.param(lambda text: text.replace(" ", "\u00a0").encode(), id="hard spaces"),
        pytest.param(lambda text: text.replace("\n\n", "\n").encode(), id="no empty lines"),
        pytest.param(lambda text: text.replace("chính", "chí\u00adnh").encode(), id="soft hyphens"),
        pytest.param(lambda text: text.replace("\n\n", "\n\n\n \t \n").encode(), id="more empty lines"),
    ],
)
def test_it_reads_the_same_however_the_file_is_written(directive, data):
    assert read_directive(data(FILE.read_text())) == directive


def test_its_answer_holds_every_point_once_and_plain_values_only(directive):
    answer = as_json(directive)

    assert [point["ref"] for point in answer["points"]] == [ref for section in answer["sections"] for ref in section["points"]]
    assert answer["points"][-1]["owner_kind"] == "postal_operator"
    assert answer["sections"][6] == {
        "ref": "7",
        "parent": None,
        "title": OWNERS["7"],
        "owner": OWNERS["7"],
        "text": "",
        "points": ["7a", "7b", "7c", "7d", "7e", "7f"],
    }
    assert (answer["number"], answer["issued"], answer["signer"]["position"]) == (None, "2021-06", "PHÓ CHỦ TỊCH")

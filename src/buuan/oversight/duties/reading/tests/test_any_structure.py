"""Whatever a directive's structure and whichever of the usual layouts it is set in, reading it gives its references back."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from buuan.oversight.duties.reading import read_directive
from buuan.oversight.duties.reading.tests.papers import as_docx

OWNERS = (
    "Sở Y tế",
    "Công an tỉnh",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Lao động - Thương binh và Xã hội",
    "Ủy ban nhân dân các huyện, thị xã, thành phố",
    "Các sở, ban, ngành cấp tỉnh",
    "Các doanh nghiệp bưu chính hoạt động trên địa bàn tỉnh",
    "Ban Quản lý Khu kinh tế và các Khu công nghiệp",
    "Đài Phát thanh và Truyền hình tỉnh",
    "Hội Nông dân tỉnh",
)
# Each holds something that looks like a mark once the line is broken before it.
TASKS = (
    "Chủ trì, phối hợp với các cơ quan liên quan rà soát, báo cáo trước ngày 15 tháng 6 năm 2021 theo khoản 2 Điều 5",
    "Kiểm tra các cơ sở kinh doanh; xử lý nghiêm vi phạm theo Nghị định số 15/2020/NĐ-CP và các văn bản liên quan",
    "Tuyên truyền đến 1.500 hộ dân, góp phần phát triển kinh tế - xã hội của địa phương",
    "Bố trí kinh phí",
    "Thực hiện quy định tại điểm a khoản 1 Điều 3; bảo đảm 24/24 giờ có người trực, kể cả ngày nghỉ",
    "Tăng cường phối hợp với Công an tỉnh, Sở Tài chính, các tổ chức chính trị - xã hội trong quá trình thực hiện",
    "Báo cáo kết quả định kỳ",
)
LEGAL_LETTERS = "abcdđeghiklm"
LATIN_LETTERS = "abcdefghijkl"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True)
class Layout:
    """How sections and points are marked: functions of their places, counted from 0, to the mark and to the reference."""

    section: str
    point: str
    joint: str
    letters: str = LEGAL_LETTERS

    def mark(self, at: int) -> str:
        return self.section.format(n=at + 1, roman=ROMAN[at])

    def point_mark(self, at: int, number: int) -> str:
        return self.point.format(n=at + 1, m=number + 1, letter=self.letters[number])

    def ref(self, at: int) -> str:
        return ROMAN[at] if "roman" in self.section else str(at + 1)

    def point_ref(self, at: int, number: int) -> str:
        last = self.letters[number] if "letter" in self.point else str(number + 1)
        return f"{self.ref(at)}{self.joint}{last}"


LAYOUTS = (
    Layout("{n}. ", "{letter}) ", ""),
    Layout("{n}. ", "{letter}) ", "", LATIN_LETTERS),
    Layout("{n}) ", "{letter}. ", ""),
    Layout("{n}/ ", "{letter}/ ", ""),
    Layout("Điều {n}. ", "{m}. ", "."),
    Layout("{roman}. ", "{m}. ", "."),
    Layout("{n}. ", "{m}. ", "."),
    Layout("{n}. ", "{n}.{m}. ", "."),
    Layout("{n}. ", "{n}.{m} ", "."),
    Layout("{n}. ", "- ", "-"),
    Layout("{n}. ", "• ", "-"),
    Layout("Mục {n}. ", "{letter}) ", ""),
)

structures = st.lists(
    st.tuples(st.sampled_from(OWNERS), st.lists(st.sampled_from(TASKS), max_size=9)),
    min_size=1,
    max_size=11,
)


@given(
    structure=structures,
    layout=st.sampled_from(LAYOUTS),
    width=st.sampled_from((0, 60, 80, 100)),
    spaced=st.booleans(),
    ending=st.sampled_from((".", ";")),
    word=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_a_rendered_structure_is_read_back(structure, layout, width, spaced, ending, word):
    lines = ["CHỈ THỊ", "Về công tác phòng ngừa", "", "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:"]
    sections, points, owners = [], [], {}
    for at, (owner, tasks) in enumerate(structure):
        sections.append(layout.ref(at))
        refs = [layout.point_ref(at, number) for number in range(len(tasks))] or [layout.ref(at)]
        points += refs
        owners |= dict.fromkeys(refs, owner)
        lines.append(layout.mark(at) + owner + ("" if tasks else ": Bố trí lực lượng thường trực."))
        lines += [layout.point_mark(at, number) + task + ending for number, task in enumerate(tasks)]
    if width:
        lines = [part for line in lines for part in textwrap.wrap(line, width, break_on_hyphens=False) or [""]]
    text = ("\n\n" if spaced and not width else "\n").join(lines)

    directive = read_directive(as_docx(text) if word and not width else text.encode())

    assert [section.ref for section in directive.sections] == sections
    assert [point.ref for point in directive.points] == points
    assert {point.ref: point.owner for point in directive.points} == owners


HEADINGS = (
    "{owner}",
    "{owner}:",
    "{owner}.",
    "Giao {owner} chủ trì thực hiện các nhiệm vụ sau:",
    "Đối với {owner}:",
    "{owner} có trách nhiệm:",
)
POINT_MARKS = (LAYOUTS[0], LAYOUTS[1], Layout("{n}. ", "{n}.{m}. ", "."), Layout("{n}. ", "- ", "-"), Layout("{n}. ", "+ ", "-"))
CLOSINGS = (
    "",
    "Chỉ thị này có hiệu lực kể từ ngày ký./.",
    "Yêu cầu Giám đốc các sở, Thủ trưởng các ban, ngành nghiêm túc thực hiện Chỉ thị này./.",
)


@given(
    structure=st.lists(
        st.tuples(
            st.sampled_from(OWNERS),
            st.sampled_from(HEADINGS),
            st.sampled_from(POINT_MARKS),
            st.lists(st.sampled_from(TASKS), max_size=7),
        ),
        min_size=1,
        max_size=9,
    ),
    closing=st.sampled_from(CLOSINGS),
    width=st.sampled_from((0, 70, 90)),
)
@settings(max_examples=100, deadline=None)
def test_sections_of_one_paper_may_be_set_in_different_ways(structure, closing, width):
    lines = ["CHỈ THỊ", "Về công tác phòng ngừa", "", "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:"]
    expected = {}
    for at, (owner, heading, layout, tasks) in enumerate(structure):
        if tasks:
            lines.append(f"{at + 1}. {heading.format(owner=owner)}")
            lines += [layout.point_mark(at, number) + task + "." for number, task in enumerate(tasks)]
            expected |= {layout.point_ref(at, number): (owner, f"{task}.") for number, task in enumerate(tasks)}
        else:
            lines.append(f"{at + 1}. {owner}: Bố trí lực lượng thường trực.")
            expected[str(at + 1)] = (owner, "Bố trí lực lượng thường trực.")
    lines += [closing, "Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    if width:
        lines = [part for line in lines for part in textwrap.wrap(line, width, break_on_hyphens=False) or [""]]

    directive = read_directive("\n".join(lines).encode())

    assert {point.ref: (point.owner, point.text) for point in directive.points} == expected
    assert " ".join(directive.closing) == closing
    assert [recipient.name for recipient in directive.recipients] == ["Như trên", "Lưu: VT"]

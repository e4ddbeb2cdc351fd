"""The layouts of `papers`, each read as plain text and as a Word file, and what a layout must not do to the text."""

from __future__ import annotations

import unicodedata

import pytest

from buuan.oversight.duties.reading import read_directive
from buuan.oversight.duties.reading.tests.papers import PAPERS, as_docx

WRITTEN_AS = {
    "text": lambda text: text.encode(),
    "text with CRLF and NFD": lambda text: unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode(),
    "Word": as_docx,
}


def read(text: str):
    return read_directive(text.encode())


def points(text: str) -> dict[str, str]:
    return {point.ref: point.text for point in read(text).points}


@pytest.mark.parametrize("written", WRITTEN_AS)
@pytest.mark.parametrize("name", PAPERS)
def test_a_layout_gives_its_references_and_owners(name, written):
    paper = PAPERS[name]

    directive = read_directive(WRITTEN_AS[written](paper.text))

    assert [section.ref for section in directive.sections] == paper.sections
    assert [point.ref for point in directive.points] == paper.points
    owners = {point.ref: point.owner for point in directive.points}
    assert {ref: owners[ref] for ref in paper.owners} == paper.owners


@pytest.mark.parametrize("name", PAPERS)
def test_references_are_unique_and_points_stand_in_their_sections(name):
    directive = read(PAPERS[name].text)

    refs = [point.ref for point in directive.points]
    assert len(refs) == len(set(refs))
    assert {point.section_ref for point in directive.points} <= {section.ref for section in directive.sections}


def test_a_number_inside_a_sentence_opens_no_section():
    text = points(PAPERS["one level, sentences"].text)["2"]

    assert text == (
        "Công an tỉnh chịu trách nhiệm bảo đảm an ninh, trật tự trong dịp nghỉ lễ; báo cáo kết quả trước ngày 5. 9 hằng năm "
        "theo quy định tại khoản 3. Điều 7 của Quy chế."
    )


def test_a_sentence_broken_over_lines_pages_and_dashes_is_whole_again():
    text = points(PAPERS["broken lines"].text)

    assert text["1a"] == (
        "Đào tạo nghề, gắn với phát triển kinh tế - xã hội của địa phương theo quy định tại điểm a) khoản 2 Điều 6 "
        "và các văn bản hướng dẫn có liên quan."
    )
    assert text["1b"] == "Tuyên truyền về việc làm."
    assert text["2a"] == "Rà soát nhu cầu lao động, báo cáo trước ngày 15. 7 hằng năm."


def test_lists_inside_a_point_are_its_text():
    text = points(PAPERS["lists inside points"].text)

    assert text["1a"] == "Kiểm tra các hồ chứa sau:\n- Hồ Bắc;\n- Hồ Nam."
    assert text["1b"] == "Lập hồ sơ gồm:\n1. Bản đồ;\n2. Sổ trực;\n3. Danh bạ."


def test_a_plus_belongs_to_the_dash_above_it():
    assert points(PAPERS["dashes and pluses"].text)["1-2"] == "Chuẩn bị giống dự phòng:\n+ Lúa;\n+ Rau màu."


def test_a_dash_set_in_belongs_to_the_dash_above_it():
    text = points("CHỈ THỊ\nVề kiểm tra\n\n1. Sở Nội vụ\n- Tổng hợp:\n  - Theo tuần\n  - Theo tháng\n- Báo cáo\n")

    assert text == {"1-1": "Tổng hợp:\n- Theo tuần\n- Theo tháng", "1-2": "Báo cáo"}


def test_a_paragraph_that_goes_on_with_a_point_stays_in_it():
    text = points("1. Sở Y tế\na) Khám bệnh.\n\nTrong đó, ưu tiên trẻ em.\n\nb) Chữa bệnh.\n\n2. Sở Nội vụ\n\na) Tổng hợp.\n")

    assert text == {"1a": "Khám bệnh.\nTrong đó, ưu tiên trẻ em.", "1b": "Chữa bệnh.", "2a": "Tổng hợp."}


def test_what_stands_between_a_heading_and_its_points_is_the_sections_text():
    section = read("1. Sở Y tế\nChịu trách nhiệm trước Chủ tịch UBND tỉnh.\na) Khám bệnh.\nb) Chữa bệnh.\n").sections[0]

    assert (section.title, section.text) == ("Sở Y tế", "Chịu trách nhiệm trước Chủ tịch UBND tỉnh.")


def test_letters_may_leave_out_what_the_law_leaves_out_or_not():
    legal = "".join(f"{letter}) Việc {letter};\n" for letter in "abcdđeghiklmnopqrstuvxy")
    latin = "".join(f"{letter}) Việc {letter};\n" for letter in "abcdefghijklmnopqrstuvwxyz")

    assert list(points("1. Sở Y tế\n" + legal)) == [f"1{letter}" for letter in "abcdđeghiklmnopqrstuvxy"]
    assert list(points("1. Sở Y tế\n" + latin)) == [f"1{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]


def test_a_small_roman_list_in_a_point_is_no_letter():
    text = points("1. Sở Y tế\na) Gồm:\ni) Khám;\nii) Chữa;\nb) Báo cáo.\n")

    assert text == {"1a": "Gồm:\ni) Khám;\nii) Chữa;", "1b": "Báo cáo."}


def test_a_missing_letter_and_a_doubled_number_are_read_and_reported():
    directive = read("1. Sở Y tế\na) Một.\nb) Hai.\nd) Bốn.\n3. Công an tỉnh\na) Một.\nb) Hai.\n3. Sở Tài chính\na) Ba.\nb) Bốn.\n")

    assert [point.ref for point in directive.points] == ["1a", "1b", "1d", "3a", "3b", "3(2)a", "3(2)b"]
    assert "Sau b của 1 là d: có thể văn bản thiếu một phần." in directive.warnings
    assert "Sau 1 là 3: có thể văn bản thiếu một phần." in directive.warnings
    assert "Số thứ tự 3 xuất hiện nhiều lần; lần thứ 2 được ghi là 3(2)." in directive.warnings


def test_a_section_without_number_is_counted_and_reported():
    assert (
        "Mục «Công an tỉnh» không đánh số trên văn bản; được tính là mục 2."
        in read(PAPERS["a section without its number"].text).warnings
    )


def test_a_task_with_a_list_stays_one_point_where_its_body_is_known():
    text = points("I. Sở Y tế\n1. Tuyên truyền.\na) Qua loa.\nb) Qua tờ rơi.\n2. Báo cáo.\nII. Sở Nội vụ\nTổng hợp.\n")

    assert text == {"I.1": "Tuyên truyền.\na) Qua loa.\nb) Qua tờ rơi.", "I.2": "Báo cáo.", "II": "Tổng hợp."}


def test_parts_sections_and_letters_keep_all_their_levels():
    text = "A. MỤC TIÊU\nGiữ an toàn.\nB. NHIỆM VỤ\nI. Sở Y tế\n1. Khám bệnh.\n2. Chữa bệnh.\nII. Sở Tài chính\n1. Chi tiền.\n"

    assert list(points(text)) == ["A", "B.I.1", "B.I.2", "B.II.1"]


def test_decimals_of_three_steps_are_kept_as_printed():
    text = "1. Sở Nội vụ\n1.1. Sắp xếp\n1.1.1. Cấp tỉnh\n1.1.2. Cấp xã\n1.2. Báo cáo\n2. Sở Y tế khám bệnh.\n"

    assert list(points(text)) == ["1.1.1", "1.1.2", "1.2", "2"]


def test_decimals_under_roman_parts_that_carry_the_parts_number_are_kept_as_printed():
    text = "I. Sở Nội vụ\n1.1. Sắp xếp.\n1.2. Báo cáo.\nII. Sở Y tế\n2.1. Khám bệnh.\n2.2. Chữa bệnh.\n"

    assert list(points(text)) == ["1.1", "1.2", "2.1", "2.2"]


def test_a_paper_without_diacritics_is_read_alike():
    directive = read(
        "CHI THI\nVe viec phong chong chay rung\n\nChu tich UBND tinh yeu cau:\n1. So Nong nghiep va Moi truong\n"
        "a) Truc gac rung.\nb) Bao cao hang tuan.\n2. Cong an tinh\na) Dieu tra.\nb) Tuan tra.\n"
        "Noi nhan:\n- Nhu tren;\n- Luu: VT.\n"
    )

    assert [point.ref for point in directive.points] == ["1a", "1b", "2a", "2b"]
    assert directive.sections[0].owner == "So Nong nghiep va Moi truong"
    assert [recipient.name for recipient in directive.recipients] == ["Nhu tren", "Luu: VT"]


def test_a_paper_passed_on_as_markdown_is_read_alike():
    directive = read(
        "# CHỈ THỊ\n## Về phòng cháy rừng\n\n**1\\. Sở Nông nghiệp và Môi trường**\n\na\\) Trực gác rừng.\n\n"
        "b\\) Làm đường băng.\n\n*2. Công an tỉnh:* điều tra các vụ cháy.\n"
    )

    assert {point.ref: (point.owner, point.text) for point in directive.points} == {
        "1a": ("Sở Nông nghiệp và Môi trường", "Trực gác rừng."),
        "1b": ("Sở Nông nghiệp và Môi trường", "Làm đường băng."),
        "2": ("Công an tỉnh", "điều tra các vụ cháy."),
    }


def test_reasons_before_the_demand_stay_in_the_preamble():
    directive = read(PAPERS["reasons numbered before the demand"].text)

    assert directive.preamble == (
        "Qua kiểm tra cho thấy:",
        "1. Một số nơi chưa niêm yết lịch.",
        "2. Một số nơi chậm trả lời.",
        "Để khắc phục, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các đơn vị thực hiện các nội dung sau:",
    )


def test_whom_the_words_before_the_list_order_owns_the_points_that_name_nobody():
    directive = read(
        "CHỈ THỊ\nVề rác thải\n\nChủ tịch UBND tỉnh yêu cầu Giám đốc các sở; Chủ tịch UBND các xã thực hiện:\n"
        "1. Tăng cường tuyên truyền.\n2. Giao Sở Tài chính bố trí kinh phí.\n"
    )

    assert [point.owner for point in directive.points] == ["Giám đốc các sở; Chủ tịch UBND các xã", "Sở Tài chính"]


@pytest.mark.parametrize(
    ("last", "closing"),
    [
        ("Chỉ thị này có hiệu lực kể từ ngày ký./.", True),
        ("Nhận được Chỉ thị này, các đơn vị nghiêm túc triển khai./.", True),
        ("Chánh Văn phòng UBND tỉnh, Giám đốc các sở chịu trách nhiệm thi hành Chỉ thị này.", True),
        ("Trong quá trình thực hiện, nếu vướng mắc, các đơn vị báo cáo UBND tỉnh.", True),
        ("Giao Sở Nội vụ theo dõi, đôn đốc việc thực hiện Chỉ thị này.", True),
        ("Việc tuyên truyền phải kịp thời.", False),
        ("Trong đó, chú trọng vùng sâu, vùng xa.", False),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_closing_is_told_from_a_paragraph_that_goes_on_with_the_last_point(last, closing, between):
    directive = read(f"CHỈ THỊ\nVề rác thải\n\n1. Sở Y tế\na) Khám bệnh.\nb) Chữa bệnh.{between}{last}\n")

    assert directive.closing == ((last,) if closing else ())
    assert (last in directive.points[-1].text) is not closing


def test_a_numbered_closing_is_a_section_of_its_own():
    directive = read(
        "1. Sở Y tế khám bệnh.\n2. Tổ chức thực hiện\nThủ trưởng các sở, ngành chịu trách nhiệm thực hiện.\n"
        "Giao Văn phòng UBND tỉnh theo dõi việc thực hiện Chỉ thị này./.\n"
    )

    assert [(point.ref, point.owner) for point in directive.points] == [("1", "Sở Y tế"), ("2", "Thủ trưởng các sở, ngành")]
    assert directive.points[1].text.startswith("Thủ trưởng các sở, ngành chịu trách nhiệm")
    assert directive.closing == ()


def test_a_section_of_a_name_only_is_reported():
    assert "Mục 2 chỉ có tên cơ quan, không có nội dung." in read("1. Sở Y tế khám bệnh.\n2. Công an tỉnh\n").warnings


def test_letters_may_change_their_style_and_stay_one_list():
    assert list(points("1. Sở Y tế\na) Khám bệnh;\nb. Chữa bệnh;\nc/ Báo cáo;\nd) Tổng hợp.\n")) == ["1a", "1b", "1c", "1d"]


def test_a_number_far_out_of_sequence_opens_no_section():
    text = points("1. Sở Y tế khám bệnh. Mỗi xã cần ít nhất.\n6. người trực.\n2. Sở Nội vụ cần ít nhất.\n5. người.\n")

    assert list(text) == ["1", "2"]
    assert text["1"].endswith("6. người trực.")


def test_a_name_or_a_dash_at_the_start_of_a_broken_line_opens_nothing():
    text = points("1. Sở Y tế phun khử khuẩn trên đường\nC. Mác, tại trạm cấp nước\n- thoát nước.\n2. Sở Nội vụ tổng hợp.\n")

    assert text["1"] == "Sở Y tế phun khử khuẩn trên đường C. Mác, tại trạm cấp nước - thoát nước."


def test_a_heading_without_number_over_dashes_is_a_section():
    text = points(
        "1. Sở Y tế\n- Khám bệnh.\n- Chữa bệnh.\n\nCông an tỉnh\n- Tuần tra.\n- Xử lý vi phạm.\n\n"
        "3. Sở Nội vụ\n- Tổng hợp.\n- Báo cáo.\n\nSở Tài chính\n- Chi tiền.\n- Thu tiền.\n"
    )

    assert list(text) == ["1-1", "1-2", "2-1", "2-2", "3-1", "3-2", "4-1", "4-2"]


def test_decimals_under_another_number_are_kept_as_printed_but_one_alone_is_text():
    copied = "1. Sở Y tế khám bệnh.\n2. Công an tỉnh\n1.1. Tuần tra.\n1.2. Xử lý.\n1.3. Báo cáo.\n"
    stray = "1. Sở Y tế khám bệnh.\n2. Công an tỉnh tuần tra theo mức.\n1.1. Lần mức chung.\n"

    assert list(points(copied)) == ["1", "1.1", "1.2", "1.3"]
    assert list(points(stray)) == ["1", "2"]

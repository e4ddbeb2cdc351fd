"""The head and the tail of a paper: letterhead, number, date, title; recipients and signature."""

from __future__ import annotations

from datetime import date

import pytest

from buuan.oversight.duties.reading import Recipient, Signer, read_directive

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BODY = "\n1. Sở Y tế khám bệnh.\n2. Công an tỉnh tuần tra.\n"


def read(head: str = "CHỈ THỊ\nVề trực tết\n", tail: str = ""):
    return read_directive((head + BODY + tail).encode())


@pytest.mark.parametrize(
    ("line", "number", "sign"),
    [
        ("Số: 15/CT-UBND", "15/CT-UBND", "CT-UBND"),
        ("Số:15 /CT-UBND", "15/CT-UBND", "CT-UBND"),
        ("Số 07/2023/CT-UBND", "07/2023/CT-UBND", "CT-UBND"),
        ("Số: 09-CT/TU", "09-CT/TU", "CT/TU"),
        ("Số: /CT-UBND", None, "CT-UBND"),
        ("Số:        /CT-UBND", None, "CT-UBND"),
        ("Số: ……/CT-UBND", None, "CT-UBND"),
        ("Số: 12", "12", None),
        ("", None, None),
    ],
)
def test_the_number_is_read_or_known_to_be_missing(line, number, sign):
    directive = read(f"{line}\n\nCHỈ THỊ\nVề trực tết\n")

    assert (directive.number, directive.number_sign) == (number, sign)
    assert ("Văn bản chưa có số." in directive.warnings) is (number is None)


@pytest.mark.parametrize(
    ("line", "place", "issued", "day"),
    [
        ("An Sơn, ngày 05 tháng 3 năm 2024", "An Sơn", "2024-03-05", date(2024, 3, 5)),
        ("TP. An Sơn, ngày 5/3/2024", "TP. An Sơn", "2024-03-05", date(2024, 3, 5)),
        ("An Sơn, ngày      tháng 3 năm 2024", "An Sơn", "2024-03", None),
        ("An Sơn, ngày ... tháng ... năm 2024", "An Sơn", "2024", None),
        ("An Sơn, ngày …… tháng …… năm 20…", "An Sơn", None, None),
        ("An Sơn, ngày 31 tháng 2 năm 2024", "An Sơn", "2024-02", None),
        ("Ngày 1 tháng 12 năm 2023", None, "2023-12-01", date(2023, 12, 1)),
        ("", None, None, None),
    ],
)
def test_the_date_is_read_as_far_as_it_is_printed(line, place, issued, day):
    directive = read(f"Số: 1/CT-UBND\n{line}\n\nCHỈ THỊ\nVề trực tết\n")

    assert (directive.place, directive.issued, directive.issued_on) == (place, issued, day)
    assert (not any("gày" in warning for warning in directive.warnings)) is (day is not None)


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        (f"ỦY BAN NHÂN DÂN\nTỈNH AN SƠN\n{STATE}\n{MOTTO}\n", "ỦY BAN NHÂN DÂN TỈNH AN SƠN"),
        (f"ỦY BAN NHÂN DÂN          {STATE}\nTỈNH AN SƠN\t\t{MOTTO}\n", "ỦY BAN NHÂN DÂN TỈNH AN SƠN"),
        (f"UBND TỈNH AN SƠN        {STATE}\nSỞ Y TẾ                 {MOTTO}\n", "SỞ Y TẾ"),
        ("", None),
    ],
)  # fmt: skip
def test_the_letterhead_names_the_issuer(head, issuer):
    directive = read(f"{head}Số: 1/CT-UBND      An Sơn, ngày 2 tháng 3 năm 2024\n\nCHỈ THỊ\nVề trực tết\n")

    assert directive.issuer == issuer
    assert (directive.number, directive.place, directive.issued) == ("1/CT-UBND", "An Sơn", "2024-03-02")


def test_without_a_letterhead_who_demands_is_the_issuer():
    directive = read("CHỈ THỊ\nVề trực tết\n\nĐể bảo đảm an toàn, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:\n")

    assert directive.issuer == "Chủ tịch Ủy ban nhân dân tỉnh"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("CHỈ THỊ\nVề trực tết\n", "Về trực tết"),
        ("CHỈ THỊ\n\nVề trực tết\n\nNăm nay thời tiết phức tạp.\n", "Về trực tết"),
        ("CHỈ THỊ\nVề việc trực tết và\nbảo đảm an toàn\nHiện nay tình hình phức tạp.\n", "Về việc trực tết và bảo đảm an toàn"),
        ("CHỈ THỊ\nVề việc trực tết tại tỉnh\nAn Sơn\nThời gian qua tình hình ổn định.\n", "Về việc trực tết tại tỉnh An Sơn"),
        ("CHỈ THỊ\nVỀ VIỆC TRỰC TẾT\nTRÊN ĐỊA BÀN TỈNH\n\nCHỦ TỊCH UBND TỈNH CHỈ THỊ:\n", "VỀ VIỆC TRỰC TẾT TRÊN ĐỊA BÀN TỈNH"),
        ("C H Ỉ  T H Ị\nVề trực tết\n", "Về trực tết"),
        ("CHỈ THỊ VỀ VIỆC TRỰC TẾT\n\nHiện nay tình hình ổn định.\n", "VỀ VIỆC TRỰC TẾT"),
        ("CHỈ THỊ SỐ 15/CT-UBND\nVề trực tết\n(Ban hành ngày 12 tháng 5 năm 2023)\n", "Về trực tết"),
        ("CHỈ THỊ\nCỦA CHỦ TỊCH UBND TỈNH\nVề trực tết\n------\nHiện nay tình hình ổn định.\n", "Về trực tết"),
    ],
)  # fmt: skip
def test_the_title_is_read_whole_and_without_what_follows(head, title):
    directive = read(head)

    assert (directive.kind, directive.title) == ("CHỈ THỊ", title)


def test_a_number_and_a_date_beside_the_kind_or_in_brackets_count():
    directive = read("CHỈ THỊ SỐ 15/CT-UBND\nVề trực tết\n(Ban hành ngày 12 tháng 5 năm 2023)\n")

    assert (directive.number, directive.issued) == ("15/CT-UBND", "2023-05-12")


def test_a_letter_without_kind_has_its_subject_and_its_addressees():
    directive = read(
        "ỦY BAN NHÂN DÂN\nHUYỆN SÔNG MÂY\nSố: 12/UBND-KT\nV/v tăng cường quản lý chợ\nSông Mây, ngày 7/8/2023\n\n"
        "Kính gửi:\n- Phòng Kinh tế;\n- Công an huyện.\n\nỦy ban nhân dân huyện yêu cầu:\n"
    )

    assert (directive.kind, directive.title) == (None, "tăng cường quản lý chợ")
    assert directive.addressees == ("Phòng Kinh tế", "Công an huyện")
    assert [point.ref for point in directive.points] == ["1", "2"]
    assert "Không thấy tên loại văn bản (CHỈ THỊ)." in directive.warnings


SIGNED = Signer("TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Thị Thí Dụ")


@pytest.mark.parametrize(
    "tail",
    [
        "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Thị Thí Dụ\n",
        "\nNơi nhận: - Như trên; - Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nLê Thị Thí Dụ\n",
        "\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n[đã ký]\n\nLê Thị Thí Dụ\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n",
        "\nNơi nhận:                      TM. ỦY BAN NHÂN DÂN\n- Như trên;                         KT. CHỦ TỊCH\n"
        "- Lưu: VT.                         PHÓ CHỦ TỊCH\n\n\n                                Lê Thị Thí Dụ\n",
        "\n**Nơi nhận:**\n\n- Như trên;\n\n- Lưu: VT.\n\n**TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH**\n\nLê Thị Thí Dụ\n",
    ],
)
def test_recipients_and_signature_are_told_apart_wherever_they_stand(tail):
    directive = read(tail=tail)

    assert directive.recipients == (Recipient("Như trên", None), Recipient("Lưu: VT", None))
    assert directive.signer == SIGNED
    assert [point.text for point in directive.points] == ["Sở Y tế khám bệnh.", "Công an tỉnh tuần tra."]


def test_a_recipients_purpose_is_split_off_and_a_broken_entry_is_whole_again():
    directive = read(
        tail="\nNơi nhận:\n- Bộ Y tế (để báo cáo);\n- Các sở, ban, ngành\ncấp tỉnh (t/h);\n"
        "- Báo An Sơn (đưa tin);\n- Lưu: VT (05b).\n"
    )

    assert directive.recipients == (
        Recipient("Bộ Y tế", "để báo cáo"),
        Recipient("Các sở, ban, ngành cấp tỉnh", "t/h"),
        Recipient("Báo An Sơn (đưa tin)", None),
        Recipient("Lưu: VT (05b)", None),
    )


@pytest.mark.parametrize(
    ("tail", "signer"),
    [
        ("\nCHỦ TỊCH\n\nPhạm Văn Mẫu\n", Signer(None, "CHỦ TỊCH", "Phạm Văn Mẫu")),
        ("\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nPhạm Văn Mẫu\n", Signer("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Phạm Văn Mẫu")),
        ("\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nThS. Phạm Văn Mẫu\n", Signer("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "ThS. Phạm Văn Mẫu")),
        ("\nQ. CHỦ TỊCH\nPhạm Văn Mẫu\n", Signer("Q. CHỦ TỊCH", None, "Phạm Văn Mẫu")),
        ("\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n", Signer("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", None)),
        ("", None),
    ],
)
def test_the_signature_says_for_whom_in_which_office_and_who(tail, signer):
    directive = read(tail=tail)

    assert directive.signer == signer
    assert ("Không thấy tên người ký." in directive.warnings) is (signer is None or signer.name is None)


def test_an_annex_behind_the_signature_is_left_out_and_said_so():
    directive = read(tail="\nCHỦ TỊCH\nPhạm Văn Mẫu\n\nPHỤ LỤC\n1. Danh sách chợ\n2. Danh sách trạm\n")

    assert [point.ref for point in directive.points] == ["1", "2"]
    assert "Phần phụ lục sau chữ ký không được đọc." in directive.warnings

"""Files that are refused as a whole: M101 to M110."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest

from buuan.registers.items.reading import Known, Limits
from buuan.registers.items.reading.tests.cast import NOW, as_csv, as_json, codes, read, row, rows


def refusal(reading):
    """Give the code and sentence of the reason, having checked that nothing comes out of the file."""
    assert reading.refused_whole
    assert reading.items.height == reading.lines.height == reading.documents.height == reading.accepted == 0
    reasons = reading.report.filter(reading.report["severity"] == "F")
    return reasons["code"].to_list(), " ".join(reasons["message"])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "rỗng"),
        (b"  \n \n", "rỗng"),
        (b"%PDF-1.7 etc", "PDF"),
        (gzip.compress(b"item_id\n1", mtime=0), "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "mật khẩu"),
        (b"PK\x03\x04" + bytes(60), "Excel"),
        (b"PAR1" + bytes(60), "cắt giữa chừng"),
        (b"PARE" + bytes(60), "mã hóa"),
        (bytes(range(32)) * 50, "ký tự điều khiển"),
        (b"<html><body>loi</body></html>", "trang web"),
        (b"[1, 2]", "mảng"),
    ],
)
def test_what_is_no_manifest_is_named(data, words):
    found, sentence = refusal(read(data))
    assert found == ["M101"]
    assert words in sentence


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    found, sentence = refusal(read(as_csv(rows(3)), limits=Limits(csv_bytes=100)))
    assert found == ["M101"]
    assert "giới hạn" in sentence


def test_an_endless_line_is_refused():
    data = as_csv([row(declared_content="a" * 3000)])
    found, sentence = refusal(read(data, limits=Limits(record_bytes=1024, chunk_bytes=1024)))
    assert found == ["M101"]
    assert "dài quá" in sentence


def test_more_items_than_allowed_are_refused():
    found, _ = refusal(read(as_csv(rows(4)), limits=Limits(items=3)))
    assert found == ["M101"]


def test_an_upload_cut_off_inside_a_row_says_so():
    whole = as_csv(rows(5))
    found, sentence = refusal(read(whole[: whole.rindex(b"0900000001")]))
    assert found == ["M101"]
    assert "cắt giữa chừng" in sentence
    assert "dòng 6" in sentence


def test_an_upload_cut_off_inside_quotes_says_so():
    found, sentence = refusal(read(as_csv(rows(2)) + b'BCX0000000003,"domestic'))
    assert found == ["M101"]
    assert "dấu nháy" in sentence


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-16", "UTF-16 LE"), ("utf-16-be", "UTF-16"), ("utf-16-le", "UTF-16"), ("cp1258", "Windows-1258")],
)
def test_other_encodings_are_named(encoding, name):
    text = as_csv(rows(3, sender_name="Nguyen Va\u0306n Ma\u0302\u0303u" if encoding == "cp1258" else "Nguyễn")).decode()
    found, sentence = refusal(read(text.encode(encoding, "ignore")))
    assert found == ["M102"]
    assert name in sentence


ASCII = {
    "sender_name": "Nguyen Van Mau", "receiver_name": "Tran Thi Mau", "receiver_address": "Thon Mau",
    "declared_content": "Ao so mi nam vai cotton",
}  # fmt: skip
# "Công ty bưu chính, thành phố Thanh Hóa, đường Lê Lợi, người gửi, hàng hóa", as the old fonts wrote it.
TCVN3 = b"C\xc8ng ty bu chi\xfdnh, th\xb5nh ph\xe8 Thanh H\xe3a, \xae\xad\xeeng L\xaa L\xeei, ng\xad\xeai g\xf6i, h\xb5ng h\xe3a"
VNI = "Coâng ty böu chính, thaønh phoá Thanh Hoùa, ñöôøng Leâ Lôïi, ngöôøi göûi, haøng hoùa".encode("latin-1")


@pytest.mark.parametrize(("raw", "name"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
def test_legacy_vietnamese_code_pages_are_named(raw, name):
    data = as_csv(rows(4, sender_address="@@", **ASCII)).replace(b"@@", b'"' + raw + b'"')
    found, sentence = refusal(read(data))
    assert found == ["M102"]
    assert name in sentence


def test_a_legacy_code_page_wrapped_in_utf8_is_recognised():
    address = VNI.decode("latin-1")
    found, sentence = refusal(read(as_csv(rows(4, **(ASCII | {"sender_address": address, "declared_content": address})))))
    assert found == ["M102"]
    assert "VNI" in sentence


def test_a_single_byte_that_is_not_utf8_is_found_far_down_the_file():
    data = as_csv(rows(4000)) + as_csv([row(5000, sender_name="@@")]).split(b"\n")[1].replace(b"@@", b"\xff") + b"\n"
    found, sentence = refusal(read(data))
    assert found == ["M102"]
    assert "dòng 4002" in sentence


def test_utf8_with_byte_order_mark_is_accepted():
    assert read(b"\xef\xbb\xbf" + as_csv(rows(2))).accepted == 2


def test_all_missing_columns_are_listed_with_what_comes_near():
    item = {k: v for k, v in row().items() if k not in ("gross_weight_g", "flow", "item_id")}
    reading = read(as_csv([item | {"Khối lượng": "850", "itemid": "X12345"}]))
    found, sentence = refusal(reading)
    assert found == ["M103"]
    assert "gross_weight_g (có phải cột «Khối lượng»?)" in sentence
    assert "item_id (có phải cột «itemid»?)" in sentence
    assert "flow" in sentence


def test_a_duplicate_header_is_refused():
    data = as_csv(rows(1)).replace(b"sender_name", b"sender_type", 1)
    found, sentence = refusal(read(data))
    assert "M104" in found
    assert "sender_type" in sentence


def test_a_file_without_header_is_refused():
    found, _ = refusal(read(b"a,b,c\n1,2,3\n"))
    assert found == ["M104"]


def test_the_header_may_stand_in_the_tenth_row_but_not_in_the_eleventh():
    title = b"BANG KE BUU GUI\n"
    reading = read(title * 9 + as_csv([*rows(9), row(10, flow="")]))
    assert codes(reading) == [(20, "flow", "M201")]
    found, _ = refusal(read(title * 10 + as_csv(rows(1))))
    assert found == ["M104"]


def test_counts_that_do_not_match_refuse_the_file():
    found, sentence = refusal(read(as_json(rows(2), item_count=3)))
    assert found == ["M105"]
    assert "3" in sentence
    assert "2" in sentence
    assert read(as_json(rows(2), item_count=2)).accepted == 2


@pytest.mark.parametrize(
    "name",
    ["message", "gift_message", "letter_body", "letter content", "Lời nhắn", "noi_dung_thu", "so_cccd", "soCccd",
     "sender_cmnd", "id_number", "passport", "PassportNo", "bank_account", "Số tài khoản"],
)  # fmt: skip
def test_refused_columns_refuse_the_file(name):
    found, sentence = refusal(read(as_csv([row() | {name: "x"}])))
    assert found == ["M106"]
    assert name in sentence


def test_a_refused_name_is_found_in_any_depth_of_json():
    nested = row() | {"extra": {"nguoi": [{"so_cccd": "1"}]}}
    assert refusal(read(as_json([row(2), nested])))[0] == ["M106"]


def test_a_refused_name_is_found_inside_a_json_text_cell():
    assert refusal(read(as_csv([row(extra='{"a": 1, "bank_account": "1"}')])))[0] == ["M106"]


def test_names_that_only_look_alike_are_not_refused():
    reading = read(as_csv([row(sender_id_verified="none") | {"prepaid_number": "1", "content_code": "2"}]))
    assert reading.accepted == 1


def test_another_operator_in_the_file_is_refused():
    found, sentence = refusal(read(as_json(rows(1), operator_code="GHTK")))
    assert found == ["M107"]
    assert "GHTK" in sentence


def test_an_inactive_operator_is_refused():
    assert refusal(read(as_csv(rows(1)), operator_code="OLD"))[0] == ["M107"]


@pytest.mark.parametrize(("version", "fine"), [("1.0", True), ("1.7", True), ("2.0", False), ("abc", False)])
def test_only_the_major_version_of_the_schema_matters(version, fine):
    reading = read(as_json(rows(1), schema_version=version))
    assert reading.refused_whole is not fine
    assert fine or refusal(reading)[0] == ["M108"]


def test_the_same_revision_with_other_content_conflicts_and_with_the_same_is_known():
    data = as_csv(rows(2))
    first = read(data, manifest_id="AM-1")
    known = Known(operators={"BCX"}, revisions={("AM-1", 1): first.content_hash})
    assert read(data, manifest_id="AM-1", known=known).already_accepted
    assert refusal(read(as_csv(rows(3)), manifest_id="AM-1", known=known))[0] == ["M109"]
    assert read(as_csv(rows(3)), manifest_id="AM-1", revision=2, known=known).accepted == 3


def test_three_bad_rows_in_a_hundred_do_not_stop_the_others():
    items = [*rows(97), row(98, flow="xa"), row(99, gross_weight_g=""), row(100, sender_name="")]
    reading = read(as_csv(items))
    assert (reading.status, reading.accepted, reading.refused) == ("committed_with_errors", 97, 3)
    assert codes(reading) == [(99, "flow", "M202"), (100, "gross_weight_g", "M201"), (101, "sender_name", "M201")]


def test_more_than_a_fifth_of_bad_rows_refuse_the_file_with_a_complete_report():
    items = [*rows(7), row(8, flow="xa"), row(9, flow="xa"), row(10, flow="xa")]
    reading = read(as_csv(items))
    found, _ = refusal(reading)
    assert found == ["M110"]
    assert reading.refused == 3
    assert [code for _, _, code in codes(reading)].count("M202") == 3
    exactly = [*rows(8), row(9, flow="xa"), row(10, flow="xa")]
    assert read(as_csv(exactly)).accepted == 8


def test_only_a_header_is_no_manifest():
    assert refusal(read(as_csv(rows(1)).split(b"\n")[0] + b"\n"))[0] == ["M101"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"manifest_id": "a b"}, "M202"),
        ({"revision": 0}, "M203"),
        ({"revision": "x"}, "M203"),
        ({"kind": "all"}, "M202"),
        ({"created_at": "hom qua"}, "M202"),
        ({"created_at": (NOW + timedelta(hours=1)).isoformat()}, "M206"),
        ({"mapping_profile": "xyz"}, "M202"),
        ({"item_count": "nhieu"}, "M202"),
    ],
)
def test_header_fields_that_cannot_be_used_refuse_the_file(fields, code):
    assert refusal(read(as_json(rows(1), **fields)))[0] == [code]


def test_the_header_is_filled_with_defaults():
    reading = read(as_csv(rows(1)), name="Bảng kê 05-01.csv")
    header = reading.header
    assert header.manifest_id == f"bang-ke-05-01-{reading.content_hash[:12]}"
    assert (header.revision, header.kind, header.profile, header.created_at) == (1, "full", "native", NOW)


def test_an_unknown_facility_is_refused_where_facilities_are_known():
    known = Known(operators={"BCX"}, facilities={"KHO-1"})
    assert refusal(read(as_csv(rows(1)), facility_code="KHO-2", known=known))[0] == ["M202"]
    assert read(as_csv(rows(1)), facility_code="KHO-1", known=known).header.facility_code == "KHO-1"

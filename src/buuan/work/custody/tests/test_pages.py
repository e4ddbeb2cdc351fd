"""The pages of custody: a journey from the file to the signed minutes, what each role meets, and files that can do nothing."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from buuan.work.cases.tests.acts import records
from buuan.work.cases.tests.cast import MONDAY
from buuan.work.custody import actions
from buuan.work.custody.actions import PersonFacts
from buuan.work.custody.models import Custody, Evidence, Exhibit, HandOver
from buuan.work.custody.tests.conftest import jpeg

pytestmark = pytest.mark.usefixtures("now")
REASON = "Chuyển kho để giám định"


def text(answer) -> str:
    return answer.content.decode()


def send(client, case, data=None, name="anh.jpg", **more):
    given = {"caption": "Ảnh gói hàng", "marking": "internal", "file": SimpleUploadedFile(name, data or jpeg(place=True))}
    return client.post(f"/vu-viec/{case.number}/chung-cu/them", given | more)


def test_a_plain_form_brings_a_file_in_and_the_case_counts_it(cast, case):
    client = cast.client("police")
    answer = send(client, case)
    made = Evidence.objects.get()
    assert answer.headers["Location"] == f"/chung-cu/{made.number}"
    assert made.file.sha256 in text(client.get(f"/chung-cu/{made.number}"))
    page = text(client.get(f"/vu-viec/{case.number}"))
    assert f"/vu-viec/{case.number}/chung-cu" in page
    assert "Chứng cứ, tang vật" in page


def test_a_refused_file_stays_on_its_form_with_the_reason_and_every_word(cast, case):
    for name, data, words in (("TUYỆT MẬT.jpg", None, "TUYỆT MẬT"), ("x.exe", b"MZ\x90\x00", "Loại tệp này không được nhận")):
        answer = send(cast.client("police"), case, data, name, origin="Camera bưu cục")
        assert answer.status_code == 422
        assert words in text(answer)
        assert "Camera bưu cục" in text(answer)


def test_the_script_sends_pieces_and_the_form_takes_the_whole(cast, case):
    client, data = cast.client("police"), jpeg() + b"\0" * 5000
    begun = json.loads(client.post(f"/vu-viec/{case.number}/chung-cu/tai-len", {"name": "anh.jpg", "size": len(data)}).content)
    for at in (0, 3000):
        answer = client.post(
            begun["url"], data[at : at + 3000], content_type="application/octet-stream", HTTP_UPLOAD_OFFSET=str(at)
        )
    assert json.loads(client.get(begun["url"]).content) == {"received": 6000 if len(data) > 6000 else len(data), "size": len(data)}
    client.post(begun["url"], data[6000:], content_type="application/octet-stream", HTTP_UPLOAD_OFFSET="6000")
    assert answer.status_code == 200
    sent = client.post(f"/vu-viec/{case.number}/chung-cu/them", {"caption": "Ảnh", "marking": "internal", "token": begun["token"]})
    assert sent.status_code == 302
    assert cast.client("market").get(begun["url"]).status_code == 404
    gap = client.post(f"/vu-viec/{case.number}/chung-cu/tai-len", {"name": "a.jpg", "size": str(5 * 1024**3)})
    assert gap.status_code == 413


def test_a_preview_is_a_clean_picture_in_a_sandbox_and_is_recorded(cast, case):
    client = cast.client("police")
    send(client, case)
    number = Evidence.objects.get().number
    assert client.get(f"/chung-cu/{number}/xem").status_code == 200
    answer = client.get(f"/chung-cu/{number}/anh")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"May Anh Thu" not in answer.content
    assert b"May Anh Thu" not in client.get(f"/chung-cu/{number}/tai-ve").content
    assert [one.facts["how"] for one in records("custody.opened_file")] == ["shown", "taken"]
    original = f"/chung-cu/{number}/ban-goc"
    assert client.post(original, {"reason": "xem"}).status_code == 422
    sealed = client.post(original, {"reason": "Đối chiếu nơi chụp ảnh"})
    assert b"May Anh Thu" in b"".join(sealed.streaming_content)
    assert sealed.headers["Content-Disposition"].startswith("attachment")


def test_markup_and_scripts_are_shown_as_the_text_they_are(cast, case):
    client = cast.client("police")
    send(client, case, b"<script>alert(1)</script>", "trang.html")
    page = text(client.get(f"/chung-cu/{Evidence.objects.get().number}/xem"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_pdf_is_shown_page_by_page_as_pictures(cast, case):
    import typst

    client = cast.client("police")
    send(client, case, typst.compile(b"Trang 1 #pagebreak() Trang 2"), "bao-cao.pdf")
    number = Evidence.objects.get().number
    assert "Trang 2 trên 2" in text(client.get(f"/chung-cu/{number}/xem?trang=2"))
    assert client.get(f"/chung-cu/{number}/anh?trang=2").content[:2] == b"\xff\xd8"
    assert client.get(f"/chung-cu/{number}/anh?trang=3").status_code == 404


def test_exhibits_pass_from_hand_to_hand_over_the_pages_with_minutes_to_sign(cast, case):
    police, market = cast.client("police"), cast.client("market")
    thing = {"description": "Pháo hoa", "quantity": "36", "unit": "quả", "place": "Kho A", "seal": "NP-1"}
    police.post(f"/vu-viec/{case.number}/tang-vat/them", thing)
    made = Exhibit.objects.get()
    assert "data:image/svg+xml" in text(police.get(f"/tang-vat/{made.number}/tem"))
    assert made.number in text(police.get(f"/vu-viec/{case.number}/tang-vat/tem"))
    offer = {"exhibits": [made.pk], "receiver": cast.bodies["market"].pk, "place": "Trụ sở", "reason": REASON}
    answer = police.post(f"/vu-viec/{case.number}/ban-giao", offer)
    over = HandOver.objects.get()
    assert answer.headers["Location"] == f"/ban-giao/{over.number}"
    shown = text(police.get(f"/ban-giao/{over.number}"))
    assert f"{over.code[:4]} {over.code[4:]}" in shown
    assert over.code not in text(market.get(f"/ban-giao/{over.number}"))
    assert "DỰ THẢO" in words_of(police.get(f"/ban-giao/{over.number}/bien-ban"))

    scanned = market.get(f"/ban-giao/{over.number}?ma={over.code}")
    assert f'value="{over.code}"' in text(scanned)
    assert market.post(f"/ban-giao/{over.number}/xac-nhan", {"code": "SAI"}).status_code == 422
    for _ in range(2):
        assert market.post(f"/ban-giao/{over.number}/xac-nhan", {"code": over.code}).status_code == 302
    assert Custody.objects.get(exhibit=made, until_at=None).holder == cast.bodies["market"]

    paper = words_of(police.get(f"/ban-giao/{over.number}/bien-ban"))
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "BIÊN BẢN",
        made.number,
        "36 quả",
        "NP-1",
        cast.police.name,
        cast.market.name,
    ):
        assert words in paper, words
    assert "DỰ THẢO" not in paper


def words_of(answer) -> str:
    """Read a DOCX again, tables too."""
    paper = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_a_clerk_gives_an_item_away_and_sees_nothing_of_the_case(cast, case, hold):
    police, clerk = cast.client("police"), cast.client("clerk")
    form = {"item": case.items.get().pk, "description": "Hộp", "quantity": 1, "unit": "hộp", "place": "Bưu cục", "reason": REASON}
    assert police.post(f"/vu-viec/{case.number}/tang-vat/nhan", form).status_code == 302
    over = HandOver.objects.get()
    page = text(clerk.get(f"/ban-giao/{over.number}"))
    assert case.number not in page
    assert over.number in text(clerk.get("/ban-giao"))
    for address in (f"/vu-viec/{case.number}/chung-cu", f"/tang-vat/{Exhibit.objects.get().number}", "/tang-vat"):
        assert clerk.get(address).status_code in (403, 404)
    assert cast.client("rival").get(f"/ban-giao/{over.number}").status_code == 404
    assert clerk.post(f"/ban-giao/{over.number}/xac-nhan", {"code": over.code}).status_code == 302


def test_a_person_is_masked_on_the_page_and_opened_once_with_a_reason(cast, case):
    made = actions.add_person(cast.police, case, PersonFacts("sender", "Nguyễn Văn Mẫu", "0900000001", "Thôn Mẫu"), at=MONDAY)
    client = cast.client("police")
    page = text(client.get(f"/vu-viec/{case.number}/chung-cu"))
    assert "N. V. M." in page
    assert not any(hidden in page for hidden in ("Nguyễn Văn Mẫu", "900000001", "Thôn Mẫu"))
    assert client.post(f"/nguoi-lien-quan/{made.pk}/xem", {"reason": ""}).status_code == 422
    opened = client.post(f"/nguoi-lien-quan/{made.pk}/xem", {"reason": "Gọi xác minh người gửi"})
    assert "Nguyễn Văn Mẫu" in text(opened)
    assert opened.headers["Cache-Control"] == "no-store"
    assert cast.client("stranger").post(f"/nguoi-lien-quan/{made.pk}/xem", {"reason": REASON}).status_code == 404


def test_the_api_masks_and_unmasks_as_the_page_does(cast, case):
    made = actions.add_person(cast.police, case, PersonFacts("sender", "Nguyễn Văn Mẫu", "0900000001"), at=MONDAY)
    client, head = cast.client("police"), cast.bearer("police", MONDAY)
    listed = client.get(f"/api/v1/cases/{case.number}/people", headers=head).json()
    said = {"id": made.pk, "role": "sender", "name": "N. V. M.", "has_phone": True, "has_address": False}
    assert listed == {"items": [said], "next": ""}
    body = json.dumps({"reason": "Gọi xác minh người gửi"})
    opened = client.post(f"/api/v1/people/{made.pk}/unmask", body, content_type="application/json", headers=head).json()
    assert opened["name"] == "Nguyễn Văn Mẫu"


def test_a_bundle_is_downloaded_against_a_reason(cast, case, thing):
    client = cast.client("police")
    assert client.post(f"/vu-viec/{case.number}/goi-ho-so", {"reason": ""}).status_code == 422
    answer = client.post(f"/vu-viec/{case.number}/goi-ho-so", {"reason": "Chuyển hồ sơ cho điều tra"})
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert "kèm bản gốc" not in text(client.get(f"/vu-viec/{case.number}/goi-ho-so")).lower()

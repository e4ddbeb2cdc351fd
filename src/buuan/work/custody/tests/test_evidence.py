"""Evidence: by its hash, never overwritten, refused when it must be, cleaned when it leaves, and by pieces that survive a crash."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from PIL import Image

from buuan.base.audit.models import Record
from buuan.base.files import scanner
from buuan.base.files.arriving import append, own_upload
from buuan.base.files.models import StoredFile, path_of
from buuan.kit.errors import Forbidden, Invalid, NotFound, Refused
from buuan.work.cases.tests.acts import records
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.custody import actions
from buuan.work.custody.actions import EvidenceFacts
from buuan.work.custody.models import Evidence, SecretReference
from buuan.work.custody.queries import versions_of
from buuan.work.custody.tests.conftest import jpeg


def docx(words: str = "Biên bản kiểm tra", macro: bool = False) -> bytes:
    from docx import Document

    out = io.BytesIO()
    document = Document()
    document.core_properties.author = "Nguyễn Văn Mẫu"
    document.add_paragraph(words)
    document.add_picture(io.BytesIO(jpeg(place=True)))
    document.save(out)
    if macro:
        with zipfile.ZipFile(out, "a") as parts:
            parts.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


def pdf(words: str = "Báo cáo kiểm tra") -> bytes:
    import typst

    return typst.compile(f'#set document(author: "Nguyễn Văn Mẫu", title: "riêng tư")\n{words}'.encode())


def test_a_file_is_kept_by_its_hash_with_two_dates(bring, case):
    data = jpeg()
    made = bring(case, data, evidence_at=MONDAY - DAY, origin="Camera bưu cục")
    assert made.number.startswith("CC-2026-")
    assert (made.evidence_at, made.arrived_at) == (MONDAY - DAY, MONDAY)
    assert made.file.sha256 == hashlib.sha256(data).hexdigest()
    assert path_of(made.file.sha256).read_bytes() == data
    facts = records("custody.evidence_added")[0].facts
    assert (facts["sha256"], facts["case"]) == (made.file.sha256, case.number)


def test_the_original_keeps_what_the_camera_wrote_and_no_copy_has_it(bring, case):
    made = bring(case, jpeg(place=True))
    original = Image.open(path_of(made.file.sha256)).getexif()
    assert original[0x010F] == "May Anh Thu"
    assert original.get_ifd(0x8825)
    copy = Image.open(io.BytesIO(made.file.clean_bytes()))
    assert not copy.getexif()
    assert b"May Anh Thu" not in made.file.clean_bytes()


def test_copies_of_documents_lose_author_and_pictures_lose_their_place(bring, case):
    made = bring(case, docx(), "bien-ban.docx")
    assert "Nguyễn Văn Mẫu".encode() in zipfile.ZipFile(path_of(made.file.sha256)).read("docProps/core.xml")
    with zipfile.ZipFile(io.BytesIO(made.file.clean_bytes())) as parts:
        assert b"creator" not in parts.read("docProps/core.xml")
        picture = next(name for name in parts.namelist() if "media/" in name)
        assert not Image.open(io.BytesIO(parts.read(picture))).getexif()
    paper = bring(case, pdf(), "bao-cao.pdf")
    assert paper.file.clean_sha256
    assert b"/Author" not in paper.file.clean_bytes()


@pytest.mark.parametrize(("where", "act"), [("Catalog", b"/OpenAction"), ("Catalog", b"/Launch"), ("Page/", b"/AA")])
def test_a_pdf_in_which_something_acts_has_a_copy_without_it_or_none(bring, case, where, act):
    place = f"/Type/{where}".encode()
    head = place.removesuffix(b"/")
    loud = pdf().replace(place, head + act + b"<</S/JavaScript/JS(app.alert\\(1\\))>>" + place.removeprefix(head), 1)
    made = bring(case, loud, "dong.pdf")
    assert act in path_of(made.file.sha256).read_bytes()
    assert not made.file.clean_sha256 or act not in made.file.clean_bytes()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "trong.jpg", "file.empty"),
        (b"MZ\x90\x00\x03 program", "anh.jpg", "file.kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "cu.doc", "file.kind"),
        (b"PK\x03\x04 not a zip", "x.docx", "file.unreadable"),
        (docx(macro=True), "macro.docx", "file.macro"),
        (jpeg()[:300], "dut.jpg", "photo.unreadable"),
        (b"\x00\x00\x00\x18ftypheic" + b"0" * 64, "anh.heic", "file.kind"),
        (b"%PDF-1.7 hong", "hong.pdf", "file.unreadable"),
        (jpeg(), "Ảnh TỐI MẬT.jpg", "secrecy.marked"),
        (docx("TUYỆT MẬT"), "ke-hoach.docx", "secrecy.marked"),
        (pdf("#align(right)[*MẬT*]"), "ke-hoach.pdf", "secrecy.marked"),
        ("MẬT\nBáo cáo".encode(), "ghi-chep.txt", "secrecy.marked"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_reason_and_leaves_nothing(bring, case, data, name, code):
    before = Record.objects.count()
    with pytest.raises(Refused) as refused:
        bring(case, data, name)
    assert refused.value.code == code
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()
    assert Record.objects.count() == before


def test_a_marked_caption_is_refused_and_honey_is_not(bring, case):
    with pytest.raises(Refused, match="MẬT"):
        bring(case, jpeg(), caption="Công văn MẬT số 12")
    assert bring(case, jpeg(), "mat-ong.jpg", caption="Mật ong rừng giả nhãn").number


def test_a_new_version_is_a_new_row_and_the_old_one_stays(cast, bring, case):
    first = bring(case, jpeg("red"))
    second = bring(case, jpeg("blue"), replaces=first)
    assert (second.version, second.replaces) == (2, first)
    assert path_of(first.file.sha256).exists()
    with pytest.raises(Refused, match="đã có bản mới"):
        bring(case, jpeg("green"), replaces=first)
    assert [one.version for one in versions_of(cast.police, second)] == [2, 1]


def test_only_who_takes_part_brings_evidence_and_only_while_the_file_is_open(bring, case):
    for who in ("leader", "stranger", "operator", "auditor"):
        with pytest.raises(Forbidden):
            bring(case, jpeg(), who=who)
    with pytest.raises(Invalid) as refused:
        bring(case, jpeg(), caption=" ", marking="secret", evidence_at=MONDAY + HOUR)
    assert set(refused.value.errors) == {"caption", "marking", "evidence_at"}


def test_what_is_restricted_is_for_those_who_take_part_and_the_auditor(cast, bring, case):
    open_one = bring(case, jpeg("red"))
    closed = bring(case, jpeg("blue"), caption="Ảnh người giao", marking="restricted")
    seen = {who: set(Evidence.objects.visible_to(cast.actor(who))) for who in ("police", "market", "auditor", "leader", "stranger")}
    assert seen["police"] == seen["market"] == seen["auditor"] == {open_one, closed}
    assert seen["leader"] == {open_one}
    assert seen["stranger"] == set()
    actions.mark_evidence(cast.police, closed, marking="internal", reason="Không còn cần hạn chế", at=MONDAY)
    assert closed in Evidence.objects.visible_to(cast.leader)
    actions.mark_case(cast.police, case, marking="restricted", reason="Đang xác minh người gửi", at=MONDAY)
    assert not Evidence.objects.visible_to(cast.leader).exists()
    assert records("custody.case_marked")[0].facts["before"] == "internal"


def test_search_reads_the_caption_and_never_the_file(cast, bring, case):
    made = bring(case, "Danh sách bí ẩn: kimcuong".encode(), "ghi-chep.txt", caption="Ghi chép của kho")
    from buuan.work.custody.search import find

    assert [one["label"] for one in find(cast.police, "ghi chep", 5)] == [made.number]
    assert [one["label"] for one in find(cast.police, made.number, 5)] == [made.number]
    assert find(cast.police, "kimcuong", 5) == []
    assert find(cast.stranger, "ghi chep", 5) == []


def test_of_a_secret_paper_only_number_and_place_are_written(cast, case):
    for _ in range(2):
        actions.refer_secret(cast.police, case, paper_number="12/KH-CAT", keeper="Văn thư mật Công an tỉnh", at=MONDAY)
    assert SecretReference.objects.count() == 1
    with pytest.raises(Invalid) as refused:
        actions.refer_secret(cast.police, case, paper_number="kế hoạch bắt giữ", keeper="", at=MONDAY)
    assert set(refused.value.errors) == {"paper_number", "keeper"}
    assert SecretReference.objects.visible_to(cast.leader).count() == 0
    assert SecretReference.objects.visible_to(cast.market).count() == 1


# -- by pieces ---------------------------------------------------------------------------------------------------------


def test_a_file_arrives_in_pieces_goes_on_where_it_stopped_and_is_taken_once(cast, case):
    data = jpeg("green") + b"\0" * 100_000
    upload = actions.start_upload(cast.police, case, name="anh.jpg", size=len(data), at=MONDAY)
    assert append(upload, 0, data[:50_000]) == 50_000
    assert append(upload, 0, data[:50_000]) == 50_000  # the answer got lost, the piece comes again
    assert append(upload, 40_000, data[40_000:60_000]) == 60_000
    with pytest.raises(Refused) as gap:
        append(upload, 70_000, data[70_000:])
    assert gap.value.facts["received"] == 60_000
    with pytest.raises(Refused, match="mới đến"):
        actions.add_evidence(cast.police, case, EvidenceFacts("Ảnh"), token=upload.token, at=MONDAY)
    append(own_upload(cast.police, upload.token), 60_000, data[60_000:])
    made = {actions.add_evidence(cast.police, case, EvidenceFacts("Ảnh"), token=upload.token, at=MONDAY).pk for _ in range(2)}
    assert len(made) == 1
    assert path_of(Evidence.objects.get().file.sha256).read_bytes() == data


def test_an_upload_is_its_owners_and_never_longer_than_declared(cast, case, settings):
    upload = actions.start_upload(cast.police, case, name="a.jpg", size=10, at=MONDAY)
    with pytest.raises(NotFound):
        own_upload(cast.market, upload.token)
    with pytest.raises(Refused, match="dài hơn"):
        append(upload, 0, b"0" * 11)
    for size, code in ((0, "file.empty"), (5 * 1024**3, "file.too_large")):
        with pytest.raises(Refused) as refused:
            actions.start_upload(cast.police, case, name="a.mp4", size=size, at=MONDAY)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        actions.start_upload(cast.police, case, name="TUYET MAT.mp4", size=10, at=MONDAY)
    assert refused.value.code == "secrecy.marked"


def test_uploads_that_stopped_are_cleared_away(cast, case):
    from buuan.base.files.actions import drop_stale_uploads

    upload = actions.start_upload(cast.police, case, name="a.jpg", size=10, at=MONDAY)
    assert drop_stale_uploads(cast.system, at=MONDAY + DAY) == 0
    assert upload.part.exists()
    assert drop_stale_uploads(cast.system, at=MONDAY + 3 * DAY) == 1
    assert not upload.part.exists()
    with pytest.raises(NotFound):
        own_upload(cast.police, upload.token)


def test_five_gigabytes_are_refused_before_they_are_read(client, cast):
    class Unread(io.BytesIO):
        def read(self, *_args):
            raise AssertionError("the body was read")

    answer = client.generic("POST", "/vu-viec/VV-2026-00001/chung-cu/them", b"", content_type="multipart/form-data; boundary=x")
    assert answer.status_code != 413
    for address in ("/vu-viec/VV-2026-00001/chung-cu/them", "/api/v1/uploads"):
        answer = client.post(
            address, b"", content_type="application/octet-stream", CONTENT_LENGTH=str(5 * 1024**3), **{"wsgi.input": Unread()}
        )
        assert answer.status_code == 413
        assert "2048 MB" in answer.content.decode()


# -- the scanner -------------------------------------------------------------------------------------------------------


def test_a_virus_is_refused_a_silent_scanner_too_and_without_one_the_row_says_so(bring, case, settings, monkeypatch):
    assert bring(case, jpeg("red")).file.scan == ""
    settings.CLAMD = "/run/clamd.sock"
    monkeypatch.setattr(scanner, "_ask", lambda path: "stream: OK")
    assert bring(case, jpeg("blue")).file.scan == "clean"
    monkeypatch.setattr(scanner, "_ask", lambda path: "stream: Eicar-Test FOUND")
    with pytest.raises(Refused, match="vi-rút"):
        bring(case, jpeg("green"))
    monkeypatch.undo()
    settings.CLAMD = "/nowhere/clamd.sock"
    with pytest.raises(Refused) as refused:
        bring(case, jpeg("green"))
    assert refused.value.code == "file.scanner_down"


def test_the_scanner_is_spoken_to_in_its_own_protocol(tmp_path, settings):
    import socket
    import threading

    place = str(tmp_path / "clamd.sock")
    heard = bytearray()
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(place)
    door.listen(1)

    def answer():
        line, _from = door.accept()
        with line:
            while not heard.endswith(b"\0\0\0\0"):
                heard.extend(line.recv(65536))
            line.sendall(b"stream: OK\0")

    listener = threading.Thread(target=answer)
    listener.start()
    settings.CLAMD = place
    path = tmp_path / "a.bin"
    path.write_bytes(b"noi dung")
    assert scanner.scan(path) == "clean"
    listener.join()
    door.close()
    assert bytes(heard) == b"zINSTREAM\0\0\0\0\x08noi dung\0\0\0\0"


def test_people_are_masked_and_opened_with_a_reason_that_stays(cast, case):
    from buuan.work.custody.actions import PersonFacts
    from buuan.work.custody.models import CasePerson
    from buuan.work.custody.rules import masked_name, masked_phone

    made = actions.add_person(cast.police, case, PersonFacts("sender", "Nguyễn Văn Mẫu", "0900 000 001", "Thôn Mẫu"), at=MONDAY)
    assert "Mẫu" not in str(records("custody.person_added")[0].facts)
    assert (masked_name(made.name), masked_phone(made.phone)) == ("N. V. M.", "••• ••• ••01")
    with pytest.raises(Invalid):
        actions.unmask_person(cast.police, made, reason="xem", at=MONDAY)
    with pytest.raises(Forbidden):
        actions.unmask_person(cast.system, made, reason="Xem để kiểm tra", at=MONDAY)
    for who in ("leader", "auditor", "stranger", "administrator"):
        with pytest.raises(Forbidden):
            actions.unmask_person(cast.actor(who), made, reason="Xem để kiểm tra", at=MONDAY)
    actions.unmask_person(cast.market, made, reason="Gọi hỏi về gói hàng", at=MONDAY)
    row = records("custody.unmasked")[0]
    assert (row.facts["reason"], row.account) == ("Gọi hỏi về gói hàng", cast.market.username)
    assert not CasePerson.objects.visible_to(cast.leader).exists()


def test_opening_a_file_and_its_original_is_recorded(cast, bring, case):
    made = bring(case, jpeg())
    actions.open_file(cast.leader, made, at=MONDAY, how="shown")
    with pytest.raises(Forbidden):
        actions.open_original(cast.leader, made, reason="Xem bản gốc ảnh", at=MONDAY)
    with pytest.raises(Forbidden):
        actions.open_file(cast.auditor, made, at=MONDAY, how="shown")
    actions.open_original(cast.police, made, reason="Đối chiếu nơi chụp", at=MONDAY)
    assert records("custody.opened_original")[0].facts["reason"] == "Đối chiếu nơi chụp"
    film = bring(case, b"\x00\x00\x00\x18ftypmp42" + b"\0" * 200, "phim.mp4")
    with pytest.raises(Refused, match="bản gốc"):
        actions.open_file(cast.police, film, at=MONDAY, how="shown")

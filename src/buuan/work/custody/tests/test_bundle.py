"""The bundle: what is in it and what never is, and one changed byte anywhere is found and named."""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from buuan.kit.errors import Forbidden, Invalid
from buuan.work.cases.tests.acts import records
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.custody import actions
from buuan.work.custody.actions import PersonFacts
from buuan.work.custody.bundle.build import make_bundle
from buuan.work.custody.bundle.verify import check_bundle
from buuan.work.custody.tests.conftest import jpeg

REASON = "Chuyển hồ sơ cho cơ quan điều tra"


@pytest.fixture
def full(cast, case, bring, thing):
    """A case with two pieces of evidence, an exhibit that changed hands, and a person."""
    bring(case, jpeg(place=True), caption="Ảnh gói hàng ở bưu cục")
    bring(case, "Ghi chép của kho".encode(), "ghi.txt", caption="Ghi chép")
    actions.add_person(cast.police, case, PersonFacts("sender", "Nguyễn Văn Mẫu", "0900000001", "Thôn Mẫu"), at=MONDAY)
    actions.break_seal(cast.police, thing, reason="Lấy mẫu giám định", at=MONDAY + HOUR)
    actions.seal_exhibit(cast.police, thing, seal="NP-0002", at=MONDAY + HOUR)
    made = actions.offer_hand_over(
        cast.police, case, [thing], cast.bodies["market"], reason=REASON, place="Trụ sở", at=MONDAY + HOUR
    )
    actions.confirm_hand_over(cast.market, made, code=made.code, at=MONDAY + 2 * HOUR)
    return case


def bundle(cast, case, path: Path, who="police", originals=False) -> dict:
    out = io.BytesIO()
    manifest = make_bundle(cast.actor(who), case, out, reason=REASON, originals=originals, at=MONDAY + 3 * HOUR)
    path.write_bytes(out.getvalue())
    return manifest


def test_a_bundle_holds_everything_and_verifies_by_command_and_by_plain_python(cast, full, tmp_path):
    path = tmp_path / "ho-so.zip"
    manifest = bundle(cast, full, path)
    found = check_bundle(str(path))
    assert (found["ok"], found["faults"], found["files"]) == (True, [], len(manifest["files"]))
    assert found["records"] >= 10
    folder = tmp_path / "mo"
    zipfile.ZipFile(path).extractall(folder)
    ran = subprocess.run([sys.executable, "-I", "-S", str(folder / "verify.py")], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert ran.stdout.startswith("ĐÚNG")


def test_no_copy_has_metadata_nobody_is_named_and_the_index_can_be_read(cast, full, tmp_path):
    path = tmp_path / "ho-so.zip"
    bundle(cast, full, path)
    with zipfile.ZipFile(path) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist())
        index = pypdfium2.PdfDocument(parts.read("muc-luc.pdf"))
        names = parts.namelist()
    for hidden in ("Nguyễn Văn Mẫu", "0900000001", "+84900000001", "Thôn Mẫu", "May Anh Thu"):
        assert hidden.encode() not in everything
    assert not [name for name in names if name.startswith("ban-goc/")]
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in index).split())
    for words in (
        full.number,
        "MỤC LỤC HỒ SƠ VỤ VIỆC",
        "Chuỗi bảo quản".lower(),
        "Ảnh gói hàng ở bưu cục",
        "NP-0002",
        "Chi cục QLTT",
    ):
        assert words.lower() in text.lower(), words


def test_originals_go_along_only_by_right_and_with_their_own_hash(cast, full, tmp_path):
    path = tmp_path / "goc.zip"
    with pytest.raises(Forbidden):
        bundle(cast, full, path, who="police", originals=True)  # a duty officer may not
    case_file = bundle(cast, full, path, who="market", originals=False)
    assert not [name for name in case_file["files"] if name.startswith("ban-goc/")]
    manifest = _with_leader(cast, full, path)
    assert [name for name in manifest["files"] if name.startswith("ban-goc/")]
    assert check_bundle(str(path))["faults"] == []
    assert records("custody.exported_bundle")[-1].facts == {"reason": REASON, "originals": True}


def _with_leader(cast, case, path):
    from dataclasses import replace

    from buuan.base.access.registry import rights_of

    chief = replace(cast.police, role="leader", rights=rights_of("leader", "police"))
    out = io.BytesIO()
    manifest = make_bundle(chief, case, out, reason=REASON, originals=True, at=MONDAY + 3 * HOUR)
    path.write_bytes(out.getvalue())
    return manifest


def test_only_who_takes_part_takes_it_out_and_says_why(cast, full, tmp_path):
    for who in ("leader", "auditor", "stranger"):
        with pytest.raises(Forbidden):
            bundle(cast, full, tmp_path / "x.zip", who=who)
    with pytest.raises(Invalid):
        make_bundle(cast.police, full, io.BytesIO(), reason="xem", originals=False, at=MONDAY)


def test_one_changed_byte_in_any_file_is_found_and_named(cast, full, tmp_path):
    path, folder = tmp_path / "ho-so.zip", tmp_path / "mo"
    bundle(cast, full, path)
    zipfile.ZipFile(path).extractall(folder)
    chance = random.Random(5)  # noqa: S311 - a repeatable draw, no secret
    names = [one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()]
    assert len(names) > 8
    for name in names:
        file = folder / name
        whole = file.read_bytes()
        at = chance.randrange(len(whole))
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        found = check_bundle(str(folder))
        named = "manifest" if name.startswith("manifest") else name
        assert not found["ok"], name
        assert any(fault.startswith(named) for fault in found["faults"]), (name, found["faults"])
        file.write_bytes(whole)
    assert check_bundle(str(folder))["ok"]


def rewrite(folder: Path, name: str, change) -> dict:
    """Change a file and put its new hash into the manifest, as a forger would."""
    import hashlib

    file = folder / name
    file.write_bytes(change(file.read_bytes()))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    text = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(text)
    (folder / "manifest.sha256").write_text(hashlib.sha256(text).hexdigest())
    return check_bundle(str(folder))


def test_a_forger_who_mends_the_manifest_is_found_by_the_chain(cast, full, tmp_path):
    path = tmp_path / "ho-so.zip"
    bundle(cast, full, path)

    def fresh(name: str) -> Path:
        folder = tmp_path / name
        zipfile.ZipFile(path).extractall(folder)
        return folder

    found = rewrite(fresh("seal"), "chuoi/ban-ghi.jsonl", lambda text: text.replace(b"NP-0002", b"NP-0009", 1))
    assert any("bản ghi" in one and "đã bị thay đổi" in one for one in found["faults"])
    found = rewrite(fresh("told"), "ho-so.json", lambda text: text.replace(b"NP-0002", b"NP-0009"))
    assert any("không khớp bản ghi" in one and "TV-2026" in one for one in found["faults"])
    found = rewrite(fresh("hash"), "ho-so.json", lambda text: text.replace(b'"sha256": "', b'"sha256": "0', 1))
    assert any("chứng cứ CC-2026" in one for one in found["faults"])
    found = rewrite(fresh("gone"), "chuoi/ban-ghi.jsonl", lambda text: b"\n".join(text.splitlines()[:-4]) + b"\n")
    assert not found["ok"]
    found = rewrite(fresh("chain"), "chuoi/mat-xich.bin", lambda content: content[:-40])
    assert any("mã băm cuối" in one or "không có trong chuỗi" in one for one in found["faults"])


def test_a_missing_an_added_and_a_doubled_file_are_named(cast, full, tmp_path):
    path, folder = tmp_path / "ho-so.zip", tmp_path / "mo"
    bundle(cast, full, path)
    zipfile.ZipFile(path).extractall(folder)
    shutil.move(folder / "muc-luc.pdf", folder / "khac.pdf")
    faults = check_bundle(str(folder))["faults"]
    assert "muc-luc.pdf: thiếu tệp" in faults
    assert "khac.pdf: không có trong manifest.json" in faults
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as parts:
        parts.writestr("ho-so.json", "{}")
    assert "ho-so.json: có hai tệp cùng tên" in check_bundle(str(path))["faults"]


def test_rubbish_is_no_bundle(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK rubbish")
    assert check_bundle(str(path)) | {"faults": []} == {"ok": False, "files": 0, "records": 0, "links": 0, "faults": []}

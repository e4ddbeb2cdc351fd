"""Making the bundle: what the actor may see of a case, each file with its hash, and enough of the chain to verify its records."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO

import typst

import buuan
from buuan.base.audit.actions import seal_all
from buuan.base.audit.models import Record, subject_of
from buuan.base.audit.queries import chain_from, seals_between
from buuan.base.audit.rules import moment
from buuan.base.files.models import path_of
from buuan.base.files.rules.kinds import KINDS
from buuan.kit.actor import Actor
from buuan.kit.workdays import VIETNAM
from buuan.work.cases.models import Case
from buuan.work.custody.actions import note_bundle
from buuan.work.custody.models import CasePerson, CustodyEvent, Evidence, Exhibit
from buuan.work.custody.papers import minutes
from buuan.work.custody.presenters import say_event
from buuan.work.custody.queries import CaseCustody, custody_of
from buuan.work.custody.rules import masked_name

LINK = struct.Struct(">q32s")
FONTS = Path(buuan.__file__).parent / "base" / "web" / "fonts"
VERIFY = (
    "Trong thư mục đã giải nén chạy: python verify.py (chỉ cần Python, không cần mạng). Chương trình tính lại mã băm của mọi tệp, "
    "mọi bản ghi và mọi mắt xích, nêu tên tệp hoặc dòng đã bị thay đổi. Người giữ niêm phong ngày của chuỗi đối chiếu thêm được "
    "mã băm trong chuoi/bang-chung.json."
)
_ENDINGS = {kind.media_type: kind.ending for kind in KINDS.values()}
_STAMP = (2020, 1, 1, 0, 0, 0)


def make_bundle(actor: Actor, case: Case, out: BinaryIO, *, reason: str, originals: bool, at: datetime) -> dict[str, Any]:
    """Write the bundle of a case into `out` and give its manifest; that it was taken, by whom and why is recorded first.

    Copies go without metadata; a sealed original only with `originals`, which is a right of its own. People stay masked, notes of
    the bodies stay inside, and of those who reported nothing goes along.
    """
    note_bundle(actor, case, reason=reason, originals=originals, at=at)
    seal_all()  # so that the proof reaches the newest record
    kept = custody_of(actor, case)
    packer = _Packer(out)

    told = _tell(case, kept, at)
    for one, row in zip(kept.evidence, told["evidence"], strict=True):
        _put_evidence(packer, one, row, originals)
    for thing in kept.exhibits:
        for number, photo in enumerate(thing.photos.select_related("file").order_by("pk"), start=1):
            packer.put(f"anh/{thing.number}-{number}.jpg", photo.file.clean_bytes())
    for one in kept.hand_overs:
        packer.put(f"bien-ban/{one.number}.docx", minutes(one))
    packer.put("ho-so.json", _text(told))
    _put_chain(packer, case, kept)
    packer.put("muc-luc.pdf", index_pdf(case, kept, told, at))
    packer.put("verify.py", files("buuan.work.custody.bundle").joinpath("verify.py").read_bytes())
    manifest = {"case": case.number, "made_at": moment(at), "originals": originals, "files": packer.listed}
    return packer.finish(manifest)


class _Packer:
    """A ZIP that remembers the hash of everything it was given; the same content gives the same bytes."""

    def __init__(self, out: BinaryIO) -> None:
        self.zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self.listed: dict[str, dict[str, Any]] = {}

    def put(self, name: str, content: bytes) -> None:
        """Add a file from memory."""
        self.listed[name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        self.zip.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)

    def put_path(self, name: str, path: Path) -> None:
        """Add a file from disk, block by block; it is packed already, so it is only stored."""
        sha, size = hashlib.sha256(), 0
        with path.open("rb") as file, self.zip.open(zipfile.ZipInfo(name, _STAMP), "w", force_zip64=True) as inside:
            while block := file.read(1 << 20):
                sha.update(block)
                size += len(block)
                inside.write(block)
        self.listed[name] = {"sha256": sha.hexdigest(), "size": size}

    def finish(self, manifest: dict[str, Any]) -> dict[str, Any]:
        """Write the manifest and its own hash, and close."""
        content = _text(manifest)
        self.zip.writestr(zipfile.ZipInfo("manifest.json", _STAMP), content, zipfile.ZIP_DEFLATED)
        sha = hashlib.sha256(content).hexdigest().encode()
        self.zip.writestr(zipfile.ZipInfo("manifest.sha256", _STAMP), sha + b"\n")
        self.zip.close()
        return manifest


def _put_evidence(packer: _Packer, one: Evidence, row: dict[str, Any], originals: bool) -> None:
    if one.file.clean_sha256:
        row["copy"] = f"tep/{one.number}.{_ENDINGS.get(one.file.clean_media_type.split(';')[0], 'bin')}"
        packer.put_path(row["copy"], path_of(one.file.clean_sha256))
    if originals:
        row["original"] = f"ban-goc/{one.number}.{_ENDINGS.get(one.file.media_type, 'bin')}"
        packer.put_path(row["original"], path_of(one.file.sha256))


def _tell(case: Case, kept: CaseCustody, at: datetime) -> dict[str, Any]:
    """Give what the file tells in a form for machines; people by role and initials."""
    return {
        "case": {
            "number": case.number,
            "title": case.title,
            "state": case.state,
            "marking": case.marking,
            "lead": case.lead.code,
            "opened_at": moment(case.opened_at),
            "conclusion": case.conclusion,
            "participants": [one.organisation.code for one in case.participants.select_related("organisation").order_by("pk")],
            "items": [
                {"item_id": one.item_id, "operator": one.operator.code, "declared": one.declared_content, "outcome": one.outcome}
                for one in case.items.select_related("operator").order_by("pk")
            ],
        },
        "made_at": moment(at),
        "evidence": [_evidence(one) for one in kept.evidence],
        "exhibits": [_exhibit(one) for one in kept.exhibits],
        "hand_overs": [
            {
                "number": one.number,
                "state": one.state,
                "giver": one.giver.code,
                "receiver": one.receiver.code,
                "giver_name": one.giver_name,
                "receiver_name": one.receiver_name,
                "offered_at": moment(one.offered_at),
                "ended_at": moment(one.ended_at) if one.ended_at else None,
                "exhibits": [line.exhibit.number for line in one.lines.all()],
            }
            for one in kept.hand_overs
        ],
        "people": [{"role": one.role, "name": masked_name(one.name)} for one in kept.people],
        "kept_elsewhere": [{"number": one.paper_number, "keeper": one.keeper} for one in kept.references],
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "number": one.number,
        "version": one.version,
        "replaces": one.replaces.number if one.replaces else None,
        "caption": one.caption,
        "marking": one.marking,
        "media_type": one.file.media_type,
        "size": one.file.size,
        "sha256": one.file.sha256,
        "copy_sha256": one.file.clean_sha256 or None,
        "evidence_at": moment(one.evidence_at) if one.evidence_at else None,
        "arrived_at": moment(one.arrived_at),
        "copy": None,
        "original": None,
    }


def _exhibit(one: Exhibit) -> dict[str, Any]:
    disposal = getattr(one, "disposal", None)
    return {
        "number": one.number,
        "description": one.description,
        "quantity": str(one.quantity),
        "unit": one.unit,
        "seal": one.seal,
        "state": one.state,
        "custody": [
            {
                "holder": period.holder.code,
                "person": period.person,
                "from_at": moment(period.from_at),
                "until_at": moment(period.until_at) if period.until_at else None,
            }
            for period in one.custodies.model.objects.filter(exhibit=one).select_related("holder").order_by("from_at", "pk")
        ],
        "events": [
            {"record": row.record_id, "kind": row.kind, "at": moment(row.at), "who": row.who, "body": row.body, "facts": row.facts}
            for row in one.events.order_by("pk")
        ],
        "disposal": {"way": disposal.way, "decision": disposal.decision} if disposal else None,
    }


def _put_chain(packer: _Packer, case: Case, kept: CaseCustody) -> None:
    """Put the records about the case and about what belongs to it, and the links from the first of them to the last."""
    subjects = [subject_of(case), *map(subject_of, [*kept.evidence, *kept.exhibits, *kept.hand_overs])]
    subjects += [subject_of(one) for one in CasePerson.objects.filter(case=case)]
    rows = list(Record.objects.filter(subject__in=subjects).order_by("pk"))
    packer.put("chuoi/ban-ghi.jsonl", b"".join(_text(_record(one), indent=None) + b"\n" for one in rows))
    previous, first_seq, links = chain_from([one.pk for one in rows])
    content, last_hash, seq = bytearray(), previous, first_seq - 1
    for seq, record, digest, link in links:  # noqa: B007 - the last ones are read after the loop
        content += LINK.pack(record, digest)
        last_hash = link
    proof = {
        "first_seq": first_seq,
        "previous": previous.hex(),
        "last_seq": seq,
        "last_hash": last_hash.hex(),
        "seals": [{"day": day.isoformat(), "seq": at, "hash": sealed.hex()} for day, at, sealed in seals_between(first_seq, seq)],
    }
    packer.put("chuoi/mat-xich.bin", bytes(content))
    packer.put("chuoi/bang-chung.json", _text(proof))


def _record(one: Record) -> dict[str, Any]:
    names = ("action", "subject", "label", "actor", "facts")
    return {"id": one.pk, "at": moment(one.at), **{name: getattr(one, name) for name in names}, "digest": bytes(one.digest).hex()}


def index_pdf(case: Case, kept: CaseCustody, told: dict[str, Any], at: datetime) -> bytes:
    """Give the index for people: one font with every Vietnamese letter, text that can be copied out."""
    data = {
        "number": case.number,
        "title": case.title,
        "summary": [
            ("Chủ trì", case.lead.name),
            ("Trạng thái", str(case.get_state_display())),
            ("Lập gói lúc", _when(at)),
            ("Kết luận", case.conclusion or "chưa có"),
        ],
        "evidence": [
            (
                f"{one.number}, bản {one.version}",
                one.caption,
                f"{_when(one.evidence_at) if one.evidence_at else 'không rõ'} / {_when(one.arrived_at)}",
                row["original"] or row["copy"] or "chỉ có bản gốc niêm phong, không kèm",
                _broken(one.file.sha256),
            )
            for one, row in zip(kept.evidence, told["evidence"], strict=True)
        ],
        "exhibits": [_thing(one) for one in kept.exhibits],
        "hand_overs": [
            (one.number, f"{one.giver}, {one.giver_name}", f"{one.receiver}, {one.receiver_name}", str(one.get_state_display()))
            for one in kept.hand_overs
        ],
        "references": [(one.paper_number, one.keeper) for one in kept.references],
        "verify": VERIFY,
    }
    source = files("buuan.work.custody.bundle").joinpath("index.typ").read_bytes()
    made = typst.compile(
        source, font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs={"data": json.dumps(data, ensure_ascii=False)}
    )
    return bytes(made)


def _thing(one: Exhibit) -> dict[str, Any]:
    now = one.holder
    where = f"Đang do {now.holder} giữ, người giữ: {now.person}; nơi để: {one.place}" if now else "Đã xử lý"
    return {
        "number": one.number,
        "description": one.description,
        "quantity": one.quantity_text(),
        "state": f"{where}; niêm phong: {one.seal or 'không'}.",
        "events": [_event(row) for row in one.events.order_by("pk")],
    }


def _event(row: CustodyEvent) -> tuple[str, str, str, str]:
    line = say_event(row)
    return _when(row.at), f"{line.text}. {line.detail}", f"{row.body}, {row.who}", f"#{row.record_id}"


def _when(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def _broken(sha256: str, every: int = 16) -> str:
    """Let a long hash break into lines."""
    return " ".join(sha256[at : at + every] for at in range(0, len(sha256), every))


def _text(value: Any, indent: int | None = 1) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=True).encode()

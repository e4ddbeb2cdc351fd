"""The header of a manifest: what the caller says, what the file says, what is assumed; contradictions refuse it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from buuan.kit.fold import fold
from buuan.registers.items.reading.columns import SCHEMA_MAJOR, SCHEMA_VERSION
from buuan.registers.items.reading.findings import FileRefused, Findings
from buuan.registers.items.reading.model import KINDS, VIETNAM, Header, Known
from buuan.registers.items.reading.profiles import NATIVE, profiles

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_NOT_ID = re.compile(r"[^A-Za-z0-9._-]+")
_HASH_CHARS = 12
_FUTURE_ALLOWED = timedelta(minutes=5)


def default_id(name: str, content_hash: str) -> str:
    """Give the identifier of a manifest that brings none: the file's stem and twelve digits of its content's hash."""
    stem = _NOT_ID.sub("-", fold(PurePath(name).stem)).strip("-.") or "bang-ke"
    return f"{stem[: 63 - _HASH_CHARS]}-{content_hash[:_HASH_CHARS]}"


def settle_header(
    given: Header,
    stated: Mapping[str, Any],
    *,
    name: str,
    content_hash: str,
    known: Known,
    now: datetime,
    findings: Findings,
) -> Header:
    """Settle every field: what the caller states counts, then the file, then the default.

    Raises FileRefused with all reasons at once: M107 for another or an inactive operator, M108 for the schema version,
    M109 for a revision that was accepted with other content, M202, M203 and M206 for fields that cannot be used.
    """
    stated = {str(key).strip().lower(): value for key, value in stated.items() if value not in (None, "")}
    _check_operator(given, stated, known, findings)
    _check_version(stated, findings)
    header = replace(
        given,
        manifest_id=_manifest_id(given, stated, findings) or default_id(name, content_hash),
        revision=_revision(given, stated, findings),
        kind=_choice("kind", given.kind or stated.get("kind") or KINDS[0], KINDS, findings),
        profile=_choice("mapping_profile", given.profile or stated.get("mapping_profile") or NATIVE, tuple(profiles()), findings),
        created_at=_created_at(given, stated, now, findings),
        facility_code=given.facility_code or _text(stated.get("facility_code")),
        schema_version=str(stated.get("schema_version") or SCHEMA_VERSION),
        item_count=_count(given.item_count, stated, "item_count", findings),
        line_count=_count(given.line_count, stated, "line_count", findings),
    )
    if header.facility_code and known.facilities is not None and header.facility_code not in known.facilities:
        findings.file("M202", f"Không có cơ sở «{header.facility_code[:40]}» của doanh nghiệp này.", "facility_code")
    before = known.revisions.get((header.manifest_id or "", header.revision or 1))
    if before is not None and before != content_hash:
        findings.file(
            "M109",
            f"Bảng kê {header.manifest_id} lần sửa {header.revision} đã được nhận với nội dung khác.",
            "revision",
        )
    if findings.counts["F"]:
        raise FileRefused(findings)
    return header


def _text(value: object) -> str | None:
    return str(value).strip()[:64] if value is not None else None


def _check_operator(given: Header, stated: Mapping[str, Any], known: Known, findings: Findings) -> None:
    if given.operator_code not in known.operators:
        findings.file(
            "M107",
            f"Doanh nghiệp «{given.operator_code[:40]}» không có trong danh mục đang hoạt động.",
            "operator_code",
        )
    theirs = _text(stated.get("operator_code"))
    if theirs and theirs.upper() != given.operator_code.upper():
        findings.file("M107", f"Tệp ghi doanh nghiệp «{theirs[:40]}», người gửi là «{given.operator_code}».", "operator_code")


def _check_version(stated: Mapping[str, Any], findings: Findings) -> None:
    version = str(stated.get("schema_version") or SCHEMA_VERSION)
    if not re.fullmatch(rf"{SCHEMA_MAJOR}(?:\.[0-9]{{1,3}})?", version.strip()):
        findings.file("M108", f"Phiên bản lược đồ «{version[:20]}» không được hỗ trợ, cần «{SCHEMA_VERSION}».", "schema_version")


def _manifest_id(given: Header, stated: Mapping[str, Any], findings: Findings) -> str | None:
    wanted = given.manifest_id or stated.get("manifest_id")
    if wanted is None:
        return None
    if not _ID.fullmatch(str(wanted)):
        findings.file("M202", "manifest_id chỉ gồm chữ cái không dấu, chữ số và . _ -, dài 1-64 ký tự.", "manifest_id")
    return str(wanted)[:64]


def _revision(given: Header, stated: Mapping[str, Any], findings: Findings) -> int:
    wanted = given.revision if given.revision is not None else _whole(stated.get("revision", 1))
    if wanted is None or not 1 <= wanted <= 1_000_000:
        findings.file("M203", "revision phải là số nguyên từ 1.", "revision")
        return 1
    return wanted


def _whole(value: object) -> int | None:
    text = str(value).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _count(given: int | None, stated: Mapping[str, Any], name: str, findings: Findings) -> int | None:
    if given is not None or name not in stated:
        return given
    count = _whole(stated[name])
    if count is None:
        findings.file("M202", f"{name} phải là số nguyên không âm.", name)
    return count


def _choice(name: str, wanted: object, allowed: tuple[str, ...], findings: Findings) -> str:
    text = str(wanted).strip().lower()
    if text not in allowed:
        findings.file("M202", f"{name} phải là một trong: {', '.join(allowed)}.", name)
        return allowed[0]
    return text


def _created_at(given: Header, stated: Mapping[str, Any], now: datetime, findings: Findings) -> datetime:
    wanted = given.created_at if given.created_at is not None else stated.get("created_at")
    if wanted is None:
        return now
    if not isinstance(wanted, datetime):
        try:
            wanted = datetime.fromisoformat(str(wanted).strip())
        except ValueError:
            findings.file("M202", "created_at phải là ngày giờ ISO 8601, ví dụ 2026-01-05T07:40:00+07:00.", "created_at")
            return now
    if wanted.tzinfo is None:
        wanted = wanted.replace(tzinfo=VIETNAM)
        findings.file("M301", "created_at không có múi giờ, hiểu là giờ Việt Nam (+07:00).", "created_at", severity="W")
    if wanted > now + _FUTURE_ALLOWED:
        findings.file("M206", "created_at ở tương lai.", "created_at")
    return wanted

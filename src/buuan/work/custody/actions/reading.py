"""Reading that must be known afterwards: opening a file, its original, and taking the whole case out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Forbidden, Refused
from buuan.work.cases.models import Case
from buuan.work.custody.models import Evidence, taking_part
from buuan.work.custody.rules import check_reason


@action
def open_file(actor: Actor, evidence: Evidence, *, at: datetime, how: str) -> Evidence:
    """Note that somebody opens the copy without metadata; `how` is `shown` or `taken`."""
    require(actor, "custody.open_file", evidence)
    if not evidence.file.clean_sha256:
        raise Refused("evidence.no_copy", "Loại tệp này không có bản sao đã bỏ dữ liệu kèm; chỉ mở được bản gốc, có lý do.")

    record(actor, "custody.opened_file", evidence, at=at, case=evidence.case.number, how=how, sha256=evidence.file.clean_sha256)
    return evidence


@action
def open_original(actor: Actor, evidence: Evidence, *, reason: str, at: datetime) -> Evidence:
    """Open the sealed original, with what the device wrote beside it, against a reason."""
    require(actor, "custody.open_original", evidence)
    if not Evidence.objects.filter(taking_part(actor), pk=evidence.pk).exists():
        raise Forbidden("case.not_taking_part", "Chỉ cơ quan tham gia vụ việc mở được bản gốc.")
    said = check_reason(reason)

    record(actor, "custody.opened_original", evidence, at=at, case=evidence.case.number, sha256=evidence.file.sha256, reason=said)
    return evidence


@action
def note_bundle(actor: Actor, case: Case, *, reason: str, originals: bool, at: datetime) -> None:
    """Note that somebody takes a case out as a bundle, why, and whether with originals; who takes part may, or a command."""
    require(actor, "custody.bundle", case)
    if not actor.is_system and not Case.objects.filter(taking_part(actor, "pk"), pk=case.pk).exists():
        raise Forbidden("case.not_taking_part", "Chỉ cơ quan tham gia vụ việc xuất được gói hồ sơ.")
    if originals:
        require(actor, "custody.bundle_originals", case)
    said = check_reason(reason)

    record(actor, "custody.exported_bundle", case, at=at, reason=said, originals=originals)


@action
def note_export(actor: Actor, facts: Mapping[str, Any], *, at: datetime) -> None:
    """Record who took which rows of a list out, by which filters; the rows themselves are not repeated."""
    require(actor, "custody.read")

    record(actor, "custody.exported", "custody.exhibit", at=at, **facts)

"""Reading that must be known afterwards: seeing who is meant and what was told, and opening a file of an answer."""

from __future__ import annotations

from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.work.interdiction.rules import Scope
from buuan.work.requests.actions.noting import note, noted, tell
from buuan.work.requests.models import AnswerFile, InformationRequest
from buuan.work.requests.rules import may_read_file


@noted("unmask")
@action
def unmask_request(actor: Actor, asked: InformationRequest, *, reason: str, at: datetime) -> Scope:
    """Give whom a request names, and open its answers, against a reason (xem dữ liệu cá nhân); who looked and why is recorded."""
    require(actor, "requests.unmask", asked)
    if actor.is_system:
        raise Refused("request.system_may_not", "Tài khoản hệ thống không xem dữ liệu cá nhân.")
    if len(reason.strip()) < 5:
        raise Invalid({"reason": ["Cần ghi lý do xem dữ liệu cá nhân."]})

    note(actor, "unmask", asked, at=at)
    tell(asked, actor, "unmasked", at)
    record(actor, "requests.unmasked", asked, at=at, reason=reason.strip()[:500], scope=asked.reach().counts())
    return asked.reach()


@action
def open_file(actor: Actor, file: AnswerFile, *, has_reason: bool, at: datetime) -> AnswerFile:
    """Open the copy of a file that came with an answer; one that may tell about a person only with the reason just given."""
    require(actor, "requests.read", file.part)
    if not may_read_file(file.part.personal, has_reason):
        raise Refused("request.reason_missing", "Tệp có dữ liệu cá nhân: bấm «Xem dữ liệu cá nhân», ghi lý do rồi mở tệp từ đó.")

    record(actor, "requests.opened_file", file.part.request, at=at, sha256=file.file.clean_sha256, unit=file.part.organisation.code)
    return file

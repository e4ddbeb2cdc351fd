"""Telephone calls about a notice, as recorded steps."""

from __future__ import annotations

from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions.leaving import tell_live
from buuan.base.dispatch.models import CALL_RESULTS, Call, Recipient
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid
from buuan.kit.phones import normalise


@action
def enter_call(
    actor: Actor,
    recipient: Recipient,
    *,
    result: str,
    phone: str,
    called_at: datetime,
    at: datetime,
    person: str = "",
    note: str = "",
) -> Call:
    """Enter a call that brought no acknowledgement, such as one that nobody took (ghi cuộc gọi); raises Invalid.

    What was acknowledged or answered on the telephone is entered by `acknowledge` and `answer` with `OnBehalf`.
    """
    require(actor, "dispatch.call", recipient)
    errors: dict[str, list[str]] = {}
    number = normalise(phone)
    if result not in CALL_RESULTS:
        errors["result"] = ["Kết quả cuộc gọi không có trong danh mục."]
    if number is None:
        errors["phone"] = ["Số điện thoại chưa đúng; ví dụ 0912 345 678 hoặc 0237 3852 246."]
    if result == "reached" and not person.strip():
        errors["person"] = ["Cần tên người nghe máy."]
    if not recipient.delivered_at <= called_at <= at:
        errors["called_at"] = ["Giờ gọi phải sau lúc gửi thông báo và không ở tương lai."]
    if errors:
        raise Invalid(errors)

    call = Call.objects.create(
        recipient=recipient,
        caller=actor.name,
        caller_body_id=actor.body_id,
        person=person.strip(),
        phone=number or "",
        result=result,
        note=note.strip(),
        called_at=called_at,
        at=at,
    )
    tell_live(recipient.notice)

    record(actor, "dispatch.called", recipient, at=at, notice=recipient.notice_id, call=call.pk, result=result)
    return call

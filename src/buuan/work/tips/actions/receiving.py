"""What a citizen does: tell, and add to it. The actor is the platform, for nobody is known."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.clocks.actions import start_clock
from buuan.base.dispatch.actions import send
from buuan.base.series import next_number
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM
from buuan.registers.law.queries import limit_in_force
from buuan.work.tips import sealing
from buuan.work.tips.actions.naming import page_of
from buuan.work.tips.models import SpentForm, Tip, TipMessage, TipPhoto
from buuan.work.tips.pepper import pepper
from buuan.work.tips.queries import focal_point, key_in_use
from buuan.work.tips.rules import (
    FORM_LIVES,
    MOST_WAITING_MESSAGES,
    Identity,
    TipFacts,
    check_message,
    check_tip,
    rounded,
)

ANSWER_LIMIT = "intake.acknowledge_tip"


@action
def receive_tip(
    actor: Actor,
    facts: TipFacts,
    *,
    form: str,
    at: datetime,
    identity: Identity | None = None,
    photos: Sequence[bytes] = (),
) -> tuple[Tip, str]:
    """Take a tip in (tin báo): seal it, start the focal point's clock, and give it with its receipt code, which is stored nowhere.

    `form` is the one-time word of the form, so that sending twice is one tip; `photos` are clean already. Nothing of the content
    is judged, searched or recorded. Raises Invalid when it says too little, Refused when the line is not open or the form was sent.
    """
    who = identity or Identity()
    check_tip(facts, who, len(photos))
    content, persons = key_in_use("content"), key_in_use("identity")
    if content is None or persons is None:
        raise Refused("tips.not_open", "Đường dây bao tin chưa mở. Xin gọi hoặc đến cơ quan công an gần nhất.")
    _spend(form, at)
    body = focal_point(at)
    quarter = rounded(at)
    code = sealing.new_code()
    keys = sealing.keys_of(code, pepper())

    tip = Tip.objects.create(
        number=next_number("TIN", at.astimezone(VIETNAM).year),
        lookup=keys.lookup,
        reply_key=keys.public,
        key=content,
        sealed=sealing.seal(content.public_key, {"text": facts.text, "place": facts.place, "when": facts.when}),
        identity_key=persons if who else None,
        identity=sealing.seal(persons.public_key, {"name": who.name, "contact": who.contact}) if who else None,
        received_at=quarter,
    )
    TipPhoto.objects.bulk_create([TipPhoto(tip=tip, sealed=sealing.seal_bytes(content.public_key, one)) for one in photos])

    record(actor, "tips.received", tip, at=quarter)
    start_clock(
        actor,
        tip,
        kind="tips.answer",
        task=gettext_noop("Trả lời tin báo của người dân"),
        title=f"Tin báo {tip.number}",
        holder=body,
        limit=limit_in_force(ANSWER_LIMIT, at.astimezone(VIETNAM).date()),
        at=quarter,
        url=page_of(tip),
        button=gettext_noop("Đọc tin"),
    )
    send(actor, "tips.received", about=tip, to=[body], title=f"Tin báo của người dân {tip.number}", at=quarter, url=page_of(tip))
    return tip, code


@action
def add_message(actor: Actor, tip: Tip, text: str, *, form: str, at: datetime) -> Tip:
    """Let the citizen add to his tip; raises Refused when many of his messages wait unread, or when the form was sent already."""
    words = check_message(text)
    _spend(form, at)
    tip = Tip.objects.select_for_update().get(pk=tip.pk)
    if tip.waiting_messages >= MOST_WAITING_MESSAGES:
        raise Refused("tips.many_waiting", "Nhiều tin nhắn của anh/chị chưa được đọc. Xin đợi đầu mối đọc rồi hãy viết tiếp.")
    content = key_in_use("content")
    if content is None:
        raise Refused("tips.not_open", "Đường dây bao tin đang tạm ngừng. Xin thử lại sau.")

    TipMessage.objects.create(tip=tip, is_answer=False, sealed=sealing.seal(content.public_key, {"text": words}), at=rounded(at))
    tip.waiting_messages += 1
    tip.save()

    record(actor, "tips.added", tip, at=rounded(at))
    return tip


def _spend(form: str, at: datetime) -> None:
    """Use a form's one-time word up; raises Refused when it was used before."""
    try:
        with transaction.atomic():
            SpentForm.objects.create(digest=hashlib.sha256(form.encode()).digest(), until_at=at + FORM_LIVES)
    except IntegrityError as error:
        raise Refused(
            "tips.sent_already",
            "Nội dung này đã được gửi rồi; mã hồ sơ đã hiện ở trang trước. Muốn gửi tin khác, hãy mở lại trang.",
        ) from error

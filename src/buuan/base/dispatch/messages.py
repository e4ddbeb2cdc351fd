"""What a message says that leaves the machine: a number and a link, never a title, a name or an item."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of one notice that may leave."""

    notice: int
    recipient: int
    number: str
    label: str
    kind: str
    organisation: str
    link: str
    at: datetime
    urgent: bool
    asks: str
    answer_by: datetime | None
    drill: bool
    version: int
    round: int


def webhook_body(told: Told) -> bytes:
    """Give the body of a webhook; the same notice and round always give the same bytes."""
    return json.dumps(
        {
            "type": told.kind,
            "timestamp": told.at.isoformat(),
            "data": {
                "id": told.notice,
                "recipient": told.recipient,
                "number": told.number,
                "label": told.label,
                "organisation": told.organisation,
                "link": told.link,
                "urgent": told.urgent,
                "asks": told.asks,
                "answer_by": told.answer_by.isoformat() if told.answer_by else None,
                "drill": told.drill,
                "version": told.version,
                "round": told.round,
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def subject_line(told: Sequence[Told]) -> str:
    """Give the subject of a mail."""
    if len(told) > 1:
        return f"[Bưu An] {len(told)} thông báo trong ngày"
    one = told[0]
    marks = [word for word, holds in (("DIỄN TẬP", one.drill), ("KHẨN", one.urgent), ("NHẮC LẠI", one.round > 0)) if holds]
    return " ".join(["[Bưu An]", *(f"[{mark}]" for mark in marks), one.number])


def mail_text(told: Sequence[Told]) -> str:
    """Give the text of a mail: one notice, or the list of a digest."""
    if len(told) > 1:
        lines = [f"{one.number}{f' ({one.label})' if one.label else ''}: {one.link}" for one in told]
        return "\n".join(["Đơn vị có các thông báo mới:", "", *lines, "", _WHERE])
    one = told[0]
    asked = {"acknowledge": " Cần xác nhận đã nhận.", "answer": " Cần trả lời."}.get(one.asks, "")
    return f"Đơn vị có thông báo {one.number}{f' ({one.label})' if one.label else ''}.{asked}\n\n{one.link}\n\n{_WHERE}"


def short_text(told: Told) -> str:
    """Give the text of a short message; without diacritics, so that it stays one message."""
    drill = "DIEN TAP. " if told.drill else ""
    return f"{drill}Buu An: thong bao KHAN {told.number}. {told.link}"


_WHERE = "Nội dung chỉ xem được trên hệ thống, sau khi đăng nhập. Đổi cách nhận tin ở trang Tài khoản, mục Nhận thông báo."

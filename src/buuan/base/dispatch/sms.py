"""Short messages: the interface that a gateway has to fulfil. No gateway comes with the platform; the file one serves tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings


class SmsGateway(Protocol):
    """What sends short messages; a province that has a contract writes one and names it in the settings."""

    def send(self, phone: str, text: str, message_id: str) -> None:
        """Send one message, once for each `message_id`; raises OSError when it could not be handed over."""


@dataclass(frozen=True, slots=True)
class FileGateway:
    """Writes messages to a file, one JSON object a line; nothing is sent. For tests and for showing how it looks."""

    path: Path

    def send(self, phone: str, text: str, message_id: str) -> None:
        """Append the message."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"id": message_id, "phone": phone, "text": text}, ensure_ascii=False) + "\n")


def gateway() -> SmsGateway | None:
    """Give the gateway of the settings; None where there is none, and then no short message is ever written."""
    if settings.SMS_GATEWAY == "file":
        return FileGateway(settings.DATA / "messages" / "sms.jsonl")
    return None

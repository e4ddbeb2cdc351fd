"""The optional virus scanner: ClamAV's daemon, spoken to over its socket; where none is set up the page says so."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from django.conf import settings

from buuan.kit.errors import Refused

BLOCK = 256 * 1024
TIMEOUT_S = 120


def scan(path: Path) -> str:
    """Give `clean`, or an empty text where no scanner is set up.

    Raises Refused for an infected file, and when the scanner that is set up does not answer: then nothing is taken in unscanned.
    """
    if not settings.CLAMD:
        return ""
    try:
        verdict = _ask(path)
    except OSError as error:
        raise Refused("file.scanner_down", "Bộ quét vi-rút không trả lời nên chưa nhận tệp; báo cho quản trị.") from error
    if verdict.endswith("OK"):
        return "clean"
    if "FOUND" in verdict:
        raise Refused("file.infected", "Tệp có vi-rút nên không được nhận.")
    raise Refused("file.scanner_down", "Bộ quét vi-rút không đọc được tệp nên chưa nhận; báo cho quản trị.")


def _ask(path: Path) -> str:
    place = settings.CLAMD
    if place.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT_S)
        line.connect(place)
    else:
        host, _colon, port = place.rpartition(":")
        line = socket.create_connection((host or "127.0.0.1", int(port)), timeout=TIMEOUT_S)
    with line, path.open("rb") as file:
        line.sendall(b"zINSTREAM\0")
        while block := file.read(BLOCK):
            line.sendall(struct.pack("!I", len(block)) + block)
        line.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(4096)):
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()

"""What the tests of the tip line share: an open line with known pass phrases, and the public site asked as a server asks it."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from PIL import Image

from buuan.work.cases.tests.cast import HOUR, MONDAY, Cast
from buuan.work.tips import sealing
from buuan.work.tips.actions import Keeper, make_keys, receive_tip, unlock_line
from buuan.work.tips.models import Tip
from buuan.work.tips.pages import line as pages
from buuan.work.tips.queries import private_key
from buuan.work.tips.rules import Identity, TipFacts

PHRASE, FIRST, SECOND = "bốn con trâu trắng qua sông", "người thứ nhất giữ một nửa", "người thứ hai giữ nửa kia"
SAID = "Ở quầy có người gửi mười gói giống nhau, lần nào cũng đổi tên người gửi."


@pytest.fixture(autouse=True)
def _quick_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretch pass phrases and codes as little as the library allows: the tests ask whether, not how slowly."""
    for name in ("_LOCK_OPS", "_CODE_OPS"):
        monkeypatch.setattr(sealing, name, 1)
    for name in ("_LOCK_MEMORY", "_CODE_MEMORY"):
        monkeypatch.setattr(sealing, name, 8192)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    at = MONDAY + 2 * HOUR
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


@dataclass
class Line:
    """The tip line, open: the focal point's leader made its keys; keepers are the duty officer and an officer."""

    cast: Cast

    def tell(
        self, at: datetime, text: str = SAID, identity: Identity | None = None, photos: tuple[bytes, ...] = ()
    ) -> tuple[Tip, str]:
        """Tell something, as the public site does."""
        facts = TipFacts(text, place="xã Đông Thử", when="sáng nay")
        return receive_tip(self.cast.system, facts, form=secrets.token_hex(8), at=at, identity=identity, photos=photos)

    def private(self, name: str, at: datetime) -> bytes:
        """Unlock the line for a person and give the private key."""
        actor = self.cast.actor(name)
        return private_key(actor, unlock_line(actor, PHRASE, at=at), at)


@pytest.fixture
def line(cast: Cast) -> Line:
    keepers = Keeper(cast.account("police"), FIRST), Keeper(cast.account("second"), SECOND)
    make_keys(cast.actor("chief"), PHRASE, keepers, at=MONDAY)
    return Line(cast)


@dataclass
class Answer:
    """What the public site answered."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        return self.body.decode()


@pytest.fixture
def public(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Answer]]:
    """Ask the server's own application, as a browser would: with an address, cookies and a browser's name."""
    from buuan.site.wsgi import application

    monkeypatch.setattr(pages, "system_actor", lambda source: cast.actor("system", source))
    request_started.disconnect(close_old_connections)  # the test's transaction stands in this connection
    request_finished.disconnect(close_old_connections)

    def ask(path: str, data: dict[str, Any] | None = None, files: dict[str, bytes] | None = None, **more: str) -> Answer:
        body, kind = _body(data, files)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET" if data is None else "POST",
            "PATH_INFO": path.partition("?")[0],
            "QUERY_STRING": path.partition("?")[2],
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SCRIPT_NAME": "",
            "HTTP_HOST": "localhost",
            "REMOTE_ADDR": "203.0.113.77",
            "HTTP_X_FORWARDED_FOR": "203.0.113.78",
            "HTTP_USER_AGENT": "TrinhDuyetBiMat/9.9",
            "HTTP_COOKIE": "sessionid=bimat; la=1",
            "HTTP_REFERER": "http://noi-den-bi-mat.example/",
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **more,
        }
        answer = Answer(0)

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            answer.status, answer.headers = int(status.split()[0]), {name.lower(): value for name, value in headers}

        found = application(environ, start)
        answer.body = b"".join(found)
        if hasattr(found, "close"):
            found.close()
        return answer

    yield ask
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def _body(data: dict[str, Any] | None, files: dict[str, bytes] | None) -> tuple[bytes, str]:
    if data is None:
        return b"", ""
    if not files:
        return urlencode(data).encode(), "application/x-www-form-urlencoded"
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in data.items()]
    for name, content in files.items():
        head = f'Content-Disposition: form-data; name="photos"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n'
        parts.append(head.encode() + content)
    return b"--ranh\r\n" + b"\r\n--ranh\r\n".join(parts) + b"\r\n--ranh--\r\n", "multipart/form-data; boundary=ranh"


def photo_with_place() -> bytes:
    """A JPEG whose metadata tells where and with what it was taken."""
    image, out = Image.new("RGB", (40, 30), "orange"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "HangMayAnhBiMat", "May-77"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()

"""A real server of the measured province, on loopback, for as long as a measurement asks it."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from buuan.base.accounts.models import Account
from buuan.engine.run import warm

START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and its process."""

    port: int
    process: int

    def memory(self) -> float:
        """Give the memory that the server's processes hold together, in megabytes; shared pages count once for each."""
        family, total = {self.process}, 0
        parents = {int(one.name): _parent(one) for one in Path("/proc").iterdir() if one.name.isdigit()}
        for _ in range(3):
            family |= {child for child, parent in parents.items() if parent in family}
        for one in family:
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{one}/status").read_text().splitlines():
                    total += int(line.split()[1]) if line.startswith("VmRSS:") else 0
        return total / 1000


def _parent(process: Path) -> int:
    with contextlib.suppress(OSError, IndexError, ValueError):
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    return 0


@contextlib.contextmanager
def served() -> Iterator[Server]:
    """Serve the database that is being measured; raises RuntimeError when the server does not come up."""
    warm()  # as set-up does
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "buuan", "--data", os.environ["BUUAN_DATA"], "serve", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own program
    try:
        _wait(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/readyz")
            if line.getresponse().status == 200:
                return
        time.sleep(0.1)  # between two questions to a server that is coming up
    raise RuntimeError("the server did not come up")


def cookie_of(account: Account) -> str:
    """Sign an account in and give the header by which the server knows it."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(account)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

"""A whole running province for the tests that need one: set up once, in a folder of its own, by the real commands."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest


def clean_environment(data: Path) -> dict[str, str]:
    """Give the environment of a command on its own data, with none of the test run's own database in it."""
    hidden = ("DATABASE_URL", "BUUAN_DATA", "BUUAN_SECRET_KEY", "DJANGO_SETTINGS_MODULE")
    return {**{key: value for key, value in os.environ.items() if key not in hidden}, "BUUAN_DATA": str(data)}


@dataclass
class Province:
    """A province in a folder, with its server: start it, kill it hard, run commands on it."""

    data: Path
    port: int = 0
    server: subprocess.Popen | None = None
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        """Run one command of `buuan` on this province."""
        return subprocess.run(
            [sys.executable, "-m", "buuan", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=check,
            timeout=900,
        )

    def start(self, *more: str) -> None:
        """Start the server and wait until it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "buuan", "serve", "--port", str(self.port), *more]
        log = (self.data / "server.log").open("ab")
        self.server = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + 180
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}/readyz", timeout=2) as answer:  # noqa: S310 - our own server
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                if self.server.poll() is not None:
                    break
                time.sleep(0.2)
        raise RuntimeError((self.data / "server.log").read_text()[-3000:])

    def kill(self) -> None:
        """Kill the server and all its processes at once, as a power cut would."""
        assert self.server is not None
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(timeout=10)

    def stop(self) -> None:
        """Stop the server in good order."""
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            try:
                self.server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """A demo province with its server and worker, shared by all tests that only look or add."""
    data = tmp_path_factory.mktemp("province")
    one = Province(data, environment=clean_environment(data))
    one.run("setup", "--small")
    one.start("--with-worker")
    yield one
    one.stop()


@pytest.fixture
def bare_province(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """A province with reference data only, for a test that breaks it: a copy of one that was set up once in the run."""
    data = tmp_path / "province"
    subprocess.run(["cp", "-a", str(_set_up_once(tmp_path_factory)), str(data)], check=True)
    one = Province(data, environment=clean_environment(data))
    yield one
    one.stop()


def _set_up_once(factory: pytest.TempPathFactory) -> Path:
    """Give a province as `buuan setup` leaves it, nobody using it; the first worker that asks makes it, the others wait for it."""
    own = factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    made, data = shared / "set-up.done", shared / "set-up"
    with (shared / "set-up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            data.mkdir(exist_ok=True)
            Province(data, environment=clean_environment(data)).run("setup")
            made.touch()
    return data

"""Worker, web and PostgreSQL are killed in turn at random in the midst of exercises: no delivery is lost, none is shown twice.

Three rounds, one for each; `BUUAN_CRASH_ROUNDS=20` kills twenty times. The seed stands in every failure.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from typing import Any

import psutil
import pytest

from buuan.site.benchmarks.receivers import Receiver, Receivers

ROUNDS = int(os.environ.get("BUUAN_CRASH_ROUNDS", "3"))
VICTIMS = ("work", "serve", "postgres")
OPERATORS, BRANCHES, ANSWERING = 6, 60, 12
PATIENCE_S = 90

BESIDE = """
from buuan.site.cli import prepare
prepare()
import json, sys, time
from datetime import UTC, datetime
from django.db import connection
from buuan.base.accounts.actions import create_account, issue_token
from buuan.base.accounts.queries import actor_of, system_actor
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.dispatch.actions import open_endpoint
from buuan.base.dispatch.models import Delivery, Recipient
from buuan.base.organisations.models import Organisation
from buuan.work.interdiction.actions import begin_drill
from buuan.work.interdiction.models import Order
system = system_actor(source="command")

def stage(places):
    at = datetime.now(tz=UTC)
    secrets, tokens = [], []
    for top, target in zip(found(places, at), places, strict=True):
        account = create_account(system, top, username=f"l-{top.code}", name="L", role="leader", password=None, at=at)
        leader = actor_of(account, source="page")
        secrets.append(open_endpoint(leader, top, channel="webhook", name="máy", target=target, at=at)[1])
    for number in range(ANSWERING):
        unit = Organisation.objects.get(code=f"NAT-CN{number}")
        account = create_account(system, unit, username=f"n-{number}", name=f"N{number}", role="officer", password=None, at=at)
        tokens.append(issue_token(actor_of(account, source="page"), account, name="thử", days=1, at=at)[1])
    return {"secrets": secrets, "tokens": tokens}

@action
def found(places, at):
    tops = [body(f"NAT{number}", "postal_operator", None) for number in range(len(places))]
    for number in range(BRANCHES):
        body(f"NAT-CN{number}", "operator_unit", tops[number % len(tops)])
    record(system, "test.founded", "test", at=at)
    return tops

def body(code, kind, parent):
    path = f"{parent.path if parent else ''}{code}/"
    more = {"unit_type": "branch"} if parent else {}
    return Organisation.objects.create(
        code=code, name=code, short_name=code, kind=kind, parent=parent, path=path, source="thử", **more
    )

def begin():
    bodies = list(Organisation.objects.filter(code__startswith="NAT"))
    return begin_drill(system, at=datetime.now(tz=UTC), to=bodies).number

def count():
    orders = {}
    for order in Order.objects.filter(drill=True):
        rows = Recipient.objects.filter(notice=order.notice)
        out = Delivery.objects.filter(notice=order.notice, round=0)
        done = rows.exclude(acknowledged_at=None).values_list("organisation__code", flat=True)
        orders[order.number] = {
            "notice": order.notice_id, "recipients": rows.count(), "bodies": rows.values("organisation").distinct().count(),
            "messages": out.count(), "delivered": out.filter(state="delivered").count(), "acknowledged": sorted(done),
        }
    return orders

for line in sys.stdin:
    name, *given = json.loads(line)
    for left in reversed(range(1 if name == "stage" else 300)):
        try:
            print(json.dumps(globals()[name](*given)), flush=True)
            break
        except Exception as error:
            if not left:
                raise
            print(f"again: {type(error).__name__}", file=sys.stderr, flush=True)
            connection.close()
            time.sleep(0.3)
""".replace("BRANCHES", str(BRANCHES)).replace("ANSWERING", str(ANSWERING))
"""A process beside the province: founds its bodies, begins exercises and counts; it tries again when the database is away."""


class Supervised:
    """The processes of a province as a supervisor keeps them: whichever dies is started again."""

    def __init__(self, province) -> None:
        self.province = province
        self.running: dict[str, subprocess.Popen] = {}
        self.log = (province.data / "server.log").open("ab")

    def keep(self) -> None:
        """Start what does not run, the database before those that need it."""
        if not self.postmaster():
            self.province.run("audit", "verify")
        for name, more in (("serve", ["--port", str(self.province.port), "--workers", "1"]), ("work", [])):
            if name not in self.running or self.running[name].poll() is not None:
                command = [sys.executable, "-m", "buuan", name, *more]
                self.running[name] = subprocess.Popen(
                    command, env=self.province.environment, stdout=self.log, stderr=self.log, start_new_session=True
                )

    def postmaster(self) -> psutil.Process | None:
        """Give the database's first process, None where it does not run."""
        file = self.province.data / "postgres" / "postmaster.pid"
        if not file.exists():
            return None
        number = int(file.read_text().split()[0])
        return psutil.Process(number) if psutil.pid_exists(number) else None

    def kill(self, victim: str) -> None:
        """Kill one of the three with all its processes, as they are."""
        if victim != "postgres":
            os.killpg(self.running[victim].pid, signal.SIGKILL)
            self.running[victim].wait(10)
            return
        first = self.postmaster()
        assert first is not None
        family = [first, *first.children(recursive=True)]
        for one in family:
            one.kill()
        psutil.wait_procs(family, 10)

    def __enter__(self) -> Supervised:
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop what still runs, the database too: those that were killed do not stop it."""
        for one in self.running.values():
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait(10)
        database = self.postmaster()
        if database is not None:
            database.send_signal(signal.SIGINT)
            psutil.wait_procs([database], 20)
        self.log.close()


class _Beside:
    """The process beside the province, asked by lines of JSON; started once, so that no question waits for a house to load."""

    def __init__(self, province) -> None:
        environment = province.environment | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": (province.data / "beside.log").open("ab")}
        self.running = subprocess.Popen([sys.executable, "-c", BESIDE], env=environment, text=True, start_new_session=True, **pipes)
        self.log = province.data / "beside.log"

    def ask(self, name: str, *given: object) -> Any:
        """Let it do one thing and give what it says."""
        assert self.running.stdin is not None
        assert self.running.stdout is not None
        self.running.stdin.write(json.dumps([name, *given]) + "\n")
        self.running.stdin.flush()
        line = self.running.stdout.readline()
        assert line, self.log.read_text()[-2000:]
        return json.loads(line)

    def stop(self) -> None:
        """Let it end by itself, so that it no longer counts among those who use the database: the last of them stops it."""
        assert self.running.stdin is not None
        self.running.stdin.close()
        try:
            self.running.wait(20)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait(10)


@pytest.mark.province
@pytest.mark.point("7b")
def test_killing_worker_web_and_database_during_drills_loses_no_delivery_and_shows_none_twice(bare_province):
    seed = int(os.environ.get("BUUAN_CRASH_SEED", time.time_ns() % 1_000_000))
    chance = random.Random(seed)  # noqa: S311 - no secret
    bare_province.environment["BUUAN_WEBHOOKS_PRIVATE"] = "1"
    receivers = [Receiver("slow", slow_s=0.2) for _one in range(OPERATORS)]
    told: dict[str, set[int]] = {}
    with Supervised(bare_province) as kept, Receivers(receivers):
        beside = _Beside(bare_province)
        try:
            made = beside.ask("stage", [one.url for one in receivers])
            for one, secret in zip(receivers, made["secrets"], strict=True):
                one.secret = secret
            bare_province.port = _free_port()
            kept.keep()
            _wait(lambda: _asks(bare_province.port, "GET", "/readyz"), "the server did not start")
            victims: list[str] = []
            for number in range(ROUNDS):
                if not victims:
                    victims = list(VICTIMS)
                    chance.shuffle(victims)
                told |= _round(kept, beside, victims.pop(), chance, made["tokens"])
                print(f"round {number + 1} of {ROUNDS}, seed {seed}: {len(told)} drills", flush=True)
            found: dict = {}

            def all_delivered() -> bool:
                kept.keep()
                found.update(beside.ask("count"))
                return all(one["delivered"] == OPERATORS for one in found.values())

            _wait(all_delivered, f"not all was delivered, seed {seed}")
        finally:
            beside.stop()
        assert set(told) <= set(found), seed
        for number, one in found.items():
            assert (one["recipients"], one["bodies"]) == (OPERATORS + BRANCHES, OPERATORS + BRANCHES), (seed, number)
            assert (one["messages"], one["delivered"]) == (OPERATORS, OPERATORS), (seed, number)
            lost = {f"NAT-CN{who}" for who in told.get(number, ())} - set(one["acknowledged"])
            assert not lost, (seed, number, lost)
        notices = {one["notice"] for one in found.values()}
        for receiver in receivers:
            seen = Counter(
                (data["id"], data["round"])
                for data in (json.loads(body)["data"] for body in receiver.bodies)
                if data["id"] in notices
            )
            assert {key for key, _round_ in seen} == notices, seed
            assert max(seen.values()) == 1, (seed, seen)
            assert receiver.forged == 0
    verdict = json.loads(bare_province.run("audit", "verify", "--json").stdout)
    assert verdict["ok"], (seed, verdict)


def _round(kept: Supervised, beside: _Beside, victim: str, chance: random.Random, tokens: list[str]) -> dict[str, set[int]]:
    """Begin an exercise, let branches acknowledge, kill somebody in the midst of it, and bring everything up again.

    Gives which branches were told that their acknowledgement was taken.
    """
    port = kept.province.port
    told: set[int] = set()
    number: list[str] = []
    stop = threading.Event()

    def begin() -> None:
        number.append(beside.ask("begin"))

    def acknowledge(share: list[int]) -> None:
        for who in share:
            while not stop.is_set():
                if number and _asks(port, "POST", f"/api/v1/orders/{number[0]}/acknowledge", tokens[who]):
                    told.add(who)
                    break
                stop.wait(0.05)

    threads = [threading.Thread(target=acknowledge, args=(list(range(first, ANSWERING, 3)),)) for first in range(3)]
    starting = threading.Thread(target=begin)
    for one in (starting, *threads):
        one.start()
    time.sleep(chance.uniform(0.0, 1.5))
    kept.kill(victim)
    kept.keep()
    starting.join(PATIENCE_S)
    for one in threads:
        one.join(PATIENCE_S / 3)
    stop.set()
    assert number, "the exercise was not begun"
    return {number[0]: told}


def _asks(port: int, method: str, path: str, token: str = "") -> bool:
    """Ask the server; tells whether it was done, or was done before by the same asker whose answer got lost."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"} if token else {}
    try:
        connection.request(method, path, "{}" if method == "POST" else None, headers)
        answer = connection.getresponse()
        text = answer.read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return answer.status == 200 or (answer.status == 409 and b"acknowledged" in text)


def _wait(done, otherwise: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < until, otherwise
        time.sleep(0.2)


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]

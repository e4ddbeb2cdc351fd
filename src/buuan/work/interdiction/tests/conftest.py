"""The cast, the grounds, and how its people draft, approve and answer orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from buuan.registers.items import store
from buuan.work.cases.tests.cast import HOUR, MONDAY, Cast
from buuan.work.interdiction import actions
from buuan.work.interdiction.actions import Decision, OrderFacts
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.queries import watch
from buuan.work.interdiction.rules import Scope
from buuan.work.screening.actions import ManifestHeader, import_manifest

FIREWORK = "FWK_BANG"
COLUMNS = (
    "item_id,flow,service_class,accepted_at,accept_point,sender_type,sender_name,sender_phone,sender_id_verified,sender_address,"
    "sender_country,receiver_name,receiver_phone,receiver_address,receiver_country,declared_content,gross_weight_g"
)
SEALED = "a" * 64


@pytest.fixture(scope="module")
def stage(theatre):
    """The cast with the grounds loaded, once a module; two more leaders who approve."""
    stages = theatre.play()
    made = next(stages)
    _hire(made)
    actions.load_grounds(made.system, at=MONDAY)
    yield made
    next(stages, None)


def _hire(cast: Cast) -> None:
    from buuan.base.accounts.actions import create_account

    for name, body, role in (("deputy", "police", "leader"), ("market_chief", "market", "leader")):
        cast.accounts[name] = create_account(
            cast.system, cast.bodies[body], username=f"thu-{name}", name=f"Chỉ huy Thử {name}", role=role, password=None, at=MONDAY
        )


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path):
    """Archive, keys and evidence of a test stand in folders of their own; nothing compiled is left over."""
    settings.ARCHIVE, settings.KEYS, settings.EVIDENCE = (tmp_path / name for name in ("archive", "keys", "evidence"))
    store.archive.cache_clear()
    watch.forget()
    yield
    store.archive.cache_clear()
    watch.forget()


@pytest.fixture
def now(monkeypatch) -> datetime:
    """For the faces it is 08:11 of Monday."""
    at = MONDAY + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


def facts(scope: Scope | None = None, **more) -> OrderFacts:
    """Give a draft that the bounds allow: fireworks of one sender's number, for 12 hours."""
    given = OrderFacts(
        title="Tạm giữ bưu gửi nghi chứa pháo nổ",
        ground="goods",
        reason="Nguồn tin về nhiều gói pháo nổ gửi trong ngày.",
        scope=scope or Scope(phones=("0900000001",), category=FIREWORK),
        asks=("hold", "do_not_load"),
        officer="Trực ban Thử",
        phone="02373852246",
        expires_at=MONDAY + 12 * HOUR,
    )
    return replace(given, **more)


def decision(by: str = "investigating_body") -> Decision:
    """Give a decision as it is attached."""
    return Decision(number="12/QĐ", on=MONDAY.date(), by=by, sha256=SEALED)


@pytest.fixture
def draft(cast) -> Callable[..., Order]:
    """Draft as the duty officer of the police at 08:00."""

    def make(scope: Scope | None = None, by: str = "police", at: datetime = MONDAY, **more) -> Order:
        return actions.draft_order(cast.actor(by), facts(scope, **more), at=at)

    return make


@pytest.fixture
def issue(cast, draft) -> Callable[..., Order]:
    """Draft, hand in and approve: an order in force from 08:00."""

    def make(scope: Scope | None = None, at: datetime = MONDAY, **more) -> Order:
        order = actions.submit_order(cast.police, draft(scope, at=at, **more), at=at)
        return actions.approve_order(cast.chief, order, at=at)

    return make


def manifest_file(*rows: tuple[str, str, str], day: str = "2026-11-22", point: str = "SMTEST-BC1") -> bytes:
    """Give a file of items as (code, sender's number, declared content), accepted the day before; every person is invented."""
    lines = [COLUMNS]
    for item, phone, content in rows:
        lines.append(
            f"{item},domestic,parcel,{day}T08:00:00+07:00,{point},person,Nguyễn Văn Mẫu,{phone},none,Số 1 đường Thử,VN,"
            f"Trần Thị Mẫu,0900000002,Thôn Mẫu,VN,{content},500"
        )
    return "\n".join(lines).encode()


@pytest.fixture
def hand_in(cast) -> Callable[..., object]:
    """Hand a manifest in as the operator's people."""

    def bring(
        *rows: tuple[str, str, str],
        name: str = "a.csv",
        at: datetime = MONDAY - HOUR,
        who: str = "operator",
        point="SMTEST-BC1",
        **more,
    ):
        header = ManifestHeader(**more)
        made, reading = import_manifest(
            cast.actor(who), cast.bodies[who], manifest_file(*rows, point=point), name=name, header=header, at=at
        )
        assert not reading.refused_whole, list(reading.errors())[:3]
        return made

    return bring

"""Changing the key that phones seal to: by a command, with its record; the old one opens until the dated rule lets it go."""

from __future__ import annotations

import base64

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from buuan.base.devices import sealing
from buuan.base.devices.sealing import old_keys, public_key
from buuan.kit.errors import Forbidden, Refused
from buuan.registers.law.models import LimitRow
from buuan.work.cases.tests.acts import records, within
from buuan.work.cases.tests.cast import DAY, MONDAY
from buuan.work.intake import actions, jobs
from buuan.work.intake.commands import counter
from buuan.work.intake.queries import KEEP_SEALING_KEY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    """Keys of a test stand in a folder of its own."""
    settings.KEYS = tmp_path / "keys"
    return settings.KEYS


def point() -> str:
    raw = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(raw).decode()


def test_the_form_hands_out_the_new_key_and_the_old_one_still_opens_what_waits(cast, now):
    clerk, one, old = cast.client("clerk"), point(), public_key()
    before = clerk.post("/bao-cao/mo", {"point": one, "house": old}).json()
    made = actions.change_sealing_key(cast.system, at=now)

    assert f'data-seal="{public_key()}"' in clerk.get("/bao-cao").content.decode()
    assert clerk.post("/bao-cao/mo", {"point": one, "house": old}).json() == before
    assert len(clerk.post("/bao-cao/mo", {"point": one}).json()["keys"]) == 2, "from a phone that did not name it yet"
    facts = records("intake.sealing_key_changed")[0].facts
    assert (facts["key"], facts["former"], facts["destroyed"]) == (made.key, made.former, [])


def test_after_the_rule_the_key_is_gone_and_the_phone_is_told_why(cast, now):
    clerk, one, old = cast.client("clerk"), point(), public_key()
    actions.change_sealing_key(cast.system, at=now)
    assert actions.destroy_sealing_keys(cast.system, at=now + 180 * DAY) == ()
    assert len(actions.destroy_sealing_keys(cast.system, at=now + 181 * DAY)) == 1

    answer = clerk.post("/bao-cao/mo", {"point": one, "house": old})
    assert answer.status_code == 422
    assert "đã hủy theo thời hạn lưu" in answer.json()["detail"]
    assert clerk.post("/bao-cao/mo", {"point": one, "house": public_key()}).status_code == 200


def test_the_rule_never_lets_go_what_may_still_be_reported_and_without_one_nothing_is_destroyed(cast, now):
    actions.change_sealing_key(cast.system, at=now)
    rows = LimitRow.objects.filter(code=KEEP_SEALING_KEY)
    within(cast.system, lambda: rows.update(amount=5))
    assert actions.destroy_sealing_keys(cast.system, at=now + 89 * DAY) == ()
    within(cast.system, lambda: rows.delete())
    key = public_key()
    for act in (actions.destroy_sealing_keys, actions.change_sealing_key):
        with pytest.raises(Refused):
            act(cast.system, at=now + 500 * DAY)
    assert public_key() == key
    assert not old_keys()[0].is_gone


def test_nobody_but_the_platform_changes_or_destroys_keys(cast):
    for who in ("police", "operator", "administrator", "auditor"):
        for act in (actions.change_sealing_key, actions.destroy_sealing_keys):
            with pytest.raises(Forbidden):
                act(cast.actor(who), at=MONDAY)


def test_the_commands_change_and_destroy(cast, monkeypatch):
    monkeypatch.setattr("buuan.base.accounts.queries.SYSTEM_ACCOUNT", cast.account("system").username)
    changed = CliRunner().invoke(counter, ["rotate-key"])
    assert changed.exit_code == 0, changed.output
    assert sealing.current_name() in changed.output
    assert records("intake.sealing_key_changed")[-1].actor["source"] == "command"
    assert "Không có khóa nào" in CliRunner().invoke(counter, ["purge-keys"]).output


def test_the_nightly_job_destroys_what_is_over_and_else_leaves_no_record(cast, monkeypatch):
    monkeypatch.setattr("buuan.base.accounts.queries.SYSTEM_ACCOUNT", cast.account("system").username)
    jobs.clear_sealing_keys(0)
    assert not records("intake.sealing_keys_destroyed")
    actions.change_sealing_key(cast.system, at=MONDAY - 400 * DAY)
    jobs.clear_sealing_keys(0)
    assert len(records("intake.sealing_keys_destroyed")[0].facts["destroyed"]) == 1

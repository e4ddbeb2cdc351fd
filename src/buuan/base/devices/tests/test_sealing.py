"""The key that phones seal to: made once, the same for every process, changed without losing what was sealed before."""

from __future__ import annotations

import base64
import stat
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from buuan.base.devices import sealing
from buuan.kit.errors import Refused

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    """Keys of a test stand in a folder of its own."""
    settings.KEYS = tmp_path / "keys"
    return settings.KEYS


def sealed(account: str = "lan") -> tuple[str, str, str]:
    """Do what a phone does: give the house key, the point that lies beside the thing, and the key that both agree on."""
    to = sealing.public_key()
    phone = ec.generate_private_key(ec.SECP256R1())
    point = phone.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    house = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(to))
    agreed = HKDF(SHA256(), 32, salt=point, info=b"buuan counter 1|" + account.encode()).derive(phone.exchange(ec.ECDH(), house))
    return to, base64.b64encode(point).decode(), base64.b64encode(agreed).decode()


def test_a_phone_and_the_house_agree_on_a_key_and_another_account_gets_another_one():
    to, point, agreed = sealed()
    assert sealing.opening_keys("lan", point, to) == [agreed]
    assert sealing.opening_keys("mai", point, to) != [agreed]


def test_the_key_is_made_once_and_only_the_service_may_read_it(keys):
    first = sealing.public_key()
    sealing._read.cache_clear()
    assert sealing.public_key() == first
    assert stat.S_IMODE((keys / "counter.key").stat().st_mode) == 0o600
    assert [one.name for one in keys.iterdir()] == ["counter.key"]


@pytest.mark.parametrize("point", ["", "?", "AAAA", base64.b64encode(b"\x04" + b"\x01" * 64).decode(), "A" * 100_000, "đ"])
def test_what_is_no_point_of_the_curve_opens_nothing(point):
    assert sealing.opening_keys("lan", point) == []


def test_what_was_sealed_to_the_old_key_still_opens_after_the_change(keys):
    to, point, agreed = sealed()
    name = sealing.change_key(TODAY)
    assert sealing.public_key() != to
    assert sealing.current_name() == name
    assert sealing.opening_keys("lan", point, to) == [agreed]
    newer, beside, other = sealed()
    assert sealing.opening_keys("lan", beside, newer) == [other]
    assert stat.S_IMODE((keys / "counter-old").stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in (keys / "counter-old").iterdir()} == {0o600}


def test_what_a_phone_sealed_before_it_named_the_key_opens_with_one_of_those_that_are_left():
    _to, point, agreed = sealed()
    sealing.change_key(TODAY)
    sealing.change_key(TODAY)
    found = sealing.opening_keys("lan", point)
    assert agreed in found
    assert len(found) == 3


def test_a_destroyed_key_says_so_and_one_of_another_house_too(keys):
    to, point, _agreed = sealed()
    sealing.change_key(TODAY)
    assert sealing.destroy_keys(TODAY) == [], "not before its day is over"
    (gone,) = sealing.destroy_keys(date(2027, 6, 1))
    assert [(one.name, one.is_gone) for one in sealing.old_keys()] == [(gone, True)]
    assert sum(one.stat().st_size for one in (keys / "counter-old").iterdir()) == 0
    with pytest.raises(Refused, match="thôi dùng từ 23/11/2026 và đã hủy"):
        sealing.opening_keys("lan", point, to)
    for foreign in (base64.b64encode(b"\x04" + b"\x02" * 64).decode(), "đ", "?"):
        with pytest.raises(Refused, match="không có ở hệ thống này"):
            sealing.opening_keys("lan", point, foreign)


def test_a_change_that_was_killed_halfway_loses_nothing_and_is_done_again(keys, monkeypatch):
    to, point, agreed = sealed()
    whole = sealing.write_whole

    def killed(path, data):
        if path.name == "counter.key":
            raise KeyboardInterrupt
        whole(path, data)

    monkeypatch.setattr(sealing, "write_whole", killed)
    with pytest.raises(KeyboardInterrupt):
        sealing.change_key(TODAY)
    monkeypatch.undo()
    assert sealing.public_key() == to
    assert sealing.opening_keys("lan", point, to) == [agreed]
    assert sealing.destroy_keys(date(2030, 1, 1)) == [], "it is the key in use"

    sealing.change_key(date(2026, 12, 1))
    assert [(one.until_on, one.is_gone) for one in sealing.old_keys()] == [(date(2026, 12, 1), False)]
    assert sealing.opening_keys("lan", point, to) == [agreed]

"""The key that phones seal to: made once, the same for every process, and another one for every account."""

from __future__ import annotations

import base64
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from buuan.base.devices import sealing


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    """Keys of a test stand in a folder of its own."""
    settings.KEYS = tmp_path / "keys"
    return settings.KEYS


def test_a_phone_and_the_house_agree_on_a_key_and_another_account_gets_another_one():
    phone = ec.generate_private_key(ec.SECP256R1())
    point = phone.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    house = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(sealing.public_key()))
    agreed = HKDF(SHA256(), 32, salt=point, info=b"buuan counter 1|lan").derive(phone.exchange(ec.ECDH(), house))

    given = sealing.opening_key("lan", base64.b64encode(point).decode())
    assert given == base64.b64encode(agreed).decode()
    assert sealing.opening_key("mai", base64.b64encode(point).decode()) != given


def test_the_key_is_made_once_and_only_the_service_may_read_it(keys):
    first = sealing.public_key()
    sealing._private.cache_clear()
    assert sealing.public_key() == first
    assert stat.S_IMODE((keys / "counter.key").stat().st_mode) == 0o600
    assert [one.name for one in keys.iterdir()] == ["counter.key"]


@pytest.mark.parametrize("point", ["", "?", "AAAA", base64.b64encode(b"\x04" + b"\x01" * 64).decode(), "A" * 100_000, "đ"])
def test_what_is_no_point_of_the_curve_opens_nothing(point):
    assert sealing.opening_key("lan", point) is None

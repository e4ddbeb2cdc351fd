"""What is sealed opens only with its key, and tells nothing by itself."""

from __future__ import annotations

import pytest

from buuan.kit.errors import Refused
from buuan.work.tips import sealing

PEPPER = b"0123456789abcdef"


def test_what_is_sealed_comes_back_and_a_byte_changed_is_seen():
    public, private = sealing.new_pair()
    sealed = sealing.seal(public, {"text": "gói hàng lạ"})

    assert sealing.unseal(private, sealed) == {"text": "gói hàng lạ"}
    assert "gói hàng".encode() not in sealed
    broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
    with pytest.raises(Refused, match="niêm phong"):
        sealing.unseal(private, broken)
    with pytest.raises(Refused):
        sealing.unseal(sealing.new_pair()[1], sealed)


def test_short_and_longer_texts_are_equally_long_when_sealed():
    public, _private = sealing.new_pair()

    assert len(sealing.seal(public, {"text": "a"})) == len(sealing.seal(public, {"text": "a" * 900}))


def test_a_code_gives_the_same_keys_again_and_another_pepper_other_ones():
    code = sealing.new_code()
    one, again, other = sealing.keys_of(code, PEPPER), sealing.keys_of(code, PEPPER), sealing.keys_of(code, b"x" * 16)

    assert one == again
    assert one.lookup != other.lookup
    assert sealing.unseal(one.private, sealing.seal(one.public, [1])) == [1]


def test_a_locked_secret_needs_the_very_pass_phrase():
    locked = sealing.lock(b"bi mat", "cụm mật khẩu đúng")

    assert sealing.unlock(locked, "cụm mật khẩu đúng") == b"bi mat"
    with pytest.raises(Refused, match="không đúng"):
        sealing.unlock(locked, "cụm mật khẩu sai")


def test_one_half_tells_nothing_and_both_give_the_secret():
    first, second = sealing.halves(b"x" * 32)

    assert sealing.joined(first, second) == b"x" * 32
    assert b"x" * 32 not in (first, second)
    assert sealing.halves(b"x" * 32)[0] != first

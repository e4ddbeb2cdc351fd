"""A signature fits one message, one secret and one time; everything else is refused with its reason."""

from __future__ import annotations

import pytest

from buuan.kit.webhook import PREFIX, BadSignature, headers, new_secret, sign, verify

SECRET = PREFIX + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = 1_700_000_000
BODY = b'{"test": 2432232314}'


def given(**more: str) -> dict[str, str]:
    return headers([SECRET], "msg_1", NOW, BODY) | more


def test_the_signature_is_that_of_the_convention():
    # The example of the Standard Webhooks specification: any conforming library gives the same.
    body = b'{"test": 2432232314}'
    made = sign(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_is_taken_whatever_the_case_of_its_headers_and_with_several_signatures():
    assert verify(SECRET, given(), BODY, now=NOW).id == "msg_1"
    shouting = {name.title(): value for name, value in headers([new_secret(), SECRET], "msg_1", NOW, BODY).items()}
    assert verify(SECRET, shouting, BODY, now=NOW + 299).timestamp == NOW


@pytest.mark.parametrize(
    ("changed", "body", "now", "code"),
    [
        ({}, BODY + b" ", NOW, "webhook.forged"),
        ({"webhook-id": "msg_2"}, BODY, NOW, "webhook.forged"),
        ({"webhook-timestamp": str(NOW + 1)}, BODY, NOW, "webhook.forged"),
        ({"webhook-signature": "v1,AAAA"}, BODY, NOW, "webhook.forged"),
        ({"webhook-signature": "v1,ă"}, BODY, NOW, "webhook.forged"),
        ({}, BODY, NOW + 301, "webhook.too_old"),
        ({}, BODY, NOW - 301, "webhook.from_the_future"),
        ({"webhook-timestamp": "yesterday"}, BODY, NOW, "webhook.bad_timestamp"),
        ({"webhook-timestamp": "-5"}, BODY, NOW, "webhook.bad_timestamp"),
        ({"webhook-signature": ""}, BODY, NOW, "webhook.headers_missing"),
    ],
)
def test_forged_replayed_and_skewed_messages_are_refused(changed, body, now, code):
    with pytest.raises(BadSignature) as refusal:
        verify(SECRET, given(**changed), body, now=now)
    assert refusal.value.code == code


def test_another_secret_does_not_fit_and_a_short_one_is_none():
    with pytest.raises(BadSignature):
        verify(new_secret(), given(), BODY, now=NOW)
    with pytest.raises(ValueError, match="short"):
        sign("whsec_AAAA", "msg_1", NOW, BODY)

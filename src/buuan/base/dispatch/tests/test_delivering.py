"""What leaves the machine: at least once, never twice to the eye, slow receivers in nobody's way, nothing sensitive."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.db.models import QuerySet

from buuan.base.accounts.models import Account
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record
from buuan.base.dispatch.actions import (
    acknowledge,
    choose,
    close_notices,
    end_endpoint,
    escalate_due,
    open_endpoint,
    pause_endpoint,
    rotate_secret,
    send_again,
    set_quiet_hours,
)
from buuan.base.dispatch.actions.delivering import claim, settle
from buuan.base.dispatch.delivery.carrier import Carrier
from buuan.base.dispatch.delivery.run import deliver_due
from buuan.base.dispatch.models import Attempt, Delivery, Endpoint, Notice
from buuan.base.dispatch.tests.conftest import tell
from buuan.base.organisations.models import Organisation
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.site.benchmarks.receivers import DEAD, FAILS_TWICE, SLOW, Receiver, Receivers
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY

NOW = datetime.now(tz=UTC).replace(microsecond=0)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def hook(cast, receiver, body="operator", actor="operator", **more):
    """Open a webhook of a body at a receiver."""
    endpoint, receiver.secret = open_endpoint(
        cast.actor(actor), cast.bodies[body], channel="webhook", name=f"máy {receiver.port}", target=receiver.url, at=NOW, **more
    )
    return endpoint


def order(cast, at=NOW, to=("operator",), **more):
    facts = {"urgent": True, "asks": "acknowledge", "cascade": True} | more
    return tell(cast.police, [cast.bodies[name] for name in to], at=at, **facts)


def expire_leases():
    """Let the leases of a worker that died run out."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dispatch_delivery SET leased_until = clock_timestamp() - interval '1 second'")


def test_an_urgent_notice_reaches_the_webhook_once_signed_with_number_and_link_only(cast):
    with Receivers([Receiver()]) as there:
        receiver = there.all[0]
        hook(cast, receiver)
        notice = order(cast, text="Giữ bưu gửi SM123 của bà Nguyễn Thị Bịa", title="Tạm giữ SM123")
        tally = deliver_due(cast.system, at=NOW)
        assert (tally.tried, tally.delivered) == (1, 1)
        assert deliver_due(cast.system, at=NOW + HOUR).tried == 0
    assert (receiver.forged, len(receiver.accepted), receiver.duplicates) == (0, 1, 0)
    body = receiver.bodies[0].decode()
    assert "SM123" not in body
    assert "Bịa" not in body
    data = json.loads(body)["data"]
    own = notice.recipients.get(organisation=cast.bodies["operator"])
    assert (data["number"], data["recipient"], data["organisation"]) == (notice.number, own.pk, "SMTEST")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries, delivery.delivered_at) == ("delivered", 1, NOW)
    assert Record.objects.filter(action="dispatch.tried").count() == 1


def test_a_worker_that_dies_between_answer_and_commit_sends_the_same_id_again(cast):
    with Receivers([Receiver()]) as there, Carrier() as carrier:
        receiver = there.all[0]
        hook(cast, receiver)
        order(cast)
        (job,) = claim(at=NOW, limit=10)
        carrier.take(job)
        assert [one.result for one in carrier.outcomes(10)] == ["delivered"]  # and here the worker dies
        assert claim(at=NOW + HOUR, limit=10) == []
        expire_leases()
        deliver_due(cast.system, at=NOW + SECOND)
    assert list(receiver.ids.values()) == [2]
    assert (len(receiver.accepted), receiver.duplicates) == (1, 1)
    assert Delivery.objects.get().state == "delivered"


def test_two_workers_never_take_the_same_message(cast):
    with Receivers([Receiver()]) as there:
        hook(cast, there.all[0])
        order(cast)
        assert (len(claim(at=NOW, limit=10)), len(claim(at=NOW, limit=10))) == (1, 0)


def test_a_slow_receiver_keeps_nobody_waiting(cast):
    receivers = [Receiver(SLOW, slow_s=2.0)] + [Receiver() for _ in range(5)]
    with Receivers(receivers):
        for one in receivers:
            hook(cast, one)
        order(cast)
        deliver_due(cast.system, at=NOW)
    slow, *quick = (next(iter(one.accepted.values())) for one in receivers)
    assert max(quick) < slow - 1


def test_a_receiver_that_fails_twice_gets_it_in_the_third_try_and_the_log_says_so(cast):
    with Receivers([Receiver(FAILS_TWICE)]) as there:
        receiver = there.all[0]
        endpoint = hook(cast, receiver)
        order(cast)
        for seconds in (0, 5, 14, 15, 60):
            deliver_due(cast.system, at=NOW + seconds * SECOND)
    assert list(Attempt.objects.order_by("number").values_list("outcome", "status")) == [
        ("status", 500),
        ("status", 500),
        ("delivered", 200),
    ]
    assert Delivery.objects.get().delivered_at == NOW + 15 * SECOND
    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.dead_at) == (None, None)


def test_a_dead_endpoint_is_given_up_told_to_owner_and_sender_once_and_lives_again(cast):
    with Receivers([Receiver(DEAD)]) as there:
        endpoint = hook(cast, there.all[0])
        order(cast)
        for seconds in range(0, 600, 20):
            deliver_due(cast.system, at=NOW + seconds * SECOND)
        order(cast, at=NOW + HOUR)
        for seconds in range(0, 600, 20):
            deliver_due(cast.system, at=NOW + HOUR + seconds * SECOND)
    endpoint.refresh_from_db()
    assert endpoint.dead_at is not None
    told = Notice.objects.filter(kind="dispatch.endpoint_dead").get()
    assert {one.organisation.code for one in told.recipients.select_related("organisation")} == {"SMTEST", "cong-an-tinh"}
    with Receivers([Receiver()]) as there:
        QuerySet(Endpoint).filter(pk=endpoint.pk).update(target=there.all[0].url)
        there.all[0].secret = rotate_secret(cast.operator, endpoint, at=NOW + 2 * HOUR)
        again = send_again(cast.operator, Delivery.objects.order_by("pk").first(), at=NOW + 2 * HOUR)
        deliver_due(cast.system, at=NOW + 2 * HOUR)
    again.refresh_from_db()
    endpoint.refresh_from_db()
    assert (again.state, endpoint.dead_at) == ("delivered", None)


def test_an_ended_operator_and_an_ended_endpoint_get_nothing_more(cast):
    receivers = [Receiver(), Receiver(), Receiver()]
    with Receivers(receivers):
        ended = hook(cast, receivers[0])
        paused = hook(cast, receivers[1])
        hook(cast, receivers[2], body="rival", actor="rival")
        order(cast, to=("operator", "rival"))
        end_endpoint(cast.operator, ended, at=NOW)
        pause_endpoint(cast.operator, paused, at=NOW)
        _end(cast, "rival")
        deliver_due(cast.system, at=NOW)
        order(cast, at=NOW + SECOND, to=("operator", "rival"))
        deliver_due(cast.system, at=NOW + SECOND)
    assert [len(one.asked) for one in receivers] == [0, 0, 0]
    assert set(Delivery.objects.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(Refused, match="đã bỏ"):
        send_again(cast.operator, Delivery.objects.filter(endpoint=ended).first(), at=NOW)


@action
def _end(cast, name):
    body = Organisation.objects.get(pk=cast.bodies[name].pk)
    body.until_on = NOW.date() - DAY
    body.from_on = None
    body.save()
    record(cast.system, "test.ended", "test", at=NOW)


def test_a_closed_notice_sends_nothing_more(cast):
    with Receivers([Receiver(DEAD)]) as there:
        hook(cast, there.all[0])
        order(cast)
        deliver_due(cast.system, at=NOW)
        _close(cast)
        assert deliver_due(cast.system, at=NOW + HOUR).tried == 0
    assert Delivery.objects.get().state == "cancelled"


@action
def _close(cast):
    close_notices(cast.bodies["operator"], at=NOW)
    record(cast.police, "test.closed", "test", at=NOW)


def test_both_secrets_sign_for_a_day_after_a_rotation(cast):
    with Receivers([Receiver()]) as there:
        receiver = there.all[0]
        endpoint = hook(cast, receiver)
        old = receiver.secret
        new = rotate_secret(cast.operator, endpoint, at=NOW)
        order(cast)
        deliver_due(cast.system, at=NOW)
        assert len(receiver.accepted) == 1  # the receiver still checks with the old one
        receiver.secret = new
        order(cast, at=NOW + HOUR)
        deliver_due(cast.system, at=NOW + HOUR)
        assert len(receiver.accepted) == 2
        receiver.secret = old
        order(cast, at=NOW + 25 * HOUR)
        deliver_due(cast.system, at=NOW + 25 * HOUR)
    assert receiver.forged == 1
    endpoint.refresh_from_db()
    assert new not in endpoint.secret
    assert old not in endpoint.old_secret


def test_sending_again_keeps_the_id_so_that_the_receiver_knows_it(cast):
    with Receivers([Receiver()]) as there:
        hook(cast, there.all[0])
        order(cast)
        deliver_due(cast.system, at=NOW)
        send_again(cast.operator, Delivery.objects.get(), at=NOW + HOUR)
        deliver_due(cast.system, at=NOW + HOUR)
    assert list(there.all[0].ids.values()) == [2]
    assert Delivery.objects.get().tries == 2
    with pytest.raises(Forbidden):
        send_again(cast.rival, Delivery.objects.get(), at=NOW)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/x",
        "http://example.vn/x",
        "https://localhost/x",
        "https://10.0.0.8/x",
        "https://[::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://169.254.169.254/latest",
        "https://a:b@example.vn/x",
        "ftp://example.vn/x",
        "https:///x",
    ],
)
def test_a_webhook_into_a_private_network_is_refused_unless_the_settings_allow_it(cast, settings, target):
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = False
    with pytest.raises(Invalid):
        open_endpoint(cast.operator, cast.bodies["operator"], channel="webhook", name="x", target=target, at=NOW)


def test_a_name_that_leads_into_the_private_network_is_found_out_when_it_is_sent_to(cast, settings, monkeypatch):
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = False
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("10.1.2.3", 443))])
    open_endpoint(cast.operator, cast.bodies["operator"], channel="webhook", name="x", target="https://trong.example.vn/x", at=NOW)
    order(cast)
    deliver_due(cast.system, at=NOW)
    assert Attempt.objects.get().outcome == "forbidden_address"
    assert Delivery.objects.get().state == "failed"


def test_reminders_leave_with_an_id_of_their_own_and_only_for_who_owes(cast):
    with Receivers([Receiver(), Receiver()]) as there:
        hook(cast, there.all[0])
        hook(cast, there.all[1], body="rival", actor="rival")
        notice = order(cast, to=("operator", "rival"))
        acknowledge(cast.rival, notice.recipients.get(organisation=cast.bodies["rival"]), at=NOW + MINUTE)
        deliver_due(cast.system, at=NOW + MINUTE)
        escalate_due(cast.system, at=NOW + 15 * MINUTE)
        deliver_due(cast.system, at=NOW + 15 * MINUTE)
    assert [len(one.accepted) for one in there.all] == [2, 1]
    assert [json.loads(body)["data"]["round"] for body in there.all[0].bodies] == [0, 1]


# -- mail, digests, quiet hours ------------------------------------------------------------------------------------------


@action
def _mailbox(cast, name, address):
    account = Account.objects.get(pk=cast.account(name).pk)
    account.email = address
    account.save()
    record(cast.system, "test.mail", "test", at=MONDAY)


def test_an_urgent_mail_goes_at_night_with_number_and_link_only(cast):
    _mailbox(cast, "operator", "an-ninh@example.vn")
    night = MONDAY + 15 * HOUR  # 23:00 in Vietnam
    notice = order(cast, at=night, title="Tạm giữ SM123", text="của bà Bịa", drill=True)
    deliver_due(cast.system, at=night)
    (one,) = mail.outbox
    assert one.to == ["an-ninh@example.vn"]
    assert one.subject == f"[Bưu An] [DIỄN TẬP] [KHẨN] {notice.number}"
    assert "SM123" not in one.body
    assert "Bịa" not in one.body
    assert f"/thong-bao/{notice.recipients.get(organisation=cast.bodies['operator']).pk}" in one.body


def test_what_is_not_urgent_comes_in_one_digest_in_the_morning(cast):
    _mailbox(cast, "operator", "an-ninh@example.vn")
    for hour in range(3):
        order(cast, at=MONDAY + hour * HOUR, urgent=False, asks="", cascade=False)
    assert deliver_due(cast.system, at=MONDAY + 22 * HOUR).tried == 0
    morning = MONDAY + 23 * HOUR  # 07:00 of the next day
    assert deliver_due(cast.system, at=morning).tried == 3
    (one,) = mail.outbox
    assert one.subject == "[Bưu An] 3 thông báo trong ngày"
    assert deliver_due(cast.system, at=morning + DAY).tried == 0


def test_quiet_hours_and_choices_hold_for_what_is_not_urgent(cast):
    _mailbox(cast, "operator", "an-ninh@example.vn")
    choose(cast.operator, {"cases": "now", "intake": "off"}, at=MONDAY)
    set_quiet_hours(cast.operator, from_time=time(21), until_time=time(5, 30), at=MONDAY)
    night = MONDAY + 14 * HOUR + 30 * MINUTE  # 22:30 in Vietnam
    order(cast, at=night, kind="cases.told", urgent=False, asks="", cascade=False)
    order(cast, at=night, kind="intake.told", urgent=False, asks="", cascade=False)
    (delivery,) = Delivery.objects.all()
    assert delivery.due_at == datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    with pytest.raises(Invalid):
        choose(cast.operator, {"cases": "hourly"}, at=MONDAY)


def test_without_a_gateway_no_short_message_is_ever_written(cast, settings, tmp_path):
    facts = {"channel": "sms", "name": "trực", "target": "0912 345 678", "at": NOW}
    with pytest.raises(Invalid, match="Dữ liệu"):
        open_endpoint(cast.operator, cast.bodies["operator"], **facts)
    settings.SMS_GATEWAY = "file"
    open_endpoint(cast.operator, cast.bodies["operator"], **facts)
    notice = order(cast)
    order(cast, urgent=False, asks="")
    deliver_due(cast.system, at=NOW)
    (line,) = (tmp_path / "messages" / "sms.jsonl").read_text().splitlines()
    assert json.loads(line)["phone"] == "+84912345678"
    assert notice.number in json.loads(line)["text"]


def test_an_outcome_that_comes_after_the_notice_closed_is_logged_without_another_try(cast):
    with Receivers([Receiver(DEAD)]) as there, Carrier() as carrier:
        hook(cast, there.all[0])
        order(cast)
        (job,) = claim(at=NOW, limit=10)
        carrier.take(replace(job))
        found = carrier.outcomes(10)
        _close(cast)
        settle(cast.system, found, at=NOW)
    assert (Delivery.objects.get().state, Attempt.objects.count()) == ("cancelled", 1)

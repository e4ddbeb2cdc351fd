"""Reports that were written without a network: their three times, their temporary code, and that one sent twice is one report."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buuan.base.audit.models import Record
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.intake.models import SuspicionReport

pytestmark = [pytest.mark.django_db, pytest.mark.point("7c")]
KEY = "A" * 32
NOON = MONDAY + 4 * HOUR


@pytest.fixture
def now(monkeypatch) -> datetime:
    """For the server it is noon of Monday when the network is back."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return NOON


def form(**more) -> dict[str, str | list[str]]:
    waited = {
        "client_key": KEY,
        "temporary": f"TAM-{KEY[:6]}",
        "point": "SMTEST-BC1",
        "item_id": "EH418207457VN",
        "declared_content": "pháo nổ",
        "signs": ["misdeclared"],
        "opened_at": (MONDAY + HOUR).isoformat(),
        "sent_at": (MONDAY + HOUR + timedelta(minutes=2)).isoformat(),
        "device_now": NOON.isoformat(),
    }
    return waited | more


def send(cast, **more):
    return cast.client("clerk").post(reverse("intake:send"), form(**more))


def test_a_report_that_waited_keeps_when_it_was_found_sent_and_received(cast, now):
    answer = send(cast)
    assert answer.status_code == 201
    report = SuspicionReport.objects.get()
    assert answer.json()["number"] == report.number
    assert (report.found_at, report.sent_at, report.received_at) == (MONDAY + HOUR, MONDAY + HOUR + timedelta(minutes=2), NOON)
    facts = Record.objects.get(action="intake.report_received").facts
    assert (facts["temporary"], facts["waited_minutes"], facts["minutes_to_report"]) == ("TAM-AAAAAA", 178, 180)


def test_the_temporary_code_finds_the_report_after_the_number_took_its_place(cast, now):
    send(cast)
    assert SuspicionReport.objects.visible_to(cast.clerk).matching("TAM-AAAAAA").count() == 1


def test_what_waited_and_was_sent_twice_is_one_report(cast, now):
    numbers = {send(cast).json()["number"], send(cast).json()["number"]}
    assert len(numbers) == 1
    assert SuspicionReport.objects.count() == 1


def test_a_device_whose_clock_is_a_day_ahead_tells_the_right_times(cast, now):
    ahead = timedelta(days=1)
    send(
        cast,
        opened_at=(MONDAY + HOUR + ahead).isoformat(),
        sent_at=(MONDAY + 2 * HOUR + ahead).isoformat(),
        device_now=(NOON + ahead).isoformat(),
    )
    report = SuspicionReport.objects.get()
    assert (report.found_at, report.sent_at) == (MONDAY + HOUR, MONDAY + 2 * HOUR)


def test_a_time_that_lies_ahead_is_not_believed(cast, now):
    send(cast, opened_at=(NOON + 3 * HOUR).isoformat(), sent_at=(NOON + 3 * HOUR).isoformat())
    report = SuspicionReport.objects.get()
    assert (report.found_at, report.sent_at) == (NOON, NOON)


def test_a_report_written_before_midnight_and_sent_after_belongs_to_the_day_it_came_in(cast, monkeypatch):
    midnight = datetime.fromisoformat("2026-12-31T23:59:30+07:00")
    after = midnight + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: after)
    answer = send(cast, opened_at=midnight.isoformat(), sent_at=midnight.isoformat(), device_now=after.isoformat())
    report = SuspicionReport.objects.get()
    assert report.number.startswith("BC-2027-")
    assert (report.sent_at, report.received_at) == (midnight, after)
    assert answer.json()["number"] == report.number


def test_nobody_is_asked_of_a_duplicate_hours_later_but_is_while_at_the_form(cast, now):
    send(cast)
    at_the_form = send(cast, client_key="B" * 32, temporary="")
    assert (at_the_form.status_code, SuspicionReport.objects.count()) == (409, 1)
    assert send(cast, client_key="C" * 32, temporary="TAM-CCCCCC").status_code == 201


def test_what_does_not_say_enough_comes_back_in_a_sentence(cast, now):
    answer = send(cast, signs=[], declared_content="")
    assert (answer.status_code, "dấu hiệu" in answer.json()["detail"]) == (422, True)
    assert send(cast, temporary="TAM-../../").status_code == 422
    assert send(cast, point="HTTEST").status_code == 422
    assert not SuspicionReport.objects.exists()


def test_only_who_may_report_sends(cast, now, client):
    assert client.post(reverse("intake:send"), form()).status_code in (302, 401, 403)
    assert cast.client("administrator").post(reverse("intake:send"), form()).status_code in (403, 404)

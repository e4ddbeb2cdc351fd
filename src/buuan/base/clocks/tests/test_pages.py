"""The page "Vì sao hạn này?" and the endpoints: they show what the rules say and call one action each."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone

from buuan.base.accounts.actions import issue_token
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import actor_of
from buuan.base.audit.models import Record
from buuan.base.clocks.models import Clock
from buuan.base.clocks.rules import Unit
from buuan.base.clocks.tests.sample import DAY, HOUR, limit
from buuan.base.clocks.tests.stage import MONDAY


@pytest.fixture(autouse=True)
def _plain_names(settings):
    """Static files keep their plain names, so that a page can be drawn before the files are built and collected."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def signed_in(cast):
    """Give a browser in which somebody of a body is signed in."""

    def enter(body: str, role: str) -> Client:
        browser = Client()
        browser.force_login(account(cast, body, role))
        return browser

    return enter


def account(cast, body: str, role: str) -> Account:
    one = Account(username=f"{body}-{role}", name=f"{role} {body}", role=role, organisation=cast.bodies[body], created_at=MONDAY)
    models.QuerySet(Account).bulk_create([one])
    return one


def make_late(clock: Clock) -> None:
    """Let the clock be late now, whatever the day on which the test runs."""
    now = timezone.now()
    models.QuerySet(Clock).filter(pk=clock.pk).update(
        started_at=now - 9 * DAY, first_due_at=now - HOUR, due_at=now - HOUR, warn_at=now - DAY, look_at=None
    )


@pytest.fixture
def fresh(start):
    """Start a clock now, so that the forms are open on whatever day the test runs; hours need no calendar."""

    def begin(**more):
        given = limit(100, Unit.CALENDAR_HOURS, pause_allowed=True, warn_before=HOUR)
        return start(when=timezone.now() - timedelta(minutes=5), **({"limit": given, "ladder_code": ""} | more))

    return begin


def test_the_page_explains_the_due_time_and_offers_the_forms(fresh, signed_in):
    clock = fresh()
    answer = signed_in("so", "leader").get(f"/viec/{clock.pk}/han")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "thời hạn 100 giờ (Điều 1 Luật để thử)" in text
    assert f'action="/viec/{clock.pk}/gia-han"' in text
    assert f'action="/viec/{clock.pk}/tam-dung"' in text
    assert "Chưa quá hạn nên chưa cần giải trình." in text
    assert "<html" in text


def test_htmx_gets_the_part_without_the_frame(fresh, signed_in):
    clock = fresh()
    part = signed_in("so", "officer").get(f"/viec/{clock.pk}/han", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    text = part.content.decode()
    assert "<html" not in text
    assert f'id="han-{clock.pk}"' in text
    assert "Lãnh đạo đơn vị duyệt gia hạn." in text


def test_strangers_find_no_such_page_and_the_administrator_sees_no_work(fresh, signed_in):
    clock = fresh()
    assert signed_in("cong-an", "officer").get(f"/viec/{clock.pk}/han").status_code == 404
    assert signed_in("so", "administrator").get(f"/viec/{clock.pk}/han").status_code == 403
    assert Client().get(f"/viec/{clock.pk}/han").status_code == 302


def test_the_leader_extends_pauses_and_lets_go_on(fresh, signed_in):
    clock, browser = fresh(), signed_in("so", "leader")
    fields = {"extend-amount": "10", "extend-unit": "calendar_hours", "extend-reason": "Vụ việc phức tạp"}
    assert browser.post(f"/viec/{clock.pk}/gia-han", fields).status_code == 302
    assert browser.post(f"/viec/{clock.pk}/tam-dung", {"pause-reason": "Chờ bổ sung hồ sơ"}).status_code == 302
    clock.refresh_from_db()
    assert clock.due_at is None
    assert "Vụ việc phức tạp" in browser.get(f"/viec/{clock.pk}/han").content.decode()
    assert browser.post(f"/viec/{clock.pk}/chay-lai").status_code == 302
    clock.refresh_from_db()
    assert clock.due_at > clock.first_due_at
    actions = Record.objects.filter(action__startswith="clocks.").exclude(action="clocks.tested").values_list("action", flat=True)
    assert sorted(actions) == ["clocks.extended", "clocks.paused", "clocks.resumed"]


def test_a_refusal_stands_in_the_form_and_keeps_every_word(fresh, signed_in):
    clock, browser = fresh(limit=limit(100, Unit.CALENDAR_HOURS, max_extensions=0)), signed_in("so", "leader")
    fields = {"extend-amount": "10", "extend-unit": "calendar_hours", "extend-reason": "Vì vụ việc phức tạp"}
    answer = browser.post(f"/viec/{clock.pk}/gia-han", fields)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Thời hạn này không được gia hạn." in text
    assert "Vì vụ việc phức tạp" in text

    empty = browser.post(f"/viec/{clock.pk}/gia-han", {"extend-amount": "0"})
    assert empty.status_code == 422
    assert not clock.extensions.exists()


def test_an_officer_explains_late_work_but_does_not_extend(fresh, signed_in):
    clock, browser = fresh(), signed_in("so", "officer")
    make_late(clock)
    assert browser.post(f"/viec/{clock.pk}/giai-trinh", {"explain-explanation": "Chờ giám định"}).status_code == 302
    clock.refresh_from_db()
    assert clock.explanation == "Chờ giám định"
    assert browser.post(f"/viec/{clock.pk}/gia-han", {}).status_code == 403
    assert browser.get(f"/viec/{clock.pk}/gia-han").status_code in (403, 405)


def test_the_page_of_finished_work_offers_nothing(fresh, signed_in):
    clock = fresh()
    models.QuerySet(Clock).filter(pk=clock.pk).update(finished_at=timezone.now(), look_at=None)
    text = signed_in("so", "leader").get(f"/viec/{clock.pk}/han").content.decode()
    assert "hoàn thành đúng hạn" in text
    assert "/gia-han" not in text


# -- the API ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def ask(cast):
    """Ask the API as somebody of a body."""

    def get(path: str, body: str = "so", role: str = "officer", **query):
        person = Account.objects.filter(username=f"{body}-{role}").select_related("organisation").first() or account(
            cast, body, role
        )
        _token, text = issue_token(actor_of(person, source="page"), person, name="thử", days=1, at=timezone.now())
        return Client().get(f"/api/v1{path}?{urlencode(query)}", headers={"Authorization": f"Bearer {text}"})

    return get


def test_the_open_clocks_come_page_by_page_in_the_order_of_the_worklist(fresh, ask, cast):
    expected = [fresh(kind=f"k.{hours}", limit=limit(hours, Unit.CALENDAR_HOURS)).pk for hours in (1, 2, 3, 4, 5)]
    models.QuerySet(Clock).filter(pk=expected[-1]).update(paused_at=timezone.now(), due_at=None, warn_at=None)
    fresh(kind="k.theirs", holder="cong-an")

    found, cursor = [], ""
    while True:
        body = ask("/clocks", limit=2, cursor=cursor).json()
        found += [one["id"] for one in body["items"]]
        cursor = body["next"]
        if not cursor:
            break
    assert found == expected
    one = ask("/clocks", tab="k.2").json()["items"][0]
    assert (one["holder"], one["state"], one["number"]) == ("so", "due_soon", "dn")
    assert one["due_at"].endswith(("Z", "+00:00"))


def test_one_clock_says_why_and_strangers_do_not_find_it(fresh, ask):
    clock = fresh()
    body = ask(f"/clocks/{clock.pk}").json()
    assert body["why"].startswith("Bắt đầu ")
    assert body["limit_code"] == "test.act"
    stranger = ask(f"/clocks/{clock.pk}", body="cong-an")
    assert (stranger.status_code, stranger.json()["code"]) == (404, "clock.not_found")
    assert ask("/clocks", role="administrator").status_code == 403


def test_a_damaged_cursor_is_invalid(ask):
    answer = ask("/clocks", cursor="không-đọc-được")
    assert (answer.status_code, answer.json()["code"]) == (422, "list.bad_cursor")


def test_asking_for_a_list_costs_the_same_for_one_clock_and_for_many(fresh, ask, django_assert_max_num_queries):
    for hours in range(1, 12):
        fresh(kind=f"k.{hours}", limit=limit(hours, Unit.CALENDAR_HOURS))
    ask("/clocks")
    with django_assert_max_num_queries(14):  # issuing the token and reading it included
        assert len(ask("/clocks").json()["items"]) == 11

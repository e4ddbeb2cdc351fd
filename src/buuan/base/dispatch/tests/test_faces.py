"""The pages and the API: one journey from the notice to the acknowledgement, webhooks shown once, strangers shut out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from buuan.base.dispatch.models import Endpoint, Recipient, Shift
from buuan.base.dispatch.tests.conftest import tell


@pytest.fixture
def notice(cast):
    facts = {"urgent": True, "asks": "acknowledge", "cascade": True, "at": timezone.now() - timedelta(minutes=20)}
    return tell(cast.police, [cast.bodies["operator"]], **facts)


def row(cast, notice, name):
    return Recipient.objects.get(notice=notice, organisation=cast.bodies[name])


def test_a_branch_opens_and_acknowledges_in_one_touch_and_the_sender_sees_it(cast, notice):
    mine, browser = row(cast, notice, "branch"), cast.client("branch")
    assert "cần xác nhận" in browser.get("/thong-bao?nhom=asks").content.decode()
    page = browser.get(f"/thong-bao/{mine.pk}").content.decode()
    assert "Xác nhận đã nhận" in page
    mine.refresh_from_db()
    assert mine.opened_by == "Phụ trách chi nhánh Thử"
    assert browser.post(f"/thong-bao/{mine.pk}/xac-nhan").status_code == 302
    assert browser.post(f"/thong-bao/{mine.pk}/xac-nhan").status_code == 409
    follow = cast.client("police").get(f"/thong-bao/da-gui/{notice.pk}").content.decode()
    assert "33 %" in follow
    assert "Ghi cuộc gọi" in follow
    assert cast.client("operator").get(f"/thong-bao/da-gui/{notice.pk}?don-vi=SMTEST-CN1").status_code == 200
    assert cast.client("rival").get(f"/thong-bao/da-gui/{notice.pk}").status_code == 404
    assert cast.client("rival").get(f"/thong-bao/{mine.pk}").status_code == 404


def test_the_duty_officer_enters_a_call(cast, notice):
    mine, browser = row(cast, notice, "counter"), cast.client("police")
    assert browser.get(f"/thong-bao/{mine.pk}/cuoc-goi").status_code == 200
    called = timezone.localtime(timezone.now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    fields = {"result": "acknowledged", "person": "Bà Trực", "phone": "0912345678", "called_at": called, "note": ""}
    assert browser.post(f"/thong-bao/{mine.pk}/cuoc-goi", fields | {"phone": "12"}).status_code == 422
    assert browser.post(f"/thong-bao/{mine.pk}/cuoc-goi", fields).status_code == 302
    mine.refresh_from_db()
    assert (mine.acknowledged_by, mine.acknowledged_via) == ("Bà Trực", "call")


def test_the_roster_is_planned_and_handed_over_on_its_page(cast):
    browser, now = cast.client("police"), timezone.localtime(timezone.now())
    times = [(now + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M") for hours in (-1, 7)]
    fields = {"ca-name": "Ông Trực", "ca-phone": "0912345678", "ca-from_at": times[0], "ca-until_at": times[1]}
    assert browser.post("/truc-ban/ca", fields).status_code == 302
    assert browser.post("/truc-ban/ca", fields).status_code == 422
    assert "Ông Trực" in browser.get("/truc-ban").content.decode()
    shift = Shift.objects.get()
    given = {"giao-name": "Bà Trực", "giao-phone": "0987654321", "giao-note": "không có gì"}
    assert browser.post(f"/truc-ban/{shift.pk}/ban-giao", given).status_code == 302
    assert cast.client("rival").post(f"/truc-ban/{shift.pk}/ban-giao", given).status_code == 404


def test_a_secret_is_shown_once_and_never_again(cast):
    browser = cast.client("operator")
    fields = {"channel": "webhook", "name": "máy", "target": "https://nhan.example.vn/x", "kinds": "", "covers_units": "on"}
    first = browser.post("/tai-khoan/webhook", fields).content.decode()
    assert "whsec_" in first
    endpoint = Endpoint.objects.get()
    again = browser.get(f"/tai-khoan/webhook/{endpoint.pk}").content.decode()
    assert "whsec_" not in again
    assert "whsec_" in browser.post(f"/tai-khoan/webhook/{endpoint.pk}/doi-khoa").content.decode()
    assert browser.post(f"/tai-khoan/webhook/{endpoint.pk}/bo").status_code == 302
    assert cast.client("rival").get(f"/tai-khoan/webhook/{endpoint.pk}").status_code == 404
    assert cast.client("branch").get("/tai-khoan/webhook").status_code == 403


def test_choices_and_quiet_hours_are_kept(cast):
    browser = cast.client("operator")
    fields = {"cases": "now", "intake": "", "from_time": "21:00", "until_time": "05:00"}
    assert browser.post("/tai-khoan/thong-bao", fields).status_code == 302
    page = browser.get("/tai-khoan/thong-bao").content.decode()
    assert 'value="21:00"' in page
    assert browser.post("/tai-khoan/thong-bao", fields | {"cases": "hourly"}).status_code == 422


def test_the_feed_and_the_acknowledgement_by_api(cast, notice):
    token = cast.bearer("branch", timezone.now())
    feed = Client().get("/api/v1/events", headers=token).json()
    assert [one["organisation"] for one in feed["items"]] == ["SMTEST-CN1", "SMTEST-BC1"]
    assert Client().get(f"/api/v1/events?cursor={feed['next']}", headers=token).json() == {"items": [], "next": feed["next"]}
    assert Client().get("/api/v1/events?cursor=x", headers=token).status_code == 422
    mine = feed["items"][0]
    done = Client().post(f"/api/v1/notices/{mine['id']}/acknowledge", headers=token).json()
    assert (done["owes"], done["acknowledged_at"] is not None) == (False, True)
    twice = Client().post(f"/api/v1/notices/{mine['id']}/acknowledge", headers=token)
    assert (twice.status_code, twice.json()["code"]) == (409, "dispatch.already_acknowledged")
    stranger = cast.bearer("rival", timezone.now())
    assert Client().get(f"/api/v1/notices/{mine['id']}", headers=stranger).status_code == 404


def test_a_webhook_by_api(cast):
    token = cast.bearer("operator", timezone.now())
    body = json.dumps({"url": "https://nhan.example.vn/x", "name": "máy"})
    made = Client().post("/api/v1/webhooks", body, content_type="application/json", headers=token)
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    (listed,) = Client().get("/api/v1/webhooks", headers=token).json()
    assert (listed["secret"], listed["state"]) == ("", "in_use")
    assert Client().post(f"/api/v1/webhooks/{listed['id']}/end", headers=token).json()["state"] == "ended"
    assert Client().get(f"/api/v1/webhooks/{listed['id']}/messages", headers=token).json() == []

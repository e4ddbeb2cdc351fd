"""Reports over the API, as the contract words them."""

from __future__ import annotations

import json

import pytest

from buuan.registers.items.models import Hold
from buuan.work.cases.actions import load_kinds
from buuan.work.cases.tests.cast import HOUR, MONDAY, Cast
from buuan.work.intake import actions
from buuan.work.intake.models import SuspicionReport

pytestmark = pytest.mark.usefixtures("now")

BODY = {"item_id": "sm 0001 th", "declared_content": "pháo nổ tự chế", "signs": ["misdeclared"]}


@pytest.fixture
def post(cast: Cast, client, now):
    """Post a report as somebody's system; gives status and body."""

    def send(body: object, who: str = "clerk", **headers: str):
        bearer = cast.bearer(who, now) if who else {}
        answer = client.post(
            "/api/v1/reports",
            body if isinstance(body, str) else json.dumps(body),
            content_type="application/json",
            headers=bearer | {key.replace("_", "-"): value for key, value in headers.items()},
        )
        return answer.status_code, answer.json()

    return send


@pytest.fixture
def get(cast: Cast, client, now):
    def read(path: str, who: str = "clerk"):
        answer = client.get(f"/api/v1{path}", headers=cast.bearer(who, now))
        return answer.status_code, answer.json()

    return read


@pytest.mark.point("7c")
def test_a_report_is_answered_with_number_state_routing_and_due(post):
    status, receipt = post(BODY)

    report = SuspicionReport.objects.get()
    assert status == 201
    assert receipt == {
        "number": report.number,
        "state": "received",
        "routed_to": [one.organisation.code for one in report.routings.order_by("pk")],
        "due_at": "2026-11-23T03:11:00Z",
    }
    assert receipt["routed_to"][0] == "cong-an-tinh"
    assert (report.item_id, report.point.code) == ("SM0001TH", "SMTEST-BC1")
    assert Hold.objects.filter(until_at=None).count() == 1


def test_the_point_is_a_unit_of_ones_own(post):
    assert post(BODY | {"point": "SMTEST-BC1"}, who="operator")[0] == 201
    status, problem = post(BODY | {"point": "HTTEST"}, who="operator")

    assert (status, problem["code"]) == (404, "report.unknown_point")


def test_the_same_key_gives_the_same_answer_and_another_body_is_refused(post):
    first = post(BODY, Idempotency_Key="khoa-1")
    again = post(BODY, Idempotency_Key="khoa-1")
    other = post(BODY | {"item_id": "SM0002TH"}, Idempotency_Key="khoa-1")

    assert first == again
    assert (other[0], other[1]["code"]) == (409, "idempotency.conflict")
    assert SuspicionReport.objects.count() == 1


def test_without_a_key_the_same_words_on_the_same_day_are_the_same_report(post, now, monkeypatch):
    first = post(BODY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + HOUR)
    again = post(BODY)
    other = post(BODY | {"signs": ["smell_leak"]})

    assert (first[0], again[0], other[0]) == (201, 200, 201)
    assert first[1] == again[1]
    assert other[1]["number"] != first[1]["number"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"item_id": ""}, "item_id"),
        ({"signs": ["unheard"]}, "signs"),
        ({"declared_content": "x" * 501}, "declared_content"),
        ({"found_at": "2026-11-24T08:00:00+07:00"}, "found_at"),
        ({"found_at": "2026-11-23T08:00:00"}, "found_at"),
        ({"signs": [], "declared_content": ""}, "signs"),
        ({"operator": "nobody"}, "operator"),
    ],
)
def test_a_report_that_is_wrong_is_a_problem_that_names_the_field(post, change, field):
    status, problem = post(BODY | change)

    assert (status, problem["status"]) == (422, 422)
    assert [name.split(".")[0] for name in problem["errors"]] == [field]
    assert not SuspicionReport.objects.exists()


def test_bytes_that_are_no_json_are_a_problem_too(post):
    status, problem = post("{cắt ngang")

    assert (status, problem["code"]) == (400, "request.unreadable")


@pytest.mark.parametrize(("who", "status"), [("", 401), ("leader", 403), ("administrator", 403), ("auditor", 403)])
def test_who_may_not_report_is_told_so(post, who, status):
    assert post(BODY, who=who)[0] == status
    assert not SuspicionReport.objects.exists()


def test_a_report_is_read_with_what_became_of_it(cast, post, get):
    number = post(BODY)[1]["number"]
    status, whole = get(f"/reports/{number}")
    assert status == 200
    assert {key: whole[key] for key in ("state", "held", "held_until", "case", "verdict", "point", "signs")} == {
        "state": "received",
        "held": True,
        "held_until": "2026-11-24T01:11:00Z",
        "case": None,
        "verdict": "prohibited",
        "point": "SMTEST-BC1",
        "signs": ["misdeclared"],
    }
    hit = whole["hits"][0]
    assert whole["declared_content"][hit["start"] : hit["end"]] == hit["text"]

    case = actions.accept_report(cast.police, SuspicionReport.objects.get(), at=MONDAY + HOUR)
    whole = get(f"/reports/{number}")[1]

    assert whole["case"] == {"number": case.number, "state": "received", "feedback": "", "told_at": None}
    assert (whole["held"], whole["held_until"], whole["decline_reason"]) == (True, None, "")


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("operator", 200), ("police", 200), ("rival", 404), ("market", 404)])
def test_a_report_is_read_by_who_may_see_it(post, get, who, status):
    number = post(BODY)[1]["number"]

    assert get(f"/reports/{number}", who=who)[0] == status
    assert len(get("/reports", who=who)[1]["items"]) == (1 if status == 200 else 0)


def test_the_list_pages_by_cursor_without_losing_or_doubling(post, get):
    numbers = {post(BODY | {"item_id": f"SM000{number}TH"})[1]["number"] for number in range(5)}
    seen, cursor = [], ""
    while True:
        page = get(f"/reports?limit=2&cursor={cursor}")[1]
        seen += [one["number"] for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            break

    assert len(seen) == 5
    assert set(seen) == numbers
    assert page["items"][0]["routed_to"][0] == "cong-an-tinh"
    assert get("/reports?state=declined")[1]["items"] == []
    assert get("/reports?state=unheard")[0] == 422
    assert get("/reports?cursor=@@")[0] == 422


def test_a_token_for_another_room_does_not_report(cast, client, now):
    from buuan.base.accounts.actions import issue_token

    _token, secret = issue_token(cast.clerk, cast.account("clerk"), name="đọc", days=1, at=now, scopes=("intake.read",))
    headers = {"Authorization": f"Bearer {secret}"}

    refused = client.post("/api/v1/reports", json.dumps(BODY), content_type="application/json", headers=headers)

    assert refused.status_code == 403
    assert client.get("/api/v1/reports", headers=headers).status_code == 200


def test_a_system_takes_a_report_into_a_case_of_a_kind_and_gets_its_clocks(cast, client, say, now):
    load_kinds(cast.system, at=MONDAY)
    report = say()

    def post(path: str, body: dict, who: str = "police"):
        given = {"content_type": "application/json", "headers": cast.bearer(who, now)}
        return client.post(f"/api/v1/reports/{report.number}/{path}", json.dumps(body), **given)

    assert post("accept", {"kind": "complaint"}).status_code == 422, "the kind asks for the route"
    assert post("accept", {"kind": "violation"}, who="operator").status_code == 403
    made = post("accept", {"kind": "violation", "title": "Gửi pháo"})

    assert made.status_code == 201
    assert made.json()["kind"] == "violation"
    clocks = {one["kind"]: one for one in made.json()["clocks"]}
    assert set(clocks) == {"sanctions.make_minutes", "sanctions.limitation", "cases.verify"}
    assert clocks["sanctions.make_minutes"]["verified"]
    assert not clocks["sanctions.limitation"]["verified"]
    assert post("accept", {}).status_code == 409, "somebody has answered it"


def test_a_system_joins_and_declines_with_the_reasons_of_the_page(cast, client, say, now):
    given = {"content_type": "application/json", "headers": cast.bearer("police", now)}
    case = actions.accept_report(cast.police, say(), at=MONDAY)
    joined, declined = say(item_id="SM0002TH", client_key="k2"), say(item_id="SM0003TH", client_key="k3")

    one = client.post(f"/api/v1/reports/{joined.number}/join", json.dumps({"case": case.number}), **given)
    none = client.post(f"/api/v1/reports/{joined.number}/join", json.dumps({"case": "VV-2026-99999"}), **given)
    other = client.post(f"/api/v1/reports/{declined.number}/decline", json.dumps({"reason": "Hàng thường."}), **given)

    assert (one.status_code, one.json()["case"]) == (200, case.number)
    assert none.status_code == 404
    assert (other.status_code, other.json()["state"]) == (200, "declined")

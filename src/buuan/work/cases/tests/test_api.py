"""Cases over the API."""

from __future__ import annotations

import json

import pytest

from buuan.work.cases import actions
from buuan.work.cases.actions import CaseOpening
from buuan.work.cases.tests.cast import HOUR, MONDAY, Cast

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def api(cast: Cast, client, now):
    """Call an endpoint as somebody's system: with a body it is a POST; gives status and body."""

    def call(path: str, body: object = None, who: str = "police", **headers: str):
        given = cast.bearer(who, now) | {key.replace("_", "-"): value for key, value in headers.items()}
        if body is None:
            answer = client.get(f"/api/v1{path}", headers=given)
        else:
            answer = client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=given)
        return answer.status_code, answer.json()

    return call


def test_a_case_is_led_to_its_end_by_a_system(cast, case, api):
    path = f"/cases/{case.number}"

    status, state = api(f"{path}/verify", {})
    assert (status, state["state"]) == (200, "verifying")
    assert [(one["verb"], one["open"]) for one in state["next"]] == [("handle", True), ("conclude", False)]
    assert "SM0001TH" in state["next"][1]["reasons"][0]

    seized = {"item_id": "sm0001th", "outcome": "seized", "quantity": "36", "unit": "quả", "value_vnd": 1_200_000}
    status, state = api(f"{path}/outcomes", seized)
    assert (status, [one["open"] for one in state["next"]]) == (200, [True, True])
    assert api(f"{path}/handle", {})[1]["state"] == "handling"
    assert api(f"{path}/notes", {"level": "inter_agency", "text": "Đã niêm phong."})[0] == 201
    assert api(f"{path}/conclude", {"violation_found": True, "conclusion": "Có pháo nổ."})[1]["state"] == "concluded"
    status, state = api(f"{path}/close", {})

    assert (status, state) == (200, {"number": case.number, "state": "closed", "next": []})
    status, whole = api(path)
    assert (status, whole["violation_found"], whole["conclusion"]) == (200, True, "Có pháo nổ.")
    assert whole["items"][0]["quantity"] == "36.000"
    assert {one["organisation"]: one["role"] for one in whole["participants"]} == {
        "cong-an-tinh": "lead",
        "chi-cuc-qltt": "partner",
    }


def test_the_same_key_takes_a_step_once(case, api):
    first = api(f"/cases/{case.number}/verify", {}, Idempotency_Key="mot-lan")
    again = api(f"/cases/{case.number}/verify", {}, Idempotency_Key="mot-lan")
    without = api(f"/cases/{case.number}/verify", {})

    assert first == again
    assert (without[0], without[1]["code"]) == (409, "case.already_taken")


def test_a_problem_says_what_the_page_would(case, api):
    api(f"/cases/{case.number}/verify", {})

    status, problem = api(f"/cases/{case.number}/conclude", {"violation_found": True, "conclusion": "Có."})

    assert (status, problem["code"]) == (409, "case.outcome_missing")
    assert problem["detail"] == "Chưa ghi kết quả xử lý của bưu gửi SM0001TH."


@pytest.mark.parametrize(
    ("verb", "body", "field"),
    [
        ("outcomes", {"item_id": "SM0001TH", "outcome": "seized"}, "quantity"),
        ("outcomes", {"item_id": "SM0001TH", "outcome": "eaten"}, "outcome"),
        ("notes", {"level": "own", "text": ""}, "text"),
        ("notes", {"level": "everybody", "text": "x"}, "level"),
        ("conclude", {"conclusion": "x"}, "violation_found"),
    ],
)
def test_what_is_wrong_is_named_by_field(case, api, verb, body, field):
    api(f"/cases/{case.number}/verify", {})

    status, problem = api(f"/cases/{case.number}/{verb}", body)

    assert status == 422
    assert field in {name.split(".")[-1] for name in problem["errors"]}


def test_an_assignee_is_named_by_account(cast, case, api):
    assert api(f"/cases/{case.number}/verify", {"assignee": "nobody"})[0] == 422
    assert api(f"/cases/{case.number}/verify", {"assignee": "thu-second"})[0] == 200

    case.refresh_from_db()
    assert case.assignee == cast.account("second")


def test_an_item_that_is_not_in_the_case_is_not_found(case, api):
    api(f"/cases/{case.number}/verify", {})

    assert api(f"/cases/{case.number}/outcomes", {"item_id": "SM9999TH", "outcome": "released"})[0] == 404


@pytest.mark.parametrize(
    ("who", "read", "act"),
    [
        ("market", 200, 409),
        ("auditor", 200, 403),
        ("leader", 200, 403),
        ("stranger", 404, 404),
        ("operator", 403, 403),
        ("administrator", 403, 403),
    ],
)
def test_who_reads_and_who_acts(case, api, who, read, act):
    assert api(f"/cases/{case.number}", who=who)[0] == read
    assert api(f"/cases/{case.number}/verify", {}, who=who)[0] == act
    assert len(api("/cases", who=who)[1].get("items", [])) == (1 if read == 200 else 0)


def test_the_list_pages_by_cursor_without_losing_or_doubling(cast, api):
    for number in range(5):
        opening = CaseOpening(title=f"Vụ {number}", severity="low", source="x")
        actions.open_case(cast.police, cast.bodies["police"], opening, at=MONDAY + number * HOUR)
    seen, cursor = [], ""
    while True:
        page = api(f"/cases?limit=2&cursor={cursor}")[1]
        seen += [one["title"] for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            break

    assert seen == ["Vụ 4", "Vụ 3", "Vụ 2", "Vụ 1", "Vụ 0"]
    assert page["items"][0]["due_at"] is not None
    assert len(api("/cases?state=received&limit=200")[1]["items"]) == 5
    assert api("/cases?state=gone")[0] == 422


# -- kinds, tasks, many at once ----------------------------------------------------------------------------------------


def test_a_system_opens_a_case_of_a_kind_and_settles_its_tasks(cast, api, kinds):
    status, kept = api("/case-kinds")
    assert status == 200
    assert {"plain", "crime_report"} <= {one["code"] for one in kept}

    body = {"title": "Tin báo gửi pháo nổ", "source": "công dân", "kind": "crime_report", "details": {"received_on": "2026-11-23"}}
    status, opened = api("/cases", body)
    assert (status, opened["state"]) == (201, "received")
    path = f"/cases/{opened['number']}"
    status, page = api(f"{path}/tasks")
    tasks = page["items"]
    assert (status, {one["state"] for one in tasks}) == (200, {"open"})

    status, done = api(f"{path}/tasks/{tasks[0]['id']}/done", {})
    assert (status, done["state"]) == (200, "done")
    assert api(f"{path}/tasks/{tasks[1]['id']}/not-needed", {"reason": ""})[0] == 422
    status, again = api(f"{path}/tasks/{tasks[0]['id']}/reopen", {})
    assert (status, again["state"]) == (200, "open")


def test_opening_a_case_is_refused_to_whoever_may_not_and_for_an_unknown_kind(cast, api, kinds):
    body = {"title": "x", "source": "y"}
    assert api("/cases", body, who="operator")[0] == 403
    status, problem = api("/cases", body | {"kind": "no_such_kind"})
    assert status == 409
    assert "no_such_kind" in problem["detail"]


def test_many_cases_are_labelled_at_once_each_with_its_outcome(cast, case, api, kinds):
    body = {"act": "label", "numbers": [case.number, "VV-2026-09999"], "labels": ["priority"]}
    status, batch = api("/case-batches", body)
    assert status == 201
    assert [(one["number"], one["done"]) for one in batch["rows"]] == [(case.number, True), ("VV-2026-09999", False)]
    assert api(f"/case-batches/{batch['number']}")[1]["rows"] == batch["rows"]
    assert api(f"/cases/{case.number}")[1]["labels"] == ["priority"]
    assert api(f"/case-batches/{batch['number']}/undo", {})[0] == 200
    assert api(f"/cases/{case.number}")[1]["labels"] == []


def test_the_timeline_leaves_in_pages_and_a_written_line_stands_in_it(cast, case, api):
    path = f"/cases/{case.number}/events"
    status, _written = api(path, {"text": "Đã gọi bưu cục.", "happened_at": "2026-11-23T08:30:00+07:00"})
    assert status == 201

    status, found = api(path)

    lines = found["items"] if isinstance(found, dict) else found
    assert status == 200
    assert any("Đã gọi bưu cục." in json.dumps(one, ensure_ascii=False) for one in lines)
    assert api(path, who="stranger")[0] == 404
    assert api(path, {"text": "x", "happened_at": "2026-11-23T08:30:00"})[0] == 422, "a moment has its zone"


def test_related_cases_are_those_that_the_caller_may_see(cast, case, api):
    status, found = api(f"/cases/{case.number}/related")

    assert status == 200
    assert found == {"items": [], "why_not": found["why_not"]}
    assert api(f"/cases/{case.number}/related", who="stranger")[0] == 404


def test_an_absence_is_noted_listed_and_called_off_by_a_system(cast, api):
    body = {"substitute": "thu-second", "from_on": "2026-11-24", "last_on": "2026-11-27", "reason": "Đi công tác"}
    status, made = api("/absences", body)
    assert status == 201, made
    assert (made["account"], made["substitute"]) == ("thu-police", "thu-second")

    assert [one["id"] for one in api("/absences")[1]] == [made["id"]]
    assert api("/absences", who="market")[1] == []
    assert api("/absences", body | {"substitute": "khong-co"})[0] == 422
    assert api("/absences", body | {"substitute": "thu-police"})[0] == 422, "nobody stands in for himself"

"""Where items are: told in any order, many at once, never twice, and a held item that moved on is told to who keeps it."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record
from buuan.base.dispatch.models import Notice
from buuan.kit.errors import Forbidden, Invalid
from buuan.registers.items.actions import place_hold, record_events
from buuan.registers.items.models import Hold, ItemEvent
from buuan.registers.items.queries import events_of, unknown_codes, whereabouts, whereabouts_of
from buuan.registers.items.rules import EVENT_OF, EVENTS, EventFacts
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY


def say(cast, *events: EventFacts, who: str = "operator", at=MONDAY):
    return record_events(cast.actor(who), cast.bodies["operator"], events, at=at)


def one(event: str, hours: float = 0, item: str = "SM000001TH", point: str = "SMTEST-BC1", vocabulary: str = "") -> EventFacts:
    return EventFacts(item, event, MONDAY - DAY + hours * HOUR, point, vocabulary)


def test_the_latest_event_by_its_own_time_counts_whatever_came_in_first(cast):
    say(cast, one("out_for_delivery", 5), one("accepted", 0))
    say(cast, one("in_transit", 2, point="XA-LA"), at=MONDAY + HOUR)

    found = whereabouts(cast.bodies["operator"].pk, " sm000001 th ")
    assert found is not None
    assert (found.event, found.place, found.in_hands) == ("out_for_delivery", cast.bodies["counter"], True)
    assert [row.event for row in events_of(cast.bodies["operator"].pk, "SM000001TH")] == [
        "out_for_delivery", "in_transit", "accepted"
    ]  # fmt: skip
    assert whereabouts(cast.bodies["rival"].pk, "SM000001TH") is None
    say(cast, one("delivered", 6))
    assert whereabouts(cast.bodies["operator"].pk, "SM000001TH").in_hands is False


def test_the_same_event_again_changes_nothing(cast):
    first = say(cast, one("accepted"), one("accepted"))
    again = say(cast, one("accepted"), at=MONDAY + HOUR)

    assert [row.outcome for row in (*first, *again)] == ["recorded", "repeated", "repeated"]
    assert ItemEvent.objects.count() == 1


def test_a_bad_row_is_refused_alone_with_its_reason(cast):
    told = say(
        cast, one("accepted"), one("accepted", item="!!"), one("accepted", hours=48), one("accepted", hours=-24 * 90), one("  ")
    )

    assert [row.outcome for row in told] == ["recorded", "refused", "refused", "refused", "refused"]
    assert "tương lai" in told[2].sentence
    assert ItemEvent.objects.count() == 1
    facts = Record.objects.get(action="items.events_recorded").facts
    assert (facts["recorded"], facts["refused"]) == (1, 4)


def test_an_operators_own_codes_become_events_and_an_unknown_one_is_kept_and_counted(cast):
    say(cast, one("501", vocabulary="vtp"), one("EME", 1, vocabulary="emsevt"), one("999", 2, vocabulary="vtp"))

    rows = list(events_of(cast.bodies["operator"].pk, "SM000001TH"))
    assert [(row.event, row.raw_code) for row in rows] == [("other", "999"), ("held_by_authority", "EME"), ("delivered", "501")]
    assert [(row["operator__code"], row["raw_code"], row["n"]) for row in unknown_codes(cast.police)] == [("SMTEST", "999", 1)]
    with pytest.raises(Invalid):
        say(cast, one("1", vocabulary="khong-co"))


def test_every_code_of_every_vocabulary_stands_for_an_event_of_ours():
    assert {event for table in EVENT_OF.values() for event in table.values()} <= set(EVENTS)


@pytest.mark.parametrize("who", ["rival", "police", "stranger", "auditor", "administrator"])
def test_only_the_operator_itself_tells_where_its_items_are(cast, who):
    with pytest.raises(Forbidden):
        say(cast, one("accepted"), who=who)


@action
def _hold(cast, item: str) -> Hold:
    counter = cast.bodies["counter"]
    record(cast.police, "test.hold", "test.hold", at=MONDAY)
    return place_hold(cast.police, cast.bodies["operator"], item, ground="report", subject=counter, holder=counter, at=MONDAY)


@pytest.mark.point("7c")
def test_a_held_item_that_moved_on_is_told_to_who_keeps_it_at_once(cast):
    _hold(cast, "SM000001TH")

    before, after = say(cast, one("in_transit", 0), one("out_for_delivery", 25), at=MONDAY + 2 * HOUR)

    assert (before.held, after.held) == (True, True)
    notice = Notice.objects.get(kind="items.moved_under_hold")
    assert notice.urgent
    assert {row.organisation.code for row in notice.recipients.all()} == {"SMTEST", "SMTEST-BC1"}
    say(cast, one("out_for_delivery", 25), at=MONDAY + 3 * HOUR)
    assert Notice.objects.filter(kind="items.moved_under_hold").count() == 1


def test_a_branch_sees_the_hold_on_an_item_that_came_through_its_hands_and_no_other(cast):
    held = _hold(cast, "SM000009TH")
    assert Hold.objects.visible_to(cast.branch).filter(pk=held.pk).exists()
    assert not Hold.objects.visible_to(cast.rival).exists()
    other = _hold_elsewhere(cast, "SM000010TH")
    assert not Hold.objects.visible_to(cast.branch).filter(pk=other.pk).exists()
    say(cast, one("in_transit", item="SM000010TH", point="SMTEST-BC1"))
    assert Hold.objects.visible_to(cast.branch).filter(pk=other.pk).exists()


@action
def _hold_elsewhere(cast, item: str) -> Hold:
    record(cast.police, "test.hold", "test.hold", at=MONDAY)
    whole = cast.bodies["operator"]
    return place_hold(cast.police, whole, item, ground="report", subject=whole, holder=whole, at=MONDAY)


def test_asking_for_many_items_costs_one_question(cast):
    say(cast, *(one("accepted", item=f"SM{n:06d}TH") for n in range(200)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = whereabouts_of(cast.bodies["operator"].pk, [f"SM{n:06d}TH" for n in range(300)])
    assert (len(found), len(asked)) == (200, 1)


def test_the_api_tells_each_rows_outcome_and_the_same_key_acts_once(cast):
    client = Client()
    headers = {**cast.bearer("clerk", timezone.now()), "Idempotency-Key": "su-kien-1"}
    now = timezone.now()
    body = {
        "events": [
            {"item_id": "SM000001TH", "event": "accepted", "at": (now - HOUR).isoformat(), "point": "SMTEST-BC1"},
            {"item_id": "SM000001TH", "event": "lạ", "at": now.isoformat()},
            {"item_id": "x", "event": "accepted", "at": now.isoformat()},
        ]
    }

    def post(given):
        return client.post("/api/v1/items/events", json.dumps(given), content_type="application/json", headers=headers)

    answer, again = post(body), post(body)

    assert answer.status_code == 200
    assert [row["outcome"] for row in answer.json()["results"]] == ["recorded", "recorded", "refused"]
    assert again.json() == answer.json()
    assert ItemEvent.objects.count() == 2
    assert post({"events": []}).status_code == 422
    assert client.post("/api/v1/items/events", "{", content_type="application/json").status_code == 401

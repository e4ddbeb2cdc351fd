"""The league of descriptions: one function, a place for every operator, nothing of others to an operator, no person in it."""

from __future__ import annotations

from datetime import timedelta

import openpyxl
import pytest

from buuan.kit.workdays import VIETNAM
from buuan.registers.items.models import Manifest
from buuan.work.cases.tests.cast import DAY, MONDAY
from buuan.work.screening.actions import ManifestHeader, import_manifest
from buuan.work.screening.league import LEAST_ITEMS, description_league
from buuan.work.screening.tests.conftest import manifest, row

TODAY = MONDAY.astimezone(VIETNAM).date()
WEEK = (TODAY, TODAY + timedelta(days=7))


def take(cast, contents: list[str], who: str = "operator", at=MONDAY, start: int = 0, **header):
    rows = [row(start + number, text) for number, text in enumerate(contents)]
    return import_manifest(
        cast.actor(who), cast.bodies[who], manifest(*rows), name=f"{start}.csv", header=ManifestHeader(**header), at=at
    )[0]


GOOD = [f"áo sơ mi nam vải cotton cỡ {number}" for number in range(60)]
POOR = ["hàng hóa"] * 30 + [f"áo khoác nữ màu {number}" for number in range(30)]


@pytest.fixture
def league(cast):
    take(cast, POOR)
    take(cast, GOOD, who="rival", start=500)
    return cast


@pytest.mark.point("3a")
def test_a_body_sees_all_in_the_order_of_their_scores(league):
    found = description_league(league.police, *WEEK)

    assert [(one.code, one.place) for one in found.rows] == [("HTTEST", 1), ("SMTEST", 2)]
    assert found.rows[0].score == 100
    assert found.rows[1].shares["D2"] == 0.5
    assert found.rows[1].vague == [("hàng hóa", 30)]
    assert (found.items, found.ranked) == (120, 2)


def test_an_operator_sees_its_own_line_and_place_and_nothing_of_the_others(league):
    found = description_league(league.operator, *WEEK)
    page = league.client("operator").get("/sang-loc/chat-luong").content.decode()

    assert [(one.code, one.place) for one in found.rows] == [("SMTEST", 2)]
    assert found.ranked == 2
    assert "Hạc Thử" not in page
    for who in ("stranger", "clerk", "administrator"):
        assert description_league(league.actor(who), *WEEK).rows == []


def test_the_trend_compares_with_the_period_before_of_the_same_length(league):
    take(league, [f"{text} loại một" for text in GOOD], start=2_000, at=MONDAY + 8 * DAY)
    found = description_league(league.operator, TODAY + timedelta(days=7), TODAY + timedelta(days=14))
    before = description_league(league.operator, *WEEK)
    assert found.rows[0].before == before.rows[0].score
    assert found.rows[0].change == round(found.rows[0].score - before.rows[0].score, 1)
    assert before.rows[0].change is None


def test_too_few_items_give_no_place_and_a_replaced_revision_does_not_count(cast):
    take(cast, GOOD[:10], manifest_id="BK-1")
    take(cast, GOOD[:12], manifest_id="BK-1", revision=2)
    found = description_league(cast.police, *WEEK)
    assert [(one.items, one.place) for one in found.rows] == [(12, None)]
    assert LEAST_ITEMS > 12


def test_examples_are_vague_terms_only_and_never_what_names_somebody(cast):
    kept = take(cast, ["hàng của Nguyễn Văn Mẫu 0900000001", "Nguyễn Văn Mẫu", "quà tặng", "hàng 0912345678", *GOOD])
    assert set(kept.vague) <= {"quà tặng"}
    assert "Mẫu" not in str(Manifest.objects.values_list("vague", "reasons"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_is_had_as_a_file(league, kind, tmp_path):
    answer = league.client("police").get("/sang-loc/chat-luong", {"tep": kind, "ngay": "90"})
    body = b"".join(answer.streaming_content)
    assert answer.status_code == 200
    if kind == "xlsx":
        (tmp_path / "a.xlsx").write_bytes(body)
        assert openpyxl.load_workbook(tmp_path / "a.xlsx").active.max_row > 5
    else:
        assert "D6 (%)" in body.decode()


def test_another_span_than_offered_is_refused(league):
    assert league.client("police").get("/sang-loc/chat-luong", {"ngay": "400"}).status_code == 422

"""The first page of each role, the work that waits, and the search over all rooms."""

from __future__ import annotations

import pytest
from django.urls import reverse

from buuan.base.clocks.queries import tab_counts
from buuan.oversight.overview.queries import median_minutes_to_triage, overdue, running_count, search, share_done_in_time
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.intake.actions import accept_report, decline_report

pytestmark = pytest.mark.usefixtures("now")


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("police", "overview:home"),
        ("commune", "overview:home"),
        ("operator", "overview:home"),
        ("auditor", "overview:home"),
        ("clerk", "intake:report"),
        ("leader", "duties:dashboard"),
        ("administrator", "accounts:people"),
    ],
)
def test_each_role_begins_at_its_own_first_page(cast, who, home):
    answer = cast.client(who).get("/")

    assert (answer.status_code, answer.url) == (302, reverse(home))


def test_the_work_of_the_unit_shows_what_runs_and_only_that(cast, say, open_one):
    report, case = say("SM0001TH"), open_one(7)
    page = text(cast.client("police").get("/viec"))

    assert report.number in page
    assert case.number in page
    assert report.number not in text(cast.client("stranger").get("/viec"))
    assert "Không có việc nào đang chờ" in text(cast.client("stranger").get("/viec"))


def test_a_tab_keeps_one_kind_of_work_and_the_counts_are_those_of_the_tabs(cast, say, open_one):
    say("SM0001TH")
    say("SM0002TH")
    case = open_one(7)
    counts = {one["kind"]: one["count"] for one in tab_counts(cast.police)}

    page = text(cast.client("police").get("/viec?viec=cases.verify"))

    assert counts == {"intake.accept": 2, "cases.verify": 1}
    assert case.number in page
    assert "SM0001TH" not in page
    assert running_count(cast.police) == 3
    assert running_count(cast.stranger) == 0


def test_the_figures_of_the_month_are_the_median_and_the_share_in_time(cast, say):
    quick, slow, late = say("SM0001TH"), say("SM0002TH"), say("SM0003TH")
    say("SM0004TH")
    decline_report(cast.police, quick, reason="Hàng thường.", at=MONDAY + HOUR / 6)
    accept_report(cast.police, slow, at=MONDAY + HOUR / 2)
    accept_report(cast.police, late, at=MONDAY + HOUR)

    minutes, is_part = median_minutes_to_triage(cast.police, MONDAY - DAY, MONDAY + 2 * DAY)

    assert (minutes, is_part) == (30, False)
    assert median_minutes_to_triage(cast.stranger, MONDAY - DAY, MONDAY + 2 * DAY) == (None, False)
    in_time, ended = share_done_in_time(cast.police, MONDAY - DAY, MONDAY + 2 * DAY)
    assert (in_time, ended) == (3, 3)
    assert overdue(cast.police, MONDAY) == 0
    assert overdue(cast.police, MONDAY + 300 * DAY) >= 1


def test_search_finds_without_diacritics_and_tells_the_field(cast, say, open_one):
    say("SM0001TH", "pháo nổ tự chế")
    case = open_one(7)

    for words in ("phao no", "PHÁO NỔ", "pháo", "nghi phao"):
        assert case.number in text(cast.client("police").get("/tim", {"q": words})), words
    found = dict(search(cast.police, "phao tu che"))
    assert [row["field"] for rows in found.values() for row in rows] == ["nội dung khai"]
    assert search(cast.police, "p") == []


@pytest.mark.parametrize("who", ["stranger", "rival", "agency"])
def test_search_never_shows_what_is_not_visible(cast, say, open_one, who):
    report, case = say("SM0001TH"), open_one(7)

    page = text(cast.client(who).get("/tim", {"q": "phao"}))

    assert report.number not in page
    assert case.number not in page
    assert search(cast.actor(who), "SM0001TH") == []


def test_the_counter_finds_its_own_report_and_no_case(cast, say, open_one):
    report, case = say("SM0001TH"), open_one(7)

    page = text(cast.client("clerk").get("/tim", {"q": "phao"}))

    assert report.number in page
    assert case.number not in page


@pytest.mark.parametrize("address", ["/viec", "/tim?q=phao", "/vu-viec", "/bao-cao-nghi-van", "/sang-loc"])
def test_the_administrator_gets_no_content(cast, say, open_one, address):
    report, case = say("SM0001TH"), open_one(7)

    answer = cast.client("administrator").get(address)

    assert answer.status_code in (403, 404)
    assert report.number not in text(answer)
    assert case.number not in text(answer)

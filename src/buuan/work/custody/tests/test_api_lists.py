"""The lists of a case in the API: by pages that a case of thousands of files answers as fast as one of a few."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buuan.work.cases.tests.acts import within
from buuan.work.cases.tests.cast import MONDAY
from buuan.work.custody import actions
from buuan.work.custody.actions import PersonFacts, ThingFacts
from buuan.work.custody.models import Evidence
from buuan.work.custody.queries import custody_of
from buuan.work.custody.tests.conftest import jpeg

MANY = 5_000


@pytest.fixture
def api(cast, case):
    """Ask for a list of the case as the police, with what it costs."""
    client, head = cast.client("police"), cast.bearer("police", MONDAY)

    def ask(part: str, **given: object) -> SimpleNamespace:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/api/v1/cases/{case.number}/{part}", given, headers=head)
        return SimpleNamespace(status=answer.status_code, json=answer.json(), statements=len(asked))

    return ask


@pytest.fixture
def many(cast, bring, case):
    """A case with 5,000 files."""
    one = bring(case, jpeg())
    names = ("item", "file", "caption", "group", "marking", "origin", "evidence_at", "arrived_at", "organisation", "author")
    same = {name: getattr(one, name) for name in names} | {"case": case}
    rows = [Evidence(number=f"CC-2099-{rank:06}", **same) for rank in range(1, MANY)]
    within(cast.system, lambda: Evidence.objects.bulk_create(rows, batch_size=1_000))


def test_a_case_of_five_thousand_files_answers_a_page_with_as_few_statements_as_a_case_of_one(bring, case, api, request):
    bring(case, jpeg("blue"))
    few = api("evidence").statements
    request.getfixturevalue("many")
    page = api("evidence")
    assert page.status == 200
    assert len(page.json["items"]) == 50
    assert page.statements <= few <= 16


def test_the_pages_together_hold_every_file_once_and_the_bundle_still_takes_all(cast, case, many, api):
    numbers, cursor = [], ""
    while True:
        page = api("evidence", limit=10_000, cursor=cursor).json
        assert len(page["items"]) <= 200
        numbers += [one["number"] for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(numbers) == len(set(numbers)) == MANY
    assert len(custody_of(cast.police, case).evidence) == MANY


def test_exhibits_people_and_tasks_come_by_pages_in_their_order(cast, case, api):
    for rank in range(3):
        facts = ThingFacts(f"Hộp {rank}", Decimal(1), "hộp", "Kho A")
        actions.take_exhibit(cast.police, case, facts, at=MONDAY)
        actions.add_person(cast.police, case, PersonFacts("sender", f"Nguyễn Văn {'ABC'[rank]}", ""), at=MONDAY)
    for part, name in (("exhibits", "number"), ("people", "id")):
        first = api(part, limit=2).json
        rest = api(part, limit=2, cursor=first["next"]).json
        values = [one[name] for one in (*first["items"], *rest["items"])]
        assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, "")
        assert values == sorted(values)
    assert set(api("tasks").json) == {"items", "next"}


def test_a_cursor_of_another_list_is_refused_in_words(cast, case, bring, api):
    bring(case, jpeg())
    bring(case, jpeg("blue"))
    cursor = api("evidence", limit=1).json["next"]
    refused = api("exhibits", cursor=cursor)
    assert refused.status == 422
    assert "Vị trí trang" in refused.json["detail"]

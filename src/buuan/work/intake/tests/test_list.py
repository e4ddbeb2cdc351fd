"""The list of reports."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buuan.base.audit.models import Record
from buuan.work.intake.tests.acts import text

pytestmark = pytest.mark.usefixtures("now")


def test_the_list_has_tabs_filters_search_and_a_recorded_export(cast, say):
    for number in range(4):
        say(item_id=f"SM000{number}TH", client_key=f"mẫu-{number:04}", declared_content="pháo nổ" if number % 2 else "quần áo")
    client = cast.client("police")

    def lines(query: str) -> int:
        return text(client.get(f"/bao-cao-nghi-van{query}")).count("<tr data-row")

    assert lines("") == 4
    assert lines("?nhom=cho") == 4
    assert lines("?nhom=khong") == 0
    assert lines("?muc-do=critical") == 2
    assert lines("?q=quan+ao") == 2
    assert lines("?dia-ban=dong+thu") == 4
    assert lines("?noi-phat-hien=buu+cuc") == 4
    assert lines("?nguon=agency") == 0
    assert lines("?den-ngay=2026-11-22") == 0
    answer = client.get("/bao-cao-nghi-van?muc-do=critical&tep=xlsx")
    assert answer.status_code == 200
    assert Record.objects.get(action="intake.exported").facts["rows"] == 2


def test_the_list_takes_the_same_statements_whatever_its_length(cast, say):
    client = cast.client("police")

    def statements(reports: range) -> list[str]:
        for number in reports:
            say(item_id=f"SM000{number}TH", client_key=f"mẫu-{number:04}")
        client.get("/bao-cao-nghi-van")
        with CaptureQueriesContext(connection) as captured:
            client.get("/bao-cao-nghi-van")
        return [one["sql"] for one in captured]

    few = statements(range(1))
    assert len(statements(range(1, 9))) == len(few) <= 18
    assert sum('FROM "intake_suspicionreport"' in one for one in few) == 2, (
        "one page of rows, all counts in one; the menu has counted before"
    )


@pytest.mark.parametrize(("who", "lines"), [("clerk", 1), ("operator", 1), ("rival", 0), ("market", 0), ("auditor", 1)])
def test_each_sees_only_what_is_his(cast, say, who, lines):
    say()

    assert text(cast.client(who).get("/bao-cao-nghi-van")).count("<tr data-row") == lines

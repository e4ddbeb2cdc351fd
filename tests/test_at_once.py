"""Two requests at the same moment: seen by each other's connection, so committed, so in a file without a stage of its own."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from buuan.base.access.models import IdempotentAnswer
from buuan.site.access.tests.world import folders
from buuan.work.cases.tests.cast import make_cast
from buuan.work.intake.models import SuspicionReport
from tests.test_idempotency import REPORT, send


@pytest.fixture
def committed(django_db_setup, django_db_blocker, tmp_path):
    """A cast that other connections can see; afterwards its rows go, past the triggers that keep the audit log."""
    with django_db_blocker.unblock(), folders(tmp_path):
        try:
            yield make_cast()
        finally:
            kept = ("django_migrations", "django_content_type", "auth_permission")
            tables = [one for one in connection.introspection.table_names() if one not in kept and "procrastinate" not in one]
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                for table in tables:
                    cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - the names come from the catalogue
                cursor.execute("SET session_replication_role = DEFAULT")
            connection.close()


def test_of_two_identical_requests_at_once_one_acts_and_both_hear_the_same(committed):
    token = committed.bearer("operator", timezone.now())["Authorization"].removeprefix("Bearer ")
    together = threading.Barrier(2, timeout=20)
    answers = []

    def report() -> None:
        try:
            together.wait()
            answer = send(token, REPORT, "cung-luc")
            answers.append((answer.status_code, answer.json()["number"]))
        finally:
            connections["default"].close()

    callers = [threading.Thread(target=report) for _ in range(2)]
    for one in callers:
        one.start()
    for one in callers:
        one.join(timeout=30)

    assert len(answers) == 2
    assert answers[0] == answers[1]
    assert answers[0][0] == 201
    assert SuspicionReport.objects.count() == IdempotentAnswer.objects.count() == 1

"""A statement that was worded before says word for word what Django would say, whatever the question and its values."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Count, F, Model, Q, QuerySet
from django.db.models.sql import Query
from django.test.utils import CaptureQueriesContext

from buuan.base import statements
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.audit.models import Record
from buuan.base.clocks.models import Clock
from buuan.base.dispatch.models import Notice
from buuan.base.organisations.models import Organisation, tree_of
from buuan.work.cases.models import Case
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.intake.actions import ReportFacts, receive_report
from buuan.work.intake.models import SuspicionReport

QUESTIONS: dict[str, Callable[[int], QuerySet]] = {
    "all": lambda n: Case.objects.all(),
    "one": lambda n: Case.objects.filter(pk=n),
    "joined": lambda n: Case.objects.select_related("lead", "area", "assignee__organisation").filter(number=f"VV-{n}"),
    "joined otherwise": lambda n: Case.objects.select_related("lead__area").filter(number=f"VV-{n}"),
    "across": lambda n: Case.objects.filter(lead__code=f"a{n}", items__item_id=f"b{n}").select_related("lead"),
    "either": lambda n: Case.objects.filter(Q(pk=n) | Q(title__startswith=f"x{n}"), ~Q(state="closed")),
    "none of": lambda n: Case.objects.exclude(items__item_id=f"b{n}"),
    "some": lambda n: Case.objects.filter(pk__in=range(n)).order_by("-opened_at", "-pk"),
    "all but some or none": lambda n: Case.objects.exclude(pk__in=range(n % 2 * n)).order_by("-pk")[:300],
    "yes or no": lambda n: Organisation.objects.filter(reference_only=bool(n % 2)),
    "nothing or something": lambda n: Clock.objects.filter(finished_at__isnull=bool(n % 2), ladder=None),
    "by another table": lambda n: Case.objects.filter(pk=n).order_by("lead__sort_key", "-pk"),
    "by an expression": lambda n: Clock.objects.filter(pk__gt=n).order_by(F("due_at").asc(nulls_last=True), "id"),
    "part": lambda n: Case.objects.filter(pk__gt=n).order_by("pk")[n : n + 5],
    "locked": lambda n: Case.objects.select_for_update(of=("self",)).select_related("lead").filter(pk=n),
    "locked unless taken": lambda n: Case.objects.select_for_update(skip_locked=True).filter(pk=n),
    "columns": lambda n: Case.objects.filter(pk=n).values_list("number", "lead__code"),
    "columns by name": lambda n: Case.objects.filter(pk=n).values("lead__code", "number"),
    "few columns": lambda n: Case.objects.filter(pk=n).only("number", "lead__code").select_related("lead"),
    "all but few": lambda n: Case.objects.filter(pk=n).defer("folded", "conclusion"),
    "counted": lambda n: Case.objects.filter(pk__gt=n).annotate(things=Count("items")).filter(things__gt=n),
    "distinct": lambda n: Case.objects.filter(items__item_id__contains=f"{n}").distinct(),
    "inside": lambda n: Case.objects.filter(pk__in=Case.objects.filter(title=f"t{n}").values("pk")),
    "together": lambda n: Case.objects.filter(pk=n).values("pk").union(Case.objects.filter(pk=n + 1).values("pk")),
    "grouped": lambda n: Case.objects.filter(pk__gt=n).values("state").annotate(Count("pk")).order_by("state"),
}


def said(question: QuerySet) -> tuple[str, tuple[object, ...]]:
    """Give what a question says."""
    statement, values = question.query.get_compiler("default").as_sql()
    return statement, tuple(values)


def plainly(question: QuerySet) -> tuple[str, tuple[object, ...]]:
    """Give what Django says of itself."""
    query = question.query.clone()
    query.__class__ = Query
    statement, values = query.get_compiler("default").as_sql()
    return statement, tuple(values)


@pytest.fixture
def fresh(monkeypatch):
    monkeypatch.setattr(statements, "_worded", {})
    monkeypatch.setattr(statements, "_taking", {})


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_second_time_it_says_what_django_says(fresh, db, name):
    for number in (4, 3, 5, 4, 3):
        assert said(QUESTIONS[name](number)) == plainly(QUESTIONS[name](number))


def test_all_questions_after_each_other_do_not_take_each_others_words(fresh, db):
    for number in (2, 7, 2):
        for ask in QUESTIONS.values():
            assert said(ask(number)) == plainly(ask(number))


def test_what_a_person_may_see_is_worded_right(fresh, cast):
    for who in ("police", "commune", "operator", "leader", "auditor", "clerk"):
        for model in (Case, SuspicionReport, Clock):
            for _again in range(2):
                question = model.objects.visible_to(cast.actor(who)).order_by("pk")[:50]
                try:
                    plain = plainly(question)
                except EmptyResultSet:
                    with pytest.raises(EmptyResultSet):
                        said(question)
                else:
                    assert said(question) == plain
    assert tree_of(cast.actor("commune")) != tree_of(cast.actor("operator"))


def test_simple_questions_are_remembered_and_many_values_make_one_shape(fresh, db):
    for number in range(2, 30):
        said(QUESTIONS["joined"](number))
        said(QUESTIONS["either"](number))
    assert len(statements._worded) == 2
    assert None not in statements._worded.values()


def test_a_question_that_finds_nothing_by_itself_stays_unasked(fresh, db):
    for _again in range(2):
        assert list(Case.objects.filter(pk=1)) == []
        assert list(Case.objects.filter(pk__in=[])) == []
        assert list(Case.objects.none()) == []


def test_a_lock_outside_a_transaction_is_still_refused(fresh, db, monkeypatch):
    for _again in range(2):
        list(QUESTIONS["locked"](1))
    monkeypatch.setattr(connection, "get_autocommit", lambda: True)
    with pytest.raises(transaction.TransactionManagementError):
        list(QUESTIONS["locked"](1))


def test_rows_come_back_as_what_they_are(fresh, cast):
    facts = ReportFacts("SM0001TH", "k", MONDAY, MONDAY, declared_content="pháo nổ", signs=("misdeclared",))
    report = receive_report(cast.clerk, cast.bodies["counter"], facts, at=MONDAY)
    for _again in range(3):
        found = SuspicionReport.objects.select_related("point__area", "reporter").get(pk=report.pk)
        assert (found.signs, found.point.area.code, found.reporter.code) == (["misdeclared"], "99001", "SMTEST-BC1")
        assert found.received_at == MONDAY
        assert SuspicionReport.objects.filter(pk=report.pk).values_list("hits", "signs").get() == (report.hits, ["misdeclared"])


# -- taking a row ------------------------------------------------------------------------------------------------------


@action
def _take(cast, make: Callable[[], Model]) -> Model:
    made = make()
    made.save()
    record(cast.system, "test.taken", "test", at=MONDAY)
    return made


ROWS: dict[str, Callable[..., Model]] = {
    "notice": lambda cast, n: Notice(kind="a.b", title=f"t{n}", about="x:1", sender_id=cast.police.body_id, at=MONDAY + n * HOUR),
    "organisation": lambda cast, n: Organisation(code=f"o{n}", path=f"o{n}/", name=f"Đơn vị {n}", short_name="x", kind="police"),
    "record": lambda cast, n: Record(
        at=MONDAY, action="a.b", subject="x", body="b", account="a", actor={"n": n}, facts={"k": [n]}, digest=b"\0" * 32
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_is_taken_by_the_very_statement_of_django(fresh, cast, name, monkeypatch):
    def taken(number: int) -> tuple[str, Model]:
        with CaptureQueriesContext(connection) as asked:
            row = _take(cast, lambda: ROWS[name](cast, number))
        table = f'INSERT INTO "{row._meta.db_table}"'
        return next(one["sql"] for one in asked if one["sql"].startswith(table)), row

    quick = [taken(number) for number in (1, 2)]
    assert None not in statements._taking.values()
    monkeypatch.delattr(statements.Quick, "_do_insert")
    slow = [taken(number) for number in (3, 4)]
    for (mine, row), (theirs, other) in zip(quick, slow, strict=True):
        assert mine.partition("VALUES")[0] == theirs.partition("VALUES")[0]
        assert mine.partition("RETURNING")[2] == theirs.partition("RETURNING")[2]
        assert mine.count(",") == theirs.count(",")
        again, told = type(row).objects.get(pk=row.pk), type(row).objects.get(pk=other.pk)
        assert again.pk == row.pk
        own = ("id", "title", "code", "path", "name", "at", "actor", "facts", "folded", "sort_key", "written_at")
        for field in row._meta.concrete_fields:
            if field.name not in own:
                assert getattr(again, field.attname) == getattr(told, field.attname)

"""Loading the register, and changing a limit from a day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, models, transaction

from buuan.base.audit.models import Record
from buuan.base.clocks.actions import start_clock
from buuan.base.clocks.models import CalendarEdition, LadderRow, SpecialDay
from buuan.base.clocks.queries import calendar
from buuan.base.clocks.rules import Unit
from buuan.base.clocks.tests.stage import within_act
from buuan.kit.errors import Forbidden, Invalid, NotFound, Refused
from buuan.registers.law.actions import LimitChange, load_law, loading, set_limit
from buuan.registers.law.models import LegalDocument, LimitRow, Provision
from buuan.registers.law.queries import limit_in_force, limit_row_in_force
from buuan.registers.law.reading import read_calendar, read_documents, read_ladders, read_limits

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NEW_YEAR = date(2027, 1, 1)
CHANGE = LimitChange(amount=15, unit="calendar_days", source="Chỉ tiêu phục vụ năm 2027", mark="I", ladder="default")


# -- loading ---------------------------------------------------------------------------------------------------------


def test_everything_that_is_shipped_stands_in_the_rows(register):
    documents, limits = read_documents(), read_limits()
    assert LegalDocument.objects.count() == register["documents"] == len(documents)
    assert Provision.objects.count() == register["provisions"] == sum(len(one.provisions) for one in documents)
    assert LimitRow.objects.count() == register["limits"] == register["limits_changed"] == len(limits)
    assert LadderRow.objects.count() == register["ladders"] == len(read_ladders())
    assert SpecialDay.objects.count() == register["special_days"] == len(read_calendar().special)
    assert Record.objects.get(action="law.loaded").facts == register


def test_every_row_gives_back_the_limit_that_was_shipped(register):
    for row in read_limits():
        loaded = limit_in_force(row.code, row.from_on)
        plain = {name: getattr(loaded, name) for name in row.limit.__slots__}
        assert plain == {name: getattr(row.limit, name) for name in row.limit.__slots__}
        assert loaded.ladder_code == row.ladder


def test_a_document_keeps_what_amends_and_what_replaces_it(register):
    assert {one.code for one in LegalDocument.objects.get(code="ND47").amended_by.all()} == {"ND25"}
    assert LegalDocument.objects.get(code="QD55").replaced_by.code == "QD37"


def test_loading_again_changes_nothing_but_leaves_its_record(register, cast, django_assert_max_num_queries):
    before = list(LimitRow.objects.order_by("pk").values()), list(Provision.objects.order_by("pk").values())
    edition = CalendarEdition.objects.get().digest
    with django_assert_max_num_queries(40):
        again = load_law(cast.system, at=AT)
    assert again == register | {"limits_changed": 0}
    assert before == (list(LimitRow.objects.order_by("pk").values()), list(Provision.objects.order_by("pk").values()))
    assert CalendarEdition.objects.get().digest == edition
    assert Record.objects.filter(action="law.loaded").count() == 2


def test_a_corrected_file_corrects_the_rows_and_a_limit_that_it_lost_goes(register, cast, monkeypatch):
    shipped = [row for row in read_limits() if row.code != "cases.assign"]
    changed = [replace(row, amount=21) if row.code == "cases.verify" else row for row in shipped]
    monkeypatch.setattr(loading, "read_limits", lambda: changed)
    documents = read_documents()
    shorter = [replace(one, title="Tên khác", provisions=one.provisions[:1]) if one.code == "LBC" else one for one in documents]
    monkeypatch.setattr(loading, "read_documents", lambda: shorter)

    counts = load_law(cast.system, at=AT)

    assert (counts["limits_changed"], counts["limits_withdrawn"]) == (1, 1)
    assert limit_in_force("cases.verify", AT.date()).amount == 21
    assert not LimitRow.objects.filter(code="cases.assign").exists()
    law = LegalDocument.objects.get(code="LBC")
    assert (law.title, law.provisions.count()) == ("Tên khác", 1)
    assert "ten khac" in law.folded


def test_a_file_that_splits_a_row_in_time_is_loaded(register, cast, monkeypatch):
    rows = []
    for row in read_limits():
        if row.code == "cases.verify":
            rows += [replace(row, from_on=NEW_YEAR, amount=15), replace(row, until_on=NEW_YEAR)]
        else:
            rows.append(row)
    monkeypatch.setattr(loading, "read_limits", lambda: rows)
    load_law(cast.system, at=AT)
    assert limit_in_force("cases.verify", date(2026, 12, 31)).amount == 20
    assert limit_in_force("cases.verify", NEW_YEAR).amount == 15


def test_only_administrator_and_platform_load(cast):
    for somebody in (cast.leader, cast.officer, cast.police, cast.auditor, cast.operator):
        with pytest.raises(Forbidden):
            load_law(somebody, at=AT)
    load_law(cast.administrator, at=AT)


# -- changing a limit ------------------------------------------------------------------------------------------------


def test_a_change_closes_the_row_and_opens_the_next(register, cast):
    row = set_limit(cast.officer, "cases.verify", CHANGE, from_on=NEW_YEAR, at=AT)

    former = limit_row_in_force("cases.verify", date(2026, 12, 31))
    assert (former.amount, former.until_on, former.kept_by_office) == (20, NEW_YEAR, True)
    assert limit_row_in_force("cases.verify", NEW_YEAR) == row
    assert (row.name, row.who, row.starts) == (former.name, former.who, former.starts)
    said = Record.objects.get(action="law.limit_set")
    assert (said.label, said.facts["amount"], said.facts["former_amount"]) == ("cases.verify", 15, 20)


def test_a_running_clock_keeps_the_limit_it_started_with(register, cast):
    limit = limit_in_force("cases.verify", AT.date())
    clock = within_act(
        cast.officer,
        lambda: start_clock(
            cast.officer, cast.bodies["dn"], kind="k", task="t", title="", holder=cast.bodies["so"], limit=limit, at=AT,
            url="/", button="Mở",
        ),
        AT,
    )  # fmt: skip
    set_limit(cast.officer, "cases.verify", CHANGE, from_on=date(2026, 11, 25), at=AT)
    clock.refresh_from_db()
    assert clock.limit.amount == 20
    assert (clock.ladder.code, clock.limit.pause_allowed) == ("default", True)


def test_loading_leaves_alone_what_an_office_changed(register, cast):
    set_limit(cast.officer, "cases.verify", CHANGE, from_on=NEW_YEAR, at=AT)
    counts = load_law(cast.system, at=AT)
    assert (counts["limits_kept"], counts["limits_changed"]) == (1, 0)
    assert limit_in_force("cases.verify", NEW_YEAR).amount == 15


def test_what_is_written_is_not_rewritten(register, cast):
    set_limit(cast.officer, "cases.verify", CHANGE, from_on=NEW_YEAR, at=AT)
    for on in (NEW_YEAR, date(2026, 12, 1), date(2020, 1, 1)):
        with pytest.raises(Refused) as refusal:
            set_limit(cast.officer, "cases.verify", CHANGE, from_on=on, at=AT)
        assert refusal.value.code == "law.row_begins_later"
    set_limit(cast.officer, "cases.verify", replace(CHANGE, amount=10), from_on=date(2027, 6, 1), at=AT)
    assert [row.amount for row in LimitRow.objects.filter(code="cases.verify").order_by("from_on")] == [20, 15, 10]


def test_a_statutory_limit_that_was_read_says_where(register, cast):
    read = LimitChange(
        amount=15, unit="calendar_days", source="Điều 9 Luật mới", mark="S", read_in="congbao.example.vn/luat-moi", ladder="default"
    )
    row = set_limit(cast.leader, "crime_report.decide", read, from_on=NEW_YEAR, at=AT)
    assert row.limit.verified
    assert row.limit.statutory


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"unit": "weeks"}, "unit"),
        ({"source": " "}, "source"),
        ({"mark": "S"}, "mark"),
        ({"read_in": "đâu đó"}, "read_in"),
        ({"max_extensions": -1}, "max_extensions"),
        ({"warn_before": timedelta(hours=-1)}, "warn_before"),
    ],
)
def test_figures_that_no_clock_can_run_under_are_invalid(register, cast, changes, field):
    with pytest.raises(Invalid) as refusal:
        set_limit(cast.officer, "cases.verify", replace(CHANGE, **changes), from_on=NEW_YEAR, at=AT)
    assert list(refusal.value.errors) == [field]


def test_a_change_names_a_ladder_and_a_limit_that_stand(register, cast):
    with pytest.raises(Refused) as refusal:
        set_limit(cast.officer, "cases.verify", replace(CHANGE, ladder="khong-co"), from_on=NEW_YEAR, at=AT)
    assert refusal.value.code == "clock.unknown_ladder"
    with pytest.raises(NotFound):
        set_limit(cast.officer, "khong.co", CHANGE, from_on=NEW_YEAR, at=AT)


def test_only_the_lead_department_changes_a_limit(register, cast):
    department = [cast.person("so", role) for role in ("leader", "officer", "administrator")]
    others = [cast.person("so", role) for role in ("duty_officer", "clerk", "auditor")]
    others += [cast.person(body, "leader") for body in ("cong-an", "ubnd-tinh", "dn")] + [cast.system]
    for somebody in others:
        with pytest.raises(Forbidden):
            set_limit(somebody, "cases.verify", CHANGE, from_on=NEW_YEAR, at=AT)
    for number, somebody in enumerate(department):
        set_limit(somebody, "cases.verify", CHANGE, from_on=date(2027 + number, 1, 1), at=AT)


def test_the_loaded_calendar_counts_working_days(register):
    assert limit_in_force("cases.feedback", AT.date()).unit is Unit.WORKING_DAYS
    assert not calendar().is_working_day(date(2026, 2, 17))  # the first day of Tết


# -- what the database holds -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"from_on": date(2026, 1, 1)}, "limit_code_once_a_day"),
        ({"code": "new", "until_on": date(2021, 1, 1)}, "limit_ends_after_start"),
        ({"code": "new", "amount": 0}, "limit_amount_positive"),
        ({"code": "new", "source": ""}, "limit_names_its_source"),
        ({"code": "new", "mark": "S", "read_in": "đâu đó"}, "limit_mark_fits_its_kind"),
        ({"code": "new", "read_in": "đâu đó"}, "limit_read_where_it_says_so"),
    ],
)
def test_the_database_refuses_a_limit_that_contradicts_itself(register, changes, constraint):
    row = LimitRow.objects.get(code="cases.verify")
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        models.QuerySet(LimitRow).bulk_create([row])

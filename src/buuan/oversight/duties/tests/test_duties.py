"""From the text to duties with owners, and from records to the state of each point."""

from __future__ import annotations

from datetime import timedelta

import pytest

from buuan.base.audit.models import Record
from buuan.kit.errors import Forbidden, Invalid, Refused
from buuan.oversight.duties import registry
from buuan.oversight.duties.actions import Assignment, assign_point, import_directive, put_in_force
from buuan.oversight.duties.models import Directive
from buuan.oversight.duties.presenters import SENTENCES
from buuan.oversight.duties.queries import coverage, records_of, tiles
from buuan.oversight.duties.tests.conftest import TEXT
from buuan.work.cases.tests.cast import HOUR, MONDAY
from buuan.work.intake.actions import ReportFacts, receive_report

DAY = timedelta(days=1)


def test_importing_twice_keeps_one_directive_and_both_are_recorded(cast):
    first = import_directive(cast.system, TEXT.read_bytes(), name="a.txt", at=MONDAY)
    again = import_directive(cast.system, TEXT.read_bytes(), name="b.txt", at=MONDAY)

    assert first.pk == again.pk
    assert (first.sections.count(), first.points.count()) == (7, 27)
    assert set(Record.objects.values_list("action", flat=True)) >= {"duties.directive_imported", "duties.import_repeated"}


@pytest.mark.parametrize(("data", "code"), [(b"", "directive.empty"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "directive.")])
def test_what_is_no_directive_is_refused_and_leaves_nothing(cast, data, code):
    with pytest.raises(Refused) as refused:
        import_directive(cast.system, data, name="chi-thi.txt", at=MONDAY)

    assert refused.value.code.startswith(code)
    assert not Directive.objects.exists()


def test_only_those_who_manage_directives_may_import(cast):
    with pytest.raises(Forbidden):
        import_directive(cast.market, TEXT.read_bytes(), name="a.txt", at=MONDAY)


def test_a_point_without_an_owner_keeps_the_directive_from_being_in_force(cast):
    kept = import_directive(
        cast.system,
        "CHỈ THỊ\nVề việc thử\n1. Tổ chức thực hiện\na) Làm việc thứ nhất.\nb) Làm việc thứ hai.".encode(),
        name="a.txt",
        at=MONDAY,
    )
    with pytest.raises(Refused) as refused:
        put_in_force(cast.system, kept, from_on=MONDAY.date(), at=MONDAY)
    assert "1a" in refused.value.sentence

    with pytest.raises(Invalid):
        assign_point(cast.system, kept.points.first(), Assignment("khong-co", (), "moi-gio"), at=MONDAY)
    for point in kept.points.all():
        assign_point(cast.system, point, Assignment("police", ("customs", "police"), "annual"), at=MONDAY)
    put_in_force(cast.system, kept, from_on=MONDAY.date(), at=MONDAY)

    assert kept.points.first().partner_kinds == ["customs"]
    assert kept.state == "in_force"


def test_points_have_the_owners_of_today(cast, directive):
    found = {one.point.ref: one for one in tiles(directive, MONDAY, MONDAY + DAY, MONDAY, MONDAY.date())}

    assert [str(one) for one in found["2d"].owners] == ["Công an tỉnh"]
    assert {str(one) for one in found["7c"].owners} == {"Bưu chính Sông Thử", "Chuyển phát Hạc Thử"}


@pytest.mark.point("1e", "7c")
def test_a_report_from_a_counter_becomes_proof_of_7c_and_opens_the_record(cast, directive):
    def state(ref: str) -> tuple[str, int]:
        one = next(t for t in tiles(directive, MONDAY - DAY, MONDAY + DAY, MONDAY + HOUR, MONDAY.date()) if t.point.ref == ref)
        return one.state, one.proofs

    assert state("7c") == ("waiting", 0)
    assert state("7d") == ("unserved", 0)

    report = receive_report(
        cast.clerk,
        cast.bodies["counter"],
        ReportFacts("SM123456", "form-1", MONDAY, MONDAY, declared_content="pháo nổ", signs=("misdeclared",)),
        at=MONDAY,
    )

    assert state("7c") == ("done", 1)
    assert [one.label for one in records_of(cast.police, "7c", MONDAY - DAY, MONDAY + DAY)] == [report.number]
    assert list(records_of(cast.commune, "7c", MONDAY - DAY, MONDAY + DAY)) == []


def test_a_clock_overdue_for_the_same_duty_makes_the_point_late(cast, directive):
    receive_report(
        cast.clerk, cast.bodies["counter"], ReportFacts("SM123456", "form-1", MONDAY, MONDAY, signs=("misdeclared",)), at=MONDAY
    )
    later = MONDAY + 5 * DAY

    found = {one.point.ref: one for one in tiles(directive, MONDAY, MONDAY + DAY, later, later.date())}

    assert found["2d"].state == "late"
    assert found["2d"].late == 1


def test_the_state_of_all_points_costs_the_same_number_of_statements(cast, directive, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        tiles(directive, MONDAY, MONDAY + DAY, MONDAY, MONDAY.date())


def test_coverage_tells_the_truth(directive):
    report = coverage(directive, MONDAY.date())

    by_ref = {one["ref"]: one for one in report["points"]}
    assert report["total"] == 27
    assert report["covered"] == sum(1 for one in report["points"] if one["rooms"] and one["tests"])
    assert 0 < report["covered"] < 27
    assert by_ref["7c"]["covered"]
    assert by_ref["7d"] == by_ref["7d"] | {"rooms": [], "proof": [], "covered": False}
    assert "intake.report_received" in {one["record"] for one in by_ref["7c"]["proof"]}


def test_every_record_that_proves_something_can_be_said():
    assert {one.record for _room, one in registry.all_proof()} <= set(SENTENCES)


def test_every_line_of_proof_names_a_point_of_the_directive_and_tests_name_real_ones(directive):
    refs = set(directive.points.values_list("ref", flat=True))
    assert {ref for ref in refs if registry.proof_of(ref)}
    assert set(registry.tests_by_point()) <= refs

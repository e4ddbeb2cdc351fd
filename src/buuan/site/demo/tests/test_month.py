"""The demo's month at a small size: its figures add up, every state is there, and it stands on real actions only."""

from __future__ import annotations

from collections import Counter

import pytest
from django.test import Client

from buuan.base.accounts.models import Account
from buuan.base.audit.models import Record
from buuan.base.clocks.models import Clock
from buuan.oversight.duties.models import Directive
from buuan.oversight.duties.queries import tiles
from buuan.registers.items.models import Hit, Hold, Manifest
from buuan.site.demo.accounts import DEMO_PASSWORD, demo_accounts, load_accounts
from buuan.site.demo.casework import CHIEF, OFFICERS, CaseWork, Work
from buuan.site.demo.complaints import COMPLAINTS
from buuan.site.demo.month import load_month
from buuan.site.demo.stage import DAYS, SMALL, Size, Stage
from buuan.site.demo.tests.conftest import AT, EARLIER, Province, shape
from buuan.work.cases.actions import add_loose_end, tie_loose_end
from buuan.work.cases.models import Case, CaseItem, Note, Participant
from buuan.work.cases.tests.acts import within
from buuan.work.intake.models import ReportPhoto, SuspicionReport
from buuan.work.requests.models import InformationRequest
from buuan.work.tips.models import Tip

CONTRACT = [
    *("truc-ban", "chi-huy", "chuyen-vien", "lanh-dao", "qltt", "hai-quan", "xa"),
    *("doanh-nghiep", "chi-nhanh", "doanh-nghiep-2", "kiem-soat", "giao-dich-vien", "so-nganh", "quan-tri"),
]

FROM_TIPS = 1
"""How many reports the focal point makes of the month's tips."""


def test_the_demo_has_the_size_that_the_contract_promises():
    size = Size()

    assert (size.items, size.cases) == (60_000, 120)
    assert size.reports + size.hit_reports + size.agency_reports == 400


def test_the_figures_add_up(province: Province):
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states == {
        "received": SMALL.received,
        "verifying": SMALL.verifying + len(COMPLAINTS),
        "handling": SMALL.handling,
        "concluded": SMALL.concluded,
        "closed": SMALL.closed,
    }
    reports = Counter(SuspicionReport.objects.values_list("state", flat=True))
    assert sum(reports.values()) == SMALL.reports + SMALL.hit_reports + SMALL.agency_reports + FROM_TIPS
    assert reports["received"] == SMALL.waiting
    assert reports["accepted"] == SMALL.cases + len(COMPLAINTS) - Case.objects.exclude(lead__kind="police").count()
    assert reports["joined"] > 0
    assert province.counts["cases"] == SMALL.cases + len(COMPLAINTS)
    assert 0.8 * SMALL.items < province.counts["items"] < 1.3 * SMALL.items
    assert province.counts["hits"] == sum(Manifest.objects.values_list("hits", flat=True)) == Hit.objects.count()


def test_the_same_seed_gives_the_same_month_even_after_an_interrupted_run(province: Province):
    cases = SMALL.cases + len(COMPLAINTS)
    assert len(province.first_run) == cases + SMALL.reports + SMALL.hit_reports + SMALL.agency_reports + FROM_TIPS
    assert shape() == province.first_run


def test_loading_again_changes_nothing(province: Province):
    records, before = Record.objects.count(), shape()

    assert load_month(province.system, at=AT, size=SMALL) == province.counts
    assert load_accounts(province.system, at=EARLIER) == {"accounts": 0}
    assert Record.objects.count() == records
    assert shape() == before


def test_everything_happened_within_the_month_and_in_the_order_of_time(province: Province):
    moments = list(SuspicionReport.objects.order_by("pk").values_list("received_at", flat=True))
    assert moments == sorted(moments)
    assert (AT - moments[0]).days <= DAYS
    assert moments[-1] < AT
    numbers = list(SuspicionReport.objects.order_by("received_at", "pk").values_list("number", flat=True))
    assert numbers == sorted(numbers)
    assert not Case.objects.filter(opened_at__gte=AT).exists()
    for case in Case.objects.all():
        steps = [one for one in (case.opened_at, case.verifying_at, case.handling_at, case.concluded_at, case.closed_at) if one]
        assert steps == sorted(steps)
        assert steps[-1] < AT


def test_some_clocks_run_some_are_late_and_what_was_late_is_explained(province: Province):
    waiting = Clock.objects.running().filter(kind="intake.accept")
    assert waiting.count() == SMALL.waiting
    assert waiting.filter(due_at__lt=AT).count() == SMALL.waiting // 4
    assert Clock.objects.running().filter(kind="cases.verify", due_at__lt=AT).exists()
    assert not any(one.explanation == "" for one in Clock.objects.exclude(finished_at=None) if one.finished_at > one.due_at)


def test_partners_take_part_and_write_outcomes_seizures_with_quantity_and_value(province: Province):
    assert Participant.objects.filter(role="partner", organisation__code="chi-cuc-qltt").exists()
    seized = CaseItem.objects.filter(outcome="seized")
    assert seized.exists()
    assert not seized.filter(value_vnd=None).exists()
    assert not CaseItem.objects.filter(case__state__in=("concluded", "closed"), outcome="").exists()
    assert Record.objects.filter(action="cases.outcome", facts__by_kind="market_surveillance").exists()
    assert Note.objects.exists()


def test_what_is_closed_holds_nothing_any_more(province: Province):
    for case in Case.objects.filter(state="closed"):
        for item in case.items.all():
            elsewhere = CaseItem.objects.filter(item_id=item.item_id, outcome="").exclude(case=case)
            waiting = SuspicionReport.objects.filter(item_id=item.item_id, state="received")
            held = Hold.objects.filter(operator=item.operator, item_id=item.item_id, until_at=None)
            assert not held.exists() or elsewhere.exists() or waiting.exists()


def test_manifests_come_in_good_with_bad_rows_and_one_not_at_all(province: Province):
    states = Counter(Manifest.objects.values_list("state", flat=True))
    assert states["refused"] == 1
    assert states["committed"] > 0
    assert states["committed_with_errors"] > 0
    assert Manifest.objects.get(state="refused").report
    assert all(one.report for one in Manifest.objects.filter(state="committed_with_errors"))
    assert Manifest.objects.filter(file_name__endswith=".csv", state="committed").exists()


def test_hits_are_answered_with_reasons_and_most_wait(province: Province):
    states = Counter(Hit.objects.values_list("state", flat=True))
    assert states["accepted"] == SMALL.hit_reports
    assert states["dismissed"] > 0
    assert states["open"] > states["dismissed"]
    kinds = set(Record.objects.filter(action="screening.hit_reviewed").values_list("facts__by_kind", flat=True))
    assert "market_surveillance" in kinds


def test_one_hand_with_many_names_is_one_case(province: Province):
    many = SuspicionReport.objects.filter(signs__contains=["many_alike", "false_sender"], text__startswith="Nhiều gói giống nhau")
    assert many.count() >= 2
    assert many.values("point").distinct().count() == 1


def test_a_few_reports_carry_a_drawn_photo_of_a_package(province: Province):
    assert ReportPhoto.objects.count() == SMALL.photos
    assert SuspicionReport.objects.filter(photos__isnull=False).count() == SMALL.photos


@pytest.mark.parametrize("username", CONTRACT)
def test_every_account_of_the_contract_can_sign_in(province: Province, settings, username: str):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    answer = Client().post("/dang-nhap", {"login": username, "password": DEMO_PASSWORD})

    assert answer.status_code == 302
    assert "sessionid" in answer.cookies


def test_the_welcome_names_exactly_those_accounts(province: Province):
    assert sorted(name for name, _title, _body in demo_accounts()) == sorted(CONTRACT)


def test_nobody_else_of_the_demo_can_sign_in(province: Province):
    others = Account.objects.exclude(username__in=CONTRACT)
    assert others.count() > SMALL.counters
    assert not any(one.has_usable_password() for one in others)


def test_the_directive_shows_what_the_month_proves(province: Province):
    directive = Directive.objects.get()
    found = {one.point.ref: one for one in tiles(directive, AT.replace(day=1, month=10), AT, AT, AT.date())}

    assert len(found) == 27
    proven = {ref for ref, tile in found.items() if tile.proofs}
    assert {"1d", "2d", "3a", "3b", "5b", "6b", "6d", "7c"} <= proven


def test_one_complaint_of_a_user_was_answered_by_its_operator_and_one_waits(province: Province):
    rows = InformationRequest.objects.filter(kind="complaint", parts__organisation__code="BCX").order_by("pk")
    assert [one.state for one in rows] == ["answered", "sent"]
    tasks = [dict(one.case.tasks.values_list("code", "state")) for one in rows]
    assert [(one["pass_to_operator"], one["operator_answer"]) for one in tasks] == [("done", "done"), ("done", "open")]


def test_tips_are_in_every_state_and_one_became_a_report(province: Province):
    assert set(Tip.objects.values_list("state", flat=True)) == {"received", "reading", "passed", "declined"}
    assert SuspicionReport.objects.filter(source="tip").count() == FROM_TIPS
    assert Tip.objects.exclude(identity=None).exists()


def test_a_file_waits_while_whoever_was_asked_has_not_answered(province: Province):
    stage = Stage(province.system, AT, 1, SMALL)
    case = Case.objects.filter(state="concluded", lead__code="cong-an-tinh").first()
    work = Work(case, CHIEF, OFFICERS[0], "", "", None, (), stage.chance("test"), moments={"conclude": AT})
    chief = stage.actor(CHIEF)
    within(chief, lambda: add_loose_end(case, "test.request:1", "yêu cầu cung cấp thông tin", at=AT))

    CaseWork(stage)._close(work, AT)
    assert Case.objects.get(pk=case.pk).state == "concluded"

    within(chief, lambda: tie_loose_end(case, "test.request:1", at=AT))
    CaseWork(stage)._close(work, AT)
    assert Case.objects.get(pk=case.pk).state == "closed"

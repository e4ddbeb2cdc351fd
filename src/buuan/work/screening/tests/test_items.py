"""One item: persons are masked until somebody says why, every look is listed, and a case keeps the data longer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from buuan.base.audit.models import Record
from buuan.kit.errors import Forbidden, Invalid, NotFound, Refused
from buuan.kit.workdays import VIETNAM
from buuan.registers.items.actions import purge_archive, record_events, rotate_key
from buuan.registers.items.models import Hit, ItemEvent, LegalHold, Look, Manifest
from buuan.registers.items.rules import EventFacts
from buuan.registers.items.store import archive
from buuan.work.cases.models import Case
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.intake.actions import accept_report
from buuan.work.screening.actions import (
    ManifestHeader,
    accept_hit,
    end_legal_hold,
    import_manifest,
    keep_for_case,
    look_at_parties,
)
from buuan.work.screening.queries import items_in_open_cases
from buuan.work.screening.tests.conftest import manifest, row

WHY = "xác minh người gửi theo báo cáo"
PAGE = "/buu-gui/SMTEST/SM000009TH"


@pytest.fixture
def kept(cast) -> Hit:
    data = manifest(*[row(number, "áo sơ mi") for number in range(1, 9)], row(9, "pháo nổ 36 quả"))
    import_manifest(cast.operator, cast.bodies["operator"], data, name="a.csv", header=ManifestHeader(), at=MONDAY)
    return Hit.objects.get()


@pytest.fixture
def case(cast, kept) -> Case:
    report = accept_hit(cast.market, kept, at=MONDAY + HOUR)
    accept_report(cast.police, report, at=MONDAY + 2 * HOUR)
    return Case.objects.get()


def look(cast, who: str = "police", item: str = "SM000009TH", reason: str = WHY):
    return look_at_parties(cast.actor(who), cast.bodies["operator"], item, reason=reason, at=MONDAY + HOUR)


@pytest.mark.parametrize("who", ["police", "market", "operator", "branch"])
def test_the_page_shows_what_was_declared_and_masks_every_person(cast, kept, who):
    answer = cast.client(who).get(PAGE)
    page = answer.content.decode()

    assert "<mark>pháo nổ</mark>" in page
    assert answer["Cache-Control"] == "no-store"
    for secret in ("Nguyễn Văn Mẫu", "Trần Thị Mẫu", "0900000001", "900000001", "đường Thử", "Thôn Mẫu"):
        assert secret not in page


def test_a_look_needs_a_reason_is_recorded_and_lasts_for_one_page(cast, kept):
    client = cast.client("police")
    bad = client.post(f"{PAGE}/xem", {"reason": "xem"})
    assert bad.status_code == 422
    assert not Look.objects.exists()

    page = client.post(f"{PAGE}/xem", {"reason": WHY})
    assert "Nguyễn Văn Mẫu" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "Nguyễn Văn Mẫu" not in client.get(PAGE).content.decode()
    entry = Look.objects.get()
    assert (entry.reason, entry.who, entry.item_id) == (WHY, cast.police.name, "SM000009TH")
    told = Record.objects.get(action="items.parties_seen")
    assert "Mẫu" not in str(told.facts)


def test_a_body_looks_only_where_something_speaks_for_it(cast, kept):
    with pytest.raises(Refused) as refused:
        look(cast, item="SM000001TH")
    assert refused.value.code == "item.no_ground"
    assert not Look.objects.exists()
    assert look(cast, who="operator", item="SM000001TH")["sender_name"] == "Nguyễn Văn Mẫu"


def test_who_may_not_look_sees_nothing(cast, kept):
    for who in ("clerk", "stranger", "auditor", "administrator", "leader", "system"):
        with pytest.raises((Forbidden, NotFound)):
            look(cast, who=who)
    assert cast.client("rival").get(PAGE).status_code == 404
    assert cast.client("rival").post(f"{PAGE}/xem", {"reason": WHY}).status_code == 404
    assert cast.client("auditor").get(PAGE).status_code == 403
    assert cast.client("police").get("/buu-gui/SMTEST/KHONG-CO").status_code == 404
    assert cast.client("police").get("/buu-gui/KHONG/SM000009TH").status_code == 404
    with pytest.raises(Invalid):
        look(cast, reason=" " * 50)


def test_the_auditor_sees_every_look_and_a_leader_those_of_his_own_people(cast, kept):
    look(cast, who="market")
    look(cast, who="operator", item="SM000001TH")

    page = cast.client("auditor").get("/sang-loc/luot-xem").content.decode()
    assert page.count("<tr data-row") == 2
    assert WHY in page
    assert [one.item_id for one in Look.objects.visible_to(cast.operator)] == ["SM000001TH"]
    assert not Look.objects.visible_to(cast.rival).exists()
    assert cast.client("market").get("/sang-loc/luot-xem").status_code == 403


def test_the_page_tells_where_the_item_is_and_that_it_is_held(cast, case):
    record_events(
        cast.operator, cast.bodies["operator"], [EventFacts("SM000009TH", "in_transit", MONDAY, "SMTEST-BC1")], at=MONDAY + HOUR
    )
    page = cast.client("police").get(PAGE).content.decode()
    assert "Đang vận chuyển" in page
    assert "đang giữ" in page
    assert case.number in page


# -- how long data are kept ----------------------------------------------------------------------------------------------


def test_old_items_go_with_a_record_of_how_many_and_what_is_held_stays(cast, kept):
    accept_hit(cast.market, kept, at=MONDAY + HOUR)

    early = purge_archive(cast.system, at=MONDAY + 29 * DAY)
    done = purge_archive(cast.system, at=MONDAY + 32 * DAY)

    assert (early.rows, done.rows, done.held) == (0, 8, 1)
    assert len(archive().find_item("SMTEST", "SM000009TH")) == 1
    assert archive().find_item("SMTEST", "SM000001TH") == []
    told = Record.objects.filter(action="items.archive_purged").latest("pk").facts
    assert (told["rows"], told["kept_under_hold"], told["days"]) == (8, 1, 30)
    assert "SM0000" not in str(told)
    assert Hit.objects.count() == 1


def test_an_item_of_a_case_outlives_the_rule_until_somebody_ends_its_legal_hold(cast, case):
    operator = cast.bodies["operator"]
    hold = keep_for_case(cast.police, operator, "SM000009TH", case, reason="chờ kết luận giám định", at=MONDAY + DAY)
    again = keep_for_case(cast.police, operator, "SM000009TH", case, reason="chờ kết luận giám định", at=MONDAY + DAY)
    assert again == hold

    assert purge_archive(cast.system, at=MONDAY + 100 * DAY).held == 1
    end_legal_hold(cast.police, hold, reason="vụ việc đã kết thúc", at=MONDAY + 100 * DAY)
    with pytest.raises(Refused):
        end_legal_hold(cast.police, hold, reason="vụ việc đã kết thúc", at=MONDAY + 100 * DAY)
    assert LegalHold.objects.get().ended_by == cast.police.name


def test_a_legal_hold_needs_a_case_with_the_item_a_right_and_a_reason(cast, case):
    operator = cast.bodies["operator"]
    with pytest.raises(Refused) as refused:
        keep_for_case(cast.police, operator, "SM000001TH", case, reason="chờ kết luận giám định", at=MONDAY)
    assert refused.value.code == "legal_hold.not_in_case"
    with pytest.raises(Invalid):
        keep_for_case(cast.police, operator, "SM000009TH", case, reason="vì", at=MONDAY)
    for who in ("operator", "auditor", "clerk", "administrator"):
        with pytest.raises(Forbidden):
            keep_for_case(cast.actor(who), operator, "SM000009TH", case, reason="chờ kết luận giám định", at=MONDAY)
    client = cast.client("police")
    assert client.post(f"{PAGE}/luu-giu", {"case": case.number, "reason": "x"}).status_code == 422
    assert client.post(f"{PAGE}/luu-giu", {"case": case.number, "reason": "chờ kết luận giám định"}).status_code == 302
    hold = LegalHold.objects.get()
    assert "chờ kết luận giám định" in client.get(PAGE).content.decode()
    assert client.post(f"/buu-gui/luu-giu/{hold.pk}/bo", {"reason": "vụ việc đã kết thúc"}).status_code == 302


def test_items_of_cases_that_are_not_settled_are_needed(cast, case):
    assert items_in_open_cases() == {("SMTEST", "SM000009TH")}


def test_nothing_is_deleted_by_guess_when_no_rule_is_in_force(cast, kept):
    from buuan.registers.law.models import LimitRow

    @_act
    def end_rule() -> None:
        LimitRow.objects.filter(code="items.keep").update(until_on=(MONDAY + DAY).date())

    end_rule(cast)
    with pytest.raises(Refused):
        purge_archive(cast.system, at=MONDAY + 60 * DAY)
    assert len(archive().find_item("SMTEST", "SM000001TH")) == 1


def test_a_rule_of_a_year_still_keeps_ninety_days_at_most(cast, kept):
    from buuan.registers.law.models import LimitRow

    @_act
    def lengthen() -> None:
        LimitRow.objects.filter(code="items.keep").update(amount=365)

    lengthen(cast)
    assert purge_archive(cast.system, at=MONDAY + 92 * DAY).rows == 9


def _act(function):
    from buuan.base.action import action
    from buuan.base.audit.actions import record

    @action
    def run(cast) -> None:
        function()
        record(cast.system, "test.rule", "test.rule", at=MONDAY)

    return run


def test_events_go_after_ninety_days_and_only_the_platform_tidies(cast, kept):
    record_events(cast.operator, cast.bodies["operator"], [EventFacts("SM000001TH", "accepted", MONDAY)], at=MONDAY)
    purge_archive(cast.system, at=MONDAY + 80 * DAY)
    assert ItemEvent.objects.count() == 1
    purge_archive(cast.system, at=MONDAY + 92 * DAY)
    assert ItemEvent.objects.count() == 0
    for who in ("police", "operator", "administrator"):
        with pytest.raises(Forbidden):
            purge_archive(cast.actor(who), at=MONDAY)


def test_a_change_of_the_key_leaves_a_record_and_everything_readable(cast, kept):
    made = rotate_key(cast.system, keep_old=False, at=MONDAY)

    assert made.files == 1
    assert Record.objects.get(action="items.key_rotated").facts["retired"] == list(made.retired)
    assert len(archive().find_item("SMTEST", "SM000009TH")) == 1
    with pytest.raises(Forbidden):
        rotate_key(cast.administrator, keep_old=False, at=MONDAY)


def test_the_database_holds_nothing_personal_of_what_is_clear(cast, kept):
    from django.core.serializers import serialize

    told = serialize("json", Manifest.objects.all()) + serialize("json", Hit.objects.all())
    told += str(list(Record.objects.values_list("facts", flat=True)))
    for secret in ("Nguyễn", "Mẫu", "0900000001", "900000001", "đường Thử", "áo sơ mi"):
        assert secret not in told
    assert MONDAY.astimezone(VIETNAM).date() - timedelta(days=0) == kept.day

"""Who can see a case: the panel and `visible_to` agree for every account, whatever the marking and whoever takes part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import actor_of
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.work.cases.actions import add_note
from buuan.work.cases.models import Case, Participant
from buuan.work.cases.presenters import viewers_of
from buuan.work.cases.queries import notes_for, who_sees
from buuan.work.cases.tests.cast import DAY, MONDAY, PEOPLE


@action
def change(actor, case, marking, leaves=""):
    Case.objects.filter(pk=case.pk).update(marking=marking)
    Participant.objects.filter(case=case, organisation__code=leaves).update(until_at=MONDAY + DAY)
    record(actor, "test.act", "test.case", at=MONDAY)


@pytest.mark.parametrize("marking", ["public", "internal", "restricted"])
@pytest.mark.parametrize("leaves", ["", "chi-cuc-qltt"])
def test_the_panel_and_the_rows_agree_for_every_account(cast, case, marking, leaves):
    change(cast.system, case, marking, leaves)
    case = Case.objects.get(pk=case.pk)
    named = {one.account.username for one in who_sees(case, MONDAY.date())}
    accounts = list(Account.objects.select_related("organisation"))
    assert len(accounts) >= len(PEOPLE)
    seeing = {one.username for one in accounts if case.is_visible_to(actor_of(one, source="page"))}
    assert named == seeing
    assert ("thu-market" in named) == (leaves == "")
    assert ("thu-leader" in named) == (marking != "restricted")
    assert {"thu-police", "thu-second", "thu-auditor"} <= named
    assert not {"thu-administrator", "thu-operator", "thu-stranger"} & named


def test_the_panel_says_why(cast, case):
    lines = dict(viewers_of(case, who_sees(case, MONDAY.date())))
    assert lines["Công an tỉnh"].startswith("chủ trì, từ ")
    assert "Cán bộ Thử Hai" in lines["Công an tỉnh"]
    assert lines["Chi cục QLTT"].startswith("phối hợp, từ ")
    assert lines["UBND tỉnh"].startswith("lãnh đạo tỉnh theo dõi chung")


def test_a_token_with_narrow_scopes_sees_no_more(cast, case):
    assert not case.is_visible_to(replace(cast.police, scopes=frozenset({"intake"})))


def test_a_restricted_note_is_for_those_who_take_part_and_leaves_no_line(cast, case):
    add_note(cast.police, case, level="inter_agency", text="Người giao là nhân viên cũ", marking="restricted", at=MONDAY)
    add_note(cast.police, case, level="inter_agency", text="Đã gửi mẫu", at=MONDAY)
    read = {who: [one.text for one in notes_for(cast.actor(who), case)] for who in ("market", "leader", "auditor")}
    assert read["market"] == read["auditor"] == ["Đã gửi mẫu", "Người giao là nhân viên cũ"]
    assert read["leader"] == ["Đã gửi mẫu"]
    assert "nhân viên cũ" not in str([one.facts for one in case.events.all()])


@pytest.mark.usefixtures("now")
def test_opening_a_restricted_case_is_recorded_and_an_ordinary_one_is_not(cast, case):
    from buuan.work.cases.tests.acts import records

    cast.client("police").get(f"/vu-viec/{case.number}")
    assert records("cases.read_restricted") == []
    change(cast.system, case, "restricted")
    cast.client("market").get(f"/vu-viec/{case.number}")
    assert [one.account for one in records("cases.read_restricted")] == ["thu-market"]

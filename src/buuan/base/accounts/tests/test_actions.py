"""What administrators and owners do with accounts; each leaves a record, and what is refused changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction

from buuan.base.accounts import actions
from buuan.base.accounts.models import Account
from buuan.base.accounts.queries import system_actor, token_in_force
from buuan.base.accounts.tests.conftest import AT, DAY, PASSWORD
from buuan.base.action import OutsideAction
from buuan.base.audit.models import Record
from buuan.kit.errors import Forbidden, Invalid, Refused


def create(people, by="administrator", body="police", **more):
    given = {"username": "nguoi-moi", "name": "Người Mới", "role": "officer", "password": PASSWORD, "at": AT} | more
    return actions.create_account(people.actor(by), people.bodies[body], **given)


def said(action: str) -> dict:
    return Record.objects.filter(action=action).latest("id").facts


# -- creating ----------------------------------------------------------------------------------------------------------


def test_an_administrator_creates_an_account_and_it_is_recorded(people):
    made = create(people, until_on=date(2026, 12, 1), temporary=True)

    assert made.check_password(PASSWORD)
    assert (made.password_is_temporary, made.works_on(date(2026, 11, 30)), made.works_on(date(2026, 12, 1))) == (True, True, False)
    assert said("accounts.created") == {"username": "nguoi-moi", "role": "officer", "organisation": "cong-an-tinh"}
    assert Record.objects.latest("id").label == "nguoi-moi"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "Officer"}, "username"),
        ({"username": "có dấu"}, "username"),
        ({"username": "  "}, "username"),
        ({"name": "  "}, "name"),
        ({"role": "king"}, "role"),
        ({"role": "system"}, "role"),
        ({"role": "counter_clerk"}, "role"),
        ({"password": "ngan"}, "password"),
        ({"password": "1234567890123"}, "password"),
        ({"password": "nguoi-moi-1", "username": "nguoi-moi-1"}, "password"),
        ({"until_on": date(2026, 11, 23)}, "until_on"),
    ],
)
def test_bad_input_is_told_field_by_field_and_creates_nothing(people, given, field):
    before = Account.objects.count()
    with pytest.raises(Invalid) as refused:
        create(people, **given)
    assert list(refused.value.errors) == [field]
    assert Account.objects.count() == before


def test_all_faults_are_told_at_once(people):
    with pytest.raises(Invalid) as refused:
        create(people, username="", name="", role="x", password="1")
    assert set(refused.value.errors) == {"username", "name", "role", "password"}


@pytest.mark.parametrize("who", ["auditor", "officer", "leader", "clerk", "rival"])
def test_nobody_else_creates_accounts(people, who):
    with pytest.raises(Forbidden):
        create(people, by=who)


def test_the_administrator_of_an_operator_makes_the_accounts_of_its_own_branches_only(people):
    made = create(people, by="operator_administrator", body="branch")
    assert made.organisation.code == "SMTEST-CN1"

    for body in ("rival", "police", "department"):
        with pytest.raises(Forbidden) as refused:
            create(people, by="operator_administrator", body=body, username="ke-la")
        assert refused.value.code == "account.foreign_body"
    with pytest.raises(Invalid):  # an auditor reads the cases of all bodies
        create(people, by="operator_administrator", body="branch", username="ke-la", role="auditor")


def test_the_row_itself_refuses_a_second_name_that_differs_by_case_only(people):
    other = Account(username="LEADER", name="x", role="leader", organisation=people.bodies["police"], created_at=AT)
    with pytest.raises(IntegrityError, match="one_account_a_name_whatever_the_case"), transaction.atomic():
        AbstractBaseUser.save(other)


def test_accounts_are_written_by_actions_only(people):
    account = people.account("leader")
    account.name = "Khác"
    with pytest.raises(OutsideAction):
        account.save()
    with pytest.raises(OutsideAction):
        Account.objects.filter(pk=account.pk).update(role="auditor")
    with pytest.raises(OutsideAction):
        account.delete()


# -- locking, ending, resetting ----------------------------------------------------------------------------------------


def test_locking_stops_the_account_and_its_tokens_until_it_is_opened_again(people):
    leader = people.account("leader")
    _token, text = actions.issue_token(people.actor("leader"), leader, name="máy", days=30, at=AT)

    actions.lock_account(people.actor("administrator"), leader, reason="nghỉ việc", at=AT)
    assert not people.account("leader").works_on(AT.date())
    assert token_in_force(text, AT) is None
    assert said("accounts.locked") == {"account": "leader", "reason": "nghỉ việc"}

    actions.unlock_account(people.actor("administrator"), people.account("leader"), reason="trở lại", at=AT)
    assert token_in_force(text, AT) is not None
    assert said("accounts.unlocked")["reason"] == "trở lại"


def test_locking_twice_and_opening_what_is_open_are_refused(people):
    administrator, leader = people.actor("administrator"), people.account("leader")
    with pytest.raises(Refused) as refused:
        actions.unlock_account(administrator, leader, reason="x", at=AT)
    assert refused.value.code == "account.not_locked"
    actions.lock_account(administrator, leader, reason="x", at=AT)
    with pytest.raises(Refused) as refused:
        actions.lock_account(administrator, leader, reason="x", at=AT)
    assert refused.value.code == "account.locked"


@pytest.mark.parametrize("act", ["lock_account", "unlock_account", "reset_password", "drop_second_factor"])
def test_every_such_act_needs_a_reason(people, act):
    with pytest.raises(Invalid) as refused:
        getattr(actions, act)(people.actor("administrator"), people.account("leader"), reason="   ", at=AT)
    assert list(refused.value.errors) == ["reason"]


@pytest.mark.parametrize("act", ["lock_account", "unlock_account", "reset_password", "drop_second_factor"])
@pytest.mark.parametrize("who", ["officer", "auditor", "leader", "rival"])
def test_nobody_but_an_administrator_touches_an_account(people, act, who):
    with pytest.raises(Forbidden):
        getattr(actions, act)(people.actor(who), people.account("clerk"), reason="x", at=AT)


def test_the_administrator_of_an_operator_does_not_even_see_the_accounts_of_others(people):
    administrator = people.actor("operator_administrator")
    seen = set(Account.objects.visible_to(administrator).values_list("username", flat=True))
    assert seen == {"operator-administrator", "leader", "clerk"}
    with pytest.raises(Forbidden) as refused:
        actions.reset_password(administrator, people.account("officer"), reason="x", at=AT)
    assert refused.value.facts["hidden"] is True


def test_an_administrator_cannot_lock_himself_out_nor_touch_the_platform(people):
    me = people.account("administrator")
    for act in (actions.lock_account, actions.reset_password, actions.drop_second_factor):
        with pytest.raises(Refused) as refused:
            act(people.actor("administrator"), me, reason="x", at=AT)
        assert refused.value.code == "account.own"
    with pytest.raises(Refused):
        actions.set_end_date(people.actor("administrator"), me, until_on=None, reason="x", at=AT)
    platform = Account.objects.get(username="he-thong")
    with pytest.raises(Refused) as refused:
        actions.reset_password(people.actor("administrator"), platform, reason="x", at=AT)
    assert refused.value.code == "account.system"


def test_a_reset_password_is_new_strong_temporary_and_not_in_the_record(people):
    account, password = actions.reset_password(people.actor("administrator"), people.account("leader"), reason="quên", at=AT)
    again = actions.reset_password(people.actor("administrator"), account, reason="quên", at=AT)[1]

    assert len(password) == 19
    assert again != password
    assert people.account("leader").check_password(again)
    assert people.account("leader").password_is_temporary
    assert again not in str(said("accounts.password_reset"))


def test_the_end_date_is_the_first_day_without_the_account(people):
    administrator, leader = people.actor("administrator"), people.account("leader")
    late_evening = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)  # 23:59 in Vietnam
    actions.set_end_date(administrator, leader, until_on=date(2026, 12, 1), reason="hết hợp đồng", at=AT)

    leader = people.account("leader")
    assert leader.works_on_day_of(late_evening)
    assert not leader.works_on_day_of(datetime(2026, 11, 30, 17, 0, tzinfo=UTC))  # midnight in Vietnam, still November in UTC
    assert said("accounts.end_date_set") == {
        "account": "leader", "until_on": "2026-12-01", "before": None, "reason": "hết hợp đồng",
    }  # fmt: skip
    with pytest.raises(Invalid) as refused:
        actions.set_end_date(administrator, leader, until_on=date(2026, 11, 23), reason="x", at=AT)
    assert refused.value.errors == {"until_on": ["Ngày 22/11/2026 đã qua; muốn dừng ngay thì khóa tài khoản."]}
    actions.set_end_date(administrator, leader, until_on=None, reason="gia hạn", at=AT)
    assert people.account("leader").until_on is None


def test_a_lost_second_factor_is_taken_off_once(people):
    leader = people.account("leader")
    with pytest.raises(Refused) as refused:
        actions.drop_second_factor(people.actor("administrator"), leader, reason="mất máy", at=AT)
    assert refused.value.code == "account.no_second_factor"

    Authenticator.objects.create(user=leader, type="totp", data={"secret": "x"})
    Authenticator.objects.create(user=leader, type="recovery_codes", data={})
    actions.drop_second_factor(people.actor("administrator"), leader, reason="mất máy", at=AT)
    assert not Authenticator.objects.filter(user=leader).exists()
    assert said("accounts.second_factor_dropped")["reason"] == "mất máy"


# -- one's own account -------------------------------------------------------------------------------------------------


def test_people_change_their_own_password_only_and_know_the_old_one(people):
    leader = people.actor("leader")
    for account, old, new, field in (
        (people.account("leader"), "sai", "mat-khau-khac-8", "old"),
        (people.account("officer"), PASSWORD, "mat-khau-khac-8", "old"),
        (people.account("leader"), PASSWORD, "ngan", "new"),
        (people.account("leader"), PASSWORD, PASSWORD, "new"),
    ):
        with pytest.raises(Invalid) as refused:
            actions.change_password(leader, account, old=old, new=new, at=AT)
        assert list(refused.value.errors) == [field]

    actions.change_password(leader, people.account("leader"), old=PASSWORD, new="mat-khau-khac-8", at=AT)
    assert people.account("leader").check_password("mat-khau-khac-8")
    assert said("accounts.password_changed") == {}


def test_changing_a_temporary_password_makes_it_ones_own(people):
    account, password = actions.reset_password(people.actor("administrator"), people.account("leader"), reason="quên", at=AT)
    actions.change_password(people.actor("leader"), account, old=password, new="mat-khau-khac-8", at=AT)
    assert not people.account("leader").password_is_temporary


# -- tokens ------------------------------------------------------------------------------------------------------------


def test_a_token_comes_with_its_account_and_organisation_as_the_database_has_them(people, django_assert_num_queries):
    token, text = actions.issue_token(
        people.actor("leader"), people.account("leader"), name="máy", days=10, at=AT, scopes=("accounts",)
    )
    with django_assert_num_queries(1):
        found = token_in_force(text, AT)
        assert found is not None
        asked = [found, found.account, found.account.organisation]

    kept = [token, people.account("leader"), people.account("leader").organisation]
    for one, other in zip(asked, kept, strict=True):
        other.refresh_from_db()
        names = [field.attname for field in other._meta.concrete_fields]
        assert {name: getattr(one, name) for name in names} == {name: getattr(other, name) for name in names}
    assert found.scopes == ["accounts"]


def test_a_token_is_kept_as_a_digest_and_found_by_its_text_while_it_is_in_force(people):
    token, text = actions.issue_token(
        people.actor("leader"), people.account("leader"), name=" máy ", days=10, at=AT, scopes=("accounts",)
    )

    assert text.startswith("ba_")
    assert text not in (token.digest, token.prefix)
    assert token_in_force(text, AT + 9 * DAY) == token
    assert token_in_force(text, AT + 10 * DAY) is None
    assert token_in_force(text[:-1], AT) is None
    assert said("accounts.token_issued") == {"account": "leader", "name": "máy", "scopes": ["accounts"], "days": 10}


@pytest.mark.parametrize(
    ("given", "field"),
    [({"days": 0}, "days"), ({"days": 366}, "days"), ({"name": " "}, "name"), ({"scopes": ("khong-co",)}, "scopes")],
)
def test_a_token_with_a_bad_term_name_or_scope_is_not_issued(people, given, field):
    with pytest.raises(Invalid) as refused:
        actions.issue_token(people.actor("leader"), people.account("leader"), **{"name": "máy", "days": 10, "at": AT} | given)
    assert list(refused.value.errors) == [field]


def test_nobody_gets_a_token_for_another_for_the_platform_or_for_a_locked_account(people):
    issue = lambda by, account: actions.issue_token(by, account, name="máy", days=1, at=AT)  # noqa: E731 - three times below
    with pytest.raises(Refused) as refused:
        issue(people.actor("administrator"), people.account("leader"))
    assert refused.value.code == "token.not_own"
    platform = system_actor(source="command")
    with pytest.raises(Refused) as refused:
        issue(platform, Account.objects.get(username="he-thong"))
    assert refused.value.code == "token.system_account"
    actions.lock_account(people.actor("administrator"), people.account("leader"), reason="x", at=AT)
    with pytest.raises(Refused) as refused:
        issue(platform, people.account("leader"))
    assert refused.value.code == "token.account_closed"
    assert issue(platform, people.account("officer"))[1].startswith("ba_")


def test_a_token_is_revoked_by_its_owner_or_by_an_administrator_who_sees_the_account(people):
    token, text = actions.issue_token(people.actor("leader"), people.account("leader"), name="máy", days=10, at=AT)
    for who in ("officer", "auditor", "rival"):
        with pytest.raises(Refused):
            actions.revoke_token(people.actor(who), token, at=AT)
    actions.revoke_token(people.actor("operator_administrator"), token, at=AT + DAY)
    actions.revoke_token(people.actor("leader"), token, at=AT + 2 * DAY)

    token.refresh_from_db()
    assert token.revoked_at == AT + DAY  # the first time counts
    assert token_in_force(text, AT + DAY) is None
    assert Record.objects.filter(action="accounts.token_revoked").count() == 2

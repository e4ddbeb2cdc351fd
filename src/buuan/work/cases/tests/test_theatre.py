"""The cast is kept from one module to the next: who asks for it must not see what others did, nor who does not ask, the cast."""

from __future__ import annotations

import pytest
from django.db import connection

from buuan.base.accounts.models import Account
from buuan.base.organisations.models import Organisation


@pytest.mark.django_db
def test_who_does_not_ask_for_the_cast_finds_the_database_empty():
    assert (Organisation.objects.count(), Account.objects.count()) == (0, 0)


def test_what_a_module_does_to_the_cast_is_gone_for_the_next(theatre):
    seen = []
    for _module in range(2):
        plays = theatre.play()
        cast = next(plays)
        seen.append((cast.account("police").name, Account.objects.get(username="thu-police").name, "guest" in cast.accounts))
        cast.account("police").name = "Người khác"
        cast.accounts["guest"] = cast.account("police")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_account SET name = 'Người khác' WHERE username = 'thu-police'")
        next(plays, None)
    assert seen == [("Trực ban Thử", "Trực ban Thử", False)] * 2

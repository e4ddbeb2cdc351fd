"""The matrix finds what it is there to find: each fault was put in on purpose and is told with its address."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from buuan.base.access.guard import rule_of
from buuan.site import house
from buuan.site.access import bodies, matrix, records, walk
from buuan.site.access.tests.world import World, folders, make_world
from buuan.work.cases.models import Case
from buuan.work.intake.models import SuspicionReport


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    with django_db_blocker.unblock(), folders(tmp_path_factory.mktemp("world")), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(stage, db) -> World:
    return stage


def route(address: str) -> walk.Route:
    """Give one page of the leaky house as the matrix sees it."""
    view = dict(house.routes())[address]
    return walk.Route("GET", address, rule_of(view), "cases", view)


def walked(world: World, who: str, address: str) -> list[walk.Cell]:
    walker = matrix._walker(world.cast.account(who))
    return list(walker.walk([route(address)]))


@pytest.fixture
def leaky(settings, monkeypatch):
    settings.ROOT_URLCONF = "buuan.site.access.tests.leaky"
    case = records.Subject("cases.case", {"number": "number"})
    named = (("/thu/vu-viec/<number>", case), ("/thu/lo-ton-tai/<number>", case))
    monkeypatch.setattr(records, "SUBJECTS", (*records.SUBJECTS, *named))


@pytest.mark.parametrize(
    ("address", "case", "finding"),
    [
        ("/thu/vu-viec/<str:number>", "foreign", "answers 200 about a foreign record; only 404 tells nothing"),
        ("/thu/lo-ton-tai/<str:number>", "foreign", "answers 403 about a foreign record; only 404 tells nothing"),
        ("/thu/moi-so", "-", "shows the foreign VV-"),
        ("/thu/tim-het", "foreign", "finds the foreign VV-"),
        ("/thu/lam-khi-doc", "-", "does test.counted when it is only read"),
        ("/thu/hong", "-", "fails with 500"),
    ],
)
def test_each_fault_is_found(world, leaky, address, case, finding):
    found = [one for one in walked(world, "market", address) if one.finding]
    assert [(one.case, one.finding.startswith(finding)) for one in found] == [(case, True)]


def test_an_address_without_a_rule_is_found_and_is_shut_for_everybody(world, leaky):
    assert [one for one in matrix.unruled() if "/thu/" in one] == ["/thu/khong-quy-tac: rule None"]
    for who in ("police", "administrator", "auditor", "leader"):
        assert world.cast.client(who).get("/thu/khong-quy-tac").status_code == 404


def test_an_address_whose_record_nobody_knows_is_told_as_untried(world):
    walker = matrix._walker(world.cast.account("police"))
    assert list(walker.walk([walk.Route("GET", "/la/<int:ma>", "cases.read", "nowhere")])) == []
    assert walker.findings == ["/la/<int:ma>: no record is known that it names"]


def test_a_page_that_lets_somebody_in_without_the_right_is_found(world, monkeypatch):
    shut = route("/vu-viec")
    open_door = walk.Route("GET", "/vu-viec", "cases.read", "cases", shut.view)
    walker = matrix._walker(world.cast.account("police"))
    monkeypatch.setattr(walker, "may", lambda _route: False)
    assert [one.finding for one in walker.walk([open_door])] == ["answers 200 without the right"]


def test_walking_leaves_nothing_behind(world):
    before = (Case.objects.count(), SuspicionReport.objects.count(), world.cast.account("clerk").tokens.count())
    walker = matrix._walker(world.cast.account("clerk"))
    walker.ask("POST", "/ngon-ngu")
    answer = walker.ask("POST", "/tai-khoan/ma-truy-cap")
    assert answer.status == 422
    assert (Case.objects.count(), SuspicionReport.objects.count(), world.cast.account("clerk").tokens.count() - 1) == before


WATCHERS = ("clerk", "rival", "police", "market", "leader", "auditor")

# -- marks -------------------------------------------------------------------------------------------------------------


def test_what_is_foreign_depends_on_who_looks(world):
    own, rival = world.reports["own"].number, world.reports["rival"].number
    case, secret = world.cases["police"].number, world.cases["restricted"].number
    marks = {who: records.foreign_marks(world.cast.actor(who)) for who in WATCHERS}

    assert (own in marks["clerk"], rival in marks["clerk"], own in marks["rival"]) == (False, True, True)
    assert (case in marks["clerk"], case in marks["rival"]) == (False, True)  # whoever reported knows the number of the case
    assert (secret in marks["police"], secret in marks["market"], secret in marks["leader"]) == (True, False, True)
    assert marks["auditor"] == {}
    assert {own, rival, case, secret} <= set(records.foreign_marks(world.cast.administrator))


def test_only_distinctive_words_are_marks():
    assert records._is_distinctive("VV-2026-00001")
    assert not any(records._is_distinctive(one) for one in ("khac", "truc-ban", "BC1", "hai từ 12345"))


# -- bodies ------------------------------------------------------------------------------------------------------------


def test_the_smallest_body_has_what_is_required_and_fits():
    components = {"Item": {"type": "object", "required": ["at"], "properties": {"at": {"type": "string", "format": "date-time"}}}}
    schema = {
        "type": "object",
        "required": ["name", "items", "kind", "n", "maybe"],
        "properties": {
            "name": {"type": "string", "minLength": 3},
            "items": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Item"}},
            "kind": {"enum": ["a", "b"]},
            "n": {"type": "integer", "minimum": 5},
            "maybe": {"anyOf": [{"type": "boolean"}, {"type": "null"}]},
            "spare": {"type": "string"},
        },
    }
    assert bodies.smallest(schema, components) == {
        "name": "xxx",
        "items": [{"at": "2026-01-01T08:00:00+07:00"}],
        "kind": "a",
        "n": 5,
        "maybe": False,
    }

"""Verdicts of past days: asked for by the API and the command, and a stored hit judged again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import override_settings

from buuan.kit.console import call
from buuan.registers.goods import store as goods_store
from buuan.registers.goods.actions import load_goods, put_in_force, retire_term, try_terms
from buuan.registers.goods.actions.drafting import draft_term
from buuan.registers.goods.models import Term
from buuan.registers.goods.tests.conftest import draft
from buuan.registers.items import store as items_store
from buuan.registers.items.models import Hit
from buuan.work.cases.tests.cast import DAY, HOUR, MONDAY
from buuan.work.screening.actions import ManifestHeader, import_manifest
from buuan.work.screening.commands import screen
from buuan.work.screening.replaying import judged_again
from buuan.work.screening.tests.conftest import manifest, row

pytestmark = pytest.mark.django_db
WORD = "bột tuyết lấp lánh xanh lơ"


@pytest.fixture(scope="module")
def happened(stage, django_db_blocker, tmp_path_factory) -> tuple[int, Path]:
    """A word in force from Monday to an hour later, and a manifest that came in between; gives its hit and the folder of its files.

    Once for the module, in the transaction of its stage, since the catalogue is compiled on the way.
    """
    cast, folder = stage, tmp_path_factory.mktemp("past")
    places = {"DATA": folder, "ARCHIVE": folder / "archive", "KEYS": folder / "keys"}
    with django_db_blocker.unblock(), override_settings(CATALOGUE_CHECK=0.0, **places):
        items_store.archive.cache_clear()
        goods_store.forget()
        load_goods(cast.system, at=MONDAY - 60 * DAY)
        term = draft_term(cast.police, draft(WORD), at=MONDAY)
        try_terms(cast.police, [term], at=MONDAY)
        put_in_force(cast.chief, [term], at=MONDAY)
        import_manifest(
            cast.operator,
            cast.bodies["operator"],
            manifest(row(1, f"hộp {WORD}"), row(2, "áo sơ mi")),
            name="bk.csv",
            header=ManifestHeader(manifest_id="BK-1"),
            at=MONDAY + HOUR / 2,
        )
        retire_term(cast.chief, Term.objects.get(pk=term.pk), reason="thử", at=MONDAY + HOUR)
        return Hit.objects.get().pk, folder


@pytest.fixture
def changed(happened, cast, settings) -> Iterator[Hit]:
    """The hit of what happened, for one test."""
    hit, folder = happened
    settings.CATALOGUE_CHECK, settings.DATA, settings.ARCHIVE, settings.KEYS = 0.0, folder, folder / "archive", folder / "keys"
    goods_store.forget()
    items_store.archive.cache_clear()
    yield Hit.objects.get(pk=hit)
    goods_store.forget()


def test_a_stored_hit_is_judged_the_same_by_the_version_of_then(cast, changed):
    again = judged_again(changed)

    assert (again.same, again.exact) == (True, True)
    answer = cast.client("police").get(f"/api/v1/hits/{changed.pk}/replay", headers=cast.bearer("police", MONDAY))
    assert answer.status_code == 200
    assert (answer.json()["same"], answer.json()["catalogue"]) == (True, changed.catalogue)


def test_a_hit_whose_item_left_the_archive_is_judged_by_its_own_words(changed, monkeypatch):
    monkeypatch.setattr("buuan.registers.items.archive.Archive.find_item", lambda *_a, **_k: [])

    assert judged_again(changed).same


def test_a_foreign_hit_is_not_judged_again(cast, changed):
    assert cast.client("rival").get(f"/api/v1/hits/{changed.pk}/replay", headers=cast.bearer("rival", MONDAY)).status_code == 404


def test_the_api_judges_by_the_day_that_is_asked_for(cast, changed):
    def ask(**more: str) -> dict:
        body = {"items": [{"declared_content": WORD}], **more}
        answer = cast.client("police").post(
            "/api/v1/items/screen", json.dumps(body), "application/json", headers=cast.bearer("police", MONDAY)
        )
        assert answer.status_code == 200, answer.content
        return answer.json()

    now, then = ask(), ask(as_of="2026-11-23T08:30:00+07:00")

    assert now["results"][0]["verdict"] == "clear"
    assert then["results"][0]["verdict"] == "prohibited"
    assert then["catalogue"] == changed.catalogue != now["catalogue"]


@pytest.mark.parametrize("as_of", ["2020-01-01", "not a day"])
def test_a_day_without_a_catalogue_and_no_day_at_all_are_refused(cast, changed, as_of):
    body = json.dumps({"items": [{"declared_content": WORD}], "as_of": as_of})
    answer = cast.client("police").post("/api/v1/items/screen", body, "application/json", headers=cast.bearer("police", MONDAY))

    assert answer.status_code in (409, 422)


def test_the_command_judges_by_a_past_moment(changed, monkeypatch):
    monkeypatch.setattr(call, "prepare", lambda: None)
    monkeypatch.setattr(call, "json", True)

    then = CliRunner().invoke(screen, ["--say", WORD, "--as-of", "2026-11-23T08:30"])
    now = CliRunner().invoke(screen, ["--say", WORD, "--in-force"])

    assert json.loads(then.output)["verdict"] == "prohibited"
    assert json.loads(now.output)["verdict"] == "clear"

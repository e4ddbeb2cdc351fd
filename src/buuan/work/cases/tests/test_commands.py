"""The command `buuan kinds`: what goes out comes back the same, and a bad file changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone

from buuan.kit.errors import Refused
from buuan.work.cases.commands import kinds as command
from buuan.work.cases.models import CaseKind
from buuan.work.cases.tests.acts import records

pytestmark = pytest.mark.usefixtures("kinds", "platform")


@pytest.fixture
def platform(cast, monkeypatch) -> None:
    """The platform's own account, under the name that it has on the stage."""
    monkeypatch.setattr("buuan.base.accounts.queries.SYSTEM_ACCOUNT", cast.account("system").username)


def run(*words: object):
    return CliRunner().invoke(command, [str(one) for one in words])


def exported(folder: Path) -> tuple[Path, dict]:
    path = folder / "loai.json"
    assert run("export", "--out", path).exit_code == 0
    return path, json.loads(path.read_text(encoding="utf-8"))


def test_what_is_exported_comes_back_without_a_change(tmp_path):
    path, tree = exported(tmp_path)
    before = list(CaseKind.objects.order_by("pk").values())

    result = run("import", path)

    assert result.exit_code == 0, result.output
    assert {line.split(": ")[1] for line in result.output.splitlines()} == {"same"}
    assert tree["kinds"][0]["code"] == "plain"
    assert list(CaseKind.objects.order_by("pk").values()) == before


def test_a_changed_kind_is_a_new_row_and_the_act_is_the_platforms(tmp_path):
    path, tree = exported(tmp_path)
    one = next(kind for kind in tree["kinds"] if kind["code"] == "petition")
    one |= {"name": "Phản ánh của dân", "from_on": (timezone.localdate() + timedelta(days=1)).isoformat()}
    path.write_text(json.dumps({**tree, "kinds": [one]}), encoding="utf-8")

    result = run("import", path)

    assert result.output.strip() == "petition: changed"
    assert CaseKind.objects.filter(code="petition").count() == 2
    assert records("cases.kinds_imported")[-1].actor["source"] == "command"


@pytest.mark.parametrize("content", ["", "{", "\x00", "[]", '{"format": "buuan.case-kinds/1", "kinds": [{"code": "BAD code"}]}'])
def test_a_file_that_is_none_changes_nothing_and_says_why(tmp_path, content):
    path = tmp_path / "hỏng.json"
    path.write_text(content, encoding="utf-8")

    result = run("import", path)

    assert isinstance(result.exception, Refused)
    assert "hỏng.json" in result.exception.sentence
    assert not CaseKind.objects.filter(kept_by_office=True).exists()

from __future__ import annotations

import json
import re

import pytest

from buuan.base.web import build


def test_the_fingerprint_changes_with_a_name_and_with_a_content(tmp_path):
    one, two = tmp_path / "a.css", tmp_path / "b.css"
    one.write_text("x")
    two.write_text("y")
    first = build.fingerprint([one, two], tmp_path)

    assert build.fingerprint([two, one], tmp_path) == first
    one.write_text("z")
    assert build.fingerprint([one, two], tmp_path) != first
    one.write_text("x")
    two.rename(tmp_path / "c.css")
    assert build.fingerprint([one, tmp_path / "c.css"], tmp_path) != first


def test_nothing_is_run_when_nothing_changed(tmp_path, monkeypatch):
    (tmp_path / "frontend").mkdir()
    (tmp_path / "frontend" / "a.css").write_text("x")
    (tmp_path / "package-lock.json").write_text("{}")
    built = tmp_path / "built"
    built.mkdir()
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "FRONTEND", tmp_path / "frontend")
    monkeypatch.setattr(build, "BUILT", built)
    monkeypatch.setattr(build, "MODULES", tmp_path)
    ran = []
    monkeypatch.setattr(build, "_run", lambda _program, arguments: ran.append(arguments[0]))

    assert build.build() is True
    assert build.build() is False
    (tmp_path / "frontend" / "a.css").write_text("y")
    assert build.build() is True
    assert ran == ["ci", "frontend/build.mjs", "frontend/build.mjs"]


def test_a_program_that_fails_stops_the_build():
    with pytest.raises(build.BuildError, match="ended with 3"):
        build._run(lambda *_args, **_kwargs: 3, ["ci"])


def test_without_sources_the_command_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build, "FRONTEND", tmp_path / "none")

    assert build.main() == 1
    assert "is not there" in capsys.readouterr().err


def test_the_lock_names_versions_and_hashes_but_no_place_to_fetch_from():
    lock = json.loads((build.ROOT / "package-lock.json").read_text())
    packages = {name: facts for name, facts in lock["packages"].items() if name}

    assert len(packages) > 5
    assert all(facts["integrity"] for facts in packages.values())
    assert not any("resolved" in facts for facts in packages.values())
    wanted = json.loads((build.ROOT / "package.json").read_text())["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())


def test_every_icon_that_a_template_or_tag_draws_is_in_the_sprite():
    listed = {line.split("#")[0].strip() for line in (build.FRONTEND / "icons.txt").read_text().splitlines()}
    package = build.PACKAGE.parents[1]
    drawn = set()
    for template in package.rglob("templates/**/*.html"):
        drawn |= set(re.findall(r'\{% icon "([^"]+)"', template.read_text(encoding="utf-8")))
    drawn |= set(re.findall(r'icon\("([^"]+)"\)', (build.PACKAGE / "templatetags" / "web.py").read_text()))

    assert len(drawn) > 10
    assert drawn <= listed

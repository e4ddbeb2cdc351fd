"""`buuan access matrix`: what it prints, and how it ends."""

from __future__ import annotations

import json

import pytest

from buuan.kit.console import call
from buuan.site.access import commands
from buuan.site.access.matrix import Matrix
from buuan.site.access.walk import Cell

SHUT = Cell("/vu-viec", "cases.read", "leader", "postal_operator", "-", "GET", 403)
LEAK = Cell(
    "/vu-viec/<str:number>", "cases.read", "officer", "customs", "foreign", "GET", 200, "answers 200 about a foreign record"
)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (Matrix([SHUT], 1, ["leader postal_operator"]), 0),
        (Matrix([SHUT, LEAK], 2, ["officer customs"]), 1),
        (Matrix([SHUT], 1, [], unruled=["/x: rule None"]), 1),
        (Matrix([SHUT], 1, [], untried=["/x/<ma>: no record is known that it names"]), 1),
    ],
)
def test_with_check_it_ends_with_one_where_anything_was_found(monkeypatch, capsys, found, code):
    monkeypatch.setattr(commands, "run_matrix", lambda _told: found)
    monkeypatch.setattr(commands, "people", lambda: [])
    monkeypatch.setattr(call, "json", True)

    assert commands.access.main(["matrix", "--check"], standalone_mode=False) == code
    body = json.loads(capsys.readouterr().out)
    assert (body["ok"], body["routes"], len(body["cells"])) == (code == 0, found.routes, len(found.cells))
    assert commands.access.main(["matrix"], standalone_mode=False) == 0


def test_in_words_every_leak_stands_on_its_line_with_who_and_what(monkeypatch, capsys):
    monkeypatch.setattr(commands, "run_matrix", lambda _told: Matrix([SHUT, LEAK], 2, ["officer customs"]))
    monkeypatch.setattr(commands, "people", lambda: [])
    monkeypatch.setattr(call, "json", False)
    commands.access.main(["matrix"], standalone_mode=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2 địa chỉ × 1 loại người = 2 lần hỏi."
    assert lines[2:] == [
        "lộ  GET /vu-viec/<str:number> (cases.read) · officer customs · foreign · 200: answers 200 about a foreign record"
    ]

"""What commands of the rooms share: how this run was asked for, and how its answer is given."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click


def data_folder() -> Path:
    """Give the folder of the province's data as the environment names it."""
    return Path(os.environ.get("BUUAN_DATA", "var"))


@dataclass(slots=True)
class Call:
    """How this run of the command was asked for; set once by the command line's door."""

    json: bool = False
    data: Path = field(default_factory=data_folder)
    prepare: Callable[[], None] = lambda: None
    """Brings the database and Django up; for commands that need them only with some options."""


call = Call()


def answer(body: dict[str, Any], text: str = "") -> None:
    """Give the command's answer: one JSON object on stdout with `--json`, else `text` for a person."""
    if call.json:
        click.echo(json.dumps(body, ensure_ascii=False, default=str))
    elif text:
        click.echo(text)


def os_user() -> str:
    """Give the name of the user who runs the command, for the record."""
    try:
        return f"os:{getpass.getuser()}"
    except (KeyError, OSError):
        return f"os:{os.getuid()}"

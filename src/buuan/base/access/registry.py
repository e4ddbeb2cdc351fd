"""The rights of the whole house, gathered from each room's `rights.py`; a room without the file grants nothing."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps

from buuan.kit.right import Right


def _tables() -> Iterator[tuple[str, ModuleType]]:
    for config in apps.get_app_configs():
        if config.name.startswith("buuan.") and find_spec(f"{config.name}.rights") is not None:
            yield config.label, import_module(f"{config.name}.rights")


@functools.cache
def all_rights() -> dict[str, Right]:
    """Give every right by its full name; raises ValueError when two rooms name the same one."""
    found: dict[str, Right] = {}
    for label, table in _tables():
        for one in table.RIGHTS:
            if one.name in found:
                raise ValueError(f"right {one.name} is defined twice")
            if one.name.split(".")[0] != label:
                raise ValueError(f"right {one.name} stands in room {label}")
            found[one.name] = one
    return found


@functools.cache
def rights_by_room() -> tuple[tuple[str, str, tuple[Right, ...]], ...]:
    """Give each room from the ground up: its label, its name for people (`ROOM` of its `rights.py`, else the label), its rights.

    The name is translated when it is shown, for this is kept for readers of every language.
    """
    return tuple((label, getattr(table, "ROOM", label), tuple(table.RIGHTS)) for label, table in _tables())


@functools.cache
def rights_of(role: str, kind: str) -> frozenset[str]:
    """Give the names of all rights that a person with `role` in an organisation of `kind` holds."""
    return frozenset(name for name, one in all_rights().items() if one.held_by(role, kind))

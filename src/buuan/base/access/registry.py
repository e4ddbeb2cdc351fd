"""The rights of the whole house, gathered from each room's `rights.py`; a room without the file grants nothing."""

from __future__ import annotations

import functools
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from buuan.kit.right import Right


@functools.cache
def all_rights() -> dict[str, Right]:
    """Give every right by its full name; raises ValueError when two rooms name the same one."""
    found: dict[str, Right] = {}
    for config in apps.get_app_configs():
        if not config.name.startswith("buuan.") or find_spec(f"{config.name}.rights") is None:
            continue
        for one in import_module(f"{config.name}.rights").RIGHTS:
            if one.name in found:
                raise ValueError(f"right {one.name} is defined twice")
            if one.name.split(".")[0] != config.label:
                raise ValueError(f"right {one.name} stands in room {config.label}")
            found[one.name] = one
    return found


@functools.cache
def rights_of(role: str, kind: str) -> frozenset[str]:
    """Give the names of all rights that a person with `role` in an organisation of `kind` holds."""
    return frozenset(name for name, one in all_rights().items() if one.held_by(role, kind))

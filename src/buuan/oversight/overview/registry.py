"""What can be found: each room's `search.py` offers NAME and find(actor, text, limit); items and persons are never among it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.functional import Promise

Finder = Callable[..., list[dict[str, Any]]]


@functools.cache
def finders() -> tuple[tuple[str | Promise, Finder], ...]:
    """Give the heading and the finder of every room that offers one; a heading is worded when it is shown, not when it is kept."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith("buuan.") and find_spec(f"{config.name}.search") is not None:
            module = import_module(f"{config.name}.search")
            if hasattr(module, "find"):
                found.append((module.NAME, module.find))
    return tuple(found)

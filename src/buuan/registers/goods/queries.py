"""The catalogue in force, and one declaration judged by it."""

from __future__ import annotations

import functools

from buuan.engine.catalogue import Category
from buuan.engine.run import screen_one
from buuan.engine.store import shipped_terms
from buuan.engine.terms import Terms
from buuan.engine.verdict import Verdict

FLOWS = {"domestic": "domestic", "inbound_intl": "import", "outbound_intl": "export"}
"""How the flows of a manifest are called in the engine; transit and the unknown are left open."""


@functools.cache
def terms_in_force() -> Terms:
    """Give the compiled catalogue; built once a process."""
    return shipped_terms()


def judge(text: str, flow: str | None = None) -> Verdict:
    """Judge one declaration; `flow` as in a manifest (`domestic`, `inbound_intl`, `outbound_intl`), None when unknown."""
    return screen_one(text, terms_in_force(), FLOWS.get(flow or ""))


@functools.cache
def _by_code() -> dict[str, Category]:
    return {one.code: one for one in terms_in_force().categories}


def category(code: str) -> Category | None:
    """Give one category, or None for an unknown or empty code."""
    return _by_code().get(code)


def prohibited_categories() -> list[Category]:
    """Give the categories that may not be sent, as the public page lists them, in the order of their names."""
    return sorted((one for one in _by_code().values() if one.kind == "prohibited"), key=lambda one: one.name)

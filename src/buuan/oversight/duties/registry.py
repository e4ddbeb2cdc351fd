"""The proof of the whole house, gathered from each room's `proof.py`; a room without the file proves nothing."""

from __future__ import annotations

import ast
import functools
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps

from buuan.kit.proof import Proof


@functools.cache
def all_proof() -> tuple[tuple[str, Proof], ...]:
    """Give every line of every room's table, with the room's path below the package."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith("buuan.") and find_spec(f"{config.name}.proof") is not None:
            room = config.name.removeprefix("buuan.")
            found += [(room, one) for one in import_module(f"{config.name}.proof").PROOF]
    return tuple(found)


def proof_of(ref: str) -> list[tuple[str, Proof]]:
    """Give the lines that prove one point."""
    return [(room, one) for room, one in all_proof() if ref in one.points]


@functools.cache
def tests_by_point() -> dict[str, tuple[str, ...]]:
    """Give, for each point, the tests that say they serve it (`@pytest.mark.point("7c")`), read from the source.

    Empty where the package is installed without its tests.
    """
    found: dict[str, list[str]] = {}
    package = Path(__file__).resolve().parents[2]
    roots = [package, package.parents[1] / "tests"]
    for path in sorted(one for root in roots if root.exists() for one in root.rglob("test_*.py")):
        if "node_modules" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        base = package if package in path.parents else package.parents[1]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                for ref in _marked(node):
                    found.setdefault(ref, []).append(f"{path.relative_to(base)}::{node.name}")
    return {ref: tuple(names) for ref, names in found.items()}


def _marked(node: ast.FunctionDef) -> list[str]:
    refs: list[str] = []
    for one in node.decorator_list:
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "point":
            refs += [arg.value for arg in one.args if isinstance(arg, ast.Constant)]
    return refs

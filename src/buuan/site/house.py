"""The rules of the house, read from its own source: imports run down, writes stand in actions, every address has a rule."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from buuan.base.access.guard import rule_of
from buuan.base.access.registry import all_rights
from buuan.site.rooms import ROOMS
from buuan.site.tipline.door import URLS as TIP_LINE

PACKAGE = Path(__file__).resolve().parent.parent
LONGEST_FILE = 500
FLOORS = ("kit", "engine", "base", "registers", "work", "oversight", "site")
FACES = ("pages", "api", "commands", "urls", "forms", "jobs")
PURE = ("kit", "engine")
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete"}
# What lies under the rooms: modules of `base` that are no rooms, in the order in which they may build on each other.
GROUND = ("base.action", "base.series")
# Technical rows that are no act of anybody: they are written where they arise, and nothing is decided by them.
TECHNICAL = {
    "base.access.endpoints": "the answer kept for an Idempotency-Key, in the transaction of the act itself",
    "base.action": "the base that guards all writes",
    "base.web.search": "the base of searchable records",
}


def modules() -> Iterator[tuple[str, Path, ast.Module]]:
    """Give every module of the package, without tests and migrations: dotted name below `buuan`, file, syntax tree."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if "tests" in parts or "migrations" in parts or "node_modules" in parts:
            continue
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        yield name, path, ast.parse(path.read_text(encoding="utf-8"))


def imports_of(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Give every module that a tree imports, wherever in the file, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                yield one.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module, node.lineno
            for one in node.names:
                yield f"{node.module}.{one.name}", node.lineno


def import_faults() -> list[str]:
    """Give every import that runs up, crosses into a later room, or breaks the order inside a room."""
    order = {name: rank for rank, name in enumerate((*GROUND, *(room.path for room in ROOMS)))}
    faults = set()
    for name, _path, tree in modules():
        for target, line in imports_of(tree):
            if name.split(".")[0] in PURE and target.split(".")[0] in ("django", "ninja", "allauth"):
                faults.add(f"{name}:{line} is pure and imports {target}")
            if target.startswith("buuan."):
                fault = _fault(name, target.removeprefix("buuan."), order)
                if fault:
                    faults.add(f"{name}:{line} {fault}")
    return sorted(faults)


def _fault(name: str, target: str, order: dict[str, int]) -> str | None:
    floor, target_floor = name.split(".")[0], target.split(".")[0]
    if floor not in FLOORS or target_floor not in FLOORS:
        return None
    if FLOORS.index(target_floor) > FLOORS.index(floor):
        return f"imports up: {target}"
    room, target_room = _room(name, order), _room(target, order)
    if room and target_room and room != target_room:
        if order[target_room] > order[room]:
            return f"imports a later room: {target}"
        part = _part(target, target_room)
        if part in ("pages", "forms", "urls", "api", "commands", "jobs") and floor != "site":
            return f"imports another room's face: {target}"
    if room and target_room:
        part, target_part = _part(name, room), _part(target, target_room)
        if part == "rules" and target_part in ("models", "queries", "actions"):
            return f"is a rule and imports {target}"
        if part == "models" and target_part in ("queries", "actions"):
            return f"is a model and imports {target}"
        if part == "queries" and target_part == "actions":
            return f"is a query and imports {target}"
        if part in ("pages", "api") and target_part == "models" and room != target_room and target_room not in OPEN_MODELS:
            return f"is a face and imports another room's models: {target}"
    return None


OPEN_MODELS = ("base.organisations", "base.accounts", "base.places", "base.audit", "base.clocks", "base.files")
"""Rooms whose rows every face may name, since forms and lists of all rooms point to them; they are never written there."""


def _room(name: str, order: dict[str, int]) -> str | None:
    parts = name.split(".")
    two = ".".join(parts[:2])
    return two if two in order else None


def _part(name: str, room: str) -> str:
    rest = name.removeprefix(room).lstrip(".")
    return rest.split(".")[0]


def write_faults() -> list[str]:
    """Give every place outside actions that writes rows; the guard in `base.action` refuses the same at run time."""
    faults = []
    for name, _path, tree in modules():
        parts = name.split(".")
        if (
            parts[0] in (*PURE, "site")
            or "actions" in parts
            or "models" in parts
            or name in TECHNICAL
            or name.startswith("base.audit")
        ):
            continue
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES
                and _is_row(node.func.value)
            ):
                faults.append(f"{name}:{node.lineno} writes with .{node.func.attr}()")
    return sorted(faults)


def _is_row(value: ast.expr) -> bool:
    """Tell whether the receiver is a manager or a queryset: `X.objects…`."""
    return any(isinstance(node, ast.Attribute) and node.attr == "objects" for node in ast.walk(value))


def action_faults() -> list[str]:
    """Give every action that has no call of `record` in its module's reach, and every public writer that is no action."""
    faults = []
    for name, _path, tree in modules():
        if "actions" not in name.split("."):
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and _has_decorator(node, "action") and not _calls(node, tree, "record"):
                faults.append(f"{name}.{node.name} leaves no record")
    return faults


def _has_decorator(node: ast.FunctionDef, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in node.decorator_list)


def _calls(node: ast.FunctionDef, tree: ast.Module, wanted: str, depth: int = 3) -> bool:
    local = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            if call.func.id == wanted:
                return True
            if (
                depth
                and call.func.id in local
                and call.func.id != node.name
                and _calls(local[call.func.id], tree, wanted, depth - 1)
            ):
                return True
    return False


def size_faults() -> list[str]:
    """Give every file that grew too long for one subject."""
    return [
        f"{name}: {lines} lines" for name, path, _tree in modules() if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    ]


def right_faults() -> list[str]:
    """Give every place that asks for a right which no room defines; such a question is always answered no."""
    faults = []
    for name, _path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                asked = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                if asked in ("may", "require", "page") and texts and texts[0] not in all_rights():
                    faults.append(f"{name}:{node.lineno} asks for {texts[0]}")
    return sorted(faults)


def routes() -> Iterator[tuple[str, object]]:
    """Give every page's address with its view, without the API's own (see `endpoints`)."""
    yield from _walk(get_resolver().url_patterns, "/")


def line_routes() -> Iterator[tuple[str, object]]:
    """Give every address of the tip line's own site with its view."""
    yield from _walk(get_resolver(TIP_LINE).url_patterns, "/")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, object]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            if one.app_name != "ninja":
                yield from _walk(one.url_patterns, prefix + str(one.pattern))
        else:
            yield prefix + str(one.pattern), one.callback


def route_faults() -> list[str]:
    """Give every page without a rule, or whose rule is no right of any room."""
    known = {*all_rights(), "signed_in", "public"}
    return [f"{address}: rule {rule_of(view)!r}" for address, view in (*routes(), *line_routes()) if rule_of(view) not in known]


def endpoints() -> Iterator[tuple[str, str, str | None]]:
    """Give every endpoint of the API: method, path, right."""
    from buuan.site.api import api

    for path, item in api.get_openapi_schema()["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation.get("x-right")


def endpoint_faults() -> list[str]:
    """Give every endpoint without a right, or with one that no room defines."""
    known = {*all_rights(), "public"}
    return [f"{method} {path}: right {right!r}" for method, path, right in endpoints() if right not in known]

"""The smallest body that an endpoint's published description accepts, so that a refusal speaks of the right, not of the input."""

from __future__ import annotations

from typing import Any

MOST_NESTED = 6


def smallest(schema: dict[str, Any], components: dict[str, Any], depth: int = 0) -> Any:
    """Give a value that fits a JSON schema: required fields only, the first of an enumeration, one item where one must be."""
    if "$ref" in schema:
        return smallest(components[schema["$ref"].rsplit("/", 1)[1]], components, depth)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return smallest(schema[several][0], components, depth)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type", "object")
    if kind == "object":
        wanted = schema.get("required", ()) if depth < MOST_NESTED else ()
        return {name: smallest(schema["properties"][name], components, depth + 1) for name in wanted}
    if kind == "array":
        return [smallest(schema.get("items", {}), components, depth + 1) for _ in range(schema.get("minItems", 0))]
    if kind == "string":
        return _text(schema)
    return {"integer": max(1, int(schema.get("minimum", 1))), "number": 1, "boolean": False, "null": None}[kind]


def _text(schema: dict[str, Any]) -> str:
    dated = {"date-time": "2026-01-01T08:00:00+07:00", "date": "2026-01-01"}
    return dated.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))


def body_of(operation: dict[str, Any], components: dict[str, Any]) -> tuple[Any, str]:
    """Give the smallest body of an operation with its media type; empty where it takes none."""
    content = operation.get("requestBody", {}).get("content", {})
    for media_type, described in content.items():
        return smallest(described["schema"], components), media_type
    return None, ""

"""`{% marked text spans %}`: a declared text with the words that gave it away marked; `spans` hold code points, end excluded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def marked(text: str, spans: Iterable[Mapping[str, Any]]) -> SafeString:
    """Write `text` with each span in a `<mark>`; overlapping spans join, spans outside the text are left out."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for start, end in _joined(spans, len(text)):
        pieces.append((text[at:start], text[start:end]))
        at = end
    before = format_html_join("", "{}<mark>{}</mark>", pieces)
    return format_html("{}{}", before, text[at:])


def _joined(spans: Iterable[Mapping[str, Any]], length: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted((max(0, int(one["start"])), min(length, int(one["end"]))) for one in spans):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found

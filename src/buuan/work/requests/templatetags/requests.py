"""The marks of requests: `{% load requests %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from buuan.base.web.templatetags.web import tag
from buuan.base.web.words import shown
from buuan.work.requests.rules import COMPLAINT_OUTCOMES, PART_STATES, REQUEST_FLOW

register = template.Library()
TONES = {"sent": "amb", "submitted": "amb", "answered": "grn"}
PART_TONES = {"waiting": "amb", "answered": "grn"}


@register.simple_tag
def request_state(asked: Any) -> SafeString:
    """Draw the state of a request."""
    return tag(shown(REQUEST_FLOW.states[asked.state]), TONES.get(asked.state, ""))


@register.simple_tag
def part_state(part: Any) -> SafeString:
    """Draw how far one who is asked is."""
    if part.outcome:
        return tag(shown(COMPLAINT_OUTCOMES[part.outcome]), "grn" if part.outcome == "settled" else "amb")
    return tag(shown(PART_STATES[part.state]), PART_TONES.get(part.state, ""))

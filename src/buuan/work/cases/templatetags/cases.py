"""Small parts that pages of cases and of the rooms above draw alike: `{% load cases %}`.

{% case_state case %}           the state in words, toned
{% severity_tag "critical" %}   the severity in words, toned
{% outcome_tag "seized" %}      an outcome in words, toned
{% declaration text hits %}     a declaration with the recognised words marked, each with its law as a title
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from buuan.base.clocks.models import SEVERITIES
from buuan.base.web.templatetags.web import tag
from buuan.work.cases.models import Case
from buuan.work.cases.presenters import OUTCOME_TONES, SEVERITY_TONES, STATE_TONES, marked
from buuan.work.cases.rules import CASE_FLOW, OUTCOMES

register = template.Library()


@register.simple_tag
def case_state(case: Case) -> SafeString:
    """Draw where a case stands."""
    return tag(CASE_FLOW.states[case.state].capitalize(), STATE_TONES[case.state])


@register.simple_tag
def severity_tag(severity: str) -> SafeString:
    """Draw how grave something is."""
    return tag(SEVERITIES.get(severity, "").capitalize(), SEVERITY_TONES.get(severity, ""))


@register.simple_tag
def outcome_tag(outcome: str) -> SafeString:
    """Draw what became of an item."""
    return tag(OUTCOMES.get(outcome, ""), OUTCOME_TONES.get(outcome, ""))


@register.simple_tag
def declaration(text: str, hits: Iterable[Mapping[str, Any]]) -> SafeString:
    """Draw what was declared, in quotation marks, with the recognised words marked."""
    if not text:
        return SafeString("")
    pieces = format_html_join(
        "",
        "{}",
        (
            (format_html('<mark title="{}">{}</mark>', one.law or one.rule, one.text) if one.is_marked else one.text,)
            for one in marked(text, hits)
        ),
    )
    return format_html("“{}”", pieces)

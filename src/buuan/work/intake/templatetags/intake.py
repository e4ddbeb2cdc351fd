"""What pages of intake draw alike: `{% load intake %}`.

{% report_state report %}   the state in words, toned
"""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from buuan.base.web.templatetags.web import tag
from buuan.base.web.words import shown
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.rules import REPORT_FLOW

register = template.Library()

TONES = {"received": "amb", "accepted": "grn", "joined": "grn", "declined": ""}


@register.simple_tag
def report_state(report: SuspicionReport) -> SafeString:
    """Draw where a report stands."""
    return tag(shown(REPORT_FLOW.states[report.state]), TONES[report.state])

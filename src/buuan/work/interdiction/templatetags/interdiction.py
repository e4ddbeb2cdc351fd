"""The marks of orders and items: `{% load interdiction %}`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from buuan.base.web.formats import near_moment
from buuan.base.web.templatetags.web import tag
from buuan.base.web.words import shown
from buuan.work.interdiction.rules import ITEM_STATES, MISSES, ORDER_FLOW, STOPPED, UNANSWERED

register = template.Library()
ORDER_TONES = {"in_force": "red", "submitted": "amb", "refused": "", "lifted": "grn", "expired": "", "reviewed": "grn"}


@register.simple_tag
def order_state(order: Any) -> SafeString:
    """Draw the state of an order."""
    return tag(shown(ORDER_FLOW.states[order.state]), ORDER_TONES.get(order.state, ""))


@register.simple_tag
def item_state(item: Any, now: datetime) -> SafeString:
    """Draw what was answered about an item, its reason, and when."""
    if item.state in UNANSWERED:
        return tag(gettext("Chưa trả lời"), "amb")
    tone = "red" if item.state == "held" else "grn" if item.state in STOPPED else ""
    below = [gettext(MISSES[item.reason])] if item.reason else []
    if item.answered_at:
        below.append(near_moment(item.answered_at, now))
    return format_html('{} <span class="law">{}</span>', tag(shown(ITEM_STATES[item.state]), tone), " · ".join(below))

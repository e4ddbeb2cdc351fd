"""Small parts of custody's pages: `{% load custody %}`.

{% hand_over_state hand_over %}   the state in words, toned
{{ size|file_size }}              bytes as people read them
"""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from buuan.base.web.templatetags.web import tag
from buuan.base.web.words import shown
from buuan.work.custody.models import HandOver
from buuan.work.custody.presenters import HAND_OVER_TONES, size_text
from buuan.work.custody.rules import HAND_OVER_FLOW

register = template.Library()


@register.simple_tag
def hand_over_state(hand_over: HandOver) -> SafeString:
    """Draw where a hand-over stands."""
    return tag(shown(HAND_OVER_FLOW.states[hand_over.state]), HAND_OVER_TONES[hand_over.state])


@register.filter
def file_size(size: int) -> str:
    """Write a size in bytes as people read it."""
    return size_text(size)

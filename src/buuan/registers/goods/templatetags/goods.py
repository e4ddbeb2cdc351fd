"""`{{ text|in_language }}`: a category's name, condition, advice or examples in the reader's language."""

from __future__ import annotations

from django import template

from buuan.registers.goods.words import in_language

register = template.Library()
register.filter("in_language", in_language)

"""Small parts that pages of cases and of the rooms above draw alike: `{% load cases %}`.

{% case_state case %}           the state in words, toned
{% referral_state referral %}   where a referral stands, toned
{% severity_tag "critical" %}   the severity in words, toned
{% case_labels case %}          its labels, one tag each
{% task_state task %}           where a task stands, toned
{% outcome_tag "seized" %}      an outcome in words, toned
{% legal_basis law %}           the first citation, the others behind "và … căn cứ khác"
{% declaration text hits %}     a declaration with the recognised words marked, each with its law as a title
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from buuan.base.clocks.models import SEVERITIES
from buuan.base.web.templatetags.web import tag
from buuan.base.web.words import shown
from buuan.kit.actor import Actor
from buuan.work.cases.models import Case, CaseTask, Referral
from buuan.work.cases.presenters import OUTCOME_TONES, REFERRAL_TONES, SEVERITY_TONES, STATE_TONES, TASK_TONES, marked
from buuan.work.cases.rules import CASE_FLOW, LABELS, OUTCOMES, REFERRAL_FLOW, SETTLED, TASK_FLOW, citations

register = template.Library()


@register.simple_tag
def case_state(case: Case) -> SafeString:
    """Draw where a case stands."""
    return tag(shown(CASE_FLOW.states[case.state]), STATE_TONES[case.state])


@register.simple_tag
def case_labels(case: Case) -> SafeString:
    """Draw the labels of a case."""
    return format_html_join(" ", "{}", ((tag(shown(LABELS.get(one, one)), "blu"),) for one in case.labels))


@register.simple_tag
def task_state(task: CaseTask) -> SafeString:
    """Draw where a task stands."""
    return tag(shown(TASK_FLOW.states[task.state]), TASK_TONES[task.state])


@register.simple_tag
def referral_state(referral: Referral) -> SafeString:
    """Draw whether the receiver has answered."""
    return tag(shown(REFERRAL_FLOW.states[referral.state]), REFERRAL_TONES[referral.state])


@register.simple_tag
def severity_tag(severity: str) -> SafeString:
    """Draw how grave something is."""
    return tag(shown(SEVERITIES.get(severity, "")), SEVERITY_TONES.get(severity, ""))


@register.simple_tag
def outcome_tag(outcome: str) -> SafeString:
    """Draw what became of an item."""
    return tag(shown(OUTCOMES.get(outcome, "")), OUTCOME_TONES.get(outcome, ""))


@register.simple_tag
def legal_basis(law: str) -> SafeString:
    """Draw a legal basis: its first citation, and the others where one asks for them."""
    first, *others = citations(law) or [""]
    if not first:
        return SafeString("")
    shown = format_html('<span class="law">{}</span>', first)
    if not others:
        return shown
    ask = ngettext("và %(n)s căn cứ khác", "và %(n)s căn cứ khác", len(others)) % {"n": len(others)}
    rest = format_html_join("", "<div>{}</div>", ((one,) for one in others))
    return format_html('{}<details class="why law"><summary>{}</summary><div>{}</div></details>', shown, ask, rest)


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


@register.filter
def may_claim(case: Case, actor: Actor) -> bool:
    """Tell whether a line of the queue offers to be taken."""
    return case.assignee_id is None and case.state not in SETTLED and case.is_led_by(actor)

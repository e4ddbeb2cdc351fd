"""The parts of a page: `{% load web %}`. Every room draws with these, so that all pages look and act alike.

**Frames** (templates to extend): `web/base.html` for signed-in pages (blocks `title`, `body`, `head`, `scripts`);
`web/public.html` for everybody, without script (blocks `title`, `body`, `nav`, `foot`); `web/phone.html` for the
counter (blocks `title`, `heading`, `back_url`, `timer`, `body`); `web/form_page.html` for a page that is one form
(blocks `title`, `intro`, `fields`); `web/error.html` when the house says no. Rows: `web/list.html`, see
`buuan.base.web.lists`.

**Values** (filters): `n|vn_number`, `n|vn_number:2`, `at|vn_datetime`, `on|vn_date`, `at|vn_ago:now`, `at|vn_near:now`
(`10:20 hôm nay`), `amount|vnd`, `weight|grams`, `part|percent:whole`, `period|period_name`, `name|initials`.

**Parts** (tags; a text given to them is escaped, and an empty one is left out):

    {% icon "clock" %}                                an icon of frontend/icons.txt, for the eye only
    {% tag "Nghiêm trọng" "red" %}                    red, amb, grn, blu or nothing; the word carries the meaning
    {% clock_chip clock now %}                        a record with due_at (done_at, paused_at, soon_at) or a moment
    {% clock_chip order.until now exact=True %}       hours and minutes; with bare=True without the line "until when"
    {% button "Tiếp nhận" url kind="p" %}             a link; kind p main, r dangerous, q quiet; key="t" a keyboard key
    {% button "Tiếp nhận" url kind="p" post=True %}   a form that posts (csrf included); confirm="…" asks first
    {% button "Đóng" url reasons=reasons %}           greyed with the reasons that the action would refuse with
    {% kpis figures %}                                [{value, label, url, hot}]: every figure opens its rows
    {% tabs items "Nhóm việc" %}                      [{name, url, active, count}], named for the screen reader
    {% flow_picture steps %}                          from look.flow_steps(FLOW, state, notes={…}, late=…)
    {% timeline entries now %}                        [{at, who, text, detail, ref, tag, tone, url}], newest first
    {% facts pairs %}                                 [(label, value)] as a definition list; empty values are left out
    {% masked "người gửi" url %}                      "đã che · xem, ghi lý do"; with shown=True the value itself
    {% meter part whole tone %}                       a bar; tone "", amb or red; the words beside it are yours
    {% empty "Không có việc nào" "…" url "Mở …" %}    an empty state with its next step
    {% field form.note %}                             label, help, control, errors; chips=True for choices on a phone
    {% form_errors form %}                            what is wrong with the form as a whole, with links to the fields
    {% person_line name body %}                       a name with the organisation behind it

**Blocks** (tags with an end):

    {% card "Chứng cứ" url "Thêm" %}…{% endcard %}    a card; it holds a table, facts or `<div class="in">`
    {% note "amb" %}…{% endnote %}                    a note: blu (default), red, amb, grn, with its icon
    {% why "Vì sao có hạn này?" %}…{% endwhy %}       the explain panel: why flagged, why due then, who can see this

**Classes** for what needs no tag: `head` (with `marks` and `btnrow` in it), `sub` under a heading, `law` for sources
and small print, `ref` for numbers of records, `two` (`even`, `wide`) and `stack` for columns, `btnrow`, table `t`
(`fold` turns rows into cards on a phone: cells `when`, `mark`, `lead`, `act`, `num`, `nw`, `pick`, and `data-name` for
the label of a cell there), rows with `data-row` and `tabindex="0"` walk by j and k, `data-key="g"` gives a button its
key, `grid27`, `chips`, `big`, `ok`, `wr`, `hm` (fine, refused, conditional, on the phone), `ans red|amb|grn` with `v`
(answers on public pages), `g3`, `shots` for photos, `<details class="quick">` for a small form
in a row. No `style=` attribute and no `hx-on`: the Content-Security-Policy refuses both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms import widgets as django_widgets
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from buuan.base.web import clock_words, formats, look, words
from buuan.kit.period import Period

register = template.Library()

NOTE_ICONS = {
    "": "info-circle",
    "blu": "info-circle",
    "red": "alert-octagon",
    "amb": "alert-triangle",
    "grn": "circle-check",
}
MESSAGE_TONES = {"success": "grn", "warning": "amb", "error": "red"}


# Values


@register.filter
def vn_number(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """Write a number with its thousands parted."""
    return formats.number(value, decimals)


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """Write a moment as dd/MM/yyyy HH:mm, +07:00."""
    return formats.moment(value)


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """Write a day as dd/MM/yyyy."""
    return formats.day(value)


@register.filter
def vn_ago(value: datetime | None, now: datetime) -> str:
    """Write how long before `now` a moment was."""
    return formats.ago(value, now)


@register.filter
def vn_near(value: datetime | None, now: datetime) -> str:
    """Write a moment as people say it near `now`."""
    return formats.near_moment(value, now) if value else ""


@register.filter
def vnd(value: int | Decimal | None) -> str:
    """Write an amount of đồng."""
    return formats.vnd(value)


@register.filter
def grams(value: int | float | Decimal | None) -> str:
    """Write a weight given in grams."""
    return formats.grams(value)


@register.filter
def percent(part: int | float | Decimal | None, whole: int | float | Decimal = 1) -> str:
    """Write `part` of `whole` in per cent."""
    return formats.percent(part, whole)


@register.filter
def period_name(value: Period) -> str:
    """Write the name of a period."""
    return words.say_period(value)


@register.filter
def initials(name: str) -> str:
    """Give the two letters of a round mark."""
    return look.initials(name or "")


# Parts


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; it is hidden from readers, so the words beside it must say the same."""
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}#{}"/></svg>', static("built/icons.svg"), name)


@register.simple_tag
def tag(text: str, tone: str = "") -> SafeString:
    """Draw a word in a coloured box; nothing for an empty word."""
    if not text:
        return SafeString("")
    return format_html('<span class="tag{}">{}</span>', f" {tone}" if tone else "", text)


@register.simple_tag
def clock_chip(clock: Any, now: datetime, exact: bool = False, bare: bool = False) -> SafeString:
    """Draw a clock: how long in words, until when below it; it goes on ticking in the browser."""
    said = clock_words.read_clock(clock, now, exact=exact)
    kind = {"late-done": "late", "left": ""}.get(said.state, said.state)
    below = format_html("<small>{}</small>", said.until) if said.until and not bare else ""
    css = f"clock {kind}".strip()
    if said.due_at is None:
        return format_html('<span class="{}">{}</span>', css, said.text)
    full = gettext("Hạn: %(at)s") % {"at": formats.moment(said.due_at)}
    if not said.ticks:
        return format_html('<span class="{}" title="{}">{}{}</span>', css, full, said.text, below)
    return format_html(
        '<time class="{}" datetime="{}" data-clock="{}" data-soon="{}" title="{}"><span>{}</span>{}</time>',
        css,
        said.due_at.isoformat(),
        "exact" if exact else "short",
        said.soon_at.isoformat() if said.soon_at else "",
        full,
        said.text,
        below,
    )


@register.simple_tag
def clock_words_json() -> str:
    """Give the words of the chips for the script that lets them tick."""
    return json.dumps(clock_words.span_words(), ensure_ascii=False)


@register.inclusion_tag("web/parts/button.html", takes_context=True)
def button(
    context: Context,
    text: str,
    url: str = "",
    kind: str = "",
    icon: str = "",
    key: str = "",
    post: bool = False,
    confirm: str = "",
    reasons: Sequence[Any] = (),
    small: bool = False,
    name: str = "",
    value: str = "",
) -> dict[str, Any]:
    """Draw a button: a link, a posting form, a submit of the form around it (no `url`), or greyed with its reasons."""
    sentences = [getattr(reason, "sentence", reason) for reason in reasons or ()]
    return {
        "text": text,
        "url": url,
        "css": " ".join(part for part in ("bt", kind, "sm" if small else "") if part),
        "icon": icon,
        "key": key,
        "post": post,
        "confirm": confirm,
        "reasons": sentences,
        "name": name,
        "value": value,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("web/parts/kpis.html")
def kpis(figures: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Draw a strip of figures; each opens the rows that it counts."""
    return {"figures": [{**figure, "value": _figure(figure.get("value"))} for figure in figures]}


def _figure(value: Any) -> Any:
    """Part the thousands of a number; leave what is already worded."""
    return formats.number(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value


@register.inclusion_tag("web/parts/tabs.html")
def tabs(items: Iterable[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Draw tabs with their counters; a count that is not given shows no counter."""
    return {"items": [{**item, "shown": _count(item.get("count"))} for item in items], "label": label}


def _count(count: Any) -> str:
    return "" if count is None else str(_figure(count))


@register.inclusion_tag("web/parts/flow.html")
def flow_picture(steps: Iterable[look.FlowStep]) -> dict[str, Any]:
    """Draw where a record stands."""
    css = {"done": "d", "now": "n", "next": ""}
    return {"steps": [(step, f"{css[step.place]}{' late' if step.late else ''}".strip()) for step in steps]}


@register.inclusion_tag("web/parts/timeline.html")
def timeline(entries: Iterable[Any], now: datetime) -> dict[str, Any]:
    """Draw what happened to a record, as given (newest first); today's entries show the time, others the day too."""
    today = formats.local(now).date()
    return {"entries": [(entry, _stamp(entry, today)) for entry in entries]}


def _stamp(entry: Any, today: date) -> tuple[str, str]:
    at = entry["at"] if isinstance(entry, Mapping) else entry.at
    here = formats.local(at)
    if here.date() == today:
        return here.isoformat(), f"{here:%H:%M}"
    return here.isoformat(), f"{here:%d/%m %H:%M}" if here.year == today.year else f"{here:%d/%m/%Y}"


@register.inclusion_tag("web/parts/facts.html")
def facts(pairs: Iterable[tuple[str, Any]], broad: bool = False) -> dict[str, Any]:
    """Draw a definition list; empty fields are left out, a nought is not empty."""
    return {"pairs": [(label, value) for label, value in pairs if value not in (None, "", [], ())], "broad": broad}


@register.inclusion_tag("web/parts/masked.html")
def masked(what: str = "", url: str = "", shown: bool = False) -> dict[str, Any]:
    """Draw a person's field that is masked, with the way to see it against a reason; with `shown` the value itself."""
    return {"what": what, "url": url, "shown": shown}


@register.simple_tag
def meter(part: int | float, whole: int | float, tone: str = "") -> SafeString:
    """Draw how much of a whole is reached."""
    words = gettext("%(part)s trên %(whole)s") % {"part": formats.number(part), "whole": formats.number(whole)}
    css = f"bar {tone}".strip()
    share = str(round(part / whole, 4)) if whole else "0"
    return format_html('<progress class="{}" max="1" value="{}" aria-label="{}">{}</progress>', css, share, words, words)


@register.inclusion_tag("web/parts/empty.html")
def empty(title: str, text: str = "", url: str = "", link: str = "", icon: str = "inbox") -> dict[str, Any]:
    """Draw an empty state: what is not here, why that may be, and the next step."""
    return {"title": title, "text": text, "url": url, "link": link, "icon": icon}


@register.simple_tag
def person_line(name: str, body: str = "") -> SafeString:
    """Write a name with the organisation behind it."""
    return format_html("<b>{}</b>{}", name, format_html(" · {}", body) if body else "")


# Forms


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField, chips: bool = False, label: str = "") -> dict[str, Any]:
    """Draw one field of a form: label, help, control, errors; what was typed stays when the form is refused."""
    widget = bound.field.widget
    kind = _field_kind(widget)
    css = {"choices": "form-check-input", "one": "form-check-input", "select": "form-select"}.get(kind, "form-control")
    css = f"{css} {widget.attrs.get('class', '')}".strip()
    return {
        "bound": bound,
        "kind": kind,
        "chips": chips,
        "label": label or bound.label,
        "control": bound.as_widget(attrs={"class": css}) if kind != "choices" else "",
        "options": [option.data | {"html": option.tag} for option in _options(bound, "" if chips else css)],
        "optional": not bound.field.required and kind != "one",
        "help_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
    }


def _options(bound: BoundField, css: str) -> list[_Option]:
    if _field_kind(bound.field.widget) != "choices":
        return []
    return [_Option(sub, css) for sub in bound.subwidgets]


class _Option:
    """One choice of a field with its control drawn in our class."""

    def __init__(self, sub: Any, css: str) -> None:
        self.data = {"label": sub.choice_label, "id": sub.id_for_label}
        sub.data["attrs"] = {**sub.data["attrs"], **({"class": css} if css else {})}
        # The option's own template wraps it in a second label; the plain input template does not.
        sub.data["wrap_label"] = False
        self.tag = sub.tag()


def _field_kind(widget: django_widgets.Widget) -> str:
    if isinstance(widget, django_widgets.RadioSelect | django_widgets.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, django_widgets.CheckboxInput):
        return "one"
    if isinstance(widget, django_widgets.Select):
        return "select"
    return "control"


@register.inclusion_tag("web/parts/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """Draw what is wrong with the form, with a link to each field; nothing when it is right."""
    wrong = [(bound, bound.errors) for bound in form if bound.errors] if form.is_bound else []
    return {"general": form.non_field_errors() if form.is_bound else [], "wrong": wrong}


@register.simple_tag
def message_tone(level: str) -> str:
    """Give the tone of a message by its level tag."""
    return MESSAGE_TONES.get(level, "")


# Blocks


@register.simple_block_tag
def card(content: str, title: str, url: str = "", link: str = "") -> SafeString:
    """Draw a card with its heading and, at the right, one link."""
    more = format_html('<a href="{}">{}</a>', url, link) if url and link else ""
    return format_html('<section class="cardx"><header><h2>{}</h2>{}</header>{}</section>', title, more, content)


@register.simple_block_tag
def note(content: str, tone: str = "") -> SafeString:
    """Draw a note in its tone."""
    css = f"note {tone}".strip()
    return format_html('<div class="{}">{}<div>{}</div></div>', css, icon(NOTE_ICONS.get(tone, "info-circle")), content)


@register.simple_block_tag
def why(content: str, title: str = "") -> SafeString:
    """Draw the explain panel, closed until asked."""
    ask = title or gettext("Vì sao?")
    return format_html('<details class="why"><summary>{}{}</summary><div>{}</div></details>', icon("help-circle"), ask, content)

"""How custody reads: lines of an exhibit's events, codes to scan, sizes; facts come in, sentences go out."""

from __future__ import annotations

import segno
from django.urls import reverse
from django.utils.translation import gettext

from buuan.base.web import formats
from buuan.base.web.words import shown
from buuan.kit.fold import inside_sentence
from buuan.work.cases.presenters import Line
from buuan.work.custody.models import CustodyEvent, Exhibit, HandOver
from buuan.work.custody.rules import DISPOSALS, EVENTS

STATE_TONES = {"held": "blu", "disposed": ""}
HAND_OVER_TONES = {"offered": "amb", "confirmed": "grn", "withdrawn": "", "declined": "red", "expired": ""}


def say_event(event: CustodyEvent) -> Line:
    """Give the line of one custody event."""
    facts, details = event.facts, [event.who]
    if facts.get("giver") and facts.get("receiver"):
        details.insert(0, f"{facts['giver']} → {facts['receiver']}")
    if facts.get("seal"):
        details.append(gettext("niêm phong số %(seal)s") % {"seal": facts["seal"]})
    if facts.get("place"):
        details.append(gettext("nơi để: %(place)s") % {"place": facts["place"]})
    if facts.get("way"):
        details.append(f"{shown(DISPOSALS[facts['way']])}, {facts.get('decision', '')}")
    if facts.get("reason"):
        details.append(facts["reason"])
    text = shown(EVENTS[event.kind])
    return Line(event.at, event.body, inside_sentence(text), " · ".join(details), facts.get("hand_over", ""))


def size_text(size: int) -> str:
    """Write a size in bytes as people read it."""
    for unit, step in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= step:
            return f"{formats.number(round(size / step, 1), 1)} {unit}"
    return f"{formats.number(size)} byte"


def qr_image(text: str) -> str:
    """Give a code to scan as the address of an image inside the page; drawn here, asked of nobody."""
    return segno.make(text, error="m", micro=False).svg_data_uri(border=2, scale=4)


def label_text(exhibit: Exhibit, host: str) -> str:
    """Give what the code on a label says: the address of the exhibit's page, nothing about the case."""
    return host + reverse("custody:exhibit", args=[exhibit.number])


def confirm_text(hand_over: HandOver, host: str) -> str:
    """Give what the code on the offering side's screen says: the page where the other side confirms."""
    return f"{host}{reverse('custody:hand_over', args=[hand_over.number])}?ma={hand_over.code}"

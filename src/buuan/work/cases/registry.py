"""What rooms above offer to a case without its knowing them: tabs of its page, in `case_tabs.py` as tabs(actor, case), and other
cases that have something in common with it, in `case_links.py` as links(actor, case).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _

from buuan.kit.actor import Actor
from buuan.work.cases.models import Case
from buuan.work.cases.rules import Link

Offer = Callable[[Actor, Case], list[dict[str, Any]]]


Links = Callable[[Actor, Case], list[Link]]


@functools.cache
def finders_of_links() -> tuple[Links, ...]:
    """Give what every room knows to be common to cases, in the order of the rooms."""
    names = [config.name for config in apps.get_app_configs() if config.name.startswith("buuan.")]
    return tuple(import_module(f"{name}.case_links").links for name in names if find_spec(f"{name}.case_links") is not None)


def links_of(actor: Actor, case: Case) -> list[Link]:
    """Give the other cases that rooms above see a link to; who may see them is asked by the caller."""
    return [link for find in finders_of_links() for link in find(actor, case)]


@functools.cache
def offers() -> tuple[Offer, ...]:
    """Give what every room offers, in the order of the rooms."""
    names = [config.name for config in apps.get_app_configs() if config.name.startswith("buuan.")]
    return tuple(import_module(f"{name}.case_tabs").tabs for name in names if find_spec(f"{name}.case_tabs") is not None)


def tabs_of(actor: Actor, case: Case) -> list[dict[str, Any]]:
    """Give the tabs that this person sees on the page of a case, its own first; none where there is nothing beside it."""
    others = [one for offer in offers() for one in offer(actor, case)]
    if not others:
        return []
    return [{"name": _("Vụ việc"), "url": reverse("cases:case", args=[case.number]), "active": True}, *others]

"""Other cases that may belong to one: found by an exact match of goods, among those that the reader may see anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from buuan.kit.actor import Actor
from buuan.registers.goods.queries import terms_in_force
from buuan.work.cases.models import Case, CaseItem
from buuan.work.cases.registry import links_of
from buuan.work.cases.rules import LINKS, MOST_A_LINK, MOST_LOOKED_AT, Link, why_no_links


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case that may belong to the one at hand, and what they have in common, the strongest first."""

    case: Case
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """What is suggested, or why nothing is looked for."""

    suggestions: tuple[Suggestion, ...] = ()
    why_not: str = ""


def related_cases(actor: Actor, case: Case) -> Related:
    """Give the cases that share an item, a phone or an operator with this one and that `actor` may see.

    Nothing where the ground of either is no goods: a likeness would then be one between what people wrote. A phone is compared by
    the room that keeps it and never comes along.
    """
    goods = {one.code: (one.ground, one.automatic) for one in terms_in_force().categories}
    ground, automatic = goods.get(case.category, ("none", False))
    why_not = why_no_links(case.category, ground, automatic)
    if why_not:
        return Related(why_not=why_not)
    found = _by_kind([*_same_items(case), *links_of(actor, case), *_same_operators(case)])
    keys = {link.case for links in found.values() for link in links}
    closed_off = [code for code, (of, machine) in goods.items() if of != "goods" or not machine]
    seen = Case.objects.visible_to(actor).filter(pk__in=keys).exclude(category__in=closed_off).select_related("lead", "area")
    cases = {one.pk: one for one in seen}
    kept: dict[int, list[Link]] = {}
    for kind in LINKS:
        rows = [link for link in found.get(kind, ()) if link.case in cases]
        rows.sort(key=lambda link: (cases[link.case].category != case.category, -link.case))
        for link in rows[:MOST_A_LINK]:
            kept.setdefault(link.case, []).append(link)
    return Related(tuple(Suggestion(cases[key], tuple(links)) for key, links in kept.items()))


def _by_kind(links: Iterable[Link]) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for link in links:
        same = found.setdefault(link.kind, [])
        if all(one.case != link.case for one in same):
            same.append(link)
    return found


def _same_items(case: Case) -> list[Link]:
    own = {(one.operator_id, one.item_id) for one in case.items.all()}
    rows = CaseItem.objects.filter(item_id__in=[code for _operator, code in own]).exclude(case=case).order_by("-pk")
    named = rows.values_list("case_id", "operator_id", "item_id")[:MOST_LOOKED_AT]
    return [Link(key, "item", code) for key, operator, code in named if (operator, code) in own]


def _same_operators(case: Case) -> list[Link]:
    links = []
    for operator in {one.operator_id: one.operator for one in case.items.all()}.values():
        rows = CaseItem.objects.filter(operator=operator).exclude(case=case).order_by("-pk")[:MOST_LOOKED_AT]
        links += [Link(key, "operator", str(operator)) for key in rows.values_list("case_id", flat=True)]
    return links

"""The catalogue in force, one declaration judged by it, and what was in force on any past day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models

from buuan.engine.catalogue import Category as EngineCategory
from buuan.engine.run import screen_one
from buuan.engine.store import shipped_terms
from buuan.engine.terms import Terms
from buuan.engine.verdict import Verdict
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound, Refused
from buuan.kit.fold import sort_key
from buuan.kit.workdays import VIETNAM
from buuan.registers.goods.models import CatalogueVersion, CategoryEdition, Term, TermQuerySet
from buuan.registers.goods.store import terms_in_force, terms_of

__all__ = ["FLOWS", "Replay", "category", "judge", "replay", "terms_at", "terms_in_force"]

FLOWS = {"domestic": "domestic", "inbound_intl": "import", "outbound_intl": "export"}
"""How the flows of a manifest are called in the engine; transit and the unknown are left open."""


def judge(text: str, flow: str | None = None, as_of: date | datetime | None = None) -> Verdict:
    """Judge one declaration; `flow` as in a manifest (`domestic`, `inbound_intl`, `outbound_intl`), None when unknown.

    With `as_of` the catalogue decides that was in force at that moment, or at the end of that day in Vietnam; raises Refused
    when none was.
    """
    terms = terms_in_force() if as_of is None else terms_at(as_of)
    return screen_one(text, terms, FLOWS.get(flow or ""))


def terms_at(as_of: date | datetime) -> Terms:
    """Give the compiled catalogue that was in force at a moment, or at the end of a day; raises Refused when none was."""
    if not isinstance(as_of, datetime):
        as_of = datetime.combine(as_of + timedelta(days=1), time(), VIETNAM) - timedelta(microseconds=1)
    version = CatalogueVersion.objects.at(as_of).first()
    if version is not None:
        return terms_of(version)
    first = CatalogueVersion.objects.order_by("from_at").first()
    if first is None:
        return shipped_terms()
    raise Refused(
        "catalogue.none_then",
        f"Chưa có danh mục nào áp dụng lúc đó; danh mục đầu tiên áp dụng từ {first.from_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}.",
    )


@dataclass(frozen=True, slots=True)
class Replay:
    """A declaration judged again with a stored version; `exact` is false when today's engine reads that version otherwise."""

    verdict: Verdict
    version: str
    exact: bool


def replay(text: str, flow: str | None, version: str) -> Replay:
    """Judge a declaration again by the version that judged it then; raises NotFound for a version that never was in force."""
    if version == shipped_terms().version:
        terms = shipped_terms()
    else:
        stored = CatalogueVersion.objects.filter(version=version).order_by("-from_at").first()
        if stored is None:
            raise NotFound("catalogue.unknown_version", f"Không có phiên bản danh mục {version}.")
        terms = terms_of(stored)
    verdict = screen_one(text, terms, FLOWS.get(flow or ""))
    return Replay(verdict, version, terms.version == version)


# -- categories ----------------------------------------------------------------------------------------------------------


def category(code: str) -> EngineCategory | None:
    """Give one category as it is in force, or None for an unknown or empty code."""
    return _by_code(terms_in_force()).get(code)


def _by_code(terms: Terms) -> dict[str, EngineCategory]:
    if terms.version not in _CATEGORIES:
        _CATEGORIES.clear()
        _CATEGORIES[terms.version] = {one.code: one for one in terms.categories}
    return _CATEGORIES[terms.version]


_CATEGORIES: dict[str, dict[str, EngineCategory]] = {}


def prohibited_categories() -> list[EngineCategory]:
    """Give the categories that may not be sent, in the order of their names."""
    return categories_of_kind("prohibited")


def categories_of_kind(*kinds: str) -> list[EngineCategory]:
    """Give the categories in force of these kinds, in the order of their names."""
    return sorted((one for one in terms_in_force().categories if one.kind in kinds), key=lambda one: sort_key(one.name))


def category_rows() -> models.QuerySet[CategoryEdition]:
    """Give the editions in force, each with how many rows of words its category has in force (`terms_n`) and how many wait."""
    living = models.Q(category__terms__state="in_force")
    waiting = models.Q(category__terms__state__in=("draft", "tried"))
    return (
        CategoryEdition.objects.filter(until_at=None)
        .select_related("category")
        .annotate(terms_n=models.Count("category__terms", filter=living), waiting_n=models.Count("category__terms", filter=waiting))
    )


def edition_of(code: str) -> CategoryEdition:
    """Give the edition in force of a category; raises NotFound."""
    found = category_rows().filter(category_id=code).first()
    if found is None:
        raise NotFound("goods.unknown_category", "Không có nhóm hàng này trong danh mục.")
    return found


def editions_of(code: str) -> models.QuerySet[CategoryEdition]:
    """Give all editions of a category, the latest first."""
    return CategoryEdition.objects.filter(category_id=code).order_by("-from_at")


# -- terms and versions --------------------------------------------------------------------------------------------------


def terms_for_list(actor: Actor) -> TermQuerySet:
    """Give the rows of words that `actor` may see."""
    return Term.objects.visible_to(actor).select_related("category")


def term_of(actor: Actor, pk: int) -> Term:
    """Give one row of words; raises NotFound."""
    found = terms_for_list(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("goods.unknown_term", "Không tìm thấy từ nhận diện, hoặc anh/chị không được xem.")
    return found


def waiting_terms(actor: Actor) -> TermQuerySet:
    """Give the rows that are drafted or tried, the latest first."""
    return terms_for_list(actor).filter(state__in=("draft", "tried")).order_by("-drafted_at", "-pk")


def versions() -> models.QuerySet[CatalogueVersion]:
    """Give all versions that were in force, the latest first."""
    return CatalogueVersion.objects.order_by("-from_at").defer("frame")


def current_version() -> CatalogueVersion | None:
    """Give the version in force; None before the register is loaded."""
    return CatalogueVersion.objects.filter(until_at=None).first()


def groups() -> dict[str, str]:
    """Give every group of contexts and dampers that is in force, with its role."""
    found = Term.objects.filter(state="in_force", role__in=("context", "damper")).values_list("group", "role").distinct()
    return dict(found.order_by("role", "group"))


def automatic_categories() -> list[tuple[str, str]]:
    """Give code and name of the categories that take rows of words, in the order of their names."""
    rows = CategoryEdition.objects.filter(until_at=None, category__automatic=True).values_list("category_id", "name")
    return sorted(rows, key=lambda one: sort_key(one[1]))


def damper_of(group: str) -> dict[str, Any]:
    """Give how the words of a damping group work (side, reach, level), as its rows in force say."""
    found = Term.objects.filter(state="in_force", role="damper", group=group).values("side", "reach", "level").first()
    return found or {"side": "before", "reach": 0, "level": "plain"}

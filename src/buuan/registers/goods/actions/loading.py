"""Loading the catalogue that comes with the platform into dated rows. May run again at any time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.web.search import folded_text
from buuan.engine.catalogue import Catalogue
from buuan.engine.catalogue import Category as EngineCategory
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.registers.goods.actions.versions import begin_version
from buuan.registers.goods.models import CatalogueVersion, Category, CategoryEdition, Term
from buuan.registers.goods.rules import digest
from buuan.registers.goods.shipped import public_texts, shipped_catalogue

LOADER = "nạp cùng nền tảng"


@action
def load_goods(actor: Actor, *, at: datetime) -> dict[str, int]:
    """Load the shipped catalogue and give how many rows of words begin, end and stand.

    The files are one whole: a row that they no longer have ends, a new one begins, each at `at`, so that every past day stays as it
    was. Rows that people drafted are left alone, as are those that people retired and the categories that people revised. Raises
    Refused when the files say of a category that a machine may point to it and the register says it may not, or the other way
    round: that is changed by a reviewed migration only (docs/decisions/0011).
    """
    require(actor, "goods.load")
    shipped = shipped_catalogue()
    former = CatalogueVersion.objects.select_for_update().filter(until_at=None).first()
    _check_flags(shipped)

    editions = _load_categories(actor, shipped, at)
    began, ended = _load_rows(actor, shipped, at)
    frame = {
        "damping": {name: sorted(groups) for name, groups in sorted(shipped.damping.items())},
        "everyday": sorted(shipped.everyday),
        "seen": sorted(shipped.seen),
        "stand_ins": {word: list(others) for word, others in sorted(shipped.stand_ins.items())},
    }
    version = begin_version(actor, former, what="Nạp danh mục kèm theo nền tảng", at=at, frame=frame)

    counts = {"goods": len(shipped.categories), "goods_editions": editions, "terms_begun": began, "terms_ended": ended}
    record(actor, "goods.loaded", "goods.register", at=at, version=version.version, **counts)
    return counts | {"terms": version.terms}


def _check_flags(shipped: Catalogue) -> None:
    standing = dict(Category.objects.values_list("code", "automatic"))
    changed = [one.code for one in shipped.categories.values() if standing.get(one.code, one.automatic) != one.automatic]
    if changed:
        raise Refused(
            "catalogue.automatic_changed",
            f"Tệp danh mục đổi quyền nhận diện tự động của nhóm {', '.join(changed)}; việc này phải có quyết định được duyệt "
            "và một bước chuyển bảng riêng.",
            categories=changed,
        )


def _load_categories(actor: Actor, shipped: Catalogue, at: datetime) -> int:
    """Begin an edition of each category that the files describe anew; give how many."""
    known = set(Category.objects.values_list("code", flat=True))
    Category.objects.bulk_create(
        Category(code=one.code, automatic=one.automatic) for one in shipped.categories.values() if one.code not in known
    )
    standing = {one.category_id: one for one in CategoryEdition.objects.filter(until_at=None)}
    new = []
    for one in shipped.categories.values():
        said = edition_fields(one)
        former = standing.get(one.code)
        if former is not None and (former.kept_by_office or all(getattr(former, name) == value for name, value in said.items())):
            continue
        if former is not None:
            CategoryEdition.objects.filter(pk=former.pk).update(until_at=at)
        new.append(CategoryEdition(category_id=one.code, from_at=at, by=actor.name, why=LOADER, **said))
    CategoryEdition.objects.bulk_create(new)
    return len(new)


def edition_fields(one: EngineCategory) -> dict[str, Any]:
    """Give what an edition keeps of a shipped category."""
    public = public_texts().get(one.code, {})
    return {
        "name": one.name,
        "name_en": public.get("name_en", ""),
        "kind": one.kind,
        "ground": one.ground,
        "severity": one.severity,
        "route_to": list(one.route_to),
        "laws": [{"doc": law.doc, "article": law.article, "verified": law.verified} for law in one.legal_basis],
        "condition": one.condition,
        "condition_en": public.get("condition_en", ""),
        "advice": one.advice,
        "examples": public.get("examples", ""),
        "examples_en": public.get("examples_en", ""),
    }


def _load_rows(actor: Actor, shipped: Catalogue, at: datetime) -> tuple[int, int]:
    ours = {digest(row): row for row in shipped.rows}
    living = set(Term.objects.filter(state__in=("draft", "tried", "in_force")).values_list("digest", flat=True))
    kept_out = set(Term.objects.filter(state="retired", kept_by_office=True).values_list("digest", flat=True))
    standing = Term.objects.filter(state="in_force", origin="shipped").values_list("pk", "digest")
    gone = [pk for pk, name in standing if name not in ours]
    Term.objects.filter(pk__in=gone).update(state="retired", until_at=at, ended_by_name=actor.name, ended_why=LOADER)
    new = {name: row for name, row in ours.items() if name not in living and name not in kept_out}
    Term.objects.copy_in(_terms(actor, new, at))
    return len(new), len(gone)


def _terms(actor: Actor, rows: Mapping[str, Any], at: datetime) -> Iterable[Term]:
    for name, row in rows.items():
        yield term_from(
            row,
            name,
            state="in_force",
            origin="shipped",
            drafted_by_id=actor.account_id,
            drafted_by_name=actor.name,
            drafted_at=at,
            from_at=at,
        )


def term_from(row: Any, name: str, **more: Any) -> Term:
    """Give a row of the register, not yet written, that says what an engine's row says; `name` is the row's digest."""
    return Term(
        role=row.role,
        text=row.text,
        category_id=row.category or None,
        category_automatic=True if row.category else None,
        strength=row.strength,
        kind=row.kind,
        contexts=list(row.contexts),
        scope=list(row.scope),
        group=row.group,
        side=row.side,
        reach=row.reach,
        level=row.level,
        source=row.source,
        verified=row.verified,
        digest=name,
        folded=folded_text((row.text, row.category, row.group, *row.scope)),
        **more,
    )

"""A new version of the catalogue begins where its rows change: compiled before it counts, so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from buuan.base.action import check_writing
from buuan.engine.catalogue import Catalogue
from buuan.engine.store import keep_version, kept_version, shipped_terms
from buuan.engine.terms import Terms
from buuan.kit.actor import Actor
from buuan.kit.errors import Refused
from buuan.kit.workdays import VIETNAM
from buuan.registers.goods.models import CatalogueVersion
from buuan.registers.goods.shipped import shipped_catalogue
from buuan.registers.goods.store import ask_again, catalogue_at, compiled, path_of, prune


def standing_version(at: datetime) -> CatalogueVersion:
    """Give the version in force, locked until the act commits: of two who change the catalogue the second waits.

    Raises Refused before the register is loaded, and for a moment at which another version has begun already.
    """
    version = CatalogueVersion.objects.select_for_update().filter(until_at=None).first()
    if version is None:
        raise Refused("catalogue.not_loaded", "Danh mục hàng hóa chưa được nạp; quản trị chạy «buuan setup».")
    if at <= version.from_at:
        raise Refused(
            "catalogue.changed_meanwhile",
            f"Danh mục đã có phiên bản áp dụng từ {version.from_at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}; hãy làm lại.",
        )
    return version


def begin_version(
    actor: Actor, former: CatalogueVersion | None, *, what: str, at: datetime, frame: dict[str, Any] | None = None
) -> CatalogueVersion:
    """Compile what the rows say from `at` on and let it be in force; part of the act that changed the rows.

    Gives the former version when the rows say the same. Raises Refused when the engine cannot carry them.
    """
    check_writing("CatalogueVersion")
    frame = frame or (former.frame if former else {"damping": {}, "everyday": [], "seen": []})
    catalogue = catalogue_at(at, frame)
    terms = shipped_terms() if is_shipped(catalogue) else compiled(catalogue)
    if former is not None and former.version == terms.version:
        return former
    if former is not None:
        CatalogueVersion.objects.filter(pk=former.pk).update(until_at=at)
    version = CatalogueVersion.objects.create(
        version=terms.version,
        from_at=at,
        terms=sum(1 for one in catalogue.rows if one.role == "term"),
        rows=len(catalogue.rows),
        frame=frame,
        what=what[:300],
        by=actor.name,
    )
    publish(terms)
    return version


def publish(terms: Terms) -> None:
    """Lay a compiled version where every process finds it, before it counts, and let this one use it once it does."""
    if terms.version != shipped_terms().version:
        path = path_of(terms.version)
        if kept_version(terms.version, path) is None:
            keep_version(terms, path)
        else:
            path.touch()  # the latest in use, whenever it was compiled
        prune()
    transaction.on_commit(ask_again)


def is_shipped(catalogue: Catalogue) -> bool:
    """Tell whether a catalogue says what the package's files say, without compiling it."""
    own = shipped_catalogue()
    return (
        set(catalogue.rows) == set(own.rows)
        and list(catalogue.categories.items()) == list(own.categories.items())
        and catalogue.damping == own.damping
        and catalogue.everyday == own.everyday
        and catalogue.seen == own.seen
        and catalogue.stand_ins == own.stand_ins
    )

"""The catalogue in force as each process holds it: read once, asked again every second, and any former version by its rows.

Without a register (the command line, a fresh folder) the package's own catalogue is what holds. A version that equals the
package's takes its compiled form from there; every other one is compiled once, by whoever puts it in force, and kept in the data
folder, from where the other processes read it in a tenth of a second.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from buuan.engine.catalogue import Catalogue, Category, Row
from buuan.engine.store import keep_version, kept_version, shipped_terms
from buuan.engine.terms import Spelled, Terms, compile_terms, spelled, version_of
from buuan.registers.goods.models import CatalogueVersion, CategoryEdition, Term
from buuan.registers.goods.shipped import shipped_catalogue

log = logging.getLogger(__name__)


@dataclass
class _Held:
    """What this process holds: the terms in force and when it last asked; `told` after an act of its own."""

    terms: Terms | None = None
    asked_at: float = 0.0
    told: bool = False


_held = _Held()
_asking = threading.Lock()


def terms_in_force() -> Terms:
    """Give the compiled catalogue in force; asks the register at most once in `BUUAN_CATALOGUE_CHECK` seconds.

    While one thread reads a new version, the others go on with the one before.
    """
    if not _is_due():
        return _held.terms or shipped_terms()
    if not _asking.acquire(blocking=_held.terms is None):
        return _held.terms or shipped_terms()
    try:
        if _is_due():
            _held.told = False
            _held.terms = _read_current()
            _held.asked_at = time.monotonic()
        return _held.terms or shipped_terms()
    finally:
        _asking.release()


def _is_due() -> bool:
    every = settings.CATALOGUE_CHECK
    if _held.told:
        return True
    return every >= 0 and (_held.terms is None or time.monotonic() - _held.asked_at >= every)


def ask_again() -> None:
    """Let this process ask the register at the next judgement: after an act of its own, once it has committed."""
    _held.told = True


def forget() -> None:
    """Let go of all that this process holds: for tests, whose acts are taken back."""
    _held.terms, _held.asked_at, _held.told = None, 0.0, False
    _lately.clear()


def _read_current() -> Terms:
    version = CatalogueVersion.objects.filter(until_at=None).first()
    if version is None or version.version == shipped_terms().version:
        return shipped_terms()
    if _held.terms is not None and _held.terms.version == version.version:
        return _held.terms
    return terms_of(version)


def terms_of(version: CatalogueVersion) -> Terms:
    """Give the compiled terms of a version, from the package, from the data folder, or from its rows.

    Their own version differs from the stored one only when the engine reads rows in another way than it did then.
    """
    if version.version == shipped_terms().version:
        return shipped_terms()
    kept = kept_version(version.version, path_of(version.version))
    if kept is not None:
        return kept
    terms = compiled(catalogue_of(version))
    if terms.version != version.version:
        log.warning("the engine reads catalogue %s as %s", version.version, terms.version)
    return keep_version(terms, path_of(terms.version))


def path_of(version: str) -> Path:
    """Give where a compiled version lies."""
    return settings.DATA / "catalogue" / f"{version}.buuan"


def catalogue_of(version: CatalogueVersion) -> Catalogue:
    """Give the catalogue as its rows and editions stood when the version began."""
    return catalogue_at(version.from_at, version.frame)


def catalogue_at(moment: datetime, frame: dict) -> Catalogue:
    """Give the catalogue as its rows and editions stood at a moment; `frame` holds what no row does."""
    return Catalogue(
        "",
        _categories(CategoryEdition.objects.at(moment)),
        tuple(rows_of(Term.objects.at(moment))),
        {name: frozenset(groups) for name, groups in frame["damping"].items()},
        frozenset(frame["everyday"]),
        frozenset(frame["seen"]),
        {word: tuple(others) for word, others in frame.get("stand_ins", {}).items()},
    )


def categories_now() -> Catalogue:
    """Give the categories as the register has them now, without any row: what a new row is checked against."""
    return Catalogue("", _categories(CategoryEdition.objects.filter(until_at=None)), ())


def _categories(editions: QuerySet[CategoryEdition]) -> dict[str, Category]:
    by_code = {one.category_id: one.as_category() for one in editions.select_related("category").order_by("category_id")}
    # Numbers inside the engine follow this order, which is the package's for what the package knows.
    order = [one.code for one in shipped_terms().categories]
    codes = [code for code in order if code in by_code] + [code for code in by_code if code not in order]
    return {code: by_code[code] for code in codes}


_COLUMNS = ("role", "text", "category_id", "strength", "kind", "contexts", "scope", "group", "side", "reach", "level", "source")


def rows_of(terms: QuerySet[Term]) -> Iterable[Row]:
    """Give rows of the register as the engine takes them."""
    for one in terms.values_list(*_COLUMNS, "verified"):
        role, text, category, strength, kind, contexts, scope, *rest = one
        yield Row(role, text, category or "", strength, kind, tuple(contexts), tuple(scope), *rest)


def compiled(catalogue: Catalogue) -> Terms:
    """Compile a catalogue of the register; words that the package's own catalogue has are not read again.

    Nor is a catalogue that was compiled lately, or by another process into the data folder: what was tried is mostly put in force
    as it was tried.
    """
    version = version_of(catalogue)
    found = _lately.get(version) or kept_version(version, path_of(version))
    if found is None:
        found = _lately[version] = compile_terms(catalogue, known=_known(catalogue), version=version)
        while len(_lately) > MOST_LATELY:
            _lately.pop(next(iter(_lately)), None)
    return found


_lately: dict[str, Terms] = {}
MOST_LATELY = 2
_SPELLED: dict[str, Spelled] = {}


def _known(catalogue: Catalogue) -> Spelled | None:
    """Give how the package's rows are spelled, if the catalogue has the same everyday words and the same that stand in."""
    own, shipped = shipped_terms(), shipped_catalogue()
    if own.version not in _SPELLED:
        _SPELLED.clear()
        _SPELLED[own.version] = spelled(own)
    alike = catalogue.everyday == shipped.everyday and catalogue.stand_ins == shipped.stand_ins
    return _SPELLED[own.version] if alike else None


MOST_FILES = 20


def prune() -> None:
    """Remove the oldest compiled versions from the data folder; whoever asks for one has it compiled again from its rows."""
    found = sorted((settings.DATA / "catalogue").glob("*.buuan"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in found[MOST_FILES:]:
        old.unlink(missing_ok=True)

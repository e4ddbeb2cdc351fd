"""Keeps the compiled catalogue of the package on disk, so that a command starts in a fraction of a second.

The file's name holds a hash over the catalogue's files and the engine's sources: a change of either compiles anew. It lies
next to the sources, or in the user's cache folder when those cannot be written; without either nothing is kept. Only files
that this engine wrote are read back.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import tempfile
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path

from buuan.engine.artefact import Artefact, build
from buuan.engine.catalogue import DATA
from buuan.engine.kernel.compiled import cache_homes
from buuan.engine.terms import Terms, compile_terms

HERE = Path(__file__).parent


def fingerprint() -> str:
    """Hash everything that the compiled catalogue is made from."""
    digest = hashlib.sha256()
    for file in sorted([*DATA.rglob("*.yaml"), *DATA.glob("*.txt"), *HERE.glob("*.py")]):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


@functools.cache
def shipped() -> tuple[Terms, Artefact]:
    """Give the package's terms and their arrays, from disk if they lie there, once a process."""
    name = f"catalogue-{fingerprint()}.pickle"
    for place in cache_homes():
        with contextlib.suppress(OSError, pickle.UnpicklingError, EOFError, AttributeError, ValueError):
            terms, artefact = pickle.loads((place / name).read_bytes())  # noqa: S301 - our own file, named by our hash
            return terms, artefact
    terms = compile_terms(DATA)
    artefact = build(terms)
    content = pickle.dumps((terms, artefact), protocol=pickle.HIGHEST_PROTOCOL)
    for place in cache_homes():
        with contextlib.suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=place, prefix=".catalogue-")
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.replace(part, place / name)
            for old in place.glob("catalogue-*.pickle"):
                if old.name != name:
                    old.unlink(missing_ok=True)
            break
    return terms, artefact


def shipped_terms() -> Terms:
    """Give the terms of the catalogue in the package."""
    return shipped()[0]


def artefact_of(terms: Terms) -> Artefact:
    """Give the arrays of any terms; those of the package, and those that a register keeps, come from disk."""
    if _is_shipped(terms):
        return shipped()[1]
    kept = _KEPT.get(terms.version)
    if kept is not None:
        return kept[1]
    if terms.rules and not terms.patterns:
        raise LookupError(f"the arrays of catalogue {terms.version} are no longer kept in this process: read it again")
    return build(terms)


_KEPT: OrderedDict[str, tuple[Terms, Artefact]] = OrderedDict()
"""Terms and arrays of versions that were read from disk in this process, the latest last."""
MOST_KEPT = 16


def keep_version(terms: Terms, path: Path) -> Terms:
    """Write compiled terms and their arrays to `path`, whole or not at all, and use them in this process from now on."""
    artefact = artefact_of(terms)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".version-")
    with os.fdopen(handle, "wb") as stream:
        pickle.dump((fingerprint_of_code(), slim(terms), artefact), stream, protocol=pickle.HIGHEST_PROTOCOL)
    os.replace(part, path)
    _remember(terms, artefact)
    return terms


def slim(terms: Terms) -> Terms:
    """Give terms without their patterns, which the arrays hold already: enough to judge and to explain, quick to read."""
    return replace(terms, patterns=(), hidden=(), vocabulary=frozenset())


def kept_version(version: str, path: Path) -> Terms | None:
    """Give the terms that `keep_version` wrote; None when they are not there, are damaged, or another engine wrote them.

    The folder must be the platform's own, closed to others: what lies in it is trusted.
    """
    if version in _KEPT:
        return _KEPT[version][0]
    with contextlib.suppress(OSError, pickle.UnpicklingError, EOFError, AttributeError, ValueError, TypeError):
        code, terms, artefact = pickle.loads(path.read_bytes())  # noqa: S301 - our own file, in a folder of our own
        if code == fingerprint_of_code() and terms.version == version:
            _remember(terms, artefact)
            return terms  # type: ignore[no-any-return]
    return None


def _remember(terms: Terms, artefact: Artefact) -> None:
    _KEPT[terms.version] = (terms, artefact)
    _KEPT.move_to_end(terms.version)
    while len(_KEPT) > MOST_KEPT:
        _KEPT.popitem(last=False)


@functools.cache
def fingerprint_of_code() -> str:
    """Hash the engine's sources: arrays that another engine laid out are laid out anew."""
    digest = hashlib.sha256()
    for file in sorted(HERE.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def _is_shipped(terms: Terms) -> bool:
    """Tell whether these are the package's own terms, without compiling those only to find out."""
    return shipped.cache_info().currsize > 0 and shipped()[0] is terms

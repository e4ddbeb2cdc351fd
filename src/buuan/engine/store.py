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
    """Give the arrays of any terms; those of the package come from disk."""
    return shipped()[1] if _is_shipped(terms) else build(terms)


def _is_shipped(terms: Terms) -> bool:
    """Tell whether these are the package's own terms, without compiling those only to find out."""
    return shipped.cache_info().currsize > 0 and shipped()[0] is terms

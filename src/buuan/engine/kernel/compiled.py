"""Compiles a kernel function with numba and keeps the machine code where it can.

The code is kept in a folder whose name holds a hash over all kernel sources: numba itself only watches the file of each
function, and would go on using a caller with an old copy of a changed function inside. The folder lies next to the sources,
else in the user's cache; where neither can be written the kernel is compiled anew in each process, which costs seconds but
changes nothing else.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba import njit

from buuan.engine.kernel.linking import link_once, whole_numbers

ENGINE = Path(__file__).parent.parent
READ = ("artefact", "catalogue", "characters", "hits", "letters", "syllables", "terms", "twin", "words")
"""The modules outside this folder whose constants go into the machine code."""
PART: dict[str, Any] = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def cache_homes() -> list[Path]:
    """Give the folders where compiled things may lie, the first choice first."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return [ENGINE / "__pycache__", home / "buuan"]


def sources_hash(*sources: Path) -> str:
    """Hash Python sources: files, and all those of a folder."""
    digest = hashlib.sha256(numba.__version__.encode())
    for file in sorted(f for source in sources for f in (source.glob("*.py") if source.is_dir() else [source])):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@functools.cache
def code_folder(room: str = "kernel") -> Path | None:
    """Give the folder for the machine code of these very sources, made and writable, or `None`; older ones are removed.

    `room` is the folder of the engine that the code stands in; every room may use the kernel's own code.
    """
    read = [ENGINE / f"{module}.py" for module in READ]
    name = f"{room}-{sources_hash(*dict.fromkeys((ENGINE / 'kernel', ENGINE / room)), *read)}"
    for home in cache_homes():
        with contextlib.suppress(OSError):
            (home / name).mkdir(parents=True, exist_ok=True)
            probe = home / name / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
            for old in home.glob(f"{room}-*"):
                if old.name != name:
                    shutil.rmtree(old, ignore_errors=True)
            return home / name
    return None


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile an entry, which Python calls, on first use; without the interpreter's lock, and cached if there is a place for it."""
    folder = code_folder(function.__module__.split(".")[2])
    if folder is None:
        return njit(nogil=True)(function)
    settings: Any = numba.config
    before, settings.CACHE_DIR = settings.CACHE_DIR, str(folder)
    try:
        return njit(cache=True, nogil=True)(function)
    finally:
        settings.CACHE_DIR = before


def part(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that only entries and other parts call: it is linked into them, and Python cannot call it."""
    made: Callable[..., Any] = whole_numbers(njit(**PART)(function))
    return made


def woven(function: Callable[..., Any]) -> Callable[..., Any]:
    """Write a part into its one caller.

    What is called once for every row, from one place, gains from being optimised together with it.
    """
    made: Callable[..., Any] = whole_numbers(njit(forceinline=True, **PART)(function))
    return made


link_once()

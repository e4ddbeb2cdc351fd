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

ENGINE = Path(__file__).parent.parent


def cache_homes() -> list[Path]:
    """Give the folders where compiled things may lie, the first choice first."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return [ENGINE / "__pycache__", home / "buuan"]


def sources_hash(*folders: Path) -> str:
    """Hash the Python sources of some folders."""
    digest = hashlib.sha256(numba.__version__.encode())
    for file in sorted(f for folder in folders for f in folder.glob("*.py")):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@functools.cache
def code_folder() -> Path | None:
    """Give the folder for the machine code of these very sources, made and writable, or `None`; older ones are removed."""
    rooms = sorted(init.parent for init in ENGINE.glob("*/__init__.py"))
    name = f"kernel-{sources_hash(ENGINE, *rooms)}"
    for home in cache_homes():
        with contextlib.suppress(OSError):
            (home / name).mkdir(parents=True, exist_ok=True)
            probe = home / name / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
            for old in home.glob("kernel-*"):
                if old.name != name:
                    shutil.rmtree(old, ignore_errors=True)
            return home / name
    return None


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function` on first use, without the interpreter's lock, and cache it if there is a place for it."""
    folder = code_folder()
    if folder is None:
        return njit(nogil=True)(function)
    settings: Any = numba.config
    before, settings.CACHE_DIR = settings.CACHE_DIR, str(folder)
    try:
        return njit(cache=True, nogil=True)(function)
    finally:
        settings.CACHE_DIR = before


def woven(function: Callable[..., Any]) -> Callable[..., Any]:
    """Write `function` into its one caller before compiling.

    Handing the some eighty arrays of artefact and scratch to a function costs a third of a microsecond a call, as much as the
    work in most of them: what takes those and is called for every row is woven in.
    """
    return njit(inline="always", nogil=True)(function)

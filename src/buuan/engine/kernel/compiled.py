"""Compiles a kernel function with numba and keeps the machine code where it can.

The code is kept next to the source, else in the user's cache folder; on an installation where neither can be written it is
compiled anew in each process, which costs seconds but changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile `function` on first use, without the interpreter's lock, and cache it if there is a place for it."""
    try:
        return njit(cache=True, nogil=True, forceinline=True)(function)
    except RuntimeError:  # numba found no folder to write to
        return njit(nogil=True)(function)

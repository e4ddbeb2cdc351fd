"""Lets numba make machine code once, for an entry of the kernel, and not for each of the functions it is made of.

numba treats each function as something that Python may call: it is optimised with all that it calls, turned into machine code,
and done again within its caller. Of the some sixty functions of the kernel Python calls one, so that was three quarters of the time
the kernel took to compile. Here a part is linked into what calls it as it was written, and optimised there.
"""

# the classes of numba have no types:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, misc, method-assign, attr-defined"
from __future__ import annotations

from typing import Any

from llvmlite.binding import Linkage
from numba import types
from numba.core.codegen import JITCodeLibrary, JITCPUCodegen

OURS, WRAPPER = "_ZN5buuan6engine", "_ZN7cpython5buuan6engine"
"""How the names of the engine's functions begin, and of those that Python calls them by."""


class Linked(JITCodeLibrary):
    """What numba makes of one function."""

    def is_part(self) -> bool:
        """Tell whether this is a function of the engine that Python does not call."""
        names = [one.name for one in self._final_module.functions if not one.is_declaration]
        return any(name.startswith(OURS) for name in names) and not any(name.startswith(WRAPPER) for name in names)

    def _optimize_final_module(self) -> None:
        if self.is_part():
            return
        for one in self._final_module.functions:
            if one.linkage == Linkage.linkonce_odr and one.name.startswith(OURS):
                one.linkage = Linkage.internal  # nobody else will call it: what has one caller is written into that
        super()._optimize_final_module()

    def _finalize_final_module(self) -> None:
        if not self.is_part():
            super()._finalize_final_module()
            return
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True


def link_once() -> None:
    """Have numba treat the engine's functions so."""
    JITCPUCodegen._library_class = Linked
    set_env = JITCPUCodegen.set_env

    def set_env_of_code(self, name, env):
        if self._engine.is_symbol_defined(name):  # a part has no machine code of its own
            set_env(self, name, env)

    JITCPUCodegen.set_env = set_env_of_code


def whole_numbers(dispatcher: Any) -> Any:
    """Let a part be compiled once for all whole numbers, rather than for each of their sizes and for each constant."""
    template_of = dispatcher.get_call_template

    def get_call_template(arguments, keywords):
        return template_of(tuple(_plain(one) for one in arguments), keywords)

    dispatcher.get_call_template = get_call_template
    return dispatcher


def _plain(kind):
    kind = types.unliteral(kind)
    if isinstance(kind, types.Boolean) or (isinstance(kind, types.Integer) and kind.bitwidth < 64):
        return types.int64
    return kind

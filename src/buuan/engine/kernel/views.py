"""Arrays as the kernel sees them: an address and nothing else, grouped in records of one address.

An array of numba carries a reference count and a shape; handing the some eighty arrays of artefact and working memory from
function to function costs more than the work in most of them. A record is a table of addresses (and sizes) that Python fills
in; inside the kernel `record.name[at]` is one load. Nothing is checked there: the tables are made here only, from arrays that
the caller keeps alive.
"""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, no-any-return, override, attr-defined"
from __future__ import annotations

import hashlib
import operator
from typing import Any

import numpy as np
from llvmlite import ir
from numba import from_dtype, types
from numba.core import cgutils
from numba.core.datamodel import models
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global, signature
from numba.extending import infer_getattr, intrinsic, lower_builtin, lower_getattr, lower_getattr_generic, register_model


class View(types.Type):
    """A column of one type, or rows of a fixed number of columns."""

    def __init__(self, dtype: Any, columns: int) -> None:
        self.dtype, self.columns = dtype, columns
        super().__init__(name=f"View({dtype}, {columns})")


class Record(types.Type):
    """A table of arrays: `fields` tells the name, type and columns of each, in the order of the table."""

    def __init__(self, title: str, fields: tuple[tuple[str, Any, int], ...]) -> None:
        self.wanted = {name: (at, np.dtype(kind), columns) for at, (name, kind, columns) in enumerate(fields)}
        self.fields = {name: (at, View(from_dtype(kind), columns)) for name, (at, kind, columns) in self.wanted.items()}
        digest = hashlib.sha256(repr(fields).encode()).hexdigest()[:12]  # the name of a type goes into every name made with it
        super().__init__(name=f"Record({title}, {digest})")


@register_model(View)
class ViewModel(models.StructModel):
    """An address and the number of elements."""

    def __init__(self, manager, kind):
        super().__init__(manager, kind, [("data", types.CPointer(kind.dtype)), ("size", types.int64)])


@register_model(Record)
class RecordModel(models.PrimitiveModel):
    """The address of the table."""

    def __init__(self, manager, kind):
        super().__init__(manager, kind, ir.IntType(64).as_pointer())


def record_at(kind: Record) -> Any:
    """Give the function that turns the address of a table into the record, inside the kernel."""

    @intrinsic
    def at_address(context, address):
        def generate(_context, builder, _signature, arguments):
            return builder.inttoptr(arguments[0], ir.IntType(64).as_pointer())

        return kind(types.int64), generate

    return at_address


def address_of(array: np.ndarray) -> int:
    """Give the address of an array's first element."""
    return int(array.__array_interface__["data"][0])


class Table:
    """The table of a record: the kernel is told its `address`; it keeps its arrays alive. Raises TypeError for any other array."""

    __slots__ = ("_cells", "address", "arrays")

    def __init__(self, kind: Record, **arrays: np.ndarray) -> None:
        cells: list[int] = []
        for name, (_, dtype, columns) in kind.wanted.items():
            array = arrays[name]
            shaped = (array.ndim == 1 and not columns) or (array.ndim == 2 and array.shape[1] == columns)
            if array.dtype != dtype or not shaped or not array.flags.c_contiguous:
                raise TypeError(f"{name} must be {dtype} with {columns} columns, not {array.dtype} {array.shape}")
            cells += address_of(array), array.size
        self.arrays = arrays
        self._cells = np.array(cells, np.int64)
        self.address = address_of(self._cells)


@infer_getattr
class RecordAttributes(AttributeTemplate):
    """The arrays of a record by name."""

    key = Record

    def generic_resolve(self, record, name):
        found = record.fields.get(name)
        return found[1] if found else None


@lower_getattr_generic(Record)
def record_attribute(context, builder, kind, value, name):
    """Load address and size; the tables never change while the kernel runs."""
    at, view = kind.fields[name]
    made = cgutils.create_struct_proxy(view)(context, builder)
    unchanging = builder.module.add_metadata([])
    for offset, member in enumerate(("data", "size")):
        loaded = builder.load(builder.gep(value, [ir.Constant(ir.IntType(64), 2 * at + offset)]))
        loaded.set_metadata("invariant.load", unchanging)
        setattr(made, member, builder.inttoptr(loaded, made.data.type) if member == "data" else loaded)
    return made._getvalue()


@infer_getattr
class ViewAttributes(AttributeTemplate):
    """The number of elements."""

    key = View

    def resolve_size(self, view):
        return types.int64


@lower_getattr(View, "size")
def view_size(context, builder, kind, value):
    """Give the number of elements."""
    return cgutils.create_struct_proxy(kind)(context, builder, value).size


def fitting(view: View, index: Any) -> bool:
    """Tell whether an index has as many numbers as the view has dimensions."""
    if not view.columns:
        return isinstance(index, types.Integer)
    return isinstance(index, types.BaseTuple) and len(index) == 2 and all(isinstance(t, types.Integer) for t in index)


@infer_global(operator.getitem)
class Getting(AbstractTemplate):
    """view[at] and view[row, column]."""

    def generic(self, args, kws):
        view, index = args
        return signature(view.dtype, view, index) if isinstance(view, View) and fitting(view, index) else None


@infer_global(operator.setitem)
class Setting(AbstractTemplate):
    """view[at] = value and view[row, column] = value."""

    def generic(self, args, kws):
        view, index, _ = args
        return signature(types.none, view, index, view.dtype) if isinstance(view, View) and fitting(view, index) else None


def place(context, builder, kinds, values):
    """Give the address of one element."""
    view, index = kinds[0], kinds[1]
    data = cgutils.create_struct_proxy(view)(context, builder, values[0]).data
    if view.columns:
        row, column = (context.cast(builder, builder.extract_value(values[1], at), index[at], types.intp) for at in range(2))
        at = builder.add(builder.mul(row, ir.Constant(ir.IntType(64), view.columns)), column)
    else:
        at = context.cast(builder, values[1], index, types.intp)
    return builder.gep(data, [at])


def get_element(context, builder, signature, values):
    """Load one element."""
    view = signature.args[0]
    loaded = builder.load(place(context, builder, signature.args, values))
    return context.data_model_manager[view.dtype].from_data(builder, loaded)


def set_element(context, builder, signature, values):
    """Store one element."""
    view = signature.args[0]
    stored = context.data_model_manager[view.dtype].as_data(builder, values[2])
    builder.store(stored, place(context, builder, signature.args, values))
    return context.get_dummy_value()


for _index in (types.Integer, types.BaseTuple):
    lower_builtin(operator.getitem, View, _index)(get_element)
    lower_builtin(operator.setitem, View, _index, types.Any)(set_element)

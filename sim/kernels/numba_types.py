"""Tables, rows, records and handles as Numba knows them: types, and loads and stores of LLVM's.

What they mean is said in `sim.kernels.rows` and `sim.kernels.handle`. Only
what compiles loads this.
"""

import operator
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.typing.templates import (
    AbstractTemplate,
    AttributeTemplate,
    infer_global,
    signature,
)
from numba.extending import (
    infer_getattr,
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
    register_model,
)
from numba.np.arrayobj import populate_array

from sim.kernels.handle import WORDS
from sim.kernels.rows import WORD, Fields
from sim.kernels.signatures import named

KINDS = {"f8": types.float64, "i8": types.int64}
Word = ir.IntType(64)


class TableType(types.Type):
    """Type of a table: names and kinds of its columns."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.places = {name: (k, kind) for k, (name, kind) in enumerate(fields)}
        super().__init__(name=named("Table", fields))

    @property
    def key(self) -> Any:
        """What tells two of these types apart."""
        return self.fields


class RowType(types.Type):
    """Type of a row of a table."""

    def __init__(self, table: TableType) -> None:
        self.table = table
        super().__init__(name=f"Row of {table.name}")

    @property
    def key(self) -> Any:
        """What tells two of these types apart."""
        return self.table.fields


class RecordType(types.Type):
    """Type of a record: the names of its numbers."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.places = {name: k for k, name in enumerate(names)}
        super().__init__(name=named("Record", names))

    @property
    def key(self) -> Any:
        """What tells two of these types apart."""
        return tuple(self.places)


@register_model(TableType)
@register_model(RecordType)
class _AddressModel(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, Word)


@register_model(RowType)
class _RowModel(models.StructModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        members = [("start", types.voidptr), ("stride", types.int64)]
        super().__init__(dmm, fe_type, members)


def load_word(builder: Any, address: Any, place: int) -> Any:
    """The word at a place behind an address, which is not written while a kernel runs: loads
    of it may be merged and hoisted."""
    words = builder.inttoptr(address, Word.as_pointer())
    return _constant(builder, builder.gep(words, [ir.Constant(Word, place)]))


def _constant(builder: Any, pointer: Any) -> Any:
    """What is behind a pointer and does not change while a kernel runs."""
    loaded = builder.load(pointer)
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


@infer_global(len)
class _Length(AbstractTemplate):
    def generic(self, args: Any, _kws: Any) -> Any:
        return signature(types.intp, *args) if isinstance(args[0], TableType) else None


@lower_builtin(len, TableType)
def _length(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
    return load_word(builder, args[0], 1)


@infer_global(operator.getitem)
class _Item(AbstractTemplate):
    def generic(self, args: Any, _kws: Any) -> Any:
        table, index = args
        if isinstance(table, TableType) and isinstance(index, types.Integer):
            return signature(RowType(table), table, types.int64)
        if isinstance(table, RecordType) and isinstance(index, types.Integer):
            return signature(table, table, types.int64)
        return None


@lower_builtin(operator.getitem, TableType, types.Integer)
def _item(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    address, index = args
    behind = builder.icmp_signed("<", index, ir.Constant(Word, 0))
    index = builder.select(behind, builder.add(index, load_word(builder, address, 1)), index)
    row = cgutils.create_struct_proxy(sig.return_type)(context, builder)
    offset = builder.mul(index, ir.Constant(Word, WORD))
    block = builder.inttoptr(load_word(builder, address, 0), cgutils.voidptr_t)
    row.start = builder.gep(block, [offset])
    row.stride = load_word(builder, address, 2)
    return row._getvalue()


@infer_getattr
class _RowAttributes(AttributeTemplate):
    key = RowType

    # Numba's base class holds the constant NotImplemented where subclasses put a method.
    def generic_resolve(self, typ: Any, attr: str) -> Any:  # type: ignore[override]
        place = typ.table.places.get(attr)
        return None if place is None else KINDS[place[1]]


def _pointer(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    """Where the value of a column is in memory."""
    k, kind = typ.table.places[attr]
    row = cgutils.create_struct_proxy(typ)(context, builder, value=value)
    offset = builder.mul(row.stride, ir.Constant(Word, k))
    held = context.get_data_type(KINDS[kind])
    return builder.bitcast(builder.gep(row.start, [offset]), held.as_pointer())


def _of_column(builder: Any, access: Any, typ: Any, attr: str) -> None:
    """Mark a load or store as one of a column, which shares no memory with other columns."""
    add = builder.module.add_metadata
    column = add([f"{typ.table.name}.{attr}", add(["columns"]), ir.Constant(Word, 0)])
    access.set_metadata("tbaa", add([column, column, ir.Constant(Word, 0)]))


@lower_getattr_generic(RowType)
def _get(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    loaded = builder.load(_pointer(context, builder, typ, value, attr))
    _of_column(builder, loaded, typ, attr)
    return loaded


@lower_setattr_generic(RowType)
def _set(context: Any, builder: Any, sig: Any, args: Any, attr: str) -> None:
    typ = sig.args[0]
    stored = builder.store(args[1], _pointer(context, builder, typ, args[0], attr))
    _of_column(builder, stored, typ, attr)


@lower_builtin(operator.getitem, RecordType, types.Integer)
def _only_row(_context: Any, _builder: Any, _sig: Any, args: Any) -> Any:
    return args[0]


@infer_getattr
class _RecordAttributes(AttributeTemplate):
    key = RecordType

    def generic_resolve(self, typ: Any, attr: str) -> Any:  # type: ignore[override]
        return types.float64 if attr in typ.places else None


@lower_getattr_generic(RecordType)
def _number(_context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    numbers = builder.inttoptr(value, ir.DoubleType().as_pointer())
    return _constant(builder, builder.gep(numbers, [ir.Constant(Word, typ.places[attr])]))


class HandleType(types.Type):
    """Type of a handle: the names and types of its tables and arrays."""

    def __init__(self, name: str, fields: tuple[tuple[str, Any], ...]) -> None:
        self.fields = fields
        self.lookup = {name: (k, kind) for k, (name, kind) in enumerate(fields)}
        super().__init__(name=name)

    @property
    def key(self) -> Any:
        """What tells two of these types apart: the names and types of their fields."""
        return self.fields


@register_model(HandleType)
class _HandleModel(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, Word)


@infer_getattr
class _HandleAttributes(AttributeTemplate):
    key = HandleType

    # Numba's base class holds the constant NotImplemented where subclasses put a method.
    def generic_resolve(self, typ: Any, attr: str) -> Any:  # type: ignore[override]
        return typ.lookup[attr][1] if attr in typ.lookup else None


@lower_getattr_generic(HandleType)
def _getattr(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    k, kind = typ.lookup[attr]
    if isinstance(kind, TableType):
        return builder.add(value, ir.Constant(Word, WORDS * WORD * k))
    array = context.make_array(kind)(context, builder)
    item = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    size = ir.Constant(Word, item)
    shape = [load_word(builder, value, WORDS * k + 1 + d) for d in range(kind.ndim)]
    strides = [size] if kind.ndim == 1 else [builder.mul(shape[1], size), size]
    populate_array(
        array,
        data=builder.inttoptr(load_word(builder, value, WORDS * k), array.data.type),
        shape=shape,
        strides=strides,
        itemsize=size,
        meminfo=None,
    )
    return array._getvalue()

"""How compiled code sees a table: columns side by side in one block of memory.

A kernel writes ``t.communities[i].grievance``. A table is compiled to the address of three words
(where its block begins, how many rows it has, how far apart columns are), a row to two (where its
first column is, how far apart columns are), so that a value is one load at a place known to the
compiler. A kernel that walks down one column reads nothing else: tables have up to a hundred
columns, and whole rows side by side would not fit into the cache of a core. The compiler is told
that columns never overlap: what has been read of one stays read when another is written.

As with lists and arrays, row -1 is the last one.

A record of numbers that never change, ``q[0].name``, is compiled to the address of its values.
"""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compiling import numba

WORD = 8
"""Bytes of a value: columns hold 64-bit floats or 64-bit integers."""

Fields = tuple[tuple[str, str], ...]
"""Names and kinds (``f8`` or ``i8``) of columns, in their order in the block."""


class Rows:
    """What a kernel gets as a table by itself. Keeps the block alive."""

    def __init__(self, block: NDArray[np.int64], count: int, fields: Fields) -> None:
        """Refer to `count` rows of a block of shape (columns, at least `count`)."""
        self.block = block
        self.words = np.array([block.ctypes.data, count, block.strides[0]], np.int64)
        self.address = int(self.words.ctypes.data)
        self._numba_type_ = table_type(fields)


class Record:
    """What a kernel gets as a record of numbers. Keeps them alive; they are not to be changed."""

    def __init__(self, values: Mapping[str, float]) -> None:
        """Hold `values` by name."""
        self.names = tuple(values)
        self.values = np.array(list(values.values()))
        self.address = int(self.values.ctypes.data)
        self._numba_type_ = record_type(self.names)

    def __getitem__(self, row: int) -> SimpleNamespace:
        """The numbers, as kernels see them; there is one row, 0."""
        return SimpleNamespace(**self._by_name())

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy has an address of its own."""
        return Record, (self._by_name(),)

    def _by_name(self) -> dict[str, float]:
        return dict(zip(self.names, self.values.tolist(), strict=True))


if numba is not None:
    import operator
    import zlib

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
        NativeValue,
        infer_getattr,
        lower_builtin,
        lower_getattr_generic,
        lower_setattr_generic,
        register_model,
        unbox,
    )

    KINDS = {"f8": types.float64, "i8": types.int64}
    Word = ir.IntType(64)

    class TableType(types.Type):
        """Type of a table: names and kinds of its columns."""

        def __init__(self, fields: Fields) -> None:
            self.fields = fields
            self.places = {name: (k, kind) for k, (name, kind) in enumerate(fields)}
            super().__init__(name=f"Table{zlib.crc32(repr(fields).encode()):08x}")

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
            super().__init__(name=f"Record{zlib.crc32(repr(names).encode()):08x}")

        @property
        def key(self) -> Any:
            """What tells two of these types apart."""
            return tuple(self.places)

    def table_type(fields: Fields) -> Any:
        """Numba's type of a table with these columns."""
        return TableType(fields)

    def record_type(names: tuple[str, ...]) -> Any:
        """Numba's type of a record with these numbers."""
        return RecordType(names)

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

    def unbox_address(_typ: Any, obj: Any, c: Any) -> Any:
        """Take the attribute `address` of a Python object for its value."""
        boxed = c.pyapi.object_getattr_string(obj, "address")
        address = c.pyapi.long_as_longlong(boxed)
        c.pyapi.decref(boxed)
        failed = cgutils.is_not_null(c.builder, c.pyapi.err_occurred())
        return NativeValue(address, is_error=failed)

    unbox(TableType)(unbox_address)
    unbox(RecordType)(unbox_address)

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

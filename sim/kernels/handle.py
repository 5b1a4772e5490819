"""One pointer for all tables: how a compiled kernel receives the world.

A kernel takes `t` and reads ``t.communities[i].grievance``. Passing twenty tables would cost twenty
unpackings a call, 60 machine arguments a helper, and minutes of compiling. So `t` is compiled to
one integer: the address of a block that holds three words for every table (see `sim.kernels.rows`)
and for every array (its address and shape). Fields are known to the type, so that
``t.communities`` is a place in the block.

Without numba `t` is just an object whose attributes are lists of row views.
"""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compiling import INTERPRETED, numba
from sim.kernels.rows import Rows

WORDS = 3  # of the block, for each field


class Handle:
    """What kernels get as `t`. Keeps the arrays alive; made anew when an array has moved."""

    def __init__(self, tables: Mapping[str, Rows], arrays: Mapping[str, NDArray[Any]]) -> None:
        self.fields = (*tables.values(), *arrays.values())
        self.block = np.zeros((len(self.fields), WORDS), np.int64)
        for k, table in enumerate(tables.values()):
            self.block[k] = table.words
        for k, array in enumerate(arrays.values(), start=len(tables)):
            assert array.flags.c_contiguous
            self.block[k, 0] = array.ctypes.data
            self.block[k, 1 : 1 + array.ndim] = array.shape
        self.address = int(self.block.ctypes.data)
        self._numba_type_ = handle_type(tables, arrays)


def hand_over(tables: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Any:
    """What kernels get as `t`: the rows of tables and other arrays, by name."""
    if INTERPRETED:
        return SimpleNamespace(**tables, **{name: array.data for name, array in arrays.items()})
    return Handle(tables, arrays)


if numba is not None:
    import zlib

    from llvmlite import ir
    from numba import typeof
    from numba.core import types
    from numba.core.datamodel import models
    from numba.core.typing.templates import AttributeTemplate
    from numba.extending import infer_getattr, lower_getattr_generic, register_model, unbox
    from numba.np.arrayobj import populate_array

    from sim.kernels.rows import WORD, TableType, Word, load_word, unbox_address

    class HandleType(types.Type):
        """Type of a handle: the names and types of its tables and arrays."""

        def __init__(self, fields: tuple[tuple[str, Any], ...]) -> None:
            self.fields = fields
            self.lookup = {name: (k, kind) for k, (name, kind) in enumerate(fields)}
            named = repr([(name, kind.name) for name, kind in fields])
            super().__init__(name=f"Handle{zlib.crc32(named.encode()):08x}")

        @property
        def key(self) -> Any:
            """What tells two of these types apart: the names and types of their fields."""
            return self.fields

    def handle_type(tables: Mapping[str, Rows], arrays: Mapping[str, NDArray[Any]]) -> Any:
        """Numba's type of a handle to these tables and arrays."""
        fields = [(name, table._numba_type_) for name, table in tables.items()]
        return HandleType((*fields, *((name, typeof(array)) for name, array in arrays.items())))

    @register_model(HandleType)
    class _HandleModel(models.PrimitiveModel):
        def __init__(self, dmm: Any, fe_type: Any) -> None:
            super().__init__(dmm, fe_type, Word)

    unbox(HandleType)(unbox_address)

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

"""One pointer for all tables: how a compiled kernel receives the world.

A kernel takes `t` and reads ``t.communities[i].grievance``. Passing twenty arrays would cost twenty
unpackings a call, 150 machine arguments a helper, and minutes of compiling. So `t` is compiled to
one integer: the address of a block that holds the address and length of every array. Fields are
known to the type, so that ``t.communities`` becomes two loads.

Without numba `t` is just an object whose attributes are lists of row views.
"""

from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels.compiling import INTERPRETED, numba

Arrays = dict[str, NDArray[Any]]


class Handle:
    """What kernels get as `t`. Keeps the arrays alive; made anew when an array has moved."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.block = np.zeros((len(arrays), 3), np.int64)
        for k, array in enumerate(arrays.values()):
            assert array.flags.c_contiguous
            self.block[k, 0] = array.ctypes.data
            self.block[k, 1 : 1 + array.ndim] = array.shape
        self.address = int(self.block.ctypes.data)
        self._numba_type_ = handle_type(arrays)


def hand_over(rows: dict[str, Any], arrays: Arrays) -> Any:
    """What kernels get as `t`: the rows of tables and other arrays, by name."""
    if INTERPRETED:
        return SimpleNamespace(**rows, **{name: array.data for name, array in arrays.items()})
    return Handle(rows | arrays)


if numba is not None:
    from llvmlite import ir
    from numba import typeof
    from numba.core import cgutils, types
    from numba.core.datamodel import models
    from numba.core.typing.templates import AttributeTemplate
    from numba.extending import (
        NativeValue,
        infer_getattr,
        lower_getattr_generic,
        register_model,
        unbox,
    )
    from numba.np.arrayobj import populate_array

    class HandleType(types.Type):
        """Type of a handle: the names and types of its arrays."""

        def __init__(self, fields: tuple[tuple[str, Any], ...]) -> None:
            self.fields = fields
            self.lookup = {name: (k, array) for k, (name, array) in enumerate(fields)}
            super().__init__(name=f"Handle({', '.join(name for name, _ in fields)})")

        @property
        def key(self) -> Any:
            """What tells two of these types apart: the names and types of their arrays."""
            return self.fields

    def handle_type(arrays: Arrays) -> Any:
        """Numba's type of a handle to these arrays."""
        return HandleType(tuple((name, typeof(array)) for name, array in arrays.items()))

    @register_model(HandleType)
    class _HandleModel(models.PrimitiveModel):
        def __init__(self, dmm: Any, fe_type: Any) -> None:
            super().__init__(dmm, fe_type, ir.IntType(64))

    @unbox(HandleType)
    def _unbox(_typ: Any, obj: Any, c: Any) -> Any:
        boxed = c.pyapi.object_getattr_string(obj, "address")
        address = c.pyapi.long_as_longlong(boxed)
        c.pyapi.decref(boxed)
        failed = cgutils.is_not_null(c.builder, c.pyapi.err_occurred())
        return NativeValue(address, is_error=failed)

    @infer_getattr
    class _HandleAttributes(AttributeTemplate):
        key = HandleType

        # Numba's base class holds the constant NotImplemented where subclasses put a method.
        def generic_resolve(self, typ: Any, attr: str) -> Any:  # type: ignore[override]
            return typ.lookup[attr][1] if attr in typ.lookup else None

    @lower_getattr_generic(HandleType)
    def _getattr(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
        k, kind = typ.lookup[attr]
        word = ir.IntType(64)
        slots = builder.inttoptr(value, word.as_pointer())
        constant = builder.module.add_metadata([])

        def load(place: int) -> Any:
            # The block is not written while a kernel runs: loads may be merged and hoisted.
            loaded = builder.load(builder.gep(slots, [ir.Constant(word, 3 * k + place)]))
            loaded.set_metadata("invariant.load", constant)
            return loaded

        array = context.make_array(kind)(context, builder)
        item = context.get_abi_sizeof(context.get_data_type(kind.dtype))
        size = ir.Constant(word, item)
        shape = [load(1 + d) for d in range(kind.ndim)]
        strides = [size] if kind.ndim == 1 else [builder.mul(shape[1], size), size]
        populate_array(
            array,
            data=builder.inttoptr(load(0), array.data.type),
            shape=shape,
            strides=strides,
            itemsize=size,
            meminfo=None,
        )
        return array._getvalue()

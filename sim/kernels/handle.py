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

from sim.kernels.compiling import INTERPRETED, lent
from sim.kernels.rows import WORD, Rows
from sim.kernels.signatures import check, named, word_for

WORDS = 3  # of the block, for each field


class Handle:
    """What kernels get as `t`. Keeps the arrays alive; made anew when an array has moved."""

    def __init__(self, tables: Mapping[str, Rows], arrays: Mapping[str, NDArray[Any]]) -> None:
        self.fields: dict[str, Any] = {**tables, **arrays}
        self.kind = named("Handle", [(name, word_for(one)) for name, one in self.fields.items()])
        self.block = np.zeros((1 + len(self.fields), WORDS), np.int64)
        self.block[0] = check(self.kind)
        for k, table in enumerate(tables.values(), start=1):
            self.block[k] = table.words[1:]
        for k, array in enumerate(arrays.values(), start=1 + len(tables)):
            assert array.flags.c_contiguous
            self.block[k, 0] = array.ctypes.data
            self.block[k, 1 : 1 + array.ndim] = array.shape
        self.address = int(self.block.ctypes.data) + WORDS * WORD


def hand_over(tables: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Any:
    """What kernels get as `t`: the rows of tables and other arrays, by name."""
    if INTERPRETED:
        return SimpleNamespace(**tables, **{name: lent(array) for name, array in arrays.items()})
    return Handle(tables, arrays)

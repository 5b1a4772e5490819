"""How compiled code sees a table: columns side by side in one block of memory.

A kernel writes ``t.communities[i].grievance``. A table is compiled to the address of three words
(where its block begins, how many rows it has, how far apart columns are), a row to two (where its
first column is, how far apart columns are), so that a value is one load at a place known to the
compiler. A kernel that walks down one column reads nothing else: tables have up to a hundred
columns, and whole rows side by side would not fit into the cache of a core. The compiler is told
that columns never overlap: what has been read of one stays read when another is written.

As with lists and arrays, row -1 is the last one.

A record of numbers that never change, ``q[0].name``, is compiled to the address of its values.

The word before such an address says what is there, see `sim.kernels.signatures`.
"""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels.signatures import check, named

WORD = 8
"""Bytes of a value: columns hold 64-bit floats or 64-bit integers."""

Fields = tuple[tuple[str, str], ...]
"""Names and kinds (``f8`` or ``i8``) of columns, in their order in the block."""


class Rows:
    """What a kernel gets as a table by itself. Keeps the block alive."""

    def __init__(self, block: NDArray[np.int64], count: int, fields: Fields) -> None:
        """Refer to `count` rows of a block of shape (columns, at least `count`)."""
        self.block, self.fields = block, fields
        self.kind = named("Table", fields)
        self.words = np.array(
            [check(self.kind), block.ctypes.data, count, block.strides[0]], np.int64
        )
        self.address = int(self.words.ctypes.data) + WORD


class Record:
    """What a kernel gets as a record of numbers. Keeps them alive; they are not to be changed."""

    def __init__(self, values: Mapping[str, float]) -> None:
        """Hold `values` by name."""
        self.names = tuple(values)
        self.kind = named("Record", self.names)
        self.words = np.full(1 + len(values), check(self.kind), np.int64)
        self.values: NDArray[np.float64] = self.words[1:].view(np.float64)
        self.values[:] = list(values.values())
        self.address = int(self.words.ctypes.data) + WORD

    def __getitem__(self, row: int) -> SimpleNamespace:
        """The numbers, as kernels see them; there is one row, 0."""
        return SimpleNamespace(**self._by_name())

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy has an address of its own."""
        return Record, (self._by_name(),)

    def _by_name(self) -> dict[str, float]:
        return dict(zip(self.names, self.values.tolist(), strict=True))

"""A table: rows of one kind, column by column in one block, the only home of their numbers."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.kernels import INTERPRETED
from sim.kernels.rows import WORD, Rows
from sim.state.columns import Column

LINE = 64  # bytes that a processor fetches at once


class Table:
    """Rows of one kind of thing. Subclasses declare columns as class attributes.

    ``table.grievance`` is the column as a NumPy array over all rows (writable); ``table[3]`` is
    nothing: rows are read by Mesa agents, by kernels through :attr:`rows`, or as
    ``table.grievance[3]``.

    A row never moves: its number identifies it for as long as it lives. Tables whose rows come
    and go (:attr:`dynamic`) have a column ``alive`` and a column ``generation``, which rises when
    the row is freed: a freed row may be used again, and (row, generation) is an identity for good.

    Attributes:
        block: (columns, at least rows) all values; integers, in which floats lie bit by bit.
        data: column by name, as an array of all rows that shares memory with the block.
        cols: the same as memory views, which are quicker to read and write value by value.
        rows: what kernels get.
    """

    columns: ClassVar[dict[str, Column]] = {}
    dynamic: ClassVar[bool] = False
    dtype: ClassVar[np.dtype[Any]]
    fields: ClassVar[tuple[tuple[str, str], ...]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = {k: v for k, v in vars(cls).items() if isinstance(v, Column)}
        cls.columns = {**cls.columns, **own}
        cls.dynamic = "alive" in cls.columns
        cls.fields = tuple((name, column.kind) for name, column in cls.columns.items())
        cls.dtype = np.dtype(list(cls.fields))

    def __init__(self, rows: int) -> None:
        """Make `rows` rows at their defaults (in a dynamic table: free rows)."""
        self._size = 0
        self.data: dict[str, NDArray[Any]] = {}
        self._resize(rows)

    def __len__(self) -> int:
        return self._size

    def __setattr__(self, name: str, value: Any) -> None:
        """Write a column where `name` is one: ``table.grievance = 0.5``."""
        if name in self.columns:
            self.data[name][:] = value
        else:
            object.__setattr__(self, name, value)

    def _resize(self, rows: int) -> None:
        """Set the number of rows; new rows are at their defaults. Old arrays are left behind."""
        old, kept = self.data, min(rows, self._size)
        self.block: NDArray[np.int64] = _block(len(self.columns), rows)
        self.data = {}
        for line, (name, column) in zip(self.block, self.columns.items(), strict=True):
            values = line[:rows].view(column.kind)
            values[:] = column.default
            if kept:
                values[:kept] = old[name][:kept]
            self.data[name] = values
        self._size = rows
        self.cols: dict[str, memoryview] = {name: data.data for name, data in self.data.items()}
        self.rows: Any = self._views() if INTERPRETED else Rows(self.block, rows, self.fields)
        self.__dict__.update(self.data)

    def as_records(self, rows: slice | NDArray[Any] = slice(None)) -> NDArray[Any]:
        """A copy of some rows as a structured array, a record for each row."""
        found = np.empty(len(np.arange(self._size)[rows]), self.dtype)
        for name, values in self.data.items():
            found[name] = values[rows]
        return found

    def _views(self) -> list[Any]:
        """Row views for interpreted kernels: one light object a row, properties on the columns."""
        body: dict[str, Any] = {"__slots__": ("row",)}
        for name, mem in self.cols.items():
            body[name] = _property(mem, whole=self.columns[name].kind == "i8")
        view: Any = type(f"{type(self).__name__}Row", (), body)
        views = []
        for row in range(self._size):
            one = view()
            one.row = row
            views.append(one)
        return views

    @property
    def living(self) -> NDArray[np.intp]:
        """Numbers of the living rows (all rows where rows do not come and go), ascending."""
        if not self.dynamic:
            return np.arange(self._size)
        return np.flatnonzero(self.data["alive"])

    def new(self, **values: float) -> int:
        """Bring a free row to life with `values` (the rest at defaults) and return its number.

        Raises:
            TypeError: the table's rows are fixed.
            KeyError: a name is no column.
        """
        if not self.dynamic:
            raise TypeError(f"rows of {type(self).__name__} do not come and go")
        free = np.flatnonzero(self.data["alive"] == 0)
        if not len(free):
            self._resize(max(8, 2 * self._size))
            free = np.flatnonzero(self.data["alive"] == 0)
        row = int(free[0])
        for name, column in self.columns.items():
            if name != "generation":
                self.data[name][row] = values.pop(name, column.default)
        if values:
            raise KeyError(f"{type(self).__name__} has no column {sorted(values)}")
        self.data["alive"][row] = 1
        return row

    def free(self, row: int) -> None:
        """End a row's life; its number may be used again under the next generation."""
        self.data["alive"][row] = 0
        self.data["generation"][row] += 1

    def require(self, free: int) -> bool:
        """Grow until at least `free` rows are free; True if arrays have moved."""
        have = self._size - int(np.count_nonzero(self.data["alive"]))
        if have >= free:
            return False
        self._resize(2 * self._size + free)
        return True

    def extend(self, rows: int) -> None:
        """Grow to `rows` rows. Arrays move: call `World.refresh` afterwards."""
        self._resize(rows)

    def clear_channels(self) -> None:
        """Put every channel column at its neutral value, for the week to come."""
        for name, column in self.columns.items():
            if column.rule:
                self.data[name][:] = column.neutral


def _block(columns: int, rows: int) -> NDArray[np.int64]:
    """Room for columns, each of which starts a line of the cache, in a set of lines of its own."""
    words = LINE // WORD
    # An odd number of lines apart, neighbours in a row never compete for one place in the cache.
    apart = rows if rows < words else (-(-rows // words) | 1) * words
    raw = np.zeros(columns * apart + words, np.int64)
    skipped = -raw.ctypes.data % LINE // WORD
    return raw[skipped : skipped + columns * apart].reshape(columns, apart)


def _property(mem: memoryview, *, whole: bool) -> property:
    """Read and write one column at the row of a view; a code or row number stays an integer."""

    def get(view: Any) -> Any:
        return mem[view.row]

    def put(view: Any, value: Any) -> None:
        mem[view.row] = int(value) if whole else value

    return property(get, put)

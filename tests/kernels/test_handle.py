"""The handle: kernels read and write the same numbers through it as NumPy does."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.kernels import INTERPRETED, kernel

if INTERPRETED:
    pytest.skip("without numba there are no handles", allow_module_level=True)

from sim.kernels.handle import Handle
from sim.state.columns import amount, row_of
from sim.state.table import Table


class One(Table):
    """A table of three columns."""

    x = amount(0.0, "km", 0.0, 10.0, "a length")
    n = row_of("one", "a number")
    y = amount(0.0, "km", 0.0, 10.0, "another length")


class Two(Table):
    """A table of one column."""

    z = amount(-1.0, "km", 0.0, 10.0, "a depth")


@pytest.fixture
def one() -> One:
    table = One(5)
    table.x = np.arange(5) * 1.5
    table.n = np.arange(5) - 2
    return table


@pytest.fixture
def arrays() -> dict[str, NDArray[Any]]:
    return {
        "grid": np.arange(12, dtype=np.int64).reshape(3, 4),
        "table": np.linspace(0.0, 1.0, 6).reshape(2, 3),
    }


def of(one: Table, arrays: dict[str, NDArray[Any]]) -> Handle:
    return Handle({"one": one.rows, "two": Two(3).rows}, arrays)


@kernel
def total(t: Any) -> float:
    s = 0.0
    for i in range(len(t.one)):
        s += t.one[i].x * t.one[i].n
    for i in range(len(t.two)):
        s += t.two[i].z
    return s


@kernel
def at(t: Any, i: int, j: int) -> float:
    return 1000.0 * t.grid[i, j] + t.table[i, j]


@kernel
def shape(t: Any) -> tuple[int, int, int, int, int, int]:
    return (
        len(t.one),
        len(t.two),
        t.grid.shape[0],
        t.grid.shape[1],
        t.table.shape[0],
        t.table.shape[1],
    )


@kernel
def put(t: Any, i: int, x: float, n: int) -> None:
    row = t.one[i]
    row.x = x
    t.one[i].n += n
    t.grid[i, 3] = n
    t.table[1, i] = x


@kernel
def fill(t: Any, i: int) -> None:
    t.one[i].y = 7.0


@kernel
def fill_through_a_helper(t: Any) -> float:
    for i in range(len(t.one)):
        fill(t, i)
    return t.one[len(t.one) - 1].y


@kernel
def last(rows: Any, i: int) -> tuple[float, int]:
    rows[i].n = rows[i].x  # as in NumPy, a fraction is cut off
    return rows[i].x, rows[i].n


def test_kernels_read_what_numpy_reads(one: One, arrays: dict[str, NDArray[Any]]) -> None:
    handle = of(one, arrays)
    assert total(handle) == float((one.x * one.n).sum()) - 3.0
    assert shape(handle) == (5, 3, 3, 4, 2, 3)
    for i in range(2):
        for j in range(3):
            assert at(handle, i, j) == 1000.0 * arrays["grid"][i, j] + arrays["table"][i, j]


def test_numpy_reads_what_kernels_write(one: One, arrays: dict[str, NDArray[Any]]) -> None:
    put(of(one, arrays), 2, 9.25, 5)
    assert one.x.tolist() == [0.0, 1.5, 9.25, 4.5, 6.0]
    assert one.n.tolist() == [-2, -1, 5, 1, 2]
    assert arrays["grid"].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 5]]
    assert arrays["table"][1].tolist() == [pytest.approx(0.6), pytest.approx(0.8), 9.25]


def test_a_helper_gets_the_same_rows(one: One, arrays: dict[str, NDArray[Any]]) -> None:
    assert fill_through_a_helper(of(one, arrays)) == 7.0
    assert one.y.tolist() == [7.0] * 5
    assert one.x.tolist() == [0.0, 1.5, 3.0, 4.5, 6.0]


def test_a_table_goes_by_itself_too_and_row_minus_one_is_the_last(one: One) -> None:
    assert last(one.rows, 1) == (1.5, 1)
    assert last(one.rows, -1) == (6.0, 6)
    assert one.n.tolist() == [-2, 1, 0, 1, 6]


@pytest.mark.parametrize("rows", [1, 7, 8, 40, 64, 1024])
def test_columns_of_any_number_of_rows_keep_apart(rows: int) -> None:
    table, arrays = One(rows), {"grid": np.zeros((rows, 4), np.int64), "table": np.zeros((2, rows))}
    for i in range(rows):
        put(Handle({"one": table.rows}, arrays), i, i + 0.5, 3)
    fill_through_a_helper(Handle({"one": table.rows}, arrays))
    assert table.x.tolist() == [i + 0.5 for i in range(rows)]
    assert table.n.tolist() == [2] * rows, "the default, -1, and 3"
    assert table.y.tolist() == [7.0] * rows


def test_tables_of_other_sizes_need_no_second_compilation(
    one: One, arrays: dict[str, NDArray[Any]]
) -> None:
    before = total(of(one, arrays))
    versions = len(total.versions)  # type: ignore[attr-defined]
    one.extend(9)
    one.x[5:], one.n[5:] = 2.0, 1
    assert total(of(one, arrays)) == before + 8.0
    assert len(total.versions) == versions  # type: ignore[attr-defined]


def test_a_handle_keeps_its_tables_and_arrays_alive() -> None:
    def made() -> Handle:
        table = One(1000)
        table.x = 2.0
        table.n = 1
        return Handle({"one": table.rows, "two": Two(3).rows}, {"grid": np.ones((3, 4), np.int64)})

    handle = made()
    litter = [np.zeros(1000) for _ in range(50)]
    assert total(handle) == 1997.0
    assert len(litter) == 50


def test_an_unknown_table_or_column_is_refused_when_compiling(
    one: One, arrays: dict[str, NDArray[Any]]
) -> None:
    from numba.core.errors import TypingError

    @kernel
    def wrong(t: Any) -> int:
        return len(t.nowhere)

    @kernel
    def nothing(t: Any) -> float:
        return t.one[0].nothing  # type: ignore[no-any-return]

    with pytest.raises(TypingError, match="nowhere"):
        wrong(of(one, arrays))
    with pytest.raises(TypingError, match="nothing"):
        nothing(of(one, arrays))

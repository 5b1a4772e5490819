"""The handle: kernels read and write the same numbers through it as NumPy does."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.kernels import INTERPRETED, kernel

if INTERPRETED:
    pytest.skip("without numba there are no handles", allow_module_level=True)

from sim.kernels.handle import Handle

ROW = np.dtype([("x", "f8"), ("n", "i8"), ("y", "f8")], align=True)


@pytest.fixture
def arrays() -> dict[str, NDArray[Any]]:
    one = np.zeros(5, ROW)
    one["x"] = np.arange(5) * 1.5
    one["n"] = np.arange(5) - 2
    two = np.zeros(3, np.dtype([("z", "f8")]))
    two["z"] = -1.0
    return {
        "one": one,
        "grid": np.arange(12, dtype=np.int64).reshape(3, 4),
        "two": two,
        "table": np.linspace(0.0, 1.0, 6).reshape(2, 3),
    }


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


def test_kernels_read_what_numpy_reads(arrays: dict[str, NDArray[Any]]) -> None:
    handle = Handle(arrays)
    one = arrays["one"]
    assert total(handle) == float((one["x"] * one["n"]).sum() + arrays["two"]["z"].sum())
    assert shape(handle) == (5, 3, 3, 4, 2, 3)
    for i in range(2):
        for j in range(3):
            assert at(handle, i, j) == 1000.0 * arrays["grid"][i, j] + arrays["table"][i, j]


def test_numpy_reads_what_kernels_write(arrays: dict[str, NDArray[Any]]) -> None:
    put(Handle(arrays), 2, 9.25, 5)
    assert arrays["one"]["x"].tolist() == [0.0, 1.5, 9.25, 4.5, 6.0]
    assert arrays["one"]["n"].tolist() == [-2, -1, 5, 1, 2]
    assert arrays["grid"].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 5]]
    assert arrays["table"][1].tolist() == [pytest.approx(0.6), pytest.approx(0.8), 9.25]


def test_a_helper_gets_the_same_arrays(arrays: dict[str, NDArray[Any]]) -> None:
    assert fill_through_a_helper(Handle(arrays)) == 7.0
    assert arrays["one"]["y"].tolist() == [7.0] * 5


def test_handles_to_arrays_of_other_sizes_need_no_second_compilation(
    arrays: dict[str, NDArray[Any]],
) -> None:
    total(Handle(arrays))
    versions = len(total.signatures)  # type: ignore[attr-defined]
    larger = arrays | {"one": np.concatenate((arrays["one"], arrays["one"]))}
    assert total(Handle(larger)) == 2.0 * total(Handle(arrays)) + 3.0
    assert len(total.signatures) == versions  # type: ignore[attr-defined]


def test_a_handle_keeps_its_arrays_alive() -> None:
    handle = Handle({"one": np.full(1000, 2.0)})

    @kernel
    def add(t: Any) -> float:
        s = 0.0
        for i in range(len(t.one)):
            s += t.one[i]
        return s

    litter = [np.zeros(1000) for _ in range(50)]
    assert add(handle) == 2000.0
    assert len(litter) == 50


def test_an_unknown_table_is_refused_when_compiling(arrays: dict[str, NDArray[Any]]) -> None:
    from numba.core.errors import TypingError

    @kernel
    def wrong(t: Any) -> int:
        return len(t.nowhere)

    with pytest.raises(TypingError, match="nowhere"):
        wrong(Handle(arrays))

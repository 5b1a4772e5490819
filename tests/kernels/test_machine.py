"""Machine code: kept, loaded without a compiler, called with what it was made for alone."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.kernels import INTERPRETED, kernel, uniform

if INTERPRETED:
    pytest.skip("without numba there is no machine code", allow_module_level=True)

from sim.kernels import machine
from sim.kernels.handle import Handle
from sim.kernels.rows import Record, Rows

Python = Callable[..., "CompletedProcess[str]"]
DRAW = """
import sys
from sim.kernels import uniform
print(uniform(1, 2, 3, 4, 5), "numba" in sys.modules)
"""


@kernel
def kinds(x: float, n: int, yes: bool, a: Any) -> tuple[float, int, bool]:
    return x + a[0], n + len(a), not yes


@kernel
def fill(a: Any, b: Any) -> None:
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            a[i, j] = 10.0 * i + j + b[0]


@kernel
def corner(both: Any) -> float:
    return both[0][1, 1] + both[1][0]


@kernel
def deep(a: Any) -> float:
    first, (second, third), number = a
    return first[0] + second[0, 0] + third[0] + number


@kernel
def value(q: Any) -> float:
    return q[0].x


@kernel
def anything(a: Any) -> int:
    return a + 1


@pytest.fixture
def grid() -> NDArray[np.float64]:
    return np.zeros((2, 3))


def test_numbers_and_arrays_go_in_and_numbers_come_out(grid: NDArray[np.float64]) -> None:
    assert kinds(1, 2, True, np.array([4.0, 5.0])) == (5.0, 4, False)
    assert kinds(np.float64(1.0), np.int64(2), np.bool_(False), np.ones(3)) == (2.0, 5, True)  # type: ignore[arg-type]
    assert fill(grid, np.array([100])) is None  # type: ignore[func-returns-value]
    assert grid.tolist() == [[100.0, 101.0, 102.0], [110.0, 111.0, 112.0]]
    assert corner((grid, np.array([7.0]))) == 118.0
    assert deep((np.ones(1), (np.full((1, 1), 20.0), np.array([300])), 4_000.0)) == 4_321.0


def test_each_type_has_its_version_and_a_declared_float_has_one() -> None:
    assert [anything(1), anything(0.5), anything(2), anything(1.5)] == [2, 1.5, 3, 2.5]
    assert isinstance(anything(1), int)
    versions: Any = anything
    assert len(versions.versions) == 2
    before: Any = kinds
    kinds(1.0, 2, True, np.ones(1))
    count = len(before.versions)
    kinds(1, 2, False, np.ones(5))
    assert len(before.versions) == count


def test_an_array_is_never_taken_for_one_of_other_numbers() -> None:
    """In turn, so that each call meets the code for the one before."""
    found = []
    for kind in (np.int64, np.int32, np.uint8, np.float64, np.int64, np.float64, np.int32):
        array = np.zeros((2, 2), kind)
        fill(array, np.ones(1))
        found.append((array.dtype, array.tolist()))
    assert [one for _, one in found] == [[[1, 2], [11, 12]]] * 7


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((4, 6))[::2, ::2],
        np.zeros((2, 3), np.float32),
        np.asfortranarray(np.zeros((2, 3))),
        [[0.0]],
        "text",
        None,
    ],
)
def test_what_no_kernel_takes_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError):
        fill(wrong, np.zeros(1))


def test_an_array_that_may_not_be_written_is_refused(grid: NDArray[np.float64]) -> None:
    grid.flags.writeable = False
    with pytest.raises(TypeError):
        fill(grid, np.zeros(1))
    assert not grid.any()


def test_arguments_too_few_or_too_many_are_refused(grid: NDArray[np.float64]) -> None:
    with pytest.raises(TypeError, match="takes 2 arguments"):
        fill(grid)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="takes 2 arguments"):
        fill(grid, grid, grid)  # type: ignore[call-arg]


def test_a_whole_number_that_is_too_large_is_refused() -> None:
    with pytest.raises(TypeError):
        anything(2**80)


def test_a_record_is_never_taken_for_another() -> None:
    """Their code differs only in the place that it reads."""
    first, second = Record({"x": 1.0, "y": 2.0}), Record({"y": 1.0, "x": 2.0})
    for _ in range(3):
        assert [value(first), value(second)] == [1.0, 2.0]
    with pytest.raises(Exception, match="x"):
        value(Record({"y": 1.0}))
    assert value(first) == 1.0


def test_a_table_is_never_taken_for_a_record_nor_a_handle_for_a_table() -> None:
    rows = Rows(np.zeros((1, 8), np.int64), 8, (("x", "f8"),))
    assert len({one.kind for one in (rows, Record({"x": 0.0}), Handle({"x": rows}, {}))}) == 3
    assert value(rows) == 0.0
    assert value(Record({"x": 3.0})) == 3.0


def test_calls_leave_no_hold_on_what_they_were_given(grid: NDArray[np.float64]) -> None:
    record, few = Record({"x": 1.0}), np.zeros(1)
    things: list[Any] = [grid, few, record, record.address, None, True]

    def calls() -> None:
        for _ in range(1000):
            fill(grid, few)
            value(record)
            kinds(1.0, 2, True, few)
            with pytest.raises(TypeError):
                fill(grid, "text")

    calls()
    before = [sys.getrefcount(one) for one in things]
    calls()
    assert np.abs(np.subtract([sys.getrefcount(one) for one in things], before)).max() < 50
    few.resize(2, refcheck=False)  # raises if a buffer is still held


def test_the_second_process_needs_no_compiler(python: Python, tmp_path: Path) -> None:
    env = {"PEACEGRID_CACHE": str(tmp_path), "PEACEGRID_INTERPRET": ""}
    first, second = (python("-c", DRAW, env=env).stdout.split() for _ in range(2))
    assert first == [str(uniform(1, 2, 3, 4, 5)), "True"]
    assert second == [first[0], "False"]


@pytest.mark.parametrize("damage", [b"", b"not code", None])
def test_damaged_code_is_compiled_anew(
    python: Python, tmp_path: Path, damage: bytes | None
) -> None:
    env = {"PEACEGRID_CACHE": str(tmp_path), "PEACEGRID_INTERPRET": ""}
    whole = python("-c", DRAW, env=env).stdout.split()
    (file,) = tmp_path.rglob("*uniform*.kernel")
    file.write_bytes(file.read_bytes()[:-1] if damage is None else damage)
    assert python("-c", DRAW, env=env).stdout.split() == [whole[0], "True"]
    assert python("-c", DRAW, env=env).stdout.split() == [whole[0], "False"]


def test_code_that_needs_what_is_not_there_is_not_loaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PEACEGRID_CACHE", str(tmp_path))
    machine.store("some", b"code", ["no_such_function"])
    code, outside = machine.stored("some") or (b"", [])
    assert (code, outside) == (b"code", ["no_such_function"])
    assert machine.load("some", code, outside) is None


def test_a_folder_that_cannot_be_written_is_no_mistake(python: Python, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    env = {"PEACEGRID_CACHE": str(tmp_path / "file" / "cache"), "PEACEGRID_INTERPRET": ""}
    assert python("-c", DRAW, env=env).stdout.split()[0] == str(uniform(1, 2, 3, 4, 5))


def test_kernels_of_other_packages_are_not_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nobody would see that they were edited."""
    monkeypatch.setenv("PEACEGRID_CACHE", str(tmp_path))

    @kernel
    def twice(x: float) -> float:
        return 2.0 * x

    assert twice(4.0) == 8.0
    assert not os.listdir(tmp_path)

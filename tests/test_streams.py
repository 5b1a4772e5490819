"""Named streams of random numbers."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.kernels import uniform
from sim.streams import Streams, stream

COLLIDING = ("test.name-69561", "test.name-122176")


def test_a_name_has_one_number_for_good() -> None:
    # The number is part of what makes runs reproducible: it must never change.
    assert stream("bands.merge") == 2166602113
    assert stream("events.day") == 2266703313


def test_two_names_with_one_number_are_refused() -> None:
    first, second = COLLIDING
    stream(first)
    stream(first)
    with pytest.raises(ValueError, match=f"streams '{second}' and '{first}' share a number"):
        stream(second)


@given(st.integers(0, 2**63 - 1), st.integers(0, 2000), st.integers(0, 50), st.integers(0, 50))
def test_python_and_kernels_draw_the_same(seed: int, week: int, row: int, k: int) -> None:
    draws = Streams(seed, week)
    assert draws.uniform("test.same", row, k) == uniform(seed, stream("test.same"), week, row, k)


def test_many_draws_are_the_single_draws() -> None:
    draws = Streams(5, 9)
    many = draws.uniforms("test.many", 40, 3)
    assert many.dtype == np.float64
    assert many.tolist() == [draws.uniform("test.many", row, 3) for row in range(40)]


def test_no_stream_disturbs_another() -> None:
    draws = Streams(5, 9)
    before = draws.uniform("test.one", 4)
    draws.uniforms("test.two", 1000)
    assert draws.uniform("test.one", 4) == before
    assert draws.uniform("test.two", 4) != before
    assert Streams(5, 10).uniform("test.one", 4) != before
    assert Streams(6, 9).uniform("test.one", 4) != before


def test_nothing_else_in_the_package_is_random() -> None:
    """No module draws by other means; a key is taken from what Mesa allows for `rng`."""
    allowed = {"sim/streams.py", "sim/compat.py"}
    package = Path(sim.__file__).parent
    wrong = []
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package.parent).as_posix()
        if name in allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imported = []
            if isinstance(node, ast.Import):
                imported = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                imported = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Attribute):
                imported = [ast.unparse(node)]
            wrong += [
                f"{name}:{node.lineno}: {found}"
                for found in imported
                if re.match(r"random\b|secrets\b|uuid\b|(np|numpy)\.random\b", found)
            ]
    assert wrong == []

"""The small numerical forms: what they compute, and that compiling changes nothing."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import kernels
from sim.kernels import (
    INTERPRETED,
    clamp,
    exponential,
    gumbel,
    gumbel_most,
    poisson,
    relax,
    round_random,
    saturate,
    uniform,
)
from sim.streams import stream

DRAW = st.floats(0.0, 1.0, exclude_max=True)
REAL = st.floats(-1e6, 1e6)
AMOUNT = st.floats(0.0, 1e6)
SHARE = st.floats(0.0, 1.0)
NAME = stream("test.maths")

FORMS: dict[str, tuple[Any, ...]] = {
    "clamp": (REAL, REAL, REAL),
    "relax": (REAL, REAL, SHARE),
    "saturate": (AMOUNT, st.floats(1e-6, 1e6)),
    "round_random": (AMOUNT, DRAW),
    "exponential": (DRAW,),
    "gumbel": (DRAW,),
    "gumbel_most": (DRAW,),
    "poisson": (st.floats(0.0, 500.0), DRAW),
}


def draws(count: int, k: int = 0) -> list[float]:
    return [uniform(1, NAME, 0, row, k) for row in range(count)]


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled here")
@pytest.mark.parametrize("name", FORMS)
def test_compiled_equals_its_python_source(name: str) -> None:
    function: Any = getattr(kernels, name)
    source: Callable[..., float] = function.py_func

    @given(st.tuples(*FORMS[name]))
    def same(arguments: tuple[float, ...]) -> None:
        assert function(*arguments) == source(*arguments)

    same()


def test_every_form_is_compared() -> None:
    from sim.kernels import maths

    named = {n for n, f in vars(maths).items() if callable(f) and not n.startswith("_")}
    assert named - {"kernel", "inlined", "highest", "Any"} == set(FORMS)


@given(st.lists(REAL, min_size=1, max_size=9))
def test_the_highest_is_the_first_of_the_largest_above_nothing(values: list[float]) -> None:
    array = np.array(values)
    expected = int(array.argmax()) if array.max() > 0.0 else -1
    assert kernels.highest(array) == expected


@given(REAL, REAL, AMOUNT)
def test_clamp_holds_within_bounds(x: float, low: float, width: float) -> None:
    y = clamp(x, low, low + width)
    assert low <= y <= low + width
    assert y == x or not low <= x <= low + width


@given(REAL, REAL, SHARE)
def test_relax_goes_towards_its_target(x: float, target: float, rate: float) -> None:
    y = relax(x, target, rate)
    slack = 1e-9 * (abs(x) + abs(target))
    assert min(x, target) - slack <= y <= max(x, target) + slack


def test_relax_is_exponential() -> None:
    x = 1.0
    for _ in range(10):
        x = relax(x, 3.0, 0.2)
    assert x == pytest.approx(3.0 - 2.0 * 0.8**10)


@given(AMOUNT, st.floats(1e-3, 1e6))
def test_saturate_rises_from_0_through_a_half_towards_1(x: float, half: float) -> None:
    assert saturate(0.0, half) == 0.0
    assert saturate(half, half) == 0.5
    assert 0.0 <= saturate(x, half) <= 1.0
    assert saturate(x + 1.0, half) > saturate(x, half)


@given(AMOUNT, DRAW)
def test_round_random_gives_a_neighbouring_whole_number(x: float, u: float) -> None:
    n = round_random(x, u)
    assert n in (math.floor(x), math.floor(x) + 1)


def test_round_random_keeps_the_mean() -> None:
    for x in (0.0, 0.03, 0.5, 7.9, 100.25):
        mean = np.mean([round_random(x, u) for u in draws(10_000)])
        assert mean == pytest.approx(x, abs=5 * 0.5 / 100)


def test_exponential_has_mean_and_deviation_1() -> None:
    sample = np.array([exponential(u) for u in draws(20_000)])
    assert sample.min() >= 0.0
    assert sample.mean() == pytest.approx(1.0, abs=5 / math.sqrt(20_000))
    # The fourth moment of the exponential is 9, so the variance of its sample variance 8 / n.
    assert sample.var() == pytest.approx(1.0, abs=5 * math.sqrt(8 / 20_000))


@given(DRAW)
def test_a_gumbel_draw_is_never_above_its_bound(u: float) -> None:
    assert gumbel(u) < gumbel_most(u)


def test_the_bound_of_a_gumbel_draw_is_near_it() -> None:
    for edge in (0.5, 0.75, 0.9, 1.0):
        below = np.nextafter(edge, 0.0)
        assert gumbel_most(below) == pytest.approx(gumbel(below), abs=0.3)


def test_gumbel_makes_a_logit_choice() -> None:
    """The largest of utility + Gumbel is option j with chance exp(u_j) / sum exp(u)."""
    utility = np.array([0.0, 0.7, -1.0])
    noise = np.array([[gumbel(u) for u in draws(20_000, k)] for k in range(3)])
    chosen = np.bincount((utility[:, None] + noise).argmax(axis=0), minlength=3) / 20_000
    wanted = np.exp(utility) / np.exp(utility).sum()
    assert chosen == pytest.approx(wanted, abs=4 * 0.5 / math.sqrt(20_000))


def test_no_draw_makes_a_form_infinite() -> None:
    for u in (0.0, 2.0**-53, 0.5, 1.0 - 2.0**-53):
        assert math.isfinite(exponential(u))
        assert math.isfinite(gumbel(u))
        assert math.isfinite(poisson(1e-9, u))
        assert math.isfinite(poisson(59.9, u))
        assert math.isfinite(poisson(1e4, u))


@pytest.mark.parametrize("mean", [0.01, 0.4, 3.0, 20.0, 59.0, 61.0, 300.0])
def test_poisson_has_its_mean_and_variance(mean: float) -> None:
    count = 20_000
    sample = np.array([poisson(mean, u) for u in draws(count)])
    assert np.array_equal(sample, np.floor(sample))
    # Above 60 it is the rounded normal: Hastings' quantile adds an error below 5e-4 deviations.
    assert sample.mean() == pytest.approx(mean, abs=5 * math.sqrt(mean / count) + 1e-3)
    spread = math.sqrt((mean + 2 * mean**2) / count)
    assert sample.var() == pytest.approx(mean, abs=5 * spread + 0.1 * (mean > 60))


def test_poisson_follows_its_law() -> None:
    mean = 2.5
    sample = np.array([poisson(mean, u) for u in draws(20_000)])
    for n in range(8):
        chance = math.exp(-mean) * mean**n / math.factorial(n)
        assert np.mean(sample == n) == pytest.approx(chance, abs=4 * 0.5 / math.sqrt(20_000))


@pytest.mark.parametrize("mean", [0.5, 59.0, 61.0])
def test_poisson_rises_with_its_draw(mean: float) -> None:
    """One draw, more luck, more events: what pairs two runs of one seed."""
    sample = [poisson(mean, u) for u in np.linspace(0.0, 1.0, 500, endpoint=False)]
    assert all(a <= b for a, b in pairwise(sample))


@given(DRAW)
def test_poisson_of_nothing_is_nothing(u: float) -> None:
    assert poisson(0.0, u) == 0.0

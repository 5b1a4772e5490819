"""Verdicts on estimates whose right verdict is known."""

import numpy as np
import pytest

from experiments.validation.catalogue import Criterion
from experiments.validation.protocol import Interval, interval, judge, removed, worst


def criterion(kind: str, **more: float) -> Criterion:
    return Criterion(quantity="x", kind=kind, **more)


def around(value: float, half: float) -> Interval:
    """An estimate with a 95 % interval of plus or minus `half`, and the 90 % one of a normal."""
    near = half * 1.645 / 1.96
    return Interval(value, value - half, value + half, value - near, value + near)


FALLS = {"low": 0.15, "high": 0.5}
RISES = {"low": 1.1, "high": 3.0}
BAND = {"low": 0.75, "high": 1.25}

CASES = [
    # An effect inside, with the sign told; outside, with the sign told; of the wrong sign.
    ("effect", FALLS, around(0.3, 0.1), "PASS"),
    ("effect", FALLS, around(0.7, 0.1), "WEAK"),
    ("effect", FALLS, around(1.3, 0.1), "FAIL"),
    ("effect", RISES, around(1.5, 0.3), "PASS"),
    ("effect", RISES, around(4.5, 0.5), "WEAK"),
    ("effect", RISES, around(0.8, 0.1), "FAIL"),
    # Inside, but the interval reaches no effect: more runs, no pass.
    ("effect", FALLS, around(0.45, 0.6), "INCONCLUSIVE"),
    # A narrow interval around none: there is no effect of the size published.
    ("effect", FALLS, around(0.97, 0.05), "FAIL"),
    # A bound for the upper end of the interval.
    ("effect", {**FALLS, "high": 0.6, "surely_below": 0.85}, around(0.55, 0.2), "PASS"),
    ("effect", {**FALLS, "high": 0.6, "surely_below": 0.85}, around(0.55, 0.4), "WEAK"),
    # Nulls by two one-sided tests: narrow inside, wide, narrow outside.
    ("null", BAND, around(1.1, 0.1), "PASS"),
    ("null", BAND, around(1.0, 0.4), "INCONCLUSIVE"),
    ("null", BAND, around(1.6, 0.2), "FAIL"),
    # The 90 % interval decides on a null, not the 95 %.
    ("null", BAND, around(1.0, 0.27), "PASS"),
    ("level", {"low": 1.8, "high": 3.0}, around(2.4, 0.2), "PASS"),
    ("level", {"low": 1.8, "high": 3.0}, around(1.7, 0.2), "INCONCLUSIVE"),
    ("level", {"low": 1.8, "high": 3.0}, around(1.5, 0.2), "FAIL"),
    ("level", {"low": 1.8, "high": 3.0}, around(2.4, 2.0), "INCONCLUSIVE"),
    # Wider than what is accepted, though it does not reach beyond the upper end.
    ("level", {"low": 0.65, "high": 1.0}, around(0.7, 0.25), "INCONCLUSIVE"),
    # A bound on one side is one test at 5 %: the 90 % interval decides.
    ("level", {"high": 1.0}, around(0.8, 0.1), "PASS"),
    ("level", {"high": 1.0}, around(0.8, 0.23), "PASS"),
    ("level", {"high": 1.0}, around(0.9, 0.3), "INCONCLUSIVE"),
    ("level", {"low": 0.6}, around(0.5, 0.3), "INCONCLUSIVE"),
    ("level", {"low": 0.6}, around(0.3, 0.2), "FAIL"),
    ("level", {}, around(2.4, 0.2), "REPORTED"),
    ("share", {"low": 0.9}, around(0.95, 0.0), "PASS"),
    ("share", {"low": 0.9}, around(0.6, 0.0), "INCONCLUSIVE"),
    ("share", {"low": 0.9}, around(0.05, 0.0), "FAIL"),
    ("order", {}, around(-0.1, 0.3), "PASS"),
    ("order", {}, around(0.1, 0.3), "INCONCLUSIVE"),
    ("order", {}, around(0.4, 0.3), "FAIL"),
]


@pytest.mark.parametrize(("kind", "bounds", "found", "expected"), CASES)
def test_known_verdicts(kind, bounds, found, expected):
    assert judge(criterion(kind, **bounds), found) == expected


def test_without_an_estimate_or_an_interval_nothing_is_passed():
    nothing = float("nan")
    unknown, alone = Interval(*[nothing] * 5), Interval(0.3, *[nothing] * 4)
    assert judge(criterion("effect", **FALLS), unknown) == "NOT MEASURED"
    assert judge(criterion("effect", **FALLS), alone) == "INCONCLUSIVE"


def test_a_fact_is_as_good_as_its_worst_criterion():
    assert worst(["PASS", "WEAK"]) == "WEAK"
    assert worst(["PASS", "INCONCLUSIVE", "FAIL"]) == "FAIL"
    assert worst(["PASS", "PASS"]) == "PASS"
    assert worst(["PASS", "NOT MEASURED", "WEAK"]) == "NOT MEASURED"
    assert worst([]) == "NOT MEASURED"


def test_percentiles_of_draws():
    draws = np.concatenate([[0.5], np.linspace(0.0, 1.0, 1001)])
    many = interval(draws, seeds=10**9)
    assert many == pytest.approx((0.5, 0.025, 0.975, 0.05, 0.95), abs=1e-6)
    # Of few seeds the quantiles are further out; of five nothing is said.
    few = interval(draws, seeds=6)
    assert few.low < 0.01 and few.near_low < many.near_low
    assert np.isnan(interval(draws, seeds=5).low)


def test_too_many_draws_without_a_value_give_no_interval():
    draws = np.linspace(0.0, 1.0, 101)
    draws[1:30] = np.nan
    assert np.isnan(interval(draws).low)


def draws(value: float, spread: float) -> np.ndarray:
    noise = np.random.default_rng(3).normal(0.0, spread, 2000)
    return np.concatenate([[value], value + noise])


@pytest.mark.parametrize(
    ("whole", "without", "fate"),
    [
        (draws(0.3, 0.05), draws(1.0, 0.05), "gone"),
        (draws(0.3, 0.05), draws(0.7, 0.05), "weaker"),
        (draws(0.3, 0.05), draws(0.3, 0.05), "left"),
        (draws(0.3, 0.05), draws(0.9, 2.0), "cannot tell"),
        (draws(1.0, 0.05), draws(1.0, 0.05), "no effect to remove"),
        # Turned round: what is left is not the effect.
        (draws(0.5, 0.05), draws(1.5, 0.05), "gone"),
    ],
)
def test_what_is_left_without_a_mechanism(whole, without, fate):
    assert removed(whole, without, 1.0) == fate


def test_a_criterion_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="above high"):
        criterion("level", low=2.0, high=1.0)
    with pytest.raises(ValueError, match="one side"):
        criterion("effect", low=0.5, high=1.5)

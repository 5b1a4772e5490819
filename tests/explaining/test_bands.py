"""Bands that hold for all weeks at once, and what is judged together."""

import math

import numpy as np
import pytest

from experiments.explaining.bands import Band, band, main_stretch
from experiments.explaining.judging import fewest, judge

STEPS = 150


def walks(n: int, seed: int) -> np.ndarray:
    """Differences that are luck alone, each step near the one before."""
    return np.cumsum(np.random.default_rng(seed).normal(0, 1, (n, STEPS)), axis=1)


@pytest.mark.parametrize("n", [8, 16])
def test_luck_leaves_the_band_in_no_week_nearly_always(n: int) -> None:
    found = [band(walks(n, seed)) for seed in range(200)]
    wrong = sum(bool(one.told.any()) for one in found)
    # 5 % of 200 are 10; a pointwise band would be left in every second course.
    assert wrong <= 20
    assert wrong >= 2  # and it is no wider than it has to be
    low = np.mean([one.p < 0.05 for one in found])
    assert low == pytest.approx(wrong / 200, abs=0.02)


def test_a_difference_is_told_from_the_step_at_which_it_begins() -> None:
    values = np.random.default_rng(4).normal(0, 1, (12, STEPS))
    values[:, 70:] += 6.0
    found = band(values)
    stretch = main_stretch(found, 5)
    assert stretch is not None
    assert 70 <= stretch[0] <= 72
    assert stretch[1] == STEPS
    assert found.p < 0.001


def test_fewer_than_six_replicates_tell_nothing() -> None:
    sure = np.full((5, 10), 3.0) + np.random.default_rng(5).normal(0, 0.01, (5, 10))
    assert not band(sure).told.any()
    six = np.full((6, 10), 3.0) + np.random.default_rng(5).normal(0, 0.01, (6, 10))
    assert band(six).told.all()
    single = band(np.ones((1, 10)))
    assert not single.told.any()
    assert math.isnan(single.p)


def test_what_never_differs_is_not_told() -> None:
    found = band(np.zeros((12, 10)))
    assert not found.told.any()
    assert found.p == 1.0


def test_the_stretch_that_adds_up_to_most_is_meant() -> None:
    mean = np.array([0.0, 2, 2, 0, 0, -9, -9, -9, 0, 50, 0])
    found = Band(mean, np.full(len(mean), 1.0), 0.01)
    assert main_stretch(found, 2) == (5, 8)
    assert main_stretch(found, 1) == (9, 10)
    assert main_stretch(found, 4) is None


def test_more_pairs_are_needed_where_more_is_judged() -> None:
    assert fewest(1) == 6
    many = 24
    n = fewest(many)
    gaps = np.linspace(1, 2, n)
    everywhere = {f"o{k}": ("o", np.zeros(n), gaps) for k in range(many)}
    assert all(one.told for one in judge(everywhere))
    short = {name: (w, a[1:], b[1:]) for name, (w, a, b) in everywhere.items()}
    assert not any(one.told for one in judge(short))


def test_what_many_pairs_contradict_does_not_hold() -> None:
    mostly = np.array([3.0] * 15 + [-1.0] * 5)
    (one,) = judge({"mostly": ("mostly", np.zeros(20), mostly)})
    assert one.estimate.told_apart
    assert (one.agree, one.moved) == (15, 20)
    assert not one.told
    (more,) = judge({"more": ("more", np.zeros(20), np.array([3.0] * 17 + [-1.0] * 3))})
    assert more.told


def test_findings_are_ranked_by_spreads_and_lost_values_left_out() -> None:
    luck = np.random.default_rng(6).normal(0, 1, 12)
    found = judge(
        {
            "small": ("small", luck, luck + 0.5),
            "large": ("large", luck, luck + 5.0),
            "fixed": ("fixed", np.zeros(12), np.ones(12)),
            "none": ("none", np.full(12, np.nan), np.ones(12)),
        }
    )
    assert [one.name for one in found] == ["fixed", "large", "small"]
    assert math.isinf(found[0].size)
    assert found[1].size == pytest.approx(5.0 / luck.std(ddof=1))


def test_one_pair_has_relative_sizes_and_no_interval() -> None:
    (one,) = judge({"deaths": ("deaths", np.array([200.0]), np.array([50.0]))})
    assert one.size == 0.75
    assert one.relative == -0.75
    assert math.isnan(one.p)
    assert math.isnan(one.estimate.low)

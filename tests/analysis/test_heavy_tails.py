import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import zeta
from scipy.stats import geom, norm

from experiments.analysis import NotComputableError
from experiments.analysis.heavy_tails import (
    against_exponential,
    civilian_share,
    fit_power_law,
    law_survival,
    single_death_share,
    sizes_of,
    survival_curve,
    top_share,
)


@pytest.mark.parametrize("alpha", [1.8, 2.5, 3.2])
def test_the_exponent_of_a_power_law_is_found(alpha):
    sizes = np.random.default_rng(1).zipf(alpha, 20_000)
    law = fit_power_law(sizes, xmin=1)
    assert abs(law.alpha - alpha) < 4 * law.standard_error
    assert law.tail == 20_000
    assert law.ks < 0.01


def test_the_fit_is_the_maximum_of_the_likelihood_written_out():
    # p(x) = x^-a / sum over k >= 3 of k^-a, with the sum taken term by term.
    sizes = np.array([3, 3, 3, 4, 4, 5, 7, 9, 15, 40])
    terms = np.arange(3, 3_000_000, dtype=float)
    grid = np.arange(1.8, 2.6, 0.01)
    likelihood = [-a * np.log(sizes).sum() - len(sizes) * np.log((terms**-a).sum()) for a in grid]
    best = grid[int(np.argmax(likelihood))]
    assert fit_power_law(sizes, xmin=3).alpha == pytest.approx(best, abs=0.011)


def test_the_start_of_the_tail_is_found_where_small_sizes_follow_no_law():
    rng = np.random.default_rng(2)
    tail = rng.zipf(2.5, 200_000)
    sizes = np.concatenate([rng.integers(1, 8, 20_000), tail[tail >= 8][:4000]])
    law = fit_power_law(sizes)
    assert 7 <= law.xmin <= 12
    assert law.alpha == pytest.approx(2.5, abs=0.1)


def test_the_search_leaves_as_many_events_in_the_tail_as_asked():
    sizes = np.random.default_rng(3).zipf(2.0, 300)
    assert fit_power_law(sizes, minimum_tail=120).tail >= 120


def test_ks_is_the_distance_of_the_distribution_functions():
    # Half 1, half 2, law of exponent a: F(1) = 1/zeta(a), F(2) = (1 + 2^-a)/zeta(a).
    law = fit_power_law(np.repeat([1, 2], 50), xmin=1)
    share = 1 - law_survival(law, np.array([2.0, 3.0]))
    assert law.ks == pytest.approx(max(abs(0.5 - share[0]), abs(1 - share[1])))


def test_too_few_or_equal_sizes_say_why():
    with pytest.raises(NotComputableError, match=r"79 events.*needs 80"):
        fit_power_law(np.arange(1, 80))
    with pytest.raises(NotComputableError, match="two different sizes"):
        fit_power_law(np.full(500, 3))
    with pytest.raises(NotComputableError, match="two different sizes"):
        fit_power_law(np.arange(1, 5), xmin=5)


def test_the_likelihood_ratio_tells_a_power_law_from_an_exponential():
    rng = np.random.default_rng(4)
    assert against_exponential(rng.zipf(2.2, 5000)).z > 3
    exponential = against_exponential(rng.geometric(0.1, 5000))
    assert exponential.z < -3
    assert exponential.p < 0.01


def test_the_likelihood_ratio_is_that_of_the_two_laws_written_out():
    sizes = np.array([2] * 30 + [3] * 12 + [4] * 5 + [6, 9])
    alpha = fit_power_law(sizes, xmin=2).alpha
    power = -alpha * np.log(sizes) - np.log(zeta(alpha, 2))
    # Of a geometric law from 2 up, the likeliest has p = 1 / (mean - 1).
    geometric = geom.logpmf(sizes - 1, 1 / (sizes.mean() - 1))
    difference = power - geometric
    found = against_exponential(sizes, xmin=2)
    assert found.ratio == pytest.approx(difference.sum())
    z = difference.sum() / (difference.std() * np.sqrt(len(sizes)))
    assert found.z == pytest.approx(z)
    assert found.p == pytest.approx(2 * norm.sf(abs(z)))


def test_shares_of_sizes_by_hand():
    sizes = np.array([1] * 6 + [2] * 12 + [10, 20])
    assert single_death_share(sizes) == 0.3
    assert top_share(sizes) == 30 / 60
    # A tenth of 19 events is one event.
    assert top_share(sizes[1:]) == 20 / 59
    with pytest.raises(NotComputableError, match="9 events with deaths; needs 10"):
        top_share(np.arange(1, 10))


def test_unknown_and_no_deaths_have_no_size():
    assert sizes_of(np.array([np.nan, 0.0, 1.0, 7.0])).tolist() == [1, 7]


def test_civilian_share_counts_events_where_both_are_known():
    deaths = np.array([4.0, 6.0, np.nan, 10.0])
    civilians = np.array([1.0, 4.0, 3.0, np.nan])
    assert civilian_share(deaths, civilians) == 0.5
    with pytest.raises(NotComputableError, match="no deaths of civilians"):
        civilian_share(deaths, None)
    with pytest.raises(NotComputableError, match="no deaths"):
        civilian_share(np.zeros(3), np.zeros(3))


@given(st.lists(st.integers(1, 300), min_size=1, max_size=60))
def test_survival_curve_is_the_share_at_least_that_size(sizes):
    values, share = survival_curve(np.array(sizes))
    for value, at_least in zip(values, share, strict=True):
        assert at_least == pytest.approx(np.mean(np.array(sizes) >= value))

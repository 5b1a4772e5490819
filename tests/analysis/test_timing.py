import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.analysis import NotComputableError
from experiments.analysis.timing import (
    KNOX_DAYS,
    KNOX_KM,
    burstiness,
    daily_counts,
    fano,
    fano_without_trend,
    knox,
    lag_one,
    lag_one_without_trend,
    memory,
    on_globe,
    spread_over_day,
    weekly,
    without_trend,
)


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def test_a_poisson_process_has_fano_one_and_no_burstiness(rng):
    day = rng.integers(0, 4000, 20_000)
    daily = daily_counts(day, 0, 3999)
    assert fano(daily) == pytest.approx(1, abs=0.07)
    assert fano(weekly(daily)) == pytest.approx(1, abs=0.15)
    assert fano_without_trend(daily) == pytest.approx(1, abs=0.07)
    assert lag_one_without_trend(daily) == pytest.approx(0, abs=0.05)
    times = spread_over_day(day)
    assert burstiness(times) == pytest.approx(0, abs=0.02)
    assert memory(times) == pytest.approx(0, abs=0.02)


def test_a_clock_has_burstiness_minus_one_and_no_memory_to_speak_of():
    times = np.arange(100) * 3.0
    assert burstiness(times) == pytest.approx(-1)
    with pytest.raises(NotComputableError, match="regular"):
        memory(times)


def test_bursts_are_bursty(rng):
    gaps = rng.pareto(1.2, 5000)
    assert burstiness(np.cumsum(gaps)) > 0.4


def test_burstiness_by_hand():
    # Gaps 1 and 3 by turns: mean 2, deviation 1.
    gaps = np.array([1.0, 3.0] * 15)
    times = np.concatenate([[0.0], np.cumsum(gaps)])
    assert burstiness(times) == pytest.approx((1 - 2) / (1 + 2))
    assert memory(times) == pytest.approx(-1)


def test_memory_of_gaps_that_stay_long_or_short(rng):
    gaps = np.repeat([1.0, 5.0] * 20, 50) * rng.random(2000)
    assert memory(np.cumsum(gaps)) > 0.2


def test_events_known_to_the_day_spread_over_it_the_same_way_each_time():
    day = np.array([5, 3, 3, 9])
    times = spread_over_day(day)
    assert np.floor(times).tolist() == [3, 3, 5, 9]
    assert (np.diff(times) > 0).all()
    assert (times == spread_over_day(day)).all()


def test_fano_by_hand_and_of_a_trend():
    counts = np.array([0.0, 2.0] * 50)
    assert fano(counts) == pytest.approx(100 / 99)
    steps = np.repeat([0.0, 10.0], 200)
    assert fano(steps) > 5
    assert fano_without_trend(steps) < 1


def test_weeks_are_sums_of_seven_days():
    assert weekly(np.arange(16.0)).tolist() == [21, 70]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=200), st.sampled_from([1, 7, 61]))
def test_the_trend_is_the_mean_of_the_days_around(counts, window):
    half = window // 2
    around = [np.mean(counts[max(0, i - half) : i + half + 1]) for i in range(len(counts))]
    assert without_trend(np.array(counts, float), window) == pytest.approx(
        np.array(counts) - around
    )


def test_lag_one_of_a_series_with_known_memory(rng):
    noise = rng.standard_normal(20_000)
    series = np.zeros_like(noise)
    for day in range(1, len(series)):
        series[day] = 0.6 * series[day - 1] + noise[day]
    assert lag_one(series) == pytest.approx(0.6, abs=0.02)


@pytest.mark.parametrize(
    ("measure", "series", "why"),
    [
        (fano, np.ones(9), "9 days or weeks of record; needs 10"),
        (fano, np.zeros(50), "no events"),
        (fano_without_trend, np.ones(121), "needs 122"),
        (lag_one_without_trend, np.ones(121), "needs 122"),
        (lag_one, np.ones(9), "9 days"),
        (lag_one, np.ones(50), "alike"),
        (burstiness, np.arange(19.0), "19 events"),
        (memory, np.arange(19.0), "19 events"),
    ],
)
def test_too_short_a_record_says_why(measure, series, why):
    with pytest.raises(NotComputableError, match=why):
        measure(series)


def written_out(points, day):
    """Knox counts and expectation by every pair."""
    first, second = np.triu_indices(len(day), 1)
    distance = np.linalg.norm(points[first] - points[second], axis=1)
    delay = np.abs(day[first] - day[second])
    near = np.digitize(distance, KNOX_KM, right=True)
    soon = np.digitize(delay, KNOX_DAYS, right=True)
    observed = np.array([[((near == i) & (soon == j)).sum() for j in range(4)] for i in range(4)])
    expected = [[(near == i).sum() * (soon == j).mean() for j in range(4)] for i in range(4)]
    return observed, np.array(expected)


@pytest.mark.parametrize("span", [3, 20, 400])
def test_knox_counts_every_pair(rng, span):
    # Whole kilometres: some pairs are exactly 1, 10, 30 or 60 km apart.
    points, day = rng.integers(0, 100, (300, 2)).astype(float), rng.integers(0, span, 300)
    points[:20] = points[0]
    found = knox(points, day)
    observed, expected = written_out(points, day)
    assert (found.observed == observed).all()
    assert found.expected == pytest.approx(expected)


def test_knox_of_independent_events_is_one_and_of_near_repeats_more(rng):
    points, day = rng.random((3000, 2)) * 300, rng.integers(0, 300, 3000)
    assert knox(points, day).ratio(3, 0) == pytest.approx(1, abs=0.05)
    # Every event has an echo 5 km away on the next day.
    echo = np.concatenate([points, points + 5]), np.concatenate([day, day + 1])
    repeated = knox(*echo)
    assert repeated.ratio(1, 0) > 2
    assert repeated.ratio(3, 3) == pytest.approx(1, abs=0.05)


def test_knox_of_very_many_events_takes_a_sample(rng):
    points, day = rng.random((30_000, 2)) * 600, rng.integers(0, 3000, 30_000)
    found = knox(points, day)
    assert found.ratio(3, 3) == pytest.approx(1, abs=0.1)
    pairs = 20_000 * 19_999 / 2
    assert found.expected.sum() < 0.1 * pairs


def test_knox_says_why_not(rng):
    with pytest.raises(NotComputableError, match="99 events"):
        knox(np.zeros((99, 2)), np.zeros(99))
    with pytest.raises(NotComputableError, match="such pairs expected"):
        knox(rng.random((100, 2)) * 5000, rng.integers(0, 3000, 100)).ratio(0, 0)


def test_distances_on_the_globe_are_true():
    places = on_globe(np.array([36.0, 36.0, 37.0]), np.array([60.0, 60.1, 60.0]))
    degree = 6371 * np.pi / 180
    assert np.linalg.norm(places[1] - places[0]) == pytest.approx(0.1 * degree, rel=1e-4)
    # A degree of longitude is half as long at 60 degrees north.
    assert np.linalg.norm(places[2] - places[0]) == pytest.approx(0.5 * degree, rel=1e-4)

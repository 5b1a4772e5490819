"""When events are: in bursts or steadily, and how near in space to those just before.

The time unit is the day. A series of counts has one entry a day, quiet days included.
"""

from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from experiments.analysis import NotComputableError

TREND_DAYS = 61
KNOX_KM = (1.0, 10.0, 30.0, 60.0)
KNOX_DAYS = (2, 7, 14, 28)
_KNOX_MOST = 20_000
_EARTH_KM = 6371.0


def daily_counts(day: np.ndarray, first: int, last: int) -> np.ndarray:
    """Return the number of events on each day from ``first`` to ``last``, both included."""
    return np.bincount((day - first).astype(int), minlength=last - first + 1).astype(float)


def weekly(daily: np.ndarray) -> np.ndarray:
    """Return sums over weeks of seven days; an incomplete last week is left out."""
    weeks = len(daily) // 7
    return daily[: 7 * weeks].reshape(weeks, 7).sum(axis=1)


def fano(counts: np.ndarray) -> float:
    """Return variance over mean: 1 if events are independent (Poisson), more if they cluster.

    Source: Fano 1947, Physical Review 72(1):26-29.

    Raises:
        NotComputableError: fewer than ten periods, or no events.
    """
    _need_series(counts)
    return float(counts.var(ddof=1) / counts.mean())


def without_trend(counts: np.ndarray, window: int = TREND_DAYS) -> np.ndarray:
    """Return counts minus their centred moving mean over ``window`` days, shorter at the ends."""
    half = window // 2
    sums = np.concatenate([[0.0], counts.cumsum()])
    index = np.arange(len(counts))
    low, high = np.maximum(index - half, 0), np.minimum(index + half + 1, len(counts))
    return counts - (sums[high] - sums[low]) / (high - low)


def fano_without_trend(counts: np.ndarray) -> float:
    """Return the Fano factor of what slower changes than two months do not explain.

    Raises:
        NotComputableError: less than two trend windows, or no events.
    """
    _need_series(counts, 2 * TREND_DAYS)
    return float((without_trend(counts) ** 2).mean() / counts.mean())


def lag_one(series: np.ndarray) -> float:
    """Return the correlation of each entry with the one before it.

    Raises:
        NotComputableError: fewer than ten entries, or all alike.
    """
    if len(series) < 10:
        raise NotComputableError(f"{len(series)} days of record; needs 10")
    before, after = series[:-1], series[1:]
    if before.std() == 0 or after.std() == 0:
        raise NotComputableError("all days alike")
    return float(np.corrcoef(before, after)[0, 1])


def lag_one_without_trend(counts: np.ndarray) -> float:
    """Return `lag_one` of the counts without their trend."""
    _need_series(counts, 2 * TREND_DAYS)
    return lag_one(without_trend(counts))


def spread_over_day(day: np.ndarray, seed: int = 1) -> np.ndarray:
    """Return times in order, each event at a random moment of its day (always the same ones).

    Events known to the day only would otherwise have gaps of whole days, and a Poisson process
    would not come out as one. Of Iraq's significant acts 2004-2007, which have a time of day, the
    median of 25 cities is so 0.25 in burstiness (with true times 0.25) and 0.22 in memory (0.20).
    """
    return np.sort(day + np.random.default_rng(seed).random(len(day)))


def burstiness(times: np.ndarray) -> float:
    """Return B = (s - m) / (s + m) of the gaps between events in order, m mean and s deviation.

    -1 is a clock, 0 a Poisson process, 1 the extreme of bursts.

    Source: Goh & Barabasi 2008, EPL 81:48002, equation 1.

    Raises:
        NotComputableError: fewer than 20 events.
    """
    gaps = _gaps(times)
    return float((gaps.std() - gaps.mean()) / (gaps.std() + gaps.mean()))


def memory(times: np.ndarray) -> float:
    """Return the correlation of each gap between events with the next gap.

    Source: Goh & Barabasi 2008, EPL 81:48002, equation 3.

    Raises:
        NotComputableError: fewer than 20 events, or regular ones.
    """
    gaps = _gaps(times)
    if gaps[1:].std() == 0 or gaps[:-1].std() == 0:
        raise NotComputableError("events at regular intervals")
    return float(np.corrcoef(gaps[:-1], gaps[1:])[0, 1])


class Knox(NamedTuple):
    """Pairs of events near in space and time: arrays (distances, delays).

    ``expected`` is the mean number of pairs if the dates were dealt out anew at random.
    """

    observed: np.ndarray
    expected: np.ndarray

    def ratio(self, distance: int, delay: int) -> float:
        """Return observed over expected pairs.

        Raises:
            NotComputableError: fewer than 20 are expected.
        """
        if self.expected[distance, delay] < 20:
            raise NotComputableError(f"{self.expected[distance, delay]:.0f} such pairs expected")
        return float(self.observed[distance, delay] / self.expected[distance, delay])


def knox(points: np.ndarray, day: np.ndarray, seed: int = 1) -> Knox:
    """Count pairs of events by distance (to 1, 10, 30, 60 km) and delay (to 2, 7, 14, 28 days).

    The expectation is exact, not by permutation: pairs at that distance, times the share of all
    pairs that have that delay. Above 20,000 events a random sample of so many is taken.

    Source: Knox 1964, Applied Statistics 13(1):25-29; near repeats: Townsley, Johnson &
    Ratcliffe 2008, Security Journal 21:139-146.

    Args:
        points: places in km, shape (events, 2), or (events, 3) on the globe; see `on_globe`.
        day: whole days.
        seed: of the sample.

    Raises:
        NotComputableError: fewer than 100 events.
    """
    if len(day) < 100:
        raise NotComputableError(f"{len(day)} events of known day and place; needs 100")
    if len(day) > _KNOX_MOST:
        chosen = np.random.default_rng(seed).choice(len(day), _KNOX_MOST, replace=False)
        points, day = points[chosen], day[chosen]
    order = np.argsort(day, kind="stable")
    points, day = points[order], day[order].astype(int)
    count = len(day)
    tree = cKDTree(points)
    within = (tree.count_neighbors(tree, KNOX_KM) - count) / 2
    near = np.diff(within, prepend=0.0)
    counts = daily_counts(day, day[0], day[-1])
    lags = [counts @ (counts - 1) / 2]
    lags += [
        counts[:-lag] @ counts[lag:] for lag in range(1, min(KNOX_DAYS[-1], len(counts) - 1) + 1)
    ]
    soon = np.diff(np.cumsum(lags)[np.minimum(KNOX_DAYS, len(lags) - 1)], prepend=0.0)
    return Knox(_near_pairs(points, day), np.outer(near, soon) / (count * (count - 1) / 2))


def _near_pairs(points: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Pairs by distance and delay; events are in the order of days."""
    edges = np.square(KNOX_KM)
    bins = len(KNOX_DAYS)
    total = np.zeros(len(KNOX_KM) * bins, np.int64)
    axes = np.ascontiguousarray(points.T)
    for ahead in range(1, len(day)):
        delay = day[ahead:] - day[:-ahead]
        if delay.min() > KNOX_DAYS[-1]:
            break
        distance = np.square(axes[:, ahead:] - axes[:, :-ahead]).sum(axis=0)
        close = np.flatnonzero((distance <= edges[-1]) & (delay <= KNOX_DAYS[-1]))
        cell = np.searchsorted(edges, distance[close]) * bins
        cell += np.searchsorted(KNOX_DAYS, delay[close])
        total += np.bincount(cell, minlength=len(total))
    return total.reshape(len(KNOX_KM), bins)


def on_globe(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return places as (n, 3) in km, so that straight distances up to 60 km are true."""
    east, north = np.radians(lon), np.radians(lat)
    return _EARTH_KM * np.column_stack(
        [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)]
    )


def _gaps(times: np.ndarray) -> np.ndarray:
    if len(times) < 20:
        raise NotComputableError(f"{len(times)} events of known day; needs 20")
    return np.diff(times)


def _need_series(counts: np.ndarray, periods: int = 10) -> None:
    if len(counts) < periods:
        raise NotComputableError(f"{len(counts)} days or weeks of record; needs {periods}")
    if not counts.sum():
        raise NotComputableError("no events")

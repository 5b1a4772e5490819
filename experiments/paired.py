"""Statistics of paired replicates: intervals, tests, ratios, and how many runs would do.

Replicate r of every strategy has the same seed, so its luck is shared, and a difference between two
strategies is the mean of the differences within replicates.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

DRAWS = 4_000
LEVEL = 0.95
POWER = 0.8
FEWEST = 6.0
"""With fewer replicates the sign-flip test tells nothing at 5 %: 2 in 2**5 flips are too many."""

EXACT = 12
"""Up to this number of differences, all flips of signs are tried."""

_SEED = 20_260  # of the resampling, so that a table computed twice is the same table


class Estimate(NamedTuple):
    """A number with its 95 % interval; low and high are NaN where one replicate cannot tell.

    `p` is the two-sided significance of a difference (see :func:`difference`), else NaN.
    """

    value: float
    low: float
    high: float
    n: int
    p: float = math.nan

    @property
    def told_apart(self) -> bool:
        """Whether a difference is told from none: by its interval and by the sign-flip test."""
        return (self.low > 0 or self.high < 0) and self.p < 1 - LEVEL


def mean(values: NDArray[np.float64]) -> Estimate:
    """Return the mean of replicates with a bootstrap interval; NaN values are left out.

    Percentiles of the bootstrap are expanded for small samples (Hesterberg 2015, The American
    Statistician 69: 371-386): plain percentiles are too narrow by about 1 + 1/n.
    """
    values = values[np.isfinite(values)]
    n = len(values)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, 0)
    if n == 1:
        return Estimate(float(values[0]), math.nan, math.nan, 1)
    if (values == values[0]).all():
        return Estimate(float(values[0]), float(values[0]), float(values[0]), n)
    draws = resampled(n) @ values
    low, high = np.quantile(draws, tails(n))
    return Estimate(float(values.mean()), float(low), float(high), n)


def difference(values: NDArray[np.float64]) -> Estimate:
    """Return the mean of paired differences, as :func:`mean`, with a significance.

    The bootstrap alone is too sure of itself when replicates are few and many differences are 0, as
    with years of peace. So a difference must also be unlikely under random flips of its signs
    (Fisher's randomisation test), which no fewer than six replicates can show at 5 %.
    """
    estimate = mean(values)
    return estimate._replace(p=sign_flip_test(values[np.isfinite(values)]))


def sign_flip_test(values: NDArray[np.float64]) -> float:
    """Return the share of all flips of signs whose sum is as far from 0; NaN without values.

    Exact for up to twelve values other than 0, else estimated from random flips.
    """
    if len(values) == 0:
        return math.nan
    moved = values[values != 0]
    count = len(moved)
    signs = flips(count)
    size = abs(float(moved.sum()))
    far = np.count_nonzero(np.abs(signs @ moved) >= size * (1 - 1e-12))
    return far / len(signs) if count <= EXACT else (far + 1) / (len(signs) + 1)


@lru_cache(maxsize=8)
def flips(count: int) -> NDArray[np.int64]:
    """Return flips of the signs of `count` differences, shape (flips, count), of 1 and -1.

    All of them for up to twelve differences, else a random sample.
    """
    if count <= EXACT:
        signs: NDArray[np.int64] = 1 - 2 * (np.arange(2**count)[:, None] >> np.arange(count) & 1)
        return signs
    return np.random.default_rng(_SEED).choice([-1, 1], size=(DRAWS, count))


def swap_test(values: NDArray[np.float64]) -> float:
    """Return the significance of any difference between arms that share their luck.

    If no arm differs from another, those of one row could as well have been swapped: the share of
    random permutations within rows whose sums by arm are as far apart (their sum of squares). Of
    two arms that is :func:`sign_flip_test` of their differences.

    Args:
        values: shape (rows, arms), without NaN.
    """
    rows, arms = values.shape
    if arms == 2:
        return sign_flip_test(values[:, 0] - values[:, 1])
    if rows == 0 or arms < 2:
        return math.nan
    values = values - values.mean()
    size = float(np.square(values.sum(axis=0)).sum())
    rng = np.random.default_rng(_SEED)
    sums = (rng.permuted(values, axis=1).sum(axis=0) for _ in range(DRAWS))
    far = sum(float(np.square(one).sum()) >= size * (1 - 1e-9) for one in sums)
    return (far + 1) / (DRAWS + 1)


def ratio(gains: NDArray[np.float64], costs: NDArray[np.float64]) -> Estimate:
    """Return total cost per total gain with a bootstrap interval.

    Where a resample has no gain, its price is infinite; so the interval may be open above, and the
    value is infinite where there was no gain at all.
    """
    n = len(gains)
    value = float(costs.sum() / gains.sum()) if gains.sum() > 0 else math.inf
    if n < 2:
        return Estimate(value, math.nan, math.nan, n)
    weights = resampled(n)
    gain, cost = weights @ gains, weights @ costs
    prices = np.full(len(gain), math.inf)
    np.divide(cost, gain, out=prices, where=gain > 0)
    low, high = np.quantile(prices, tails(n), method="nearest")
    return Estimate(value, float(low), float(high), n)


def share(flags: NDArray[np.float64]) -> Estimate:
    """Return the share of 1 among 0 and 1 with Wilson's interval; NaN values are left out."""
    flags = flags[np.isfinite(flags)]
    n = len(flags)
    if n == 0:
        return Estimate(math.nan, math.nan, math.nan, 0)
    value = float(flags.mean())
    return Estimate(value, *wilson(value, n), n)


def replicates_needed(differences: NDArray[np.float64]) -> float:
    """Return how many replicates would tell a difference of the size seen from none.

    With 80 % power at 95 % confidence, by the normal approximation: infinite where no difference
    was seen, NaN where fewer than two replicates are there.
    """
    differences = differences[np.isfinite(differences)]
    if len(differences) < 2:
        return math.nan
    size, spread = abs(float(differences.mean())), float(differences.std(ddof=1))
    if size == 0:
        return math.inf
    z = stats.norm.ppf(0.5 + LEVEL / 2) + stats.norm.ppf(POWER)
    return max(FEWEST, math.ceil((z * spread / size) ** 2))


def replicates_for(values: NDArray[np.float64], half_width: float) -> float:
    """Return how many replicates give a mean an interval of plus or minus `half_width`.

    The smallest n with t(n - 1) s / sqrt(n) <= half_width, s being the spread seen: infinite for a
    half-width of 0, NaN where fewer than two replicates are there.
    """
    values = values[np.isfinite(values)]
    if len(values) < 2:
        return math.nan
    spread = float(values.std(ddof=1))
    if half_width <= 0:
        return math.inf if spread > 0 else FEWEST
    n = max(2.0, math.floor((stats.norm.ppf(0.5 + LEVEL / 2) * spread / half_width) ** 2))
    # The quantile of t falls with n, so that few steps up from the normal answer are enough.
    while stats.t.ppf(0.5 + LEVEL / 2, n - 1) * spread > half_width * math.sqrt(n):
        n += 1
    return max(FEWEST, n)


def few(n: int) -> int:
    """Return of how many values resamples of `n` must be, for their means to spread as they should.

    Means of n resampled values spread too little, and Student's interval is wider than the normal
    one: together by sqrt(n / (n - 1)) t / z (Hesterberg 2015, as in :func:`mean`). Resamples of
    fewer values spread by as much, and stay within the range of what was seen.
    """
    z = float(stats.norm.ppf(0.5 + LEVEL / 2))
    wider = math.sqrt(n / (n - 1)) * float(stats.t.ppf(0.5 + LEVEL / 2, n - 1)) / z
    return max(1, round(n / wider**2))


def holm(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return significances adjusted for how many there are (Holm 1979, Scand. J. Stat. 6: 65-70).

    NaN values are no tests: they stay, and do not count.
    """
    adjusted = np.full(len(p), math.nan)
    order = np.argsort(p)[: np.count_nonzero(np.isfinite(p))]
    stepped = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(stepped))
    return adjusted


def wilson(value: float, n: float) -> tuple[float, float]:
    """Bounds of a share `value` seen in `n`."""
    z = float(stats.norm.ppf(0.5 + LEVEL / 2))
    middle = value + z * z / (2 * n)
    half = z * math.sqrt(max(0.0, value * (1 - value) / n + z * z / (4 * n * n)))
    scale = 1 + z * z / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def tails(n: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the quantiles of the bootstrap that make an interval of a level for `n` values.

    They are expanded for small samples, see :func:`mean`.
    """
    t = float(stats.t.ppf(0.5 - level / 2, n - 1))
    low = float(stats.norm.cdf(math.sqrt(n / (n - 1)) * t))
    return low, 1.0 - low


@lru_cache(maxsize=8)
def resampled(n: int, size: int | None = None) -> NDArray[np.float64]:
    """Return weights of `n` replicates in each resample, shape (DRAWS, n), rows adding up to 1.

    Args:
        size: replicates in a resample, by default n.
    """
    size = n if size is None else size
    rng = np.random.default_rng(_SEED)
    return rng.multinomial(size, np.full(n, 1.0 / n), size=DRAWS) / size

"""PRIM, the patient rule induction method: a box in which something is frequent.

Friedman & Fisher 1999, Statistics and Computing 9: 123-143; limits are judged as in Bryant &
Lempert 2010, Technological Forecasting and Social Change 77: 34-49.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

PEEL = 0.1
"""Share of a box's points that a peel takes off at most."""

LEAST = 0.1
"""A box holds at least this share of the points."""

FOLDS = 5
SURE = 0.05
SEED = 20_260
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Box:
    """Limits on some factors.

    Attributes:
        low, high: by factor; infinite where there is no limit.
    """

    low: Values
    high: Values

    def holds(self, x: Values) -> NDArray[np.bool_]:
        """Return which points (rows) are inside."""
        return np.asarray(((x >= self.low) & (x <= self.high)).all(axis=1))

    @property
    def limited(self) -> list[int]:
        """Factors that are limited."""
        return [
            i for i in range(len(self.low)) if np.isfinite(self.low[i]) or np.isfinite(self.high[i])
        ]


def prim(x: Values, y: Values) -> Box:
    """Return the box of the peeling trajectory with the best balance of density and coverage.

    Peels the thin slice whose loss raises the mean of `y` inside the most, again and again, then
    takes the box with the largest (density - base rate) * sqrt(points inside): the one that differs
    most from chance. Limits that do not raise the density are then dropped.

    Args:
        x: points, shape (points, factors). y: share that fails, at each point.
    """
    count = x.shape[1]
    box = Box(np.full(count, -math.inf), np.full(count, math.inf))
    base, best, found = float(y.mean()), 0.0, box
    while True:
        box_or_none = _peeled(box, x, y)
        if box_or_none is None:
            break
        box = box_or_none
        inside = box.holds(x)
        score = (float(y[inside].mean()) - base) * math.sqrt(inside.sum())
        if score > best:
            best, found = score, box
    return _simplified(found, x, y)


def limit_p(box: Box, factor: int, x: Values, y: Values) -> float:
    """Return how likely the box's failures would be if a limit made no difference (binomial).

    The quasi-p-value of Bryant & Lempert: from the density of the box without that limit.
    """
    freed = _freed(box, factor)
    rate = float(y[freed.holds(x)].mean())
    inside = box.holds(x)
    hits, size = math.floor(float(y[inside].sum())), int(inside.sum())
    return float(stats.binom.sf(hits - 1, size, rate))


def held_out_density(x: Values, y: Values) -> tuple[float, float]:
    """Return the density of boxes on points not used to find them, and its significance.

    Points are split into folds; a box is found without each fold and judged on it. Significance is
    that of the mean of `y` inside against the mean outside (Mann-Whitney).
    """
    order = np.random.default_rng(SEED).permutation(len(x))
    inside = np.zeros(len(x), bool)
    for fold in np.array_split(order, FOLDS):
        rest = np.setdiff1d(order, fold)
        box = prim(x[rest], y[rest])
        # A box without limits claims nothing.
        inside[fold] = box.holds(x[fold]) if box.limited else False
    if not inside.any() or inside.all():
        return math.nan, 1.0
    test = stats.mannwhitneyu(y[inside], y[~inside], alternative="greater")
    return float(y[inside].mean()), float(test.pvalue)


def _peeled(box: Box, x: Values, y: Values) -> Box | None:
    """The box after its best peel; None where it would hold too few points, or has nothing."""
    inside = box.holds(x)
    points, values = x[inside], y[inside]
    best, found = -math.inf, None
    for i in range(x.shape[1]):
        low, high = np.quantile(points[:, i], [PEEL, 1 - PEEL])
        for candidate, keep in (
            (_limited(box, i, low=_above(points[:, i], low)), points[:, i] >= low),
            (_limited(box, i, high=_below(points[:, i], high)), points[:, i] <= high),
        ):
            kept = int(keep.sum())
            if kept == len(points) or kept < LEAST * len(x):
                continue
            # Gain for each point lost, so that coarse factors are not peeled for their coarseness.
            gain = (values[keep].mean() - values.mean()) / (len(points) - kept)
            if gain > best:
                best, found = gain, candidate
    return found


def _above(values: Values, cut: float) -> float:
    """Half-way between the cut's neighbours, so that limits do not hang on single points."""
    lower, upper = values[values < cut], values[values >= cut]
    return float((lower.max() + upper.min()) / 2) if len(lower) else -math.inf


def _below(values: Values, cut: float) -> float:
    lower, upper = values[values <= cut], values[values > cut]
    return float((lower.max() + upper.min()) / 2) if len(upper) else math.inf


def _limited(box: Box, factor: int, low: float | None = None, high: float | None = None) -> Box:
    new_low, new_high = box.low.copy(), box.high.copy()
    if low is not None:
        new_low[factor] = low
    if high is not None:
        new_high[factor] = high
    return Box(new_low, new_high)


def _freed(box: Box, factor: int) -> Box:
    return _limited(box, factor, low=-math.inf, high=math.inf)


def _simplified(box: Box, x: Values, y: Values) -> Box:
    """Drop limits, the least telling first, that chance explains."""
    while box.limited:
        p = {factor: limit_p(box, factor, x, y) for factor in box.limited}
        weakest = max(p, key=lambda factor: p[factor])
        if p[weakest] < SURE:
            return box
        box = _freed(box, weakest)
    return box

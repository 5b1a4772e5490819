"""Under which conditions does a strategy fail?

Scenario discovery by PRIM, the patient rule induction method (Friedman & Fisher 1999, Statistics
and Computing 9: 123-143), as Bryant & Lempert 2010 (Technological Forecasting and Social Change 77:
34-49) use it: a box in the space of what is uncertain, in which failures are frequent (density) and
which holds many of them (coverage). How good the box is, is measured on points that did not help to
find it; a box that only fits its own points is said to be none.
"""

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments.analysis.strategies.answer import number, percent, runs
from experiments.analysis.strategies.study import Study
from sim.errors import UserError
from sim.results import OUTCOMES

PEEL = 0.1
"""Share of a box's points that a peel takes off at most."""

LEAST = 0.1
"""A box holds at least this share of the points."""

FOLDS = 5
FEWEST = 30
"""Fewer points than this cannot carry a box."""

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


@dataclass(frozen=True)
class Discovery:
    """Where a strategy fails.

    Attributes:
        table: one row for each limited factor: from, to (in its own unit), its whole range, and p
            (that the density would be no lower without this limit, by the binomial test).
        strategy, outcome, threshold: failure is a value worse than the threshold.
        base: share of runs that fail anywhere. coverage: share of failures inside the box.
        density: share of runs inside that fail. held_out: the same on points that were not used.
        held_out_p: that held-out density is no higher than the base rate.
        points: of the design. replicates: of each point.
    """

    table: pd.DataFrame = field(repr=False)
    strategy: str
    outcome: str
    threshold: float
    base: float
    coverage: float
    density: float
    held_out: float
    held_out_p: float
    points: int
    replicates: int
    name: str = "discovery"

    @property
    def found(self) -> bool:
        """Whether conditions were found that hold on points not used to find them."""
        return bool(len(self.table)) and self.held_out_p < SURE

    def rows(self) -> list[list[str]]:
        """Return the limits as text."""
        lines = [["factor", "fails where it is", "of its range", "p"]]
        for row in self.table.itertuples():
            limits = f"{number(row.start)} to {number(row.end)}"
            whole = f"{number(row.low)} to {number(row.high)}"
            lines.append([row.factor, limits, whole, f"{row.p:.3f}"])
        return lines

    def sentence(self) -> str:
        """Say where the strategy fails, if the runs can tell."""
        worse = "below" if OUTCOMES[self.outcome].better == "higher" else "above"
        fails = f"{self.strategy} fails ({self.outcome} {worse} {number(self.threshold)})"
        have = f"{runs(self.points, 'point')}, {runs(self.replicates)} each"
        if self.base in (0.0, 1.0):
            return f"{fails} {'never' if self.base == 0 else 'always'} ({have})."
        if not self.found:
            return (
                f"{fails} in {percent(self.base)} of runs; {have} do not suffice to say under which "
                "conditions: no box does better than chance on points left out."
            )
        each = [
            f"{row.factor} is {number(row.start)} to {number(row.end)}"
            for row in self.table.itertuples()
        ]
        return (
            f"{fails} in {percent(self.base)} of runs, but in {percent(self.density)} of those "
            f"where {' and '.join(each)}, which hold {percent(self.coverage)} of all failures. "
            f"On points left out it is {percent(self.held_out)} ({have})."
        )


def discovery(
    study: Study, outcome: str, strategy: str | None = None, threshold: float | None = None
) -> Discovery:
    """Look for conditions under which a strategy fails.

    Args:
        strategy: by default the last of the study.
        threshold: failure is worse than this, in the outcome's unit; by default than the median of
            the reference, or of the strategy itself where nothing else was run.

    Raises:
        UserError: nothing is uncertain in this study, or there are too few points.
    """
    factors = [factor for factor in study.factors if factor.role == "uncertainty"]
    if not factors:
        raise UserError("Scenario discovery needs a design that varies something uncertain")
    strategy = strategy or list(dict.fromkeys(study.runs["strategy"]))[-1]
    sign = study.better(outcome)
    table = study.by_point(outcome, strategy).dropna()
    if len(table) < FEWEST:
        raise UserError(
            f"Scenario discovery needs at least {FEWEST} points; {strategy} has {len(table)}"
        )
    if threshold is None:
        reference = study.by_point(outcome, str(study.runs["strategy"].iloc[0]))
        threshold = float(np.nanmedian(reference.to_numpy()))
    # Each point counts once, by the share of its runs that fail: points are what is independent.
    fails = (sign * table.to_numpy() < sign * threshold).mean(axis=1)
    x = study.runs.groupby("point")[[f.path for f in factors]].first().loc[table.index].to_numpy()
    box = prim(x, fails)
    inside = box.holds(x)
    rows = [
        {
            "factor": factors[i].short,
            "path": factors[i].path,
            "start": max(box.low[i], factors[i].low),
            "end": min(box.high[i], factors[i].high),
            "low": factors[i].low,
            "high": factors[i].high,
            "p": limit_p(box, i, x, fails),
        }
        for i in box.limited
    ]
    held_out, p = held_out_density(x, fails)
    return Discovery(
        table=pd.DataFrame(rows, columns=["factor", "path", "start", "end", "low", "high", "p"]),
        strategy=strategy,
        outcome=outcome,
        threshold=threshold,
        base=float(fails.mean()),
        coverage=float(fails[inside].sum() / fails.sum()) if fails.sum() else math.nan,
        density=float(fails[inside].mean()),
        held_out=held_out,
        held_out_p=p,
        points=len(x),
        replicates=table.shape[1],
    )


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

"""Indices of sensitivity with their intervals, from a design's points and their outcomes."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments import paired
from experiments.analysis.strategies.study import Factor
from sim.errors import UserError

SEED = 20_260
Values = NDArray[np.float64]
Indices = dict[str, tuple[Values, Values, Values]]
"""By name of an index, its value and the bounds of its interval, factor by factor."""


@dataclass(frozen=True)
class Sample:
    """Points of a design: SALib's problem, the points in the sampler's order, its settings."""

    problem: dict[str, Any]
    x: Values
    settings: Any

    @property
    def count(self) -> int:
        """How many influences there are: groups, or factors."""
        return len(labels(self.problem))

    @property
    def block(self) -> dict[str, int]:
        """Points that belong together, by method."""
        count = self.count
        second = bool(self.settings.get("second_order", True))
        return {"morris": count + 1, "sobol": count * (2 if second else 1) + 2, "rank": 1}

    def usable(self, method: str, points: NDArray[Any]) -> NDArray[np.bool_]:
        """Return which points are in blocks that are complete.

        Args:
            points: their numbers, from 0, in the order of the rows.

        Raises:
            UserError: no block is.
        """
        size = self.block[method]
        blocks = points // size
        counts = np.bincount(blocks)
        keep = counts[blocks] == size
        if keep.sum() < 2 * size:
            raise UserError(
                f"Fewer than two complete blocks of {size} points (the {method} method needs them);"
                " wait for more runs"
            )
        return np.asarray(keep)

    def only(self, keep: NDArray[np.bool_]) -> "Sample":
        """Return the sample with some of its points."""
        return Sample(self.problem, self.x[keep], self.settings)


def problem(factors: tuple[Factor, ...]) -> dict[str, Any]:
    """Return SALib's description of the factors."""
    found: dict[str, Any] = {
        "num_vars": len(factors),
        "names": [factor.path for factor in factors],
        "bounds": [[factor.low, factor.high] for factor in factors],
    }
    if any(factor.group for factor in factors):
        found["groups"] = [factor.group or factor.path for factor in factors]
    return found


def labels(described: dict[str, Any]) -> list[str]:
    """Return the names of what has an influence: groups in the order of their first, or factors."""
    return list(dict.fromkeys(described.get("groups", described["names"])))


def luck_share(y: Values) -> float:
    """Return the share of the variance of single runs that is luck: within points, of all.

    Args:
        y: shape (replicates, points).
    """
    if len(y) < 2:
        return math.nan
    total = y.var(ddof=1)
    return float(min(1.0, y.var(axis=0, ddof=1).mean() / total)) if total > 0 else 0.0


def _morris(sample: Sample, y: Values) -> tuple[Indices, pd.DataFrame | None]:
    from SALib.analyze import morris

    found = morris.analyze(sample.problem, sample.x, y, num_levels=_levels(sample), seed=SEED)
    unknown = np.full(len(found["sigma"]), math.nan)
    indices = {
        "mu_star": _bounds(found["mu_star"], found["mu_star_conf"]),
        "mu": _bounds(found["mu"], unknown),
        "sigma": _bounds(found["sigma"], unknown),
    }
    return indices, None


def _sobol(sample: Sample, y: Values) -> tuple[Indices, pd.DataFrame | None]:
    from SALib.analyze import sobol

    second = bool(sample.settings.get("second_order", True))
    if y.std() == 0:
        raise UserError("The outcome is the same at all points, so nothing explains it")
    found = sobol.analyze(sample.problem, y, calc_second_order=second, seed=SEED)
    pairs = None
    if second:
        names = labels(sample.problem)
        # SALib fills the upper half.
        half = np.nan_to_num(np.asarray(found["S2"], float))
        pairs = pd.DataFrame(half + half.T, index=names, columns=names)
    return {name: _bounds(found[name], found[f"{name}_conf"]) for name in ("S1", "ST")}, pairs


def _bounds(value: Any, half: Any) -> tuple[Values, Values, Values]:
    value, half = np.asarray(value, float), np.asarray(half, float)
    return value, value - half, value + half


def _rank(sample: Sample, y: Values) -> tuple[Indices, pd.DataFrame | None]:
    """Partial rank correlations with Fisher's interval; their scatter holds the luck already."""
    value = partial_rank_correlation(sample.x, y)
    freedom = len(y) - sample.x.shape[1] - 2
    z = stats.norm.ppf(1 - (1 - paired.LEVEL) / 2 / len(value))  # shared out over the factors
    shift = np.arctanh(np.clip(value, -1 + 1e-12, 1 - 1e-12))
    half = z / math.sqrt(max(freedom, 1))
    low, high = np.tanh(shift - half), np.tanh(shift + half)
    return {"prcc": (value, low, high)}, None


def partial_rank_correlation(x: Values, y: Values) -> Values:
    """Return the correlation of ranks of each factor and the outcome, all other factors held.

    From the inverse of the matrix of Spearman correlations; 0 where factor or outcome is constant.

    Args:
        x: shape (points, factors). y: shape (points,).
    """
    ranks = np.column_stack([stats.rankdata(column) for column in (*x.T, y)])
    moving = ranks.std(axis=0) > 0
    found = np.zeros(x.shape[1])
    if not moving[-1]:
        return found
    inverse = np.linalg.pinv(np.corrcoef(ranks[:, moving], rowvar=False))
    part = -inverse[:-1, -1] / np.sqrt(np.diag(inverse)[:-1] * inverse[-1, -1])
    found[moving[:-1]] = part
    return found


Method = Callable[[Sample, Values], tuple[Indices, pd.DataFrame | None]]
METHODS: dict[str, Method] = {"morris": _morris, "sobol": _sobol, "rank": _rank}


def with_luck(method: Method, sample: Sample, y: Values) -> tuple[Indices, pd.DataFrame | None]:
    """Analyse the mean over replicates, and widen its intervals by what replicates differ."""
    indices, pairs = method(sample, y.mean(axis=0))
    count = len(y)
    if count < 2 or method is _rank:
        return indices, pairs
    each = [method(sample, one)[0] for one in y]
    # Replicates are few, so that what they differ by is pooled over the factors.
    t = float(stats.t.ppf(0.5 + paired.LEVEL / 2, (count - 1) * sample.count))
    wide = {}
    for name, (value, _, high) in indices.items():
        spread = math.sqrt(np.var([one[name][0] for one in each], axis=0, ddof=1).mean())
        wide[name] = _bounds(value, np.sqrt((high - value) ** 2 + (t * spread) ** 2 / count))
    return wide, pairs


def floor(method: str, sample: Sample, y: Values) -> float:
    """What an index of a factor without influence comes to by luck.

    mu_star is a mean of sizes, so that luck alone makes it positive: by the mean size of the
    difference of two normal errors.
    """
    if method == "morris":
        levels = _levels(sample)
        step = levels / (2.0 * (levels - 1))
        return math.sqrt(2 / math.pi) * math.sqrt(2) * _error(y) / step
    return 0.0


def _error(y: Values) -> float:
    """Standard error of a point's mean, but for luck that all points of a replicate share."""
    count, points = y.shape
    if count < 2:
        return 0.0
    residual = y - y.mean(axis=0) - y.mean(axis=1, keepdims=True) + y.mean()
    return math.sqrt(float((residual**2).sum()) / ((count - 1) * (points - 1)) / count)


def _levels(sample: Sample) -> int:
    return int(sample.settings.get("num_levels", sample.settings.get("levels", 4)))

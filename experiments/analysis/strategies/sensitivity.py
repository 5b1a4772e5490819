"""Which uncertain assumption decides the answer?

Morris' screening and Sobol's indices by SALib (Herman & Usher 2017, JOSS 2: 97), and for samples
made for neither, partial rank correlations (Marino et al. 2008, J. Theor. Biol. 254: 178-196). A
run is stochastic, so that its luck counts, too: it widens the intervals, and has its own share of
the variance.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments import paired
from experiments.analysis.strategies.answer import interval, listed, percent, runs
from experiments.analysis.strategies.study import Factor, Study
from sim.errors import UserError
from sim.results import OUTCOMES

SEED = 20_260
FEWEST_POINTS = 10
Values = NDArray[np.float64]
Indices = dict[str, tuple[Values, Values, Values]]
"""By name of an index, its value and the bounds of its interval, factor by factor."""

MAIN = {"morris": "mu_star", "sobol": "ST", "rank": "prcc"}
"""The index by which factors are put in order."""

MEANINGS = {
    "mu_star": "mean size of the change over a whole range",
    "ST": "share of the variance that goes with it, alone or with others",
    "prcc": "rank correlation with all other factors held, -1 to 1",
}


@dataclass(frozen=True)
class Sensitivity:
    """What the outcome of a strategy depends on.

    Attributes:
        table: one row a factor, the strongest first: each index of the method with low and high.
        method: 'morris', 'sobol' or 'rank'. strategy: whose outcome.
        points: used, of the sample. replicates: of each point.
        luck: share of the variance of single runs that is luck; NaN with one replicate.
        pairs: second-order indices of Sobol, factor by factor, if the design has them.
    """

    table: pd.DataFrame = field(repr=False)
    method: str
    outcome: str
    strategy: str
    points: int
    replicates: int
    luck: float
    pairs: pd.DataFrame | None = field(default=None, repr=False)
    name: str = "sensitivity"

    def rows(self) -> list[list[str]]:
        """Return the table as text."""
        names = [name for name in self.table if f"{name}_low" in self.table]
        lines = [["factor", "range", *names]]
        for row in self.table.to_dict("records"):
            cells = [
                interval(paired.Estimate(row[n], row[f"{n}_low"], row[f"{n}_high"], 0))
                for n in names
            ]
            lines.append([str(row["factor"]), f"{row['low']:g} to {row['high']:g}", *cells])
        return lines

    def sentence(self) -> str:
        """Say which factors matter, and which cannot be told from none or from each other."""
        index = MAIN[self.method]
        told = self.table[self.table["told"]]
        have = f"{runs(self.points, 'point')}, {runs(self.replicates)} each"
        what = f"the {self.outcome} of {self.strategy}"
        if told.empty:
            lines = [f"No factor is told to matter for {what} ({have}): the runs do not suffice."]
        else:
            lines = [
                f"What matters most for {what} ({index}: {MEANINGS[index]}; {have}): "
                f"{listed(told['factor'].head(3))}."
            ]
            first = self.table.iloc[0]
            rivals = self.table.iloc[1:]
            low, high = f"{index}_low", f"{index}_high"
            reach = rivals[[low, high]].abs().max(axis=1)  # a rank correlation may be negative
            rivals = rivals[reach >= min(abs(first[low]), abs(first[high]))]
            if len(rivals):
                lines.append(
                    f"Which comes first is not sure: {listed(rivals['factor'].head(3))} may matter "
                    f"as much as {first['factor']}."
                )
        silent = self.table.loc[~self.table["told"], "factor"]
        if len(silent) and len(told):
            lines.append(f"Not told from no influence: {listed(silent)}.")
        if math.isnan(self.luck):
            lines.append("With one replicate a point, luck cannot be told from influence.")
        else:
            lines.append(f"{percent(self.luck)} of the variance of single runs is luck.")
        if self.method == "rank":
            lines.append(
                "Rank correlations see what rises or falls all along; a Saltelli design sees the rest."
            )
        return " ".join(lines)


def sensitivity(study: Study, outcome: str, strategy: str | None = None) -> Sensitivity:
    """Find the factors on which an outcome of one strategy depends.

    Args:
        strategy: by default the last of the study; scenarios and replicates are averaged.

    Raises:
        UserError: fewer than two factors, or too few points for the method.
    """
    if len(study.factors) < 2:
        raise UserError("Sensitivity needs a design that varies at least two factors")
    strategy = strategy or list(dict.fromkeys(study.runs["strategy"]))[-1]
    table = study.by_point(outcome, strategy).dropna()
    if len(table) < FEWEST_POINTS:
        raise UserError(
            f"Sensitivity needs at least {FEWEST_POINTS} points; {strategy} has {len(table)}"
        )
    method = {"morris": "morris", "saltelli": "sobol"}.get(study.sampler, "rank")
    x = study.runs.groupby("point")[[f.path for f in study.factors]].first().loc[table.index]
    sample = Sample(problem(study.factors), x.to_numpy(float), study.settings)
    keep = sample.usable(method, table.index.to_numpy())
    sample = sample.only(keep)
    y = table[keep].T.groupby(level="replicate").mean().to_numpy(float)
    found, pairs = _with_luck(_METHODS[method], sample, y)
    rows = _rows(study.factors, found)
    main = MAIN[method]
    rows["told"] = (rows[f"{main}_low"] > _floor(method, sample, y)) | (rows[f"{main}_high"] < 0)
    rows = rows.sort_values(main, key=np.abs, ascending=False, ignore_index=True)
    return Sensitivity(
        table=rows,
        method=method,
        outcome=outcome,
        strategy=strategy,
        points=int(keep.sum()),
        replicates=len(y),
        luck=luck_share(y),
        pairs=pairs,
    )


@dataclass(frozen=True)
class Sample:
    """Points of a design: SALib's problem, the points in the sampler's order, its settings."""

    problem: dict[str, Any]
    x: Values
    settings: Any

    @property
    def block(self) -> dict[str, int]:
        """Points that belong together, by method."""
        count = len(self.problem["names"])
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
    return {
        "num_vars": len(factors),
        "names": [factor.path for factor in factors],
        "bounds": [[factor.low, factor.high] for factor in factors],
    }


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
        names = sample.problem["names"]
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
_METHODS: dict[str, Method] = {"morris": _morris, "sobol": _sobol, "rank": _rank}


def _with_luck(method: Method, sample: Sample, y: Values) -> tuple[Indices, pd.DataFrame | None]:
    """Analyse the mean over replicates, and widen its intervals by what replicates differ."""
    indices, pairs = method(sample, y.mean(axis=0))
    count = len(y)
    if count < 2 or method is _rank:
        return indices, pairs
    each = [method(sample, one)[0] for one in y]
    # Replicates are few, so that what they differ by is pooled over the factors.
    t = float(stats.t.ppf(0.5 + paired.LEVEL / 2, (count - 1) * len(sample.problem["names"])))
    wide = {}
    for name, (value, _, high) in indices.items():
        spread = math.sqrt(np.var([one[name][0] for one in each], axis=0, ddof=1).mean())
        wide[name] = _bounds(value, np.sqrt((high - value) ** 2 + (t * spread) ** 2 / count))
    return wide, pairs


def _floor(method: str, sample: Sample, y: Values) -> float:
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


def _rows(factors: tuple[Factor, ...], found: Indices) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "factor": [factor.short for factor in factors],
            "path": [factor.path for factor in factors],
            "role": [factor.role for factor in factors],
            "low": [factor.low for factor in factors],
            "high": [factor.high for factor in factors],
        }
    )
    for name, (value, low, high) in found.items():
        rows[name], rows[f"{name}_low"], rows[f"{name}_high"] = value, low, high
    return rows

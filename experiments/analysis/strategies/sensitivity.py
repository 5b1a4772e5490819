"""Which uncertain assumption decides the answer?

Morris' screening and Sobol's indices by SALib (Herman & Usher 2017, JOSS 2: 97), and for samples
made for neither, partial rank correlations (Marino et al. 2008, J. Theor. Biol. 254: 178-196). A
run is stochastic, so that its luck counts, too: it widens the intervals, and has its own share of
the variance.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from experiments import paired
from experiments.analysis.strategies.answer import interval, listed, percent, runs
from experiments.analysis.strategies.indices import (
    METHODS,
    Indices,
    Sample,
    floor,
    luck_share,
    problem,
    with_luck,
)
from experiments.analysis.strategies.study import Factor, Study
from sim.errors import UserError

FEWEST_POINTS = 10

METHOD_OF = {"morris": "morris", "saltelli": "sobol", "one_at_a_time": "swing"}
"""The method for each sampler; for all others 'rank'."""

MAIN = {"morris": "mu_star", "sobol": "ST", "rank": "prcc", "swing": "swing"}
"""The index by which factors are put in order."""

MEANINGS = {
    "mu_star": "mean size of the change over a whole range",
    "ST": "share of the variance that goes with it, alone or with others",
    "swing": "change from the lower to the upper end, all else as it is",
    "prcc": "rank correlation with all other factors held, -1 to 1",
}


@dataclass(frozen=True)
class Sensitivity:
    """What the outcome of a strategy depends on.

    Attributes:
        table: one row a factor, the strongest first: each index of the method with low and high.
        method: 'morris', 'sobol', 'rank' or 'swing'.
        strategy: whose outcome. against: the strategy from which it is a difference, or None.
        points: used, of the sample. replicates: of each point.
        luck: share of the variance of single runs that is luck; NaN with one replicate.
        pairs: second-order indices of Sobol, factor by factor, if the design has them.
    """

    table: pd.DataFrame = field(repr=False)
    method: str
    outcome: str
    strategy: str
    against: str | None
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
            span = "-" if math.isnan(row["low"]) else f"{row['low']:g} to {row['high']:g}"
            cells = [
                interval(paired.Estimate(row[n], row[f"{n}_low"], row[f"{n}_high"], 0))
                for n in names
            ]
            lines.append([str(row["factor"]), span, *cells])
        return lines

    def sentence(self) -> str:
        """Say which factors matter, and which cannot be told from none or from each other."""
        index = MAIN[self.method]
        told = self.table[self.table["told"]]
        have = f"{runs(self.points, 'point')}, {runs(self.replicates)} each"
        what = f"the {self.outcome} of {self.strategy}"
        if self.against is not None:
            what = f"by how much {self.strategy} differs from {self.against} in {self.outcome}"
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
                "Rank correlations see only what rises or falls all along; "
                "a Saltelli design sees more."
            )
        return " ".join(lines)


def sensitivity(
    study: Study, outcome: str, strategy: str | None = None, against: str | None = None
) -> Sensitivity:
    """Find the factors on which an outcome of one strategy depends.

    Args:
        strategy: by default the last of the study; scenarios and replicates are averaged.
        against: another strategy; the outcome is then the difference from it with the same seeds,
            and what decides it decides which of the two is better.

    Raises:
        UserError: fewer than two factors, or too few points for the method.
    """
    if len(study.factors) < 2:
        raise UserError("Sensitivity needs a design that varies at least two factors")
    strategy = strategy or study.last
    method = METHOD_OF.get(study.sampler, "rank")
    if method == "swing":
        return _one_at_a_time(study, outcome, strategy, against)
    factors = study.sampled
    if method == "rank":
        factors = tuple(factor for factor in factors if study.numeric(factor))
    table = study.by_point(outcome, strategy, against).dropna()
    if len(table) < FEWEST_POINTS:
        raise UserError(
            f"Sensitivity needs at least {FEWEST_POINTS} points; {strategy} has {len(table)}"
        )
    x = study.points(strategy, factors).loc[table.index]
    sample = Sample(problem(factors), x.to_numpy(float), study.settings)
    keep = sample.usable(method, table.index.to_numpy())
    sample = sample.only(keep)
    y = table[keep].T.groupby(level="replicate").mean().to_numpy(float)
    found, pairs = with_luck(METHODS[method], sample, y)
    rows = _rows(factors, found)
    main = MAIN[method]
    rows["told"] = (rows[f"{main}_low"] > floor(method, sample, y)) | (rows[f"{main}_high"] < 0)
    return Sensitivity(
        table=_strongest_first(rows, main),
        method=method,
        outcome=outcome,
        strategy=strategy,
        against=against,
        points=int(keep.sum()),
        replicates=len(y),
        luck=luck_share(y),
        pairs=pairs,
    )


def _one_at_a_time(study: Study, outcome: str, strategy: str, against: str | None) -> Sensitivity:
    """Compare the ends of each factor, all others being as the case has them."""
    study.better(outcome)
    placed = study.capped(outcome)
    of_one, of_other = (placed[placed["strategy"] == name] for name in (strategy, against))
    rows = []
    for factor in (one for one in study.factors if study.numeric(one)):
        swings = one_factor_swings(of_one, study.factors, factor, outcome)
        if against is not None:
            swings = swings.sub(one_factor_swings(of_other, study.factors, factor, outcome))
        rows.append((factor, paired.difference(swings.to_numpy(float))))
    if not rows or all(estimate.n == 0 for _, estimate in rows):
        raise UserError("Sensitivity needs factors with two ends each; wait for more runs")
    bounds = np.array([[one.value, one.low, one.high] for _, one in rows]).T
    table = _rows(tuple(factor for factor, _ in rows), {"swing": (bounds[0], bounds[1], bounds[2])})
    table["p_holm"] = paired.holm(np.array([one.p for _, one in rows]))
    apart = (table["swing_low"] > 0) | (table["swing_high"] < 0)
    table["told"] = apart & (table["p_holm"] < 1 - paired.LEVEL)
    y = study.by_point(outcome, strategy, against).dropna().T.groupby(level="replicate").mean()
    return Sensitivity(
        table=_strongest_first(table, "swing"),
        method="swing",
        outcome=outcome,
        strategy=strategy,
        against=against,
        points=y.shape[1],
        replicates=len(y),
        luck=luck_share(y.to_numpy(float)),
    )


def one_factor_swings(
    runs_of: pd.DataFrame, factors: Sequence[Factor], factor: Factor, outcome: str
) -> pd.Series:
    """Return the outcome at a factor's upper end less that at its lower end, by replicate.

    Args:
        runs_of: runs of one strategy. Point 0 is what each scenario has by itself.
    """
    parts = []
    others = [one.path for one in factors if one.path != factor.path]
    for _, part in runs_of.groupby("scenario"):
        base = part.loc[part["point"] == 0, others]
        if base.empty:
            continue
        alone = part[(part[others] == base.iloc[0]).all(axis=1)]
        low, high = alone[factor.path].min(), alone[factor.path].max()
        if low < high:
            ends = alone.groupby([factor.path, "replicate"])[outcome].mean()
            parts.append(ends.loc[high] - ends.loc[low])
    if not parts:
        return pd.Series(dtype=float)
    return pd.concat(parts, axis=1).dropna().mean(axis=1)


def _strongest_first(rows: pd.DataFrame, index: str) -> pd.DataFrame:
    return rows.sort_values(index, key=np.abs, ascending=False, ignore_index=True)


def _rows(factors: tuple[Factor, ...], found: Indices) -> pd.DataFrame:
    """One row for each factor, or for each group of factors."""
    groups: dict[str, list[Factor]] = {}
    grouped = any(factor.group for factor in factors)
    for factor in factors:
        groups.setdefault((factor.group or factor.path) if grouped else factor.path, []).append(
            factor
        )
    single = {name: group[0] for name, group in groups.items() if len(group) == 1}
    rows = pd.DataFrame(
        {
            "factor": [single[name].short if name in single else name for name in groups],
            "path": list(groups),
            "role": [group[0].role for group in groups.values()],
            "low": [single[name].low if name in single else math.nan for name in groups],
            "high": [single[name].high if name in single else math.nan for name in groups],
        }
    )
    for name, (value, low, high) in found.items():
        rows[name], rows[f"{name}_low"], rows[f"{name}_high"] = value, low, high
    return rows

"""Which uncertain assumption decides the answer?

Morris' screening and Sobol's indices by SALib (Herman & Usher 2017, JOSS 2: 97), and for samples
made for neither, partial rank correlations (Marino et al. 2008, J. Theor. Biol. 254: 178-196). A
run is stochastic, so that its luck counts, too: it widens the intervals, and has its own share of
the variance.
"""

import math
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
                "Rank correlations see only what rises or falls all along; "
                "a Saltelli design sees more."
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
    found, pairs = with_luck(METHODS[method], sample, y)
    rows = _rows(study.factors, found)
    main = MAIN[method]
    rows["told"] = (rows[f"{main}_low"] > floor(method, sample, y)) | (rows[f"{main}_high"] < 0)
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

"""What was found of the factors on which an outcome depends: a table, a sentence."""

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from experiments import paired
from experiments.analysis.strategies.answer import interval, listed, percent, runs
from experiments.analysis.strategies.indices import Indices
from experiments.analysis.strategies.study import Factor

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
            what = f"the difference of {self.strategy} from {self.against} in {self.outcome}"
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


def table_of(factors: tuple[Factor, ...], found: Indices) -> pd.DataFrame:
    """Return one row for each factor, or for each group of factors, with its indices."""
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


def strongest_first(rows: pd.DataFrame, index: str) -> pd.DataFrame:
    """Return the rows by the size of an index."""
    return rows.sort_values(index, key=np.abs, ascending=False, ignore_index=True)

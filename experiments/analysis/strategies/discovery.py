"""Under which conditions does a strategy fail?

Scenario discovery by PRIM, the patient rule induction method (Friedman & Fisher 1999, Statistics
and Computing 9: 123-143), as Bryant & Lempert 2010 (Technological Forecasting and Social Change 77:
34-49) use it: a box in the space of what is uncertain, in which failures are frequent (density) and
which holds many of them (coverage). How good the box is, is measured on points that did not help to
find it; a box that only fits its own points is said to be none.
"""

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.strategies.answer import number, percent, runs, significance
from experiments.analysis.strategies.prim import SURE, held_out_density, limit_p, prim
from experiments.analysis.strategies.study import Study
from sim.errors import UserError
from sim.results import OUTCOMES

FEWEST = 30
"""Fewer points than this cannot carry a box."""


@dataclass(frozen=True)
class Discovery:
    """Where a strategy fails.

    Attributes:
        table: one row for each limited factor: from, to (in its own unit), its whole range, and p
            (that the density would be no lower without this limit, by the binomial test).
        strategy, outcome, threshold: failure is a value worse than the threshold; where there is
            none, it is to be no better than the strategy `against`.
        base: share of runs that fail anywhere. coverage: share of failures inside the box.
        density: share of runs inside that fail. held_out: the same on points that were not used.
        held_out_p: that held-out density is no higher than the base rate.
        points: of the design. replicates: of each point.
    """

    table: pd.DataFrame = field(repr=False)
    strategy: str
    outcome: str
    threshold: float | None
    against: str | None
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
            lines.append([row.factor, limits, whole, significance(row.p)])
        return lines

    def sentence(self) -> str:
        """Say where the strategy fails, if the runs can tell."""
        if self.threshold is None:
            fails = f"{self.strategy} fails (no better than {self.against} by {self.outcome})"
        else:
            worse = "below" if OUTCOMES[self.outcome].better == "higher" else "above"
            fails = f"{self.strategy} fails ({self.outcome} {worse} {number(self.threshold)})"
        have = f"{runs(self.points, 'point')}, {runs(self.replicates)} each"
        if self.base in (0.0, 1.0):
            return f"{fails} {'never' if self.base == 0 else 'always'} ({have})."
        if not self.found:
            return (
                f"{fails} in {percent(self.base)} of runs; {have} do not suffice to say under "
                "which conditions: no box does better than chance on points left out."
            )
        each = [_limits(row) for row in self.table.to_dict("records")]
        return (
            f"{fails} in {percent(self.base)} of runs, but in {percent(self.density)} of those "
            f"where {' and '.join(each)}, which hold {percent(self.coverage)} of all failures. "
            f"On points left out it is {percent(self.held_out)} ({have})."
        )


def _limits(row: dict[Hashable, Any]) -> str:
    """Say where a factor lies in a box."""
    if row["start"] <= row["low"]:
        return f"{row['factor']} is at most {number(row['end'])}"
    if row["end"] >= row["high"]:
        return f"{row['factor']} is at least {number(row['start'])}"
    return f"{row['factor']} is {number(row['start'])} to {number(row['end'])}"


def discovery(
    study: Study, outcome: str, strategy: str | None = None, threshold: float | None = None
) -> Discovery:
    """Look for conditions under which a strategy fails.

    Args:
        strategy: by default the last of the study.
        threshold: failure is worse than this, in the outcome's unit; by default it is to be no
            better than the reference with the same seed, or, where nothing else was run, than the
            median.

    Raises:
        UserError: nothing is uncertain in this study, or there are too few points.
    """
    factors = [one for one in study.factors if one.role == "uncertainty" and study.numeric(one)]
    if not factors:
        raise UserError("Scenario discovery needs a design that varies something uncertain")
    strategy = strategy or study.last
    sign = study.better(outcome)
    table = study.by_point(outcome, strategy).dropna()
    if len(table) < FEWEST:
        raise UserError(
            f"Scenario discovery needs at least {FEWEST} points; {strategy} has {len(table)}"
        )
    against = None
    values = table.to_numpy(float)
    if threshold is None and strategy != study.first:
        against = study.first
        gains = sign * study.by_point(outcome, strategy, against).reindex(table.index).to_numpy()
        # To change nothing is a failure, too, unless there was nothing left to be won.
        failed = (gains < 0) | ((gains == 0) & (sign * values < study.best(outcome) * sign))
    else:
        threshold = float(np.median(values)) if threshold is None else threshold
        failed = sign * values < sign * threshold
    # Each point counts once, by the share of its runs that fail: points are what is independent.
    fails = failed.mean(axis=1)
    x = study.points(strategy, factors).loc[table.index].to_numpy(float)
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
        against=against,
        base=float(fails.mean()),
        coverage=float(fails[inside].sum() / fails.sum()) if fails.sum() else math.nan,
        density=float(fails[inside].mean()),
        held_out=held_out,
        held_out_p=p,
        points=len(x),
        replicates=table.shape[1],
    )

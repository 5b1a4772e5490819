"""How much better is one strategy than another, and how many replicates would tell?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from experiments import paired
from experiments.analysis.strategies.answer import (
    count,
    interval,
    listed,
    named,
    needed,
    percent,
    runs,
    significance,
)
from experiments.analysis.strategies.study import Study
from sim.results import OUTCOMES

HEAVY = 0.5
"""A mean of which one replicate makes up this much hangs on that replicate."""


@dataclass(frozen=True)
class Differences:
    """Paired differences of outcomes from the reference.

    Attributes:
        table: one row for each outcome and policy: difference with 95 % interval (low, high),
            better_in (share of replicates in which it is better, ties half), p by flips of signs,
            p_holm adjusted for all rows of the table, told_apart (interval and p_holm agree),
            replicates, replicates_to_tell (with 80 % power), replicates_for (the wanted
            half-width), largest_share (of the sum of sizes that one replicate makes up).
        reference: what is subtracted. unit: what was resampled. notes: cautions, by outcome.
    """

    table: pd.DataFrame = field(repr=False)
    reference: str
    unit: str
    notes: str
    name: str = "differences"

    def rows(self) -> list[list[str]]:
        """Return the table as text."""
        heads = ["outcome", "strategy", f"less {self.reference}", "better in", "p (Holm)", "told"]
        lines = [[*heads, "would tell"]]
        for row in self.table.itertuples():
            lines.append(
                [
                    row.outcome,
                    row.strategy,
                    interval(_estimate(row), sign=True),
                    percent(row.better_in),
                    significance(row.p_holm),
                    "yes" if row.told_apart else "no",
                    count(row.replicates_to_tell),
                ]
            )
        return lines

    def sentence(self) -> str:
        """Say which differences are told from none, and what the others would take."""
        lines = []
        for outcome, rows in self.table.groupby("outcome", sort=False):
            told = [
                f"{row.strategy} ({interval(_estimate(row), sign=True)})"
                for row in rows.itertuples()
                if row.told_apart
            ]
            unclear = [row for row in rows.itertuples() if not row.told_apart]
            what = named(str(outcome))
            if told:
                lines.append(f"{what}: told from {self.reference}: {listed(told)}.")
            if unclear:
                count = int(max(row.replicates for row in unclear))
                most = max(row.replicates_to_tell for row in unclear)
                lines.append(
                    f"{what}: {runs(count, self.unit)} {'does' if count == 1 else 'do'} not tell "
                    f"{listed([row.strategy for row in unclear])} from {self.reference}; "
                    f"{needed(most)}, if differences are as large as they look."
                )
        heavy = self.table[self.table["largest_share"] > HEAVY]
        if len(heavy):
            where = listed(list(dict.fromkeys(heavy["outcome"])))
            lines.append(
                f"In {where} one {self.unit} makes up more than half of a difference: "
                "heavy tails, so trust no mean of so few."
            )
        return " ".join(lines) + self.notes


def differences(
    study: Study, outcomes: Sequence[str], half_width: float | None = None
) -> Differences:
    """Compare every policy with the reference, by differences within (world, replicate).

    Args:
        study: the runs. outcomes: which to compare, averaged over worlds within each replicate.
        half_width: wanted, in the unit of the outcome; by default a tenth of what is seen.
    """
    study.need_rivals()
    rows = []
    for outcome in outcomes:
        sign = study.better(outcome)
        blocks = study.blocks(outcome)
        for place, policy in enumerate(study.policies[1:], start=1):
            values = blocks[:, place] - blocks[:, 0]
            estimate = paired.difference(values)
            width = abs(estimate.value) / 10 if half_width is None else half_width
            size = np.abs(values).sum()
            wins = np.sign(sign * values)
            rows.append(
                {
                    "outcome": outcome,
                    "unit": OUTCOMES[outcome].unit,
                    "strategy": policy,
                    "reference": study.policies[0],
                    "difference": estimate.value,
                    "low": estimate.low,
                    "high": estimate.high,
                    "better": bool(estimate.value * sign > 0),
                    "better_in": float((wins + 1).mean() / 2) if len(wins) else np.nan,
                    "p": estimate.p,
                    "replicates": estimate.n,
                    "replicates_to_tell": paired.replicates_needed(values),
                    "half_width": width,
                    "replicates_for": paired.replicates_for(values, width),
                    "largest_share": float(np.abs(values).max() / size) if size else 0.0,
                }
            )
    table = pd.DataFrame(rows)
    table["p_holm"] = paired.holm(table["p"].to_numpy())
    apart = (table["low"] > 0) | (table["high"] < 0)
    table["told_apart"] = apart & (table["p_holm"] < 1 - paired.LEVEL)
    # What n do not tell takes more than n, and as many as can tell so many at once.
    least = np.maximum(table["replicates"] + 1, fewest_to_tell(len(table)))
    more = np.maximum(table["replicates_to_tell"], least)
    table["replicates_to_tell"] = table["replicates_to_tell"].where(table["told_apart"], more)
    notes = "".join(dict.fromkeys(study.caution(outcome) for outcome in outcomes))
    return Differences(table, study.policies[0], study.unit, notes)


def fewest_to_tell(comparisons: int) -> int:
    """Return the fewest replicates that can tell any of so many differences at once.

    All n of one sign is what 2 of the 2^n flips of signs give; Holm asks that share times the
    number of comparisons to be below 5 %.
    """
    return math.floor(math.log2(2 * comparisons / (1 - paired.LEVEL))) + 1


def _estimate(row: object) -> paired.Estimate:
    values = [getattr(row, name) for name in ("difference", "low", "high", "replicates")]
    return paired.Estimate(*values)

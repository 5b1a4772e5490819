"""Which strategies change places between scenarios?

A strategy may do more than another in one conflict and less in the next: a *qualitative
interaction*, tested after Gail & Simon (1985, Biometrics 41: 361-372). Scenarios count as
independent: they share seeds, but a seed means other luck in another country.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from experiments import paired
from experiments.analysis.strategies.answer import (
    interval,
    listed,
    named,
    runs,
    significance,
)
from experiments.analysis.strategies.study import Study
from sim.errors import UserError
from sim.results import OUTCOMES

MOST_POLICIES = 16
"""More policies have more pairs than a reader can use."""


@dataclass(frozen=True)
class Reversals:
    """Pairs of policies, and whether their order depends on the scenario.

    Attributes:
        table: one row for each outcome and pair: p of Gail & Simon's test, p_holm adjusted for all
            rows of the table, told (p_holm below 5 %); of the scenario in which `one` is furthest
            ahead of `other` (in spreads of its mean), and of that in which it is furthest behind,
            the name (ahead_in, behind_in) and the difference one less other with 95 % interval.
        means: mean of each outcome by scenario (columns) and policy.
        replicates: in each scenario.
    """

    table: pd.DataFrame = field(repr=False)
    means: dict[str, pd.DataFrame] = field(repr=False)
    replicates: int
    note: str
    name: str = "reversals"

    @property
    def told(self) -> pd.DataFrame:
        """The pairs that change places beyond chance, the surest first."""
        return self.table[self.table["told"]].sort_values("p", kind="stable")

    @property
    def by_surety(self) -> list[str]:
        """The outcomes, that with the surest change of places first."""
        least = self.table.groupby("outcome", sort=False)["p"].min()
        return [str(name) for name in least.sort_values(kind="stable").index]

    def rows(self) -> list[list[str]]:
        """Return the pairs that change places, or those next to it where none does."""
        lines = [["outcome", "one", "less", "where it does best", "where worst", "p (Holm)"]]
        shown = self.told if len(self.told) else self.table.sort_values("p").head(3)
        for row in shown.itertuples():
            cells = [
                f"{place} {interval(paired.Estimate(*values, self.replicates), sign=True)}"
                for place, values in (
                    (row.ahead_in, (row.ahead, row.ahead_low, row.ahead_high)),
                    (row.behind_in, (row.behind, row.behind_low, row.behind_high)),
                )
            ]
            lines.append([row.outcome, row.one, row.other, *cells, significance(row.p_holm)])
        return lines

    def sentence(self) -> str:
        """Say which strategies change places, and where."""
        have = f"{runs(self.replicates)} in each scenario"
        lines = []
        for outcome in self.by_surety:
            rows = self.table[self.table["outcome"] == outcome]
            told = rows[rows["told"]].sort_values("p", kind="stable")
            what = named(outcome)
            if told.empty:
                lines.append(
                    f"{what}: no two strategies are told to change places ({have}); "
                    f"the nearest to it has p {significance(float(rows['p_holm'].min()))}."
                )
                continue
            pairs = [
                f"{row.one} beats {row.other} in {row.ahead_in} and loses to it in {row.behind_in}"
                for row in told.head(3).itertuples()
            ]
            more = f"; so do {len(told) - 3} other pairs" if len(told) > 3 else ""
            lines.append(f"{what}: {listed(pairs)}{more} ({have}).")
        return " ".join(lines) + self.note


def reversals(study: Study, outcomes: Sequence[str]) -> Reversals:
    """Test every pair of policies for changing places between scenarios.

    Args:
        study: the runs. outcomes: by which policies are compared.

    Raises:
        UserError: there is one scenario or one policy only, or too many policies.
    """
    study.need_rivals()
    scenarios = list(dict.fromkeys(study.placed["scenario"]))
    if len(scenarios) < 2:
        raise UserError("Whether strategies change places between scenarios needs two scenarios")
    if len(study.policies) > MOST_POLICIES:
        raise UserError(
            f"Whether strategies change places is asked of up to {MOST_POLICIES} of them"
        )
    rows, means = [], {}
    for outcome in outcomes:
        blocks = {name: study.blocks(outcome, name) for name in scenarios}
        means[outcome] = pd.DataFrame(
            {name: values.mean(axis=0) for name, values in blocks.items()},
            index=list(study.policies),
        )
        for a, b in combinations(range(len(study.policies)), 2):
            differences = {name: values[:, a] - values[:, b] for name, values in blocks.items()}
            rows.append(
                {
                    "outcome": outcome,
                    "unit": OUTCOMES[outcome].unit,
                    **_pair(differences, study.better(outcome), study.policies[a]),
                    "other": study.policies[b],
                }
            )
    table = pd.DataFrame(rows)
    table["p_holm"] = paired.holm(table["p"].to_numpy())
    table["told"] = table["p_holm"] < 1 - paired.LEVEL
    notes = "".join(dict.fromkeys(study.caution(outcome) for outcome in outcomes))
    return Reversals(table, means, study.replicates, notes)


def _pair(differences: dict[str, np.ndarray], better: int, one: str) -> dict[str, object]:
    """The test of one pair, and where `one` is furthest ahead and behind."""
    scores = {name: better * _score(values) for name, values in differences.items()}
    ahead_in, behind_in = max(scores, key=scores.__getitem__), min(scores, key=scores.__getitem__)
    ahead, behind = (paired.mean(differences[name]) for name in (ahead_in, behind_in))
    return {
        "one": one,
        "p": gail_simon(list(scores.values())),
        "ahead_in": ahead_in,
        "ahead": ahead.value,
        "ahead_low": ahead.low,
        "ahead_high": ahead.high,
        "behind_in": behind_in,
        "behind": behind.value,
        "behind_low": behind.low,
        "behind_high": behind.high,
    }


def _score(values: np.ndarray) -> float:
    """A mean in its standard errors; 0 where that cannot be said."""
    if len(values) < 2:
        return 0.0
    spread = float(values.std(ddof=1)) / math.sqrt(len(values))
    return float(values.mean()) / spread if spread > 0 else 0.0


def gail_simon(scores: Sequence[float]) -> float:
    """Return the significance of a qualitative interaction (Gail & Simon 1985, equation 4).

    Args:
        scores: effect in each of the groups, in its standard errors.

    Returns:
        The chance of as much evidence on the weaker side if the effect had one sign everywhere.
    """
    plus = math.fsum(z * z for z in scores if z > 0)
    minus = math.fsum(z * z for z in scores if z < 0)
    least = min(plus, minus)
    if least == 0.0:
        return 1.0
    others = len(scores) - 1
    weights = stats.binom.pmf(np.arange(1, others + 1), others, 0.5)
    tails = stats.chi2.sf(least, np.arange(1, others + 1))
    return float(weights @ tails)

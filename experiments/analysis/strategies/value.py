"""What does peace cost, and which strategies does another one beat at the same or a lower cost?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments import paired
from experiments.analysis.strategies.answer import interval, listed, number, percent, runs
from experiments.analysis.strategies.ranking import resampled_means
from experiments.analysis.strategies.study import Study
from sim.results import OUTCOMES

COST = "cost"
EQUAL = 0.05
"""Mean costs this close to each other count as one budget."""

SURE = 0.95


@dataclass(frozen=True)
class Value:
    """Cost-effectiveness, and the front of what is not beaten.

    Attributes:
        table: one row a policy: cost and outcome with 95 % intervals, price of a unit gained over
            the reference (US dollars; infinite where nothing is gained), on_front, chance_on_front
            (share of resamples), beaten_by (cheaper and better, by the means), budget (policies
            with the same letter cost the same, within 5 %).
        outcome: what is bought. reference: what gains are counted from.
    """

    table: pd.DataFrame = field(repr=False)
    outcome: str
    reference: str
    replicates: int
    unit: str
    note: str
    name: str = "value"

    def rows(self) -> list[list[str]]:
        """Return the table as text."""
        unit = OUTCOMES[self.outcome].unit
        heads = ["strategy", "cost (M USD)", self.outcome, f"M USD per {unit} gained"]
        lines = [[*heads, "chance on front", "budget"]]
        for row in self.table.itertuples():
            cost = (row.cost / 1e6, row.cost_low / 1e6, row.cost_high / 1e6)
            price = (row.price / 1e6, row.price_low / 1e6, row.price_high / 1e6)
            lines.append(
                [
                    row.strategy,
                    interval(paired.Estimate(*cost, 0)),
                    interval(paired.Estimate(row.value, row.low, row.high, 0)),
                    interval(paired.Estimate(*price, 0)),
                    percent(row.chance_on_front),
                    row.budget,
                ]
            )
        return lines

    def sentence(self) -> str:
        """Say what is on the front, what is beaten, and what cannot be said."""
        front = self.table[self.table["on_front"]]
        beaten = self.table[~self.table["on_front"]]
        lines = [f"Not beaten in cost and {self.outcome} together: {listed(front['strategy'])}."]
        if len(beaten):
            each = [f"{row.strategy} (by {row.beaten_by})" for row in beaten.itertuples()]
            lines.append(f"Beaten, by the means: {listed(each)}.")
        unsure = self.table[self.table["chance_on_front"].between(1 - SURE, SURE)]
        if self.replicates < 2:
            lines.append(f"One {self.unit} cannot say how sure that is.")
        elif len(unsure):
            lines.append(
                f"{runs(self.replicates, self.unit)} do not suffice to place "
                f"{listed(unsure['strategy'])} on the front or behind it."
            )
        budgets = self.table.loc[self.table["cost"] > 0].groupby("budget")["strategy"]
        for names in (list(group) for _, group in budgets):
            if len(names) > 1:
                rows = self.table[self.table["strategy"].isin(names)]
                best = rows.loc[rows["gain_rank"].idxmin(), "strategy"]
                cost = number(float(rows["cost"].mean() / 1e6))
                lines.append(f"At an equal budget of about {cost} M USD, {best} has the best mean.")
        return " ".join(lines) + self.note


def value(study: Study, outcome: str, cost: str = COST) -> Value:
    """Set an outcome against what it costs.

    Both in the same resamples of whole replicates; prices by the ratio of mean extra cost to mean
    gain, not the mean of ratios, whose tails are too heavy to have one.
    """
    sign = study.better(outcome)
    gains, costs = _together(study, outcome, cost)
    both = np.concatenate([sign * gains, -costs], axis=1)
    count = len(study.policies)
    means = both.mean(axis=0)
    front, beaten = undominated(means[:count, None], means[count:, None])
    chances = _chances(both, count)
    budgets = _budgets(costs.mean(axis=0))
    order = np.argsort(np.argsort(-means[:count]))
    rows = []
    for place, policy in enumerate(study.policies):
        spent, got = paired.mean(costs[:, place]), paired.mean(gains[:, place])
        price = paired.Estimate(math.nan, math.nan, math.nan, 0)
        if place > 0:
            extra = costs[:, place] - costs[:, 0]
            price = paired.ratio(sign * (gains[:, place] - gains[:, 0]), extra)
        rows.append(
            {
                "strategy": policy,
                "cost": spent.value,
                "cost_low": spent.low,
                "cost_high": spent.high,
                "outcome": outcome,
                "value": got.value,
                "low": got.low,
                "high": got.high,
                "price": price.value,
                "price_low": price.low,
                "price_high": price.high,
                "on_front": bool(front[place]),
                "chance_on_front": chances[place],
                "beaten_by": listed([study.policies[i] for i in beaten[place]]),
                "budget": budgets[place],
                "gain_rank": int(order[place]) + 1,
                "replicates": got.n,
            }
        )
    return Value(
        pd.DataFrame(rows),
        outcome,
        study.policies[0],
        len(gains),
        study.unit,
        study.caution(outcome),
    )


def undominated(*aims: NDArray[np.float64]) -> tuple[NDArray[np.bool_], list[list[int]]]:
    """Return which cases no other beats, and for each case those that beat it.

    A case beats another if it is at least as good in every aim and better in one (Pareto).

    Args:
        aims: more is better, each of shape (cases,) or (cases, aims).
    """
    values = np.concatenate([np.reshape(aim, (len(aim), -1)) for aim in aims], axis=1)
    good = (values[:, None, :] >= values[None, :, :]).all(axis=2)
    best = good & (values[:, None, :] > values[None, :, :]).any(axis=2)
    beaten = [list(np.flatnonzero(column)) for column in best.T]
    return ~best.any(axis=0), beaten


def _together(
    study: Study, outcome: str, cost: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Outcome and cost of the same replicates, each of shape (replicates, policies)."""
    gains, costs = study.wide(outcome), study.wide(cost)
    common = gains.index.intersection(costs.index)
    parts = [
        one.loc[common].groupby(level=study.unit).mean().to_numpy(float) for one in (gains, costs)
    ]
    return parts[0], parts[1]


def _chances(both: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Share of resamples in which each policy is on the front."""
    if len(both) < 2:
        return np.full(count, math.nan)
    draws = resampled_means(both)
    gain, saving = draws[:, :count], draws[:, count:]
    chances = np.zeros(count)
    for one in range(count):
        better = (gain >= gain[:, [one]]) & (saving >= saving[:, [one]])
        better &= (gain > gain[:, [one]]) | (saving > saving[:, [one]])
        chances[one] = 1.0 - better.any(axis=1).mean()
    return chances


def _budgets(costs: NDArray[np.float64]) -> Sequence[str]:
    """Letters, the same for costs within `EQUAL` of the cheapest of their group."""
    letters = [""] * len(costs)
    base, letter = math.nan, -1
    for place in np.argsort(costs, kind="stable"):
        if letter < 0 or costs[place] > base * (1 + EQUAL):
            base, letter = costs[place], letter + 1
        letters[place] = chr(ord("A") + letter) if letter < 26 else str(letter)
    return letters

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
from sim.errors import UserError
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
        unit, better = OUTCOMES[self.outcome].unit, OUTCOMES[self.outcome].better
        won = f"M USD per {unit} {'gained' if better == 'higher' else 'averted'}"
        heads = ["strategy", "cost (M USD)", self.outcome, won]
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
        lines = [
            f"Not beaten in {self.outcome} at its cost (within 5 %): {listed(front['strategy'])}."
        ]
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
    study.need_rivals()
    sign = study.better(outcome)
    gains, costs = _together(study, outcome, cost)
    count = len(study.policies)
    won = beats(sign * gains.mean(axis=0), costs.mean(axis=0))
    chances = _chances(np.concatenate([sign * gains, costs], axis=1), count)
    budgets = _budgets(costs.mean(axis=0))
    order = np.argsort(np.argsort(-sign * gains.mean(axis=0)))
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
                "on_front": not won[:, place].any(),
                "chance_on_front": chances[place],
                "beaten_by": listed([study.policies[i] for i in np.flatnonzero(won[:, place])]),
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


def beats(gains: NDArray[np.float64], costs: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which policy (second last axis) beats which (last axis), costs within 5 % being equal.

    One beats another if it gains at least as much for no more, and is better in one of the two
    (Pareto). No plan spends its budget to the dollar, hence the tolerance.

    Args:
        gains: more is better, shape (..., policies). costs: US dollars, of the same shape.
    """
    gain, other_gain = gains[..., :, None], gains[..., None, :]
    cost, other_cost = costs[..., :, None], costs[..., None, :]
    as_good = (gain >= other_gain) & (cost <= other_cost * (1 + EQUAL))
    better = (gain > other_gain) | (cost * (1 + EQUAL) < other_cost)
    return np.asarray(as_good & better)


def _together(
    study: Study, outcome: str, cost: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Outcome and cost of the same replicates, each of shape (replicates, policies)."""
    gains, costs = study.wide(outcome), study.wide(cost)
    common = gains.index.intersection(costs.index)
    if not len(common):
        raise UserError(f"No replicate has {outcome} and {cost} of all strategies")
    parts = [
        one.loc[common].groupby(level=study.unit).mean().to_numpy(float) for one in (gains, costs)
    ]
    return parts[0], parts[1]


def _chances(both: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Share of resamples in which each policy is on the front."""
    if len(both) < 2:
        return np.full(count, math.nan)
    draws = resampled_means(both)
    beaten = beats(draws[:, :count], draws[:, count:]).any(axis=-2)
    return np.asarray(1.0 - beaten.mean(axis=0))


def _budgets(costs: NDArray[np.float64]) -> Sequence[str]:
    """Letters, the same for costs within `EQUAL` of the cheapest of their group."""
    letters = [""] * len(costs)
    base, letter = math.nan, -1
    for place in np.argsort(costs, kind="stable"):
        if letter < 0 or costs[place] > base * (1 + EQUAL):
            base, letter = costs[place], letter + 1
        letters[place] = chr(ord("A") + letter) if letter < 26 else str(letter)
    return letters

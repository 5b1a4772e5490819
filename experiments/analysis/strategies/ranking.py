"""Which strategy is best, and how sure is that order?"""

import math
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments import paired
from experiments.analysis.strategies.answer import (
    interval,
    listed,
    named,
    needed,
    number,
    percent,
    runs,
)
from experiments.analysis.strategies.study import Study

SURE = 0.95
JITTER = 1e-9
"""Of the largest value: enough to split ties by chance, too little to change any order."""


@dataclass(frozen=True)
class Ranking:
    """Strategies by an outcome, best first.

    Attributes:
        table: one row a policy: rank, mean with 95 % interval, chance of each rank (rank_1 is that
            of being best), expected_rank, beats_next (chance that it is better than the one below).
        outcome: by which it is. replicates: behind it. unit: what was resampled.
        needed: replicates that would make the first place sure, if differences are as they look.
    """

    table: pd.DataFrame = field(repr=False)
    outcome: str
    replicates: int
    unit: str
    needed: float
    note: str
    name: str = "ranking"

    @property
    def sure(self) -> bool:
        """Whether the first place is sure at 95 %."""
        return bool(self.table["rank_1"].iloc[0] >= SURE)

    def rows(self) -> list[list[str]]:
        """Return the table as text."""
        lines = [["strategy", self.outcome, "chance to be best", "expected rank", "beats the next"]]
        for row in self.table.itertuples():
            lines.append(
                [
                    row.strategy,
                    interval(paired.Estimate(row.mean, row.low, row.high, self.replicates)),
                    percent(row.rank_1),
                    number(row.expected_rank),
                    percent(row.beats_next),
                ]
            )
        return lines

    def sentence(self) -> str:
        """Say which is best and how sure that is."""
        what = named(self.outcome)
        have = runs(self.replicates, self.unit)
        if self.replicates < 2:
            return f"By {what}: one {self.unit} cannot rank strategies; run 20 or more."
        top = self.table.iloc[0]
        chance = f"{top['strategy']} is best with a chance of {percent(top['rank_1'])}"
        if self.sure:
            rest = "" if self.replicates >= paired.FEWEST else ", but so few can mislead"
            return f"By {what}, {chance} ({have}{rest}).{self.note}"
        rivals = [
            f"{row.strategy} ({percent(row.rank_1)})"
            for row in self.table.iloc[1:].itertuples()
            if row.rank_1 >= 1 - SURE
        ]
        more = max(self.needed, self.replicates + 1)
        return (
            f"By {what}, {chance}; it may also be {listed(rivals) or 'another'}. "
            f"{have} do not suffice to say which is best; {needed(more)}, "
            f"if differences are as they look.{self.note}"
        )


def ranking(study: Study, outcome: str, scenario: str | None = None) -> Ranking:
    """Rank policies by the mean of an outcome over worlds and replicates.

    Chances are shares of bootstrap resamples of whole replicates, all policies together, spread as
    much as t intervals would be. They are about the mean over runs, not about a single run.
    """
    study.need_rivals()
    blocks = study.blocks(outcome, scenario)
    sign = study.better(outcome)
    count = len(study.policies)
    means = blocks.mean(axis=0)
    order = np.argsort(-sign * means, kind="stable")
    chances = rank_chances(sign * blocks[:, order])
    rows = []
    for rank, place in enumerate(order):
        estimate = paired.mean(blocks[:, place])
        rows.append(
            {
                "rank": rank + 1,
                "strategy": study.policies[place],
                "outcome": outcome,
                "mean": estimate.value,
                "low": estimate.low,
                "high": estimate.high,
                **{f"rank_{k + 1}": chances[rank, k] for k in range(count)},
                "expected_rank": float(chances[rank] @ np.arange(1, count + 1)),
                "beats_next": _beats(sign * blocks, place, order[rank + 1])
                if rank + 1 < count
                else math.nan,
                "replicates": estimate.n,
            }
        )
    return Ranking(
        table=pd.DataFrame(rows),
        outcome=outcome,
        replicates=len(blocks),
        unit=study.unit,
        needed=replicates_to_lead(sign * blocks[:, order]),
        note=study.caution(outcome),
    )


def rank_chances(blocks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chance of each policy (row) to have each rank (column).

    Args:
        blocks: more is better, shape (replicates, policies).
    """
    count = blocks.shape[1]
    if len(blocks) < 2:
        return np.full((count, count), math.nan)
    draws = resampled_means(blocks)
    scale = np.abs(draws).max() or 1.0
    draws = draws + JITTER * scale * np.random.default_rng(0).random(draws.shape)
    ranks = np.argsort(np.argsort(-draws, axis=1), axis=1)
    return np.array([[np.mean(ranks[:, i] == k) for k in range(count)] for i in range(count)])


def resampled_means(blocks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return means of resampled replicates, spread as for small numbers, (draws, policies)."""
    count = len(blocks)
    return paired.resampled(count, paired.few(count)) @ blocks


def replicates_to_lead(blocks: NDArray[np.float64]) -> float:
    """Return how many replicates would tell the first column from all others at 95 %.

    By the normal approximation, one-sided, shared out over the others (Bonferroni).
    """
    if len(blocks) < 2 or blocks.shape[1] < 2:
        return math.nan
    gaps = blocks[:, :1] - blocks[:, 1:]
    z = stats.norm.ppf(1 - (1 - SURE) / gaps.shape[1])
    size, spread = gaps.mean(axis=0), gaps.std(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(spread > 0, (z * spread / size) ** 2, np.where(size > 0, 0.0, np.inf))
    return float(max(paired.FEWEST, np.ceil(each.max())))


def _beats(blocks: NDArray[np.float64], one: int, other: int) -> float:
    """Chance that one policy is better than another."""
    return float(rank_chances(blocks[:, [one, other]])[0, 0])

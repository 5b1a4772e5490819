"""Which strategy does well whatever the world is like, and does that depend on the criterion?

Criteria as in McPhail et al. 2018 (Earth's Future 6: 169-191), who show that they can disagree.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments import paired
from experiments.analysis.strategies.answer import listed, number, percent, runs
from experiments.analysis.strategies.study import Study
from sim.errors import UserError
from sim.results import OUTCOMES

DRAWS = 400
AVERSION = 1.0
"""Standard deviations that the mean-variance criterion takes off the mean."""

LUCKY = 0.5
SURE = 0.9

Scores = NDArray[np.float64]
Criterion = Callable[[Scores], Scores]
"""From values (more is better), shape (worlds, policies), to a score for each policy."""


def mean(values: Scores) -> Scores:
    """Return the mean over worlds (Laplace: all worlds count the same)."""
    return values.mean(axis=0)


def maximin(values: Scores) -> Scores:
    """Return the value in the worst world (Wald)."""
    return values.min(axis=0)


def tenth(values: Scores) -> Scores:
    """Return the value that nine worlds in ten exceed: maximin that one odd world cannot decide."""
    return np.quantile(values, 0.1, axis=0)


def minimax_regret(values: Scores) -> Scores:
    """Return the largest regret, as a loss (Savage): how far below the best in a world."""
    return -regret(values).max(axis=0)


def mean_variance(values: Scores) -> Scores:
    """Return the mean less `AVERSION` standard deviations over worlds (Markowitz)."""
    return values.mean(axis=0) - AVERSION * values.std(axis=0)


def satisficing(threshold: float, values: Scores) -> Scores:
    """Return the share of worlds that are good enough (Starr's domain criterion)."""
    return (values >= threshold).mean(axis=0)


def regret(values: Scores) -> Scores:
    """Return how far each policy is below the best of all in each world."""
    return values.max(axis=1, keepdims=True) - values


@dataclass(frozen=True)
class Robustness:
    """Strategies over uncertain worlds.

    Attributes:
        table: one row for each criterion and policy: score (in the outcome's direction), winner
            flag, chance_to_win (share of resamples).
        regrets: by world (rows, with its scenario and values) and policy, in the outcome's unit.
        luck: share of the variance between worlds' means that is luck of too few replicates.
        threshold: of satisficing.
    """

    table: pd.DataFrame = field(repr=False)
    regrets: pd.DataFrame = field(repr=False)
    outcome: str
    threshold: float
    worlds: int
    replicates: int
    luck: float
    note: str
    name: str = "robustness"

    @property
    def winners(self) -> dict[str, str]:
        """The best policy by each criterion."""
        best = self.table[self.table["winner"]]
        return dict(zip(best["criterion"], best["strategy"], strict=True))

    @property
    def sure(self) -> bool:
        """Whether the winners are sure by all criteria, and replicates enough to say so."""
        chances = self.table.loc[self.table["winner"], "chance_to_win"]
        return self.replicates >= paired.FEWEST and bool((chances >= SURE).all())

    def rows(self) -> list[list[str]]:
        """Return scores by policy (rows) and criterion (columns); * marks the winner."""
        names = list(dict.fromkeys(self.table["criterion"]))
        lines = [["strategy", *names]]
        for policy, part in self.table.groupby("strategy", sort=False):
            cells = [
                f"{number(row.score)}{' *' if row.winner else '  '}" for row in part.itertuples()
            ]
            lines.append([str(policy), *cells])
        chances = [percent(c) for c in self.table.loc[self.table["winner"], "chance_to_win"]]
        return [*lines, ["(chance that * is best)", *[f"{c}  " for c in chances]]]

    def sentence(self) -> str:
        """Say whether the winner depends on the criterion, and how sure each is."""
        best = self.table[self.table["winner"]]
        by_policy = best.groupby("strategy", sort=False)["criterion"].apply(list)
        have = f"{runs(self.worlds, 'world')}, {runs(self.replicates)} each"
        if len(by_policy) == 1:
            lines = [
                f"{by_policy.index[0]} {'is' if self.sure else 'looks'} best by {self.outcome} "
                f"whichever criterion one takes "
                f"({have})."
            ]
        else:
            each = [f"{policy} by {listed(names)}" for policy, names in by_policy.items()]
            lines = [
                f"Which strategy {'is' if self.sure else 'looks'} most robust by {self.outcome} "
                f"depends on the criterion: {listed(each)} ({have})."
            ]
        shaky = best.loc[~(best["chance_to_win"] >= SURE), "criterion"]
        if self.replicates < 2:
            lines.append("With one replicate a world, luck and worlds cannot be told apart.")
        elif self.replicates < paired.FEWEST:
            lines.append(f"{runs(self.replicates)} a world are too few to say how sure that is.")
        elif len(shaky):
            lines.append(f"The runs do not suffice to be sure of the winner by {listed(shaky)}.")
        if self.luck > LUCKY:
            lines.append(
                f"{self.luck:.0%} of the differences between worlds is luck, so the worst case and "
                "the largest regret are mostly those of unlucky runs: add replicates."
            )
        lines.append(
            f"Good enough means {self.outcome} "
            f"{'at least' if OUTCOMES[self.outcome].better == 'higher' else 'at most'} "
            f"{number(self.threshold)}."
        )
        return " ".join(lines) + self.note


def robustness(study: Study, outcome: str, threshold: float | None = None) -> Robustness:
    """Judge policies over worlds by several criteria.

    Args:
        threshold: what is good enough, in the outcome's unit; by default the median over all worlds
            and policies.

    Raises:
        UserError: there is one world only, or policies were run in different worlds.
    """
    study.need_rivals()
    if study.worlds < 2:
        raise UserError("Robustness needs several worlds: scenarios, or points in what is unknown")
    cube = study.better(outcome) * study.cube(outcome)
    values = cube.mean(axis=0)
    sign = study.better(outcome)
    limit = float(np.median(sign * values)) if threshold is None else threshold
    criteria: dict[str, Criterion] = {
        "mean": mean,
        "worst case": maximin,
        "worst tenth": tenth,
        "largest regret": minimax_regret,
        "mean less sd": mean_variance,
        "good enough": partial(satisficing, sign * limit),
    }
    plain = {"largest regret", "good enough"}
    rows = []
    for name, criterion in criteria.items():
        scores = criterion(values)
        chances = _chances(cube, criterion)
        best = int(np.argmax(scores))
        for place, policy in enumerate(study.policies):
            score = abs(scores[place]) if name in plain else sign * scores[place]
            rows.append(
                {
                    "criterion": name,
                    "strategy": policy,
                    "score": float(score),
                    "winner": place == best,
                    "chance_to_win": chances[place],
                }
            )
    worlds = study.world_table()
    regrets = pd.DataFrame(regret(values), index=worlds.index, columns=list(study.policies))
    return Robustness(
        table=pd.DataFrame(rows),
        regrets=pd.concat([worlds, regrets], axis=1),
        outcome=outcome,
        threshold=limit,
        worlds=len(values),
        replicates=len(cube),
        luck=luck(cube),
        note=study.caution(outcome),
    )


def luck(cube: NDArray[np.float64]) -> float:
    """Return the share of the variance of means over worlds that replicates leave to luck.

    By the analysis of variance: the error variance within a world over the number of replicates,
    against the variance of the worlds' means; NaN with one replicate.

    Args:
        cube: shape (replicates, worlds, policies).
    """
    count = len(cube)
    if count < 2:
        return math.nan
    # Luck that all worlds of a replicate share moves none against another.
    residual = cube - cube.mean(axis=0) - cube.mean(axis=1, keepdims=True) + cube.mean(axis=(0, 1))
    freedom = (count - 1) * (cube.shape[1] - 1)
    within = (residual**2).sum(axis=(0, 1)) / freedom / count
    between = cube.mean(axis=0).var(axis=0, ddof=1)
    return float(min(1.0, within.sum() / between.sum())) if between.sum() > 0 else 0.0


def _chances(cube: NDArray[np.float64], criterion: Criterion) -> NDArray[np.float64]:
    """Share of resamples of whole replicates in which each policy wins, ties shared out."""
    count = len(cube)
    wins = np.zeros(cube.shape[2])
    if count < 2:
        return np.full(cube.shape[2], math.nan)
    flat = cube.reshape(count, -1)
    # Only the bias of a small sample is mended: to spread more would itself make worst cases worse.
    for weights in paired.resampled(count, count - 1)[:DRAWS]:
        scores = criterion((weights @ flat).reshape(cube.shape[1:]))
        best = scores == scores.max()
        wins += best / best.sum()
    return wins / DRAWS

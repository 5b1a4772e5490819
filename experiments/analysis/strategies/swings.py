"""Influence by one factor at a time: from its lower to its upper end, all else as it is."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments import paired
from experiments.analysis.strategies.indices import luck_share
from experiments.analysis.strategies.influence import Sensitivity, strongest_first, table_of
from experiments.analysis.strategies.study import Factor, Study
from sim.errors import UserError


def one_at_a_time(study: Study, outcome: str, strategy: str, against: str | None) -> Sensitivity:
    """Compare the ends of each factor, all others being as the case has them.

    Raises:
        UserError: no factor has two ends that were run.
    """
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
    table = table_of(
        tuple(factor for factor, _ in rows), {"swing": (bounds[0], bounds[1], bounds[2])}
    )
    table["p_holm"] = paired.holm(np.array([one.p for _, one in rows]))
    apart = (table["swing_low"] > 0) | (table["swing_high"] < 0)
    table["told"] = apart & (table["p_holm"] < 1 - paired.LEVEL)
    y = study.by_point(outcome, strategy, against).dropna().T.groupby(level="replicate").mean()
    return Sensitivity(
        table=strongest_first(table, "swing"),
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

"""Spells of peace after exit: how long each run was at peace, and how long it was watched."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments import paired
from experiments.analysis.strategies.study import Study
from experiments.survival import Curve
from sim.errors import UserError

NEEDED = ("weeks_to_relapse", "relapse_censored")


def spells_of(study: Study) -> pd.DataFrame:
    """Return one row a run that got to its exit.

    Columns: policy, scenario, world, replicate, block (of shared luck), weeks (of peace, to relapse
    or to the end of watching), relapsed, watched (weeks from exit to the end of the run; where the
    runs do not say when exit was, infinite for those that relapsed).

    Raises:
        UserError: the runs do not say how long peace lasted, or ended before exit.
    """
    if not set(NEEDED) <= set(study.runs.columns):
        raise UserError(f"Survival of peace needs the outcomes {' and '.join(NEEDED)}")
    placed = study.placed
    spells = pd.DataFrame(
        {
            "policy": placed["policy"],
            "scenario": placed["scenario"],
            "world": placed["world"],
            "replicate": placed["replicate"],
            "block": placed[study.unit],
            "weeks": placed["weeks_to_relapse"].astype(float),
            "relapsed": placed["relapse_censored"] == 0,
        }
    )
    if "exit_week" in placed:
        # The runs of a scenario are equally long: as long as the one that was watched longest.
        ends = placed["exit_week"] + spells["weeks"]
        spells["watched"] = ends.groupby(spells["scenario"]).transform("max") - placed["exit_week"]
    else:
        spells["watched"] = spells["weeks"].where(~spells["relapsed"], np.inf)
    spells = spells[np.isfinite(spells["weeks"])].reset_index(drop=True)
    if spells.empty:
        raise UserError("The runs end before exit: nothing is known of the years after")
    return spells


def watched_alike(spells: pd.DataFrame, policies: Sequence[str]) -> pd.DataFrame:
    """Return the spells of some policies, those of one world and replicate watched equally long.

    What happened after the shortest of them was watched is left out: a policy that leaves later
    must not seem to hold, or to fail, for having been watched for a shorter time. Where one of the
    policies has no spell, those of the others are left out, too.
    """
    chosen = spells[spells["policy"].isin(policies)]
    together = chosen.groupby(["world", "replicate"])
    whole = together["policy"].transform("nunique") == len(set(policies))
    shortest = together["watched"].transform("min")
    return chosen.assign(
        weeks=chosen["weeks"].clip(upper=shortest),
        relapsed=chosen["relapsed"] & (chosen["weeks"] <= shortest),
    )[whole]


def clustered(curve: Curve, spells: pd.DataFrame) -> Curve:
    """Widen a curve's interval to that of resampled blocks, whose runs share their luck.

    It is not made narrower than for independent runs: few blocks may by chance be alike.
    """
    blocks = [block for _, block in spells.groupby("block")]
    if len(blocks) < 2:
        return curve
    weeks = [block["weeks"].to_numpy() for block in blocks]
    ends = [block.loc[block["relapsed"], "weeks"].to_numpy() for block in blocks]
    at_risk = np.array([(one[:, None] >= curve.week).sum(axis=0) for one in weeks], float)
    ended = np.array([(one[:, None] == curve.week).sum(axis=0) for one in ends], float)
    weights = paired.resampled(len(blocks), paired.few(len(blocks)))
    with np.errstate(invalid="ignore"):
        hazard = np.nan_to_num((weights @ ended) / (weights @ at_risk))
    drawn = np.cumprod(1.0 - hazard, axis=1)
    low, high = np.quantile(drawn, [0.5 - paired.LEVEL / 2, 0.5 + paired.LEVEL / 2], axis=0)
    return curve._replace(low=np.minimum(low, curve.low), high=np.maximum(high, curve.high))

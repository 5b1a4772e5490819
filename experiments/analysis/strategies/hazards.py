"""Does a strategy change the risk of relapse? Tests and ratios for runs that share their luck.

Run r of every strategy has the same seed, so that runs are pairs and no independent samples. Tests
that take them for independent (the usual log-rank test) are wrong: too rarely sure where luck makes
the runs of a pair alike, and too often where worlds that share a seed are many. Here instead

* the *paired log-rank test* swaps strategies within seeds (`paired.swap_test`): if none differs,
  that changes nothing but chance. What is swapped is each run's log-rank score, relapses seen less
  relapses expected, whose sum over a strategy is the numerator of the log-rank test (for pairs:
  O'Brien & Fleming 1987, Biometrics 43: 169-180; Jung 1999, Lifetime Data Analysis 5: 67-79);
* *hazard ratios* are Cox's, by lifelines (Davidson-Pilon 2019, JOSS 4: 1317), with errors that
  are robust to runs that share a seed (Lin & Wei 1989, J. Am. Stat. Assoc. 84: 1074-1078).
"""

import math
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from experiments import paired
from experiments.analysis.strategies.spells import watched_alike

COX = ("hazard_ratio", "hazard_low", "hazard_high", "p_hazard", "p_proportional")
TESTS = (*COX, "p_paired")
"""What is known of each policy but the reference."""


def against(spells: pd.DataFrame, reference: str) -> dict[str, dict[str, float]]:
    """Return `TESTS` for each policy of :func:`spells_of`, compared with the reference."""
    policies = set(spells["policy"])
    if reference not in policies:
        return {}
    return {
        policy: cox(spells[spells["policy"].isin([reference, policy])], reference)
        | {"p_paired": paired_logrank(spells, [reference, policy])}
        for policy in sorted(policies - {reference})
    }


def paired_logrank(spells: pd.DataFrame, policies: Sequence[str]) -> float:
    """Return the significance of any difference between policies in how long peace lasts.

    All worlds of a seed are swapped together, because they share their luck. NaN where there is
    nothing to test: fewer than two policies, or no relapse.
    """
    alike = watched_alike(spells, policies)
    if len(set(policies)) < 2 or not alike["relapsed"].any():
        return math.nan
    scored = alike.assign(score=np.nan)
    for _, part in alike.groupby("scenario"):
        scores = logrank_scores(part["weeks"].to_numpy(), part["relapsed"].to_numpy())
        scored.loc[part.index, "score"] = scores
    table = scored.pivot_table(index="block", columns="policy", values="score", aggfunc="sum")
    return paired.swap_test(table.to_numpy(np.float64))


def logrank_scores(weeks: NDArray[np.float64], relapsed: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return for each run whether it relapsed, less the relapses expected in its time at risk.

    Expected is the hazard of all runs together (Nelson-Aalen), summed while a run was at risk. The
    sum of scores over a group is what the log-rank test calls observed less expected.
    """
    times, place = np.unique(weeks, return_inverse=True)
    events = np.bincount(place, relapsed.astype(float), len(times))
    at_risk = np.cumsum(np.bincount(place, minlength=len(times))[::-1])[::-1]
    return relapsed - np.cumsum(events / at_risk)[place]


def cox(spells: pd.DataFrame, reference: str) -> dict[str, float]:
    """Fit one hazard ratio, by scenario, its error robust to runs that share a seed."""
    from lifelines import CoxPHFitter
    from lifelines.exceptions import ConvergenceError, ConvergenceWarning
    from lifelines.statistics import proportional_hazard_test

    data = pd.DataFrame(
        {
            "weeks": spells["weeks"],
            "relapsed": spells["relapsed"],
            "treated": (spells["policy"] != reference).astype(float),
            "scenario": spells["scenario"],
            "block": spells["block"],
        }
    )
    nothing = dict.fromkeys(COX, math.nan)
    clusters = int(data["block"].nunique())
    if data.groupby("treated")["relapsed"].sum().min() == 0 or clusters < 2:
        return nothing  # the likelihood has no maximum, or its error cannot be known
    several = data["scenario"].nunique() > 1
    strata = {"strata": ["scenario"]} if several else {}
    data = data if several else data.drop(columns="scenario")
    fitter = CoxPHFitter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            fitter.fit(data, "weeks", "relapsed", cluster_col="block", **strata)
            line = fitter.summary.loc["treated"]
            # Weighted residuals need no clusters; the test is a check, not a claim.
            plain = CoxPHFitter().fit(data.drop(columns="block"), "weeks", "relapsed", **strata)
            check = proportional_hazard_test(plain, data.drop(columns="block"), "rank")
        except (ConvergenceError, ConvergenceWarning):
            return nothing
    low, high, p = few_clusters(float(line["coef"]), float(line["se(coef)"]), clusters)
    values: list[Any] = [line["exp(coef)"], low, high, p, np.ravel(check.p_value)[0]]
    return dict(zip(COX, map(float, values), strict=True))


def few_clusters(log_ratio: float, error: float, clusters: int) -> tuple[float, float, float]:
    """Bounds of a ratio, and its significance, as is right for few clusters.

    Robust errors are too small by sqrt(G / (G - 1)) and Student's, not normal (Cameron & Miller
    2015, J. Human Resources 50: 317-372).
    """
    error *= math.sqrt(clusters / (clusters - 1))
    half = float(stats.t.ppf(0.5 + paired.LEVEL / 2, clusters - 1)) * error
    p = 2 * float(stats.t.sf(abs(log_ratio) / error, clusters - 1))
    return math.exp(log_ratio - half), math.exp(log_ratio + half), p

"""How long does peace last after exit, and does a strategy change the risk of relapse?

Kaplan-Meier curves; log-rank tests and Cox's hazard ratios of lifelines (Davidson-Pilon 2019, JOSS
4: 1317). Runs that had not relapsed when they ended are censored.
"""

import math
import warnings
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from experiments import paired
from experiments.analysis.strategies.answer import listed, percent, runs, significance
from experiments.analysis.strategies.study import Study
from sim.errors import UserError
from sim.metrics.peace import YEAR

NEEDED = ("weeks_to_relapse", "relapse_censored")
FEW_RELAPSES = 10
"""Fewer relapses than about ten for each coefficient make Cox's estimates unreliable (Peduzzi et
al. 1995, J. Clin. Epidemiol. 48: 1503-1510)."""


@dataclass(frozen=True)
class PeaceSurvival:
    """Survival of peace after exit.

    Attributes:
        table: one row a policy: runs, relapses, median_years (infinite where more than half of the
            runs outlast it), peace_1y, 3y and 5y with 95 % bounds, mean_years (area under the curve
            up to `horizon`), hazard_ratio against the reference with bounds and p (robust to
            shared seeds), p_logrank (as if runs were independent),
            p_proportional (of the test of proportional hazards).
        curves: by policy. reference: the strategy that hazards are compared with.
        p_all: that no strategy differs, by `test`: the log-rank test of all at once; or in many
            worlds, whose runs share seeds, the smallest p of a hazard ratio, adjusted.
        horizon: years that all were watched.
    """

    table: pd.DataFrame = field(repr=False)
    curves: dict[str, paired.Curve] = field(repr=False)
    reference: str
    p_all: float
    horizon: float
    test: str
    name: str = "survival"

    def rows(self) -> list[list[str]]:
        """Return the table as text."""
        heads = ["strategy", "runs", "relapses", "peace 1 y", "3 y", "5 y", "hazard ratio", "p"]
        lines = [heads]
        for row in self.table.itertuples():
            ratio = "-"
            if not math.isnan(row.hazard_ratio):
                ratio = f"{row.hazard_ratio:.2f} [{row.hazard_low:.2f}, {row.hazard_high:.2f}]"
            p = significance(row.p_hazard if row.p_hazard == row.p_hazard else row.p_logrank)
            shares = [getattr(row, f"peace_{year}y") for year in (1, 3, 5)]
            cells = [percent(share) for share in shares]
            lines.append([row.strategy, str(row.runs), str(row.relapses), *cells, ratio, p])
        return lines

    def sentence(self) -> str:
        """Say whether strategies differ in how long peace lasts."""
        count = int(self.table["runs"].sum())
        relapses = int(self.table["relapses"].sum())
        lines = []
        if math.isnan(self.p_all):
            lines.append(f"{count} runs, {relapses} relapses: nothing to test.")
        else:
            sure = "differ" if self.p_all < 1 - paired.LEVEL else "are not told to differ"
            lines.append(
                f"Strategies {sure} in how long peace lasts after exit ({self.test}, "
                f"p {_equals(self.p_all)}; {count} runs, {relapses} relapses)."
            )
        others = self.table[self.table["strategy"] != self.reference]
        told = [
            f"{row.strategy} {row.hazard_ratio:.2f} times"
            for row in others.itertuples()
            if row.hazard_high < 1 or row.hazard_low > 1
        ]
        if told:
            lines.append(f"Risk of relapse in a week, against {self.reference}: {listed(told)}.")
        unfit = [r.strategy for r in others.itertuples() if math.isnan(r.hazard_ratio)]
        if unfit:
            lines.append(
                f"No finite hazard ratio for {listed(unfit)}: too few relapses on one side; "
                "look at the curves."
            )
        crossing = [r.strategy for r in others.itertuples() if r.p_proportional < 1 - paired.LEVEL]
        if crossing:
            lines.append(
                f"The ratio of {listed(crossing)} changes over the years, so one number is an "
                "average: look at the curves."
            )
        few = [r.strategy for r in self.table.itertuples() if r.relapses < FEW_RELAPSES]
        if few:
            lines.append(
                f"{listed(few)} had fewer than {FEW_RELAPSES} relapses: "
                f"{runs(int(self.table['runs'].min()), 'run')} of each do not suffice for firm "
                "hazard ratios."
            )
        lines.append(f"All were watched for {self.horizon:.1f} years after exit, some for longer.")
        return " ".join(lines)


def peace_survival(study: Study) -> PeaceSurvival:
    """Estimate how long peace lasts after exit, by policy.

    Raises:
        UserError: the runs do not say, or ended before exit.
    """
    if not set(NEEDED) <= set(study.runs.columns):
        raise UserError(f"Survival of peace needs the outcomes {' and '.join(NEEDED)}")
    spells = spells_of(study)
    if spells.empty:
        raise UserError("The runs end before exit: nothing is known of the years after")
    reference = study.policies[0]
    tests = _hazards(spells, reference)
    curves: dict[str, paired.Curve] = {}
    rows = []
    watched = spells.loc[~spells["relapsed"], "weeks"].min()
    horizon = float(np.fmin(watched, spells["weeks"].max()))
    for policy in study.policies:
        part = spells[spells["policy"] == policy]
        if part.empty:
            continue
        curve = paired.survival_curve(part["weeks"].to_numpy(), part["relapsed"].to_numpy())
        if study.worlds > 1:
            curve = clustered(curve, part)
        curves[policy] = curve
        rows.append(
            {
                "strategy": policy,
                "runs": len(part),
                "relapses": int(part["relapsed"].sum()),
                "median_years": median(curve) / YEAR,
                "mean_years": restricted_mean(curve, horizon) / YEAR,
                **_shares(curve),
                **tests.get(policy, dict.fromkeys(_TESTS, math.nan)),
            }
        )
    table = pd.DataFrame(rows)
    if study.worlds > 1:
        p = paired.holm(table["p_hazard"].to_numpy(float))
        p_all = float(np.nanmin(p)) if np.isfinite(p).any() else math.nan
        test = "Cox regression, errors by replicate"
    else:
        p_all, test = _logrank_all(spells), "log-rank test"
    return PeaceSurvival(table, curves, reference, p_all, horizon / YEAR, test)


def spells_of(study: Study) -> pd.DataFrame:
    """Return one row a run: policy, scenario, block (of shared luck), weeks, relapsed."""
    placed = study.placed
    spells = pd.DataFrame(
        {
            "policy": placed["policy"],
            "scenario": placed["scenario"],
            "block": placed[study.unit],
            "weeks": placed["weeks_to_relapse"].astype(float),
            "relapsed": placed["relapse_censored"] == 0,
        }
    )
    return spells[np.isfinite(spells["weeks"])].reset_index(drop=True)


def clustered(curve: paired.Curve, spells: pd.DataFrame) -> paired.Curve:
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


def median(curve: paired.Curve) -> float:
    """Return the week by which half have relapsed; infinite where fewer have."""
    reached = np.flatnonzero(curve.share <= 0.5)
    return float(curve.week[reached[0]]) if len(reached) else math.inf


def restricted_mean(curve: paired.Curve, horizon: float) -> float:
    """Return the mean survival up to a horizon, in weeks: the area under the curve."""
    inside = curve.week < horizon
    edges = np.append(curve.week[inside], horizon)
    return float(np.sum(np.diff(edges) * curve.share[inside]))


_TESTS = ("hazard_ratio", "hazard_low", "hazard_high", "p_hazard", "p_proportional", "p_logrank")


def _equals(p: float) -> str:
    text = significance(p)
    return text if text.startswith("<") else f"= {text}"


def _shares(curve: paired.Curve) -> dict[str, float]:
    found: dict[str, float] = {}
    for years in (1, 3, 5):
        share, low, high = curve.at(years * YEAR)
        found |= {f"peace_{years}y": share, f"low_{years}y": low, f"high_{years}y": high}
    return found


def _hazards(spells: pd.DataFrame, reference: str) -> dict[str, dict[str, float]]:
    """Compare each policy with the reference: Cox regression and log-rank test."""
    found: dict[str, dict[str, float]] = {}
    base = spells[spells["policy"] == reference]
    for policy, part in spells.groupby("policy"):
        if policy == reference or base.empty:
            continue
        both = pd.concat([base, part])
        found[str(policy)] = _cox(both, reference) | {"p_logrank": _logrank(base, part)}
    return found


def _cox(spells: pd.DataFrame, reference: str) -> dict[str, float]:
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
    nothing = dict.fromkeys(_TESTS[:-1], math.nan)
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
    low, high, p = _few_clusters(float(line["coef"]), float(line["se(coef)"]), clusters)
    values: list[Any] = [line["exp(coef)"], low, high, p, np.ravel(check.p_value)[0]]
    return dict(zip(_TESTS[:-1], map(float, values), strict=True))


def _few_clusters(log_ratio: float, error: float, clusters: int) -> tuple[float, float, float]:
    """Bounds of a ratio, and its significance, as is right for few clusters.

    Robust errors are too small by sqrt(G / (G - 1)) and Student's, not normal (Cameron & Miller
    2015, J. Human Resources 50: 317-372).
    """
    error *= math.sqrt(clusters / (clusters - 1))
    half = float(stats.t.ppf(0.5 + paired.LEVEL / 2, clusters - 1)) * error
    p = 2 * float(stats.t.sf(abs(log_ratio) / error, clusters - 1))
    return math.exp(log_ratio - half), math.exp(log_ratio + half), p


def _logrank(one: pd.DataFrame, other: pd.DataFrame) -> float:
    from lifelines.statistics import logrank_test

    if not (one["relapsed"].any() or other["relapsed"].any()):
        return math.nan
    found = logrank_test(one["weeks"], other["weeks"], one["relapsed"], other["relapsed"])
    return float(found.p_value)


def _logrank_all(spells: pd.DataFrame) -> float:
    from lifelines.statistics import multivariate_logrank_test

    if spells["policy"].nunique() < 2 or not spells["relapsed"].any():
        return math.nan
    found = multivariate_logrank_test(spells["weeks"], spells["policy"], spells["relapsed"])
    return float(found.p_value)

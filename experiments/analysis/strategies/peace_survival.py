"""How long does peace last after exit, and does a strategy change the risk of relapse?

Kaplan-Meier curves, the paired log-rank test and hazard ratios (see `hazards`). Runs that had not
relapsed when they ended are censored.
"""

import math
from dataclasses import dataclass, field

import pandas as pd

from experiments import paired
from experiments.analysis.strategies.answer import listed, percent, runs, significance
from experiments.analysis.strategies.hazards import TESTS, against, paired_logrank
from experiments.analysis.strategies.spells import clustered, spells_of
from experiments.analysis.strategies.study import Study
from experiments.survival import Curve, median, restricted_mean, survival_curve
from sim.metrics.peace import YEAR

FEW_RELAPSES = 10
"""Fewer relapses than about ten for each coefficient make Cox's estimates unreliable (Peduzzi et
al. 1995, J. Clin. Epidemiol. 48: 1503-1510)."""


@dataclass(frozen=True)
class PeaceSurvival:
    """Survival of peace after exit.

    Attributes:
        table: one row a policy: runs, relapses, median_years (infinite where more than half of the
            runs outlast it), peace_1y, 3y and 5y with 95 % bounds, mean_years (area under the curve
            up to `horizon`), hazard_ratio against the reference with bounds and p_hazard (robust
            to shared seeds), p_paired (of the paired log-rank test), p_proportional (of the test of
            proportional hazards).
        curves: by policy. reference: the strategy that hazards are compared with.
        p_all: that no strategy differs, by the paired log-rank test of all at once.
        horizon: years that all were watched.
    """

    table: pd.DataFrame = field(repr=False)
    curves: dict[str, Curve] = field(repr=False)
    reference: str
    p_all: float
    horizon: float
    name: str = "survival"

    def rows(self) -> list[list[str]]:
        """Return the table as text."""
        heads = ["strategy", "runs", "relapses", "peace 1 y", "3 y", "5 y", "hazard ratio", "p"]
        lines = [heads]
        for row in self.table.itertuples():
            ratio = "-"
            if not math.isnan(row.hazard_ratio):
                ratio = f"{row.hazard_ratio:.2f} [{row.hazard_low:.2f}, {row.hazard_high:.2f}]"
            shares = [getattr(row, f"peace_{year}y") for year in (1, 3, 5)]
            cells = [percent(share) for share in shares]
            lines.append(
                [
                    row.strategy,
                    str(row.runs),
                    str(row.relapses),
                    *cells,
                    ratio,
                    significance(row.p_paired),
                ]
            )
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
                f"Strategies {sure} in how long peace lasts after exit (paired log-rank test, "
                f"which swaps strategies within seeds: p {_equals(self.p_all)}; {count} runs, "
                f"{relapses} relapses)."
            )
        others = self.table[self.table["strategy"] != self.reference]
        told = [
            f"{row.strategy} {row.hazard_ratio:.2f} times"
            for row in others.itertuples()
            if (row.hazard_high < 1 or row.hazard_low > 1) and row.p_paired < 1 - paired.LEVEL
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
    spells = spells_of(study)
    reference = study.policies[0]
    tests = against(spells, reference)
    curves: dict[str, Curve] = {}
    rows = []
    horizon = float(min(spells["watched"].min(), spells["weeks"].max()))
    for policy in study.policies:
        part = spells[spells["policy"] == policy]
        if part.empty:
            continue
        curve = survival_curve(part["weeks"].to_numpy(), part["relapsed"].to_numpy())
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
                **tests.get(policy, dict.fromkeys(TESTS, math.nan)),
            }
        )
    p_all = paired_logrank(spells, list(curves))
    return PeaceSurvival(pd.DataFrame(rows), curves, reference, p_all, horizon / YEAR)


def _equals(p: float) -> str:
    text = significance(p)
    return text if text.startswith("<") else f"= {text}"


def _shares(curve: Curve) -> dict[str, float]:
    found: dict[str, float] = {}
    for years in (1, 3, 5):
        share, low, high = curve.at(years * YEAR)
        found |= {f"peace_{years}y": share, f"low_{years}y": low, f"high_{years}y": high}
    return found

"""A comparison: runs of several strategies with the same seeds, and what is read from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments import paired
from experiments.follow_up import PEACE, common
from experiments.survival import Curve, survival_curve
from sim import markup
from sim.metrics import Measures, Window
from sim.provenance import provenance
from sim.results import CLAIM, OUTCOMES, shown
from sim.run import window_of
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

WEEKLY = ("deaths", "deployed", "displaced", "mission_stage")
"""Columns of the weekly series that every run hands back, for figures over time."""

SHOWN = {
    "peace_years_after": "years of peace, of {:.2g} after exit",
    "deaths": "deaths",
    "stability_after": "stability after exit, 0 to 1",
    "cost": "cost, million US dollars",
}
"""Outcomes that a notebook shows of a comparison, and their headings."""

FORMAT = 1
"""Of the folder that `experiments.tables.save` writes."""


class Run(NamedTuple):
    """What one run hands back: outcomes by name, a few weekly columns, the hash of its end."""

    strategy: str
    seed: int
    outcomes: dict[str, float]
    weekly: dict[str, NDArray[np.float32]]
    digest: str


@dataclass(frozen=True)
class Comparison:
    """Runs of several strategies with the same seeds.

    Attributes:
        scenarios: by name of the strategy, in the order asked for; the first is the reference.
        seeds: of the replicates that are complete.
        asked: replicates asked for. weeks: weeks of a run.
        runs: by strategy, one run for each seed, in the order of `seeds`.
        measures: thresholds, gap rule, discount rate and weights.
    """

    scenarios: Mapping[str, Scenario]
    seeds: tuple[int, ...]
    asked: int
    weeks: int
    runs: Mapping[str, tuple[Run, ...]] = field(repr=False)
    measures: Measures

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names of the strategies, the reference first."""
        return tuple(self.scenarios)

    @property
    def reference(self) -> str:
        """The strategy that the others are compared with."""
        return self.strategies[0]

    @property
    def partial(self) -> bool:
        """Whether fewer replicates were run than asked for."""
        return len(self.seeds) < self.asked

    @cached_property
    def windows(self) -> dict[str, Window]:
        """Planned dates of the mission, by strategy."""
        return {name: window_of(scenario) for name, scenario in self.scenarios.items()}

    @cached_property
    def scenario_hash(self) -> str:
        """Twelve hexadecimal digits that identify the scenario of the reference strategy."""
        return self.scenarios[self.reference].hash()

    @cached_property
    def horizon(self) -> float:
        """Years after exit that all runs of all strategies were watched; five at most."""
        every = [run.outcomes for runs in self.runs.values() for run in runs]
        names = ("weeks_to_relapse", "relapse_censored")
        return common(*(np.array([one[name] for one in every]) for name in names))

    def values(self, strategy: str, outcome: str) -> NDArray[np.float64]:
        """One outcome of all replicates of a strategy, in the order of `seeds`.

        Years of peace are counted up to :attr:`horizon` for all strategies.
        """
        values = np.array([run.outcomes[outcome] for run in self.runs[strategy]])
        return np.minimum(values, self.horizon) if outcome == PEACE else values

    def differences(self, strategy: str, outcome: str) -> NDArray[np.float64]:
        """The same, less the reference strategy with the same seed."""
        return self.values(strategy, outcome) - self.values(self.reference, outcome)

    def weekly(self, strategy: str, column: str) -> NDArray[np.float64]:
        """A column of `WEEKLY`, shape (replicates, weeks)."""
        return np.array([run.weekly[column] for run in self.runs[strategy]], np.float64)

    def cost_per_death(self, strategy: str) -> paired.Estimate:
        """US dollars spent for each death that the reference had and the strategy had not."""
        costs = self.differences(strategy, "cost")
        return paired.ratio(-self.differences(strategy, "deaths"), costs)

    def survival(self, strategy: str) -> Curve | None:
        """Survival of peace after exit, in weeks; None if the runs end before exit."""
        weeks = self.values(strategy, "weeks_to_relapse")
        ended = self.values(strategy, "relapse_censored") == 0
        return None if np.isnan(weeks).any() else survival_curve(weeks, ended)

    def plot(self, figure: str = "ranking", style: str | None = None) -> "Figure":
        """Draw the strategies side by side; a notebook shows what comes back.

        Args:
            figure: ranking, survival, deaths or cost_stability (`experiments.figures`).
            style: "light" or "dark"; by default that in force, which is light.

        Raises:
            ValueError: there is no such figure or style.
        """
        from experiments.figures import FIGURES
        from sim.figures.style import chosen

        return chosen(FIGURES, figure, self, style)

    def table(self) -> "pd.DataFrame":
        """Outcomes of all runs as they were: one row a run, with strategy, seed and digest."""
        import pandas as pd

        rows = [
            {"strategy": run.strategy, "seed": run.seed, "digest": run.digest, **run.outcomes}
            for runs in self.runs.values()
            for run in runs
        ]
        return pd.DataFrame(rows, columns=["strategy", "seed", "digest", *OUTCOMES])

    def _repr_html_(self) -> str:
        """Show a notebook the means of all strategies with their 95 % intervals."""
        head = ["strategy", *(title.format(self.horizon) for title in SHOWN.values())]
        rows = [[strategy, *self._cells(strategy)] for strategy in self.strategies]
        partial = f" of {self.asked} asked for" if self.partial else ""
        about = (
            f", {len(self.seeds)} paired runs{partial} of {self.weeks} weeks: "
            "means [95 % intervals]"
        )
        title = markup.titled(self.scenarios[self.reference].name, about)
        return f"{title}{markup.table(rows, head)}<p>{CLAIM}</p>"

    def _cells(self, strategy: str) -> list[str]:
        """The row of a strategy in the table for notebooks."""
        found = [paired.mean(self.values(strategy, outcome)) for outcome in SHOWN]
        return [
            f"{shown(one.value, unit)[0]} [{shown(one.low, unit)[0]}, {shown(one.high, unit)[0]}]"
            for one, unit in zip(found, (OUTCOMES[name].unit for name in SHOWN), strict=True)
        ]

    def provenance(self) -> dict[str, object]:
        """Where the comparison comes from."""
        return {
            "format": FORMAT,
            **provenance(),
            "scenario": self.scenarios[self.reference].name,
            "scenario_hashes": {name: one.hash() for name, one in self.scenarios.items()},
            "weeks": self.weeks,
            "seeds": list(self.seeds),
            "replicates_asked": self.asked,
            "partial": self.partial,
            "peace_counted_up_to_years": self.horizon,
            "windows": {name: window._asdict() for name, window in self.windows.items()},
            "measures": self.measures.as_dict(),
        }

"""Comparing strategies: the same scenario, the same seeds, one run for each pair of the two."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments import paired
from experiments.follow_up import PEACE, common
from experiments.survival import Curve, survival_curve
from experiments.sweep import load, session
from experiments.sweep.engines import cores
from experiments.sweep.model import MODEL
from experiments.sweep.planning import ONE_POINT, write_plan
from experiments.sweep.runner import Settings
from sim.errors import UserError
from sim.metrics import Measures, Window
from sim.provenance import provenance
from sim.results import OUTCOMES
from sim.run import simulate, window_of
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

WEEKLY = ("deaths", "deployed", "displaced", "mission_stage")
"""Columns of the weekly series that every run hands back, for figures over time."""

FORMAT = 1
"""Of the folder that `experiments.tables.save` writes."""

RUN_SECONDS = 24 * 3600.0
"""After which a single run is given up."""

SHARD_SECONDS = 1.0
"""Work that is handed out at a time; little, for a bar that moves."""


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

    def table(self) -> "pd.DataFrame":
        """Outcomes of all runs as they were: one row a run, with strategy, seed and digest."""
        import pandas as pd

        rows = [
            {"strategy": run.strategy, "seed": run.seed, "digest": run.digest, **run.outcomes}
            for runs in self.runs.values()
            for run in runs
        ]
        return pd.DataFrame(rows, columns=["strategy", "seed", "digest", *OUTCOMES])

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


class Plan(NamedTuple):
    """What is to be run.

    Attributes:
        scenarios: by name of the strategy, the reference first.
        seeds: one for each replicate, consecutive. weeks: of a run, None for the scenario's.
        measures: thresholds, gap rule, discount rate and weights.
    """

    scenarios: Mapping[str, Scenario]
    seeds: Sequence[int]
    weeks: int | None = None
    measures: Measures = Measures()


class Watcher(NamedTuple):
    """Who looks on.

    Attributes:
        done: called after each run. stop: asked between runs whether to stop.
    """

    done: Callable[[], object] = lambda: None
    stop: Callable[[], bool] = lambda: False


NOBODY = Watcher()


def compare(plan: Plan, jobs: int | None = None, watcher: Watcher = NOBODY) -> Comparison:
    """Run every strategy with every seed, replicates outermost.

    Args:
        plan: what is to be run.
        jobs: processes, by default as many as cores; 1 runs all in this process.
        watcher: is told of progress, and may stop it; the replicates completed so far are kept.

    Raises:
        UserError: a run failed, or a process died over it.
    """
    jobs = min(jobs or cores(), len(plan.scenarios) * len(plan.seeds))
    with TemporaryDirectory(prefix="peacegrid-compare-") as scratch:
        folder = Path(scratch)
        _planned(plan, folder)
        found = _made(folder, jobs, watcher)
    complete = [s for s in plan.seeds if all((name, s) in found for name in plan.scenarios)]
    first = next(iter(plan.scenarios.values()))
    return Comparison(
        scenarios=dict(plan.scenarios),
        seeds=tuple(complete),
        asked=len(plan.seeds),
        weeks=plan.weeks if plan.weeks is not None else first.weeks,
        runs={name: tuple(found[name, seed] for seed in complete) for name in plan.scenarios},
        measures=plan.measures,
    )


def compile_first(plan: Plan) -> None:
    """Compile the model in this process, so that others find it compiled."""
    scenario = list(plan.scenarios.values())[-1]
    simulate(scenario, 1, 1, plan.measures)


def _planned(plan: Plan, folder: Path) -> None:
    """Write a comparison as a sweep without factors."""
    first = plan.seeds[0]
    if list(plan.seeds) != list(range(first, first + len(plan.seeds))):
        raise ValueError("the seeds of a comparison must be whole numbers one after the other")
    settings = {
        "name": "compare",
        "replicates": len(plan.seeds),
        "first_seed": first,
        "weeks": plan.weeks,
        "measures": plan.measures.as_dict(),
        "model": MODEL,
        "seconds": RUN_SECONDS,
        "store": {"outcomes": "all", "series": list(WEEKLY), "events": False},
        "outcomes": list(OUTCOMES),
    }
    labelled = [
        one if one.strategy.name == name else one.varied({"strategy.name": name})
        for name, one in plan.scenarios.items()
    ]
    write_plan(folder, labelled, (), ONE_POINT, settings)


def _made(folder: Path, jobs: int, watcher: Watcher) -> dict[tuple[str, int], Run]:
    """Make the runs of a comparison, and read what came out."""
    serial = jobs == 1

    def progress(done: int, _failed: int) -> None:
        for _ in range(done):
            watcher.done()

    settings = Settings(
        # Run by run where all is made here, so that it can be stopped between any two.
        shard_seconds=0.0 if serial else SHARD_SECONDS,
        most_failures=1,
        stop=watcher.stop,
        progress=progress,
    )
    kind = "serial" if serial else "processes"
    session.run(folder, lambda plan: session.local_engine(plan, kind, jobs), settings, merged=False)
    sweep = load(folder)
    for one in sweep.failures().to_dict("records"):
        raise UserError(
            f"The run of {one['strategy']} with seed {one['seed']} failed ({one['kind']}): "
            f"{one['message']}\n{one['traceback']}"
        )
    weekly = dict(iter(sweep.series().groupby("run")))
    return {
        (row["strategy"], row["seed"]): Run(
            row["strategy"],
            row["seed"],
            {name: row[name] for name in OUTCOMES},
            {name: weekly[row["run"]][name].to_numpy(np.float32) for name in WEEKLY},
            row["digest"],
        )
        for row in sweep.outcomes(complete=False).to_dict("records")
    }

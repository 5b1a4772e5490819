"""Comparing strategies: the same scenario, the same seeds, one run for each pair of the two."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from experiments.comparison import WEEKLY, Comparison, Run
from experiments.sweep import load, session
from experiments.sweep.engines import cores
from experiments.sweep.model import MODEL
from experiments.sweep.planning import ONE_POINT, write_plan
from experiments.sweep.runner import Settings
from sim.errors import UserError
from sim.metrics import Measures
from sim.results import OUTCOMES
from sim.run import simulate
from sim.scenario import Scenario

RUN_SECONDS = 24 * 3600.0
"""After which a single run is given up."""

SHARD_SECONDS = 1.0
"""Work that is handed out at a time; little, for a bar that moves."""


class Plan(NamedTuple):
    """What is to be run.

    Attributes:
        scenarios: by name of the strategy, the reference first.
        seeds: one for each replicate, consecutive. weeks: of a run, None for the scenario's.
        measures: thresholds, gap rule, discount rate and weights.
        model: function that makes a run, see `experiments.sweep.model`; what series it hands back
            by week is kept as :attr:`Run.weekly`.
    """

    scenarios: Mapping[str, Scenario]
    seeds: Sequence[int]
    weeks: int | None = None
    measures: Measures = Measures()
    model: str = MODEL


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
        "model": plan.model,
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
    series = sweep.series()
    kept = [name for name in series.columns if name not in ("run", "run_id", "week")]
    # What a run has no column for did not happen in it.
    weekly = dict(iter(series.fillna(dict.fromkeys(kept, 0.0)).groupby("run")))
    return {
        (row["strategy"], row["seed"]): Run(
            row["strategy"],
            row["seed"],
            {name: row[name] for name in OUTCOMES},
            {name: weekly[row["run"]][name].to_numpy(np.float32) for name in kept},
            row["digest"],
        )
        for row in sweep.outcomes(complete=False).to_dict("records")
    }

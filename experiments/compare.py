"""Comparing strategies: the same scenario, the same seeds, one run for each pair of the two."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments import paired
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

POLL_SECONDS = 0.2


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

    def values(self, strategy: str, outcome: str) -> NDArray[np.float64]:
        """One outcome of all replicates of a strategy, in the order of `seeds`."""
        return np.array([run.outcomes[outcome] for run in self.runs[strategy]])

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

    def survival(self, strategy: str) -> paired.Curve | None:
        """Survival of peace after exit, in weeks; None if the runs end before exit."""
        weeks = self.values(strategy, "weeks_to_relapse")
        ended = self.values(strategy, "relapse_censored") == 0
        return None if np.isnan(weeks).any() else paired.survival_curve(weeks, ended)

    def table(self) -> "pd.DataFrame":
        """Outcomes of all runs: one row a run, with strategy, seed and digest."""
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
            **provenance(),
            "scenario": self.scenarios[self.reference].name,
            "scenario_hashes": {name: one.hash() for name, one in self.scenarios.items()},
            "weeks": self.weeks,
            "seeds": list(self.seeds),
            "replicates_asked": self.asked,
            "partial": self.partial,
            "windows": {name: window._asdict() for name, window in self.windows.items()},
            "measures": self.measures.as_dict(),
        }


class Plan(NamedTuple):
    """What is to be run.

    Attributes:
        scenarios: by name of the strategy, the reference first.
        seeds: one for each replicate. weeks: of a run, None for those of the scenario.
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
        UserError: a process died.
    """
    jobs = min(jobs or cores(), len(plan.scenarios) * len(plan.seeds))
    found: dict[tuple[str, int], Run] = {}
    runs = _here(plan, watcher) if jobs == 1 else _in_processes(plan, jobs, watcher)
    for run in runs:
        found[run.strategy, run.seed] = run
        watcher.done()
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


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tasks(plan: Plan) -> Iterator[tuple[str, int]]:
    for seed in plan.seeds:
        for strategy in plan.scenarios:
            yield strategy, seed


def _here(plan: Plan, watcher: Watcher) -> Iterator[Run]:
    for strategy, seed in _tasks(plan):
        if watcher.stop():
            return
        yield _run(plan, strategy, seed)


def _in_processes(plan: Plan, jobs: int, watcher: Watcher) -> Iterator[Run]:
    # Not forked: numba's and the caller's threads would not survive that.
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _keep_plan, (plan,)) as pool:
        try:
            yield from _collect(_submit(pool, plan), watcher)
        except BrokenProcessPool as error:
            raise UserError(
                "A process that ran the model died, perhaps for lack of memory. Use fewer of them: "
                f"--jobs {max(1, jobs // 2)}."
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _submit(pool: Executor, plan: Plan) -> set[Future[Run]]:
    with _undisturbed():
        return {pool.submit(_run_kept, strategy, seed) for strategy, seed in _tasks(plan)}


def _collect(pending: set[Future[Run]], watcher: Watcher) -> Iterator[Run]:
    while pending and not watcher.stop():
        done, pending = wait(pending, POLL_SECONDS, FIRST_COMPLETED)
        for future in done:
            yield future.result()
    if pending:  # stopped: what is running now is soon done, and is kept
        for future in pending:
            future.cancel()
        for future in wait(pending).done:
            if not future.cancelled():
                yield future.result()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Start processes so that Ctrl-C does not reach them: this process stops them in order."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # only the main thread can do that
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_plan: Plan | None = None


def _keep_plan(plan: Plan) -> None:
    """Take the plan into a new process, once rather than with each task."""
    global _plan  # noqa: PLW0603 - what the initializer of a pool is for
    _plan = plan


def _run_kept(strategy: str, seed: int) -> Run:
    assert _plan is not None
    return _run(_plan, strategy, seed)


def _run(plan: Plan, strategy: str, seed: int) -> Run:
    result = simulate(plan.scenarios[strategy], seed, plan.weeks, plan.measures)
    weekly = {name: result.series_data[name].astype(np.float32) for name in WEEKLY}
    return Run(strategy, seed, result.outcomes, weekly, result.digest())

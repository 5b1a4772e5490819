"""What makes a run: the function that a design names as its `model`.

Such a function takes a :class:`Task` and returns an :class:`Output`. The one here runs the model;
one of your own may run a subclass of it, or anything else that gives numbers for a seed::

    def run(task: Task) -> Output:
        return Output({"draw": task.seed % 7})
"""

import time
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sim.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

    from experiments.sweep.plan import Plan, Run
    from sim.results import Result
    from sim.run import Simulation
    from sim.scenario import Scenario


MODEL = "experiments.sweep.model:run"
"""The name of :func:`run`."""


class TimeLimitError(Exception):
    """A run took longer than its design allows."""


class Output(NamedTuple):
    """What a run hands back.

    Attributes:
        outcomes: numbers by name. digest: of the end of the run, or ''.
        series, events: tables to keep, or None.
    """

    outcomes: dict[str, float]
    digest: str = ""
    series: "pd.DataFrame | None" = None
    events: "pd.DataFrame | None" = None


class Task(NamedTuple):
    """What a run is to be.

    Attributes:
        path: of the case, a complete scenario file. values: changes to it, by dotted path.
        seed: of everything random. settings: those of the plan (weeks, store, measures, seconds).
        run_id: of the run.
    """

    path: Path
    values: dict[str, Any]
    seed: int
    settings: dict[str, Any]
    run_id: str

    def scenario(self) -> "Scenario":
        """The scenario with its values; raises InputErrors if they are refused."""
        case = _case(self.path)
        return case.varied(self.values) if self.values else case


class Model(Protocol):
    """The form of a function that makes a run."""

    def __call__(self, task: Task) -> Output:
        """Make the run."""


def task_of(plan: "Plan", run: "Run") -> Task:
    """Return what a run of a plan is to be."""
    return Task(run.case.path, run.values, run.seed, plan.settings, run.run_id)


def find_model(name: str) -> Model:
    """Return the function that ``module:function`` names; raises UserError."""
    module, _, function = name.partition(":")
    try:
        found: Model = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise UserError(
            f"model: {name}: {error}. Write module:function, and see that the module can be "
            "imported where runs are made (PYTHONPATH)."
        ) from error
    return found


def run(task: Task) -> Output:
    """Run the model."""
    from sim.metrics import Measures
    from sim.run import Simulation

    settings = task.settings
    measures = Measures(**settings["measures"])
    simulation = Simulation(task.scenario(), task.seed, settings["weeks"], measures, filmed=False)
    result = lived(simulation, float(settings["seconds"]))
    outcomes, store = result.outcomes, settings["store"]
    if store["outcomes"] == "chosen":
        outcomes = {name: outcomes[name] for name in settings["outcomes"]}
    series = None
    if store["series"]:
        series = result.series.reset_index()
        if store["series"] is not True:
            series = series[["week", *store["series"]]]
    events = result.events if store["events"] else None
    return Output(outcomes, result.digest(), series, events)


def lived(simulation: "Simulation", seconds: float) -> "Result":
    """Live through all weeks of a run; raises TimeLimitError if that takes longer than allowed."""
    end = time.monotonic() + seconds
    for _ in range(simulation.asked):
        simulation.step()
        if time.monotonic() > end:
            raise TimeLimitError(
                f"longer than {seconds:g} seconds: stopped after "
                f"{simulation.model.week} of {simulation.asked} weeks"
            )
    return simulation.result()


@lru_cache(maxsize=64)
def _case(path: Path) -> "Scenario":
    from sim.scenario import Scenario

    return Scenario.load(path)

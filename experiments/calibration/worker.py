"""One run of a calibration: the model without a trial, and every statistic that can be a target.

All are kept, whatever the targets are, so that other targets need no other runs. Columns are the
outcomes of the run (`sim.results.OUTCOMES`), the measures of facts about violence, and the
statistics of `experiments.analysis.catalogue` for two kinds of events: ``lethal.<key>`` for acts in
which somebody was killed, as UCDP GED has them, and ``all.<key>`` for all acts, as ACLED has them.
"""

import math
from dataclasses import replace

from experiments.analysis.violence import describe
from experiments.sweep.model import Output, Task
from experiments.validation.measures import Past, episodes, patterns
from experiments.validation.measures.patterns import CELL_KM, evidence
from experiments.validation.trials import Trial
from experiments.validation.trials.base import deaths_of
from experiments.validation.worker import lived_through
from sim.metrics import Measures

MODEL = "experiments.calibration.worker:run"
"""The name of :func:`run`, as plans have it."""

LETHAL, ALL = "lethal", "all"
"""Kinds of events that the statistics of the catalogue are kept of."""


def run(task: Task) -> Output:
    """Make a run and return its statistics; NaN where a run has too few events for one."""
    past = lived_through(task, Measures(**task.settings["measures"]), Trial)
    found = {**past.result.outcomes, **patterns(past), **episodes(past), **catalogued(past)}
    return Output({name: float(value) for name, value in found.items()}, past.result.digest())


def catalogued(past: Past) -> dict[str, float]:
    """Statistics of the catalogue in cells of half a degree or the map's own, by kind and key."""
    events = past.events
    deadly = replace(past.result, events_data=events[deaths_of(events) > 0])
    cell = max(CELL_KM, past.result.ground.cell_km)
    found: dict[str, float] = {}
    for kind, of in ((LETHAL, past._replace(result=deadly)), (ALL, past)):
        for key, answer in describe(evidence(of, cell)).items():
            found[f"{kind}.{key}"] = math.nan if answer.value is None else answer.value
    return found

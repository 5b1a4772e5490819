"""One table of a run: everything that can be set against another run, week by week.

A column of the table is a :class:`Line`: a weekly series, dollars or requests or failures of an
element, acts of violence and deaths by kind and by who began them, and how districts fare.
"""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.sweep.model import Output, Task, lived
from sim.metrics.events import PEACEKEEPERS
from sim.replay.film import CONTROL_STEPS, DISPLACED_STEPS, NOBODY
from sim.results import Result
from sim.scenario import Scenario

MODEL = "experiments.explaining.records:run"
"""The name of :func:`run`, for plans."""

SERIES, MONEY, ASKED, FAILED = "series", "money", "asked", "failed"
ACTS, KILLED, PLACE = "acts", "killed", "place"

SEPARATOR = "|"
SPLINTER = " (splinter"
LEFT_OUT = ("rain", "drought", "population")
"""Columns of the weekly series that no strategy is after."""

FORCES, ARMED, MILITIAS = "local forces", "armed groups", "militias"
MISSION, PEOPLE = "peacekeepers", "communities"


class Line(NamedTuple):
    """What one column of a record holds.

    Attributes:
        kind: one of the constants of this module, such as :data:`ASKED`.
        name: column of the weekly series, element, kind of act, or measure of a place.
        detail: channel, reason, who began it, or district.
    """

    kind: str
    name: str
    detail: str = ""

    @property
    def column(self) -> str:
        """The name of its column."""
        return SEPARATOR.join(filter(None, self))

    @classmethod
    def of(cls, column: str) -> "Line":
        """Return the line of a column."""
        return cls(*column.split(SEPARATOR, 2))


class Tables(NamedTuple):
    """What a record is made of: tables as a result has them, and the film of its map.

    Attributes:
        series, events, costs, reasons, requests: as :class:`sim.results.Result` has them; weeks of
            `series` and `costs` are their rows. film: arrays of `map.npz`.
    """

    series: pd.DataFrame
    events: pd.DataFrame
    costs: pd.DataFrame
    reasons: pd.DataFrame
    requests: pd.DataFrame
    film: dict[str, NDArray[Any]]


def run(task: Task) -> Output:
    """Make a run of a comparison, and hand back its record as its series."""
    from sim.metrics import Measures
    from sim.run import Simulation

    settings = task.settings
    measures = Measures(**settings["measures"])
    simulation = Simulation(task.scenario(), task.seed, settings["weeks"], measures)
    result = lived(simulation, float(settings["seconds"]))
    weekly = record(tables_of(result), result.scenario)
    return Output(result.outcomes, result.digest(), weekly.rename_axis("week").reset_index())


def tables_of(result: Result) -> Tables:
    """Return the tables of a result that is at hand."""
    return Tables(
        result.series, result.events, result.costs, result.reasons, result.requests, result.film
    )


def record(tables: Tables, scenario: Scenario) -> pd.DataFrame:
    """Return all lines of a run, one row a week, by :attr:`Line.column`."""
    weeks = len(tables.series)
    found: dict[Line, NDArray[np.float64]] = {
        Line(SERIES, str(name)): values.to_numpy(np.float64)
        for name, values in tables.series.items()
        if name not in LEFT_OUT
    }
    for name, values in tables.costs.items():
        found[Line(MONEY, str(name))] = values.to_numpy(np.float64)
    found |= _summed(tables.requests, ASKED, ["element", "channel"], "amount", weeks)
    found |= _summed(tables.reasons, FAILED, ["element", "reason"], "amount", weeks)
    found |= _violence(tables.events, scenario, weeks)
    found |= _places(tables.film, weeks)
    return pd.DataFrame({line.column: values for line, values in found.items()})


def _summed(
    table: pd.DataFrame, kind: str, by: list[str], amount: str, weeks: int
) -> dict[Line, NDArray[np.float64]]:
    """Sums by week of a long table, a line for each pair of values of two columns."""
    return {
        Line(kind, *pair): np.bincount(part["week"], part[amount], weeks).astype(np.float64)
        for pair, part in table.groupby(by, sort=False)
    }


def _violence(
    events: pd.DataFrame, scenario: Scenario, weeks: int
) -> dict[Line, NDArray[np.float64]]:
    kinds = {one.name: MILITIAS if one.kind == "militia" else ARMED for one in scenario.factions}
    kinds |= {scenario.state.name: FORCES, PEACEKEEPERS: MISSION}
    acts = events[["week", "sub_event_type", "district", "best"]].assign(
        who=[_sort(name, kinds) for name in events["initiator"]], count=1, measure="killed"
    )
    by = ["sub_event_type", "who"]
    there = acts[acts["district"] != ""]
    return {
        **_summed(acts, ACTS, by, "count", weeks),
        **_summed(acts, KILLED, by, "best", weeks),
        **_summed(there, PLACE, ["measure", "district"], "best", weeks),
    }


def _sort(actor: str, kinds: dict[str, str]) -> str:
    """What sort of actor somebody is; a splinter is of the sort of its parent."""
    if actor.startswith("Civilians"):
        return PEOPLE
    return kinds.get(actor.partition(SPLINTER)[0], ARMED)


def _places(film: dict[str, NDArray[Any]], weeks: int) -> dict[Line, NDArray[np.float64]]:
    """Rule and displaced people by district, as the latest picture of each week shows them."""
    latest = np.searchsorted(film["week"], np.arange(weeks) + 1, side="right") - 1
    people = film["population"].astype(np.float64)
    lived = (film["control"] != NOBODY) * people
    ruled = lived * (film["control"] / CONTROL_STEPS - 1.0)
    guests = np.expm1(film["displaced"] / DISPLACED_STEPS)
    found = {}
    for row, name in enumerate(film["districts"].tolist()):
        inside = film["district"] == row
        size = np.maximum(lived[:, inside].sum(axis=1), 1.0)
        found[Line(PLACE, "control", name)] = (ruled[:, inside].sum(axis=1) / size)[latest]
        found[Line(PLACE, "displaced", name)] = guests[:, inside].sum(axis=1)[latest]
    return found

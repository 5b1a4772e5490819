"""What a trial is, and the model that carries one out."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model import PeacekeepingModel
from sim.scenario import Scenario
from sim.state import codes
from sim.state.world import World

MONTH = 4
"""Weeks in a month, where months are counted."""


class Trial:
    """One trial in one run. This one does nothing; others override what they need.

    Attributes:
        arm: name of the run's arm, without the mark of a mechanism that is off.
        lot: generator keyed by the run's seed, the same in all arms.
    """

    def __init__(self, world: World, arm: str) -> None:
        """Draw lots in a world that has just been built."""
        self.arm = arm
        self.lot = np.random.default_rng(world.seed)
        self._asked: set[tuple[str, str]] = set()

    def ask(self, world: World, channel: str, rows: NDArray[Any], amount: float) -> None:
        """Ask for more of a flow this week, as an element of a strategy would.

        Args:
            channel: ``table.column``. rows: flags or row numbers, none twice.
        """
        table, _, column = channel.partition(".")
        getattr(world, table).data[column][rows] += amount
        self._asked.add((table, column))

    def clear(self, world: World) -> None:
        """Take back what was asked for last week, before the mission asks for this week."""
        for table, column in self._asked:
            getattr(world, table).data[column][:] = 0.0
        self._asked.clear()

    def act(self, world: World) -> None:
        """Treat, each week after the mission has acted and before anybody decides."""

    def note(self, world: World, first: int) -> None:
        """Take note of a week that has been lived; its events are the rows from `first` on."""

    def measures(self) -> dict[str, float]:
        """What the trial has measured by the end of the run."""
        return {}


class TrialModel(PeacekeepingModel):
    """The model with a trial in it."""

    def __init__(self, scenario: Scenario, rng: int, trial: Callable[[World, str], Trial]) -> None:
        """Build the world, then let the trial draw its lots."""
        super().__init__(scenario, rng)
        self.trial = trial(self.world, scenario.strategy.name.partition("~")[0])

    def act(self, world: World) -> None:
        """Let the mission act, then the trial."""
        self.trial.clear(world)
        super().act(world)
        self.trial.act(world)

    def step(self) -> None:
        """Live through one week, and let the trial take note of it."""
        first = int(self.world.clock.events[0])
        super().step()
        self.trial.note(self.world, first)


def events_of(world: World, first: int) -> NDArray[Any]:
    """The events from row `first` on."""
    return world.events.as_records(slice(first, int(world.clock.events[0])))


def deaths_of(events: NDArray[Any]) -> NDArray[np.float64]:
    """All who died in each event."""
    names = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_peacekeepers")
    return np.asarray(sum(events[name] for name in names), np.float64)


def by_insurgents(events: NDArray[Any]) -> NDArray[np.bool_]:
    """Which events an armed group began (governments have row 0, people and missions negative)."""
    return np.asarray(events["initiator"] > 0)


def paired_by_lot(
    lot: np.random.Generator, candidates: NDArray[np.int64], size: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pair candidates of like size, and let a coin decide which of each pair is treated.

    Returns:
        The treated, and the untreated of the same pairs.
    """
    ordered = candidates[np.argsort(-size, kind="stable")]
    pairs = ordered[: len(ordered) // 2 * 2].reshape(-1, 2)
    heads = lot.integers(2, size=len(pairs))
    rows = np.arange(len(pairs))
    return pairs[rows, heads], pairs[rows, 1 - heads]


def at_risk(world: World) -> NDArray[np.int64]:
    """Cells with people in districts where an active armed group recruits, as a run begins."""
    cells, people, parties = world.cells, world.communities, world.factions
    active = (parties.status == codes.ACTIVE) & (np.arange(len(parties)) > 0)
    own = np.isin(people.group, parties.group[active])
    count = len(world.districts)
    every = np.bincount(people.district, people.population, count)
    theirs = np.bincount(people.district, people.population * own, count)
    open_to = theirs >= 0.3 * np.maximum(every, 1.0)
    inside = (cells.district >= 0) & open_to[cells.district] & (cells.population > 0)
    return np.flatnonzero(inside)

"""Who kills whom under whose control: killings by fifths of rebel control."""

import numpy as np

from experiments.validation.trials.base import Trial, events_of
from sim.state import codes
from sim.state.world import World

FIFTHS = 5


class ControlWatch(Trial):
    """Counts selective killings by rebels and killings by the state, and people at risk."""

    def __init__(self, world: World, arm: str) -> None:
        """Begin with nothing counted."""
        super().__init__(world, arm)
        self.people, self.selective, self.state = np.zeros((3, FIFTHS))
        self._held = self._fifth(world)

    def act(self, world: World) -> None:
        """Remember who holds what before anybody acts: killing changes control."""
        self._held = self._fifth(world)

    def note(self, world: World, first: int) -> None:
        """Count a week's killings by who held the place as it began."""
        lived = world.cells.population > 0
        self.people += np.bincount(
            self._held[lived], world.cells.population[lived], minlength=FIFTHS
        )
        events = events_of(world, first)
        events = events[events["violence"] == codes.ONE_SIDED]
        held = self._held[events["cell"]]
        informers = (events["side_a"] > 0) & (events["cause"] == codes.PUNISHMENT)
        self.selective += np.bincount(held[informers], minlength=FIFTHS)
        self.state += np.bincount(held[events["side_a"] == 0], minlength=FIFTHS)

    def measures(self) -> dict[str, float]:
        """Counts by fifth: people-weeks in millions, and killings."""
        found = {}
        for i in range(FIFTHS):
            found[f"held.people.{i}"] = float(self.people[i]) / 1e6
            found[f"held.selective.{i}"] = float(self.selective[i])
            found[f"held.state.{i}"] = float(self.state[i])
        return found

    def _fifth(self, world: World) -> np.ndarray:
        """Fifth of rebel control of each cell, from 0 (the state's) to 4."""
        people, count = world.communities, len(world.cells)
        size = np.bincount(people.cell, people.population, count)
        control = np.bincount(people.cell, people.population * people.control, count)
        share = 0.5 - 0.5 * control / np.maximum(size, 1.0)
        return np.clip((share * FIFTHS).astype(np.int64), 0, FIFTHS - 1)

"""A run that is over, as measures see it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.validation.trials import Trial
from sim.results import Result
from sim.state.world import World

Numbers = dict[str, float]


class Past(NamedTuple):
    """A run that is over.

    Attributes:
        result: what it left. world: at its end. trial: what was done in it by lot.
    """

    result: Result
    world: World
    trial: Trial

    @property
    def series(self) -> NDArray[Any]:
        """Weekly series, columns of `sim.metrics.Weeks`."""
        return self.result.series_data

    @property
    def events(self) -> NDArray[Any]:
        """Acts of violence, columns of `sim.state.events.Events`."""
        return self.result.events_data

    def between(self, start: int, stop: int) -> NDArray[Any]:
        """The acts of violence of weeks `start` to `stop` - 1."""
        week = self.events["week"]
        return self.events[(week >= start) & (week < stop)]


Measure = Callable[[Past], Numbers]


def spells(name: str, weeks: float, ended: bool, width: int, bands: int) -> Numbers:
    """Columns of one spell for a table of hazards: ends and weeks at risk by stretch of time.

    Args:
        weeks: from its beginning to its end, or to the end of its observation.
        width: weeks of a stretch. bands: how many; later time is not looked at.
    """
    edges = np.arange(bands) * width
    risk = np.clip(weeks - edges, 0.0, width)
    found = {f"{name}.risk.{band}": float(risk[band]) for band in range(bands)}
    last = int(min(max(weeks, 0.0), width * bands) // width)
    for band in range(bands):
        found[f"{name}.ends.{band}"] = float(ended and band == last)
    return found

"""Bases by lot: peacekeepers go where a coin sends them, and not where violence is."""

import numpy as np

from experiments.validation.trials.base import Trial, at_risk, paired_by_lot
from sim.mechanisms.deployment import basing
from sim.state import codes
from sim.state.world import World

SITES = 24
"""Bases in every run, and as many cells without that they are held against."""

SPEED = 400.0
"""km a week on a dry paved road: units are to be at their bases soon, whatever a mission's plan."""


class RandomBases(Trial):
    """Units are based in cells drawn by lot from pairs of like population.

    The pairs are of the most populous cells in districts where an armed group recruits. Units stay
    there: the mission's quarterly moves to where violence is reported are undone.
    """

    def __init__(self, world: World, arm: str) -> None:
        """Draw the cells."""
        super().__init__(world, arm)
        cells = at_risk(world)
        size = world.cells.population[cells]
        largest = np.argsort(-size, kind="stable")[: 2 * SITES]
        self.treated, self.control = paired_by_lot(self.lot, cells[largest], size[largest])
        self._home: dict[int, int] = {}

    def act(self, world: World) -> None:
        """Send new units to the next base in turn, and those that were moved back to theirs."""
        units = world.peacekeepers
        placed = (units.base >= 0) & np.isin(units.stage, (codes.INDUCTED, codes.DEPLOYED))
        for row in np.flatnonzero(placed).tolist():
            home = self._home.get(row)
            if home is None:
                turn = len(self._home) % len(self.treated)
                home = self._home[row] = int(self.treated[turn])
                self._base(world, row, home)
                units.wait[row] = units.route[row]
            elif units.base[row] != home:
                self._base(world, row, home)
                units.stage[row] = codes.DEPLOYED
                units.cell[row] = units.target[row] = home

    def _base(self, world: World, row: int, home: int) -> None:
        basing.put(world.rows, row, home, SPEED / world.cell_km)
        if world.peacekeepers.route[row] > 1e8:
            # No road leads there: count it as a march of ten weeks, so that lots stay lots.
            world.peacekeepers.route[row] = 10.0

"""Mediators by lot after clashes between communities: how long the lull lasts."""

import numpy as np

from experiments.validation.trials.base import Trial, events_of
from sim.state import codes
from sim.state.world import World

STAY = 12
"""Weeks that mediators stay."""

INFLUENCE = 0.4
"""What they can move: a skilled team that is new to the place (see `mediation.teams.influence`)."""

BAND, BANDS = 8, 13
"""Weeks of a stretch in the table of hazards, and how many: a lull is watched for two years."""

LONGEST = BAND * BANDS

NAMES = ("left", "mediated")


class Lulls(Trial):
    """After each clash a coin decides whether mediators are sent to the place.

    They work on the quarrels of all communities there, not of the two alone that clashed.

    A lull ends with the next clash in the same cell. A clash while one is watched begins the next.
    """

    def __init__(self, world: World, arm: str) -> None:
        """Watch nothing yet."""
        super().__init__(world, arm)
        self._week = 0
        self._open: dict[int, tuple[int, bool]] = {}  # cell: week, mediated
        self.ends, self.weeks = np.zeros((2, BANDS)), np.zeros((2, BANDS))

    def act(self, world: World) -> None:
        """Put mediators to work where they were sent."""
        sent = [
            cell
            for cell, (week, mediated) in self._open.items()
            if mediated and world.week - week <= STAY
        ]
        there = np.isin(world.communities.cell, sent)
        ties = world.ties
        at_work = (ties.a >= 0) & (there[ties.a] | there[ties.b])
        self.ask(world, "ties.settling", np.flatnonzero(at_work), INFLUENCE)

    def note(self, world: World, first: int) -> None:
        """End the lulls that a clash has broken, and begin new ones."""
        week = self._week = world.week - 1
        events = events_of(world, first)
        clashes = set(events["cell"][events["kind"] == codes.COMMUNAL].tolist())
        for cell, (began, mediated) in list(self._open.items()):
            over = cell in clashes
            if over or week - began >= LONGEST:
                self._close(cell, week, mediated, over=over)
        fresh = np.flatnonzero(world.ties.last_clash == week)
        places = world.communities.cell
        for tie in fresh.tolist():
            for side in (world.ties.a[tie], world.ties.b[tie]):
                cell = int(places[side])
                if cell in clashes and cell not in self._open:
                    # Keyed by place and week: arms whose clashes differ still share their coins.
                    coin = np.random.default_rng((world.seed, cell, week)).random() < 0.5
                    self._open[cell] = (week, coin)

    def measures(self) -> dict[str, float]:
        """Clashes that ended a lull, and weeks of lull, by time since it began, mediated or not."""
        for cell, (_, mediated) in list(self._open.items()):
            self._close(cell, self._week, mediated, over=False)
        return {
            f"lull.{name}.{what}.{band}": float(table[i, band])
            for i, name in enumerate(NAMES)
            for what, table in (("ends", self.ends), ("risk", self.weeks))
            for band in range(BANDS)
        }

    def _close(self, cell: int, week: int, mediated: bool, *, over: bool) -> None:
        began = self._open.pop(cell)[0]
        lasted = week - began
        self.weeks[int(mediated)] += np.clip(lasted - np.arange(BANDS) * BAND, 0, BAND)
        if over and lasted < LONGEST:
            # A clash in the first week of a stretch ends a lull that has lived through the last.
            self.ends[int(mediated), max(lasted - 1, 0) // BAND] += 1

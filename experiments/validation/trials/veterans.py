"""Former fighters: how they live, who takes them on, and whether men join again."""

import numpy as np

from experiments.validation.trials.base import Trial
from sim.state.world import World

HALF_A_LIVING = 0.5
"""Share of a full living below which a former fighter is poor."""


class Veterans(Trial):
    """Watches communities with former fighters; what is done for them is up to the strategy."""

    def __init__(self, world: World, arm: str) -> None:
        """Begin with nothing counted."""
        super().__init__(world, arm)
        self.joined = self.men = self.poor = self.placed = 0.0
        self.trust = self.people = 0.0
        self._ever = np.zeros(len(world.communities), bool)
        self._taken: list[np.ndarray] = []

    def note(self, world: World, first: int) -> None:  # noqa: ARG002 - as the base has it
        """Count a week: who joins, who is poor, who is enrolled, from what kind of unit."""
        one = world.communities
        here = one.veterans > 0
        # A place stays in the count when a programme has made civilians of its former fighters.
        self._ever |= here
        self.joined += float(one.joining[self._ever].sum())
        if not here.any():
            return
        men, placed = one.veterans[here], np.minimum(one.enrolled[here], one.veterans[here])
        income, stake = one.income[here], one.stake[here]
        self.men += float(men.sum())
        self.placed += float(placed.sum())
        self.poor += float(((men - placed) * (income < HALF_A_LIVING)).sum())
        self.poor += float((placed * (income + stake < HALF_A_LIVING)).sum())
        self.trust += float((one.trust_state * one.population)[here].sum())
        self.people += float(one.population[here].sum())
        if world.week % 13 == 0 and placed.sum() > 0:
            self._taken.append(np.column_stack([placed / men, one.stigma[here]]))

    def measures(self) -> dict[str, float]:
        """Men who joined; shares of former fighters who are poor and enrolled; trust; and the
        correlation over places of enrolment with the abusiveness of the units they left."""
        nothing = float("nan")
        link = nothing
        if self._taken:
            taken = np.vstack(self._taken)
            if len(taken) > 2 and (taken.std(axis=0) > 0).all():
                link = float(np.corrcoef(taken.T)[0, 1])
        return {
            "veterans.joined": self.joined,
            "veterans.man_weeks": self.men,
            "veterans.poor": self.poor / self.men if self.men else nothing,
            "veterans.placed": self.placed / self.men if self.men else nothing,
            "veterans.trust_state": self.trust / self.people if self.people else nothing,
            "veterans.stigma": link,
        }

"""Harm by lot: one more killing of civilians in a place and a week drawn at random."""

import numpy as np

from experiments.validation.trials.base import Trial, at_risk, by_insurgents, events_of
from sim.dynamics.recording import bump, close, kill_civilians, note
from sim.state import codes
from sim.state.world import World

EVERY = 13
"""Weeks from one draw of places to the next."""

PLACES = 8
"""Places drawn each time, half of them for nothing."""

FIRST = 26
AFTER = 52
"""Weeks that each place is watched."""

SIZES = {"state": 5.0, "rebels": 5.0, "bombing": 60.0, "none": 0.0}
"""Killed by each arm in a place."""

STRONG = 0.5
"""Part of a side's possible trust from which people count as siding with it."""


class Harm(Trial):
    """Draws places every quarter and lets the arm's killer act in half of them.

    Acts of violence that armed groups begin are counted within the cell and those around it, by
    week since, in places of harm and in places drawn for nothing; separately where people side
    with the state or with armed groups.
    """

    def __init__(self, world: World, arm: str) -> None:
        """Draw nothing yet."""
        super().__init__(world, arm)
        self._places = at_risk(world)
        self._sites: list[tuple[int, int, bool, bool]] = []  # week, cell, harmed, sided
        self._attacks = np.zeros((2, 2, AFTER))  # harmed, sided, week since
        self._watched = np.zeros((2, 2, AFTER))
        self._control = np.zeros((2, 2))  # harmed: sum and number of changes in a year
        self._before: list[float] = []

    def act(self, world: World) -> None:
        """Every quarter, draw places and do harm in half of them."""
        if world.week < FIRST or world.week % EVERY:
            return
        count = min(PLACES, len(self._places))
        for number, cell in enumerate(self.lot.choice(self._places, count, replace=False)):
            people = world.communities
            first = int(world.cells.first[cell])
            sided = max(people.trust_state[first], people.trust_rebels[first]) > STRONG
            harmed = number % 2 == 0
            self._sites.append((world.week, int(cell), harmed, bool(sided)))
            self._before.append(self._held(world, int(cell)))
            if harmed and SIZES[self.arm]:
                self._kill(world, first)

    def note(self, world: World, first: int) -> None:
        """Count the week's attacks around every place that is still watched."""
        events = events_of(world, first)
        # What the trial itself has the rebels do is the harm, and no answer to it.
        events = events[by_insurgents(events) & (events["cause"] != codes.INJECTED)]
        attacks = np.bincount(events["cell"], minlength=len(world.cells))
        for place, (week, cell, harmed, sided) in enumerate(self._sites):
            since = world.week - 1 - week
            if since >= AFTER:
                continue
            near = world.neighbours[cell]
            around = attacks[cell] + attacks[near[near >= 0]].sum()
            self._attacks[int(harmed), int(sided), since] += around
            self._watched[int(harmed), int(sided), since] += 1
            if since == AFTER - 1:
                self._control[int(harmed)] += (self._held(world, cell) - self._before[place], 1)

    def measures(self) -> dict[str, float]:
        """Attacks and place-weeks by stretch of time since, group and side."""
        found = {}
        spans = {"w1_4": (0, 4), "w8": (7, 8), "m3": (0, 13), "m12": (0, AFTER)}
        for span, (start, stop) in spans.items():
            for i, group in enumerate(("sham", "harmed")):
                for j, side in enumerate(("open", "sided")):
                    name = f"{span}.{group}.{side}"
                    found[f"attacks.{name}"] = float(self._attacks[i, j, start:stop].sum())
                    found[f"watched.{name}"] = float(self._watched[i, j, start:stop].sum())
        for i, group in enumerate(("sham", "harmed")):
            total, count = self._control[i]
            found[f"control.{group}"] = total / count if count else float("nan")
        return found

    def _kill(self, world: World, victim: int) -> None:
        """Let the arm's killer strike a community, as an act of violence like any other."""
        size = SIZES[self.arm]
        by = 0
        if self.arm == "rebels":
            by = 1 + int(np.argmax(world.factions.fighters[1:]))
        kind = codes.ABUSE if by == 0 else codes.ATTACK_CIVILIANS
        cell = int(world.communities.cell[victim])
        row = note(world.rows, world.seed, world.week, cell, kind, codes.INJECTED)
        events = world.events
        events.side_a[row] = events.initiator[row] = by
        events.side_b[row] = codes.CIVILIANS
        events.group_b[row] = int(world.communities.group[victim])
        events.deaths_civilians[row] = kill_civilians(world.rows, victim, size)
        harm = world.communities.harm_state if by == 0 else world.communities.harm_rebels
        harm[victim] = bump(float(harm[victim]), size, 5.0)
        close(world.rows, row)

    @staticmethod
    def _held(world: World, cell: int) -> float:
        inside = world.communities.cell == cell
        return float(world.communities.control[inside].mean())

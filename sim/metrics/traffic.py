"""What comes by and what is carried: patrols, mediators, convoys, tonnes by hub and place.

Tables hold where everybody is now. Whoever wants to say how often somebody came, or how much went
down a road, has to count week by week; :class:`Traffic` does, and only reads the world.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels import kernel, lent
from sim.metrics import other_ways
from sim.state import codes
from sim.state.world import World

PATROLS, TEAMS, DELIVERIES = range(3)
CALLERS = ("patrols", "mediators", "convoys")
"""Who comes by: unit-weeks of armed units, police and observers; team-weeks; loads delivered."""

AID, SUPPLIES = range(2)
CARGO = ("aid", "supplies")
"""What is carried: aid to communities by convoy, and the mission's own supplies to its bases."""

DEPLOYED, ON_THE_ROAD, RETURNING = codes.DEPLOYED, codes.ON_THE_ROAD, codes.RETURNING
PK_ATTACK, LOOT = codes.PK_ATTACK, codes.LOOT
NEAR = 20.0
"""Fighters who take half of what a very strong band would, as in `sim.dynamics.convoys`."""

SENT, LOAD, CELL = range(3)


@kernel
def callers(t: Any, calls: Any, aid: Any) -> None:
    """Count who was where this week, and add up aid as a share of need."""
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage == DEPLOYED and unit.cell >= 0:
            calls[PATROLS, unit.cell] += 1.0
    for i in range(len(t.mediators)):
        team = t.mediators[i]
        if team.alive != 0 and team.level == 0 and team.cell >= 0:
            calls[TEAMS, team.cell] += 1.0
    for i in range(len(t.communities)):
        aid[i] += t.communities[i].food_aid


@kernel
def exposure(t: Any, taken: Any, hub: int, start: int, end: int, share: float) -> float:
    """How much of a load bands can have taken on the way from `start` to `end`, as a weight.

    Where `share` is above 0, that many tonnes for each unit of weight are put down to the cells.
    """
    total = 0.0
    here = end
    while here >= 0:
        fighters = t.cells[here].fighters
        weight = fighters / (fighters + NEAR)
        total += weight
        taken[AID, here] += share * weight
        here = t.toward_hub[hub, here] if here != start else -1
    return total


@kernel
def convoys(t: Any, calls: Any, loads: Any, before: Any, robbed: float) -> None:
    """Count loads sent, delivered and held up; put what was robbed down to where bands stood.

    Args:
        loads: sent, taken and halts, see :class:`Traffic`.
        before: (convoys, 3) as of last week: generation, or -1 for none; tonnes; cell.
        robbed: tonnes that bands took from convoys this week.
    """
    sent, taken, halts = loads
    total = 0.0
    for i in range(len(t.convoys)):
        convoy = t.convoys[i]
        if convoy.alive != 0 and before[i, SENT] == convoy.generation:
            way = exposure(t, taken, convoy.hub, int(before[i, CELL]), convoy.cell, 0.0)
            total += before[i, LOAD] * (way + 1e-9)
    for i in range(len(t.convoys)):
        convoy = t.convoys[i]
        if convoy.alive == 0:
            before[i, SENT] = -1.0
            continue
        goal = t.communities[convoy.destination].cell
        if before[i, SENT] != convoy.generation:
            sent[AID, convoy.hub, goal] += convoy.load
        elif before[i, LOAD] > 0.0:
            share = robbed * before[i, LOAD] / max(total, 1e-12)
            exposure(t, taken, convoy.hub, int(before[i, CELL]), convoy.cell, share)
            taken[AID, convoy.cell] += 1e-9 * share
            if convoy.state == RETURNING and convoy.load <= 0.0 and convoy.cell == goal:
                calls[DELIVERIES, goal] += 1.0
            elif convoy.state == ON_THE_ROAD and convoy.proceed == 0:
                halts[AID, convoy.cell] += 1.0
        before[i, SENT] = convoy.generation
        before[i, LOAD] = convoy.load
        before[i, CELL] = convoy.cell


@kernel
def supplies(t: Any, loads: Any, first: int, use: float) -> None:
    """Add what trucks and aircraft brought to bases, and what was robbed on the way to them.

    Args:
        loads: sent, taken and halts, see :class:`Traffic`.
        first: row of the first event of the week. use: tonnes a person and week.
    """
    sent, taken, halts = loads
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage == DEPLOYED and unit.hub >= 0 and unit.coming > 0.0:
            sent[SUPPLIES, unit.hub, unit.base] += unit.coming * use * unit.personnel
    attacks = 0.0
    for i in range(first, t.clock[0].events):
        event = t.events[i]
        if event.kind == PK_ATTACK and event.cause == LOOT:
            attacks += 1.0
    for i in range(first, t.clock[0].events):
        event = t.events[i]
        if event.kind == PK_ATTACK and event.cause == LOOT:
            halts[SUPPLIES, event.cell] += 1.0
            taken[SUPPLIES, event.cell] += t.mission[0].supplies_looted / attacks


@kernel
def whole_week(t: Any, tallies: Any, first: int, robbed: float, use: float) -> None:
    """Count the week; `tallies` are the arrays of :class:`Traffic` in the order of its kernels."""
    calls, aid, sent, taken, halts, before, ways = tallies
    callers(t, calls, aid)
    other_ways.one_week(t, ways, before, use)
    convoys(t, calls, (sent, taken, halts), before, robbed)
    supplies(t, (sent, taken, halts), first, use)


class Traffic:
    """Counts what comes by and what is carried: call :meth:`watch` after every week.

    Attributes:
        calls: (callers, cells) how often each of :data:`CALLERS` came since :meth:`turn`.
        aid: food aid of each community as a share of its need, added up over weeks since then.
        sent: (cargo, hubs, cells) tonnes so far of each of :data:`CARGO`, by hub and destination.
        taken: (cargo, cells) tonnes so far that bands took on the way.
        halts: (cargo, cells) so far: weeks that loaded convoys waited, attacks on supplies.
        ways: (ways, cargo, hubs, cells) tonnes so far by air and water, see
            `sim.metrics.other_ways.OtherWays`.
    """

    def __init__(self, world: World) -> None:
        """Start with a world before its first week."""
        hubs, cells = len(world.hubs), len(world.cells)
        self.calls: NDArray[np.float64] = np.zeros((len(CALLERS), cells))
        self.aid: NDArray[np.float64] = np.zeros(len(world.communities))
        self.sent: NDArray[np.float64] = np.zeros((len(CARGO), hubs, cells))
        self.taken: NDArray[np.float64] = np.zeros((len(CARGO), cells))
        self.halts: NDArray[np.float64] = np.zeros((len(CARGO), cells))
        before = np.full((len(world.convoys), 3), -1.0)
        ways = other_ways.OtherWays(world)
        self.ways = ways.tonnes
        tallies = (self.calls, self.aid, self.sent, self.taken, self.halts, before)
        self._tallies = (*map(lent, tallies), ways.tallies)
        self._use = float(world.settings["supply"].use)
        self._events = int(world.clock.events[0])
        self._robbed = float(world.books.aid_taken[0])
        self._weeks = 0

    def watch(self, world: World) -> None:
        """Count the week that the world has just lived through."""
        robbed = float(world.books.cols["aid_taken"][0])
        whole_week(world.rows, self._tallies, self._events, robbed - self._robbed, self._use)
        self._events = int(world.clock.cols["events"][0])
        self._robbed = robbed
        self._weeks += 1

    def turn(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return calls, and aid as a mean share of need, since the last turn; begin anew."""
        found = self.calls.copy(), self.aid / max(self._weeks, 1)
        self.calls[:] = 0.0
        self.aid[:] = 0.0
        self._weeks = 0
        return found

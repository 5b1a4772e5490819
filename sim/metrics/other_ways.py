"""What came by air and by water: aid to communities, and barges to bases.

Aircraft and barges are no agents that could be followed. What they brought is what stores hold at
the end of a week beyond what was left of them, less what convoys and trucks brought.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels import kernel, lent
from sim.state import codes
from sim.state.formulas import port
from sim.state.goods import FOOD_NEED, HEALTH_NEED, SHELTER_NEED, fullest
from sim.state.world import World

AIR, WATER = range(2)
WAYS = ("air", "water")

FOOD, HEALTH = codes.FOOD, codes.HEALTH
DEPLOYED, RETURNING = codes.DEPLOYED, codes.RETURNING
KINDS = len(codes.COMMODITIES)
MOUTHS = KINDS
"""Row of what is kept of communities, after a row for each kind of goods."""

AID, SUPPLIES = range(2)
SENT, LOAD = range(2)
ROUNDING = 1e-6
"""Tonnes below which nothing came."""


@kernel
def receive(t: Any, got: Any, kept: Any) -> None:
    """Put tonnes of each kind that communities received this week into `got` (kinds, rows).

    Args:
        kept: (kinds + 1, communities) as of last week: tonnes in store, and the mouths that have
            used them since.
    """
    for i in range(len(t.communities)):
        one = t.communities[i]
        mouths = kept[MOUTHS, i]
        for kind in range(KINDS):
            if kind == FOOD:
                held, used = one.food_store, one.food_aid * FOOD_NEED * mouths
            elif kind == HEALTH:
                held, used = one.health_store, one.health_aid * HEALTH_NEED * mouths
            else:
                held, used = one.shelter_store, one.shelter_aid * SHELTER_NEED * mouths
            got[kind, i] = held - kept[kind, i] + min(used, kept[kind, i])
            kept[kind, i] = held
        kept[MOUTHS, i] = max(one.population + one.hosted, 1.0)


@kernel
def aid(t: Any, ways: Any, got: Any, kept: Any, before: Any, sailed: bool) -> None:
    """Add the aid of a week by air and water to `ways`.

    Where a convoy arrived, it counts with all that it had last week: it never brought more. In a
    week in which barges `sailed`, they brought whatever came to where they land.

    Args:
        ways: (ways, cargo, hubs, cells) tonnes so far. got, kept: see :func:`receive`.
        before: of convoys as of last week, see `sim.metrics.traffic.convoys`.
    """
    receive(t, got, kept)
    for i in range(len(t.convoys)):
        convoy = t.convoys[i]
        here = convoy.alive != 0 and before[i, SENT] == convoy.generation and convoy.load <= 0.0
        goal = t.communities[convoy.destination].cell if here else -1
        if here and convoy.state == RETURNING and convoy.cell == goal:
            got[convoy.commodity, convoy.destination] -= before[i, LOAD]
    for kind in range(KINDS):
        store = fullest(t, kind)
        for i in range(len(t.communities)):
            if got[kind, i] > ROUNDING:
                cell = t.communities[i].cell
                h = port(t, cell) if sailed else -1
                way = WATER if h >= 0 else AIR
                ways[way, AID, h if h >= 0 else store, cell] += got[kind, i]


@kernel
def supplies(t: Any, ways: Any, left: Any, use: float) -> None:
    """Add what barges brought to bases this week: trucks and aircraft are in `coming`.

    Args:
        ways: see :func:`aid`. left: weeks of supply of each unit as of last week, -1 where it
            was not at a base. use: tonnes a person and week.
    """
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage != DEPLOYED or unit.hub < 0:
            left[i] = -1.0
            continue
        h = port(t, unit.base)
        weeks = unit.supply - max(0.0, left[i] - 1.0) - unit.coming
        tonnes = weeks * use * unit.personnel
        if left[i] >= 0.0 and h >= 0 and tonnes > ROUNDING:
            ways[WATER, SUPPLIES, h, unit.base] += tonnes
        left[i] = unit.supply


@kernel
def one_week(t: Any, tallies: Any, before: Any, use: float) -> None:
    """Count the week; `tallies` are the arrays of :class:`OtherWays`."""
    ways, got, kept, left, shipped = tallies
    sailed = t.mission[0].shipped > shipped[0]
    shipped[0] = t.mission[0].shipped
    aid(t, ways, got, kept, before, sailed)
    supplies(t, ways, left, use)


class OtherWays:
    """Counts what came by air and water.

    Attributes:
        tonnes: (ways, cargo, hubs, cells) so far, by :data:`WAYS`, `sim.metrics.traffic.CARGO`,
            hub and destination. What aircraft brought to bases is not in it: it is counted with
            trucks.
        tallies: for :func:`one_week`.
    """

    def __init__(self, world: World) -> None:
        """Start with a world before its first week."""
        people = world.communities
        self.tonnes: NDArray[np.float64] = np.zeros(
            (len(WAYS), 2, len(world.hubs), len(world.cells))
        )
        stores = [getattr(people, f"{kind}_store") for kind in codes.COMMODITIES]
        kept = np.stack([*stores, np.maximum(people.population + people.hosted, 1.0)])
        left = np.full(len(world.peacekeepers), -1.0)
        got, shipped = np.zeros((KINDS, len(people))), np.zeros(1)
        parts = (self.tonnes, got, kept, left, shipped)
        self.tallies = tuple(map(lent, parts))

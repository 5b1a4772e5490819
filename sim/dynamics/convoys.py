"""Aid convoys on the roads: from a hub to a community and back, past those who tax them.

A convoy follows the best road of the hub (`world.toward_hub`), as far a week as roads and rains let
it. Armed bands on the way take a toll; what arrives goes into the stores of the community.
"""

from typing import Any

from sim.dynamics.membership import take_goods
from sim.kernels import kernel
from sim.rules.convoy import way_round
from sim.state import codes
from sim.state.formulas import passable
from sim.state.goods import give, store
from sim.state.params import Parameters
from sim.state.world import World
from sim.units import NonNegative, Positive, Share, param

LOADING, ON_THE_ROAD, RETURNING = codes.LOADING, codes.ON_THE_ROAD, codes.RETURNING


class ConvoyLife(Parameters):
    """How fast convoys drive, and what they lose on the way."""

    speed: Positive = param(
        500.0,
        unit="km a week",
        low=200.0,
        high=1_200.0,
        source="A240",
        doc="of loaded trucks on a dry paved road, stops and checks included",
    )
    mud: Share = param(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        source="A241",
        doc="of speed lost off paved roads at the height of the rains",
    )
    toll: Share = param(
        0.22,
        unit="share of load",
        low=0.01,
        high=0.3,
        source="A242",
        doc="taken at a roadblock of a strong band",
    )
    # Agencies who negotiate as neutrals pass many roadblocks unpaid, but not all.
    passage: Share = param(
        0.5,
        unit="share of toll",
        low=0.1,
        high=0.9,
        source="A702",
        doc="that is not taken where a group takes those who bring aid for impartial",
    )
    riders: NonNegative = param(
        2.0,
        unit="fighters a person",
        low=0.5,
        high=5.0,
        source="A703",
        doc="fighters whom a peacekeeper riding with a convoy offsets at a roadblock",
    )
    spoil: Share = param(
        0.004,
        unit="share a week",
        low=0.001,
        high=0.02,
        source="A243",
        doc="of a load that spoils or is stolen for each week on the road",
    )


@kernel
def ahead(t: Any, hub: int, here: int, goal: int) -> int:
    """The next cell on the hub's road from `here` to `goal`; -1 if `here` is not on that road."""
    step = goal
    while step >= 0:
        before = t.toward_hub[hub, step]
        if before == here:
            return step
        step = before
    return -1


@kernel
def pay_toll(t: Any, q: Any, i: int) -> None:
    """The first band in the convoy's cell takes its part: less of those it holds impartial."""
    convoy = t.convoys[i]
    place = t.cells[convoy.cell]
    if place.fighters <= 0.0 or convoy.load <= 0.0 or place.bands < 0:
        return
    fighters = t.bands[place.bands].fighters
    if fighters <= 0.0:
        return
    p = q[0]
    asked = p.toll * (1.0 - p.passage * t.factions[t.bands[place.bands].faction].regard)
    taken = convoy.load * asked * fighters / (fighters + 20.0 + p.riders * convoy.guard)
    convoy.load -= taken
    place.robbed += taken * t.mission[0].tracked
    take_goods(t, place.bands, convoy.commodity, taken)


@kernel
def deliver(t: Any, i: int) -> None:
    """Hand the load over to the community and turn round."""
    convoy = t.convoys[i]
    give(t, convoy.destination, convoy.commodity, convoy.load)
    convoy.load = 0.0
    convoy.state = RETURNING


@kernel
def finish(t: Any, i: int) -> None:
    """A convoy is back at its hub, with whatever it could not deliver."""
    convoy = t.convoys[i]
    store(t, convoy.hub, convoy.commodity, convoy.load)
    convoy.load = 0.0
    convoy.guard = 0.0
    convoy.alive = 0
    convoy.generation += 1


@kernel
def on_road(t: Any, i: int, here: int) -> int:
    """The cell after `here` on the usual road of convoy `i`; -1 if it has arrived or is lost."""
    convoy = t.convoys[i]
    if convoy.state == RETURNING:
        return t.toward_hub[convoy.hub, here]
    goal = t.communities[convoy.destination].cell
    return -1 if here == goal else ahead(t, convoy.hub, here, goal)


@kernel
def next_cell(t: Any, rule: Any, i: int) -> int:
    """Where convoy `i` drives next, round a bad stretch if it can; -1 if it cannot or has arrived.

    Once it has begun to cross into a cell it does not change its mind.
    """
    convoy = t.convoys[i]
    if convoy.via >= 0 or convoy.rejoin >= 0:
        return convoy.via if convoy.via >= 0 else convoy.rejoin
    through = on_road(t, i, convoy.cell)
    if through < 0 or convoy.progress > 0.0 or t.mission[0].routes <= 0.0:
        return through
    after = on_road(t, i, through)
    if after < 0:
        return through
    other = way_round(t, rule, convoy.cell, through, after)
    if other != through:
        convoy.via = other
        convoy.rejoin = after
    return other


@kernel
def enter(t: Any, i: int, cell: int) -> None:
    """Convoy `i` comes into a cell, on its road or on the way round."""
    convoy = t.convoys[i]
    convoy.cell = cell
    if cell == convoy.via:
        convoy.via = -1
    elif cell == convoy.rejoin:
        convoy.rejoin = -1


@kernel
def going(t: Any, q: Any, cell: int) -> float:
    """How fast trucks cross a cell, against a dry paved road."""
    place = t.cells[cell]
    return passable(place.road, place.terrain, t.clock[0].rain, q[0].mud)


@kernel
def travel(t: Any, q: Any, rule: Any, cell_km: float) -> None:
    """One week of every convoy."""
    p = q[0]
    for i in range(len(t.convoys)):
        convoy = t.convoys[i]
        if convoy.alive == 0:
            continue
        if convoy.state == LOADING:
            convoy.state = ON_THE_ROAD
            continue
        spoilt = p.spoil * convoy.load
        convoy.load -= spoilt
        t.books[0].aid_lost += spoilt
        if convoy.proceed == 0:
            continue
        week = 1.0
        n = next_cell(t, rule, i)
        while n >= 0:
            ease = going(t, q, n)
            needed = (1.0 - convoy.progress) * cell_km / (p.speed * ease)
            if needed > week:
                convoy.progress += week * p.speed * ease / cell_km
                break
            week -= needed
            convoy.progress = 0.0
            enter(t, i, n)
            pay_toll(t, q, i)
            n = next_cell(t, rule, i)
        if n >= 0:
            continue
        if convoy.state == RETURNING:
            finish(t, i)
        elif convoy.cell == t.communities[convoy.destination].cell:
            deliver(t, i)
        else:
            convoy.state = RETURNING


def drive(world: World) -> None:
    """One week of convoys on the road."""
    q, rule = world.params["convoy_life"], world.params["convoy_rule"]
    travel(world.rows, q, rule, world.cell_km)

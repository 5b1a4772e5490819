"""How the government sends its army: towards districts where, as it sees it, most blood is shed for
the units that are there. It reacts late, to what it perceives, and only some units can move."""

from typing import Any

from sim.kernels import kernel, uniform
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import Positive, Share, param

MOVE, RESERVE = stream("command.move"), stream("command.reserve")
ARMY = codes.ARMY
EVERY = 4  # weeks between decisions of the general staff
PLACES = 12  # communities that the staff looks at when it sends a unit


class Command(Parameters):
    """How fast and how far the army shifts its weight."""

    mobile: Share = param(
        0.06,
        unit="share of army units in four weeks",
        low=0.02,
        high=0.15,
        source="A44",
        doc="units that can be moved to another district",
    )
    reserve: Share = param(
        0.4,
        unit="share of army units",
        low=0.2,
        high=0.7,
        source="A45",
        doc="units that stay where people live, whatever happens elsewhere",
    )
    calm: Positive = param(
        5.0,
        unit="deaths",
        low=1.0,
        high=20.0,
        source="A46",
        doc="recent deaths in a district below which no unit is sent there",
    )
    even: Share = param(
        0.5,
        unit="share of the worst district's",
        low=0.2,
        high=0.9,
        source="A408",
        doc="deaths per unit in a district above which its units are not taken away",
    )


@kernel
def count_units(t: Any) -> None:
    """Count the army units of every district."""
    for d in range(len(t.districts)):
        t.districts[d].army = 0.0
    for i in range(len(t.forces)):
        if t.forces[i].kind == ARMY:
            t.districts[t.forces[i].district].army += 1.0


@kernel
def burden(t: Any, d: int) -> float:
    """Recent deaths in district `d` as the government perceives them, per unit that is there."""
    return t.districts[d].violence / (1.0 + t.districts[d].army)


@kernel
def worst_district(t: Any, q: Any) -> int:
    """The district with the highest burden that is not calm, or -1."""
    worst = -1
    most = 0.0
    for d in range(len(t.districts)):
        if t.districts[d].violence > q[0].calm and burden(t, d) > most:
            most = burden(t, d)
            worst = d
    return worst


@kernel
def station(t: Any, seed: int, week: int, i: int, d: int) -> int:
    """Where unit `i` goes in district `d`: the worst of the places that the staff considers."""
    best = -1
    score = -1.0
    for k in range(PLACES):
        j = int(uniform(seed, MOVE, week, i, 2 + k) * len(t.communities))
        people = t.communities[j]
        if people.district != d:
            continue
        value = t.cells[people.cell].violence + 0.0001 * people.population
        if value > score:
            score = value
            best = people.cell
    return best


@kernel
def redeploy(t: Any, q: Any, seed: int, week: int) -> None:
    """Move some army units to the district with most recent deaths per unit."""
    p = q[0]
    count_units(t)
    for i in range(len(t.forces)):
        unit = t.forces[i]
        if unit.kind != ARMY or unit.course > 0.0:
            continue
        # A unit's draw of the run says whether it is part of the reserve that stays.
        if uniform(seed, RESERVE, 0, i, 0) < p.reserve:
            continue
        if uniform(seed, MOVE, week, i, 1) >= p.mobile:
            continue
        worst = worst_district(t, q)
        if worst < 0 or burden(t, unit.district) > p.even * burden(t, worst):
            continue
        cell = station(t, seed, week, i, worst)
        if cell >= 0:
            t.districts[unit.district].army -= 1.0
            t.districts[worst].army += 1.0
            unit.district = worst
            unit.home = cell
            unit.cell = cell
            unit.target = cell


def deploy(world: World) -> None:
    """Let the general staff decide, every few weeks."""
    if world.week % EVERY == 0:
        redeploy(world.rows, world.params["command"], world.seed, world.week)

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


@kernel
def redeploy(t: Any, q: Any, seed: int, week: int) -> None:
    """Move some army units to the district with most recent deaths per unit."""
    p = q[0]
    for d in range(len(t.districts)):
        t.districts[d].army = 0.0
    for i in range(len(t.forces)):
        if t.forces[i].kind == ARMY:
            t.districts[t.forces[i].district].army += 1.0
    for i in range(len(t.forces)):
        unit = t.forces[i]
        if unit.kind != ARMY or unit.course > 0.0:
            continue
        # A unit's draw of the run says whether it is part of the reserve that stays.
        if uniform(seed, RESERVE, 0, i, 0) < p.reserve:
            continue
        if uniform(seed, MOVE, week, i, 1) >= p.mobile:
            continue
        worst = -1
        most = 0.0
        for d in range(len(t.districts)):
            load = t.districts[d].violence / (1.0 + t.districts[d].army)
            if t.districts[d].violence > p.calm and load > most:
                most = load
                worst = d
        here = t.districts[unit.district]
        if worst < 0 or here.violence / (1.0 + here.army) > 0.5 * most:
            continue
        # It goes where most has happened, of a few places that the staff considers.
        best = -1
        score = -1.0
        for k in range(12):
            j = int(uniform(seed, MOVE, week, i, 2 + k) * len(t.communities))
            people = t.communities[j]
            if people.district != worst:
                continue
            value = t.cells[people.cell].violence + 0.0001 * people.population
            if value > score:
                score = value
                best = people.cell
        if best >= 0:
            here.army -= 1.0
            t.districts[worst].army += 1.0
            unit.district = worst
            unit.home = best
            unit.cell = best
            unit.target = best


def deploy(world: World) -> None:
    """Let the general staff decide, every few weeks."""
    if world.week % EVERY == 0:
        redeploy(world.rows, world.params["command"], world.seed, world.week)

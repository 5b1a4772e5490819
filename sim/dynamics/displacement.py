"""Flight and return: people go where it is safer and where kin live, and come back more slowly."""

import math
from typing import Any

from sim.kernels import kernel, round_random, uniform
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import NonNegative, Positive, param

FLEE, RETURN, SEEK = (
    stream("displacement.flee"),
    stream("displacement.return"),
    stream("displacement.seek"),
)
TRIES = 24  # places that a family has heard of and weighs


class Displacement(Parameters):
    """What draws people who flee."""

    kin: NonNegative = param(
        1.5,
        unit="utility",
        low=0.5,
        high=3.0,
        source="A100",
        doc="pull of people of the same group",
    )
    safety: NonNegative = param(
        3.0, unit="utility", low=1.0, high=5.0, source="A101", doc="pull of places without violence"
    )
    distance: NonNegative = param(
        0.25,
        unit="utility per cell",
        low=0.1,
        high=0.6,
        source="SuleimenovaBellGroen2017",
        doc="cost of the road",
    )
    protection: NonNegative = param(
        1.0,
        unit="utility",
        low=0.2,
        high=2.0,
        source="A102",
        doc="pull of forces or peacekeepers who protect",
    )
    promise: NonNegative = param(
        2.0,
        unit="utility",
        low=0.5,
        high=4.0,
        source="A710",
        doc="pull of a place that a mission which is trusted has promised to keep safe",
    )
    crowding: NonNegative = param(
        1.5,
        unit="utility",
        low=0.5,
        high=3.0,
        source="A409",
        doc="push of places that are full of displaced people",
    )
    unsafe: Positive = param(
        1.0,
        unit="deaths per 1,000",
        low=0.3,
        high=3.0,
        source="A410",
        doc="recent deaths of civilians in a refuge above which all move on",
    )


@kernel
def choose_refuge(t: Any, q: Any, seed: int, week: int, i: int, turn: int) -> int:
    """The best place to flee to among those that the people of community `i` have heard of.

    `turn` is 0 for those who leave home and 1 for those who leave a refuge: they hear of others.
    """
    p = q[0]
    people = t.communities[i]
    here = t.cells[people.cell]
    best = -1
    score = -1e9
    for k in range(TRIES):
        j = int(uniform(seed, SEEK, week, i, turn * TRIES + k) * len(t.communities))
        if j == i:
            continue
        other = t.communities[j]
        place = t.cells[other.cell]
        dx = float(place.x - here.x)
        dy = float(place.y - here.y)
        far = math.sqrt(dx * dx + dy * dy)
        guard = place.state_force * other.trust_forces + place.pk_force
        value = (
            (p.kin if other.group == people.group else 0.0)
            - p.safety * place.violence / (place.violence + 3.0)
            - p.distance * far
            + p.protection * guard / (guard + 50.0)
            + p.promise * place.zone * people.trust_mission
            - p.crowding * other.hosted / (other.hosted + other.population + 1.0)
        )
        if value > score:
            score = value
            best = j
    return best


@kernel
def wander(t: Any, q: Any, seed: int, week: int) -> None:
    """Carry out the week's flight and return. A community's displaced stay together."""
    for i in range(len(t.communities)):
        people = t.communities[i]
        if people.fleeing > 0.0:
            n = round_random(people.fleeing * people.population, uniform(seed, FLEE, week, i, 0))
            if n > 0.0:
                refuge = people.refuge
                if refuge < 0:
                    refuge = choose_refuge(t, q, seed, week, i, 0)
                if refuge >= 0:
                    people.refuge = refuge
                    people.population -= n
                    people.away += n
                    t.communities[refuge].hosted += n
        if people.away <= 0.0:
            continue
        host_cell = t.cells[t.communities[people.refuge].cell]
        thousands = max(host_cell.population, 500.0) * 0.001
        if host_cell.killings / thousands > q[0].unsafe:
            # Refuge has become dangerous: all move on.
            n = people.away
            t.communities[people.refuge].hosted -= n
            refuge = choose_refuge(t, q, seed, week, i, 1)
            if refuge < 0:
                refuge = people.refuge
            people.refuge = refuge
            t.communities[refuge].hosted += n
        elif people.returning > 0.0:
            n = round_random(people.returning * people.away, uniform(seed, RETURN, week, i, 0))
            n = min(n, people.away)
            people.away -= n
            people.population += n
            t.communities[people.refuge].hosted -= n
            if people.away <= 0.0:
                people.refuge = -1


def update(world: World) -> None:
    """One week of flight and return."""
    wander(world.rows, world.params["displacement"], world.seed, world.week)

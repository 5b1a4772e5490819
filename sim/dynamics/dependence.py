"""What rests on outsiders: livings on aid, institutions on foreign upkeep, security on the mission.

Whether aid keeps people from work of their own is disputed (Abdulai, Barrett & Hoddinott 2005 find
little of it): `dynamics.economy.reliance` spans both views. Habits form and fade slowly, so that an
exit at once finds people in the middle of them and a long one does not.
"""

from typing import Any

import numpy as np

from sim.kernels import kernel, lent, relax
from sim.state import codes
from sim.state.formulas import propped_up
from sim.state.params import Parameters
from sim.state.world import World
from sim.units import Share, param

EVERY = 4  # weeks between two counts
WEEKS = float(EVERY)
DEPLOYED, ENGINEERS, OBSERVERS = codes.DEPLOYED, codes.ENGINEERS, codes.OBSERVERS


class Dependence(Parameters):
    """How fast people get used to what comes from outside, and unused to it."""

    # Livelihood programmes plan two to three years to get people off relief.
    habit: Share = param(
        0.01,
        unit="share of gap a week",
        low=0.003,
        high=0.03,
        source="A548",
        doc="speed at which livings come to rest on aid, and get off it",
    )
    settle: Share = param(
        0.01,
        unit="share a week",
        low=0.003,
        high=0.03,
        source="A548",
        doc="former fighters who settle by themselves",
    )
    memory: Share = param(
        0.01,
        unit="share of gap a week",
        low=0.003,
        high=0.03,
        source="A548",
        doc="speed at which people get used to peacekeepers, and to their absence",
    )


@kernel
def rest(t: Any, q: Any, count: Any) -> None:
    """Four weeks of communities' habits. `count` (a row a district) gets people, people on aid."""
    p = q[0]
    habit = WEEKS * p.habit
    for i in range(len(t.communities)):
        one = t.communities[i]
        if one.food_aid > 0.0 or one.jobs > 0.0 or one.dependency > 0.0:
            outside = min(1.0, one.food_aid + one.jobs)
            one.dependency = relax(one.dependency, outside, habit)
        one.veterans *= 1.0 - WEEKS * p.settle
        size = one.population + one.hosted
        count[one.district, 0] += size
        count[one.district, 1] += size * one.dependency


@kernel
def stand(t: Any, count: Any) -> None:
    """Add to `count` the peacekeepers and the local forces in each district."""
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage == DEPLOYED and unit.kind != ENGINEERS and unit.kind != OBSERVERS:
            district = t.cells[unit.cell].district
            if district >= 0:
                count[district, 2] += unit.personnel
    for i in range(len(t.forces)):
        district = t.cells[t.forces[i].cell].district
        if district >= 0:
            count[district, 3] += t.forces[i].personnel


@kernel
def look(t: Any, q: Any, count: Any) -> None:
    """Put it down in the districts: dependency, and security that was given and is not made up."""
    p = q[0]
    for d in range(len(t.districts)):
        one = t.districts[d]
        people = max(count[d, 0], 1.0)
        stocks = one.courts + one.administration + one.accountability + one.services
        held = propped_up(one) / max(stocks, 1e-9) if one.courts_own >= 0.0 else 0.0
        one.dependency = min(1.0, 0.5 * count[d, 1] / people + 0.5 * held)
        given = 1000.0 * count[d, 2] / people
        one.guarded = relax(one.guarded, given, WEEKS * p.memory)
        lost = max(0.0, one.guarded - given)
        one.vacuum = lost / (lost + given + 1000.0 * count[d, 3] / people + 1e-9)


def update(world: World) -> None:
    """Every four weeks, see what has come to rest on outsiders."""
    if world.week % EVERY == 0:
        table = lent(np.zeros((len(world.districts), 4)))
        q = world.params["dependence"]
        rest(world.rows, q, table)
        stand(world.rows, table)
        look(world.rows, q, table)

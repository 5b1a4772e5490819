"""Handing over: may the mission leave, and what the state can take over while it is there."""

import math
from typing import Any

import numpy as np

from sim.kernels import kernel
from sim.mechanisms.transition.levers import Levers
from sim.state.formulas import propped_up
from sim.state.world import World

QUARTER = 13.0  # weeks' wages in hand at which the state can take over as much as is asked


def unmet(p: Levers, world: World) -> list[str]:
    """The conditions for leaving that are not met, as far as the mission knows."""
    districts, forces = world.districts, world.forces
    people = np.maximum(districts.population, 1.0)
    men = np.maximum(forces.personnel, 1e-9)
    kept = 0.5 * (districts.courts_own + districts.administration_own)
    able = 0.5 * (forces.conduct + forces.tactics)
    found = {
        "calm": float(np.average(districts.measured_violence, weights=people)) <= p.calm,
        "institutions": float(np.average(kept, weights=people)) >= p.institutions,
        "forces": float(np.average(able, weights=men)) >= p.forces,
    }
    return [name for name, met in found.items() if not met]


@kernel
def take_over(t: Any, q: Any, asks: Any, wage: float, share: float) -> float:
    """Ask the state to take over a part of upkeep, `share` of a week's: into `asks`, by district.

    As far as it has wages for a quarter in hand and pays for what it took over before. Returns the
    capacity, times people, that it could not take over.
    """
    p = q[0]
    wages = 0.0
    for i in range(len(t.forces)):
        wages += t.forces[i].personnel * wage
    state = t.factions[0]
    able = min(1.0, state.money / max(QUARTER * wages, 1e-9)) * state.upkept
    # What is left of the gap falls by a constant share, to what is not to be taken over.
    rate = min(0.5, -share * math.log(1.0 - min(p.local_share, 0.99)) / p.handover)
    lacking = 0.0
    for d in range(len(t.districts)):
        one = t.districts[d]
        asks[d] = rate * able
        lacking += rate * (1.0 - able) * 0.25 * propped_up(one) * one.population
    return lacking

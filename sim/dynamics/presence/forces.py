"""Bands, convoys and local forces by cell, and the state's force there and next door."""

from typing import Any

from sim.kernels import clamp, kernel
from sim.state import codes
from sim.state.formulas import passable

POLICE = codes.POLICE


@kernel
def clear(t: Any) -> None:
    """Empty the chains and fields of all cells."""
    for d in range(len(t.districts)):
        t.districts[d].posts = 0
        t.districts[d].visitors = 0.0
    for i in range(len(t.cells)):
        cell = t.cells[i]
        cell.bands = -1
        cell.forces = -1
        cell.peacekeepers = -1
        cell.convoys = -1
        cell.state_force = 0.0
        cell.order = 0.0
        cell.police = 0.0
        cell.state_reach = 0.0
        cell.pk_force = 0.0
        cell.pk_reach = 0.0
        cell.pk_first = -1
        cell.pk_hours = 0.0
        cell.pk_police = 0.0
        cell.pk_eyes = 0.0
        cell.fighters = 0.0


@kernel
def gather(t: Any, q: Any) -> None:
    """Chain the units of each cell and add up their force there and around."""
    p = q[0]
    rain = t.clock[0].rain
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive == 0:
            continue
        cell = t.cells[band.cell]
        band.next_here = cell.bands
        cell.bands = i
        cell.fighters += band.fighters
    for i in range(len(t.convoys)):
        convoy = t.convoys[i]
        if convoy.alive == 0:
            continue
        cell = t.cells[convoy.cell]
        convoy.next_here = cell.convoys
        cell.convoys = i
    for i in range(len(t.forces)):
        unit = t.forces[i]
        cell = t.cells[unit.cell]
        unit.next_here = cell.forces
        cell.forces = i
        if unit.course > 0.0:
            continue
        if unit.kind == POLICE:
            t.districts[unit.district].posts += 1
        force = unit.personnel * (0.5 + unit.tactics) * clamp(unit.supply * 0.5, 0.2, 1.0)
        cell.state_force += force
        # Who keeps calm and is not feared keeps more order with as many men.
        cell.order += unit.personnel * (0.4 + 0.8 * unit.crisis + 0.8 * unit.conduct)
        served = 0.0
        if unit.kind == POLICE:
            served = unit.personnel * (0.2 + 0.4 * unit.crisis + 0.4 * unit.conduct)
            cell.police += served
        for k in range(8):
            n = t.neighbours[unit.cell, k]
            if n >= 0:
                other = t.cells[n]
                ease = passable(other.road, other.terrain, rain, p.rain_drag)
                other.state_reach += force * p.reach * ease
                other.police += served * p.rounds * ease

"""What peacekeepers can do and see in each cell, and who would come first."""

import math
from typing import Any

from sim.kernels import clamp, inlined, kernel
from sim.state import codes
from sim.state.formulas import able, km_apart, on_patrol, passable

TROOPS, PK_POLICE, OBSERVERS = codes.TROOPS, codes.PK_POLICE, codes.OBSERVERS
DEPLOYED, POLICE = codes.DEPLOYED, codes.POLICE


@inlined
def near(t: Any, q: Any, i: int, cell: int) -> float:
    """Ease with which unit `i` comes to a neighbouring cell, 0 to 1."""
    place = t.cells[cell]
    ease = passable(place.road, place.terrain, t.clock[0].rain, q[0].rain_drag)
    return ease * (0.4 + 0.6 * t.peacekeepers[i].mobility)


@inlined
def about(t: Any, i: int) -> float:
    """Share of unit `i`'s strength that gets about in its own cell: without wheels it holds its
    camp and little else."""
    return 0.5 + 0.5 * t.peacekeepers[i].mobility


@kernel
def lead(t: Any, q: Any, cell_km: float) -> None:
    """Find for each cell the armed unit that would bring most help, and when it would be there."""
    p = q[0]
    called = p.call * (1.0 - 0.6 * min(1.0, t.mission[0].liaison))
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage != DEPLOYED or unit.kind != TROOPS:
            continue
        strength = able(t, i)
        for k in range(9):
            row = unit.cell if k == 8 else t.neighbours[unit.cell, k]
            if row < 0:
                continue
            cell = t.cells[row]
            ease = near(t, q, i, row)
            brought = strength * (about(t, i) if k == 8 else p.patrol_reach * ease)
            if brought > cell.pk_reach:
                cell.pk_reach = brought
                cell.pk_first = i
                way = 0.4 * cell_km if k == 8 else cell_km
                cell.pk_hours = called + way / (p.drive * max(ease, 0.1))


@inlined
def posts_near(t: Any, q: Any, i: int, d: int, cell_km: float) -> float:
    """Local police posts of district `d`, weighted by how near they are to unit `i`."""
    here = t.cells[t.peacekeepers[i].cell]
    seat = t.cells[t.districts[d].seat]
    far = km_apart(seat, here, cell_km)
    return float(t.districts[d].posts) * math.exp(-far / q[0].seconded)


@kernel
def second(t: Any, q: Any, i: int, strength: float, cell_km: float) -> float:
    """Send mission police of unit `i` to local police posts, most to the nearest; returns how many
    of its `strength` stay at its base."""
    total = 0.0
    for d in range(len(t.districts)):
        total += posts_near(t, q, i, d, cell_km)
    if total <= 0.0:
        return strength
    sent = q[0].colocated * strength
    for d in range(len(t.districts)):
        t.districts[d].visitors += sent * posts_near(t, q, i, d, cell_km) / total
    return strength - sent


@kernel
def visit(t: Any, q: Any) -> None:
    """Spread the mission police of each district over the local police posts that they visit, and
    the rounds that they go with their men."""
    for i in range(len(t.forces)):
        unit = t.forces[i]
        if unit.kind != POLICE or unit.course > 0.0:
            continue
        district = t.districts[unit.district]
        there = district.visitors / max(1.0, float(district.posts))
        t.cells[unit.cell].pk_police += there
        for k in range(8):
            n = t.neighbours[unit.cell, k]
            if n >= 0 and there > 0.0:
                place = t.cells[n]
                ease = passable(place.road, place.terrain, t.clock[0].rain, q[0].rain_drag)
                place.pk_police += there * q[0].rounds * ease


@kernel
def gather_mission(t: Any, q: Any, cell_km: float) -> None:
    """Chain deployed peacekeepers, and add up what they can do and see.

    Help is led by one unit; others add to it as far as their nation can work with its nation.
    """
    p = q[0]
    nations = len(t.contingents)
    police = 0.0
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage != DEPLOYED:
            continue
        cell = t.cells[unit.cell]
        unit.next_here = cell.peacekeepers
        cell.peacekeepers = i
        ready = clamp(unit.supply * 0.5, 0.2, 1.0) * (1.0 - 0.5 * unit.fatigue)
        strength = able(t, i)
        sight = unit.personnel * (p.observer_sight if unit.kind == OBSERVERS else 0.002)
        if unit.kind == PK_POLICE:
            police = second(t, q, i, unit.personnel * ready, cell_km)
            cell.pk_police += police
        if unit.kind == TROOPS:
            cell.pk_force += unit.personnel * unit.quality * ready * on_patrol(t)
        cell.pk_eyes += sight
        for k in range(9):
            row = unit.cell if k == 8 else t.neighbours[unit.cell, k]
            if row < 0:
                continue
            other = t.cells[row]
            ease = near(t, q, i, row)
            if k < 8:
                other.pk_eyes += 0.3 * sight * ease
                if unit.kind == PK_POLICE:
                    other.pk_police += 0.3 * police * ease
            if unit.kind == TROOPS and other.pk_first != i and other.pk_first >= 0:
                pair = t.peacekeepers[other.pk_first].contingent * nations + unit.contingent
                joins = strength * (about(t, i) if k == 8 else p.patrol_reach * ease)
                other.pk_reach += joins * t.partners[pair].together
    visit(t, q)
    for i in range(len(t.cells)):
        cell = t.cells[i]
        eyes = cell.pk_eyes + cell.watch
        cell.pk_eyes = eyes / (1.0 + eyes)


@kernel
def patrol(t: Any) -> None:
    """Deployed units go where they decided to patrol."""
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage == DEPLOYED:
            unit.cell = unit.target

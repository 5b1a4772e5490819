"""Formulas on rows that rules, processes and elements share."""

import math
from typing import Any

from sim.kernels import clamp, inlined, kernel
from sim.state import codes

DEPLOYED = codes.DEPLOYED
TEAM = 3.0  # mission police in a place who do half of what any number of them could


@inlined
def dry(road: float, terrain: float) -> float:
    """Ease of crossing a cell in the dry season, 0 to 1; 1 on a paved road in the plain."""
    return (0.35 + 0.65 * road) * (1.0 - 0.6 * terrain)


@inlined
def passable(road: float, terrain: float, rain: float, drag: float) -> float:
    """Ease of moving into a cell this week, 0 to 1."""
    return dry(road, terrain) * (1.0 - drag * rain * (1.0 - road))


@inlined
def apart(one: Any, two: Any) -> int:
    """Moves from one cell to another, as a king's in chess."""
    return max(abs(one.x - two.x), abs(one.y - two.y))


@inlined
def km_apart(one: Any, two: Any, cell_km: float) -> float:
    """Kilometres from one cell to another, as the crow flies."""
    return math.hypot(float(one.x - two.x), float(one.y - two.y)) * cell_km


@inlined
def impartial(district: Any) -> float:
    """Capacity of a district's courts to do justice: judges who take orders do it to half of it."""
    return district.courts * (0.5 + 0.5 * district.independence)


@inlined
def propped_up(district: Any) -> float:
    """Capacity of a district's institutions, summed over four, beyond what the state keeps up."""
    gap = max(0.0, district.courts - district.courts_own)
    gap += max(0.0, district.services - district.services_own)
    gap += max(0.0, district.administration - district.administration_own)
    return gap + max(0.0, district.accountability - district.accountability_own)


@inlined
def on_patrol(t: Any) -> float:
    """Share of troops' time that escorts of supplies and of aid leave for patrols."""
    return max(0.0, 1.0 - t.mission[0].escort - t.mission[0].aid_escort)


@inlined
def able(t: Any, i: int) -> float:
    """Strength of armed unit `i` that can and will act: members, by quality, supply, rest, will.

    Whoever rides with supplies does not patrol.
    """
    unit = t.peacekeepers[i]
    ready = clamp(unit.supply * 0.5, 0.2, 1.0) * (1.0 - 0.5 * unit.fatigue)
    return unit.personnel * unit.quality * ready * unit.will * on_patrol(t)


@kernel
def units_deployed(t: Any) -> float:
    """Number of peacekeeper units at their bases."""
    units = 0.0
    for i in range(len(t.peacekeepers)):
        units += 1.0 if t.peacekeepers[i].stage == DEPLOYED else 0.0
    return units


@kernel
def port(t: Any, cell: int) -> int:
    """The hub elsewhere that is nearest by water to a cell; -1 if no waterway leads from one."""
    best = -1
    for h in range(len(t.hubs)):
        km = t.by_water[h, cell]
        if km > 0.0 and (best < 0 or km < t.by_water[best, cell]):
            best = h
    return best

"""Where drones fly, and what they and sensors see through rain, leaves and jamming."""

import math
from typing import Any

from sim.kernels import highest, kernel
from sim.state import codes
from sim.state.formulas import units_deployed

DEPLOYED = codes.DEPLOYED


@kernel
def in_range(t: Any, q: Any, cell: int, cell_km: float) -> bool:
    """Whether drones from the airfield of any hub reach a cell."""
    place = t.cells[cell]
    for h in range(len(t.hubs)):
        field = t.cells[t.hubs[h].cell]
        east = float(field.x - place.x)
        north = float(field.y - place.y)
        if cell_km * math.sqrt(east * east + north * north) <= q[0].range_km:
            return True
    return False


@kernel
def assign(t: Any, q: Any, drones: int, score: Any, cell_km: float) -> float:
    """Give every drone an area for some weeks: warnings first, then reports, then people.

    Returns the number of places under warning that no drone reaches.
    """
    far = 0.0
    t.mission[0].orbits = 0
    for c in range(len(t.cells)):
        place = t.cells[c]
        place.orbits = 0
        score[c] = 0.0
        if place.district < 0 or drones == 0:
            continue
        if in_range(t, q, c, cell_km):
            heat = place.reported / (place.reported + 4.0)
            score[c] = place.warning + heat + 0.3 * place.population / (place.population + 2e4)
        elif place.warning > 0.0:
            far += 1.0
    for _ in range(drones):
        best = highest(score)
        if best < 0:
            return far
        t.cells[best].orbits += 1
        t.mission[0].orbits += 1
        # One drone sees the cells around, too: the next is of more use elsewhere.
        score[best] *= 0.3
        for k in range(8):
            n = t.neighbours[best, k]
            if n >= 0:
                score[n] *= 0.7
    return far


@kernel
def jammed(t: Any, q: Any, cell: int) -> float:
    """Share of a drone's sight that bands with a sponsor take away in a cell."""
    place = t.cells[cell]
    if place.bands < 0 or place.fighters <= 0.0:
        return 0.0
    sponsor = t.factions[t.bands[place.bands].faction].sponsor
    rich = sponsor / (sponsor + 20.0)
    return q[0].jamming * rich * place.fighters / (place.fighters + 30.0)


@kernel
def look(t: Any, q: Any, seen: Any, tally: Any, clock: float, sensors: float) -> int:
    """One week of sight: rows of cells into seen[0], eyes into seen[1]; returns how many.

    `clock` is the share of the week that drones are flown. `tally` receives drones lost to weather
    and ground, to jamming, and sensors at bases whose generators have no fuel.
    """
    p = q[0]
    n = 0
    sky = 1.0 - p.cloud * t.clock[0].rain
    for c in range(len(t.cells) if t.mission[0].orbits > 0 else 0):
        drones = t.cells[c].orbits
        if drones == 0:
            continue
        for k in range(9):
            cell = c if k == 8 else t.neighbours[c, k]
            if cell < 0:
                continue
            clear = sky * (1.0 - p.cover * t.cells[cell].terrain)
            jam = jammed(t, q, cell)
            whole = drones * p.sees * clock * (1.0 if k == 8 else 0.3)
            if k == 8:
                tally[0] += drones * (1.0 - clear)
                tally[1] += drones * clear * jam
            seen[0, n] = cell
            seen[1, n] = whole * clear * (1.0 - jam)
            n += 1
    bases = units_deployed(t)
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage != DEPLOYED or sensors <= 0.0:
            continue
        power = min(1.0, unit.supply)
        tally[2] += (1.0 - power) * sensors / bases
        seen[0, n] = unit.base
        seen[1, n] = p.sensor_view * power * sensors / bases
        n += 1
    return n

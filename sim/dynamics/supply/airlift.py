"""What hired aircraft carry: supplies to bases that trucks do not feed, aid to people cut off.

Aircraft need no road and are not ambushed here; rain over high ground and distance cost tonnes.
Their price stands with the element that hires them.
"""

import math
from typing import Any

from sim.kernels import kernel, uniform
from sim.state import codes
from sim.state.formulas import dry
from sim.state.goods import FOOD_NEED, HEALTH_NEED, SHELTER_NEED, fullest, give, in_store, store
from sim.streams import stream

LOOK = stream("airlift.look")
DEPLOYED = codes.DEPLOYED
FOOD, HEALTH, SHELTER = codes.FOOD, codes.HEALTH, codes.SHELTER
LOOK_AT = 48  # communities weighed for each parcel
PARCELS = 8  # communities to which aid is flown in a week, at most
MONTH = 4.0  # weeks of the need of a community that a parcel covers at most


@kernel
def fair(t: Any, q: Any, cell: int) -> float:
    """Share of flights to a cell that weather allows this week."""
    return 1.0 - q[0].ground * t.clock[0].rain * (0.4 + 0.6 * t.cells[cell].terrain)


@kernel
def flights(t: Any, q: Any, hub: int, cell: int, cell_km: float) -> float:
    """Airlift that a tonne from a hub to a cell takes, in tonnes nearby: distance and weather."""
    a = t.cells[t.hubs[hub].cell]
    b = t.cells[cell]
    east = float(a.x - b.x)
    north = float(a.y - b.y)
    km = cell_km * math.sqrt(east * east + north * north)
    return (1.0 + km / q[0].radius) / fair(t, q, cell)


@kernel
def hungriest(t: Any, low: float) -> int:
    """The base with the least supply below `low` weeks whose hub has any; -1 if there is none."""
    found = -1
    least = low - 0.01
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage != DEPLOYED or unit.hub < 0 or unit.personnel <= 0.0:
            continue
        if unit.supply < least and t.hubs[unit.hub].supplies > 0.01:
            least = unit.supply
            found = i
    return found


@kernel
def feed_bases(t: Any, q: Any, lift: float, cell_km: float) -> float:
    """Fly supplies to the worst-off bases; the airlift that is left."""
    p = q[0]
    left = lift
    for _ in range(len(t.peacekeepers)):
        i = hungriest(t, p.low)
        if i < 0 or left < 0.01:
            return left
        unit = t.peacekeepers[i]
        hub = t.hubs[unit.hub]
        dear = flights(t, q, unit.hub, unit.base, cell_km)
        lacks = (p.low - unit.supply) * p.use * unit.personnel
        tonnes = min(lacks, hub.supplies, left / dear)
        left -= tonnes * dear
        t.mission[0].supplies_held += tonnes * (1.0 / fair(t, q, unit.base) - 1.0)
        hub.supplies = max(0.0, hub.supplies - tonnes)
        t.books[0].supplies_out += tonnes
        weeks = tonnes / (p.use * unit.personnel)
        unit.supply += weeks
        unit.coming += weeks
    return left


@kernel
def lack(t: Any, i: int, kind: int) -> float:
    """Tonnes that a community lacks for a month, less what it has in store."""
    one = t.communities[i]
    mouths = one.population + one.hosted
    if kind == FOOD:
        return MONTH * FOOD_NEED * mouths * (1.0 - one.food) - one.food_store
    if kind == HEALTH:
        return MONTH * HEALTH_NEED * mouths * (1.0 - one.health) - one.health_store
    return MONTH * SHELTER_NEED * mouths * (1.0 - one.shelter) - one.shelter_store


@kernel
def cut_off(t: Any, h: int, i: int) -> float:
    """How far trucks do not reach a community: no road, mud, or danger on the spot (0 to 1)."""
    place = t.cells[t.communities[i].cell]
    if t.toward_hub[h, t.communities[i].cell] < 0:
        return 1.0
    safe = 6.0 / (6.0 + place.reported + place.robbed)
    ease = safe * dry(place.road, place.terrain)
    return 1.0 - ease * (1.0 - 0.6 * t.clock[0].rain * (1.0 - place.road))


@kernel
def feed_people(t: Any, q: Any, lift: float, seed: int, week: int, cell_km: float) -> None:
    """Fly parcels of aid to people who lack it and whom trucks do not reach."""
    left = lift
    for parcel in range(PARCELS):
        if left < 0.1:
            return
        # Medicines first: a tonne of them does most.
        kind = (HEALTH, FOOD, SHELTER)[parcel % 3]
        h = fullest(t, kind)
        best = -1
        top = 0.0
        for k in range(LOOK_AT):
            row = int(uniform(seed, LOOK, week, parcel, k) * len(t.communities))
            value = lack(t, row, kind) * cut_off(t, h, row)
            if value > top:
                top = value
                best = row
        if best < 0:
            continue
        dear = flights(t, q, h, t.communities[best].cell, cell_km)
        tonnes = min(lack(t, best, kind), in_store(t, h, kind), q[0].parcel, left / dear)
        if tonnes > 0.0:
            store(t, h, kind, -tonnes)
            give(t, best, kind, tonnes)
            left -= tonnes * dear


@kernel
def fly(t: Any, q: Any, seed: int, week: int, cell_km: float) -> None:
    """One week of the airlift: bases first, less what is kept for aid; aid has what is left."""
    lift = t.mission[0].airlift
    kept = t.mission[0].aid_air * lift
    left = feed_bases(t, q, lift - kept, cell_km)
    feed_people(t, q, kept + left, seed, week, cell_km)

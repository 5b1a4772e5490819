"""What hired barges carry: supplies to bases and aid to people who live on the waterway of a hub.

Barges go before trucks. What has come by water need not be driven past bands, and since all
landings are served in proportion to what they lack, those that trucks serve worst get most. Barges
are slow, so that far landings see few of them; in the dry season rivers are low; nobody attacks
them on open water, but a band may rob what lies at a landing.
"""

import math
from typing import Any

from sim.dynamics.supply.airlift import cut_off, lack
from sim.dynamics.supply.chain import MOST, menace, rob, seize, strike, undeterred
from sim.kernels import clamp, kernel, uniform
from sim.state import codes
from sim.state.formulas import port
from sim.state.goods import give, in_store, store
from sim.streams import stream

BASE, PEOPLE = stream("boats.base"), stream("boats.people")
DEPLOYED = codes.DEPLOYED
FOOD, HEALTH, SHELTER = codes.FOOD, codes.HEALTH, codes.SHELTER


@kernel
def afloat(t: Any, q: Any, h: int, cell: int) -> float:
    """Part of its load with which a barge gets from hub `h` to a landing at this week's water.

    Lakes and the sea are always deep enough. Rivers are full at the height of the rains and low in
    the dry season, lower in a drought.
    """
    if t.cells[t.hubs[h].cell].shore != 0 and t.cells[cell].shore != 0:
        return 1.0
    clock = t.clock[0]
    return clamp(1.0 - q[0].shallow * (1.0 - clock.rain) * (1.0 + clock.drought), 0.0, 1.0)


@kernel
def passage(t: Any, q: Any, h: int, cell: int) -> float:
    """Barge space that a tonne from hub `h` to a landing takes: distance and depth; 0 if none."""
    depth = afloat(t, q, h, cell)
    return (1.0 + t.by_water[h, cell] / q[0].rounds) / depth if depth > 0.01 else 0.0


@kernel
def attack(t: Any, q: Any, cell: int, escort: float) -> float:
    """Chance that a band attacks what lies at a landing this week."""
    return 1.0 - math.exp(-q[0].landing * menace(t, cell) * undeterred(t, q, cell, escort))


@kernel
def lacks(t: Any, q: Any, i: int) -> float:
    """Tonnes for which unit `i` has room at its base."""
    unit = t.peacekeepers[i]
    if unit.stage != DEPLOYED or unit.base < 0 or unit.personnel <= 0.0:
        return 0.0
    return max(0.0, MOST - unit.supply) * q[0].use * unit.personnel


@kernel
def stranded(t: Any, q: Any) -> float:
    """Tonnes of a week's use that bases in need lack and that no waterway leads to."""
    tonnes = 0.0
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if lacks(t, q, i) > 0.0 and port(t, unit.base) < 0:
            tonnes += clamp(q[0].low - unit.supply, 0.0, 1.0) * q[0].use * unit.personnel
    return tonnes


@kernel
def ask_bases(t: Any, q: Any) -> float:
    """Ask hubs for what bases on their waterway lack; the barge space that it takes."""
    mission = t.mission[0]
    space = 0.0
    for h in range(len(t.hubs)):
        t.hubs[h].asked = 0.0
    for i in range(len(t.peacekeepers)):
        tonnes = lacks(t, q, i)
        if tonnes <= 0.0:
            continue
        base = t.peacekeepers[i].base
        h = port(t, base)
        if h < 0:
            continue
        dear = passage(t, q, h, base)
        if dear <= 0.0:
            mission.supplies_ashore += min(tonnes, q[0].use * t.peacekeepers[i].personnel)
            continue
        t.hubs[h].asked += tonnes
        space += tonnes * dear
    return space


@kernel
def ship_supplies(t: Any, q: Any, room: float, escort: float, seed: int, week: int) -> float:
    """Carry supplies to bases in barges with `room` for so many tonnes nearby; the room left."""
    mission = t.mission[0]
    part = min(1.0, room / max(ask_bases(t, q), 1e-9))
    for h in range(len(t.hubs)):
        hub = t.hubs[h]
        hub.asked = min(1.0, hub.supplies / max(part * hub.asked, 1e-9))
    left = room
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        wanted = lacks(t, q, i)
        h = port(t, unit.base) if wanted > 0.0 else -1
        if h < 0:
            continue
        dear = passage(t, q, h, unit.base)
        hub = t.hubs[h]
        tonnes = min(part * hub.asked * wanted, hub.supplies) if dear > 0.0 else 0.0
        if tonnes <= 0.0:
            continue
        left -= tonnes * dear
        lighter = 1.0 / afloat(t, q, h, unit.base) - 1.0
        mission.supplies_ashore += min(wanted - tonnes, tonnes * lighter)
        if uniform(seed, BASE, week, i, 0) < attack(t, q, unit.base, escort):
            rob(t, q, h, unit.base, tonnes)
            strike(t, q, seed, week, i, unit.base)
            continue
        hub.supplies = max(0.0, hub.supplies - tonnes)
        t.books[0].supplies_out += tonnes
        mission.shipped += tonnes
        unit.supply += tonnes / (q[0].use * unit.personnel)
    return max(0.0, left)


@kernel
def parcel(t: Any, q: Any, i: int, kind: int, h: int) -> float:
    """Tonnes of a kind of aid wanted at the landing of community `i`, less where trucks come."""
    tonnes = lack(t, i, kind)
    return min(max(0.0, tonnes) * cut_off(t, h, i), q[0].ashore)


@kernel
def ask_people(t: Any, q: Any, kind: int) -> float:
    """Ask hubs for the parcels of communities on their waterway; the barge space that it takes."""
    space = 0.0
    for h in range(len(t.hubs)):
        t.hubs[h].asked = 0.0
    for i in range(len(t.communities)):
        cell = t.communities[i].cell
        h = port(t, cell)
        dear = passage(t, q, h, cell) if h >= 0 else 0.0
        if dear > 0.0:
            tonnes = parcel(t, q, i, kind, h)
            t.hubs[h].asked += tonnes
            space += tonnes * dear
    return space


@kernel
def ship_aid(t: Any, q: Any, room: float, kind: int, seed: int, week: int) -> float:
    """Carry a kind of aid to communities in barges with `room`; the room that is left."""
    part = min(1.0, room / max(ask_people(t, q, kind), 1e-9))
    for h in range(len(t.hubs)):
        hub = t.hubs[h]
        hub.asked = min(1.0, in_store(t, h, kind) / max(part * hub.asked, 1e-9))
    left = room
    for i in range(len(t.communities)):
        cell = t.communities[i].cell
        h = port(t, cell)
        dear = passage(t, q, h, cell) if h >= 0 else 0.0
        if dear <= 0.0:
            continue
        wanted = part * t.hubs[h].asked * parcel(t, q, i, kind, h)
        tonnes = min(wanted, in_store(t, h, kind))
        if tonnes <= 0.0:
            continue
        left -= tonnes * dear
        if uniform(seed, PEOPLE, week, i, kind) < attack(t, q, cell, 0.0):
            taken = seize(t, q, cell, tonnes)
            store(t, h, kind, -taken)
            t.books[0].aid_lost += taken
            continue
        store(t, h, kind, -tonnes)
        give(t, i, kind, tonnes)
        t.mission[0].shipped += tonnes
    return max(0.0, left)


@kernel
def ship(t: Any, q: Any, escort: float, seed: int, week: int) -> None:
    """One week of barges: bases first, less what is kept for aid; aid has what is left."""
    mission = t.mission[0]
    kept = mission.aid_air * mission.boats
    left = kept + ship_supplies(t, q, mission.boats - kept, escort, seed, week)
    # Medicines first, as by air: a tonne of them does most.
    left = ship_aid(t, q, left, HEALTH, seed, week)
    left = ship_aid(t, q, left, FOOD, seed, week)
    left = ship_aid(t, q, left, SHELTER, seed, week)
    # Barges lie idle while bases wait to which they cannot go.
    mission.supplies_ashore += min(left, stranded(t, q))

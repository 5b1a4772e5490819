"""A unit's way from a pledge to a base and home again, and what its people see there.

Every unit waits in each stage: pledged, preparing, shipping, at the hub, on the road to its base.
The lead times are those of force generation; the last leg depends on roads and rains.
"""

from typing import Any

from sim.kernels import clamp, inlined, kernel, round_random, uniform
from sim.mechanisms.deployment.nations import readiness, relieve, tolerance
from sim.state import codes
from sim.streams import stream

LEAD, REPLACE = stream("deployment.lead"), stream("deployment.replace")
PLEDGED, PREPARING, SHIPPING, INDUCTED, DEPLOYED, LEFT = (
    codes.PLEDGED,
    codes.PREPARING,
    codes.SHIPPING,
    codes.INDUCTED,
    codes.DEPLOYED,
    codes.LEFT,
)
TROOPS, PK_POLICE, OBSERVERS, ENGINEERS = (
    codes.TROOPS,
    codes.PK_POLICE,
    codes.OBSERVERS,
    codes.ENGINEERS,
)
ONE_SIDED = codes.ONE_SIDED


@inlined
def lead(mean: float, seed: int, stage: int, i: int) -> float:
    """A lead time: its mean, give or take 30 percent."""
    return mean * (0.7 + 0.6 * uniform(seed, LEAD, 0, i, stage))


@kernel
def leave(t: Any, i: int) -> None:
    """Unit `i` goes home, or never comes."""
    unit = t.peacekeepers[i]
    if unit.stage == INDUCTED or unit.stage == DEPLOYED:
        t.mission[0].departed += unit.personnel
    unit.stage = LEFT
    unit.personnel = 0.0
    unit.establishment = 0.0
    unit.cell = -1
    unit.base = -1


@kernel
def land(t: Any, q: Any, i: int) -> None:
    """Unit `i` reaches the theatre's hub."""
    unit = t.peacekeepers[i]
    unit.stage = INDUCTED
    unit.base = -1
    unit.hub = -1
    unit.supply = 8.0
    unit.tour = 0.0
    unit.fatigue = 0.0
    unit.will = readiness(t, q, unit.contingent)
    t.mission[0].arrived += unit.personnel


@kernel
def fleet(t: Any, q: Any) -> float:
    """Trucks for the mission's own needs, against those that units bring."""
    mission = t.mission[0]
    brought = 0.001 * q[0].fleet * max(mission.deployed, 500.0)
    return 1.0 + max(0.0, mission.trucks - mission.aid_trucks) / brought


@kernel
def serve(t: Any, q: Any, seed: int, week: int, i: int) -> float:
    """One week at a base: wear, the road, replacements. Persons whom their nation takes home."""
    p = q[0]
    unit = t.peacekeepers[i]
    unit.tour += 1.0
    want = p.hardship * (1.0 - clamp(unit.supply * 0.5, 0.0, 1.0))
    unit.fatigue = min(1.0, unit.fatigue + (1.0 + want) * p.wear / p.rotation)
    road = unit.route * (1.0 + p.mud * t.clock[0].rain)
    unit.haul = 2.0 * fleet(t, q) * p.supply_range / (p.supply_range + road)
    gap = unit.establishment - unit.personnel
    if gap > 0.0:
        fresh = round_random(p.replace * gap, uniform(seed, REPLACE, week, i, 0))
        unit.personnel += fresh
        t.mission[0].arrived += fresh
    if unit.tour >= p.rotation:
        nation = t.contingents[unit.contingent]
        if nation.losses > tolerance(t, unit.contingent):
            nation.leaving = 1
        if nation.leaving != 0:
            gone = unit.personnel
            leave(t, i)
            return gone
        relieve(t, q, i)
    return 0.0


@kernel
def called_up(t: Any) -> float:
    """Persons of all units that are more than pledged."""
    persons = 0.0
    for i in range(len(t.peacekeepers)):
        if t.peacekeepers[i].stage != PLEDGED:
            persons += t.peacekeepers[i].personnel
    return persons


@kernel
def approach(t: Any, i: int, way: float) -> None:
    """Unit `i` drives on towards its base, if it has been given one."""
    unit = t.peacekeepers[i]
    if unit.base < 0:
        return
    unit.wait = max(0.0, unit.wait - way)
    if unit.wait <= 0.0:
        unit.stage = DEPLOYED
        unit.cell = unit.base
        unit.target = unit.base


@kernel
def opened(t: Any) -> float:
    """What hubs can handle since works on them, against what they could before."""
    built = 0.0
    handles = 0.0
    for h in range(len(t.hubs)):
        built += t.hubs[h].built
        handles += t.hubs[h].throughput
    return handles / max(handles - built, 1.0)


@kernel
def advance(t: Any, q: Any, out: Any, seed: int, week: int, affordable: float) -> None:
    """One week of every unit's way, as far as `affordable` persons in all may come. `out` receives
    persons whose nation went home, and persons held up for lack of room at the hub."""
    p = q[0]
    # A reluctant host is slow with visas, land and customs.
    welcome = clamp(t.mission[0].consent * 1.6, 0.2, 1.0)
    gate = p.intake * opened(t)
    room = gate
    passage = p.ship * (1.0 - p.tender * t.mission[0].contracts)
    driving = 1.0 / (1.0 - p.queue + p.queue / fleet(t, q))
    coming = called_up(t)
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        unit.losses *= 0.96
        if unit.stage == LEFT:
            continue
        if unit.stage == DEPLOYED:
            out[0] += serve(t, q, seed, week, i)
            continue
        if unit.stage == INDUCTED:
            approach(t, i, driving * welcome * (1.0 - p.mud * t.clock[0].rain))
            continue
        nation = t.contingents[unit.contingent]
        if nation.leaving != 0 and unit.stage == PLEDGED:
            out[0] += unit.personnel
            leave(t, i)
            continue
        # What has been agreed beforehand needs no cabinet and no parliament.
        unit.wait = max(0.0, unit.wait - (1.0 + nation.agreed if unit.stage == PLEDGED else 1.0))
        if unit.wait > 0.0:
            continue
        if unit.stage == PLEDGED:
            if coming + unit.personnel > affordable + 0.5 * p.unit_size:
                continue
            coming += unit.personnel
            unit.stage = PREPARING
            unit.wait = lead(p.prepare, seed, PREPARING, i)
        elif unit.stage == PREPARING:
            unit.stage = SHIPPING
            unit.wait = lead(passage, seed, SHIPPING, i)
        elif room == gate or room >= unit.personnel:
            room -= unit.personnel
            land(t, q, i)
        else:
            out[1] += unit.personnel


@kernel
def homeless(t: Any) -> int:
    """Number of units at the hub that have been given no base yet."""
    n = 0
    for i in range(len(t.peacekeepers)):
        if t.peacekeepers[i].stage == INDUCTED and t.peacekeepers[i].base < 0:
            n += 1
    return n


@kernel
def withdraw(t: Any, allowed: float, cancel: int) -> None:
    """Send units home until no more than `allowed` persons are left: the least needed first.

    With `cancel` 1, units on their way do not come any more.
    """
    total = 0.0
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage == DEPLOYED:
            total += unit.personnel
        elif unit.stage != LEFT and cancel == 1:
            leave(t, i)
    while total > allowed:
        least = -1
        lowest = 1e30
        for i in range(len(t.peacekeepers)):
            unit = t.peacekeepers[i]
            if unit.stage != DEPLOYED:
                continue
            place = t.cells[unit.base]
            need = place.population * 0.00005 + place.reported
            if need < lowest:
                lowest = need
                least = i
        if least < 0:
            return
        total -= t.peacekeepers[least].personnel
        leave(t, least)


@kernel
def witness(t: Any, q: Any, work: Any) -> float:
    """Count what happened since last week; take up abuse by the state as far as it was seen.

    Adds to `work` (by district) the pressure on officials; returns the friction with the host.
    """
    mission = t.mission[0]
    friction = 0.0
    for row in range(mission.seen, t.clock[0].events):
        event = t.events[row]
        if event.violence != ONE_SIDED or event.initiator != 0:
            continue
        cell = t.cells[event.cell]
        size = event.deaths_civilians / (event.deaths_civilians + 5.0)
        raised = q[0].outspoken * cell.pk_eyes * (0.2 + size)
        friction += raised
        if cell.district >= 0:
            work[cell.district] += 0.5 * raised
    mission.incidents += 0.2 * (t.clock[0].events - mission.seen - mission.incidents)
    mission.seen = t.clock[0].events
    return friction


@kernel
def mend_roads(t: Any, q: Any, work: Any) -> int:
    """Spread engineers' work over the cells around their bases: rows into work[0], amounts into
    work[1]. Returns how many."""
    n = 0
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.kind != ENGINEERS or unit.stage != DEPLOYED:
            continue
        for k in range(9):
            cell = unit.base if k == 8 else t.neighbours[unit.base, k]
            if cell >= 0:
                work[0, n] = cell
                work[1, n] = q[0].road_rate * unit.personnel / 9.0
                n += 1
    return n


@kernel
def count(t: Any, survey: int) -> float:
    """Add up the mission's strength; now and then, what it can see. Persons to be paid for."""
    mission = t.mission[0]
    mission.deployed = 0.0
    mission.armed = 0.0
    mission.police = 0.0
    mission.observers = 0.0
    paid = 0.0
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage == SHIPPING or unit.stage == INDUCTED or unit.stage == DEPLOYED:
            paid += unit.personnel
        if unit.stage != DEPLOYED:
            continue
        mission.deployed += unit.personnel
        if unit.kind == TROOPS:
            mission.armed += unit.personnel
        elif unit.kind == PK_POLICE:
            mission.police += unit.personnel
        elif unit.kind == OBSERVERS:
            mission.observers += unit.personnel
    mission.peak = max(mission.peak, mission.deployed)
    if survey != 0:
        seen = 0.0
        violence = 0.0
        for c in range(len(t.cells)):
            seen += t.cells[c].violence * t.cells[c].pk_eyes
            violence += t.cells[c].violence
        mission.sight = seen / (violence + 1.0)
    return paid

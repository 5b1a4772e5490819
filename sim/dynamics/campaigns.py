"""Campaigns: where and when each side means to fight for some weeks, and where it holds back.

Units and bands choose their fights themselves; whether it is a time for fights is decided above
them. The army opens an offensive in a district where it sees blood shed; an armed group picks the
district of one of its bands. Both reckon with peacekeepers who could stand between the sides before
the campaign is over (Hultman, Kathman & Shannon 2014: armed troops separate, observers and police
do not). The host lets them through only as far as it consents. Campaigns that start and stop are
what makes weeks of fighting come in bursts.
"""

import math
from typing import Any

from sim.kernels import inlined, kernel, uniform
from sim.state import codes
from sim.state.formulas import able, km_apart
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

OPEN, FRONT, CLOSE = stream("campaigns.open"), stream("campaigns.front"), stream("campaigns.close")
FOCUS, MOVE = stream("campaigns.focus"), stream("campaigns.move")
DATE, OPERATION = stream("campaigns.date"), stream("campaigns.operation")
ARMY, DEPLOYED, TROOPS = codes.ARMY, codes.DEPLOYED, codes.TROOPS
ARMY_SIDE = 0  # row of the government among the factions


class Campaigns(Parameters):
    """How often campaigns are opened, how long they last, and what keeps commanders from them."""

    pause: Positive = param(
        5.0,
        unit="weeks",
        low=3.0,
        high=16.0,
        source="A740",
        doc="mean time from one campaign to the next where nothing holds a commander back",
    )
    length: Positive = param(
        8.0,
        unit="weeks",
        low=3.0,
        high=14.0,
        source="A741",
        doc="mean length of a campaign",
    )
    alarm: Positive = param(
        10.0,
        unit="deaths",
        low=2.0,
        high=40.0,
        source="A742",
        doc="recent deaths in a district, as the government sees them, at which the army opens "
        "campaigns half as readily as it ever does",
    )
    initiative: Share = param(
        0.2,
        unit="share",
        low=0.1,
        high=0.6,
        source="A745",
        doc="readiness of army units to seek a fight away from the height of a campaign",
    )
    stay: Positive = param(
        7.0,
        unit="weeks",
        low=2.0,
        high=12.0,
        source="A760",
        doc="mean time after which the height of a campaign moves on to a cell next door",
    )
    interposition: NonNegative = param(
        4.5,
        unit="log hazard",
        low=1.0,
        high=5.0,
        source="HultmanKathmanShannon2014",
        doc="how far a commander shies from a campaign that peacekeepers would surely come between",
    )
    between: Positive = param(
        0.12,
        unit="effective peacekeepers a person",
        low=0.04,
        high=0.3,
        source="A743",
        doc="peacekeepers in time, by soldier or fighter of a campaign, at which it is even "
        "whether they come between the sides",
    )
    march: Positive = param(
        100.0,
        unit="km",
        low=60.0,
        high=300.0,
        source="A744",
        doc="distance over which the peacekeepers who come while a campaign lasts fall to a third",
    )
    joined: Share = param(
        0.2,
        unit="share of events",
        low=0.1,
        high=0.9,
        source="A747",
        doc="acts of a week in one cell that belong to one operation, of a day or two",
    )


@kernel
def count(t: Any, q: Any, cell_km: float) -> None:
    """Count who is in each district, and the peacekeepers who could come while a campaign lasts."""
    for d in range(len(t.districts)):
        t.districts[d].buffer = 0.0
        t.districts[d].soldiers = 0.0
        t.districts[d].fighters = 0.0
    for i in range(len(t.forces)):
        if t.forces[i].kind == ARMY and t.forces[i].course <= 0.0:
            t.districts[t.forces[i].district].soldiers += t.forces[i].personnel
    for i in range(len(t.bands)):
        d = t.cells[t.bands[i].cell].district
        if t.bands[i].alive != 0 and d >= 0:
            t.districts[d].fighters += t.bands[i].fighters
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage != DEPLOYED or unit.kind != TROOPS:
            continue
        strength = able(t, i) * (0.4 + 0.6 * unit.mobility)
        here = t.cells[unit.cell]
        for d in range(len(t.districts)):
            seat = t.cells[t.districts[d].seat]
            far = km_apart(seat, here, cell_km)
            t.districts[d].buffer += strength * math.exp(-far / q[0].march)


@kernel
def held_back(q: Any, buffer: float, force: float) -> float:
    """Factor by which peacekeepers who may come between lower the hazard of a campaign of `force`
    persons."""
    return math.exp(-q[0].interposition * buffer / (buffer + q[0].between * force + 1.0))


@inlined
def happens(hazard: float, u: float) -> bool:
    """Whether what has a hazard of so much a week happens in this one, by the draw `u`."""
    return u < 1.0 - math.exp(-hazard)


@kernel
def army_campaigns(t: Any, q: Any, seed: int, week: int) -> None:
    """Let the army open and end offensives, district by district."""
    p = q[0]
    for d in range(len(t.districts)):
        district = t.districts[d]
        free = held_back(q, district.buffer * t.mission[0].consent, district.soldiers)
        if district.offensive != 0:
            if happens(1.0 / (p.length * free), uniform(seed, CLOSE, week, d, 0)):
                district.offensive = 0
                district.focus = -1
            else:
                district.focus = moved(t, q, seed, week, d, ARMY_SIDE)
        elif happens(
            free / p.pause * district.violence / (district.violence + p.alarm),
            uniform(seed, OPEN, week, d, 0),
        ):
            district.offensive = 1
            district.focus = worst_place(t, d, uniform(seed, FOCUS, week, d, 0))


@kernel
def worst_place(t: Any, d: int, u: float) -> int:
    """A cell of district `d`, drawn by what the army knows of armed groups there."""
    total = 0.0
    for c in range(len(t.cells)):
        if t.cells[c].district == d and t.cells[c].communities > 0:
            total += lure(t, c, ARMY_SIDE)
    left = u * total
    found = t.districts[d].seat
    for c in range(len(t.cells)):
        if t.cells[c].district == d and t.cells[c].communities > 0:
            found = c
            left -= lure(t, c, ARMY_SIDE)
            if left < 0.0:
                break
    return found


@inlined
def lure(t: Any, c: int, side: int) -> float:
    """How much cell `c` draws a campaign: by enemies who are known or seen there."""
    place = t.cells[c]
    if side == ARMY_SIDE:
        return 0.2 + place.violence - place.abused + 0.1 * place.known
    return 0.2 + 0.02 * place.state_force


@kernel
def moved(t: Any, q: Any, seed: int, week: int, d: int, side: int) -> int:
    """Where a side's campaign in district `d` is at its height: most often where it was."""
    focus = t.districts[d].focus if side == ARMY_SIDE else t.factions[side].focus
    key = d * len(t.factions) + side
    if not happens(1.0 / q[0].stay, uniform(seed, MOVE, week, key, 0)):
        return focus
    total = 0.0
    for k in range(8):
        n = t.neighbours[focus, k]
        if n >= 0 and t.cells[n].district == d and t.cells[n].communities > 0:
            total += lure(t, n, side)
    left = uniform(seed, MOVE, week, key, 1) * total
    for k in range(8):
        n = t.neighbours[focus, k]
        if n >= 0 and t.cells[n].district == d and t.cells[n].communities > 0:
            left -= lure(t, n, side)
            if left < 0.0:
                return n
    return focus


@kernel
def spread_tempo(t: Any, q: Any) -> None:
    """How ready army units are to seek a fight in each cell: fully where a campaign is at its
    height and next door."""
    for c in range(len(t.cells)):
        t.cells[c].tempo = q[0].initiative
    for d in range(len(t.districts)):
        focus = t.districts[d].focus
        if focus < 0:
            continue
        t.cells[focus].tempo = 1.0
        for k in range(8):
            n = t.neighbours[focus, k]
            if n >= 0 and t.cells[n].district == d:
                t.cells[n].tempo = 1.0


@kernel
def band_of(t: Any, f: int, u: float) -> int:
    """A band of faction `f`, drawn by its fighters; -1 if it has none."""
    left = u * t.factions[f].fighters
    found = -1
    for i in range(len(t.bands)):
        if t.bands[i].alive != 0 and t.bands[i].faction == f:
            found = i
            left -= t.bands[i].fighters
            if left < 0.0:
                break
    return found


@kernel
def group_campaigns(t: Any, q: Any, seed: int, week: int) -> None:
    """Let each armed group open and end its campaign, in a district where it has a band."""
    p = q[0]
    for f in range(1, len(t.factions)):
        faction = t.factions[f]
        d = faction.front
        if d >= 0:
            free = held_back(q, t.districts[d].buffer, t.districts[d].fighters)
            if happens(1.0 / (p.length * free), uniform(seed, CLOSE, week, f, 1)):
                faction.front = faction.focus = -1
            else:
                faction.focus = moved(t, q, seed, week, d, f)
            continue
        if not happens(1.0 / p.pause, uniform(seed, OPEN, week, f, 1)):
            continue
        i = band_of(t, f, uniform(seed, FRONT, week, f, 0))
        d = t.cells[t.bands[i].cell].district if i >= 0 else -1
        if d < 0:
            continue
        free = held_back(q, t.districts[d].buffer, t.districts[d].fighters)
        if uniform(seed, FRONT, week, f, 1) < free:
            faction.front = d
            faction.focus = t.bands[i].cell


@kernel
def stall(t: Any, q: Any) -> None:
    """How far each group's war is held up where its fighters are."""
    for f in range(1, len(t.factions)):
        t.factions[f].stalled = 0.0
    for i in range(len(t.bands)):
        band = t.bands[i]
        d = t.cells[band.cell].district
        if band.alive != 0 and d >= 0:
            faction = t.factions[band.faction]
            free = held_back(q, t.districts[d].buffer, t.districts[d].fighters)
            faction.stalled += (1.0 - free) * band.fighters / max(faction.fighters, 1.0)
    for f in range(1, len(t.factions)):
        t.factions[f].stalled = min(1.0, t.factions[f].stalled)


@kernel
def whole(t: Any, q: Any, seed: int, week: int, cell_km: float) -> None:
    """One week of it all, in one call from Python."""
    count(t, q, cell_km)
    army_campaigns(t, q, seed, week)
    spread_tempo(t, q)
    group_campaigns(t, q, seed, week)
    stall(t, q)


@kernel
def join(t: Any, q: Any, seed: int, week: int, fresh: int) -> None:
    """Put the dates of acts that belong to one operation together."""
    for row in range(fresh, int(t.clock[0].events)):
        event = t.events[row]
        if uniform(seed, DATE, week, row, 0) < q[0].joined:
            first = int(6.0 * uniform(seed, OPERATION, week, event.cell, 0))
            event.day = week * 7 + first + int(2.0 * uniform(seed, DATE, week, row, 1))


def date(world: World, fresh: int) -> None:
    """Date the acts of the week, those from row `fresh` of the events on."""
    join(world.rows, world.params["campaigns"], world.seed, world.week, fresh)


def update(world: World) -> None:
    """Let commanders of all sides decide on campaigns."""
    q = world.params["campaigns"]
    whole(world.rows, q, world.seed, world.week, world.cell_km)

"""Life of bands: they form, move, eat, merge, shatter, dissolve.

Sizes are an outcome: bands of one side that meet may merge, and a band shatters with a probability
that grows with its size (coalescence and fragmentation; Johnson et al. 2006; Bohorquez et al.
2009).
"""

import math
from typing import Any

from sim.dynamics.membership import MOST_SUPPLY, disband, end_if_empty, stock_up
from sim.kernels import clamp, exponential, kernel, relax, round_random, uniform
from sim.rules.band.movement import supporters
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

MERGE, SHATTER, QUIT, FORM = (
    stream("bands.merge"),
    stream("bands.shatter"),
    stream("bands.quit"),
    stream("bands.form"),
)
LATENT, ACTIVE, HIDE = codes.LATENT, codes.ACTIVE, codes.HIDE
MOST_PIECES = 40  # into which a band breaks up at once


class BandLife(Parameters):
    """How bands form, feed, merge and shatter."""

    nucleus: Positive = param(
        100.0,
        unit="persons",
        low=40.0,
        high=200.0,
        source="A70",
        doc="willing of one week at which a new band forms as often as not where none is near",
    )
    core: Positive = param(
        12.0,
        unit="persons",
        low=5.0,
        high=30.0,
        source="Lewis2017",
        doc="founders of a new band",
    )
    absorb: Share = param(
        0.03,
        unit="share of the band a week",
        low=0.01,
        high=0.08,
        source="Weinstein2007",
        doc="recruits that a band can vet, arm and train in a week",
    )
    merge: Share = param(
        0.4,
        unit="share of meetings a week",
        low=0.1,
        high=0.7,
        source="Bohorquez2009",
        doc="chance that two bands of one side who meet become one",
    )
    shatter: NonNegative = param(
        0.0003,
        unit="per fighter and week",
        low=0.0001,
        high=0.001,
        source="Bohorquez2009",
        doc="chance that a band breaks up, for each of its fighters",
    )
    fragment: Positive = param(
        9.0, unit="fighters", low=5.0, high=15.0, source="A71", doc="mean size of the pieces"
    )
    wage: Positive = param(
        0.03,
        unit="thousand US dollars a week",
        low=0.01,
        high=0.08,
        source="A72",
        doc="keep and pay of one fighter",
    )
    hospitality: NonNegative = param(
        0.8,
        unit="weeks of supply a week",
        low=0.3,
        high=1.2,
        source="A73",
        doc="food given by people who fully support the band",
    )
    sanctuary: NonNegative = param(
        0.5,
        unit="weeks of supply a week",
        low=0.0,
        high=1.0,
        source="Salehyan2009",
        doc="supply that a sponsored band at the border gets from across it",
    )
    crowding: Positive = param(
        4.0,
        unit="fighters per 1,000 inhabitants",
        low=1.0,
        high=10.0,
        source="A74",
        doc="fighters in a place at which its people can feed only half of them",
    )
    desertion: Share = param(
        0.12,
        unit="share a week",
        low=0.04,
        high=0.3,
        source="A75",
        doc="fighters who slip away in a week without food or pay",
    )
    purchases: NonNegative = param(
        0.7,
        unit="weeks of supply a week",
        low=0.3,
        high=1.0,
        source="A411",
        doc="supply that a fully paid band buys",
    )
    hunger: Share = param(
        0.5,
        unit="share of morale",
        low=0.2,
        high=0.8,
        source="A412",
        doc="morale that a band without supply loses in the end",
    )
    attrition: Share = param(
        0.5,
        unit="share of morale",
        low=0.2,
        high=0.8,
        source="A413",
        doc="morale that heavy recent losses of its side take in the end",
    )


@kernel
def free_row(t: Any, start: int) -> int:
    """The first free row of the band table from `start` on, or -1."""
    for i in range(start, len(t.bands)):
        if t.bands[i].alive == 0:
            return i
    return -1


@kernel
def start_band(t: Any, row: int, cell: int, faction: int, home: int, fighters: float) -> None:
    """Bring a row of the band table to life."""
    band = t.bands[row]
    band.alive = 1
    band.overridden = 0
    band.cell = cell
    band.next_here = -1
    band.faction = faction
    band.home = home
    band.fighters = fighters
    band.supply = 4.0
    band.morale = 0.7
    band.known = 0
    band.action = HIDE
    band.target = -1
    band.step = cell


@kernel
def band_of(t: Any, cell: int, faction: int) -> int:
    """A living band of a faction in a cell, or -1."""
    row = t.cells[cell].bands
    while row >= 0 and (t.bands[row].faction != faction or t.bands[row].alive == 0):
        row = t.bands[row].next_here
    return row


@kernel
def recruit(t: Any, q: Any, seed: int, week: int) -> None:
    """Young men who decided to join find a band of their side nearby, or start one."""
    p = q[0]
    free = 0
    for i in range(len(t.communities)):
        people = t.communities[i]
        n = people.joining
        if n <= 0.0:
            continue
        row = band_of(t, people.cell, people.joins)
        k = 0
        while row < 0 and k < 8:
            near = t.neighbours[people.cell, k]
            if near >= 0:
                row = band_of(t, near, people.joins)
            k += 1
        if row < 0:
            # Nobody to join nearby: without organisers few find each other (Weinstein 2007).
            odds = n / (n + p.nucleus)
            if uniform(seed, FORM, week, i, 0) >= odds * odds:
                continue
            free = free_row(t, free)
            if free < 0:
                return
            row = free
            start_band(t, row, people.cell, people.joins, i, 0.0)
            n = max(n, min(float(int(p.core)), float(int(0.01 * people.population))))
        else:
            room = t.bands[row].fighters * p.absorb
            n = min(n, round_random(room, uniform(seed, FORM, week, i, 1)))
        t.bands[row].fighters += n
        people.population -= n
        people.recruits += n
        if t.factions[people.joins].status == LATENT:
            t.factions[people.joins].status = ACTIVE


@kernel
def live(t: Any, q: Any, seed: int, week: int) -> None:
    """One week of food, pay, morale and desertion."""
    p = q[0]
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive == 0:
            continue
        faction = t.factions[band.faction]
        cell = t.cells[band.cell]
        people, support = supporters(t, band.cell, band.faction)
        crowd = 1000.0 * cell.fighters / max(people, 1.0)
        fed = p.hospitality * support / max(people, 1.0) * p.crowding / (p.crowding + crowd)
        band.supply = clamp(band.supply - 1.0 + fed + p.purchases * faction.pay, 0.0, MOST_SUPPLY)
        if cell.border != 0 and faction.sponsor > 0.0:
            # Across the border is a sanctuary where the sponsor's goods arrive (Salehyan 2009).
            stock_up(t, i, p.sanctuary)
        starving = 1.0 - clamp(band.supply * 0.5, 0.0, 1.0)
        worn = faction.losses / (faction.losses + 0.5 * faction.strength + 20.0)
        spirit = 0.9 - p.hunger * starving - p.attrition * worn
        band.morale = clamp(relax(band.morale, spirit, 0.1), 0.05, 1.0)
        want = t.communities[band.home].leaving + p.desertion * starving * (1.0 - faction.pay)
        n = round_random(band.fighters * min(want, 0.5), uniform(seed, QUIT, week, i, 0))
        if n > 0.0:
            disband(t, i, min(n, band.fighters))
            end_if_empty(t, i)


@kernel
def move(t: Any) -> None:
    """Go where each band decided to go."""
    for i in range(len(t.bands)):
        if t.bands[i].alive != 0 and t.bands[i].step >= 0:
            t.bands[i].cell = t.bands[i].step


@kernel
def absorb(t: Any, a: int, b: int) -> None:
    """Band `b` joins band `a` of the same side."""
    one = t.bands[a]
    other = t.bands[b]
    total = one.fighters + other.fighters
    one.supply = (one.supply * one.fighters + other.supply * other.fighters) / total
    if other.fighters > one.fighters:
        one.home = other.home
    one.fighters = total
    other.fighters = 0.0
    end_if_empty(t, b)


@kernel
def merge(t: Any, q: Any, seed: int, week: int) -> None:
    """Each band may take in the next band of its side that it meets in its cell."""
    for c in range(len(t.cells)):
        a = t.cells[c].bands
        while a >= 0:
            one = t.bands[a]
            b = one.next_here if one.alive != 0 else -1
            while b >= 0 and (t.bands[b].alive == 0 or t.bands[b].faction != one.faction):
                b = t.bands[b].next_here
            if b >= 0 and uniform(seed, MERGE, week, a, 0) < q[0].merge:
                absorb(t, a, b)
            a = one.next_here


@kernel
def break_up(t: Any, q: Any, seed: int, week: int, i: int, free: int) -> int:
    """Break band `i` into pieces that flee in all directions.

    `free` is where to look for free rows; returns where to look next, -1 if there are no more.
    """
    band = t.bands[i]
    size = q[0].fragment
    pieces = 0
    while band.fighters > size and pieces < MOST_PIECES:
        pieces += 1
        free = free_row(t, free)
        if free < 0:
            return free
        piece = 1.0 + math.floor(size * exponential(uniform(seed, SHATTER, week, i, pieces)))
        piece = min(piece, band.fighters - 1.0)
        n = t.neighbours[band.cell, int(8.0 * uniform(seed, SHATTER, week, i, 100 + pieces))]
        start_band(t, free, n if n >= 0 else band.cell, band.faction, band.home, piece)
        t.bands[free].supply = band.supply
        t.bands[free].morale = band.morale
        band.fighters -= piece
    return free


@kernel
def shatter(t: Any, q: Any, seed: int, week: int) -> None:
    """Large bands may break up, the likelier the larger they are."""
    p = q[0]
    free = 0
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive == 0 or band.fighters < 2.0 * p.fragment:
            continue
        chance = 1.0 - math.exp(-p.shatter * band.fighters)
        if uniform(seed, SHATTER, week, i, 0) < chance:
            free = break_up(t, q, seed, week, i, free)
            if free < 0:
                return


def recruits(world: World) -> None:
    """Let joiners join."""
    recruit(world.rows, world.params["band_life"], world.seed, world.week)


def upkeep(world: World) -> None:
    """Feed, pay and lose fighters."""
    live(world.rows, world.params["band_life"], world.seed, world.week)


def movement(world: World) -> None:
    """Move as decided."""
    move(world.rows)


def regroup(world: World) -> None:
    """Bands of one side that meet may merge; large ones may break up into pieces."""
    rows, q = world.rows, world.params["band_life"]
    merge(rows, q, world.seed, world.week)
    shatter(rows, q, world.seed, world.week)

"""How bands join and part: those of one side who meet may merge; large ones may shatter.

So sizes are an outcome. A band shatters with a probability that grows with its size (coalescence
and fragmentation; Johnson et al. 2006; Bohorquez et al. 2009).
"""

import math
from typing import Any

from sim.dynamics.membership import end_if_empty, free_row, start_band
from sim.kernels import exponential, kernel, uniform
from sim.state.world import World
from sim.streams import stream

MERGE, SHATTER = stream("bands.merge"), stream("bands.shatter")
MOST_PIECES = 40  # into which a band breaks up at once


@kernel
def absorb(t: Any, a: int, b: int) -> None:
    """Band `b` joins band `a` of the same side."""
    one = t.bands[a]
    other = t.bands[b]
    total = one.fighters + other.fighters
    one.larder = (one.larder * one.fighters + other.larder * other.fighters) / total
    one.spoils += other.spoils
    other.spoils = 0.0
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


def regroup(world: World) -> None:
    """Bands of one side that meet may merge; large ones may break up into pieces."""
    rows, q = world.rows, world.params["band_life"]
    merge(rows, q, world.seed, world.week)
    shatter(rows, q, world.seed, world.week)

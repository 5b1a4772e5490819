"""Safe zones for displaced people, and patrols asked for where they and those who help them are.

A zone is a promise. People come because of it; whether anybody is there to keep it is decided by
where peacekeepers are and what they can do (`sim.rules.peacekeeper`, `cells.pk_force`).
"""

from typing import Any

from sim.kernels import kernel

EVERY = 13  # weeks between reviews of zones
KEEP = 1.5  # how much better a new place has to be than a zone there is
GATHERED = 2_000.0  # displaced people in a place at which half of the patrols asked for are asked
SMALL = 500.0  # displaced people below whom nobody declares a zone


@kernel
def gather(t: Any, score: Any) -> None:
    """Put into `score`, by cell, the displaced people who live there."""
    for i in range(len(t.communities)):
        score[t.communities[i].cell] += t.communities[i].hosted


@kernel
def peril(t: Any, c: int) -> float:
    """Deaths reported lately in a cell and, for half, around it."""
    near = t.cells[c].reported
    for k in range(8):
        n = t.neighbours[c, k]
        if n >= 0:
            near += 0.5 * t.cells[n].reported
    return near


@kernel
def declare(t: Any, q: Any, score: Any, count: int) -> float:
    """Declare up to `count` zones where most displaced people are in danger.

    Only where enough of the promised force is in reach. Returns the number for which it was not.
    """
    p = q[0]
    for c in range(len(t.cells)):
        there = score[c] if score[c] >= SMALL else 0.0
        score[c] = there * (1.0 + peril(t, c)) * (KEEP if t.cells[c].zone != 0 else 1.0)
        t.cells[c].zone = 0
    without = 0.0
    for _ in range(count):
        best = -1
        top = 0.0
        for c in range(len(t.cells)):
            if score[c] > top:
                top = score[c]
                best = c
        if best < 0:
            break
        score[best] = 0.0
        if t.cells[best].pk_reach < p.zone_least * p.zone_troops:
            without += 1.0
        else:
            t.cells[best].zone = 1
    return without


@kernel
def watch(t: Any, q: Any, ask: Any) -> float:
    """Ask for patrols, by cell, into `ask`, which holds displaced people.

    Returns how many of the guards promised to zones are not there.
    """
    p = q[0]
    for c in range(len(t.cells)):
        ask[c] = p.protection * ask[c] / (ask[c] + GATHERED)
    for i in range(len(t.communities)):
        if t.communities[i].site > 0.0:
            c = t.communities[i].cell
            ask[c] = max(ask[c], 0.5 * p.protection)
    lacking = 0.0
    for c in range(len(t.cells)):
        if t.cells[c].zone != 0:
            ask[c] = 1.0
            lacking += max(0.0, p.zone_troops - t.cells[c].pk_force)
    return lacking


@kernel
def count_zones(t: Any) -> float:
    """Number of safe zones."""
    zones = 0.0
    for c in range(len(t.cells)):
        zones += t.cells[c].zone
    return zones

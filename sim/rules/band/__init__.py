"""How an armed band decides: where to go, and whether to hide, tax or attack, and whom.

A choice by expected gain, risk and aim with logit noise. Bands fight where they are locally
stronger than what can reach them (Kalyvas 2006), are wary where people inform (Berman, Shapiro &
Felter 2011) and where they were hurt, and turn on civilians who inform, who are of a hated group,
or whom they can loot when they are undisciplined or losing support (Weinstein 2007; Wood 2010).
Peacekeepers who can come in time raise the expected cost; that is all they do here.
"""

from typing import Any

from sim.kernels import gumbel, kernel, uniform
from sim.rules.band.movement import step
from sim.rules.band.options import (
    civilians_value,
    convoy_value,
    forces_value,
    outlook,
    peacekeepers_value,
    rivals_value,
    tax_value,
    threat,
    works_value,
)
from sim.rules.band.parameters import BandRule
from sim.state import codes
from sim.streams import stream

__all__ = ["BandRule", "all_rows", "one_row", "rule"]

CHOICE, LOOK = stream("band.choice"), stream("band.look")
(
    HIDE,
    TAX,
    HIT_FORCES,
    HIT_CIVILIANS,
    HIT_RIVALS,
    HIT_CONVOY,
    HIT_PEACEKEEPERS,
    HIT_WORKS,
) = (
    codes.HIDE,
    codes.TAX,
    codes.HIT_FORCES,
    codes.HIT_CIVILIANS,
    codes.HIT_RIVALS,
    codes.HIT_CONVOY,
    codes.HIT_PEACEKEEPERS,
    codes.HIT_WORKS,
)
MILITIA, WAR = codes.MILITIA, codes.WAR


@kernel
def unit_in_reach(t: Any, seed: int, week: int, i: int) -> int:
    """A unit of the state's forces in the cell of band `i`, or next door if none is; or -1."""
    where = t.bands[i].cell
    if t.cells[where].forces < 0:
        n = t.neighbours[where, int(8.0 * uniform(seed, LOOK, week, i, 1))]
        if n >= 0:
            where = n
    row = t.cells[where].forces
    hop = int(3.0 * uniform(seed, LOOK, week, i, 2))
    while row >= 0 and hop > 0 and t.forces[row].next_here >= 0:
        row = t.forces[row].next_here
        hop -= 1
    return row


@kernel
def rival_here(t: Any, seed: int, week: int, i: int) -> int:
    """A band of a rival group that is active in the cell of band `i`, or -1."""
    band = t.bands[i]
    row = t.cells[band.cell].bands
    hop = int(4.0 * uniform(seed, LOOK, week, i, 3))
    while row >= 0 and hop > 0 and t.bands[row].next_here >= 0:
        row = t.bands[row].next_here
        hop -= 1
    if row < 0 or t.bands[row].faction == band.faction:
        return -1
    pair = t.pair[band.faction, t.bands[row].faction]
    return row if pair >= 0 and t.dyads[pair].active != 0 else -1


@kernel
def whim(q: Any, seed: int, week: int, i: int, action: int) -> float:
    """The noise in band `i`'s utility of an action."""
    return q[0].temperature * gumbel(uniform(seed, CHOICE, week, i, action))


@kernel
def consider(t: Any, i: int, action: int, target: int, value: float, best: float) -> float:
    """Make an action the intention of band `i` if its value is the best so far; the best now."""
    if value <= best:
        return best
    t.bands[i].action = action
    t.bands[i].target = target
    return value


@kernel
def rule(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for band `i`."""
    p = q[0]
    band = t.bands[i]
    faction = t.factions[band.faction]
    cell = t.cells[band.cell]
    o = outlook(t, q, i)
    band.step = step(t, q, seed, week, i, o.strength)
    band.action = HIDE
    band.target = -1
    best = whim(q, seed, week, i, HIDE) + (1.0 - band.morale)
    if cell.communities > 0:
        pick = cell.first + int(uniform(seed, LOOK, week, i, 0) * cell.communities)
        value = tax_value(q, o) + whim(q, seed, week, i, TAX)
        best = consider(t, i, TAX, pick, value, best)
        value = civilians_value(t, q, i, pick, o) + whim(q, seed, week, i, HIT_CIVILIANS)
        best = consider(t, i, HIT_CIVILIANS, pick, value, best)
        under_way = t.communities[pick].site > 0.0 and p.spoil > 0.0 and faction.kind != MILITIA
        if under_way and uniform(seed, LOOK, week, i, 4) < threat(t, pick):
            value = works_value(t, q, i, o) + whim(q, seed, week, i, HIT_WORKS)
            best = consider(t, i, HIT_WORKS, pick, value, best)
    prey = unit_in_reach(t, seed, week, i)
    if prey >= 0 and faction.kind != MILITIA:
        value = forces_value(t, q, i, prey, o) + whim(q, seed, week, i, HIT_FORCES)
        best = consider(t, i, HIT_FORCES, prey, value, best)
    other = rival_here(t, seed, week, i)
    if other >= 0:
        pair = t.dyads[t.pair[band.faction, t.bands[other].faction]]
        truce = 0.0 if pair.stage == WAR else p.truce * p.obedience * faction.cohesion
        value = rivals_value(t, q, other, truce, o) + whim(q, seed, week, i, HIT_RIVALS)
        best = consider(t, i, HIT_RIVALS, other, value, best)
    if cell.convoys >= 0:
        value = convoy_value(t, q, i, o) + whim(q, seed, week, i, HIT_CONVOY)
        best = consider(t, i, HIT_CONVOY, cell.convoys, value, best)
    if cell.peacekeepers >= 0:
        unit = cell.peacekeepers
        value = peacekeepers_value(t, q, i, unit, o) + whim(q, seed, week, i, HIT_PEACEKEEPERS)
        best = consider(t, i, HIT_PEACEKEEPERS, unit, value, best)
    if band.action != HIDE and band.action != TAX:
        band.step = band.cell


@kernel
def all_rows(t: Any, q: Any, order: Any, seed: int, week: int, start: int) -> int:
    """Decide for every living band in the order given, from place `start` on."""
    for k in range(start, len(order)):
        if t.bands[order[k]].alive == 0:
            continue
        if t.bands[order[k]].overridden != 0:
            return k
        rule(t, q, seed, week, order[k])
    return len(order)


@kernel
def one_row(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for band `i` alone."""
    rule(t, q, seed, week, i)

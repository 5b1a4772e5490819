"""Operations of local forces: what they learn, whom they find, and what they do to people."""

import math
from typing import Any

from sim.dynamics.fighting.clashes import engage
from sim.dynamics.recording import bump, close, kill_civilians, note
from sim.kernels import exponential, kernel, poisson, uniform
from sim.state import codes
from sim.streams import stream

FIND, ABUSE = stream("fighting.find"), stream("fighting.abuse")
ABUSED, CIVILIANS = codes.ABUSE, codes.CIVILIANS
SWEEPING, REPRISAL = codes.SWEEPING, codes.REPRISAL
RESPOND, SWEEP, PATROL = codes.RESPOND, codes.SWEEP, codes.PATROL
WAR = codes.WAR
FIGHTS = 2  # most bands that a unit fights in a week


@kernel
def find_bands(t: Any, q: Any, seed: int, week: int) -> None:
    """What the state learns this week about where bands are: tips, and patrols that look."""
    p = q[0]
    for c in range(len(t.cells)):
        cell = t.cells[c]
        cell.known = 0.0
        row = cell.bands
        if row < 0:
            continue
        search = cell.state_force / (cell.state_force + 100.0)
        rate = 0.3 * p.find * search * (1.0 - 0.6 * cell.terrain) + p.tips * cell.tips_state * (
            0.3 + 0.7 * search
        )
        chance = 1.0 - math.exp(-rate)
        while row >= 0:
            band = t.bands[row]
            band.known = 0
            if band.alive != 0 and uniform(seed, FIND, week, row, 0) < chance:
                band.known = 1
                cell.known += band.fighters
            row = band.next_here


@kernel
def finds(t: Any, q: Any, seed: int, week: int, i: int, row: int) -> bool:
    """Whether unit `i` finds band `row` this week."""
    p = q[0]
    unit = t.forces[i]
    cell = t.cells[unit.cell]
    drive = p.patrol if unit.action == PATROL else 1.0
    rate = p.find * drive * (0.3 + unit.intelligence) * (1.0 - 0.6 * cell.terrain)
    rate *= unit.personnel / (unit.personnel + 80.0)
    rate += p.tips * cell.tips_state * (0.3 + 0.7 * unit.intelligence)
    if t.bands[row].known == 0:
        rate *= p.unlocated
    return uniform(seed, FIND, week, i, 1 + row) < 1.0 - math.exp(-rate)


@kernel
def may_attack(t: Any, q: Any, i: int, row: int) -> bool:
    """Whether unit `i` would attack band `row`: at war or in breach, and strong enough."""
    unit = t.forces[i]
    band = t.bands[row]
    dyad = t.dyads[t.pair[0, band.faction]]
    if dyad.stage != WAR and dyad.breach_a == 0:
        return False
    strong = unit.personnel * (0.5 + unit.tactics) > q[0].dare * band.fighters
    return strong and unit.personnel > 10.0


@kernel
def search(t: Any, q: Any, seed: int, week: int, i: int) -> int:
    """Let unit `i` look for bands where it is, and fight those that it finds; the fights."""
    unit = t.forces[i]
    row = t.cells[unit.cell].bands
    fights = 0
    while row >= 0 and fights < FIGHTS:
        band = t.bands[row]
        following = band.next_here
        here = band.alive != 0 and band.cell == unit.cell
        if here and may_attack(t, q, i, row) and finds(t, q, seed, week, i, row):
            engage(t, q, seed, week, i, row)
            fights += 1
        row = following
    return fights


@kernel
def abuse(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """A unit that found nobody, or is shaken, may turn on people (one-sided, by the state)."""
    p = q[0]
    unit = t.forces[i]
    cell = t.cells[unit.cell]
    if cell.communities == 0:
        return
    pick = cell.first + int(uniform(seed, ABUSE, week, i, 0) * cell.communities)
    people = t.communities[pick]
    district = t.districts[people.district]
    loose = 1.0 - unit.conduct
    stranger = 1.0 if people.group != unit.group else p.kin
    suspicion = 0.3 + people.trust_rebels + unit.fear
    strain = p.routine if unit.action == PATROL and unit.fear < p.shaken else 1.0
    chance = p.abuse * strain * loose * loose * stranger * suspicion
    chance *= 1.0 - p.answerable * district.accountability
    if uniform(seed, ABUSE, week, i, 1) >= chance:
        return
    # Skill in crises is to disperse a crowd or search a street without killing.
    size = p.abuse_size * (unit.personnel / 120.0) * loose * (1.3 - unit.crisis)
    dead = poisson(
        size * exponential(uniform(seed, ABUSE, week, i, 2)), uniform(seed, ABUSE, week, i, 3)
    )
    cause = REPRISAL if unit.fear > p.shaken else SWEEPING
    row = note(t, seed, week, unit.cell, ABUSED, cause)
    event = t.events[row]
    event.side_a = 0
    event.side_b = CIVILIANS
    event.group_b = people.group
    event.initiator = 0
    event.deaths_civilians = kill_civilians(t, pick, dead)
    people.harm_state = bump(people.harm_state, dead, 5.0)
    close(t, row)


@kernel
def resolve_forces(t: Any, q: Any, order: Any, seed: int, week: int) -> None:
    """Carry out every unit's operation, in the order drawn for the week."""
    for k in range(len(order)):
        i = order[k]
        unit = t.forces[i]
        unit.fear *= 0.95
        unit.cell = unit.target
        if unit.action == RESPOND or unit.action == SWEEP or unit.action == PATROL:
            fights = search(t, q, seed, week, i)
            if fights == 0 or unit.fear > q[0].shaken:
                abuse(t, q, seed, week, i)

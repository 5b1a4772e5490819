"""Operations of local forces: what they learn, whom they find, and what they do to people."""

import math
from typing import Any

from sim.dynamics.fighting.clashes import engage
from sim.dynamics.recording import bump, close, kill_civilians, note
from sim.kernels import exponential, kernel, poisson, uniform
from sim.state import codes
from sim.state.formulas import TEAM
from sim.streams import stream

FIND, ABUSE = stream("fighting.find"), stream("fighting.abuse")
LEAK, SEPARATE = stream("fighting.leak"), stream("fighting.separate")
ABUSED, CIVILIANS = codes.ABUSE, codes.CIVILIANS
SWEEPING, REPRISAL = codes.SWEEPING, codes.REPRISAL
RESPOND, SWEEP, PATROL = codes.RESPOND, codes.SWEEP, codes.PATROL
WAR = codes.WAR
FIGHTS = 2  # most bands that a unit fights in a week


@kernel
def leaky(t: Any, q: Any, cell: int) -> float:
    """Chance that what is shared with local forces here reaches a band: by the conduct of those
    who are told, and by what is for sale in the district; vetting takes out part of them."""
    mission = t.mission[0]
    if mission.told <= 0.0:
        return 0.0
    place = t.cells[cell]
    office = t.districts[place.district]
    # Where no force stands, there are offices that hear of it.
    conduct = 0.5 + 0.5 * office.accountability
    if place.forces >= 0:
        conduct = t.forces[place.forces].conduct
    loose = (1.0 - conduct) * (0.4 + 0.6 * min(1.0, 2.0 * office.rents))
    return q[0].leak * min(1.0, mission.told) * loose * (1.0 - 0.8 * min(1.0, mission.vetted))


@kernel
def find_bands(t: Any, q: Any, seed: int, week: int) -> None:
    """What the state learns this week about where bands are: tips, patrols that look, and what
    peacekeepers pass on. Bands that are warned are gone when somebody comes."""
    p = q[0]
    told = min(1.0, t.mission[0].told)
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
        rate += p.passed * told * cell.pk_eyes
        chance = 1.0 - math.exp(-rate)
        leak = leaky(t, q, c)
        while row >= 0:
            band = t.bands[row]
            band.known = 0
            band.warned = 0
            if band.alive != 0 and uniform(seed, LEAK, week, row, 0) < leak:
                band.warned = 1
                t.mission[0].leaks += 1.0
            elif band.alive != 0 and uniform(seed, FIND, week, row, 0) < chance:
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
    rate *= cell.tempo  # routine looks less closely than a campaign
    if t.bands[row].known == 0:
        rate *= p.unlocated
    if t.bands[row].warned != 0:
        rate *= 0.5
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
def separated(t: Any, q: Any, seed: int, week: int, i: int, row: int) -> bool:
    """Whether peacekeepers stand between unit `i` and band `row` when the two would meet. They keep
    the army from fighting, and not from the place: they have no power over what it does there."""
    reach = t.cells[t.forces[i].cell].pk_reach
    return uniform(seed, SEPARATE, week, i, 1 + row) < reach / (reach + q[0].between)


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
        meet = here and may_attack(t, q, i, row) and finds(t, q, seed, week, i, row)
        if meet and not separated(t, q, seed, week, i, row):
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
    chance *= 1.0 - p.watched * cell.pk_police / (cell.pk_police + TEAM)
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

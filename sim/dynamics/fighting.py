"""What comes of the week's decisions to attack: fights, attacks on people, convoys, peacekeepers.

Losses follow a stochastic linear law with the initiative deciding (Lanchester 1916; Epstein 1985):
expected losses of a side are proportional to the other side's engaged strength, a common random
intensity makes some clashes bloody, and who has lost a share of those engaged withdraws.
"""

import math
from typing import Any

from sim.dynamics.membership import bury, end_if_empty
from sim.dynamics.recording import bump, close, kill_civilians, note
from sim.kernels import clamp, exponential, inlined, kernel, poisson, uniform
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

FIGHT, KILL, FIND, ABUSE, HELP = (
    stream("fighting.fight"),
    stream("fighting.kill"),
    stream("fighting.find"),
    stream("fighting.abuse"),
    stream("fighting.help"),
)
HIT_FORCES, HIT_CIVILIANS, HIT_RIVALS, HIT_CONVOY, HIT_PEACEKEEPERS, TAX = (
    codes.HIT_FORCES,
    codes.HIT_CIVILIANS,
    codes.HIT_RIVALS,
    codes.HIT_CONVOY,
    codes.HIT_PEACEKEEPERS,
    codes.TAX,
)
ARMED_CLASH, AMBUSH, ATTACK_CIVILIANS, ABUSED, IED, CONVOY_ATTACK, RIVAL_CLASH, PK_ATTACK = (
    codes.ARMED_CLASH,
    codes.AMBUSH,
    codes.ATTACK_CIVILIANS,
    codes.ABUSE,
    codes.IED,
    codes.CONVOY_ATTACK,
    codes.RIVAL_CLASH,
    codes.PK_ATTACK,
)
RAID, INFORMATION, SWEEPING, PUNISHMENT, HOSTILITY, LOOT, REPRISAL, BREACH, TERRITORY = (
    codes.RAID,
    codes.INFORMATION,
    codes.SWEEPING,
    codes.PUNISHMENT,
    codes.HOSTILITY,
    codes.LOOT,
    codes.REPRISAL,
    codes.BREACH,
    codes.TERRITORY,
)
INTERVENTION = codes.INTERVENTION
CIVILIANS, PEACEKEEPERS = codes.CIVILIANS, codes.PEACEKEEPERS
WAR, CEASEFIRE, SETTLEMENT = codes.WAR, codes.CEASEFIRE, codes.SETTLEMENT
RESPOND, SWEEP, PATROL = codes.RESPOND, codes.SWEEP, codes.PATROL
DEPLOYED = codes.DEPLOYED
ARMY, MILITIA = codes.ARMY, codes.MILITIA


class Fighting(Parameters):
    """How deadly which kind of violence is, and who gets away."""

    lethality: Positive = param(
        0.045,
        unit="deaths per effective opponent",
        low=0.02,
        high=0.09,
        source="A80",
        doc="expected dead per engaged opponent in one clash of mean intensity",
    )
    surprise: NonNegative = param(
        1.2,
        unit="ratio",
        low=0.4,
        high=2.5,
        source="Biddle2004",
        doc="gain in effect of whoever starts a fight unseen, at most",
    )
    breaking: Share = param(
        0.4,
        unit="share of those engaged",
        low=0.2,
        high=0.6,
        source="A81",
        doc="losses at which a side withdraws",
    )
    crossfire: NonNegative = param(
        0.10,
        unit="civilians per combatant killed",
        low=0.03,
        high=0.4,
        source="A82",
        doc="civilians killed between the sides in a settled place",
    )
    massacre: Positive = param(
        0.10,
        unit="deaths per fighter",
        low=0.03,
        high=0.3,
        source="A83",
        doc="people killed per fighter in an attack on civilians of mean intensity",
    )
    find: Positive = param(
        1.8,
        unit="rate per week",
        low=0.6,
        high=3.5,
        source="A84",
        doc="success of a skilled company's search, where people say nothing",
    )
    tips: Positive = param(
        3.0,
        unit="rate per week",
        low=1.0,
        high=5.0,
        source="BermanShapiroFelter2011",
        doc="how much full information from people adds to the search",
    )
    abuse: Share = param(
        0.10,
        unit="share of operations",
        low=0.03,
        high=0.3,
        source="A85",
        doc="operations by a unit without discipline that end in abuse with deaths",
    )
    abuse_size: Positive = param(
        2.0,
        unit="deaths",
        low=0.5,
        high=5.0,
        source="A86",
        doc="mean deaths in such an abuse by a company",
    )
    in_time: Positive = param(
        0.03,
        unit="per effective peacekeeper",
        low=0.01,
        high=0.08,
        source="OIOS2014",
        doc="chance that patrols in reach arrive while an attack goes on (saturating)",
    )
    stop: Share = param(
        0.75,
        unit="share of deaths",
        low=0.4,
        high=0.95,
        source="A87",
        doc="deaths that an arrival in time prevents",
    )
    bomb_deaths: Positive = param(
        0.5,
        unit="deaths",
        low=0.15,
        high=1.5,
        source="A88",
        doc="mean deaths by a roadside bomb",
    )


@inlined
def intensity(seed: int, week: int, row: int, k: int) -> float:
    """Common random intensity of a clash: mean 1, exponential."""
    return exponential(uniform(seed, FIGHT, week, row, k))


@inlined
def draw_deaths(mean: float, cap: float, u: float) -> float:
    """Deaths with a given mean, no more than `cap`."""
    return min(poisson(mean, u), float(int(cap)))


@kernel
def arrives(t: Any, q: Any, seed: int, week: int, cell: int, row: int) -> int:
    """1 if a peacekeeping patrol reaches an attack on civilians in `cell` in time."""
    reach = t.cells[cell].pk_reach + 0.3 * t.cells[cell].pk_police
    if reach <= 0.0:
        return 0
    power = q[0].in_time * reach
    return 1 if uniform(seed, HELP, week, row, 0) < power / (1.0 + power) else 0


@kernel
def lose_soldiers(t: Any, unit_row: int, n: float) -> None:
    """Take `n` dead from a unit of local forces."""
    unit = t.forces[unit_row]
    unit.personnel -= n
    unit.fear = min(1.0, unit.fear + 6.0 * n / (unit.personnel + 20.0))
    t.books[0].state_dead += n
    t.factions[0].losses += n


@kernel
def settled_pair(t: Any, pair: int, deaths: float) -> None:
    """Book a clash to a pair of parties: recent deaths, and tension if there is an agreement."""
    dyad = t.dyads[pair]
    dyad.deaths += deaths
    if dyad.stage == CEASEFIRE or dyad.stage == SETTLEMENT:
        dyad.tension += (0.3 + deaths / (deaths + 5.0)) * (1.0 - 0.8 * min(1.0, dyad.verification))
        if dyad.agreement >= 0:
            t.agreements[dyad.agreement].incidents += 1
        if dyad.breach_a == 0 and dyad.breach_b == 0:
            t.clock[0].accidents += 1.0


@kernel
def clash(
    t: Any, q: Any, seed: int, week: int, band_row: int, unit_row: int, by_band: int, cause: int
) -> None:
    """A fight between a band and a unit of local forces, started by one of them."""
    p = q[0]
    band = t.bands[band_row]
    unit = t.forces[unit_row]
    place = t.cells[band.cell if by_band == 0 else unit.cell]
    spot = band.cell if by_band == 0 else unit.cell
    key = band_row * 2 + by_band
    luck = 16 * unit_row  # a band may meet several units in a week: each fight has its own draws
    rebels = band.fighters * (0.5 + band.morale)
    # Who is attacked fights with the patrol or post that is hit, not with the whole unit.
    engaged = min(
        unit.personnel, 6.0 + rebels * (0.6 + 0.8 * uniform(seed, FIGHT, week, key, luck + 1))
    )
    if by_band == 0:
        engaged = min(unit.personnel, 20.0 + 1.5 * rebels)
    if engaged < 1.0:
        return
    soldiers = engaged * (0.5 + unit.tactics)
    gain = p.surprise * (0.4 + 0.6 * place.terrain)
    # Who is told of the other's movements strikes first and better.
    unseen = (1.0 - 0.7 * unit.intelligence) * (1.0 - place.tips_state)
    edge_rebels = 1.0 + by_band * gain * unseen * (0.6 + place.tips_rebels)
    edge_state = 1.0 + (1 - by_band) * gain * (0.3 + 0.7 * unit.intelligence)
    bomb = 0
    if by_band == 1 and uniform(seed, FIGHT, week, key, luck + 2) < t.factions[band.faction].bombs:
        bomb = 1
    heat = intensity(seed, week, key, luck)
    if bomb == 1:
        dead_state = draw_deaths(p.bomb_deaths * heat, 12.0, uniform(seed, KILL, week, key, luck))
        dead_rebels = 0.0
    else:
        dead_state = draw_deaths(
            p.lethality * rebels * edge_rebels * heat,
            max(p.breaking * engaged, 1.0),
            uniform(seed, KILL, week, key, luck),
        )
        dead_rebels = draw_deaths(
            p.lethality * soldiers * edge_state * heat,
            max(p.breaking * band.fighters, 1.0),
            uniform(seed, KILL, week, key, luck + 1),
        )
    dead_state = min(dead_state, unit.personnel)
    dead_rebels = min(dead_rebels, band.fighters)
    caught = (
        p.crossfire * (dead_state + dead_rebels) * place.population / (place.population + 10_000.0)
    )
    kind = IED if bomb == 1 else (AMBUSH if by_band == 1 else ARMED_CLASH)
    row = note(t, seed, week, spot, kind, cause)
    event = t.events[row]
    event.side_a = 0
    event.side_b = band.faction
    event.initiator = band.faction if by_band == 1 else 0
    event.deaths_a = dead_state
    event.deaths_b = dead_rebels
    if place.communities > 0:
        dead = poisson(caught, uniform(seed, KILL, week, key, luck + 2))
        if dead > 0.0:
            event.deaths_civilians = kill_civilians(t, place.first, dead)
            people = t.communities[place.first]
            if by_band == 1:
                people.harm_rebels = bump(people.harm_rebels, 0.5 * dead, 5.0)
            else:
                people.harm_state = bump(people.harm_state, 0.5 * dead, 5.0)
    lose_soldiers(t, unit_row, dead_state)
    bury(t, band_row, dead_rebels)
    faction = t.factions[band.faction]
    faction.inflicted += dead_state
    t.factions[0].inflicted += dead_rebels
    place.danger += dead_rebels
    if dead_state > dead_rebels:
        band.supply = min(12.0, band.supply + 0.5)
        band.morale = min(1.0, band.morale + 0.05)
    elif dead_rebels > dead_state:
        band.morale = max(0.05, band.morale - 0.1)
    settled_pair(t, t.pair[0, band.faction], dead_state + dead_rebels)
    close(t, row)
    end_if_empty(t, band_row)


@kernel
def attack_people(t: Any, q: Any, seed: int, week: int, band_row: int, cause: int) -> None:
    """A band attacks the people of a community; a patrol may come in time."""
    p = q[0]
    band = t.bands[band_row]
    people = t.communities[band.target]
    heat = intensity(seed, week, band_row, 5)
    helped = arrives(t, q, seed, week, band.cell, band_row)
    guard = t.cells[band.cell].state_force
    mean = p.massacre * band.fighters * heat * (0.4 + 0.6 / (1.0 + guard * 0.02))
    mean *= 1.0 - p.stop * helped
    wanted = draw_deaths(mean, 400.0, uniform(seed, KILL, week, band_row, 5))
    row = note(t, seed, week, band.cell, ATTACK_CIVILIANS, cause)
    event = t.events[row]
    event.side_a = band.faction
    event.side_b = CIVILIANS
    event.group_b = people.group
    event.initiator = band.faction
    event.response = helped
    event.deaths_civilians = kill_civilians(t, band.target, wanted)
    people.harm_rebels = bump(people.harm_rebels, wanted, 5.0)
    people.capital = max(0.05, people.capital - 0.02 * (1.0 - people.harm_rebels * 0.2))
    t.mission[0].attacks += 1.0 if t.mission[0].deployed > 0.0 else 0.0
    t.mission[0].responses += helped
    if cause == LOOT:
        band.supply = min(12.0, band.supply + 2.0)
    if helped == 1:
        band.morale = max(0.05, band.morale - 0.1)
        t.cells[band.cell].danger += 1.0
    pair = t.pair[0, band.faction]
    if pair >= 0 and t.dyads[pair].stage != WAR:
        settled_pair(t, pair, 0.3 * wanted)
    close(t, row)


@kernel
def motive(t: Any, band_row: int) -> int:
    """The main reason for an attack on civilians, as an analyst would code it."""
    band = t.bands[band_row]
    people = t.communities[band.target]
    faction = t.factions[band.faction]
    hostility = t.hostility[faction.group, people.group]
    if band.supply < 3.0 and faction.predation > 0.3:
        return LOOT
    if hostility > people.tip_state:
        return HOSTILITY
    if faction.losses > 0.15 * faction.strength:
        return REPRISAL
    return PUNISHMENT


@kernel
def rivals(t: Any, q: Any, seed: int, week: int, band_row: int) -> None:
    """A fight between bands of rival armed groups."""
    p = q[0]
    other_row = t.bands[band_row].target
    band = t.bands[band_row]
    other = t.bands[other_row]
    key = band_row * 2
    heat = intensity(seed, week, key, 3)
    mine = band.fighters * (0.5 + band.morale) * (1.0 + 0.5 * p.surprise)
    theirs = other.fighters * (0.5 + other.morale)
    dead_a = draw_deaths(
        p.lethality * theirs * heat, p.breaking * band.fighters, uniform(seed, KILL, week, key, 6)
    )
    dead_b = draw_deaths(
        p.lethality * mine * heat, p.breaking * other.fighters, uniform(seed, KILL, week, key, 7)
    )
    row = note(t, seed, week, band.cell, RIVAL_CLASH, TERRITORY)
    event = t.events[row]
    event.side_a = band.faction
    event.side_b = other.faction
    event.initiator = band.faction
    event.deaths_a = dead_a
    event.deaths_b = dead_b
    place = t.cells[band.cell]
    if place.communities > 0:
        caught = p.crossfire * (dead_a + dead_b)
        dead = poisson(caught, uniform(seed, KILL, week, key, 8))
        event.deaths_civilians = kill_civilians(t, place.first, dead)
    t.factions[band.faction].inflicted += dead_b
    t.factions[other.faction].inflicted += dead_a
    settled_pair(
        t,
        t.pair[min(band.faction, other.faction), max(band.faction, other.faction)],
        dead_a + dead_b,
    )
    bury(t, band_row, dead_a)
    bury(t, other_row, dead_b)
    close(t, row)
    end_if_empty(t, band_row)
    end_if_empty(t, other_row)


@kernel
def ambush_convoy(t: Any, q: Any, seed: int, week: int, band_row: int) -> None:
    """A band stops an aid convoy, loots it, and may kill."""
    band = t.bands[band_row]
    convoy = t.convoys[band.target]
    loot = convoy.load * clamp(band.fighters / (band.fighters + 15.0), 0.1, 0.9)
    convoy.load -= loot
    t.books[0].aid_lost += loot
    band.supply = min(12.0, band.supply + 4.0)
    heat = intensity(seed, week, band_row, 6)
    dead = draw_deaths(0.02 * band.fighters * heat, 20.0, uniform(seed, KILL, week, band_row, 9))
    row = note(t, seed, week, band.cell, CONVOY_ATTACK, LOOT)
    event = t.events[row]
    event.side_a = band.faction
    event.side_b = CIVILIANS
    event.initiator = band.faction
    place = t.cells[band.cell]
    if place.communities > 0:
        event.deaths_civilians = kill_civilians(t, place.first, dead)
    event.response = arrives(t, q, seed, week, band.cell, band_row)
    close(t, row)


@kernel
def hit_peacekeepers(t: Any, q: Any, seed: int, week: int, band_row: int) -> None:
    """A band attacks a peacekeeper unit."""
    p = q[0]
    band = t.bands[band_row]
    unit = t.peacekeepers[band.target]
    heat = intensity(seed, week, band_row, 7)
    engaged = min(unit.personnel, 8.0 + band.fighters)
    bomb = 1 if uniform(seed, FIGHT, week, band_row, 8) < t.factions[band.faction].bombs else 0
    force = band.fighters * (0.5 + band.morale)
    mean = p.bomb_deaths * 0.5 if bomb == 1 else 0.6 * p.lethality * force
    dead = draw_deaths(mean * heat, p.breaking * engaged, uniform(seed, KILL, week, band_row, 10))
    back = 0.0
    if bomb == 0:
        back = draw_deaths(
            p.lethality * engaged * (0.5 + unit.quality) * (0.3 + unit.will) * heat,
            p.breaking * band.fighters,
            uniform(seed, KILL, week, band_row, 11),
        )
    row = note(t, seed, week, band.cell, IED if bomb == 1 else PK_ATTACK, INTERVENTION)
    event = t.events[row]
    event.side_a = PEACEKEEPERS
    event.side_b = band.faction
    event.initiator = band.faction
    event.deaths_peacekeepers = dead
    event.deaths_b = back
    unit.personnel -= dead
    unit.losses += dead
    t.books[0].peacekeepers_dead += dead
    t.cells[band.cell].danger += back
    bury(t, band_row, back)
    close(t, row)
    end_if_empty(t, band_row)


@kernel
def resolve_bands(t: Any, q: Any, order: Any, seed: int, week: int) -> None:
    """Carry out every band's attack, in the order drawn for the week."""
    for k in range(len(order)):
        i = order[k]
        band = t.bands[i]
        if band.alive == 0 or band.target < 0:
            continue
        if band.action == HIT_FORCES:
            pair = t.pair[0, band.faction]
            cause = BREACH if t.dyads[pair].stage != WAR else RAID
            clash(t, q, seed, week, i, band.target, 1, cause)
        elif band.action == HIT_CIVILIANS:
            attack_people(t, q, seed, week, i, motive(t, i))
        elif band.action == HIT_RIVALS:
            if t.bands[band.target].alive != 0:
                rivals(t, q, seed, week, i)
        elif band.action == HIT_CONVOY:
            if t.convoys[band.target].alive != 0 and t.convoys[band.target].cell == band.cell:
                ambush_convoy(t, q, seed, week, i)
        elif band.action == HIT_PEACEKEEPERS:
            if t.peacekeepers[band.target].stage == DEPLOYED:
                hit_peacekeepers(t, q, seed, week, i)


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
def abuse(t: Any, q: Any, seed: int, week: int, i: int, cause: int) -> None:
    """A unit that found nobody, or is angry, may turn on people (one-sided violence by the state)."""
    p = q[0]
    unit = t.forces[i]
    cell = t.cells[unit.cell]
    if cell.communities == 0:
        return
    pick = cell.first + int(uniform(seed, ABUSE, week, i, 0) * cell.communities)
    people = t.communities[pick]
    district = t.districts[people.district]
    loose = 1.0 - unit.conduct
    stranger = 1.0 if people.group != unit.group else 0.4
    suspicion = 0.3 + people.trust_rebels + unit.fear
    # A routine patrol is ten times less likely to end in abuse than a search that found nobody.
    strain = 0.1 if unit.action == PATROL and unit.fear < 0.4 else 1.0
    chance = p.abuse * strain * loose * loose * stranger * suspicion
    chance *= 1.0 - 0.7 * district.accountability
    if uniform(seed, ABUSE, week, i, 1) >= chance:
        return
    # Skill in crises is to disperse a crowd or search a street without killing.
    size = p.abuse_size * (unit.personnel / 120.0) * loose * (1.3 - unit.crisis)
    dead = poisson(
        size * exponential(uniform(seed, ABUSE, week, i, 2)), uniform(seed, ABUSE, week, i, 3)
    )
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
    p = q[0]
    for k in range(len(order)):
        i = order[k]
        unit = t.forces[i]
        unit.fear *= 0.95
        unit.cell = unit.target
        if unit.action != RESPOND and unit.action != SWEEP and unit.action != PATROL:
            continue
        cell = t.cells[unit.cell]
        row = cell.bands
        fights = 0
        while row >= 0 and fights < 2:
            following = t.bands[row].next_here
            band = t.bands[row]
            if band.alive != 0 and band.cell == unit.cell:
                dyad = t.dyads[t.pair[0, band.faction]]
                may = dyad.stage == WAR or dyad.breach_a != 0
                drive = 0.4 if unit.action == PATROL else 1.0
                rate = p.find * drive * (0.3 + unit.intelligence) * (1.0 - 0.6 * cell.terrain)
                rate *= unit.personnel / (unit.personnel + 80.0)
                rate += p.tips * cell.tips_state * (0.3 + 0.7 * unit.intelligence)
                if band.known == 0:
                    rate *= 0.25
                found = uniform(seed, FIND, week, i, 1 + row) < 1.0 - math.exp(-rate)
                strong = unit.personnel * (0.5 + unit.tactics) > 0.8 * band.fighters
                if may and found and strong and unit.personnel > 10.0:
                    cause = INFORMATION if band.known != 0 else SWEEPING
                    clash(t, q, seed, week, row, i, 0, cause)
                    fights += 1
            row = following
        if fights == 0 or unit.fear > 0.4:
            abuse(t, q, seed, week, i, REPRISAL if unit.fear > 0.4 else SWEEPING)


def reconnoitre(world: World) -> None:
    """Let the state learn where bands are."""
    find_bands(world.rows, world.params["fighting"], world.seed, world.week)


def band_attacks(world: World, order: Any) -> None:
    """Resolve the attacks of bands in the given order of rows."""
    resolve_bands(world.rows, world.params["fighting"], order, world.seed, world.week)


def operations(world: World, order: Any) -> None:
    """Resolve the operations of local forces in the given order of rows."""
    resolve_forces(world.rows, world.params["fighting"], order, world.seed, world.week)

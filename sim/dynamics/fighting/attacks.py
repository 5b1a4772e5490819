"""Attacks of bands on those who are no party: people, aid convoys, peacekeepers."""

from typing import Any

from sim.dynamics.fighting.clashes import ambush
from sim.dynamics.fighting.losses import (
    FIGHT,
    KILL,
    arrives,
    draw_deaths,
    intensity,
    might,
    settled_pair,
)
from sim.dynamics.membership import bury, end_if_empty, stock_up, take_goods
from sim.dynamics.recording import bump, close, kill_civilians, note
from sim.kernels import clamp, kernel, uniform
from sim.state import codes

ATTACK_CIVILIANS, CONVOY_ATTACK, IED, PK_ATTACK, WORKS_ATTACK = (
    codes.ATTACK_CIVILIANS,
    codes.CONVOY_ATTACK,
    codes.IED,
    codes.PK_ATTACK,
    codes.WORKS_ATTACK,
)
SABOTAGE, PUNISHMENT, HOSTILITY, LOOT, REPRISAL, INTERVENTION = (
    codes.SABOTAGE,
    codes.PUNISHMENT,
    codes.HOSTILITY,
    codes.LOOT,
    codes.REPRISAL,
    codes.INTERVENTION,
)
CIVILIANS, PEACEKEEPERS, WAR = codes.CIVILIANS, codes.PEACEKEEPERS, codes.WAR


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
def attack_people(t: Any, q: Any, seed: int, week: int, band_row: int) -> None:
    """A band attacks the people of a community; a patrol may come in time."""
    p = q[0]
    band = t.bands[band_row]
    people = t.communities[band.target]
    cause = motive(t, band_row)
    heat = intensity(seed, week, band_row, 5)
    helped = arrives(t, q, seed, week, band.cell, band_row)
    guard = t.cells[band.cell].state_force
    mean = p.massacre * band.fighters * heat * (0.4 + 0.6 / (1.0 + guard * 0.02))
    place = t.cells[band.cell]
    if place.zone != 0:
        # Who has gathered on a promise has nowhere to run (Srebrenica).
        mean *= 1.0 + p.trapped * people.hosted / (people.hosted + people.population + 1.0)
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
    if place.zone != 0:
        t.mission[0].in_zones += event.deaths_civilians
        people.trust_mission *= 1.0 - p.betrayal * wanted / (wanted + 20.0)
    people.harm_rebels = bump(people.harm_rebels, wanted, 5.0)
    people.capital = max(0.05, people.capital - 0.02 * (1.0 - people.harm_rebels * 0.2))
    t.mission[0].attacks += 1.0 if t.mission[0].deployed > 0.0 else 0.0
    t.mission[0].responses += helped
    t.mission[0].hours += helped * t.cells[band.cell].pk_hours
    if cause == LOOT:
        stock_up(t, band_row, 2.0)
    if helped == 1:
        band.morale = max(0.05, band.morale - 0.1)
        t.cells[band.cell].danger += 1.0
    pair = t.pair[0, band.faction]
    if pair >= 0 and t.dyads[pair].stage != WAR:
        settled_pair(t, q, pair, 0.3 * wanted)
    close(t, row)


@kernel
def ambush_convoy(t: Any, q: Any, seed: int, week: int, band_row: int) -> None:
    """A band stops an aid convoy, loots it, and may kill."""
    band = t.bands[band_row]
    convoy = t.convoys[band.target]
    loot = convoy.load * clamp(band.fighters / (band.fighters + 15.0 + convoy.guard), 0.1, 0.9)
    convoy.load -= loot
    take_goods(t, band_row, convoy.commodity, loot)
    mean = q[0].convoy_deaths * band.fighters * intensity(seed, week, band_row, 6)
    dead = draw_deaths(mean, 20.0, uniform(seed, KILL, week, band_row, 9))
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
def wreck_works(t: Any, q: Any, seed: int, week: int, band_row: int) -> None:
    """A band attacks works under way in a community, and first whoever guards the place."""
    p = q[0]
    band = t.bands[band_row]
    guard = t.cells[band.cell].forces
    if guard >= 0:
        ambush(t, q, seed, week, band_row, guard)
        if band.alive == 0:
            return
    people = t.communities[band.target]
    helped = arrives(t, q, seed, week, band.cell, band_row)
    # What is wrecked is one of the works, not all that a place has.
    within = min(people.laid, people.apiece) if people.apiece > 0.0 else people.laid
    broken = within * p.wreck * (1.0 - p.stop * helped)
    people.laid -= broken
    t.books[0].works_wrecked += broken
    mean = p.convoy_deaths * band.fighters * intensity(seed, week, band_row, 12)
    mean *= 1.0 - p.stop * helped
    dead = draw_deaths(mean, 20.0, uniform(seed, KILL, week, band_row, 12))
    row = note(t, seed, week, band.cell, WORKS_ATTACK, SABOTAGE)
    event = t.events[row]
    event.side_a = band.faction
    event.side_b = CIVILIANS
    event.group_b = people.group
    event.initiator = band.faction
    event.response = helped
    event.deaths_civilians = kill_civilians(t, band.target, dead)
    people.harm_rebels = bump(people.harm_rebels, dead, 5.0)
    close(t, row)


@kernel
def hit_peacekeepers(t: Any, q: Any, seed: int, week: int, band_row: int) -> None:
    """A band attacks a peacekeeper unit."""
    p = q[0]
    band = t.bands[band_row]
    unit = t.peacekeepers[band.target]
    heat = intensity(seed, week, band_row, 7)
    engaged = min(unit.personnel, 8.0 + band.fighters)
    bomb = uniform(seed, FIGHT, week, band_row, 8) < t.factions[band.faction].bombs
    mean = p.bomb_deaths * 0.5 if bomb else 0.6 * p.lethality * might(band.fighters, band.morale)
    # It was told where and when they come, or has read it.
    mean *= 1.0 + 0.5 * p.surprise * band.warned + t.cells[band.cell].leaks
    dead = draw_deaths(mean * heat, p.breaking * engaged, uniform(seed, KILL, week, band_row, 10))
    back = 0.0
    if not bomb:
        back = draw_deaths(
            p.lethality * engaged * (0.5 + unit.quality) * (0.3 + unit.will) * heat,
            p.breaking * band.fighters,
            uniform(seed, KILL, week, band_row, 11),
        )
    row = note(t, seed, week, band.cell, IED if bomb else PK_ATTACK, INTERVENTION)
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

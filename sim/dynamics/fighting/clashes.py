"""Fights between armed people: bands and local forces, and bands of rival groups.

Losses follow a stochastic linear law with the initiative deciding (Lanchester 1916; Epstein 1985):
expected losses of a side are proportional to the other side's engaged strength, a common random
intensity makes some clashes bloody, and who has lost a share of those engaged withdraws.
"""

from typing import Any

from sim.dynamics.fighting.losses import (
    FIGHT,
    KILL,
    crossfire,
    draw_deaths,
    intensity,
    lose_soldiers,
    might,
    settled_pair,
    toll,
)
from sim.dynamics.membership import bury, end_if_empty, stock_up
from sim.dynamics.recording import close, kill_civilians, note
from sim.kernels import kernel, poisson, uniform
from sim.state import codes

ARMED_CLASH, AMBUSH, IED, RIVAL_CLASH = (
    codes.ARMED_CLASH,
    codes.AMBUSH,
    codes.IED,
    codes.RIVAL_CLASH,
)
RAID, BREACH, INFORMATION, SWEEPING, TERRITORY = (
    codes.RAID,
    codes.BREACH,
    codes.INFORMATION,
    codes.SWEEPING,
    codes.TERRITORY,
)
WAR = codes.WAR
LUCK = 16  # draws of a band against one unit: it may meet several in a week
AGAIN = 5  # of them for each fight of the two
ROUNDS = 3  # fights of a band and a unit in a week, at most


@kernel
def surprise(q: Any, terrain: float) -> float:
    """Gain in effect of whoever starts a fight unseen, by the ground."""
    return q[0].surprise * (0.4 + 0.6 * terrain)


@kernel
def renewed(t: Any, q: Any, seed: int, week: int, key: int, luck: int) -> bool:
    """Whether a band and a unit that have fought do so once more within days, if both still can:
    contact is kept, ground is taken back, those who flee are pursued; peacekeepers who come to the
    spot part them."""
    p = q[0]
    band = t.bands[key // 2]
    chance = p.renewed * p.between / (t.cells[band.cell].pk_reach + p.between)
    return uniform(seed, FIGHT, week, key, luck + AGAIN - 1) < chance and band.alive != 0


@kernel
def fight_on(t: Any, q: Any, seed: int, week: int, key: int, unit_row: int) -> None:
    """A band and a unit of local forces fight, once or again within days.

    `key` is that of the band's draws: even where the unit attacks, odd where the band does.
    """
    for k in range(ROUNDS):
        luck = LUCK * unit_row + AGAIN * k
        if key % 2 == 0:
            assault(t, q, seed, week, key, luck)
        else:
            strike(t, q, seed, week, key, luck)
        if not renewed(t, q, seed, week, key, luck):
            break


@kernel
def ambush(t: Any, q: Any, seed: int, week: int, band_row: int, unit_row: int) -> None:
    """A band attacks a unit of local forces, or lays bombs for it; they may fight on for days."""
    fight_on(t, q, seed, week, 2 * band_row + 1, unit_row)


@kernel
def engage(t: Any, q: Any, seed: int, week: int, unit_row: int, band_row: int) -> None:
    """A unit of local forces attacks a band that it has found; they may fight on for days."""
    fight_on(t, q, seed, week, 2 * band_row, unit_row)


@kernel
def strike(t: Any, q: Any, seed: int, week: int, key: int, luck: int) -> None:
    """One attack, or bomb, of the band and on the unit whose draws begin at `key` and `luck`."""
    band_row, unit_row = key // 2, luck // LUCK
    p = q[0]
    band = t.bands[band_row]
    unit = t.forces[unit_row]
    place = t.cells[unit.cell]
    rebels = might(band.fighters, band.morale)
    # Who is attacked fights with the patrol or post that is hit, not with the whole unit.
    met = 0.6 + 0.8 * uniform(seed, FIGHT, week, key, luck + 1)
    engaged = min(unit.personnel, 6.0 + rebels * met)
    if engaged < 1.0:
        return
    heat = intensity(seed, week, key, luck)
    lethal = uniform(seed, KILL, week, key, luck)
    bomb = uniform(seed, FIGHT, week, key, luck + 2) < t.factions[band.faction].bombs
    dead_rebels = 0.0
    if bomb:
        dead_state = draw_deaths(p.bomb_deaths * heat, 12.0, lethal)
    else:
        # Who is told of the other's movements strikes first and better.
        unseen = (1.0 - p.forewarned * unit.intelligence) * (1.0 - place.tips_state)
        informed = min(1.6, 0.6 + place.tips_rebels + 0.5 * band.warned)
        edge = 1.0 + surprise(q, place.terrain) * unseen * informed
        dead_state = toll(q, rebels, edge, heat, engaged, lethal)
        back = uniform(seed, KILL, week, key, luck + 1)
        dead_rebels = toll(q, might(engaged, unit.tactics), 1.0, heat, band.fighters, back)
    cause = RAID if t.dyads[t.pair[0, band.faction]].stage == WAR else BREACH
    row = note(t, seed, week, unit.cell, IED if bomb else AMBUSH, cause)
    event = t.events[row]
    event.initiator = band.faction
    event.deaths_a = min(dead_state, unit.personnel)
    event.deaths_b = min(dead_rebels, band.fighters)
    bear_losses(t, q, row, band_row, unit_row, uniform(seed, KILL, week, key, luck + 2))


@kernel
def assault(t: Any, q: Any, seed: int, week: int, key: int, luck: int) -> None:
    """One attack on the band and of the unit whose draws begin at `key` and `luck`."""
    band_row, unit_row = key // 2, luck // LUCK
    band = t.bands[band_row]
    unit = t.forces[unit_row]
    place = t.cells[band.cell]
    rebels = might(band.fighters, band.morale)
    engaged = min(unit.personnel, 20.0 + 1.5 * rebels)
    if engaged < 1.0:
        return
    heat = intensity(seed, week, key, luck)
    edge = 1.0 + surprise(q, place.terrain) * (0.3 + 0.7 * unit.intelligence)
    lethal = uniform(seed, KILL, week, key, luck)
    dead_state = toll(q, rebels, 1.0, heat, engaged, lethal)
    lethal = uniform(seed, KILL, week, key, luck + 1)
    dead_rebels = toll(q, might(engaged, unit.tactics), edge, heat, band.fighters, lethal)
    cause = INFORMATION if band.known != 0 else SWEEPING
    row = note(t, seed, week, band.cell, ARMED_CLASH, cause)
    event = t.events[row]
    event.initiator = 0
    event.deaths_a = min(dead_state, unit.personnel)
    event.deaths_b = min(dead_rebels, band.fighters)
    bear_losses(t, q, row, band_row, unit_row, uniform(seed, KILL, week, key, luck + 2))


@kernel
def bear_losses(t: Any, q: Any, row: int, band_row: int, unit_row: int, u: float) -> None:
    """Carry out event `row` between a band and a unit: the dead, spirits, memories, politics.

    `u` is the draw that decides on people in the crossfire.
    """
    event = t.events[row]
    band = t.bands[band_row]
    dead_state = event.deaths_a
    dead_rebels = event.deaths_b
    event.side_a = 0
    event.side_b = band.faction
    crossfire(t, q, row, u)
    lose_soldiers(t, q, unit_row, dead_state)
    bury(t, band_row, dead_rebels)
    t.factions[band.faction].inflicted += dead_state
    t.factions[0].inflicted += dead_rebels
    t.cells[event.cell].danger += dead_rebels
    if dead_state > dead_rebels:
        stock_up(t, band_row, 0.5)  # arms and rations of the fallen
        band.morale = min(1.0, band.morale + 0.05)
    elif dead_rebels > dead_state:
        band.morale = max(0.05, band.morale - 0.1)
    settled_pair(t, q, t.pair[0, band.faction], dead_state + dead_rebels)
    close(t, row)
    end_if_empty(t, band_row)


@kernel
def rivals(t: Any, q: Any, seed: int, week: int, band_row: int) -> None:
    """A fight between bands of rival armed groups."""
    p = q[0]
    band = t.bands[band_row]
    other_row = band.target
    other = t.bands[other_row]
    key = band_row * 2
    heat = intensity(seed, week, key, 3)
    mine = might(band.fighters, band.morale) * (1.0 + 0.5 * p.surprise)
    theirs = might(other.fighters, other.morale)
    lethal = uniform(seed, KILL, week, key, 3)
    dead_a = draw_deaths(p.lethality * theirs * heat, p.breaking * band.fighters, lethal)
    lethal = uniform(seed, KILL, week, key, 4)
    dead_b = draw_deaths(p.lethality * mine * heat, p.breaking * other.fighters, lethal)
    row = note(t, seed, week, band.cell, RIVAL_CLASH, TERRITORY)
    event = t.events[row]
    event.side_a = band.faction
    event.side_b = other.faction
    event.initiator = band.faction
    event.deaths_a = dead_a
    event.deaths_b = dead_b
    place = t.cells[band.cell]
    if place.communities > 0:
        dead = poisson(p.crossfire * (dead_a + dead_b), uniform(seed, KILL, week, key, 8))
        event.deaths_civilians = kill_civilians(t, place.first, dead)
    t.factions[band.faction].inflicted += dead_b
    t.factions[other.faction].inflicted += dead_a
    settled_pair(t, q, t.pair[band.faction, other.faction], dead_a + dead_b)
    bury(t, band_row, dead_a)
    bury(t, other_row, dead_b)
    close(t, row)
    end_if_empty(t, band_row)
    end_if_empty(t, other_row)

"""How an armed band decides: where to go, and whether to hide, tax or attack, and whom.

A choice by expected gain, risk and aim with logit noise. Bands fight where they are locally
stronger than what can reach them (Kalyvas 2006), are wary where people inform (Berman, Shapiro &
Felter 2011) and where they were hurt, and turn on civilians who inform, who are of a hated group,
or whom they can loot when they are undisciplined or losing support (Weinstein 2007; Wood 2010).
Peacekeepers who can come in time raise the expected cost; that is all they do here.
"""

import math
from typing import Any

from sim.kernels import clamp, gumbel, kernel, uniform
from sim.state import codes
from sim.state.params import Parameters
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

CHOICE, STEP, LOOK = stream("band.choice"), stream("band.step"), stream("band.look")
HIDE, TAX, HIT_FORCES, HIT_CIVILIANS, HIT_RIVALS, HIT_CONVOY, HIT_PEACEKEEPERS = (
    codes.HIDE,
    codes.TAX,
    codes.HIT_FORCES,
    codes.HIT_CIVILIANS,
    codes.HIT_RIVALS,
    codes.HIT_CONVOY,
    codes.HIT_PEACEKEEPERS,
)
WAR, CEASEFIRE, SETTLEMENT = codes.WAR, codes.CEASEFIRE, codes.SETTLEMENT
MILITIA, CENTRE, TERRITORY = codes.MILITIA, codes.AIM_CENTRE, codes.AIM_TERRITORY
POLICE = codes.POLICE


class BandRule(Parameters):
    """What weighs how much when a band chooses."""

    attack: NonNegative = param(
        2.3,
        unit="utility",
        low=1.5,
        high=3.2,
        source="A30",
        doc="reluctance that any attack has to overcome, against hiding",
    )
    cost: NonNegative = param(
        2.4,
        unit="utility",
        low=1.0,
        high=4.0,
        source="Kalyvas2006",
        doc="weight of the expected response in the choice to attack",
    )
    edge: NonNegative = param(
        0.7,
        unit="utility per log ratio",
        low=0.3,
        high=1.5,
        source="A31",
        doc="weight of local superiority",
    )
    deterrence: NonNegative = param(
        3.0,
        unit="weight of a peacekeeper against a soldier",
        low=1.0,
        high=6.0,
        source="A32",
        doc="how much more a peacekeeper who will come counts than a soldier in the response",
    )
    informed: Share = param(
        0.8,
        unit="share",
        low=0.4,
        high=1.0,
        source="BermanShapiroFelter2011",
        doc="part of the state's response that depends on people telling",
    )
    punish: NonNegative = param(
        1.6,
        unit="utility",
        low=0.5,
        high=3.0,
        source="Kalyvas2006",
        doc="drive to kill where people inform the other side",
    )
    hatred: NonNegative = param(
        1.4,
        unit="utility",
        low=0.0,
        high=3.0,
        source="A33",
        doc="drive to kill people of a group held hostile",
    )
    loot: NonNegative = param(
        1.5,
        unit="utility",
        low=0.5,
        high=3.0,
        source="Weinstein2007",
        doc="drive to plunder when hungry and undisciplined",
    )
    support: NonNegative = param(
        3.0,
        unit="utility",
        low=1.0,
        high=5.0,
        source="Wood2010",
        doc="restraint towards people on whose support the band lives",
    )
    obedience: NonNegative = param(
        5.0,
        unit="utility",
        low=2.0,
        high=8.0,
        source="A34",
        doc="restraint by an agreement that leaders keep, at full cohesion",
    )
    temperature: Positive = param(
        0.8, unit="utility", low=0.4, high=1.2, source="A35", doc="noise of a choice"
    )
    restless: Share = param(
        0.25, unit="share of weeks", low=0.1, high=0.5, source="A36", doc="weeks on the move"
    )
    caution: NonNegative = param(
        0.5,
        unit="utility",
        low=0.2,
        high=1.0,
        source="A37",
        doc="avoidance of cells where bands were hurt, and of superior force",
    )
    home: NonNegative = param(
        2.0,
        unit="utility",
        low=0.5,
        high=4.0,
        source="Kalyvas2006",
        doc="pull of people who give support",
    )
    mates: NonNegative = param(
        0.5,
        unit="utility",
        low=0.0,
        high=1.5,
        source="Bohorquez2009",
        doc="pull of other bands of the same side",
    )
    advance: NonNegative = param(
        0.8,
        unit="utility",
        low=0.2,
        high=2.0,
        source="A38",
        doc="pull of beatable state forces and, for centre-seekers, of the capital",
    )


@kernel
def backing(t: Any, cell: int, faction: int) -> float:
    """Support of the people of a cell for a faction: trust among its own group, 0 to 1."""
    place = t.cells[cell]
    people = 0.0
    support = 0.0
    for j in range(place.first, place.first + place.communities):
        community = t.communities[j]
        people += community.population
        if community.group == t.factions[faction].group:
            support += community.population * (0.3 + 0.7 * community.trust_rebels)
    return support / max(people, 1.0)


@kernel
def attraction(t: Any, q: Any, cell: int, faction: int, strength: float) -> float:
    """How much a band of some strength would like to be in a cell."""
    p = q[0]
    place = t.cells[cell]
    threat = (place.state_force + place.state_reach + place.pk_reach) * (
        0.3 + 0.7 * place.tips_state
    )
    prey = place.state_force / (place.state_force + 50.0)
    beatable = strength / (strength + 0.2 * place.state_force + 1.0)
    return (
        p.home * backing(t, cell, faction)
        + p.mates * place.fighters / (place.fighters + 60.0)
        + p.advance * prey * beatable
        - p.caution * (place.danger / (place.danger + 5.0) + threat / (threat + 10.0 * strength))
        + 0.5 * place.terrain
    )


@kernel
def step(t: Any, q: Any, seed: int, week: int, i: int, strength: float) -> int:
    """The cell where band `i` wants to be: its own, or a better neighbour."""
    p = q[0]
    band = t.bands[i]
    if uniform(seed, STEP, week, i, 8) >= p.restless:
        return band.cell
    best = band.cell
    score = attraction(t, q, band.cell, band.faction, strength) + 0.2
    score += p.temperature * 0.4 * gumbel(uniform(seed, STEP, week, i, 9))
    rain = t.clock[0].rain
    # Centre-seekers who have the upper hand close in on the capital.
    pair = t.dyads[t.pair[0, band.faction]]
    bold = 0.0
    if t.factions[band.faction].aim == CENTRE and pair.stage == WAR:
        bold = 2.0 * p.advance * max(0.0, pair.belief_b - 0.4)
    goal = t.cells[t.clock[0].capital]
    here = t.cells[band.cell]
    far = abs(goal.x - here.x) + abs(goal.y - here.y)
    for k in range(8):
        n = t.neighbours[band.cell, k]
        if n < 0:
            continue
        place = t.cells[n]
        value = attraction(t, q, n, band.faction, strength)
        value += p.temperature * 0.4 * gumbel(uniform(seed, STEP, week, i, k))
        value -= 0.3 * rain * (1.0 - place.road)
        value += bold * (far - abs(goal.x - place.x) - abs(goal.y - place.y))
        if value > score:
            score = value
            best = n
    return best


@kernel
def rule(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """Decide for band `i`."""
    p = q[0]
    band = t.bands[i]
    faction = t.factions[band.faction]
    cell = t.cells[band.cell]
    strength = band.fighters * (0.5 + band.morale)
    band.step = step(t, q, seed, week, i, strength)
    band.action = HIDE
    band.target = -1

    with_state = t.dyads[t.pair[0, band.faction]]
    restraint = 0.0
    if with_state.stage == CEASEFIRE or with_state.stage == SETTLEMENT:
        restraint = p.obedience * faction.cohesion
        if with_state.breach_b != 0:
            restraint = 0.0
    told = 1.0 - p.informed + p.informed * cell.tips_state
    hunger = 1.0 - clamp(band.supply * 0.125, 0.0, 1.0)
    response = (cell.state_force + 0.5 * cell.state_reach) * told * 0.25
    watch = p.deterrence * (cell.pk_force * 0.3 + cell.pk_reach)
    risk = (response + watch) / (response + watch + strength + 1.0)
    beware = p.cost * risk + 0.6 * cell.danger / (cell.danger + 5.0)
    heat = p.temperature
    best = heat * gumbel(uniform(seed, CHOICE, week, i, HIDE)) + (1.0 - band.morale)

    if cell.communities > 0:
        value = 2.5 * hunger - 0.8 + heat * gumbel(uniform(seed, CHOICE, week, i, TAX))
        pick = cell.first + int(uniform(seed, LOOK, week, i, 0) * cell.communities)
        if value > best:
            best = value
            band.action = TAX
            band.target = pick

        # Attack on the people of the community that it meets.
        people = t.communities[pick]
        police = cell.pk_police / (cell.pk_police + 20.0)
        own = 1.0 if people.group == faction.group else 0.0
        bond = own * people.trust_rebels
        value = (
            p.punish * people.tip_state * (1.0 - own * 0.5)
            + p.hatred * t.hostility[faction.group, people.group]
            + p.loot * faction.predation * (0.3 + hunger)
            + 0.6 * min(1.0, faction.losses / (0.1 * faction.strength + 5.0)) * (1.0 - own)
            - p.support * bond
            - p.attack
            - beware
            - 1.2 * police
            - 0.5 * restraint
            + p.edge * math.log(1.0 + strength * 0.05)
            + heat * gumbel(uniform(seed, CHOICE, week, i, HIT_CIVILIANS))
        )
        if value > best:
            best = value
            band.action = HIT_CIVILIANS
            band.target = pick

    # Attack on the state's forces here, or next door where none are here.
    where = band.cell
    if cell.forces < 0:
        n = t.neighbours[band.cell, int(8.0 * uniform(seed, LOOK, week, i, 1))]
        if n >= 0:
            where = n
    prey = t.cells[where].forces
    hop = int(3.0 * uniform(seed, LOOK, week, i, 2))
    while prey >= 0 and hop > 0 and t.forces[prey].next_here >= 0:
        prey = t.forces[prey].next_here
        hop -= 1
    if prey >= 0 and faction.kind != MILITIA:
        unit = t.forces[prey]
        guard = unit.personnel * (0.5 + unit.tactics)
        odds = math.log(strength + 1.0) - math.log(0.15 * guard + 1.0)
        value = (
            p.edge * odds
            - p.attack
            - beware
            - restraint
            + 0.8 * band.morale
            + (0.4 if unit.kind == POLICE else 0.0)
            + heat * gumbel(uniform(seed, CHOICE, week, i, HIT_FORCES))
        )
        if value > best:
            best = value
            band.action = HIT_FORCES
            band.target = prey

    other = cell.bands
    hop = int(4.0 * uniform(seed, LOOK, week, i, 3))
    while other >= 0 and hop > 0 and t.bands[other].next_here >= 0:
        other = t.bands[other].next_here
        hop -= 1
    if other >= 0 and t.bands[other].faction != band.faction:
        rival = t.bands[other]
        between = t.pair[min(band.faction, rival.faction), max(band.faction, rival.faction)]
        if between >= 0 and t.dyads[between].active != 0:
            truce = 0.0 if t.dyads[between].stage == WAR else 2.0 * p.obedience * faction.cohesion
            odds = math.log(strength + 1.0) - math.log(rival.fighters + 1.0)
            value = (
                p.edge * odds
                - 0.5 * p.attack
                - p.cost * watch / (watch + strength + 1.0)
                - truce
                + heat * gumbel(uniform(seed, CHOICE, week, i, HIT_RIVALS))
            )
            if value > best:
                best = value
                band.action = HIT_RIVALS
                band.target = other

    if cell.convoys >= 0:
        value = (
            p.loot * (0.5 * faction.predation + hunger)
            - 0.5 * p.attack
            - beware
            - 0.5 * restraint
            + heat * gumbel(uniform(seed, CHOICE, week, i, HIT_CONVOY))
        )
        if value > best:
            best = value
            band.action = HIT_CONVOY
            band.target = cell.convoys

    if cell.peacekeepers >= 0:
        unit_row = cell.peacekeepers
        guard = t.peacekeepers[unit_row].personnel
        odds = math.log(strength + 1.0) - math.log(0.15 * guard + 1.0)
        value = (
            p.edge * odds
            - 1.2 * p.attack
            - beware * (1.0 - 0.8 * faction.bombs)
            - 0.5 * restraint
            - 1.5 * t.mission[0].legitimacy
            + heat * gumbel(uniform(seed, CHOICE, week, i, HIT_PEACEKEEPERS))
        )
        if value > best:
            band.action = HIT_PEACEKEEPERS
            band.target = unit_row

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

"""How an armed band decides: where to go, and whether to hide, tax or attack, and whom.

A choice by expected gain, risk and aim with logit noise. Bands fight where they are locally
stronger than what can reach them (Kalyvas 2006), are wary where people inform (Berman, Shapiro &
Felter 2011) and where they were hurt, and turn on civilians who inform, who are of a hated group,
or whom they can loot when they are undisciplined or losing support (Weinstein 2007; Wood 2010).
Peacekeepers who can come in time raise the expected cost; that is all they do here.
"""

import math
from typing import Any, NamedTuple

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
MILITIA, CENTRE, POLICE = codes.MILITIA, codes.AIM_CENTRE, codes.POLICE


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
    shelter: NonNegative = param(
        0.5, unit="utility", low=0.1, high=1.0, source="A417", doc="pull of difficult ground"
    )
    inertia: NonNegative = param(
        0.2, unit="utility", low=0.0, high=0.6, source="A418", doc="pull of where the band is"
    )
    mud: NonNegative = param(
        0.3,
        unit="utility",
        low=0.1,
        high=0.8,
        source="A419",
        doc="reluctance to march where there is no road, at the height of the rains",
    )
    bold: NonNegative = param(
        2.0,
        unit="ratio",
        low=0.5,
        high=4.0,
        source="A420",
        doc="pull of the capital on centre-seekers who expect to win, in units of advance",
    )
    tax_hungry: NonNegative = param(
        2.5,
        unit="utility",
        low=1.0,
        high=4.0,
        source="A421",
        doc="drive to tax people when supplies have run out",
    )
    tax_cost: NonNegative = param(
        0.8,
        unit="utility",
        low=0.2,
        high=2.0,
        source="A422",
        doc="trouble of taxing, against hiding",
    )
    burnt: NonNegative = param(
        0.6,
        unit="utility",
        low=0.2,
        high=1.5,
        source="A423",
        doc="reluctance to attack where bands were hurt lately",
    )
    backup: Share = param(
        0.5,
        unit="weight",
        low=0.2,
        high=1.0,
        source="A424",
        doc="weight of forces next door, against those in the place, in the expected response",
    )
    response: Share = param(
        0.25,
        unit="share of strength",
        low=0.1,
        high=0.5,
        source="A425",
        doc="part of the state's force in reach that a band expects to answer one attack",
    )
    bystander: Share = param(
        0.3,
        unit="weight",
        low=0.1,
        high=0.8,
        source="A426",
        doc="weight of peacekeepers who are present but may not act, against those who will",
    )
    avenge: NonNegative = param(
        0.6,
        unit="utility",
        low=0.2,
        high=1.5,
        source="A427",
        doc="drive to kill people of other groups after heavy losses",
    )
    policed: NonNegative = param(
        1.2,
        unit="utility",
        low=0.4,
        high=2.5,
        source="A428",
        doc="deterrence of attacks on people by mission police in the place",
    )
    decency: Share = param(
        0.5,
        unit="share",
        low=0.2,
        high=1.0,
        source="A429",
        doc="part of an agreement's restraint that holds for attacks on others than the state",
    )
    nerve: NonNegative = param(
        0.8,
        unit="utility",
        low=0.3,
        high=1.5,
        source="A430",
        doc="weight of morale in the choice to attack forces",
    )
    soft: NonNegative = param(
        0.4,
        unit="utility",
        low=0.0,
        high=1.0,
        source="A431",
        doc="pull of police posts, against army posts of the same strength",
    )
    rivalry: Share = param(
        0.5,
        unit="share of attack",
        low=0.2,
        high=1.0,
        source="A432",
        doc="reluctance to attack a rival band or a convoy, as a share of that to attack forces",
    )
    truce: NonNegative = param(
        2.0,
        unit="ratio",
        low=1.0,
        high=3.0,
        source="A433",
        doc="restraint by peace with a rival group, in units of obedience",
    )
    awe: NonNegative = param(
        1.2,
        unit="ratio",
        low=0.8,
        high=2.0,
        source="A434",
        doc="reluctance to attack peacekeepers, in units of attack",
    )
    unseen: Share = param(
        0.8,
        unit="share",
        low=0.4,
        high=1.0,
        source="A435",
        doc="part of the risk of hitting peacekeepers that roadside bombs avoid",
    )
    respect: NonNegative = param(
        1.5,
        unit="utility",
        low=0.5,
        high=3.0,
        source="A436",
        doc="restraint towards a mission that people hold legitimate",
    )


class Outlook(NamedTuple):
    """What a band makes of its situation before it weighs targets.

    Attributes:
        strength: effective fighters. hunger: 0 with eight weeks of supplies, 1 with none.
        watch: peacekeepers who would come, in soldiers. beware: utility that an attack costs by
            the response to expect and by what happened here. restraint: utility that it costs by
            an agreement with the state that is kept.
    """

    strength: float
    hunger: float
    watch: float
    beware: float
    restraint: float


@kernel
def supporters(t: Any, cell: int, faction: int) -> tuple[float, float]:
    """People of a cell, and those among them who feed and hide a faction's bands, in persons."""
    place = t.cells[cell]
    people = 0.0
    support = 0.0
    for j in range(place.first, place.first + place.communities):
        community = t.communities[j]
        people += community.population
        if community.group == t.factions[faction].group:
            support += community.population * (0.3 + 0.7 * community.trust_rebels)
    return people, support


@kernel
def attraction(t: Any, q: Any, cell: int, faction: int, strength: float) -> float:
    """How much a band of some strength would like to be in a cell."""
    p = q[0]
    place = t.cells[cell]
    people, support = supporters(t, cell, faction)
    threat = (place.state_force + place.state_reach + place.pk_reach) * (
        0.3 + 0.7 * place.tips_state
    )
    prey = place.state_force / (place.state_force + 50.0)
    beatable = strength / (strength + 0.2 * place.state_force + 1.0)
    return (
        p.home * (support / max(people, 1.0))
        + p.mates * place.fighters / (place.fighters + 60.0)
        + p.advance * prey * beatable
        - p.caution * (place.danger / (place.danger + 5.0) + threat / (threat + 10.0 * strength))
        + p.shelter * place.terrain
    )


@kernel
def step(t: Any, q: Any, seed: int, week: int, i: int, strength: float) -> int:
    """The cell where band `i` wants to be: its own, or a better neighbour."""
    p = q[0]
    band = t.bands[i]
    if uniform(seed, STEP, week, i, 8) >= p.restless:
        return band.cell
    best = band.cell
    score = attraction(t, q, band.cell, band.faction, strength) + p.inertia
    score += p.temperature * 0.4 * gumbel(uniform(seed, STEP, week, i, 9))
    rain = t.clock[0].rain
    # Centre-seekers who have the upper hand close in on the capital.
    pair = t.dyads[t.pair[0, band.faction]]
    bold = 0.0
    if t.factions[band.faction].aim == CENTRE and pair.stage == WAR:
        bold = p.bold * p.advance * max(0.0, pair.belief_b - 0.4)
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
        value -= p.mud * rain * (1.0 - place.road)
        value += bold * (far - abs(goal.x - place.x) - abs(goal.y - place.y))
        if value > score:
            score = value
            best = n
    return best


@kernel
def outlook(t: Any, q: Any, i: int) -> Outlook:
    """Size up the situation of band `i`: its own state, who would answer, what is agreed."""
    p = q[0]
    band = t.bands[i]
    cell = t.cells[band.cell]
    strength = band.fighters * (0.5 + band.morale)
    hunger = 1.0 - clamp(band.supply * 0.125, 0.0, 1.0)
    told = 1.0 - p.informed + p.informed * cell.tips_state
    response = (cell.state_force + p.backup * cell.state_reach) * told * p.response
    watch = p.deterrence * (cell.pk_force * p.bystander + cell.pk_reach)
    risk = (response + watch) / (response + watch + strength + 1.0)
    beware = p.cost * risk + p.burnt * cell.danger / (cell.danger + 5.0)
    with_state = t.dyads[t.pair[0, band.faction]]
    restraint = 0.0
    agreed = with_state.stage == CEASEFIRE or with_state.stage == SETTLEMENT
    if agreed and with_state.breach_b == 0:
        restraint = p.obedience * t.factions[band.faction].cohesion
    return Outlook(strength, hunger, watch, beware, restraint)


@kernel
def tax_value(q: Any, o: Outlook) -> float:
    """Utility of living off the people here."""
    return q[0].tax_hungry * o.hunger - q[0].tax_cost


@kernel
def civilians_value(t: Any, q: Any, i: int, pick: int, o: Outlook) -> float:
    """Utility for band `i` of killing people of community `pick`."""
    p = q[0]
    band = t.bands[i]
    cell = t.cells[band.cell]
    faction = t.factions[band.faction]
    people = t.communities[pick]
    police = cell.pk_police / (cell.pk_police + 20.0)
    own = 1.0 if people.group == faction.group else 0.0
    bond = own * people.trust_rebels
    hurt = min(1.0, faction.losses / (0.1 * faction.strength + 5.0))
    return (
        p.punish * people.tip_state * (1.0 - own * 0.5)
        + p.hatred * t.hostility[faction.group, people.group]
        + p.loot * faction.predation * (0.3 + o.hunger)
        + p.avenge * hurt * (1.0 - own)
        - p.support * bond
        - p.attack
        - o.beware
        - p.policed * police
        - p.decency * o.restraint
        + p.edge * math.log(1.0 + o.strength * 0.05)
    )


@kernel
def forces_value(t: Any, q: Any, i: int, prey: int, o: Outlook) -> float:
    """Utility for band `i` of attacking unit `prey` of the state's forces."""
    p = q[0]
    unit = t.forces[prey]
    guard = unit.personnel * (0.5 + unit.tactics)
    odds = math.log(o.strength + 1.0) - math.log(0.15 * guard + 1.0)
    return (
        p.edge * odds
        - p.attack
        - o.beware
        - o.restraint
        + p.nerve * t.bands[i].morale
        + (p.soft if unit.kind == POLICE else 0.0)
    )


@kernel
def rivals_value(t: Any, q: Any, other: int, truce: float, o: Outlook) -> float:
    """Utility of attacking band `other` of a rival group; `truce` is what peace with it costs."""
    p = q[0]
    odds = math.log(o.strength + 1.0) - math.log(t.bands[other].fighters + 1.0)
    return (
        p.edge * odds
        - p.rivalry * p.attack
        - p.cost * o.watch / (o.watch + o.strength + 1.0)
        - truce
    )


@kernel
def convoy_value(t: Any, q: Any, i: int, o: Outlook) -> float:
    """Utility for band `i` of looting a convoy here."""
    p = q[0]
    predation = t.factions[t.bands[i].faction].predation
    return (
        p.loot * (0.5 * predation + o.hunger)
        - p.rivalry * p.attack
        - o.beware
        - p.decency * o.restraint
    )


@kernel
def peacekeepers_value(t: Any, q: Any, i: int, unit: int, o: Outlook) -> float:
    """Utility for band `i` of attacking peacekeeper unit `unit`."""
    p = q[0]
    guard = t.peacekeepers[unit].personnel
    odds = math.log(o.strength + 1.0) - math.log(0.15 * guard + 1.0)
    return (
        p.edge * odds
        - p.awe * p.attack
        - o.beware * (1.0 - p.unseen * t.factions[t.bands[i].faction].bombs)
        - p.decency * o.restraint
        - p.respect * t.mission[0].legitimacy
    )


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
    pair = pair_of(t, band.faction, t.bands[row].faction)
    return row if pair >= 0 and t.dyads[pair].active != 0 else -1


@kernel
def pair_of(t: Any, a: int, b: int) -> int:
    """The row of the pair of two parties, in whichever order, or -1."""
    return t.pair[min(a, b), max(a, b)]


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
    prey = unit_in_reach(t, seed, week, i)
    if prey >= 0 and faction.kind != MILITIA:
        value = forces_value(t, q, i, prey, o) + whim(q, seed, week, i, HIT_FORCES)
        best = consider(t, i, HIT_FORCES, prey, value, best)
    other = rival_here(t, seed, week, i)
    if other >= 0:
        pair = t.dyads[pair_of(t, band.faction, t.bands[other].faction)]
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

"""What a band's options are worth to it, by expected gain, risk and aim."""

import math
from typing import Any, NamedTuple

from sim.kernels import clamp, kernel
from sim.state import codes
from sim.state.formulas import TEAM, apart

VISIBLE = 100.0  # thousand US dollars: works half as visible as any can be
POLICE, CEASEFIRE, SETTLEMENT = codes.POLICE, codes.CEASEFIRE, codes.SETTLEMENT


class Outlook(NamedTuple):
    """What a band makes of its situation before it weighs targets.

    Attributes:
        strength: effective fighters. hunger: 0 with eight weeks of supplies, 1 with none.
        watch: peacekeepers who would come, in soldiers. beware: utility that an attack costs by
            the response to expect and by what happened here. restraint: utility that it costs by
            an agreement with the state, or a local one, that is kept. drive: utility that a campaign
            of the group adds to an attack on armed enemies where it is at its height; less elsewhere.
    """

    strength: float
    hunger: float
    watch: float
    beware: float
    restraint: float
    drive: float


@kernel
def outlook(t: Any, q: Any, i: int) -> Outlook:
    """Size up the situation of band `i`: its own state, who would answer, what is agreed."""
    p = q[0]
    band = t.bands[i]
    cell = t.cells[band.cell]
    faction = t.factions[band.faction]
    strength = band.fighters * (0.5 + band.morale)
    hunger = 1.0 - clamp(band.supply * 0.125, 0.0, 1.0)
    told = 1.0 - p.informed + p.informed * cell.tips_state
    response = (cell.state_force + p.backup * cell.state_reach) * told * p.response
    watch = p.deterrence * (cell.pk_force * p.bystander + cell.pk_reach)
    watch *= 1.0 - min(cell.leaks, 1.0)  # who knows where patrols are need not fear them
    risk = (response + watch) / (response + watch + strength + 1.0)
    beware = p.cost * risk + p.burnt * cell.danger / (cell.danger + 5.0)
    with_state = t.dyads[t.pair[0, band.faction]]
    restraint = 0.0
    agreed = with_state.stage == CEASEFIRE or with_state.stage == SETTLEMENT
    if agreed and with_state.breach_b == 0:
        restraint = p.obedience * faction.cohesion
    restraint += p.honour * cell.pact
    drive = -0.5 * p.push
    if faction.focus >= 0 and apart(t.cells[faction.focus], cell) <= 1:
        drive = 0.5 * p.push
    return Outlook(strength, hunger, watch, beware, restraint, drive)


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
    police = cell.pk_police / (cell.pk_police + TEAM)
    gathered = cell.zone * people.hosted / (people.hosted + 2_000.0)
    own = 1.0 if people.group == faction.group else 0.0
    bond = own * people.trust_rebels
    hurt = min(1.0, faction.losses / (0.1 * faction.strength + 5.0))
    return (
        p.punish * people.tip_state * (1.0 - own * 0.5)
        + p.hatred * t.hostility[faction.group, people.group]
        + p.loot * faction.predation * (0.3 + o.hunger)
        + p.avenge * hurt * (1.0 - own)
        + p.crowd * gathered * (1.0 - own)
        - p.support * bond
        + p.terror * o.drive
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
        + o.drive
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
        + o.drive
        - p.cost * o.watch / (o.watch + o.strength + 1.0)
        - truce
    )


@kernel
def convoy_value(t: Any, q: Any, i: int, o: Outlook) -> float:
    """Utility for band `i` of looting a convoy here, whose guard rides with it."""
    p = q[0]
    faction = t.factions[t.bands[i].faction]
    riders = p.deterrence * t.convoys[t.cells[t.bands[i].cell].convoys].guard
    return (
        p.loot * (0.5 * faction.predation + o.hunger)
        - p.rivalry * p.attack
        - p.cost * riders / (riders + o.strength + 1.0)
        - p.impartial * faction.regard
        - o.beware
        - p.decency * o.restraint
    )


@kernel
def works_value(t: Any, q: Any, i: int, pick: int, o: Outlook) -> float:
    """Utility for band `i` of wrecking works under way in community `pick`.

    Works that people have asked for and all can see win people for whoever brings them (Crost,
    Felter & Johnston 2014): the larger and the better explained, the larger the threat.
    """
    p = q[0]
    people = t.communities[pick]
    seen = people.site / (people.site + VISIBLE)
    return (
        p.spoil * seen * (0.4 + 0.6 * people.asked)
        - p.rivalry * p.attack
        - p.impartial * t.factions[t.bands[i].faction].regard
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

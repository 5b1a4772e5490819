"""What settlements promise, week by week: power is shared, fighters go home; lost causes end."""

from typing import Any

from sim.dynamics.membership import disband, dissolve, end_if_empty, enlist
from sim.kernels import clamp, kernel, relax, round_random, uniform
from sim.state import codes
from sim.streams import stream

DISARM = stream("politics.disarm")
QUIET, WAR, SETTLEMENT = codes.QUIET, codes.WAR, codes.SETTLEMENT
LATENT, ACTIVE = codes.LATENT, codes.ACTIVE
GRACE = 26  # weeks in which a new armed group may be small without being a lost cause


@kernel
def share_power(t: Any, q: Any) -> None:
    """Include the people of groups that settled with the state, as far as promised."""
    p = q[0]
    for k in range(len(t.dyads)):
        dyad = t.dyads[k]
        if dyad.active == 0 or dyad.stage != SETTLEMENT:
            continue
        two = t.factions[dyad.b]
        group = t.groups[two.group]
        if dyad.agreement < 0:
            continue
        paper = t.agreements[dyad.agreement]
        paper.disarmed = clamp(1.0 - two.fighters / max(two.peak, 1.0), 0.0, 1.0)
        if dyad.a != 0:
            continue
        # Sharing is slower where the promise is not believed: the state drags its feet.
        if paper.political > 0.0:
            promised = clamp(0.3 + 0.7 * paper.political, 0.0, 0.9)
            group.inclusion += p.reform * dyad.credence_b * max(0.0, promised - group.inclusion)
        if paper.territorial > 0.0:
            devolve(t, two.group, p.autonomy * dyad.credence_b)
        if paper.economic > 0.0:
            share_revenue(t, q, two.group, paper.economic * dyad.credence_b)


@kernel
def devolve(t: Any, group: int, pace: float) -> None:
    """Hand districts where a group is the largest over to its own people, by `pace` of the gap."""
    for d in range(len(t.districts)):
        if t.districts[d].group == group:
            t.districts[d].self_rule = relax(t.districts[d].self_rule, 1.0, pace)


@kernel
def self_rule_promised(t: Any, group: int) -> bool:
    """Whether a settlement in force promises self-rule to a group."""
    for k in range(len(t.dyads)):
        dyad = t.dyads[k]
        if dyad.a != 0 or dyad.stage != SETTLEMENT or dyad.agreement < 0:
            continue
        promised = t.agreements[dyad.agreement].territorial > 0.0
        if promised and t.factions[dyad.b].group == group:
            return True
    return False


@kernel
def recentralise(t: Any, q: Any) -> None:
    """Where no settlement promises self-rule any more the state takes it back, at the same pace."""
    for d in range(len(t.districts)):
        district = t.districts[d]
        if district.self_rule > 0.0 and not self_rule_promised(t, district.group):
            district.self_rule = relax(district.self_rule, 0.0, q[0].autonomy)


@kernel
def share_revenue(t: Any, q: Any, group: int, part: float) -> None:
    """Pay part of the week's revenue to the people of a group, who rebuild what they lost."""
    state = t.factions[0]
    money = min(part * state.income, state.money)
    people = 0.0
    for i in range(len(t.communities)):
        if t.communities[i].group == group:
            people += t.communities[i].population
    if people <= 0.0 or money <= 0.0:
        return
    state.money -= money
    t.books[0].paid += money
    gain = 1000.0 * money / people / q[0].capital_head
    for i in range(len(t.communities)):
        one = t.communities[i]
        if one.group == group:
            one.capital += gain * (1.0 - one.capital)


@kernel
def disarm(t: Any, q: Any, seed: int, week: int) -> None:
    """Fighters of groups that settled with the state, and keep to it, lay down arms."""
    p = q[0]
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive == 0:
            continue
        dyad = t.dyads[t.pair[0, band.faction]]
        if dyad.stage != SETTLEMENT or dyad.breach_b != 0:
            continue
        rate = p.disarm * (p.drag + (1.0 - p.drag) * dyad.credence_b)
        n = round_random(band.fighters * rate, uniform(seed, DISARM, week, i, 0))
        if n > 0.0:
            n = min(n, band.fighters)
            disband(t, i, n)
            if dyad.agreement >= 0:
                paper = t.agreements[dyad.agreement]
                wanted = round_random(n * paper.military, uniform(seed, DISARM, week, i, 1))
                paper.integrated += enlist(t, band.home, wanted)
            end_if_empty(t, i)


@kernel
def end_lost_causes(t: Any, q: Any, week: int) -> None:
    """Armed groups that have shrunk too far dissolve; what is left of them is latent.

    A group that has disarmed under a settlement stays a party to it until it has been kept for so
    long that nobody questions it any more: if it is broken before that, the group can call its
    people to arms again.
    """
    for f in range(1, len(t.factions)):
        if t.factions[f].status != ACTIVE:
            continue
        pair = t.dyads[t.pair[0, f]]
        young = (pair.stage == QUIET or pair.stage == WAR) and week - pair.since < GRACE
        bound = pair.stage == SETTLEMENT and week - pair.since < q[0].fulfilled
        if t.factions[f].fighters < q[0].defeat and not young and not bound:
            t.factions[f].status = LATENT
            dissolve(t, f)

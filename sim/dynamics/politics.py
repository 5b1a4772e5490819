"""War aims, beliefs, talks, agreements, and keeping them or not, week by week.

Parties hold beliefs on who would prevail and learn by fighting (Filson & Werner 2002; Slantchev 2003);
they settle when a deal is better for both than going on *and* the promise is believed (Fearon 1995,
2004; Walter 1997, 2002). An agreement is kept or broken by decision: temptation against the value
of the peace, the chance of being seen and the power of those who guarantee it (Fortna 2003).
Incidents that nobody ordered are misread as breaches unless somebody verifies.
"""

import math
from typing import Any

from sim.dynamics.membership import disband, end_if_empty
from sim.kernels import clamp, inlined, kernel, relax, round_random, uniform
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

TALK, SIGN, BREACH_A, BREACH_B, COLLAPSE, DISARM, SPLIT = (
    stream("politics.talk"),
    stream("politics.sign"),
    stream("politics.breach_a"),
    stream("politics.breach_b"),
    stream("politics.collapse"),
    stream("politics.disarm"),
    stream("politics.split"),
)
QUIET, WAR, CEASEFIRE, SETTLEMENT = codes.QUIET, codes.WAR, codes.CEASEFIRE, codes.SETTLEMENT
LATENT, ACTIVE = codes.LATENT, codes.ACTIVE
CESSATION, PRELIMINARY, DEFINITIVE, SETTLED = (
    codes.CESSATION,
    codes.PRELIMINARY,
    codes.DEFINITIVE,
    codes.SETTLED,
)
BROKEN, REPLACED, LAPSED, FULFILLED = (
    codes.BROKEN,
    codes.REPLACED,
    codes.LAPSED,
    codes.FULFILLED,
)
CENTRE = codes.AIM_CENTRE


class Politics(Parameters):
    """How parties judge their chances, bargain, and keep or break what they signed."""

    leverage: Positive = param(
        7.0,
        unit="soldiers per fighter",
        low=4.0,
        high=12.0,
        source="A120",
        doc="soldiers that one guerrilla balances in the long run",
    )
    onset: Positive = param(
        60.0, unit="fighters", low=25.0, high=150.0, source="A121", doc="strength that makes a war"
    )
    defeat: Positive = param(
        12.0, unit="fighters", low=5.0, high=40.0, source="A122", doc="strength below which it ends"
    )
    learning: Share = param(
        0.03,
        unit="share of gap a week",
        low=0.01,
        high=0.08,
        source="Slantchev2003",
        doc="speed at which beliefs follow what fighting shows",
    )
    optimism: Share = param(
        0.15,
        unit="share",
        low=0.0,
        high=0.3,
        source="Fearon1995",
        doc="overestimate of one's own chance when a war begins",
    )
    pain: Positive = param(
        0.9,
        unit="share of stake",
        low=0.3,
        high=2.0,
        source="Zartman2000",
        doc="cost of war at heavy recent losses, as share of what is at stake",
    )
    fatigue: Share = param(
        0.05,
        unit="share of stake a year",
        low=0.01,
        high=0.12,
        source="A132",
        doc="cost that a year of war adds for both sides: debts, weariness, lives put off",
    )
    talks: Share = param(
        0.03,
        unit="per week",
        low=0.01,
        high=0.08,
        source="A123",
        doc="chance that talks open when both sides hurt, without mediators",
    )
    mediators: NonNegative = param(
        4.0,
        unit="ratio",
        low=1.0,
        high=8.0,
        source="Beardsley2008",
        doc="how much more often talks open and offers are found with able mediators",
    )
    sign: Share = param(
        0.03,
        unit="per week",
        low=0.01,
        high=0.1,
        source="A124",
        doc="chance to sign when talking and a deal exists that both prefer",
    )
    truce: Share = param(
        0.02,
        unit="per week",
        low=0.005,
        high=0.06,
        source="ClaytonSticher2021",
        doc="chance that hurting parties who talk agree on a ceasefire",
    )
    faith: Share = param(
        0.33,
        unit="share",
        low=0.1,
        high=0.5,
        source="A125",
        doc="belief in an enemy's promise with no institution or guarantee behind it",
    )
    guarantee: Share = param(
        0.55,
        unit="share",
        low=0.3,
        high=0.8,
        source="Walter2002",
        doc="belief added by a third party that will punish who breaks the agreement",
    )
    punish: NonNegative = param(
        0.6,
        unit="share of stake",
        low=0.2,
        high=1.2,
        source="Walter2002",
        doc="cost of being punished by a full guarantee",
    )
    exposure: NonNegative = param(
        0.25,
        unit="share of stake",
        low=0.05,
        high=0.5,
        source="Fortna2003",
        doc="cost of being seen to break it, under full verification",
    )
    breach: Share = param(
        0.04,
        unit="per week",
        low=0.015,
        high=0.1,
        source="A126",
        doc="chance a week that a party that strongly prefers war breaks an agreement",
    )
    temper: Positive = param(
        0.12, unit="share of stake", low=0.05, high=0.3, source="A127", doc="noise of that decision"
    )
    collapse: Share = param(
        0.2,
        unit="per week",
        low=0.08,
        high=0.4,
        source="A128",
        doc="chance a week that an agreement ends under many fresh incidents",
    )
    disarm: Share = param(
        0.02,
        unit="share a week",
        low=0.01,
        high=0.05,
        source="A129",
        doc="fighters who lay down arms in a week of a settlement that is kept",
    )
    split: Share = param(
        0.5,
        unit="share",
        low=0.1,
        high=0.9,
        source="BakkeCunninghamSeymour2012",
        doc="chance that a party without cohesion splits when it signs",
    )
    reform: Share = param(
        0.012,
        unit="share of gap a week",
        low=0.004,
        high=0.03,
        source="A130",
        doc="speed at which promised power is really shared",
    )
    mourn: Share = param(
        0.035,
        unit="share a week",
        low=0.015,
        high=0.08,
        source="A131",
        doc="rate at which parties forget losses of past weeks",
    )


@kernel
def count_strength(t: Any, q: Any) -> None:
    """Add up fighters and strength by party; let memories of losses fade."""
    p = q[0]
    for f in range(len(t.factions)):
        group = t.factions[f]
        group.fighters = 0.0
        group.strength = 0.0
        group.bands = 0
        group.losses *= 1.0 - p.mourn
        group.inflicted *= 1.0 - p.mourn
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive != 0:
            group = t.factions[band.faction]
            group.fighters += band.fighters
            group.bands += 1
            group.strength += band.fighters * (0.5 + 0.5 * band.morale)
    state = t.factions[0]
    for i in range(len(t.forces)):
        unit = t.forces[i]
        state.fighters += unit.personnel
        state.strength += unit.personnel * (0.4 + unit.tactics) * (0.5 + 0.5 * unit.pay)
    for f in range(len(t.factions)):
        t.factions[f].peak = max(t.factions[f].peak, t.factions[f].fighters)
    for k in range(len(t.dyads)):
        t.dyads[k].deaths *= 1.0 - p.mourn
        t.dyads[k].tension *= 0.85
    for d in range(len(t.districts)):
        t.districts[d].violence *= 0.95


@kernel
def share_of_strength(t: Any, q: Any, k: int) -> float:
    """Chance that side b of pair `k` would prevail by the balance of strength."""
    dyad = t.dyads[k]
    weight = q[0].leverage if dyad.a == 0 else 1.0
    b = t.factions[dyad.b].strength * weight
    a = t.factions[dyad.a].strength
    return b / (a + b + 1.0)


@inlined
def hurt(losses: float, strength: float, pain: float) -> float:
    """Cost of war as a share of the stake: recent losses against strength, saturating."""
    return pain * losses / (losses + strength * 0.25 + 10.0)


@kernel
def believe(t: Any, q: Any) -> None:
    """Update what each side of each pair believes about chances, costs and promises."""
    p = q[0]
    institutions = 0.0
    for d in range(len(t.districts)):
        institutions += t.districts[d].accountability
    institutions /= max(1.0, float(len(t.districts)))
    for k in range(len(t.dyads)):
        dyad = t.dyads[k]
        if dyad.active == 0:
            continue
        one = t.factions[dyad.a]
        two = t.factions[dyad.b]
        odds = share_of_strength(t, q, k)
        # The exchange of losses counts as far as there has been fighting to learn from.
        seen = dyad.deaths / (dyad.deaths + 100.0)
        exchange = (two.inflicted + 1.0) / (two.inflicted + two.losses + 2.0)
        shown = (1.0 - 0.5 * seen) * odds + 0.5 * seen * exchange
        dyad.belief_b = relax(dyad.belief_b, shown, p.learning)
        dyad.belief_a = relax(dyad.belief_a, 1.0 - shown, p.learning)
        if dyad.stage == WAR:
            dyad.weary = min(0.6, dyad.weary + p.fatigue / 52.0)
        else:
            dyad.weary *= 0.99
        loss_b = hurt(two.losses, two.strength, p.pain) + dyad.weary
        dyad.cost_b = relax(dyad.cost_b, loss_b, 0.08)
        # A government pays for a war also by its economy: deaths anywhere weigh.
        loss_a = hurt(one.losses + 0.3 * dyad.deaths, 0.1 * one.strength, p.pain) + dyad.weary
        dyad.cost_a = relax(dyad.cost_a, loss_a, 0.08)
        kept = 0.0
        if dyad.stage == CEASEFIRE or dyad.stage == SETTLEMENT:
            kept = 0.25 * (1.0 - math.exp(-0.02 * dyad.held))
        floor = p.faith + 0.3 * (institutions - 0.25) + kept - 0.06 * dyad.broken
        backed = p.guarantee * min(1.0, dyad.guarantee) + 0.12 * min(1.0, dyad.verification)
        dyad.credence_b = clamp(relax(dyad.credence_b, floor + backed, 0.1), 0.02, 0.98)
        dyad.credence_a = clamp(relax(dyad.credence_a, floor + 0.1 + backed, 0.1), 0.02, 0.98)


@kernel
def deal(t: Any, k: int) -> float:
    """Share for b in the middle of the range that both sides prefer to war, or -1 if none."""
    dyad = t.dyads[k]
    least = max(0.03, (dyad.belief_b - dyad.cost_b) / dyad.credence_b)
    most = 1.0 - max(0.0, dyad.belief_a - dyad.cost_a) / dyad.credence_a
    if least > most or most <= 0.0:
        return -1.0
    return 0.5 * (least + most)


@kernel
def conclude(t: Any, k: int, why: int, week: int) -> None:
    """End the agreement in force between a pair."""
    dyad = t.dyads[k]
    if dyad.agreement >= 0:
        paper = t.agreements[dyad.agreement]
        paper.ended = week
        paper.end = why
        dyad.agreement = -1


@kernel
def put_down(t: Any, k: int, kind: int, share: float, week: int) -> None:
    """Sign an agreement of some kind between a pair, replacing the one in force."""
    dyad = t.dyads[k]
    conclude(t, k, REPLACED, week)
    row = -1
    for i in range(len(t.agreements)):
        if t.agreements[i].alive == 0:
            row = i
            break
    if row < 0:
        return
    paper = t.agreements[row]
    paper.alive = 1
    paper.dyad = k
    paper.kind = kind
    paper.signed = week
    paper.ended = -1
    paper.end = 0
    paper.mediated = 1 if dyad.mediation > 0.05 else 0
    paper.guaranteed = min(1.0, dyad.guarantee)
    paper.disarmed = 0.0
    paper.incidents = 0
    paper.political = share if kind == SETTLED else 0.0
    paper.military = 0.5 * share if kind == SETTLED else 0.0
    paper.territorial = 0.5 * share if kind == SETTLED else 0.0
    paper.economic = 0.5 * share if kind == SETTLED else 0.0
    dyad.agreement = row
    dyad.offer = share
    dyad.since = week
    dyad.held = 0.0
    dyad.tension = 0.0
    dyad.stage = SETTLEMENT if kind == SETTLED else CEASEFIRE
    t.factions[dyad.b].peak = t.factions[dyad.b].fighters


@kernel
def back_to_war(t: Any, q: Any, k: int, week: int) -> None:
    """The agreement of a pair has collapsed."""
    dyad = t.dyads[k]
    conclude(t, k, BROKEN, week)
    dyad.stage = WAR
    dyad.since = week
    dyad.talking = 0
    dyad.wars += 1
    dyad.broken += 1.0
    dyad.credence_a *= 0.6
    dyad.credence_b *= 0.6
    dyad.belief_b = min(0.95, dyad.belief_b + 0.5 * q[0].optimism)
    dyad.belief_a = min(0.95, dyad.belief_a + 0.5 * q[0].optimism)


@kernel
def wants_out(t: Any, q: Any, k: int, side: int) -> float:
    """How much a side prefers war to the agreement in force, as a share of the stake."""
    p = q[0]
    dyad = t.dyads[k]
    kind = t.agreements[dyad.agreement].kind
    weight = 0.35
    if kind == PRELIMINARY:
        weight = 0.5
    elif kind == DEFINITIVE:
        weight = 0.8
    elif kind == SETTLED:
        weight = 1.0
    odds = share_of_strength(t, q, k)
    deterrent = p.punish * min(1.0, dyad.guarantee) + p.exposure * min(1.0, dyad.verification)
    if side == 0:
        hope = 0.5 * dyad.belief_a + 0.5 * (1.0 - odds)
        return hope - p.pain * 0.35 - weight * (1.0 - dyad.offer) * dyad.credence_a - deterrent
    hope = 0.5 * dyad.belief_b + 0.5 * odds
    return hope - p.pain * 0.35 - weight * dyad.offer * dyad.credence_b - deterrent


@inlined
def chance_of_breach(want: float, q: Any) -> float:
    """Weekly chance that a party orders a breach."""
    p = q[0]
    return p.breach / (1.0 + math.exp(clamp(-want / p.temper, -40.0, 40.0)))


@kernel
def negotiate(t: Any, q: Any, seed: int, week: int, k: int) -> None:
    """War, or a ceasefire: talks may open, and lead to a truce or a settlement."""
    p = q[0]
    dyad = t.dyads[k]
    # A stalemate that hurts both is ripest (Zartman 2000); but a side that loses badly sues too.
    hurt_a = dyad.cost_a / (dyad.cost_a + 0.15)
    hurt_b = dyad.cost_b / (dyad.cost_b + 0.15)
    ripe = 0.2 * (hurt_a + hurt_b) + 0.6 * hurt_a * hurt_b
    help_ = 1.0 + p.mediators * min(1.0, dyad.mediation)
    if dyad.talking == 0:
        if uniform(seed, TALK, week, k, 0) < p.talks * ripe * help_:
            dyad.talking = 1
        return
    if uniform(seed, TALK, week, k, 1) < 0.04 / help_:
        dyad.talking = 0
        return
    share = deal(t, k)
    if share >= 0.0 and uniform(seed, SIGN, week, k, 0) < p.sign * help_:
        if dyad.stage == CEASEFIRE or uniform(seed, SIGN, week, k, 1) < 0.3:
            put_down(t, k, SETTLED, share, week)
            dyad.talking = 0
        else:
            put_down(t, k, DEFINITIVE, share, week)
        return
    if dyad.stage == WAR and uniform(seed, SIGN, week, k, 2) < p.truce * ripe * help_:
        kind = PRELIMINARY if dyad.verification + 0.2 * dyad.mediation > 0.15 else CESSATION
        put_down(t, k, kind, max(0.2, dyad.belief_b), week)


@kernel
def keep_or_break(t: Any, q: Any, seed: int, week: int, k: int) -> None:
    """One week under an agreement: each side decides, incidents add up, it may collapse."""
    p = q[0]
    dyad = t.dyads[k]
    dyad.held += 1.0
    dyad.breach_a = 0
    dyad.breach_b = 0
    if uniform(seed, BREACH_A, week, k, 0) < chance_of_breach(wants_out(t, q, k, 0), q):
        dyad.breach_a = 1
        dyad.tension += 1.5
    if uniform(seed, BREACH_B, week, k, 0) < chance_of_breach(wants_out(t, q, k, 1), q):
        dyad.breach_b = 1
        dyad.tension += 1.5
    strain = dyad.tension / (dyad.tension + 3.0)
    if uniform(seed, COLLAPSE, week, k, 0) < p.collapse * strain * strain:
        back_to_war(t, q, k, week)


@kernel
def bargain(t: Any, q: Any, seed: int, week: int) -> None:
    """One week of every active pair: onset, talks, agreements, breaches, defeat."""
    p = q[0]
    for k in range(len(t.dyads)):
        dyad = t.dyads[k]
        one = t.factions[dyad.a]
        two = t.factions[dyad.b]
        alive = dyad.rivals != 0 and two.status == ACTIVE and (dyad.a == 0 or one.status == ACTIVE)
        if alive and dyad.active == 0:
            dyad.active = 1
            dyad.stage = QUIET
            dyad.since = week
            odds = share_of_strength(t, q, k)
            dyad.belief_b = clamp(odds + p.optimism, 0.05, 0.95)
            dyad.belief_a = clamp(1.0 - odds + p.optimism, 0.05, 0.95)
        if not alive:
            if dyad.active != 0:
                done = dyad.stage == SETTLEMENT and two.fighters < p.defeat
                conclude(t, k, FULFILLED if done else LAPSED, week)
                dyad.active = 0
                dyad.stage = QUIET
                dyad.since = week
                dyad.talking = 0
            continue
        if dyad.stage == QUIET:
            if two.fighters > p.onset or dyad.deaths > 0.2 * p.onset:
                dyad.stage = WAR
                dyad.since = week
                dyad.wars += 1
        elif dyad.stage == WAR:
            dyad.breach_a = 0
            dyad.breach_b = 0
            negotiate(t, q, seed, week, k)
        else:
            keep_or_break(t, q, seed, week, k)
            if dyad.stage == CEASEFIRE:
                negotiate(t, q, seed, week, k)


@kernel
def implement(t: Any, q: Any, seed: int, week: int) -> None:
    """Carry out what settlements promise: fighters go home, power is shared; end what is over."""
    p = q[0]
    for k in range(len(t.dyads)):
        dyad = t.dyads[k]
        if dyad.active == 0 or dyad.stage != SETTLEMENT:
            continue
        two = t.factions[dyad.b]
        group = t.groups[two.group]
        if dyad.a == 0:
            promised = clamp(0.3 + 0.7 * dyad.offer, 0.0, 0.9)
            # Sharing is slower where the promise is not believed: the state drags its feet.
            group.inclusion += p.reform * dyad.credence_b * max(0.0, promised - group.inclusion)
        if dyad.agreement >= 0:
            paper = t.agreements[dyad.agreement]
            paper.disarmed = clamp(1.0 - two.fighters / max(two.peak, 1.0), 0.0, 1.0)
    for i in range(len(t.bands)):
        band = t.bands[i]
        if band.alive == 0:
            continue
        dyad = t.dyads[t.pair[0, band.faction]]
        if dyad.stage != SETTLEMENT or dyad.breach_b != 0:
            continue
        rate = p.disarm * (0.3 + 0.7 * dyad.credence_b)
        n = round_random(band.fighters * rate, uniform(seed, DISARM, week, i, 0))
        if n > 0.0:
            disband(t, i, min(n, band.fighters))
            end_if_empty(t, i)
    for f in range(1, len(t.factions)):
        group_row = t.factions[f]
        if group_row.status != ACTIVE:
            continue
        over = group_row.fighters < p.defeat
        pair = t.dyads[t.pair[0, f]]
        young = pair.stage == QUIET and week - pair.since < 26
        if over and not young:
            group_row.status = LATENT
            for i in range(len(t.bands)):
                band = t.bands[i]
                if band.alive != 0 and band.faction == f:
                    disband(t, i, band.fighters)
                    end_if_empty(t, i)


@kernel
def choose_side(t: Any) -> None:
    """Which armed group the young men of each community would join: the one of their own around
    them, else the largest of their group that still fights, else a latent one."""
    for i in range(len(t.communities)):
        people = t.communities[i]
        best = -1
        score = -1.0
        for f in range(1, len(t.factions)):
            group = t.factions[f]
            if group.group != people.group:
                continue
            if t.dyads[t.pair[0, f]].stage == SETTLEMENT:
                continue
            value = 1.0 / (1.0 + f) + (1.0 if group.status == ACTIVE else 0.0)
            value += group.fighters / (group.fighters + 500.0)
            if value > score:
                score = value
                best = f
        row = t.cells[people.cell].bands
        while row >= 0:
            band = t.bands[row]
            own = band.alive != 0 and t.factions[band.faction].group == people.group
            if own and t.dyads[t.pair[0, band.faction]].stage != SETTLEMENT:
                best = band.faction
            row = band.next_here
        people.joins = best


@kernel
def fragment(t: Any, q: Any, seed: int, week: int) -> None:
    """A party that has just signed may split: those who reject the deal fight on (Stedman 1997)."""
    p = q[0]
    for k in range(len(t.dyads)):
        dyad = t.dyads[k]
        if dyad.a != 0 or dyad.active == 0 or dyad.since != week:
            continue
        if dyad.stage != SETTLEMENT and dyad.stage != CEASEFIRE:
            continue
        old = t.factions[dyad.b]
        unhappy = clamp(dyad.belief_b + 0.3 - dyad.offer, 0.0, 1.0)
        if uniform(seed, SPLIT, week, k, 0) >= p.split * (1.0 - old.cohesion) * unhappy * 2.0:
            continue
        spare = -1
        for f in range(1, len(t.factions)):
            if t.factions[f].group < 0:
                spare = f
                break
        if spare < 0 or old.bands < 2:
            continue
        new = t.factions[spare]
        new.kind = old.kind
        new.aim = old.aim
        new.group = old.group
        new.parent = dyad.b
        new.stronghold = old.stronghold
        new.cohesion = clamp(old.cohesion + 0.1, 0.1, 0.95)
        new.predation = clamp(old.predation + 0.15, 0.0, 0.95)
        new.bombs = old.bombs
        new.status = ACTIVE
        part = 0.15 + 0.35 * uniform(seed, SPLIT, week, k, 1)
        new.money = old.money * part
        new.sponsor = old.sponsor * part
        old.money -= new.money
        old.sponsor -= new.sponsor
        t.dyads[t.pair[0, spare]].rivals = 1
        t.dyads[t.pair[min(spare, dyad.b), max(spare, dyad.b)]].rivals = 1
        for i in range(len(t.bands)):
            band = t.bands[i]
            if band.alive != 0 and band.faction == dyad.b:
                if uniform(seed, SPLIT, week, i, 2) < part:
                    band.faction = spare


@kernel
def seize_power(t: Any, q: Any, capital: int, week: int) -> int:
    """A centre-seeking group that outweighs the state and holds the capital takes power.

    Returns its row, or -1. Its people are included, the others lose their share; its fighters go
    home or into office, and armed conflict of this pair is over.
    """
    for f in range(1, len(t.factions)):
        group = t.factions[f]
        if group.status != ACTIVE or group.aim != CENTRE:
            continue
        k = t.pair[0, f]
        if t.dyads[k].stage != WAR or share_of_strength(t, q, k) < 0.6:
            continue
        near = t.cells[capital].fighters
        for n in range(8):
            if t.neighbours[capital, n] >= 0:
                near += t.cells[t.neighbours[capital, n]].fighters
        if q[0].leverage * near < t.cells[capital].state_force:
            continue
        for g in range(len(t.groups)):
            if g == group.group:
                t.groups[g].inclusion = 0.8
            else:
                t.groups[g].inclusion *= 0.6
        for i in range(len(t.bands)):
            band = t.bands[i]
            if band.alive != 0 and band.faction == f:
                disband(t, i, band.fighters)
                end_if_empty(t, i)
        for i in range(len(t.forces)):
            if i % 2 == 0:
                t.forces[i].group = group.group
        group.status = LATENT
        group.victories += 1
        return f
    return -1


def strength(world: World) -> None:
    """Count strength by party."""
    count_strength(world.rows, world.params["politics"])


def bargaining(world: World) -> None:
    """One week of politics between all pairs of parties."""
    rows, q = world.rows, world.params["politics"]
    believe(rows, q)
    bargain(rows, q, world.seed, world.week)
    fragment(rows, q, world.seed, world.week)
    implement(rows, q, world.seed, world.week)
    choose_side(rows)


def overthrow(world: World) -> int:
    """The row of a group that took power this week, or -1."""
    return int(seize_power(world.rows, world.params["politics"], world.capital, world.week))

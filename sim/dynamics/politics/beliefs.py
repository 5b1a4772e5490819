"""What parties believe: who is strong, who would prevail, what war costs, whether promises hold.

Parties hold beliefs on who would prevail and learn by fighting (Filson & Werner 2002; Slantchev
2003).
"""

import math
from typing import Any

from sim.kernels import clamp, inlined, kernel, relax
from sim.state import codes

WAR, CEASEFIRE, SETTLEMENT = codes.WAR, codes.CEASEFIRE, codes.SETTLEMENT


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
        t.dyads[k].tension *= p.lingering
    for d in range(len(t.districts)):
        t.districts[d].violence *= 0.95


@kernel
def share_of_strength(t: Any, q: Any, k: int, latent: float) -> float:
    """Chance that side b of pair `k` would prevail by the balance of strength.

    `latent` is how many more fighters it could raise.
    """
    dyad = t.dyads[k]
    weight = q[0].leverage if dyad.a == 0 else 1.0
    b = (t.factions[dyad.b].strength + latent) * weight
    a = t.factions[dyad.a].strength
    return b / (a + b + 1.0)


@kernel
def breadth(t: Any, k: int) -> float:
    """Share of the four dimensions of power that the settlement of a pair covers, 0 if none."""
    dyad = t.dyads[k]
    if dyad.stage != SETTLEMENT or dyad.agreement < 0:
        return 0.0
    paper = t.agreements[dyad.agreement]
    n = 0.25 if paper.political > 0.0 else 0.0
    n += 0.25 if paper.territorial > 0.0 else 0.0
    n += 0.25 if paper.military > 0.0 else 0.0
    return n + (0.25 if paper.economic > 0.0 else 0.0)


@kernel
def constraint(t: Any, k: int) -> float:
    """How far side b of a settled pair holds means that keep the state to its word: own men in its
    army, own people in office at home. 0 to 1 (Gates et al. 2016)."""
    dyad = t.dyads[k]
    if dyad.stage != SETTLEMENT or dyad.agreement < 0 or dyad.a != 0:
        return 0.0
    paper = t.agreements[dyad.agreement]
    found = 0.0
    if paper.military > 0.0:
        found += 0.5 * min(
            1.0, paper.integrated / max(1.0, paper.military * t.factions[dyad.b].peak)
        )
    if paper.territorial > 0.0:
        n = 0.0
        ruled = 0.0
        for d in range(len(t.districts)):
            if t.districts[d].group == t.factions[dyad.b].group:
                n += 1.0
                ruled += t.districts[d].self_rule
        found += 0.5 * ruled / max(n, 1.0)
    return found


@inlined
def hope(q: Any, belief: float, stalled: float) -> float:
    """What a party's chance to prevail is worth to it, as a share of the stake, as far as its
    campaigns are held up."""
    return belief * (1.0 - q[0].futile * stalled)


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
        odds = share_of_strength(t, q, k, 0.0)
        # The exchange of losses counts as far as there has been fighting to learn from.
        seen = dyad.deaths / (dyad.deaths + 100.0)
        exchange = (two.inflicted + 1.0) / (two.inflicted + two.losses + 2.0)
        outlook = (1.0 - 0.5 * seen) * odds + 0.5 * seen * exchange
        dyad.belief_b = relax(dyad.belief_b, outlook, p.learning)
        dyad.belief_a = relax(dyad.belief_a, 1.0 - outlook, p.learning)
        if dyad.stage == WAR:
            dyad.weary = min(0.6, dyad.weary + p.fatigue / 52.0)
        else:
            dyad.weary *= 0.99
        loss_b = hurt(two.losses, two.strength, p.pain) + dyad.weary
        dyad.cost_b = relax(dyad.cost_b, min(1.0, loss_b / dyad.resolve_b), 0.08)
        # A government pays for a war also by its economy: deaths anywhere weigh.
        loss_a = hurt(one.losses + p.burden * dyad.deaths, 0.1 * one.strength, p.pain) + dyad.weary
        dyad.cost_a = relax(dyad.cost_a, min(1.0, loss_a / dyad.resolve_a), 0.08)
        kept = 0.0
        if dyad.stage == CEASEFIRE or dyad.stage == SETTLEMENT:
            kept = p.habit * (1.0 - math.exp(-0.02 * dyad.held))
        meant = p.signal * breadth(t, k)
        floor = p.faith + p.rule_of_law * (institutions - 0.25) + kept - p.scar * dyad.broken
        backed = p.guarantee * min(1.0, dyad.guarantee) + p.witness * min(1.0, dyad.verification)
        dyad.credence_b = clamp(relax(dyad.credence_b, floor + backed + meant, 0.1), 0.02, 0.98)
        # Who has a share of power has something to lose, and is believed for that, too.
        dyad.credence_a = clamp(
            relax(dyad.credence_a, floor + 0.1 + backed + meant, 0.1), 0.02, 0.98
        )

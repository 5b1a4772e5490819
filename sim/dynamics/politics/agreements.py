"""Agreements: signing, keeping, breaking and ending them.

An agreement is kept or broken by decision: temptation against the value of the peace, the chance of
being seen and the power of those who guarantee it (Fortna 2003). Incidents that nobody ordered are
misread as breaches unless somebody verifies.
"""

import math
from typing import Any

from sim.dynamics.membership import desert_to
from sim.dynamics.politics.beliefs import constraint, hope, share_of_strength
from sim.kernels import clamp, inlined, kernel, uniform
from sim.state import codes
from sim.streams import stream

BREACH_A, BREACH_B, COLLAPSE, TERMS = (
    stream("politics.breach_a"),
    stream("politics.breach_b"),
    stream("politics.collapse"),
    stream("politics.terms"),
)
WAR, CEASEFIRE, SETTLEMENT = codes.WAR, codes.CEASEFIRE, codes.SETTLEMENT
PRELIMINARY, DEFINITIVE, SETTLED = codes.PRELIMINARY, codes.DEFINITIVE, codes.SETTLED
BROKEN, REPLACED = codes.BROKEN, codes.REPLACED
POLITICAL, TERRITORIAL, MILITARY, ECONOMIC = (
    codes.POLITICAL,
    codes.TERRITORIAL,
    codes.MILITARY,
    codes.ECONOMIC,
)


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
    paper.integrated = 0.0
    paper.political = 0.0
    paper.territorial = 0.0
    paper.military = 0.0
    paper.economic = 0.0
    dyad.agreement = row
    dyad.offer = share
    dyad.since = week
    dyad.held = 0.0
    dyad.tension = 0.0
    dyad.stage = SETTLEMENT if kind == SETTLED else CEASEFIRE
    t.factions[dyad.b].peak = t.factions[dyad.b].fighters


@kernel
def promise(t: Any, q: Any, k: int, terms: int) -> None:
    """Write into the settlement of a pair in which dimensions it shares power: codes added up."""
    paper = t.agreements[t.dyads[k].agreement]
    if terms & POLITICAL != 0:
        paper.political = t.dyads[k].offer
    if terms & TERRITORIAL != 0:
        paper.territorial = 1.0
    if terms & MILITARY != 0:
        paper.military = q[0].integration
    if terms & ECONOMIC != 0:
        paper.economic = q[0].dividend


@kernel
def drawn_terms(t: Any, q: Any, seed: int, week: int, k: int) -> int:
    """Dimensions in which a settlement shares power: seats at the centre, and what else is on the
    table (Hartzell & Hoddie 2003)."""
    broad = q[0].breadth + (1.0 - q[0].breadth) * min(1.0, t.dyads[k].terms)
    terms = POLITICAL
    if uniform(seed, TERMS, week, k, 0) < broad:
        terms += TERRITORIAL
    if uniform(seed, TERMS, week, k, 1) < broad:
        terms += MILITARY
    if uniform(seed, TERMS, week, k, 2) < broad:
        terms += ECONOMIC
    return terms


@kernel
def back_to_war(t: Any, q: Any, k: int, week: int) -> None:
    """The agreement of a pair has collapsed; men taken into the army go back with their arms."""
    p = q[0]
    dyad = t.dyads[k]
    if dyad.agreement >= 0 and dyad.a == 0:
        desert_to(t, dyad.b, float(int(p.mutiny * t.agreements[dyad.agreement].integrated)))
        # Who wants war has no more use for those who came to keep the peace.
        t.mission[0].consent *= 1.0 - p.rupture
    conclude(t, k, BROKEN, week)
    dyad.stage = WAR
    dyad.since = week
    dyad.talking = 0
    dyad.wars += 1
    dyad.broken += 1.0
    dyad.credence_a *= p.shock
    dyad.credence_b *= p.shock
    dyad.belief_b = min(0.95, dyad.belief_b + 0.5 * p.optimism)
    dyad.belief_a = min(0.95, dyad.belief_a + 0.5 * p.optimism)


@kernel
def worth(q: Any, kind: int) -> float:
    """What an agreement of some kind is worth, as a share of a settlement."""
    p = q[0]
    if kind == SETTLED:
        return 1.0
    if kind == DEFINITIVE:
        return p.worth_definitive
    return p.worth_preliminary if kind == PRELIMINARY else p.worth_cessation


@kernel
def commission(q: Any, kind: int) -> float:
    """Share of breaches that a commission of both parties brings to light. 0 to 1.

    Ceasefires that are more than a halt of fighting provide for one (Clayton & Sticher 2021).
    """
    return q[0].commission if PRELIMINARY <= kind <= DEFINITIVE else 0.0


@kernel
def wants_out(t: Any, q: Any, k: int, side: int) -> float:
    """How much a side prefers war to the agreement in force, as a share of the stake.

    Staying in is worth its share if the promise is kept, and, if not, the war that it can still
    wage then: the commitment problem grows as arms are laid down (Walter 2002; Powell 2006).
    """
    p = q[0]
    dyad = t.dyads[k]
    paper = t.agreements[dyad.agreement]
    weight = worth(q, paper.kind)
    stalled = t.factions[dyad.b].stalled
    # Who holds office at home and has men in the army can raise again what was sent home.
    latent = constraint(t, k) * max(0.0, t.factions[dyad.b].peak - t.factions[dyad.b].fighters)
    odds = share_of_strength(t, q, k, latent)
    pain = p.pain * p.remembered / (dyad.resolve_a if side == 0 else dyad.resolve_b)
    seen = min(1.0, max(dyad.verification, commission(q, paper.kind)))
    deterrent = p.punish * min(1.0, dyad.guarantee) + p.exposure * seen
    if side == 0:
        chance = hope(q, 0.5 * dyad.belief_a + 0.5 * (1.0 - odds), stalled)
        # War costs less against those who cannot strike back.
        pain *= 1.0 - p.spared * (1.0 - min(1.0, 2.0 * odds))
        promised = weight * (1.0 - dyad.offer) * dyad.credence_a
        cheated = (1.0 - dyad.credence_a) * chance
    else:
        chance = hope(q, 0.5 * dyad.belief_b + 0.5 * odds, stalled)
        promised = weight * dyad.offer * dyad.credence_b
        cheated = (1.0 - dyad.credence_b) * chance * means_left(t, k)
    return chance - pain - promised - cheated - deterrent


@kernel
def means_left(t: Any, k: int) -> float:
    """Part of its means that side b of pair `k` would still have if it were cheated now: arms not
    yet laid down, own men in the army, own people in office at home. 0 to 1."""
    given_up = t.agreements[t.dyads[k].agreement].disarmed
    return 1.0 - given_up * (1.0 - constraint(t, k))


@inlined
def readiness(want: float, temper: float) -> float:
    """Chance that a party decides against an agreement to which it prefers war by `want`."""
    return 1.0 / (1.0 + math.exp(clamp(-want / temper, -40.0, 40.0)))


@kernel
def keep_or_break(t: Any, q: Any, seed: int, week: int, k: int) -> None:
    """One week under an agreement: each side decides, incidents add up, it may collapse."""
    p = q[0]
    dyad = t.dyads[k]
    dyad.held += 1.0
    dyad.breach_a = 0
    dyad.breach_b = 0
    want_a = wants_out(t, q, k, 0)
    want_b = wants_out(t, q, k, 1)
    if uniform(seed, BREACH_A, week, k, 0) < p.breach * readiness(want_a, p.temper):
        dyad.breach_a = 1
        dyad.tension += p.affront
    if uniform(seed, BREACH_B, week, k, 0) < p.breach * readiness(want_b, p.temper):
        dyad.breach_b = 1
        dyad.tension += p.affront
    # Under fresh incidents whoever is the readier for war may see no reason to wait for the other.
    strain = dyad.tension / (dyad.tension + 3.0)
    readier = max(want_a, want_b)
    give_up = readiness(readier + p.alarm * strain, p.temper)
    fails = p.collapse * strain * give_up
    if dyad.stage == CEASEFIRE:
        # A ceasefire is an interval: whoever would rather fight has only to begin again.
        fails += p.resume * readiness(readier, p.temper)
    if uniform(seed, COLLAPSE, week, k, 0) < fails:
        back_to_war(t, q, k, week)

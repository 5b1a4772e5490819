"""Agreements: signing, keeping, breaking and ending them.

An agreement is kept or broken by decision: temptation against the value of the peace, the chance of
being seen and the power of those who guarantee it (Fortna 2003). Incidents that nobody ordered are
misread as breaches unless somebody verifies.
"""

import math
from typing import Any

from sim.dynamics.politics.beliefs import share_of_strength
from sim.kernels import clamp, inlined, kernel, uniform
from sim.state import codes
from sim.streams import stream

BREACH_A, BREACH_B, COLLAPSE = (
    stream("politics.breach_a"),
    stream("politics.breach_b"),
    stream("politics.collapse"),
)
WAR, CEASEFIRE, SETTLEMENT = codes.WAR, codes.CEASEFIRE, codes.SETTLEMENT
PRELIMINARY, DEFINITIVE, SETTLED = codes.PRELIMINARY, codes.DEFINITIVE, codes.SETTLED
BROKEN, REPLACED = codes.BROKEN, codes.REPLACED


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
    p = q[0]
    dyad = t.dyads[k]
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
def wants_out(t: Any, q: Any, k: int, side: int) -> float:
    """How much a side prefers war to the agreement in force, as a share of the stake."""
    p = q[0]
    dyad = t.dyads[k]
    weight = worth(q, t.agreements[dyad.agreement].kind)
    odds = share_of_strength(t, q, k)
    deterrent = p.punish * min(1.0, dyad.guarantee) + p.exposure * min(1.0, dyad.verification)
    if side == 0:
        hope = 0.5 * dyad.belief_a + 0.5 * (1.0 - odds)
        gain = weight * (1.0 - dyad.offer) * dyad.credence_a
        return hope - p.pain * p.remembered - gain - deterrent
    hope = 0.5 * dyad.belief_b + 0.5 * odds
    return hope - p.pain * p.remembered - weight * dyad.offer * dyad.credence_b - deterrent


@inlined
def chance_of_breach(want: float, q: Any) -> float:
    """Weekly chance that a party orders a breach."""
    p = q[0]
    return p.breach / (1.0 + math.exp(clamp(-want / p.temper, -40.0, 40.0)))


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
        dyad.tension += p.affront
    if uniform(seed, BREACH_B, week, k, 0) < chance_of_breach(wants_out(t, q, k, 1), q):
        dyad.breach_b = 1
        dyad.tension += p.affront
    strain = dyad.tension / (dyad.tension + 3.0)
    if uniform(seed, COLLAPSE, week, k, 0) < p.collapse * strain * strain:
        back_to_war(t, q, k, week)

"""Talks and deals: when parties open talks, and whether there is a deal that both prefer to war.

They settle when a deal is better for both than going on *and* the promise is believed (Fearon 1995,
2004; Walter 1997, 2002).
"""

import math
from typing import Any

from sim.dynamics.politics.agreements import (
    conclude,
    drawn_terms,
    keep_or_break,
    promise,
    put_down,
)
from sim.dynamics.politics.beliefs import hope, share_of_strength
from sim.kernels import clamp, inlined, kernel, uniform
from sim.state import codes
from sim.streams import stream

TALK, SIGN, JOINT, STAKE = (
    stream("politics.talk"),
    stream("politics.sign"),
    stream("politics.joint"),
    stream("politics.stake"),
)
QUIET, WAR, CEASEFIRE, SETTLEMENT = codes.QUIET, codes.WAR, codes.CEASEFIRE, codes.SETTLEMENT
CESSATION, PRELIMINARY, DEFINITIVE, SETTLED = (
    codes.CESSATION,
    codes.PRELIMINARY,
    codes.DEFINITIVE,
    codes.SETTLED,
)
LAPSED, FULFILLED, ACTIVE = codes.LAPSED, codes.FULFILLED, codes.ACTIVE


@kernel
def deal(t: Any, q: Any, k: int) -> float:
    """Share for b in the middle of the range that both sides prefer to war, or -1 if none."""
    dyad = t.dyads[k]
    stalled = t.factions[dyad.b].stalled
    war_b = hope(q, dyad.belief_b, stalled) - dyad.cost_b
    war_a = hope(q, dyad.belief_a, stalled) - dyad.cost_a
    least = max(0.03, war_b / dyad.credence_b)
    most = 1.0 - max(0.0, war_a) / dyad.credence_a
    if least > most or most <= 0.0:
        return -1.0
    return 0.5 * (least + most)


@kernel
def negotiate(t: Any, q: Any, seed: int, week: int, k: int) -> None:
    """War, or a ceasefire: talks may open, and lead to a truce or a settlement."""
    p = q[0]
    dyad = t.dyads[k]
    # A stalemate that hurts both is ripest (Zartman 2000); but a side that loses badly sues too.
    # Hope that is lost hurts as much as what is lost.
    stalled = t.factions[dyad.b].stalled
    price_a = dyad.cost_a + dyad.belief_a - hope(q, dyad.belief_a, stalled)
    price_b = dyad.cost_b + dyad.belief_b - hope(q, dyad.belief_b, stalled)
    hurt_a = price_a / (price_a + p.ready)
    hurt_b = price_b / (price_b + p.ready)
    ripe = 0.2 * (hurt_a + hurt_b) + 0.6 * hurt_a * hurt_b
    helped = 1.0 + p.mediators * min(1.0, dyad.mediation)
    if dyad.talking == 0:
        if uniform(seed, TALK, week, k, 0) < p.talks * ripe * helped:
            dyad.talking = 1
        return
    if uniform(seed, TALK, week, k, 1) < p.give_up / helped:
        dyad.talking = 0
        return
    share = deal(t, q, k)
    if share >= 0.0 and uniform(seed, SIGN, week, k, 0) < p.sign * helped:
        if dyad.stage == CEASEFIRE or uniform(seed, SIGN, week, k, 1) < p.at_once:
            put_down(t, k, SETTLED, share, week)
            promise(t, q, k, drawn_terms(t, q, seed, week, k))
            dyad.talking = 0
        else:
            put_down(t, k, DEFINITIVE, share, week)
        return
    if dyad.stage == WAR and uniform(seed, SIGN, week, k, 2) < p.truce * ripe * helped:
        # What makes a ceasefire preliminary is that somebody watches over it: third parties, or a
        # commission of the two (Clayton & Sticher 2021).
        watched = dyad.verification + 0.2 * dyad.mediation > 0.15
        watched = watched or uniform(seed, JOINT, week, k, 0) < p.joint
        kind = PRELIMINARY if watched else CESSATION
        put_down(t, k, kind, max(0.2, dyad.belief_b), week)


@inlined
def resolve(spread: float, u: float) -> float:
    """Worth of a stake to a party, against that in an ordinary war: log-logistic, median 1, with
    the standard deviation `spread` of its logarithm, from the uniform draw `u`."""
    return math.exp(spread * 0.5513 * math.log((u + 1e-12) / (1.0 - u + 1e-12)))


@kernel
def weigh_stakes(t: Any, spread: float, seed: int, week: int, k: int) -> None:
    """Draw what a war is worth to either party of pair `k`; see :func:`resolve`."""
    dyad = t.dyads[k]
    dyad.resolve_a = clamp(resolve(spread, uniform(seed, STAKE, week, k, 0)), 0.2, 5.0)
    dyad.resolve_b = clamp(resolve(spread, uniform(seed, STAKE, week, k, 1)), 0.2, 5.0)


@kernel
def meet(t: Any, q: Any, seed: int, week: int, k: int) -> None:
    """Both parties of pair `k` are active now: it begins in quiet, each sure of itself."""
    dyad = t.dyads[k]
    weigh_stakes(t, q[0].stakes, seed, week, k)
    dyad.active = 1
    dyad.stage = QUIET
    dyad.since = week
    odds = share_of_strength(t, q, k, 0.0)
    dyad.belief_b = clamp(odds + q[0].optimism, 0.05, 0.95)
    dyad.belief_a = clamp(1.0 - odds + q[0].optimism, 0.05, 0.95)


@kernel
def part(t: Any, q: Any, k: int, week: int) -> None:
    """One party of pair `k` is gone, and with it what the two had agreed."""
    dyad = t.dyads[k]
    done = dyad.stage == SETTLEMENT and t.factions[dyad.b].fighters < q[0].defeat
    conclude(t, k, FULFILLED if done else LAPSED, week)
    dyad.active = 0
    dyad.stage = QUIET
    dyad.since = week
    dyad.talking = 0


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
            meet(t, q, seed, week, k)
        if not alive:
            if dyad.active != 0:
                part(t, q, k, week)
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

"""Local truces: what elders of two communities sign, watch over, and see broken.

A truce binds a pair of communities, not parties of the war: it pays for the dead, sends disputes to
a joint committee and obliges elders to hold back their own young men. Mediators make it likelier,
and remembered (Duursma 2021).
"""

from typing import Any

from sim.kernels import kernel, saturate, uniform
from sim.streams import stream

PACT, LAPSE = stream("communal.pact"), stream("communal.lapse")


@kernel
def watched(t: Any, i: int) -> float:
    """How far somebody follows up the truce of pair `i`: mediators, or people with ties across."""
    tie = t.ties[i]
    return max(min(1.0, tie.settling), tie.civic)


@kernel
def make_peace(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """One week of pair `i`: its elders may sign a truce, or let one be forgotten."""
    p = q[0]
    tie = t.ties[i]
    if tie.truce >= 0:
        if uniform(seed, LAPSE, week, i, 0) < p.lapse * (1.0 - watched(t, i)):
            tie.truce = -1
        return
    strain = max(saturate(tie.revenge, 3.0), tie.tension)
    if strain < 0.05:
        return
    one = t.communities[tie.a]
    two = t.communities[tie.b]
    # Who cannot hold back his own men has nothing to promise.
    word = one.cohesion * two.cohesion
    helped = p.unaided + (1.0 - p.unaided) * min(1.0, tie.settling)
    if uniform(seed, PACT, week, i, 0) < p.pact * strain * word * helped:
        tie.truce = week
        tie.truces += 1
        means = min(1.0, 0.5 * (one.income + two.income))
        tie.revenge *= 1.0 - p.blood_money * means


@kernel
def broken(t: Any, q: Any, i: int) -> None:
    """Blood has been shed between pair `i`: a truce, if there was one, is over."""
    tie = t.ties[i]
    if tie.truce >= 0:
        tie.truce = -1
        tie.truces_broken += 1
        tie.tension = min(1.0, tie.tension + q[0].betrayal)

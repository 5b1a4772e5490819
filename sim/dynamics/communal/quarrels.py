"""Disputes between neighbours: how they arise, are settled, or turn bloody."""

import math
from typing import Any

from sim.dynamics.communal.clashes import order_kept, outbreak
from sim.dynamics.communal.truces import make_peace, watched
from sim.kernels import BATCH, clamp, draw_rows, inlined, kernel, poisson, relax, round_random
from sim.state import codes
from sim.state.formulas import impartial
from sim.streams import stream

ARRIVE, SETTLE, OUTBREAK = (
    stream("communal.arrive"),
    stream("communal.settle"),
    stream("communal.outbreak"),
)
ARRIVALS, SETTLED, OUTBREAKS = 1, 2, 3  # lines of draws
DISPUTE, REVENGE = codes.DISPUTE, codes.REVENGE


@kernel
def assured(t: Any, q: Any, i: int) -> float:
    """How sure both sides of pair `i` are that the mission would punish whoever wrongs the other:
    as far as it could come, both trust it, and it is not seen to lean to anybody (Nomikos 2022)."""
    tie = t.ties[i]
    one = t.communities[tie.a]
    two = t.communities[tie.b]
    guard = 0.0
    for row in (one.cell, two.cell):
        guard += 0.5 * (t.cells[row].pk_reach + 1.5 * t.cells[row].pk_police)
    if guard <= 0.0:
        return 0.0
    fair = min(one.trust_mission, two.trust_mission) * (1.0 - t.mission[0].leaning)
    return fair * guard / (guard + q[0].guard_half)


@inlined
def hot(q: Any, weeks: float) -> float:
    """How ready people are for revenge so many weeks after blood was last shed, 0 to 1: most of it
    is taken soon; what has waited long is still remembered."""
    return q[0].grudge + (1.0 - q[0].grudge) * math.exp(-weeks / q[0].cool)


@kernel
def settle(t: Any, q: Any, i: int, place: int) -> None:
    """One week of pair `i` in peace: disputes arise and are settled, tension and revenge fade.

    Its draws are at a `place` of two lines of `t.draws`.
    """
    p = q[0]
    tie = t.ties[i]
    one = t.communities[tie.a]
    two = t.communities[tie.b]
    scarcity = clamp(1.3 - 0.5 * (one.income + two.income), 0.0, 1.3)
    newcomers = (one.hosted + two.hosted) / (one.founders + two.founders + 1.0)
    goal = tie.usual + p.dare * assured(t, q, i) * (1.0 - tie.usual)
    tie.contact = relax(tie.contact, goal, p.meet if goal > tie.contact else p.withdraw)
    arrivals = p.disputes * tie.contact * (scarcity + p.newcomers * newcomers)
    tie.disputes += poisson(arrivals, t.draws[ARRIVALS, place])

    order = 0.5 * (one.cohesion + two.cohesion)
    # Under a truce disputes go to a joint committee, however tense the two are.
    listen = 1.0 if tie.truce >= 0 else 1.0 - tie.tension
    elders = p.settle * order * (0.4 + 0.6 * tie.civic) * listen
    reached = clamp(0.5 + 0.5 * one.control, 0.0, 1.0)
    courts = p.courts * impartial(t.districts[one.district]) * reached
    helped = p.mediators * min(1.0, tie.settling)
    talk = p.dialogue * min(1.0, one.dialogue + two.dialogue)
    taught = p.versed * 0.5 * (one.versed + two.versed)
    rate = clamp(elders + courts + helped + talk + taught, 0.0, 0.9)
    settled = round_random(tie.disputes * rate, t.draws[SETTLED, place])
    tie.disputes -= min(settled, tie.disputes)

    # Who helps to settle disputes also helps to bury the past; the dead can be paid for sooner than
    # people come to trust each other.
    ease = p.fade * (1.0 + 4.0 * helped + 20.0 * talk)
    paid = p.fade * (1.0 + p.amends * helped + 20.0 * talk)
    tie.revenge *= 1.0 - min(paid, 0.5)
    base = p.prejudice * t.hostility[one.group, two.group] * (1.0 - tie.civic)
    tie.tension = clamp(relax(tie.tension, base, min(ease, 0.5)), 0.0, 1.0)
    growth = p.trust_ties * (0.5 - tie.tension) * (0.2 + talk * 20.0)
    tie.civic = clamp(tie.civic + growth - 0.0005, 0.02, 0.95)


@kernel
def quarrel(t: Any, q: Any, seed: int, week: int) -> None:
    """One week of disputes, settlements and clashes between all neighbouring pairs."""
    p = q[0]
    for i in range(len(t.ties)):
        place = i % BATCH
        if place == 0:
            draw_rows(t.draws, ARRIVALS, seed, ARRIVE, week, i)
            draw_rows(t.draws, SETTLED, seed, SETTLE, week, i)
            draw_rows(t.draws, OUTBREAKS, seed, OUTBREAK, week, i)
        if t.ties[i].a < 0:
            continue  # the one empty row of a country of one group
        settle(t, q, i, place)
        make_peace(t, q, seed, week, i)
        tie = t.ties[i]
        one = t.communities[tie.a]
        two = t.communities[tie.b]
        order = 0.5 * (one.cohesion + two.cohesion)
        guarded = 1.0 - p.guarded * order_kept(t, q, one.cell)
        if tie.truce >= 0:
            order += p.vow * (1.0 - order) * watched(t, i)
        restraint = (1.0 - p.policing * order) * guarded
        quarrels = p.escalate * tie.disputes * (0.2 + tie.tension)
        feud = 0.0
        if tie.revenge > 0.0:
            feud = p.revenge * hot(q, week - tie.last_clash) * tie.revenge / (tie.revenge + 5.0)
        if t.draws[OUTBREAKS, place] < (quarrels + feud) * restraint:
            outbreak(t, q, seed, week, i, REVENGE if feud > quarrels else DISPUTE)

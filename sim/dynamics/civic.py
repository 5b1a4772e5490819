"""Being heard: whom a community's spokesmen speak for, promises kept and broken, local initiatives.

Consultation builds representation as far as it reaches beyond leaders, and makes promises. Promises
that are kept earn trust slowly, those that are not cost it (Slovic 1993). Initiatives open to all
bring people together, also across groups (Varshney 2001); what a leader's side takes for itself
strengthens the leader and is envied next door. Without consultation nothing here moves.
"""

import math
from typing import Any

from sim.kernels import clamp, kernel, relax
from sim.state.params import Parameters
from sim.state.world import World
from sim.units import NonNegative, Positive, Share, param

EVERY = 4  # weeks between two counts
WEEKS = float(EVERY)


class Civic(Parameters):
    """How fast representation is built, trust in promises won and lost, favours envied."""

    # Councils of elders in village surveys have some women and strangers, but few.
    custom: Share = param(
        0.25,
        unit="share",
        low=0.1,
        high=0.4,
        source="A530",
        doc="representation by custom, where nobody asks for more",
    )
    # Committees set up by development projects take about two years to find their feet.
    build: Share = param(
        0.012,
        unit="share of gap a week",
        low=0.004,
        high=0.03,
        source="A531",
        doc="speed at which representation follows those whom regular consultation includes",
    )
    wane: Share = param(
        0.003,
        unit="share of gap a week",
        low=0.001,
        high=0.01,
        source="A531",
        doc="speed at which it falls back to custom",
    )
    # Two visits of a team lie within the time; a season of waiting is called a broken word.
    fresh: Positive = param(
        13.0,
        unit="weeks",
        low=6.0,
        high=26.0,
        source="A532",
        doc="in which what a visit of a team means to people fades to a third",
    )
    patience: Positive = param(
        30.0,
        unit="weeks",
        low=12.0,
        high=78.0,
        source="A532",
        doc="after which people take a promise for broken, in the mean",
    )
    gain: NonNegative = param(
        0.04,
        unit="share of gap per US dollar a person",
        low=0.01,
        high=0.1,
        source="Slovic1993",
        doc="trust in the mission won by promises kept",
    )
    letdown: NonNegative = param(
        0.5,
        unit="share per US dollar a person",
        low=0.1,
        high=1.2,
        source="Slovic1993",
        doc="trust in the mission lost by promises broken",
    )
    # Half of a household's monthly food in a poor country.
    aid_worth: NonNegative = param(
        1.0,
        unit="US dollars a person and week",
        low=0.2,
        high=4.0,
        source="A533",
        doc="worth, against promises, of aid that meets a whole need, where it is what was asked",
    )
    # At the usual size of funds (some US dollars a person over a mission) effects found are small.
    concord: NonNegative = param(
        0.002,
        unit="share of gap a week",
        low=0.0,
        high=0.006,
        source="A534",
        doc="cohesion built by many initiatives open to all",
    )
    joint: NonNegative = param(
        0.002,
        unit="share of gap a week",
        low=0.0,
        high=0.006,
        source="A534",
        doc="civic ties between neighbours built by their initiatives, where all are heard",
    )
    half: Positive = param(
        1.0,
        unit="US dollars a person",
        low=0.3,
        high=3.0,
        source="A534",
        doc="initiatives, or favours, at which half of their effect is reached",
    )
    envy: NonNegative = param(
        0.015,
        unit="share of gap a week",
        low=0.003,
        high=0.04,
        source="A535",
        doc="tension raised by favours that one side of a pair of neighbours got and the other not",
    )
    following: NonNegative = param(
        0.006,
        unit="share of gap a week",
        low=0.0,
        high=0.02,
        source="A535",
        doc="influence that a leader gains by favours to give away",
    )
    wear: Share = param(
        0.02,
        unit="share a week",
        low=0.01,
        high=0.05,
        source="A536",
        doc="rate at which initiatives and favours wear off: wells and roofs last, meetings do not",
    )


@kernel
def hear(t: Any, q: Any) -> bool:
    """Four weeks of representation and promises, and of what initiatives and favours do; whether
    there are any of these."""
    p = q[0]
    feedback = t.mission[0].feedback
    breadth = t.mission[0].breadth
    fade = math.exp(-WEEKS / p.fresh)
    left = 1.0 - WEEKS * p.wear
    some = False
    for i in range(len(t.communities)):
        one = t.communities[i]
        target = p.custom + one.contact * (breadth - p.custom)
        speed = p.wane + (p.build - p.wane) * one.contact
        one.representation = relax(one.representation, target, WEEKS * speed)
        one.contact *= fade
        if one.promises > 0.0 or one.kept > 0.0:
            aid = one.food_aid + one.health_aid + one.shelter_aid + one.jobs
            done = min(one.promises, WEEKS * p.aid_worth * feedback * aid)
            one.promises -= done
            won = min(1.0, p.gain * (one.kept + done))
            one.kept = 0.0
            broken = min(1.0, WEEKS / p.patience) * one.promises
            one.promises -= broken
            trust = one.trust_mission + won * (1.0 - one.trust_mission)
            one.trust_mission = trust * (1.0 - min(1.0, p.letdown * broken))
        if one.projects > 0.0:
            much = one.projects / (one.projects + p.half)
            one.cohesion += WEEKS * p.concord * much * max(0.0, 0.95 - one.cohesion)
            one.projects *= left
            some = True
        if one.favours > 0.0:
            much = one.favours / (one.favours + p.half)
            one.leader += WEEKS * p.following * much * max(0.0, 0.95 - one.leader)
            one.favours *= left
            some = True
    return some


@kernel
def compare(t: Any, q: Any) -> None:
    """Four weeks of what neighbours of different groups make of each other's share."""
    p = q[0]
    for i in range(len(t.ties)):
        tie = t.ties[i]
        if tie.a < 0:
            continue
        one = t.communities[tie.a]
        two = t.communities[tie.b]
        shared = one.projects + two.projects
        if shared > 0.0:
            heard = 0.5 * (one.representation + two.representation)
            much = heard * shared / (shared + 2.0 * p.half)
            tie.civic += WEEKS * p.joint * much * max(0.0, 0.95 - tie.civic)
        apart = abs(one.favours - two.favours)
        if apart > 0.0:
            resented = WEEKS * p.envy * apart / (apart + p.half)
            tie.tension = clamp(tie.tension + resented * (1.0 - tie.tension), 0.0, 1.0)


def update(world: World) -> None:
    """Every four weeks, count what being heard has come to."""
    if world.week % EVERY == 0:
        q = world.params["civic"]
        if hear(world.rows, q):
            compare(world.rows, q)

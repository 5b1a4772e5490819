"""Violence between neighbouring communities: disputes, rumour, revenge.

Disputes arrive with contact and scarcity; they are settled by elders, courts and mediators, or turn
violent along tension and unavenged deaths. Discipline inside each group stops the spiral (Fearon &
Laitin 1996), civic ties across groups prevent it (Varshney 2001).
"""

from typing import Any

from sim.dynamics.recording import bump, close, kill_civilians, note
from sim.kernels import clamp, exponential, kernel, poisson, relax, round_random, uniform
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

ARRIVE, SETTLE, CLASH, RUMOUR = (
    stream("communal.arrive"),
    stream("communal.settle"),
    stream("communal.clash"),
    stream("communal.rumour"),
)
NON_STATE, COMMUNAL, DISPUTE, REVENGE = (
    codes.NON_STATE,
    codes.COMMUNAL,
    codes.DISPUTE,
    codes.REVENGE,
)
CIVILIANS = codes.CIVILIANS


class Communal(Parameters):
    """How disputes between neighbours arise, settle and turn bloody."""

    disputes: Positive = param(
        0.05,
        unit="disputes a week",
        low=0.02,
        high=0.15,
        source="A90",
        doc="serious disputes between two communities in full contact in a scarce year",
    )
    settle: Share = param(
        0.06,
        unit="share a week",
        low=0.02,
        high=0.15,
        source="BlattmanHartmanBlair2014",
        doc="open disputes that elders who work well settle in a week",
    )
    courts: Share = param(
        0.06,
        unit="share a week",
        low=0.02,
        high=0.15,
        source="A91",
        doc="open disputes that full courts settle in a week",
    )
    mediators: Share = param(
        0.25,
        unit="share a week",
        low=0.1,
        high=0.5,
        source="Duursma2021",
        doc="open disputes that a skilled mediator on the spot settles in a week",
    )
    escalate: NonNegative = param(
        0.006,
        unit="per open dispute and week",
        low=0.002,
        high=0.02,
        source="A92",
        doc="chance that an open dispute turns violent, at full tension and no restraint",
    )
    revenge: NonNegative = param(
        0.04,
        unit="per week",
        low=0.015,
        high=0.12,
        source="A93",
        doc="chance that many unavenged dead lead to a revenge attack, without restraint",
    )
    policing: Share = param(
        0.7,
        unit="share",
        low=0.3,
        high=0.95,
        source="FearonLaitin1996",
        doc="escalations that cohesive communities who discipline their own prevent",
    )
    deaths: Positive = param(
        1.6,
        unit="deaths",
        low=0.5,
        high=4.0,
        source="A94",
        doc="mean deaths in a clash between communities of 15,000 people",
    )
    rumour: Share = param(
        0.12,
        unit="share",
        low=0.03,
        high=0.3,
        source="A95",
        doc="part of the shock of a clash that neighbours of the same groups feel",
    )
    avoid: Share = param(
        0.35,
        unit="share",
        low=0.1,
        high=0.6,
        source="A97",
        doc="part of their contact that two communities give up after a clash",
    )
    meet: Share = param(
        0.012,
        unit="share of gap a week",
        low=0.004,
        high=0.03,
        source="A98",
        doc="speed at which they come to meet again in quiet weeks",
    )
    fade: Share = param(
        0.02,
        unit="share a week",
        low=0.01,
        high=0.05,
        source="A96",
        doc="rate at which unavenged dead and tension are forgotten",
    )


@kernel
def quarrel(t: Any, q: Any, seed: int, week: int) -> None:
    """One week of disputes, settlements and clashes between all neighbouring pairs."""
    p = q[0]
    for i in range(len(t.ties)):
        tie = t.ties[i]
        one = t.communities[tie.a]
        two = t.communities[tie.b]
        place = t.cells[one.cell]
        district = t.districts[one.district]
        scarcity = clamp(1.3 - 0.5 * (one.income + two.income), 0.0, 1.3)
        newcomers = (one.hosted + two.hosted) / (one.founders + two.founders + 1.0)
        tie.contact = relax(tie.contact, tie.usual, p.meet)
        arrivals = p.disputes * tie.contact * (scarcity + 2.0 * newcomers)
        tie.disputes += poisson(arrivals, uniform(seed, ARRIVE, week, i, 0))

        order = 0.5 * (one.cohesion + two.cohesion)
        elders = p.settle * order * (0.4 + 0.6 * tie.civic) * (1.0 - tie.tension)
        courts = p.courts * district.courts * clamp(0.5 + 0.5 * one.control, 0.0, 1.0)
        helped = p.mediators * min(1.0, tie.settling)
        talk = 0.02 * min(1.0, one.dialogue + two.dialogue)
        rate = clamp(elders + courts + helped + talk, 0.0, 0.9)
        settled = round_random(tie.disputes * rate, uniform(seed, SETTLE, week, i, 0))
        tie.disputes -= min(settled, tie.disputes)
        ease = p.fade * (1.0 + 4.0 * helped + 20.0 * talk)
        tie.revenge *= 1.0 - min(ease, 0.5)
        base = 0.4 * t.hostility[one.group, two.group] * (1.0 - tie.civic)
        tie.tension = clamp(relax(tie.tension, base, min(ease, 0.5)), 0.0, 1.0)
        tie.civic = clamp(
            tie.civic + 0.002 * (0.5 - tie.tension) * (0.2 + talk * 20.0) - 0.0005, 0.02, 0.95
        )

        guard = place.state_force + 0.5 * place.pk_police * 3.0 + place.pk_force
        order_kept = guard / (guard + 60.0)
        restraint = (1.0 - p.policing * order) * (1.0 - 0.6 * order_kept)
        quarrels = p.escalate * tie.disputes * (0.2 + tie.tension)
        feud = p.revenge * tie.revenge / (tie.revenge + 5.0)
        chance = (quarrels + feud) * restraint
        if uniform(seed, CLASH, week, i, 0) >= chance:
            continue
        cause = REVENGE if feud > quarrels else DISPUTE
        # The larger and the better armed a community, the more it can do.
        attacker_first = uniform(seed, CLASH, week, i, 1) < 0.5
        size = (min(one.population, two.population) / 15_000.0) * (
            1.0 + 0.02 * (one.arms + two.arms)
        )
        heat = exponential(uniform(seed, CLASH, week, i, 2)) * (0.5 + tie.tension)
        mean = p.deaths * min(size, 6.0) * heat * (1.0 - 0.5 * order_kept)
        dead_a = poisson(0.5 * mean, uniform(seed, CLASH, week, i, 3))
        dead_b = poisson(0.5 * mean, uniform(seed, CLASH, week, i, 4))
        row = note(
            t, seed, week, two.cell if attacker_first else one.cell, NON_STATE, COMMUNAL, cause
        )
        event = t.events[row]
        event.side_a = CIVILIANS
        event.side_b = CIVILIANS
        event.group_a = one.group
        event.group_b = two.group
        event.initiator = CIVILIANS
        lost_a = kill_civilians(t, tie.a, dead_a)
        lost_b = kill_civilians(t, tie.b, dead_b)
        event.deaths_civilians = lost_a + lost_b
        one.harm_communal = bump(one.harm_communal, lost_a, 5.0)
        two.harm_communal = bump(two.harm_communal, lost_b, 5.0)
        tie.revenge += lost_a + lost_b
        tie.tension = min(1.0, tie.tension + 0.2 + 0.02 * (lost_a + lost_b))
        tie.last_clash = week
        tie.contact *= 1.0 - p.avoid
        if tie.disputes >= 1.0:
            tie.disputes -= 1.0
            tie.violent_disputes += 1.0
        close(t, row)
        # Rumour: pairs of the same two groups nearby expect the same.
        shock = p.rumour * (0.2 + 0.02 * (lost_a + lost_b))
        low = max(0, i - 12)
        high = min(len(t.ties), i + 13)
        for j in range(low, high):
            near = t.ties[j]
            pair_of_groups = (
                t.communities[near.a].group == one.group
                and t.communities[near.b].group == two.group
            ) or (
                t.communities[near.a].group == two.group
                and t.communities[near.b].group == one.group
            )
            if j != i and pair_of_groups:
                heard = shock * uniform(seed, RUMOUR, week, i, j - low)
                near.tension = min(1.0, near.tension + heard)


def update(world: World) -> None:
    """One week between neighbours."""
    quarrel(world.rows, world.params["communal"], world.seed, world.week)

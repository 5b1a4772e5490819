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
COMMUNAL, DISPUTE, REVENGE = codes.COMMUNAL, codes.DISPUTE, codes.REVENGE
CIVILIANS = codes.CIVILIANS
WITHIN_EARSHOT = 12  # rows of the table of ties, before and after, in which neighbours lie


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
    newcomers: NonNegative = param(
        2.0,
        unit="weight",
        low=0.5,
        high=4.0,
        source="A400",
        doc="weight of displaced people, as a share of residents, in scarcity",
    )
    dialogue: Share = param(
        0.02,
        unit="share a week",
        low=0.005,
        high=0.05,
        source="A401",
        doc="open disputes that facilitated meetings settle in a week",
    )
    prejudice: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.8,
        source="A402",
        doc="tension to which quiet weeks lead between hostile groups without civic ties",
    )
    trust_ties: Share = param(
        0.002,
        unit="share a week",
        low=0.0005,
        high=0.005,
        source="A403",
        doc="speed at which civic ties grow in calm and wither in tension",
    )
    guard_half: Positive = param(
        60.0,
        unit="effective persons",
        low=20.0,
        high=150.0,
        source="A404",
        doc="forces, police and peacekeepers in a place who keep half of its order",
    )
    guarded: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.9,
        source="A405",
        doc="escalations that complete order in a place prevents",
    )
    arms: NonNegative = param(
        0.02,
        unit="share per weapon per 1,000 persons",
        low=0.005,
        high=0.05,
        source="A406",
        doc="how much deadlier a clash is for each small arm per 1,000 people",
    )
    shock: Share = param(
        0.2,
        unit="share",
        low=0.05,
        high=0.4,
        source="A407",
        doc="rise of tension by a clash, before its dead are counted",
    )


@kernel
def settle(t: Any, q: Any, seed: int, week: int, i: int) -> None:
    """One week of pair `i` in peace: disputes arise and are settled, tension and revenge fade."""
    p = q[0]
    tie = t.ties[i]
    one = t.communities[tie.a]
    two = t.communities[tie.b]
    scarcity = clamp(1.3 - 0.5 * (one.income + two.income), 0.0, 1.3)
    newcomers = (one.hosted + two.hosted) / (one.founders + two.founders + 1.0)
    tie.contact = relax(tie.contact, tie.usual, p.meet)
    arrivals = p.disputes * tie.contact * (scarcity + p.newcomers * newcomers)
    tie.disputes += poisson(arrivals, uniform(seed, ARRIVE, week, i, 0))

    order = 0.5 * (one.cohesion + two.cohesion)
    elders = p.settle * order * (0.4 + 0.6 * tie.civic) * (1.0 - tie.tension)
    reached = clamp(0.5 + 0.5 * one.control, 0.0, 1.0)
    courts = p.courts * t.districts[one.district].courts * reached
    helped = p.mediators * min(1.0, tie.settling)
    talk = p.dialogue * min(1.0, one.dialogue + two.dialogue)
    rate = clamp(elders + courts + helped + talk, 0.0, 0.9)
    settled = round_random(tie.disputes * rate, uniform(seed, SETTLE, week, i, 0))
    tie.disputes -= min(settled, tie.disputes)

    # Who helps to settle disputes also helps to bury the past.
    ease = p.fade * (1.0 + 4.0 * helped + 20.0 * talk)
    tie.revenge *= 1.0 - min(ease, 0.5)
    base = p.prejudice * t.hostility[one.group, two.group] * (1.0 - tie.civic)
    tie.tension = clamp(relax(tie.tension, base, min(ease, 0.5)), 0.0, 1.0)
    growth = p.trust_ties * (0.5 - tie.tension) * (0.2 + talk * 20.0)
    tie.civic = clamp(tie.civic + growth - 0.0005, 0.02, 0.95)


@kernel
def order_kept(t: Any, q: Any, cell: int) -> float:
    """How far forces, police and peacekeepers keep order in a cell, 0 to 1."""
    place = t.cells[cell]
    guard = place.state_force + 0.5 * place.pk_police * 3.0 + place.pk_force
    return guard / (guard + q[0].guard_half)


@kernel
def clash(t: Any, q: Any, seed: int, week: int, i: int, cause: int) -> None:
    """The two communities of pair `i` fight; neighbours of the same groups hear of it."""
    p = q[0]
    tie = t.ties[i]
    one = t.communities[tie.a]
    two = t.communities[tie.b]
    attacker_first = uniform(seed, CLASH, week, i, 1) < 0.5
    # The larger and the better armed a community, the more it can do.
    size = (min(one.population, two.population) / 15_000.0) * (1.0 + p.arms * (one.arms + two.arms))
    heat = exponential(uniform(seed, CLASH, week, i, 2)) * (0.5 + tie.tension)
    mean = p.deaths * min(size, 6.0) * heat * (1.0 - 0.5 * order_kept(t, q, one.cell))
    dead_a = poisson(0.5 * mean, uniform(seed, CLASH, week, i, 3))
    dead_b = poisson(0.5 * mean, uniform(seed, CLASH, week, i, 4))
    row = note(t, seed, week, two.cell if attacker_first else one.cell, COMMUNAL, cause)
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
    tie.tension = min(1.0, tie.tension + p.shock + 0.02 * (lost_a + lost_b))
    tie.last_clash = week
    tie.contact *= 1.0 - p.avoid
    if tie.disputes >= 1.0:
        tie.disputes -= 1.0
        tie.violent_disputes += 1.0
    close(t, row)
    spread(t, seed, week, i, p.rumour * (p.shock + 0.02 * (lost_a + lost_b)))


@kernel
def spread(t: Any, seed: int, week: int, i: int, shock: float) -> None:
    """Rumour of a clash of pair `i`: pairs of the same two groups nearby expect the same."""
    one = t.communities[t.ties[i].a]
    two = t.communities[t.ties[i].b]
    low = max(0, i - WITHIN_EARSHOT)
    for j in range(low, min(len(t.ties), i + WITHIN_EARSHOT + 1)):
        near = t.ties[j]
        a = t.communities[near.a].group
        b = t.communities[near.b].group
        alike = (a == one.group and b == two.group) or (a == two.group and b == one.group)
        if j != i and alike:
            heard = shock * uniform(seed, RUMOUR, week, i, j - low)
            near.tension = min(1.0, near.tension + heard)


@kernel
def quarrel(t: Any, q: Any, seed: int, week: int) -> None:
    """One week of disputes, settlements and clashes between all neighbouring pairs."""
    p = q[0]
    for i in range(len(t.ties)):
        if t.ties[i].a < 0:
            continue  # the one empty row of a country of one group
        settle(t, q, seed, week, i)
        tie = t.ties[i]
        one = t.communities[tie.a]
        two = t.communities[tie.b]
        order = 0.5 * (one.cohesion + two.cohesion)
        guarded = 1.0 - p.guarded * order_kept(t, q, one.cell)
        restraint = (1.0 - p.policing * order) * guarded
        quarrels = p.escalate * tie.disputes * (0.2 + tie.tension)
        feud = p.revenge * tie.revenge / (tie.revenge + 5.0)
        if uniform(seed, CLASH, week, i, 0) < (quarrels + feud) * restraint:
            clash(t, q, seed, week, i, REVENGE if feud > quarrels else DISPUTE)


def update(world: World) -> None:
    """One week between neighbours."""
    quarrel(world.rows, world.params["communal"], world.seed, world.week)

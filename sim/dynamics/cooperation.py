"""Forces of several nations side by side: who can work with whom, and what goes wrong between them.

Two contingents act as one as far as they were taught alike, speak one language, have exercised
together, and have officers with each other. Where they cannot, help comes late or from nobody
(`sim.dynamics.presence`), patrols go where others are already, and in a fight friends are taken
for enemies.
"""

from typing import Any

from sim.dynamics.recording import close, note
from sim.kernels import inlined, kernel, poisson, uniform
from sim.state import codes
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

ACCIDENT = stream("cooperation.accident")
DEPLOYED, OBSERVERS, ENGINEERS = codes.DEPLOYED, codes.OBSERVERS, codes.ENGINEERS
FRIENDLY_FIRE, MISTAKEN = codes.FRIENDLY_FIRE, codes.MISTAKEN
COMMUNAL, PEACEKEEPERS = codes.COMMUNAL, codes.PEACEKEEPERS


class Cooperation(Parameters):
    """How well forces of different nations work together without anybody's help."""

    apart: Positive = param(
        0.5,
        unit="distance",
        low=0.2,
        high=1.5,
        source="A503",
        doc="in doctrine and language at which two contingents can do half of what one could",
    )
    practised: Share = param(
        0.7,
        unit="share of gap",
        low=0.3,
        high=0.9,
        source="A504",
        doc="between two contingents that complete joint practice closes",
    )
    interpreted: Share = param(
        0.5,
        unit="share of gap",
        low=0.2,
        high=0.8,
        source="A505",
        doc="between two contingents that liaison officers everywhere close",
    )
    strangers: Share = param(
        0.3,
        unit="share",
        low=0.1,
        high=0.6,
        source="A506",
        doc="how far a contingent can act as one with local forces that it has not practised with",
    )
    mistake: NonNegative = param(
        0.03,
        unit="chance in a fight",
        low=0.01,
        high=0.15,
        source="A507",
        doc="that two forces in one place which cannot work together at all shoot at each other",
    )
    mistake_deaths: NonNegative = param(
        0.6,
        unit="deaths",
        low=0.2,
        high=2.0,
        source="A507",
        doc="mean of such an accident; most end with wounded or nobody hurt",
    )


@inlined
def closer(gap: float, learnt: float, carried: float) -> float:
    """What is left of a gap after joint practice and liaison have closed their parts of it."""
    return 1.0 - gap * (1.0 - learnt) * (1.0 - carried)


@kernel
def attune(t: Any, q: Any) -> None:
    """Work out for every pair of contingents how far the two can act as one this week."""
    p = q[0]
    count = len(t.contingents)
    carried = p.interpreted * min(1.0, t.mission[0].liaison)
    for a in range(count):
        for b in range(count):
            pair = t.partners[a * count + b]
            if a == b:
                pair.together = 1.0
                continue
            gap = pair.apart / (pair.apart + p.apart)
            pair.together = closer(gap, p.practised * pair.exercised, carried)


@inlined
def with_locals(t: Any, q: Any, nation: int) -> float:
    """How far a contingent can act as one with local forces."""
    p = q[0]
    learnt = p.practised * t.contingents[nation].local_practice
    return closer(1.0 - p.strangers, learnt, p.interpreted * min(1.0, t.mission[0].told))


@inlined
def armed(t: Any, i: int) -> bool:
    """Whether unit `i` carries arms."""
    return t.peacekeepers[i].kind != OBSERVERS and t.peacekeepers[i].kind != ENGINEERS


@kernel
def next_armed(t: Any, row: int) -> int:
    """The first armed unit of the mission in a cell's chain from `row` on, or -1."""
    while row >= 0 and not armed(t, row):
        row = t.peacekeepers[row].next_here
    return row


@kernel
def fire(t: Any, q: Any, seed: int, week: int, by: int, hit: int) -> None:
    """Unit `by`, or local forces if -1, shoots by mistake at unit `hit` of the mission."""
    unit = t.peacekeepers[hit]
    u = uniform(seed, ACCIDENT, week, t.clock[0].events, 2)
    dead = min(poisson(q[0].mistake_deaths, u), unit.personnel)
    row = note(t, seed, week, unit.cell, FRIENDLY_FIRE, MISTAKEN)
    event = t.events[row]
    event.side_a = PEACEKEEPERS
    event.side_b = PEACEKEEPERS if by >= 0 else 0
    event.initiator = event.side_b
    event.deaths_peacekeepers = dead
    unit.personnel -= dead
    unit.losses += dead
    t.books[0].peacekeepers_dead += dead
    t.mission[0].friendly_fire += 1.0
    close(t, row)


@kernel
def mistakes(t: Any, q: Any, seed: int, week: int, first: int) -> None:
    """Let friends shoot at friends in the places where there was fighting since event `first`."""
    p = q[0]
    count = len(t.contingents)
    end = t.clock[0].events
    for row in range(first, end):
        event = t.events[row]
        if event.kind == COMMUNAL or event.kind == FRIENDLY_FIRE:
            continue
        i = next_armed(t, t.cells[event.cell].peacekeepers)
        if i < 0:
            continue
        # The unit that meets the fight first meets whoever else comes.
        other = next_armed(t, t.peacekeepers[i].next_here)
        if other >= 0:
            pair = t.peacekeepers[i].contingent * count + t.peacekeepers[other].contingent
            apart = 1.0 - t.partners[pair].together
            if uniform(seed, ACCIDENT, week, row, 0) < p.mistake * apart:
                fire(t, q, seed, week, other, i)
        if t.cells[event.cell].forces >= 0:
            apart = 1.0 - with_locals(t, q, t.peacekeepers[i].contingent)
            if uniform(seed, ACCIDENT, week, row, 1) < p.mistake * apart:
                fire(t, q, seed, week, -1, i)


@kernel
def tally(t: Any) -> None:
    """Count units that patrol where others do, and troubled cells in reach that nobody patrols."""
    mission = t.mission[0]
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage != DEPLOYED or not armed(t, i):
            continue
        mission.patrols += 1.0
        if next_armed(t, unit.next_here) >= 0:
            mission.overlap += 1.0
    for c in range(len(t.cells)):
        cell = t.cells[c]
        if cell.reported >= 0.5 and cell.pk_first >= 0:
            mission.hot += 1.0
            if cell.peacekeepers < 0:
                mission.gaps += 1.0


def tune(world: World) -> None:
    """Bring to this week how far contingents can work together."""
    attune(world.rows, world.params["cooperation"])


def survey(world: World) -> None:
    """Count overlap and gaps of the week's patrols."""
    if world.mission.cols["deployed"][0] > 0.0:
        tally(world.rows)


def mishaps(world: World, first: int) -> None:
    """Friendly accidents in the fights since row `first` of the event table."""
    if world.mission.cols["deployed"][0] > 0.0:
        mistakes(world.rows, world.params["cooperation"], world.seed, world.week, first)

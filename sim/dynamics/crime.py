"""Violent crime: killings by gangs, robbers and mobs, who are no party to the war.

Crime needs somebody who is ready for it, a victim, and nobody who would step in (Cohen & Felson
1979). The ready are poor, armed, or fought and found no work; who steps in are police who can and
will, and judges after them. Soldiers are no policemen. After wars such killings are a large part of
all (Bara 2020). They are no acts of the conflict: data of armed conflict leave them out, and so
does the table of events; they are counted by community and week.
"""

from typing import Any

from sim.dynamics.recording import kill_civilians
from sim.kernels import BATCH, clamp, draw_rows, kernel, poisson, uniform
from sim.state.formulas import TEAM, impartial
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import NonNegative, Positive, Share, param

HAPPEN, DEAD = stream("crime.happen"), stream("crime.dead")
LINE = 1  # of draws
FOUNDED = 15_000.0  # people of a community to whom rates refer


class Crime(Parameters):
    """What makes people kill for gain or in a mob, and what keeps them from it."""

    rate: NonNegative = param(
        0.009,
        unit="per week",
        low=0.001,
        high=0.012,
        source="A767",
        doc="lethal acts in 15,000 poor people of whom nobody fought, without any order",
    )
    mean: Positive = param(
        1.3,
        unit="deaths",
        low=1.0,
        high=2.0,
        source="A767",
        doc="mean dead of such an act",
    )
    comfort: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.9,
        source="A768",
        doc="of crime that a full living of all would leave undone",
    )
    idle: NonNegative = param(
        1.0,
        unit="ratio",
        low=0.2,
        high=3.0,
        source="A768",
        doc="rise of crime where one in a hundred is a former fighter without a place",
    )
    arms: NonNegative = param(
        0.01,
        unit="share per weapon per 1,000 persons",
        low=0.0,
        high=0.03,
        source="A768",
        doc="rise of killings with small arms in private hands",
    )
    half: Positive = param(
        0.5,
        unit="effective police per 1,000 inhabitants",
        low=0.2,
        high=2.0,
        source="A769",
        doc="police who prevent half of what any number could",
    )
    policed: Share = param(
        0.85,
        unit="share",
        low=0.4,
        high=0.95,
        source="CohenFelson1979",
        doc="of crime that police who are always there prevent",
    )
    judged: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.7,
        source="A769",
        doc="of crime that courts prevent which hear every case without regard to power",
    )
    mentored: NonNegative = param(
        1.0,
        unit="ratio",
        low=0.2,
        high=3.0,
        source="A770",
        doc="how much more local police do where many mission police go about with them",
    )
    dread: NonNegative = param(
        0.02,
        unit="share per death per 1,000",
        low=0.0,
        high=0.1,
        source="A771",
        doc="fear that a killing leaves in its community",
    )


@kernel
def unprevented(t: Any, q: Any, i: int) -> float:
    """Share of crime in community `i` that that police and courts do not prevent."""
    p = q[0]
    one = t.communities[i]
    place = t.cells[one.cell]
    joined = place.pk_police / (place.pk_police + TEAM)
    police = place.police * (1.0 + p.mentored * joined) + place.pk_police
    by_people = 1000.0 * police / (place.population + 1.0)
    courts = impartial(t.districts[one.district])
    return (1.0 - p.policed * by_people / (by_people + p.half)) * (1.0 - p.judged * courts)


@kernel
def happen(t: Any, q: Any, seed: int, week: int) -> None:
    """One week of killings by nobody's armed men, community by community."""
    p = q[0]
    t.books[0].crime_week = 0.0
    for i in range(len(t.communities)):
        line = i % BATCH
        if line == 0:
            draw_rows(t.draws, LINE, seed, HAPPEN, week, i)
        one = t.communities[i]
        size = (one.population + one.hosted) / FOUNDED
        idle = max(0.0, one.veterans - one.enrolled) / max(one.population, 1.0)
        ready = (1.0 - p.comfort * one.income) * (1.0 + p.idle * min(5.0, 100.0 * idle))
        ready *= 1.0 + p.arms * one.arms
        acts = p.rate * size * ready
        if t.draws[LINE, line] >= acts * unprevented(t, q, i):
            continue
        dead = 1.0 + poisson(p.mean - 1.0, uniform(seed, DEAD, week, i, 0))
        dead = kill_civilians(t, i, dead)
        one.crimes += 1.0
        t.books[0].crime_week += dead
        t.books[0].crime_dead += dead
        thousands = max(one.population, 1000.0) * 0.001
        one.fear = clamp(one.fear + p.dread * dead / thousands * (1.0 - one.fear), 0.0, 1.0)


def update(world: World) -> None:
    """One week of violent crime."""
    happen(world.rows, world.params["crime"], world.seed, world.week)

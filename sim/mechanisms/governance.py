"""Governance and the rule of law: money and people for courts, administration, oversight, services.

Slow, resisted by those who live off rents, stalled where there is fighting, and gone again where
nobody pays for upkeep (`sim.dynamics.institutions`; Blair 2021; Acemoglu & Robinson 2006).
"""

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from sim.effects import EVERY, Effects, Reason
from sim.kernels import kernel
from sim.mechanisms.base import Mechanism, pace
from sim.state import codes
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR, Money, NonNegative, Positive, Share, param
from sim.yaml_source import FieldProblem

PARTS = (
    "courts",
    "independence",
    "administration",
    "accountability",
    "policing",
    "services",
    "disputes",
    "inclusion",
)
CHANNELS = (
    "districts.court_work",
    "districts.admin_work",
    "districts.oversight_work",
    "districts.service_work",
    "districts.bench_work",
    "districts.police_work",
)
LESSONS = "communities.lessons"
WAR = codes.WAR
HOT = 50.0  # recent dead of a war by which it takes up half of a government


class Governance(Mechanism):
    """Building institutions in the districts, and a fairer share of power at the centre."""

    name: ClassVar[str] = "governance"
    title: ClassVar[str] = "Governance and the rule of law"
    counts: ClassVar[str] = "US dollars"
    channels: ClassVar[tuple[str, ...]] = (
        *CHANNELS,
        LESSONS,
        "groups.reform",
        "mission.friction",
    )
    serves: ClassVar[tuple[str, ...]] = ("trust", "needs")

    spending: Money = param(
        8.0,
        unit="US dollars a year and inhabitant",
        low=1.0,
        high=30.0,
        source="A290",
        doc="budget at level 1",
    )
    courts: Share = param(
        0.2, unit="share of budget", low=0.0, high=1.0, source="A291", doc="courts and clerks"
    )
    independence: Share = param(
        0.05,
        unit="share of budget",
        low=0.0,
        high=1.0,
        source="A291",
        doc="legal reform: how judges are chosen, paid and protected",
    )
    policing: Share = param(
        0.1,
        unit="share of budget",
        low=0.0,
        high=1.0,
        source="A291",
        doc="rules of the police, and those who look into complaints and dismiss",
    )
    disputes: Share = param(
        0.05,
        unit="share of budget",
        low=0.0,
        high=1.0,
        source="A291",
        doc="teaching ordinary people to settle disputes",
    )
    administration: Share = param(
        0.15, unit="share of budget", low=0.0, high=1.0, source="A291", doc="local administration"
    )
    accountability: Share = param(
        0.15,
        unit="share of budget",
        low=0.0,
        high=1.0,
        source="A291",
        doc="oversight, audit, press",
    )
    services: Share = param(
        0.2, unit="share of budget", low=0.0, high=1.0, source="A291", doc="schools and clinics"
    )
    inclusion: Share = param(
        0.1, unit="share of budget", low=0.0, high=1.0, source="A291", doc="excluded groups' share"
    )
    unit_cost: Positive = param(
        12.0,
        unit="US dollars an inhabitant",
        low=4.0,
        high=40.0,
        source="A292",
        doc="to build one institution from nothing towards full capacity",
    )
    # A programme of some days in the town: trainers, travel, meals and what a day's work is worth.
    lesson_cost: Positive = param(
        40.0,
        unit="US dollars",
        low=10.0,
        high=100.0,
        source="A614",
        doc="to teach an adult to settle disputes",
    )
    leak: Share = param(
        0.8,
        unit="share",
        low=0.2,
        high=1.0,
        source="A293",
        doc="of the money that rent-seekers capture where nobody has to answer for it",
    )
    access_half: Positive = param(
        6.0,
        unit="recent deaths per 100,000",
        low=3.0,
        high=30.0,
        source="A294",
        doc="violence in a district and around it at which half of the work there stops",
    )
    # Convoys of officials and staff pass through the districts next door.
    spill: Share = param(
        0.5,
        unit="weight",
        low=0.2,
        high=0.8,
        source="A792",
        doc="weight of violence in the worst district next door, against a district's own",
    )
    emergency: Share = param(
        0.7,
        unit="share",
        low=0.3,
        high=0.9,
        source="HafnerBurtonHelferFariss2011",
        doc="of the work to bind officials, judges and police by rules that a government in the "
        "midst of a war puts off",
    )
    annoyance: NonNegative = param(
        0.5,
        unit="friction per unit of work against rents",
        low=0.1,
        high=2.0,
        source="A295",
        doc="how strongly oversight and inclusion set those in power against the mission",
    )

    def problems(self) -> Iterable[FieldProblem]:
        """A budget that goes nowhere."""
        if sum(getattr(self, part) for part in PARTS) <= 0.0:
            yield FieldProblem(
                ("courts",),
                "the shares of the budget are all 0",
                "at least one share above 0",
                f"give one of {', '.join(PARTS)} a share",
            )

    def act(self, world: World, effects: Effects, rng: Streams) -> None:  # noqa: ARG002
        """One week of work in every district and at the centre."""
        head = self.spending * pace(world, effects, self)
        work = np.zeros((len(CHANNELS) + 1, len(world.districts)))
        reform = np.zeros(len(world.groups))
        totals = np.zeros(4)
        alarm = np.zeros(len(world.districts))
        assess(world.rows, self.numbers, alarm)
        allocate(world.rows, self.numbers, work, totals, alarm, head)
        spent, captured, denied, against = totals.tolist()
        friction = include(world.rows, self.numbers, reform, head, against)
        effects.spend(self.name, spent / WEEKS_PER_YEAR)
        for channel, amounts in zip(CHANNELS, work[:-1], strict=True):
            effects.add(self.name, channel, EVERY, amounts)
        if self.disputes > 0.0:
            effects.add(self.name, LESSONS, EVERY, work[-1][world.communities.district])
        if self.inclusion > 0.0:
            effects.add(self.name, "groups.reform", EVERY, reform)
        if friction > 0.0:
            effects.add(self.name, "mission.friction", 0, friction)
        if captured > 0.0:
            effects.fail(self.name, Reason.CAPTURED, captured / WEEKS_PER_YEAR)
        if denied > 0.0:
            effects.fail(self.name, Reason.NO_ACCESS, denied / WEEKS_PER_YEAR)

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        return self.level * self.spending * people / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        total = sum(getattr(self, part) for part in PARTS)
        parts = ", ".join(f"{getattr(self, part) / total:.0%} {part}" for part in PARTS)
        return (
            f"{self.level * self.spending:.3g} US dollars a year for each inhabitant go into the "
            f"districts' institutions and the centre ({parts})."
        )


@kernel
def recent_deaths(t: Any, d: int) -> float:
    """Recent deaths by 100,000 inhabitants of a district."""
    return 100_000.0 * t.districts[d].violence / max(t.districts[d].population, 1_000.0)


@kernel
def assess(t: Any, q: Any, alarm: Any) -> None:
    """Into `alarm`, the violence by which work in each district is allowed or called off: its own,
    or part of that of a district next door, whichever is worse."""
    spill = q[0].spill
    for d in range(len(t.districts)):
        alarm[d] = recent_deaths(t, d)
    for c in range(len(t.cells)):
        here = t.cells[c].district
        if here < 0:
            continue
        for k in range(8):
            n = t.neighbours[c, k]
            if n >= 0 and t.cells[n].district >= 0 and t.cells[n].district != here:
                alarm[here] = max(alarm[here], spill * recent_deaths(t, t.cells[n].district))


@kernel
def pressed(t: Any) -> float:
    """How far the government is in the midst of a war, 0 to 1: by the dead of the hottest one."""
    worst = 0.0
    for f in range(1, len(t.factions)):
        pair = t.pair[0, f]
        if pair >= 0 and t.dyads[pair].active != 0 and t.dyads[pair].stage == WAR:
            worst = max(worst, t.dyads[pair].deaths)
    return worst / (worst + HOT)


@kernel
def allocate(t: Any, q: Any, work: Any, totals: Any, alarm: Any, head: float) -> None:
    """Share out `head` dollars a year and inhabitant over districts. `totals`: US dollars a year
    spent, captured, and not spent for want of access; work against rents, times people."""
    p = q[0]
    willing = 1.0 - p.emergency * pressed(t)
    each = 1.0 / (shares(q) * p.unit_cost)
    for d in range(len(t.districts)):
        one = t.districts[d]
        offered = head * one.effort * one.voice
        access = p.access_half / (p.access_half + alarm[d])
        lost = p.leak * one.rents * (1.0 - one.accountability)
        useful = offered * access * (1.0 - lost)
        # Those who gain from rents slow down whoever looks into them; so does a government at war.
        allowed = (1.0 - one.rents) * willing
        work[0, d] = useful * p.courts * each
        work[1, d] = useful * p.administration * each
        work[2, d] = useful * p.accountability * each * allowed
        work[3, d] = useful * p.services * each
        work[4, d] = useful * p.independence * each * allowed
        work[5, d] = useful * p.policing * each * allowed
        work[6, d] = useful * p.disputes / (shares(q) * p.lesson_cost)
        totals[0] += offered * access * one.population
        totals[1] += offered * access * lost * one.population
        totals[2] += offered * (1.0 - access) * one.population
        totals[3] += (work[2, d] + work[4, d] + work[5, d]) * one.rents * one.population


@kernel
def shares(q: Any) -> float:
    """Sum of the shares of the budget, which need not be 1."""
    p = q[0]
    state = p.courts + p.independence + p.administration + p.accountability + p.policing
    return state + p.services + p.disputes + p.inclusion


@kernel
def include(t: Any, q: Any, reform: Any, head: float, against: float) -> float:
    """Work on the inclusion of groups below the mean, into `reform`. Returns the friction with
    those in power, who also mind work `against` rents in districts."""
    p = q[0]
    people = 0.0
    rents = 0.0
    for d in range(len(t.districts)):
        people += t.districts[d].population
        rents += t.districts[d].rents * t.districts[d].population
    rents /= max(people, 1.0)
    mean = 0.0
    members = 0.0
    for g in range(len(t.groups)):
        mean += t.groups[g].inclusion * t.groups[g].population
        members += t.groups[g].population
    mean /= max(members, 1.0)
    pressed = 0.0
    for g in range(len(t.groups)):
        group = t.groups[g]
        if group.inclusion < mean:
            gap = (mean - group.inclusion) / mean
            willing = min(1.0, 1.5 * t.mission[0].consent) * (1.0 - rents)
            reform[g] = 4.0 * head * p.inclusion / (shares(q) * p.unit_cost) * gap * willing
            pressed += reform[g]
    return p.annoyance * (against / max(people, 1.0) + pressed * (0.5 + rents))

"""Training and mentoring of local forces: courses take units off duty, mentors stay on after.

Skill and conduct are two stocks. What is taught depends on the curriculum, what is learnt on fit,
pay and the interest of superiors (`sim.dynamics.institutions`); turnover takes it away again
(`sim.dynamics.economy`).
"""

import math
from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from sim.effects import EVERY, Effects, Reason
from sim.kernels import kernel
from sim.mechanisms.base import Mechanism, inhabitants, pace
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR, Duration, Money, NonNegative, Positive, Share, param
from sim.yaml_source import FieldProblem

ENROL_EVERY = 4  # weeks between intakes
UNIT = 130.0  # persons in a unit of local forces, for planning
LEAST_CONSENT = 0.3  # below this the host releases no units
SUBJECTS = ("intelligence", "tactics", "crisis", "conduct")
LESSONS = tuple(f"forces.{subject}_taught" for subject in SUBJECTS)


class Training(Mechanism):
    """Courses and mentors for the army and the police."""

    name: ClassVar[str] = "training"
    title: ClassVar[str] = "Training and mentoring"
    counts: ClassVar[str] = "places"
    channels: ClassVar[tuple[str, ...]] = (
        *LESSONS,
        "forces.mentoring",
    )
    owns: ClassVar[tuple[str, ...]] = ("forces.course", "forces.last_course", "mission.places_due")
    serves: ClassVar[tuple[str, ...]] = ("trust", "violence")

    places_per_1000: NonNegative = param(
        0.6,
        unit="places a year per 1,000 inhabitants",
        low=0.1,
        high=2.0,
        source="A270",
        doc="course places at level 1",
    )
    course: Duration = param(
        16.0, unit="weeks", low=6, high=30, source="A271", doc="length of a course"
    )
    intelligence: Share = param(
        0.2, unit="share of lessons", low=0.0, high=1.0, source="A272", doc="finding out"
    )
    tactics: Share = param(
        0.3, unit="share of lessons", low=0.0, high=1.0, source="A272", doc="fighting"
    )
    crisis: Share = param(
        0.2, unit="share of lessons", low=0.0, high=1.0, source="A272", doc="managing crises"
    )
    conduct: Share = param(
        0.3, unit="share of lessons", low=0.0, high=1.0, source="A272", doc="conduct and law"
    )
    mentors: NonNegative = param(
        3.0, unit="persons a unit", low=0.0, high=12.0, source="A273", doc="with trained units"
    )
    mentoring: Duration = param(
        52.0, unit="weeks", low=0, high=156, source="A274", doc="that mentors stay after a course"
    )
    fit: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.95,
        source="A275",
        doc="how well language, trainers and examples fit those who are taught",
    )
    evaluation: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="A276",
        doc="places given by tested need; the rest goes to units near the capital",
    )
    absent: Share = param(
        0.15, unit="share", low=0.05, high=0.4, source="A277", doc="units away on courses at most"
    )
    place: Money = param(
        6_000.0,
        unit="US dollars",
        low=2_000,
        high=15_000,
        source="A278",
        doc="a place on a course, with trainers, kit and stipend",
    )
    mentor_year: Money = param(
        180_000.0,
        unit="US dollars",
        low=90_000,
        high=300_000,
        source="A279",
        doc="a mentor for a year, security included",
    )
    mentor_half: Positive = param(
        3.0, unit="persons a unit", low=1.0, high=8.0, source="A280", doc="for half of full effect"
    )

    def problems(self) -> Iterable[FieldProblem]:
        """A curriculum without lessons."""
        if sum(getattr(self, subject) for subject in SUBJECTS) <= 0.0:
            yield FieldProblem(
                ("conduct",),
                "the shares of lessons are all 0",
                "at least one subject above 0",
                "give intelligence, tactics, crisis or conduct a share",
            )

    def act(self, world: World, effects: Effects, rng: Streams) -> None:
        """One week of courses; every fourth week, an intake."""
        if world.week % ENROL_EVERY == 0:
            self._enrol(world, effects)
        taught = np.zeros((len(SUBJECTS) + 1, len(world.forces)))
        tally = np.zeros(2)
        attend(world.rows, self.numbers, taught, tally, rng.week)
        in_class, guided = tally.tolist()
        if in_class:
            for channel, amounts in zip(LESSONS, taught, strict=False):
                effects.add(self.name, channel, EVERY, amounts)
        if guided:
            effects.add(self.name, "forces.mentoring", EVERY, taught[-1])
            week = guided * self.mentors * self.mentor_year / WEEKS_PER_YEAR
            effects.spend(self.name, week)

    def _enrol(self, world: World, effects: Effects) -> None:
        """Send units on courses, as places, the host and the front allow."""
        mission = world.mission
        people = inhabitants(world)
        places = self.places_per_1000 * people / 1000.0 * pace(world, effects, self)
        due = float(mission.places_due[0]) + places * ENROL_EVERY / WEEKS_PER_YEAR
        if float(mission.consent[0]) < LEAST_CONSENT:
            effects.fail(self.name, Reason.NO_CONSENT, places * ENROL_EVERY / WEEKS_PER_YEAR)
            return
        sent = np.zeros(3)
        order = self._order(world)
        enrol(world.rows, self.numbers, order, sent, due, world.week)
        # Places that nobody can fill lapse after half a year of waiting.
        mission.places_due = min(due - sent[0], max(2.0 * UNIT, 0.5 * places))
        effects.spend(self.name, float(sent[0]) * self.place)
        for slot, reason in ((1, Reason.NO_ACCESS), (2, Reason.NO_PEOPLE)):
            if sent[slot]:
                effects.fail(self.name, reason, float(sent[slot]))

    def _order(self, world: World) -> Any:
        """Units in the order in which they are offered a course."""
        forces, cells = world.forces, world.cells
        ability = 0.25 * (forces.intelligence + forces.tactics + forces.crisis + forces.conduct)
        capital = world.capital
        dx = np.abs(cells.x[forces.home] - cells.x[capital])
        dy = np.abs(cells.y[forces.home] - cells.y[capital])
        near = 1.0 - np.maximum(dx, dy) / max(world.width, world.height)
        waited = np.minimum(world.week - forces.last_course, 156) / 156.0
        score = self.evaluation * (1.0 - ability) + (1.0 - self.evaluation) * near + waited
        order: Any = np.argsort(-score, kind="stable")
        return order

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        places = self.level * self.places_per_1000 * people / 1000.0
        guided = places / UNIT * self.mentoring / WEEKS_PER_YEAR
        year = places * self.place + guided * self.mentors * self.mentor_year
        return year / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        total = sum(getattr(self, subject) for subject in SUBJECTS)
        parts = ", ".join(f"{getattr(self, s) / total:.0%} {s}" for s in SUBJECTS)
        return (
            f"Each year {self.level * self.places_per_1000:.3g} places per 1,000 inhabitants on "
            f"courses of {self.course:.0f} weeks ({parts}), then {self.mentors:.3g} mentors a unit "
            f"for {self.mentoring:.0f} weeks."
        )


@kernel
def attend(t: Any, q: Any, taught: Any, tally: Any, week: int) -> None:
    """Lessons of the week for units on courses, and the weight of mentors with those back from
    one. `tally`: numbers of units on courses and with mentors."""
    p = q[0]
    lessons = p.intelligence + p.tactics + p.crisis + p.conduct
    presence = p.mentors / (p.mentors + p.mentor_half) * p.fit
    for i in range(len(t.forces)):
        unit = t.forces[i]
        if unit.course > 0.0:
            # In any subject the first lessons teach the most: half of them, seven tenths.
            tally[0] += 1.0
            each = p.fit / p.course
            taught[0, i] = each * math.sqrt(p.intelligence / lessons)
            taught[1, i] = each * math.sqrt(p.tactics / lessons)
            taught[2, i] = each * math.sqrt(p.crisis / lessons)
            taught[3, i] = each * math.sqrt(p.conduct / lessons)
        elif unit.last_course >= 0 and week - unit.last_course <= p.course + p.mentoring:
            taught[4, i] = presence
            tally[1] += 1.0


@kernel
def enrol(t: Any, q: Any, order: Any, sent: Any, due: float, week: int) -> None:
    """Put units on courses until places run out. `sent`: persons sent, persons whose district is
    at war and keeps them, persons held back because too many are away."""
    p = q[0]
    away = 0
    for i in range(len(t.forces)):
        if t.forces[i].course > 0.0:
            away += 1
    for k in range(len(order)):
        unit = t.forces[order[k]]
        if unit.course > 0.0 or unit.personnel < 10.0 or unit.personnel > due - sent[0]:
            continue
        if unit.last_course >= 0 and week - unit.last_course < p.course + p.mentoring:
            continue
        if away + 1 > p.absent * len(t.forces):
            sent[2] += unit.personnel
            return
        district = t.districts[unit.district]
        if 100_000.0 * district.violence > 20.0 * district.population:
            sent[1] += unit.personnel
            continue
        unit.course = p.course
        unit.last_course = week
        sent[0] += unit.personnel
        away += 1

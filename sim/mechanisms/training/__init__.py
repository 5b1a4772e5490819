"""Training of local forces: courses, mentors and exercises after them, men who are really paid.

Skill and conduct are two stocks. What is taught depends on the curriculum, what is learnt on fit,
pay and the interest of superiors (`sim.dynamics.institutions`); turnover takes it away again, less
from those who exercise (`sim.dynamics.economy`).
"""

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from sim.effects import EVERY, Effects, Reason
from sim.mechanisms.base import inhabitants, pace
from sim.mechanisms.training.courses import DRILL, MENTORS, NARROW, attend, enrol
from sim.mechanisms.training.levers import Levers
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR
from sim.yaml_source import FieldProblem

ENROL_EVERY = 4  # weeks between intakes
UNIT = 130.0  # persons in a unit of local forces, for planning
LEAST_CONSENT = 0.3  # below this the host releases no units
MEMBERS = 4.0  # members of local forces per 1,000 inhabitants, for planning
SUBJECTS = ("intelligence", "tactics", "crisis", "conduct")
LESSONS = tuple(f"forces.{subject}_taught" for subject in SUBJECTS)


class Training(Levers):
    """Courses and mentors for the army and the police."""

    name: ClassVar[str] = "training"
    title: ClassVar[str] = "Training and mentoring"
    counts: ClassVar[str] = "places"
    channels: ClassVar[tuple[str, ...]] = (
        *LESSONS,
        "forces.mentoring",
        "forces.narrow",
        "forces.drill",
        "forces.paid_direct",
        "forces.equipped",
    )
    owns: ClassVar[tuple[str, ...]] = ("forces.course", "forces.last_course", "mission.places_due")
    serves: ClassVar[tuple[str, ...]] = ("trust", "violence")

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
        taught = np.zeros((len(SUBJECTS) + 3, len(world.forces)))
        tally = np.zeros(4)
        attend(world.rows, self.numbers, taught, tally, rng.week)
        in_class, guided, members, kept_back = tally.tolist()
        if in_class:
            for channel, amounts in zip(LESSONS, taught, strict=False):
                effects.add(self.name, channel, EVERY, amounts)
        if guided:
            effects.add(self.name, "forces.mentoring", EVERY, taught[MENTORS])
            if taught[NARROW].any():
                effects.add(self.name, "forces.narrow", EVERY, taught[NARROW])
            week = guided * self.mentors * self.mentor_year / WEEKS_PER_YEAR
            effects.spend(self.name, week)
        self._follow_up(world, effects, taught[DRILL], members, kept_back)

    def _follow_up(
        self, world: World, effects: Effects, drill: Any, members: float, kept_back: float
    ) -> None:
        """Exercises, and pay in hand, for units that have been on a course."""
        share = pace(world, effects, self)
        if members <= 0.0 or share <= 0.0:
            return
        if self.exercises > 0.0:
            effects.add(self.name, "forces.drill", EVERY, share * drill)
        if self.pay_reform > 0.0:
            reformed = share * self.pay_reform * (world.forces.last_course >= 0)
            effects.add(self.name, "forces.paid_direct", EVERY, reformed)
        if self.equipment > 0.0:
            kit = share * self.equipment * (world.forces.last_course >= 0)
            effects.add(self.name, "forces.equipped", EVERY, kit)
        year = (members - kept_back) * self.exercises * self.exercise_week
        year += members * (self.pay_reform * self.pay_year + self.equipment * self.kit_year)
        effects.spend(self.name, share * year / WEEKS_PER_YEAR)
        if kept_back > 0.0 and self.exercises > 0.0:
            effects.fail(self.name, Reason.NO_ACCESS, kept_back * share / WEEKS_PER_YEAR)

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
        # On average half of all units have been taught while the programme runs.
        followed = 0.5 * min(self.level, 1.0) * MEMBERS * people / 1000.0
        each = self.exercises * self.exercise_week + self.pay_reform * self.pay_year
        year += followed * (each + self.equipment * self.kit_year)
        return year / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        total = sum(getattr(self, subject) for subject in SUBJECTS)
        parts = ", ".join(f"{getattr(self, s) / total:.0%} {s}" for s in SUBJECTS)
        return (
            f"Each year {self.level * self.places_per_1000:.3g} places per 1,000 inhabitants on "
            f"courses of {self.course:.0f} weeks ({parts}), then {self.mentors:.3g} mentors a unit "
            f"for {self.mentoring:.0f} weeks and {self.exercises:.2g} weeks of exercises a year; "
            f"{self.pay_reform:.0%} of the men taught are paid into their own hands."
        )

"""Objectives: goals set with partners, and effort that follows the gap to them.

Goals are measured, not known: without monitoring nothing is measured and nothing moves, and what is
measured with error can send effort after noise. Every goal costs everybody some of their time.
"""

import math
from collections.abc import Iterable
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.effects import EVERY, Effects, Reason
from sim.mechanisms.base import INDICATORS, Mechanism, inhabitants, measured, pace
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR, Duration, Money, NonNegative, Share, Weeks, param
from sim.yaml_source import FieldProblem

Indicator = Literal["violence", "needs", "trust"]


class Goal(Parameters):
    """One goal: an indicator, where it should be, and by when."""

    indicator: Indicator
    target: NonNegative = param(
        ...,
        unit="deaths per 100,000 (violence) or share (needs, trust)",
        low=0.0,
        high=20.0,
        source="A330",
        doc="at most (violence) or at least (needs, trust) this in every district",
    )
    by: Duration = param(
        0.0,
        unit="weeks",
        low=26,
        high=520,
        source="A331",
        doc="when, after the mission's start; 0: by its end",
    )
    weight: Share = param(
        1.0, unit="share", low=0.1, high=1.0, source="A332", doc="against other goals"
    )


class Objectives(Mechanism):
    """Goals that the mission, the authorities and communities agree on, reviewed at intervals."""

    name: ClassVar[str] = "objectives"
    title: ClassVar[str] = "Objectives"
    counts: ClassVar[str] = "reviews"
    channels: ClassVar[tuple[str, ...]] = ("communities.engagement", "mission.tact")
    owns: ClassVar[tuple[str, ...]] = (
        "districts.effort",
        "mission.focus",
        *(f"mission.gap_{indicator}" for indicator in INDICATORS),
    )

    goals: tuple[Goal, ...] = (
        Goal(indicator="violence", target=2.0),
        Goal(indicator="needs", target=0.65, weight=0.6),
        Goal(indicator="trust", target=0.5, weight=0.6),
    )
    review: Weeks = param(
        13, unit="weeks", low=4, high=52, source="A333", doc="between two reviews of effort"
    )
    shift: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="A334",
        doc="effort that follows the measured gap; the rest follows people and the plan",
    )
    overhead: Share = param(
        0.015,
        unit="share of effort",
        low=0.005,
        high=0.05,
        source="A335",
        doc="that every goal takes from all work for plans, meetings and reports",
    )
    consultation: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="A336",
        doc="goals agreed with authorities and communities and not only set by headquarters",
    )
    consult_cost: Money = param(
        0.15,
        unit="US dollars a year and inhabitant",
        low=0.03,
        high=0.5,
        source="A337",
        doc="of complete consultation",
    )

    def problems(self) -> Iterable[FieldProblem]:
        """No goals; a share above 1."""
        if self.level > 0.0 and not self.goals:
            yield FieldProblem(("goals",), "there are no goals", "at least one", "add a goal")
        for i, goal in enumerate(self.goals):
            if goal.indicator != "violence" and goal.target > 1.0:
                yield FieldProblem(
                    ("goals", i, "target"),
                    f"{goal.target:g} is more than 1",
                    f"a share from 0 to 1 for {goal.indicator}",
                    "write a number in that range",
                )

    def act(self, world: World, effects: Effects, rng: Streams) -> None:  # noqa: ARG002
        """Consult; at a review, move effort towards the largest gaps as measured."""
        much = self.consultation * pace(world, effects, self)
        people = inhabitants(world)
        effects.spend(self.name, much * self.consult_cost * people / WEEKS_PER_YEAR)
        if self.consultation > 0.0:
            effects.multiply(self.name, "mission.tact", 0, 1.0 - 0.4 * much)
            effects.add(self.name, "communities.engagement", EVERY, 0.25 * much)
        if world.week % self.review:
            return
        focus = max(0.5, 1.0 - self.level * self.overhead * len(self.goals))
        effects.write(self.name, "mission.focus", 0, focus)
        if int(world.districts.surveyed.max()) < 0:
            effects.fail(self.name, Reason.NO_DATA)
            return
        districts = world.districts
        gaps = self.gaps(world)
        total = np.zeros(len(districts))
        for indicator in INDICATORS:
            total += gaps[indicator]
            level = float(np.average(gaps[indicator], weights=_weights(world)))
            effects.write(self.name, f"mission.gap_{indicator}", 0, level)
        mean = float(np.average(total, weights=_weights(world)))
        if mean > 0.0:
            effort = 1.0 + self.level * self.shift * (np.minimum(total / mean, 4.0) - 1.0)
            effort /= float(np.average(effort, weights=_weights(world)))
            effects.write(self.name, "districts.effort", EVERY, effort)

    def gaps(self, world: World) -> dict[str, NDArray[np.float64]]:
        """Weighted gap of every district to the goals, by indicator, each 0 (met) to 1."""
        found = {name: np.zeros(len(world.districts)) for name in INDICATORS}
        start, end = int(world.mission.start[0]), int(world.mission.end[0])
        for goal in self.goals:
            now = measured(world)[goal.indicator]
            if goal.indicator == "violence":
                gap = np.maximum(0.0, now - goal.target) / (now + goal.target + 1e-9)
            else:
                gap = np.maximum(0.0, goal.target - now) / max(goal.target, 1e-9)
            due = goal.by if goal.by > 0.0 else end - start
            pressing = 0.5 + 0.5 * min(1.0, (world.week - start) / max(due, 1.0))
            found[goal.indicator] += goal.weight * pressing * gap
        return found

    def emphasis(self, gaps: tuple[float, ...], serves: tuple[str, ...]) -> float:
        """Weight of an element that serves some indicators: 1, or more where their gap is large.

        Args:
            gaps: `mission.gap_*` in the order of INDICATORS. serves: indicators, or none.
        """
        gap = dict(zip(INDICATORS, gaps, strict=True))
        mean = math.fsum(gaps) / len(gap)
        if mean <= 0.0 or not serves or self.level <= 0.0:
            return 1.0
        own = math.fsum(gap[name] for name in serves) / len(serves)
        return 1.0 + 0.5 * self.level * self.shift * (min(own / mean, 2.0) - 1.0)

    def progress(self, world: World) -> list[dict[str, Any]]:
        """Each goal with what was measured last: the mean over people, and districts where met."""
        rows = []
        start, end = int(world.mission.start[0]), int(world.mission.end[0])
        for goal in self.goals:
            now = measured(world)[goal.indicator]
            high = goal.indicator == "violence"
            met = now <= goal.target if high else now >= goal.target
            rows.append(
                {
                    "indicator": goal.indicator,
                    "target": goal.target,
                    "by": start + goal.by if goal.by > 0.0 else end,
                    "measured": float(np.average(now, weights=_weights(world))),
                    "districts_met": float(met.mean()),
                }
            )
        return rows

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        return self.level * self.consultation * self.consult_cost * people / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        parts = [
            f"{goal.indicator} {'at most' if goal.indicator == 'violence' else 'at least'} "
            f"{goal.target:g}"
            for goal in self.goals
        ]
        return (
            f"Goals in every district: {'; '.join(parts)}; every {self.review} weeks "
            f"{self.level * self.shift:.0%} of effort moves to where the measured gap is largest."
        )


def _weights(world: World) -> NDArray[np.float64]:
    weights: Any = np.maximum(world.districts.population, 1.0)
    return weights

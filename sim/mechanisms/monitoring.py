"""Monitoring: what the mission knows of violence, needs and trust, late and inexact, by district.

Surveys have sampling error, take time, and cannot be made where it is too dangerous: there the old
figure stands. Violence is counted from reports (`cells.reported`), which miss what nobody sees.
"""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.effects import EVERY, Effects, Reason
from sim.mechanisms.base import INDICATORS, Mechanism, inhabitants, pace
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR, Money, NonNegative, Positive, Weeks, param


class Monitoring(Mechanism):
    """Surveys and counts by district, evaluated and reported at intervals."""

    name: ClassVar[str] = "monitoring"
    title: ClassVar[str] = "Monitoring and evaluation"
    counts: ClassVar[str] = "districts"
    channels: ClassVar[tuple[str, ...]] = ()
    owns: ClassVar[tuple[str, ...]] = (
        "districts.surveyed",
        *(f"districts.surveyed_{indicator}" for indicator in INDICATORS),
        *(f"districts.measured_{indicator}" for indicator in INDICATORS),
    )

    interval: Weeks = param(
        26, unit="weeks", low=8, high=104, source="A320", doc="between two rounds of surveys"
    )
    delay: Weeks = param(
        8, unit="weeks", low=2, high=26, source="A321", doc="from interviews to figures"
    )
    interviews_per_1000: NonNegative = param(
        0.5,
        unit="interviews a year per 1,000 inhabitants",
        low=0.05,
        high=2.0,
        source="A322",
        doc="at level 1, over all districts and rounds",
    )
    interview: Money = param(
        80.0, unit="US dollars", low=30, high=200, source="A323", doc="one interview, evaluated"
    )
    analysts: Money = param(
        0.05,
        unit="US dollars a year and inhabitant",
        low=0.01,
        high=0.2,
        source="A324",
        doc="staff who count, check and report",
    )
    design_effect: Positive = param(
        2.5, unit="ratio", low=1.0, high=5.0, source="A325", doc="of clustered samples on variance"
    )
    too_dangerous: Positive = param(
        25.0,
        unit="recent deaths per 100,000",
        low=5.0,
        high=80.0,
        source="A326",
        doc="violence at which half of the districts cannot be surveyed",
    )

    def act(self, world: World, effects: Effects, rng: Streams) -> None:
        """Survey, count or report, when the calendar says so."""
        districts = world.districts
        share = pace(world, effects, self)
        people = inhabitants(world)
        effects.spend(self.name, share * self.cost(people) / max(self.level, 1e-9))
        last = int(districts.surveyed.max())
        since = world.week - last
        if last < 0 or since >= self.interval:
            self._survey(world, effects, rng)
        elif since == self.delay:
            figures = {
                "violence": districts.surveyed_violence,
                "needs": districts.surveyed_needs,
                "trust": districts.surveyed_trust,
            }
            for indicator, values in figures.items():
                effects.write(self.name, f"districts.measured_{indicator}", EVERY, values.copy())

    def _survey(self, world: World, effects: Effects, rng: Streams) -> None:
        """One round: draw samples, where one can go; count reports everywhere."""
        districts, people = world.districts, world.communities
        count = len(districts)
        size = people.population + people.hosted
        weight = np.maximum(np.bincount(people.district, weights=size, minlength=count), 1.0)
        trust = 0.5 * (people.trust_state + people.trust_forces)
        reported = counted(world, weight)
        risk = reported / (reported + self.too_dangerous)
        open_ = rng.uniforms("monitoring.access", count) >= risk
        if not open_.all():
            effects.fail(self.name, Reason.NO_ACCESS, float(count - open_.sum()))
        rounds = WEEKS_PER_YEAR / self.interval
        funded = self.level * effects.share(self.name)
        sample = self.interviews_per_1000 * funded * float(size.sum()) / 1000.0 / rounds / count
        asked = (
            ("needs", people.needs, districts.surveyed_needs),
            ("trust", trust, districts.surveyed_trust),
        )
        for name, value, column in asked:
            mean = np.bincount(people.district, weights=size * value, minlength=count) / weight
            spread = np.sqrt(mean * (1.0 - mean) * self.design_effect / max(sample, 1.0))
            figure = np.clip(mean + spread * normal(rng, f"monitoring.{name}", count), 0.0, 1.0)
            column[open_] = figure[open_]
        districts.surveyed_violence = reported
        districts.surveyed = world.week

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        year = self.interviews_per_1000 * people / 1000.0 * self.interview + self.analysts * people
        return self.level * year / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        return (
            f"Every {self.interval} weeks a round of surveys, "
            f"{self.level * self.interviews_per_1000:.2g} interviews a year per 1,000 inhabitants, "
            f"reported {self.delay} weeks later, with counts of reported violence."
        )


def counted(world: World, people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Recent reported deaths per 100,000 inhabitants, by district."""
    cells = world.cells
    inside = cells.district >= 0
    deaths = np.bincount(
        cells.district[inside], weights=cells.reported[inside], minlength=len(people)
    )
    rate: Any = 100_000.0 * deaths / people
    return rate


def normal(rng: Streams, name: str, rows: int) -> NDArray[np.float64]:
    """Standard normal draws (Box & Muller 1958)."""
    u, v = rng.uniforms(name, rows, 0), rng.uniforms(name, rows, 1)
    draws: Any = np.sqrt(-2.0 * np.log(1.0 - u)) * np.cos(2.0 * np.pi * v)
    return draws

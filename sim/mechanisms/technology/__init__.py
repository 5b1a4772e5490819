"""Technology: drones, sensors, communications, analysts and their warnings, and intruders.

It gives the mission knowledge, sooner and of more places; somebody else has to act on it. What is
seen enters through `cells.watch` (`sim.dynamics.presence`), what is foreseen through
`cells.warning`, which pulls patrols (`sim.rules.peacekeeper`), and drones.
"""

import math
from typing import Any, ClassVar

import numpy as np

from sim.effects import EVERY, Effects, Reason
from sim.mechanisms.base import inhabitants, pace
from sim.mechanisms.technology import sight, warnings
from sim.mechanisms.technology.levers import Levers
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR

REVIEW = 4  # weeks for which drones keep their areas and warnings stand
WEEK = 168.0  # hours
ENOUGH = 10.0  # reports from which half of what there is to learn has been learnt
TYPICAL = 30.0  # thousand US dollars a week by which sponsors buy half of what intruders need


class Technology(Levers):
    """Drones, sensors, communications, analysis and early warning, protection of systems."""

    name: ClassVar[str] = "technology"
    title: ClassVar[str] = "Technology and early warning"
    counts: ClassVar[str] = "hours of flight, warnings and weeks"
    channels: ClassVar[tuple[str, ...]] = ("cells.watch", "cells.leaks")
    owns: ClassVar[tuple[str, ...]] = (
        "cells.warning",
        "cells.alarm",
        "cells.trace",
        "cells.orbits",
        "mission.comms",
        "mission.orbits",
        "mission.crews",
        "mission.analysts",
        "mission.records",
        "mission.hits",
        "mission.false_alarms",
        "mission.missed",
        "mission.assessed",
        "mission.breached",
    )
    serves: ClassVar[tuple[str, ...]] = ("violence",)

    def act(self, world: World, effects: Effects, rng: Streams) -> None:
        """One week of flying, listening, learning, warning, and of being listened to."""
        rows, q = world.rows, self.numbers
        millions = inhabitants(world) / 1e6
        part = pace(world, effects, self)
        drones = round(self.orbits * millions * part)
        self._staff(world, drones, millions, part)
        self._intruders(world, effects, rng)
        blind = world.mission.cols["breached"][0] > 0.0
        if world.week % REVIEW == 0:
            if not blind:
                warnings.learn(rows, q, REVIEW)
            self._review(world, effects, rng, 0 if blind else round(self.alarms * millions * part))
            far = sight.assign(rows, q, drones, np.zeros(len(world.cells)), world.cell_km)
            if far:
                effects.fail(self.name, Reason.NO_ACCESS, far)
        if not blind:
            self._look(world, effects, drones, self.sensors * millions * part)
        effects.spend(self.name, self._bill(world, drones, millions * part))

    def _staff(self, world: World, drones: int, millions: float, part: float) -> None:
        """Crews and analysts are found and trained, and leave when there is no work for them."""
        mission: dict[str, Any] = world.mission.cols
        gain = min(1.0, 1.0 / self.training)
        wanted = (
            ("crews", self.crews * drones),
            ("analysts", self.analysts * millions * part),
            ("comms", min(1.0, self.communications * part)),
        )
        for column, goal in wanted:
            mission[column][0] += gain * (goal - mission[column][0])

    def _intruders(self, world: World, effects: Effects, rng: Streams) -> None:
        """Somebody may break into its systems; while that lasts its movements are known."""
        mission: dict[str, Any] = world.mission.cols
        mission["breached"][0] = max(0.0, mission["breached"][0] - 1.0)
        foes = math.fsum(world.factions.cols["sponsor"].tolist())
        skill = 0.2 + 0.8 * foes / (foes + TYPICAL)
        comms = mission["comms"][0]
        exposed = comms * (1.0 - self.cyber)
        if rng.uniform("technology.breach") < self.intrusion / WEEKS_PER_YEAR * skill * exposed:
            weeks = 2.0 * self.breach * rng.uniform("technology.breach", 0, 1)
            mission["breached"][0] = 1.0 + weeks
        if mission["breached"][0] > 0.0:
            effects.add(self.name, "cells.leaks", EVERY, self.exposure * comms)
            effects.fail(self.name, Reason.NO_DATA, 1.0)

    def _review(self, world: World, effects: Effects, rng: Streams, wanted: int) -> None:
        """Compare the last warnings with what happened, and give new ones."""
        mission = world.mission
        warnings.compare(world.rows)
        data = float(mission.records[0])
        known = data / (data + ENOUGH)
        enough = self.alarms * inhabitants(world) / 1e6 * self.reading
        skill = known * float(mission.analysts[0]) / (float(mission.analysts[0]) + enough + 1e-9)
        score = np.zeros(len(world.cells))
        warnings.foresee(world.rows, self.numbers, score, skill, rng.seed, rng.week)
        warnings.warn(world.rows, score, wanted)
        if wanted:
            effects.fail(self.name, Reason.NO_DATA, wanted * (1.0 - known))

    def _look(self, world: World, effects: Effects, drones: int, sensors: float) -> None:
        """What drones and sensors see this week."""
        # Since the review money may have grown short, and drones with it; never the other way.
        flown = world.mission.cols["orbits"][0]
        seen = np.zeros((2, 9 * flown + len(world.peacekeepers)))
        tally = np.zeros(3)  # hours lost to weather and ground, to jamming; bases without power
        crews = world.mission.cols["crews"][0]
        clock = min(1.0, crews * self.hours / (WEEK * max(drones, 1)))
        n = sight.look(world.rows, self.numbers, seen, tally, clock, sensors)
        if n:
            rows = seen[0, :n].astype(np.int64)
            effects.add(self.name, "cells.watch", rows, seen[1, :n])
        lacking = drones * max(0.0, min(WEEK, self.crews * self.hours) - WEEK * clock)
        reasons = (
            (lacking, Reason.NO_PEOPLE),
            (WEEK * clock * tally[0], Reason.NO_ACCESS),
            (WEEK * clock * tally[1], Reason.NO_DATA),
            (tally[2], Reason.NO_LIFT),
        )
        for amount, reason in reasons:
            if amount > 1e-9:
                effects.fail(self.name, reason, float(amount))

    def _bill(self, world: World, drones: int, size: float) -> float:
        """US dollars of a week."""
        mission: dict[str, Any] = world.mission.cols
        year = drones * self.orbit_year + self.crew_year * mission["crews"][0]
        year += self.analyst_year * mission["analysts"][0]
        return (year + size * self._posts()) / WEEKS_PER_YEAR

    def _posts(self) -> float:
        """US dollars a year per million people for sensors, communications and protection."""
        return (
            self.sensors * self.sensor_year
            + self.communications * self.comms_year
            + self.cyber * self.cyber_year
        )

    def end(self, world: World) -> None:
        """Everything goes home; what analysts had on record is of no use to anybody else."""
        kept = {"mission.hits", "mission.false_alarms", "mission.missed", "mission.assessed"}
        for column in self.owns:
            if column not in kept:
                table, _, name = column.partition(".")
                getattr(world, table).data[name][:] = 0

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        year = self.orbits * (self.orbit_year + self.crews * self.crew_year)
        year += self.analysts * self.analyst_year + self._posts()
        return self.level * people / 1e6 * year / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        return (
            f"Per million people {self.level * self.orbits:.2g} drones with {self.crews:.2g} crews "
            f"each within {self.range_km:.0f} km of airfields, {self.level * self.sensors:.3g} "
            f"sensors at bases, and {self.level * self.analysts:.3g} analysts who warn of "
            f"{self.level * self.alarms:.2g} places at a time; "
            f"{self.level * self.communications:.0%} of posts are reached at once, protection "
            f"against intruders stands at {self.cyber:.0%}."
        )

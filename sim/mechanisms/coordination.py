"""Military coordination: common plans and procedures, liaison, exercises, shared intelligence.

Contingents that have exercised together and have officers with each other can help each other; a
common plan of patrols leaves fewer places twice covered or empty. What is shared with local forces
helps them to find bands, and leaks to these as far as forces and offices are for sale.
"""

from typing import Any, ClassVar

import numpy as np

from sim.effects import Effects, Reason
from sim.kernels import kernel
from sim.mechanisms.base import Mechanism, inhabitants, pace
from sim.state import codes
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR, Money, NonNegative, Positive, Share, param

DEPLOYED, OBSERVERS, ENGINEERS = codes.DEPLOYED, codes.OBSERVERS, codes.ENGINEERS
PRESENT, WARNED = range(2)  # slots of counters
AT_ONCE = 4  # contingents that take part in one exercise
LISTENS = 0.25  # consent below which a host lets its forces share nothing


class Coordination(Mechanism):
    """A common plan, liaison officers, joint exercises and shared intelligence."""

    name: ClassVar[str] = "coordination"
    title: ClassVar[str] = "Military coordination"
    counts: ClassVar[str] = "exercises, weeks, and bands warned"
    channels: ClassVar[tuple[str, ...]] = (
        "mission.liaison",
        "mission.tasking",
        "mission.shared",
        "mission.told",
        "mission.vetted",
    )
    owns: ClassVar[tuple[str, ...]] = (
        "partners.exercised",
        "contingents.local_practice",
        "peacekeepers.sector",
        "peacekeepers.fatigue",
    )
    serves: ClassVar[tuple[str, ...]] = ("violence",)

    exercises: NonNegative = param(
        8.0,
        unit="exercises a year",
        low=0.0,
        high=26.0,
        source="A526",
        doc="joint exercises of up to four contingents, with local forces as far as these are told",
    )
    lesson: Share = param(
        0.3,
        unit="share of gap",
        low=0.1,
        high=0.5,
        source="A526",
        doc="to complete joint practice that one exercise closes for those who take part",
    )
    fade: Share = param(
        0.008,
        unit="share a week",
        low=0.002,
        high=0.02,
        source="A526",
        doc="joint practice lost with time; reliefs take more",
    )
    strain: Share = param(
        0.03,
        unit="share",
        low=0.0,
        high=0.1,
        source="A526",
        doc="fatigue that an exercise adds to the units of those who take part",
    )
    officers_per_million: NonNegative = param(
        6.0,
        unit="per million people",
        low=0.0,
        high=20.0,
        source="A527",
        doc="liaison officers between contingents and in the joint operations centre",
    )
    officers_half: Positive = param(
        6.0,
        unit="per 1,000 uniformed",
        low=2.0,
        high=15.0,
        source="A527",
        doc="liaison officers at which half of all dealings go through them",
    )
    planning: Share = param(
        0.7,
        unit="share",
        low=0.0,
        high=1.0,
        source="A528",
        doc="how far patrols are planned in common, so that they share out the ground",
    )
    sharing: Share = param(
        0.7,
        unit="share",
        low=0.0,
        high=1.0,
        source="A528",
        doc="of what contingents see that goes to all of them",
    )
    sharing_local: Share = param(
        0.3,
        unit="share",
        low=0.0,
        high=1.0,
        source="A528",
        doc="of what the mission sees that goes to local forces, and of what they know to it",
    )
    vetting: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="A528",
        doc="of those in local forces who are told anything that are looked into before; who does "
        "not pass is told nothing",
    )
    exercise_cost: Money = param(
        25_000.0,
        unit="US dollars per million people",
        low=8_000,
        high=80_000,
        source="A529",
        doc="an exercise (transport, fuel, ground, staff), by the size of the theatre and so of "
        "contingents",
    )
    officer_year: Money = param(
        150_000.0,
        unit="US dollars",
        low=80_000,
        high=250_000,
        source="A529",
        doc="a liaison officer with an interpreter and communications, for a year",
    )
    centre_year: Money = param(
        250_000.0,
        unit="US dollars per million people",
        low=80_000,
        high=600_000,
        source="A529",
        doc="a centre that plans in common and shares all, or vets all, for a year",
    )

    def act(self, world: World, effects: Effects, rng: Streams) -> None:
        """One week: liaison, the plan of patrols, what is shared, and perhaps an exercise."""
        mission, part = world.mission.cols, pace(world, effects, self)
        officers = part * self.officers_per_million * inhabitants(world) / 1e6
        crowd = 1000.0 * officers / max(mission["deployed"][0], 1.0)
        carried = crowd / (crowd + self.officers_half)
        told = part * self.sharing_local * (1.0 - 0.4 * self.vetting)
        if mission["consent"][0] < LISTENS and told > 0.0:
            effects.fail(self.name, Reason.NO_CONSENT)
            told = 0.0
        asks = (
            ("mission.liaison", carried),
            ("mission.tasking", part * self.planning * (0.4 + 0.6 * carried)),
            ("mission.shared", part * self.sharing * (0.4 + 0.6 * carried)),
            ("mission.told", told),
            ("mission.vetted", min(1.0, part) * self.vetting),
        )
        for channel, amount in asks:
            if amount > 0.0:
                effects.add(self.name, channel, 0, amount)
        out = np.zeros(2)
        keep_up(world.rows, self.numbers, out)
        present, warned = out.tolist()
        if warned > 0.0:
            effects.fail(self.name, Reason.LEAKED, warned)
        plan_patrols(world.rows, np.zeros(len(world.cells)))
        held = int(part * self.exercises / WEEKS_PER_YEAR + rng.uniform("coordination.exercise"))
        if held and present < 2 and told <= 0.0:
            effects.fail(self.name, Reason.NO_PARTNER, held)
            held = 0
        for k in range(held):
            # From a nation drawn at random on, the next that are there take part.
            start = int(rng.uniform("coordination.seats", k) * len(world.contingents))
            exercise(world.rows, self.numbers, start, told)
        millions = inhabitants(world) / 1e6
        staff = officers * self.officer_year + part * self._centre() * millions
        exercised = held * self.exercise_cost * millions
        effects.spend(self.name, staff / WEEKS_PER_YEAR + exercised)

    def _centre(self) -> float:
        """US dollars a year and million people for planning, sharing and vetting, in full."""
        work = (self.planning + self.sharing + self.sharing_local) / 3.0
        work += self.vetting * self.sharing_local
        return work * self.centre_year

    def end(self, world: World) -> None:
        """What contingents had learnt together goes home with them."""
        world.partners.exercised = 0.0
        world.contingents.local_practice = 0.0
        world.peacekeepers.sector = -1

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        year = self.officers_per_million * self.officer_year + self._centre()
        year += self.exercises * self.exercise_cost
        return self.level * year * people / 1e6 / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        return (
            f"{self.level * self.exercises:.3g} joint exercises a year and, per million people, "
            f"{self.level * self.officers_per_million:.3g} liaison officers; {self.planning:.0%} "
            f"of patrols are planned in common, contingents share {self.sharing:.0%} of what they "
            f"see and tell local forces {self.sharing_local:.0%}, {self.vetting:.0%} of whom are "
            f"vetted."
        )


@kernel
def keep_up(t: Any, q: Any, out: Any) -> None:
    """Let joint practice fade a week. `out` receives contingents in the theatre, and bands that a
    leak warned last week."""
    kept = 1.0 - q[0].fade
    for n in range(len(t.contingents)):
        t.contingents[n].local_practice *= kept
        if t.contingents[n].members > 0.0:
            out[PRESENT] += 1.0
    for pair in range(len(t.partners)):
        t.partners[pair].exercised *= kept
    for i in range(len(t.bands)):
        if t.bands[i].alive != 0 and t.bands[i].warned != 0:
            out[WARNED] += 1.0


@kernel
def exercise(t: Any, q: Any, start: int, told: float) -> None:
    """One exercise of the nations in the theatre that come first from `start` on."""
    p = q[0]
    count = len(t.contingents)
    last = seated(t, start)
    for a in range(start, last):
        one = t.contingents[a % count]
        if one.members <= 0.0:
            continue
        one.local_practice += p.lesson * min(1.0, told) * (1.0 - one.local_practice)
        for b in range(start, last):
            other = t.contingents[b % count]
            if a != b and other.members > 0.0:
                pair = t.partners[(a % count) * count + b % count]
                pair.exercised += p.lesson * (1.0 - pair.exercised)
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        turn = (unit.contingent - start + count) % count
        if unit.stage == DEPLOYED and turn < last - start:
            unit.fatigue = min(1.0, unit.fatigue + p.strain)


@kernel
def seated(t: Any, start: int) -> int:
    """End of the range from `start` in which as many nations are present as an exercise seats."""
    count = len(t.contingents)
    seats = 0
    for n in range(start, start + count):
        if t.contingents[n % count].members > 0.0:
            seats += 1
        if seats == AT_ONCE:
            return n + 1
    return start + count


@kernel
def plan_patrols(t: Any, taken: Any) -> None:
    """Give every armed unit a cell around its base: where it is most needed and others are not."""
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        unit.sector = -1
        if unit.stage != DEPLOYED or unit.kind == OBSERVERS or unit.kind == ENGINEERS:
            continue
        top = 0.0
        for k in range(9):
            row = unit.base if k == 8 else t.neighbours[unit.base, k]
            if row < 0:
                continue
            place = t.cells[row]
            need = place.reported / (place.reported + 4.0)
            need += 0.5 * place.population / (place.population + 20_000.0)
            # A second unit in a place adds little; bad roads keep a unit from getting there.
            worth = need * (0.5 + 0.5 * place.road) / (1.0 + 5.0 * taken[row])
            if worth > top:
                top = worth
                unit.sector = row
        if unit.sector >= 0:
            taken[unit.sector] += 1.0

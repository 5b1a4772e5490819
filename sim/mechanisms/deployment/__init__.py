"""The mission itself: its people, where they come from, how they get there, and when they leave."""

import math
from typing import Any, ClassVar

import numpy as np

from sim.effects import Effects, Reason
from sim.mechanisms.deployment import basing, nations, pipeline
from sim.mechanisms.deployment.levers import Levers
from sim.state import codes
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR

REVIEW = 13  # weeks between reviews of where units are based
MOVES = 2  # units that may be moved in one review
NOTICE = 26  # weeks that a mission gets when it is asked to leave
KINDS = ("troops", "police", "observers", "engineers")
HELD_UP = (Reason.NO_PEOPLE, Reason.NO_LIFT)


class Deployment(Levers):
    """Raise, ship, base, supply, rotate and bring home the mission's uniformed people."""

    name: ClassVar[str] = "mission"
    title: ClassVar[str] = "The mission"
    counts: ClassVar[str] = "persons and weeks"
    channels: ClassVar[tuple[str, ...]] = (
        "mission.friction",
        "districts.oversight_work",
        "cells.road_work",
    )
    owns: ClassVar[tuple[str, ...]] = ("peacekeepers", "contingents", "partners", "mission")
    serves: ClassVar[tuple[str, ...]] = ("violence",)

    @property
    def planned_end(self) -> int:
        """Week of the run in which the last unit is to be out."""
        return round(self.start + self.duration)

    @property
    def planned_leave(self) -> int:
        """Week of the run in which the draw-down is to begin."""
        return round(self.start + self.duration - self.draw_down)

    def uniformed(self, people: float) -> dict[str, float]:
        """Authorised persons by kind in a theatre of `people` inhabitants."""
        thousands = self.level * people / 1000.0
        return {kind: thousands * getattr(self, f"{kind}_per_1000") for kind in KINDS}

    def tempo(self, week: float, leave: float, end: float) -> float:
        """How far the civilian programmes run: set up, built up, run, wound down (0 to 1)."""
        up = (week - self.start - self.civil_delay) / max(self.civil_build_up, 1.0)
        down = (end - week) / max(end - leave, 1.0)
        return min(1.0, max(0.0, up), max(0.0, down))

    def prompt_tempo(self, week: float, leave: float, end: float) -> float:
        """How far programmes run that begin with the authorisation (0 to 1)."""
        down = (end - week) / max(end - leave, 1.0)
        return min(1.0, max(0.0, down)) if week >= self.start else 0.0

    def strength(self, week: float) -> float:
        """Share of the authorised strength that a planner expects to pay in a week (0 to 1).

        Units cost from the day they board; the last board nearly twice the mean time of a pledge
        after the first, less the share that never comes.
        """
        boards = self.start + 0.3 * self.pledge + self.prepare
        up = (week - boards) / max(1.4 * self.pledge, 1.0)
        leave, end = self.planned_leave, self.planned_end
        down = (end - week) / max(end - leave, 1.0)
        return min(1.0 - self.shortfall, max(0.0, up), max(0.0, down))

    def raise_mission(self, world: World, budget: float) -> None:
        """Write the mandate: dates, strength, budget; raise the units that are to come."""
        people = float(world.communities.founders.sum())
        wanted = self.uniformed(people)
        mission = world.mission
        mission.people = people
        mission.authorised = sum(round(persons) for persons in wanted.values())
        mission.budget = budget
        mission.start, mission.end = round(self.start), self.planned_end
        mission.leave = self.planned_leave
        mission.term = self.planned_end - round(self.start)
        self._muster(world, [wanted[kind] for kind in KINDS])

    def _muster(self, world: World, wanted: list[float]) -> None:
        """Make a row for every unit, with its nation, its qualities and the wait for its pledge."""
        counts = [max(1, round(n / self.unit_size)) if n >= 1.0 else 0 for n in wanted]
        if not sum(counts):
            return
        units = world.peacekeepers
        units.extend(max(len(units), sum(counts)))
        world.refresh()
        draws = Streams(world.seed)
        rows = len(units)
        kind = np.repeat(np.arange(len(KINDS)), counts)
        size = np.repeat([n / c if c else 0.0 for n, c in zip(wanted, counts, strict=True)], counts)
        n = len(kind)
        nation = np.arange(n) % max(self.nations, 1)
        self._coalition(world, draws)
        luck = draws.uniforms("deployment.unit", rows)[:n]
        came = 1.0 - 2.0 * self.shortfall * luck
        units.stage[:n] = codes.PLEDGED
        units.kind[:n] = kind
        units.contingent[:n] = nation
        units.establishment[:n] = np.maximum(1.0, np.round(size * came))
        units.personnel[:n] = units.establishment[:n]
        units.quality[:n] = world.contingents.quality[nation]
        units.will[:n] = world.contingents.will[nation]
        units.mobility[:n] = self.mobility
        # Pledges trickle in: the first come soon, the last after nearly twice the mean time.
        pledged = draws.uniforms("deployment.pledge", rows)[:n]
        units.wait[:n] = self.pledge * (0.3 + 1.4 * pledged)

    def _coalition(self, world: World, draws: Streams) -> None:
        """Make a row for every nation, and one for every ordered pair of them."""
        count = max(self.nations, 1)
        world.contingents.extend(count)
        world.partners.extend(count * count)
        world.refresh()
        one = world.contingents
        lot = [draws.uniforms("deployment.nation", count, k) for k in range(5)]
        one.quality = np.clip(self.quality + self.quality_spread * (2.0 * lot[0] - 1.0), 0.05, 1.0)
        one.will = np.clip(self.will + self.will_spread * (2.0 * lot[1] - 1.0), 0.0, 1.0)
        one.patience = self.patience * (1.0 + self.patience_spread * (2.0 * lot[2] - 1.0))
        one.doctrine, one.language = self.diversity * lot[3], self.diversity * lot[4]
        pairs = np.abs(one.doctrine[:, None] - one.doctrine) + np.abs(
            one.language[:, None] - one.language
        )
        world.partners.apart = pairs.ravel()

    def act(self, world: World, effects: Effects, rng: Streams) -> None:
        """One week of the mission's life."""
        week, mission = world.week, world.mission.cols
        self._turn_stage(world, effects)
        if mission["stage"][0] in (codes.NO_MISSION, codes.GONE):
            return
        # Money buys people: what the purse cannot pay for does not come, or has to go.
        affordable = min(1.0, effects.share(self.name)) * mission["authorised"][0]
        out = np.zeros(2)
        nations.roll_call(world.rows)
        pipeline.advance(world.rows, self.numbers, out, rng.seed, week, affordable)
        if mission["deployed"][0] > affordable + self.unit_size:
            pipeline.withdraw(world.rows, affordable, 0)
        for reason, persons in zip(HELD_UP, out.tolist(), strict=True):
            if persons:
                effects.fail(self.name, reason, persons)
        self._base(world)
        leave, end = mission["leave"][0], mission["end"][0]
        if week >= leave:
            left, whole = end - week - 1.0, float(end - leave)
            pipeline.withdraw(world.rows, mission["peak"][0] * max(0.0, left) / max(whole, 1.0), 1)
        self._watch(world, effects)
        persons = pipeline.count(world.rows, week % 4 == 0)
        dollars = persons * self.person_year / WEEKS_PER_YEAR
        effects.spend(self.name, dollars)

    def _turn_stage(self, world: World, effects: Effects) -> None:
        """Move the mission through its stages; a host that has withdrawn its consent ends it."""
        week = world.week
        mission: dict[str, Any] = world.mission.cols
        stage = mission["stage"][0]
        if stage == codes.NO_MISSION and week >= self.start:
            stage = codes.AUTHORISED
            mission["seen"][0] = world.clock.cols["events"][0]
        if mission["extension"][0] > 0.0 and stage < codes.DRAWING_DOWN:
            mission["leave"][0] += int(mission["extension"][0])
            mission["end"][0] += int(mission["extension"][0])
        mission["extension"][0] = 0.0
        lost = mission["consent"][0] < self.consent_floor
        if codes.AUTHORISED <= stage < codes.DRAWING_DOWN and lost:
            mission["leave"][0] = week
            mission["end"][0] = min(mission["end"][0], week + NOTICE)
            effects.fail(self.name, Reason.NO_CONSENT)
        if codes.AUTHORISED <= stage < codes.DRAWING_DOWN and week >= mission["leave"][0]:
            stage = codes.DRAWING_DOWN
        elif stage == codes.AUTHORISED and week >= self.start + self.civil_delay:
            stage = codes.DEPLOYING
        elif stage == codes.DEPLOYING and self._complete(world):
            stage = codes.OPERATING
        if stage == codes.DRAWING_DOWN and week >= mission["end"][0]:
            stage = codes.GONE
            pipeline.withdraw(world.rows, 0.0, 1)
            pipeline.count(world.rows, True)
        mission["stage"][0] = stage
        leave, end = float(mission["leave"][0]), float(mission["end"][0])
        gone = stage == codes.GONE
        mission["tempo"][0] = 0.0 if gone else self.tempo(week, leave, end)
        mission["prompt"][0] = 0.0 if gone else self.prompt_tempo(week, leave, end)

    def _complete(self, world: World) -> bool:
        waiting = world.peacekeepers.stage < codes.DEPLOYED
        return not bool(np.any(waiting & (world.peacekeepers.personnel > 0)))

    def _base(self, world: World) -> None:
        """Choose sites and send units there; review every quarter where units are needed more."""
        mission = world.mission.cols
        operating = mission["stage"][0] < codes.DRAWING_DOWN and mission["deployed"][0] > 0
        review = operating and world.week % REVIEW == 0
        homeless = pipeline.homeless(world.rows)
        if not (review or homeless):
            return
        score = np.zeros(len(world.cells))
        sites = np.full(max(self.sites, 1), -1, np.int64)
        basing.choose_sites(world.rows, self.near_violence, score, sites)
        load = np.zeros(len(world.cells))
        speed = self.speed / world.cell_km
        if homeless:
            basing.settle(world.rows, score, sites, load, speed)
        if review:
            basing.redeploy(world.rows, score, sites, load, speed, MOVES)

    def _watch(self, world: World, effects: Effects) -> None:
        """See abuse by the state, and say so: it is checked, and the host resents it."""
        work = np.zeros(len(world.districts))
        friction = pipeline.witness(world.rows, self.numbers, work)
        if friction > 0.0:
            effects.add(self.name, "mission.friction", 0, friction)
            effects.add(self.name, "districts.oversight_work", slice(None), work)
        if self.engineers_per_1000 * self.level > 0.0:
            work = np.zeros((2, 9 * len(world.peacekeepers)))
            n = pipeline.mend_roads(world.rows, self.numbers, work)
            if n:
                effects.add(self.name, "cells.road_work", work[0, :n].astype(np.int64), work[1, :n])

    def cost(self, people: float) -> float:
        """US dollars a week at full strength."""
        return math.fsum(self.uniformed(people).values()) * self.person_year / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What the mission is, in one sentence."""
        parts = [
            f"{self.level * getattr(self, f'{kind}_per_1000'):.3g} {kind}"
            for kind in KINDS
            if self.level * getattr(self, f"{kind}_per_1000") > 0.0
        ]
        months = 12.0 / WEEKS_PER_YEAR
        stay = (
            f"from month {self.start * months:.0f} for {self.duration * months:.0f} months, "
            f"drawing down over the last {self.draw_down * months:.0f}"
        )
        if not parts:
            return f"No uniformed people; civilian programmes run {stay}."
        force = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
        return (
            f"Per 1,000 inhabitants {force} from {self.nations} nations stay {stay}, at up to "
            f"{self.sites} sites, chosen {self.near_violence:.0%} by reported violence and "
            f"{1 - self.near_violence:.0%} by population."
        )


def planning_weeks(deployment: Deployment) -> int:
    """Number of weeks of the run that a plan of this mission covers."""
    return math.ceil(deployment.start + deployment.duration) + 1

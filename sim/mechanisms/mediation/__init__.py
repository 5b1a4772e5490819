"""Mediation: teams who talk with the parties, and teams who settle disputes between neighbours.

A team's influence is its craft, what it knows of people and places, and the trust of both sides; it
learns by staying with a case. Signatures need guarantees and somebody who verifies: both come from
people who are really there (Walter 2002; Fortna 2003; Duursma 2021).
"""

from typing import Any, ClassVar

import numpy as np

from sim.effects import Effects, Reason
from sim.mechanisms.base import inhabitants, pace
from sim.mechanisms.mediation.levers import Levers
from sim.mechanisms.mediation.teams import (
    ALIVE,
    DISPUTES,
    HELD_UP,
    IDLE,
    PEOPLE,
    REFUSED,
    TALKS,
    committed,
    talk,
)
from sim.state import codes
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR

SETTLEMENT = codes.SETTLEMENT
STAFF_EVERY = 4  # weeks between looks at how many teams there should be


class Mediation(Levers):
    """High-level talks and local dialogue by teams of mediators."""

    name: ClassVar[str] = "mediation"
    title: ClassVar[str] = "Mediation"
    counts: ClassVar[str] = "weeks of a team"
    channels: ClassVar[tuple[str, ...]] = (
        "dyads.mediation",
        "dyads.terms",
        "dyads.verification",
        "dyads.guarantee",
        "ties.settling",
        "communities.dialogue",
        "groups.reform",
        "mission.friction",
    )
    owns: ClassVar[tuple[str, ...]] = ("mediators", "mission.leaning")
    serves: ClassVar[tuple[str, ...]] = ("violence",)

    def teams(self, people: float, part: float = 1.0) -> tuple[int, int]:
        """Teams for high-level talks and for local dialogue when `part` of all are at work."""
        wanted = self.level * self.teams_per_million * people / 1e6 * part
        if wanted <= 0.0:
            return 0, 0
        total = max(1, round(wanted))
        talks = max(1, round((1.0 - self.share_local) * total))
        return talks, max(total - talks, 1 if self.share_local > 0.0 else 0)

    def set_up(self, world: World) -> None:
        """Make room for the teams."""
        # Money may be moved towards this element: room for twice the plan.
        if world.mediators.require(2 * sum(self.teams(inhabitants(world)))):
            world.refresh()

    def act(self, world: World, effects: Effects, rng: Streams) -> None:
        """One week of talks and dialogue."""
        if world.week % STAFF_EVERY == 0:
            self._staff(world, rng, pace(world, effects, self) / self.level)
        # People judge those who keep order between them by those who speak for them.
        there = world.mediators.alive == 1
        lean = np.abs(world.mediators.partiality[there])
        world.mission.leaning = float(lean.mean()) if there.any() else 0.0
        size = len(world.mediators)
        requests = np.zeros((3, 2, 2 * size))
        tally = np.zeros(7, np.int64)
        talk(world.rows, self.numbers, requests, tally, rng.seed, rng.week)
        effects.spend(self.name, int(tally[ALIVE]) * self.team_year / WEEKS_PER_YEAR)
        rows = requests[:, 0, :].astype(np.int64)
        asks = (
            (TALKS, "dyads.mediation"),
            (DISPUTES, "ties.settling"),
            (PEOPLE, "communities.dialogue"),
        )
        for slot, channel in asks:
            n = int(tally[slot])
            if n:
                effects.add(self.name, channel, rows[slot, :n], requests[slot, 1, :n])
        reasons = ((HELD_UP, Reason.NO_ACCESS), (IDLE, Reason.NO_PARTNER))
        for slot, reason in (*reasons, (REFUSED, Reason.NO_CONSENT)):
            if tally[slot]:
                effects.fail(self.name, reason, float(tally[slot]))
        n = int(tally[TALKS])
        if n and self.roots > 0.0:
            broad = self.roots * requests[TALKS, 1, :n]
            effects.add(self.name, "dyads.terms", rows[TALKS, :n], broad)
        self._back_up(world, effects, rows[TALKS, :n])

    def _staff(self, world: World, rng: Streams, share: float) -> None:
        """Hire or dismiss teams until as many are at work as the week's programme wants."""
        table, room = world.mediators, len(world.mediators)
        talks, local = self.teams(inhabitants(world), share)
        alive = table.alive == 1
        for level, wanted in ((1, talks), (0, local)):
            have = np.flatnonzero(alive & (table.level == level))
            for k in range(len(have), wanted):
                seats = world.districts.seat
                seat = seats[int(rng.uniform("mediation.seat", k, level) * len(seats))]
                table.new(
                    cell=world.capital if level else int(seat),
                    skill=min(
                        1.0, self.skill * (0.8 + 0.4 * rng.uniform("mediation.skill", k, level))
                    ),
                    partiality=self.partiality,
                    knowledge=self.local_knowledge,
                    level=level,
                )
            for row in have[wanted:]:
                table.free(int(row))
        if len(table) > room:
            world.refresh()

    def _back_up(self, world: World, effects: Effects, pairs: Any) -> None:
        """Guarantees, verification, and work on causes: as far as there is somebody to do it."""
        active = np.flatnonzero(world.dyads.active)
        if not len(active):
            return
        mission = world.mission
        # What nobody saw can be looked into afterwards, by as many as there are to travel.
        seen, teams = float(mission.sight[0]), self.cases * float(mission.observers[0])
        looked_into = teams / (teams + float(mission.incidents[0]) + 1e-9)
        verified = self.verification * (seen + (1.0 - seen) * looked_into)
        if verified > 0.0:
            effects.add(self.name, "dyads.verification", active, self.level * verified)
        people = inhabitants(world)
        able = 1000.0 * committed(world.rows) / max(people, 1.0)
        backed = self.guarantee * able * min(1.0, 1.5 * float(mission.consent[0]))
        if backed > 0.0:
            backed = backed / (backed + self.commitment_half)
            effects.add(self.name, "dyads.guarantee", active, self.level * backed)
        elif self.guarantee > 0.0:
            effects.fail(self.name, Reason.NO_PEOPLE)
        signed = [k for k in pairs.tolist() if world.dyads.stage[k] == SETTLEMENT]
        signed = [k for k in signed if world.dyads.a[k] == 0]
        if signed and self.roots > 0.0:
            groups = world.factions.group[world.dyads.b[signed]]
            effects.add(self.name, "groups.reform", groups, 0.1 * self.level * self.roots)
            effects.add(self.name, "mission.friction", 0, 0.05 * self.level * self.roots)

    def end(self, world: World) -> None:
        """The teams go home."""
        for row in world.mediators.living:
            world.mediators.free(int(row))
        world.mission.leaning = 0.0

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        teams = self.level * self.teams_per_million * people / 1e6
        return teams * self.team_year / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        lean = "impartial"
        if abs(self.partiality) > 0.05:
            lean = "seen to lean to the " + ("state" if self.partiality > 0 else "armed groups")
        return (
            f"Per million people {self.level * self.teams_per_million:.3g} teams of skill "
            f"{self.skill:.2g}, {lean}, {self.share_local:.0%} of them in local dialogue and the "
            f"rest in high-level talks; {self.guarantee:.0%} of armed strength stands behind what "
            f"is signed, {self.verification:.0%} of what is seen is verified."
        )

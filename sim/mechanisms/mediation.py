"""Mediation: teams who talk with the parties, and teams who settle disputes between neighbours.

A team's influence is its craft, what it knows of people and places, and the trust of both sides; it
learns by staying with a case. Signatures need guarantees and somebody who verifies: both come from
people who are really there (Walter 2002; Fortna 2003; Duursma 2021).
"""

from typing import Any, ClassVar

import numpy as np

from sim.effects import Effects, Reason
from sim.kernels import kernel, uniform
from sim.mechanisms.base import Mechanism, inhabitants, pace
from sim.state import codes
from sim.state.world import World
from sim.streams import Streams, stream
from sim.units import WEEKS_PER_YEAR, Money, NonNegative, Positive, Share, Signed, param

ROAD = stream("mediation.road")
PAIR, LOCAL = codes.PAIR_OF_PARTIES, codes.LOCAL_DISPUTE
SETTLEMENT = codes.SETTLEMENT
DEPLOYED, TROOPS = codes.DEPLOYED, codes.TROOPS
TALKS, DISPUTES, PEOPLE, HELD_UP, IDLE, REFUSED, ALIVE = range(7)  # slots of counters
STAFF_EVERY = 4  # weeks between looks at how many teams there should be


class Mediation(Mechanism):
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
    owns: ClassVar[tuple[str, ...]] = ("mediators",)
    serves: ClassVar[tuple[str, ...]] = ("violence",)

    teams_per_million: NonNegative = param(
        2.5, unit="per million people", low=0.5, high=8.0, source="A250", doc="teams at level 1"
    )
    share_local: Share = param(
        0.8,
        unit="share of teams",
        low=0.0,
        high=1.0,
        source="A251",
        doc="teams for local dialogue; the rest, at least one, for high-level talks",
    )
    skill: Share = param(0.6, unit="share", low=0.3, high=0.9, source="A252", doc="craft of teams")
    partiality: Signed = param(
        0.0,
        unit="index -1 to 1",
        low=-0.6,
        high=0.6,
        source="Beber2012",
        doc="how far teams are seen to lean to the state (1) or to its enemies (-1)",
    )
    local_knowledge: Share = param(
        0.25,
        unit="share",
        low=0.1,
        high=0.7,
        source="A253",
        doc="knowledge of people and places with which a team starts a case",
    )
    learning: Share = param(
        0.03, unit="share of gap a week", low=0.01, high=0.08, source="A254", doc="gained on a case"
    )
    guarantee: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="A255",
        doc="of its armed strength that the mission commits to punishing breaches of agreements",
    )
    commitment_half: Positive = param(
        0.15,
        unit="able and willing troops per 1,000",
        low=0.05,
        high=0.5,
        source="A256",
        doc="committed strength at which a guarantee is half of a complete one",
    )
    verification: Share = param(
        0.6,
        unit="share",
        low=0.0,
        high=1.0,
        source="A257",
        doc="of what the mission sees that is investigated, attributed and told to both sides",
    )
    cases: NonNegative = param(
        0.02,
        unit="incidents a week and observer",
        low=0.005,
        high=0.06,
        source="A261",
        doc="that observers can travel to and look into afterwards",
    )
    roots: Share = param(
        0.4,
        unit="share",
        low=0.0,
        high=1.0,
        source="A258",
        doc="how far terms take up causes of the war: harder to sign, reform after it",
    )
    team_year: Money = param(
        1_000_000.0,
        unit="US dollars",
        low=400_000,
        high=2_500_000,
        source="A259",
        doc="a team of six with travel, security and meetings, for a year",
    )

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


@kernel
def influence(t: Any, i: int) -> float:
    """What a team can move: craft times knowledge times the trust of both sides."""
    team = t.mediators[i]
    known = 0.3 + 0.7 * team.knowledge
    if team.level == 0:
        return team.skill * known * (1.0 - 0.5 * abs(team.partiality))
    # Both sides have to listen: who leans to one is shut out by the other.
    by_state = 1.0 - max(0.0, -team.partiality)
    by_rebels = 1.0 - max(0.0, team.partiality)
    return team.skill * known * by_state * by_rebels


@kernel
def reachable(t: Any, cell: int, u: float) -> int:
    """1 if a team can work in a cell this week: calm, or guarded by somebody."""
    place = t.cells[cell]
    guard = place.pk_reach + 0.2 * place.state_force
    risk = place.reported / (place.reported + 5.0) * (1.0 - guard / (guard + 40.0))
    return 1 if u >= risk else 0


@kernel
def talk(t: Any, q: Any, requests: Any, tally: Any, seed: int, week: int) -> None:
    """One week of every team: travel, learn, work. Fills requests[slot] with rows and amounts."""
    p = q[0]
    for i in range(len(t.mediators)):
        team = t.mediators[i]
        if team.alive == 0:
            continue
        tally[ALIVE] += 1
        if team.case < 0 or (team.work == LOCAL and t.ties[team.case].a < 0):
            tally[IDLE] += 1
            continue
        if team.case != team.last_case:
            # A new case: little of what was known helps, and a week goes into travel.
            team.last_case = team.case
            team.knowledge = p.local_knowledge + 0.4 * max(0.0, team.knowledge - p.local_knowledge)
            if team.work == LOCAL:
                team.cell = t.communities[t.ties[team.case].a].cell
            continue
        if team.work == PAIR:
            if t.mission[0].consent < 0.25:
                tally[REFUSED] += 1
                continue
            team.knowledge += p.learning * (1.0 - team.knowledge)
            n = tally[TALKS]
            requests[TALKS, 0, n] = team.case
            requests[TALKS, 1, n] = influence(t, i) * (1.0 - 0.3 * p.roots)
            tally[TALKS] = n + 1
            continue
        if reachable(t, team.cell, uniform(seed, ROAD, week, i, 0)) == 0:
            tally[HELD_UP] += 1
            continue
        team.knowledge += p.learning * (1.0 - team.knowledge)
        tie = t.ties[team.case]
        n = tally[DISPUTES]
        requests[DISPUTES, 0, n] = team.case
        requests[DISPUTES, 1, n] = influence(t, i)
        requests[PEOPLE, 0, 2 * n] = tie.a
        requests[PEOPLE, 0, 2 * n + 1] = tie.b
        requests[PEOPLE, 1, 2 * n] = 0.5 * influence(t, i)
        requests[PEOPLE, 1, 2 * n + 1] = 0.5 * influence(t, i)
        tally[DISPUTES] = n + 1
        tally[PEOPLE] = 2 * n + 2


@kernel
def committed(t: Any) -> float:
    """Deployed troops, weighted by what they can and are willing to do."""
    force = 0.0
    for i in range(len(t.peacekeepers)):
        unit = t.peacekeepers[i]
        if unit.stage == DEPLOYED and unit.kind == TROOPS:
            force += unit.personnel * unit.quality * unit.will
    return force

"""Community engagement: liaison teams who visit, listen, report, and pay for local initiatives.

Whom a team hears depends on whom it asks and on who is represented: where only leaders are asked
they say what suits them and their side takes the benefit (elite capture; Mansuri & Rao 2013). What
is promised and not done costs more trust than listening won (`sim.dynamics.civic`).
"""

from typing import Any, ClassVar

import numpy as np

from sim.effects import EVERY, Effects, Reason
from sim.kernels import kernel, uniform
from sim.mechanisms.base import Mechanism, danger, inhabitants, pace
from sim.state.world import World
from sim.streams import Streams, stream
from sim.units import WEEKS_PER_YEAR, Money, NonNegative, Positive, Share, param

ROAD, DOOR = stream("engagement.road"), stream("engagement.door")
ROUND = 2  # weeks of visits that are planned together
REVIEW = 13  # weeks between reviews of where people ask for more
LEAST_CONSENT = 0.3  # below this, the host keeps teams from places that it holds
AWAY, REFUSED, TAKEN, MET, PURSE = range(5)  # slots of counters


class Engagement(Mechanism):
    """Regular consultation of communities by liaison teams, and a fund for local initiatives."""

    name: ClassVar[str] = "engagement"
    title: ClassVar[str] = "Community engagement"
    counts: ClassVar[str] = "visits of a team"
    channels: ClassVar[tuple[str, ...]] = ()
    owns: ClassVar[tuple[str, ...]] = (
        "communities.contact",
        "communities.told",
        "communities.promises",
        "communities.kept",
        "communities.projects",
        "communities.favours",
        "communities.voice",
        "districts.voice",
        "mission.rota",
        "mission.feedback",
        "mission.breadth",
    )
    serves: ClassVar[tuple[str, ...]] = ("trust",)

    # Missions have fielded dozens to two hundred local liaison assistants for 10 to 80 million.
    teams_per_million: NonNegative = param(
        4.0, unit="per million people", low=1.0, high=15.0, source="A540", doc="teams at level 1"
    )
    # A day on the road, a day of meetings, a day of writing up.
    visits: Positive = param(
        2.0,
        unit="communities a week",
        low=0.5,
        high=4.0,
        source="A541",
        doc="that a team can visit",
    )
    # From village heads alone (0.1) to quotas for women, youth, minorities and displaced (0.9).
    inclusiveness: Share = param(
        0.6,
        unit="share",
        low=0.0,
        high=1.0,
        source="A542",
        doc="of a community's people whose representatives are asked, and not leaders only",
    )
    # Humanitarian surveys find that under half of those consulted ever see anything change by it.
    feedback: Share = param(
        0.5,
        unit="share",
        low=0.0,
        high=1.0,
        source="A543",
        doc="of effort between communities that follows what people ask for",
    )
    # Quick-impact funds of missions spend under 0.5 a person and year; development funds up to 5.
    fund: Money = param(
        0.8,
        unit="US dollars a year and inhabitant",
        low=0.0,
        high=5.0,
        source="A544",
        doc="for local initiatives, at level 1",
    )
    # A well or a roof for a community of 10,000 costs some ten thousand dollars.
    wishes: NonNegative = param(
        2.0,
        unit="US dollars a person",
        low=0.5,
        high=6.0,
        source="A545",
        doc="asked for at a meeting by people who lack everything",
    )
    agree: Share = param(
        0.25,
        unit="share",
        low=0.0,
        high=1.0,
        source="A545",
        doc="of what people ask for that teams agree to",
    )
    # As convoys, which travel the same roads.
    caution: Positive = param(
        6.0,
        unit="reported deaths",
        low=2.0,
        high=20.0,
        source="A546",
        doc="recent violence at a place at which half of the visits are called off",
    )
    # Two national and one international staff, a car with a driver, meetings.
    team_year: Money = param(
        250_000.0,
        unit="US dollars",
        low=100_000,
        high=600_000,
        source="A547",
        doc="a team of four with a car, for a year",
    )

    def act(self, world: World, effects: Effects, rng: Streams) -> None:
        """Every other week visits; every quarter, report what people ask for."""
        if world.week % REVIEW == 0 and self.feedback > 0.0:
            self._report(world, effects)
        if world.week % ROUND == 0:
            return
        share, people = ROUND * pace(world, effects, self), inhabitants(world)
        teams = self.teams_per_million * people / 1e6 * share
        money = self.fund * people / WEEKS_PER_YEAR * share
        tally = np.zeros(5)
        tally[PURSE] = money
        count = min(round(teams * self.visits), len(world.communities))
        visit(world.rows, self.numbers, tally, count, rng.seed, rng.week)
        paid = money - float(tally[PURSE])
        effects.spend(self.name, teams * self.team_year / WEEKS_PER_YEAR + paid)
        reasons = (Reason.NO_ACCESS, Reason.NO_CONSENT, Reason.CAPTURED)
        for slot, reason in zip((AWAY, REFUSED, TAKEN), reasons, strict=True):
            if tally[slot]:
                effects.fail(self.name, reason, float(tally[slot]))

    def _report(self, world: World, effects: Effects) -> None:
        """Move effort towards communities, and their districts, that ask for more than others."""
        one = world.communities
        asked = one.told >= 0.0
        size = np.maximum(one.population + one.hosted, 1.0)
        if not asked.any():
            return
        mean = max(float(np.average(one.told[asked], weights=size[asked])), 1e-9)
        part = self.feedback * one.contact * (np.clip(one.told / mean, 0.0, 3.0) - 1.0)
        voice = np.where(asked, 1.0 + part, 1.0)
        effects.write(self.name, "communities.voice", EVERY, voice)
        count = len(world.districts)
        whole = np.maximum(np.bincount(one.district, weights=size, minlength=count), 1.0)
        loud = np.bincount(one.district, weights=size * voice, minlength=count)
        mean_voice = float(loud.sum() / whole.sum())
        effects.write(
            self.name, "districts.voice", EVERY, np.maximum(loud, 1.0) / whole / mean_voice
        )

    def end(self, world: World) -> None:
        """The teams go home; nobody listens any more."""
        world.communities.contact = 0.0
        world.communities.voice = 1.0
        world.districts.voice = 1.0
        world.mission.feedback = 0.0
        world.mission.breadth = 0.0

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        teams = self.teams_per_million * people / 1e6
        return self.level * (teams * self.team_year + self.fund * people) / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        return (
            f"{self.level * self.teams_per_million:.3g} liaison teams per million people visit "
            f"{self.visits:.3g} communities a week each and ask {self.inclusiveness:.0%} of their "
            f"people through representatives, {self.feedback:.0%} of effort follows what is asked "
            f"for, and {self.level * self.fund:.2g} US dollars a year and inhabitant pay for local "
            f"initiatives."
        )


@kernel
def comes(t: Any, q: Any, i: int, seed: int, week: int) -> int:
    """MET if a team gets to community `i` and is received; else why not."""
    one = t.communities[i]
    risk = danger(t.cells[one.cell], q[0].caution)
    if risk > 0.0 and uniform(seed, ROAD, week, i, 0) < risk:
        return AWAY
    # Where the state rules the host can keep teams out; anywhere, people who distrust them.
    leave = min(1.0, t.mission[0].consent / LEAST_CONSENT) if one.control > 0.0 else 1.0
    open_ = leave * min(1.0, 0.3 + 1.4 * one.trust_mission)
    return MET if open_ >= 1.0 or uniform(seed, DOOR, week, i, 0) < open_ else REFUSED


@kernel
def visit(t: Any, q: Any, tally: Any, count: int, seed: int, week: int) -> None:
    """Visit the next `count` communities of the rota and share a purse among their initiatives.

    `tally`: visits called off for danger, refused, taken over by a leader's side, held; US dollars
    in the purse, and what is left of them.
    """
    p = q[0]
    mission = t.mission[0]
    mission.feedback = p.feedback
    mission.breadth = p.inclusiveness
    n = len(t.communities)
    start = mission.rota
    people = 0.0
    for k in range(count):
        one = t.communities[(start + k) % n]
        people += one.population + one.hosted
    each = tally[PURSE] / max(people, 1.0)
    for k in range(count):
        i = (start + k) % n
        one = t.communities[i]
        outcome = comes(t, q, i, seed, week)
        if outcome != MET:
            tally[outcome] += 1.0
            continue
        tally[MET] += 1.0
        one.contact = 1.0
        # Who is not asked and not represented does not speak; leaders ask for themselves.
        open_ = 0.5 * (p.inclusiveness + one.representation)
        one.told = open_ * (1.0 - one.needs) + (1.0 - open_) * one.leader
        taken = one.leader * (1.0 - p.inclusiveness) * (1.0 - one.representation)
        tally[TAKEN] += taken
        one.promises = max(one.promises, p.agree * p.wishes * one.told)
        given = each * (1.0 - taken)
        one.favours += each * taken
        one.projects += given
        done = min(one.promises, given)
        one.promises -= done
        one.kept += done
        tally[PURSE] -= each * (one.population + one.hosted)
    mission.rota = (start + count) % n

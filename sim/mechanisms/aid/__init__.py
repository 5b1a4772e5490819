"""Humanitarian aid and protection: goods, visible works, cash, paid work, safe zones, by need.

What is bought arrives at hubs, as far as they can handle it and nobody diverts it; convoys carry it
(`sim.rules.convoy`, `sim.dynamics.convoys`), may wait, be taxed, looted or turned away. Money needs
no trucks, but its worth depends on who hands it out and who rules there (`sim.dynamics.relief`).
Aid that comes with soldiers is guarded, and taken for theirs.
"""

import math
from typing import ClassVar

import numpy as np

from sim.effects import EVERY, Effects, Reason
from sim.mechanisms.aid import goods, money, works, zones
from sim.mechanisms.aid.levers import FORMS, GOODS, Levers
from sim.mechanisms.base import inhabitants, pace
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR

STORES = tuple(f"communities.{kind}_aid" for kind in GOODS)
JOBS, CASH = "communities.jobs", "communities.cash"
BUILDING, PATROLS = "communities.building", "cells.protect"
LEAST_CONSENT = 0.3  # below this the host's officials do not work with the mission
SLOW = 0.05  # share of gap a week at which the picture of how aid came of late changes


class Aid(Levers):
    """Food, health and shelter, works, cash and paid work, by need; safe zones and patrols."""

    name: ClassVar[str] = "aid"
    title: ClassVar[str] = "Humanitarian aid"
    counts: ClassVar[str] = "tonnes, thousand US dollars, persons, or places, by reason"
    channels: ClassVar[tuple[str, ...]] = (*STORES, JOBS, CASH, BUILDING, PATROLS)
    owns: ClassVar[tuple[str, ...]] = (
        "convoys",
        "hubs.food",
        "hubs.health",
        "hubs.shelter",
        "communities.food_store",
        "communities.health_store",
        "communities.shelter_store",
        "communities.site",
        "communities.apiece",
        "communities.laid",
        "communities.asked",
        "communities.contracts",
        "communities.owed",
        "communities.held_by",
        "cells.zone",
        "mission.tonnes_lost",
        "mission.aid_escort",
        "mission.armed_aid",
        "mission.steered",
        "mission.state_aid",
        "mission.credit",
        "mission.zones_counted",
        "mission.wrecked_counted",
        "mission.skimmed_counted",
        "books.aid_in",
        "books.aid_out",
        "books.aid_lost",
        "books.works_worn",
    )
    serves: ClassVar[tuple[str, ...]] = ("needs",)

    def set_up(self, world: World) -> None:
        """Make room for the convoys."""
        if world.convoys.require(self._fleet(world)):
            world.refresh()

    def _fleet(self, world: World) -> int:
        people = inhabitants(world)
        return max(2, round(self.level * self.convoys_per_million * people / 1e6))

    def act(self, world: World, effects: Effects, rng: Streams) -> None:
        """One week of goods, works, cash and paid work, of zones, and of what came of them."""
        year = inhabitants(world) * pace(world, effects, self)
        forms = math.fsum(getattr(self, form) for form in FORMS)
        whole = self.spending * year / WEEKS_PER_YEAR / forms
        self._confer(world, effects, year / WEEKS_PER_YEAR)
        escorted = 0.0
        if self.in_kind > 0.0:
            escorted = self._send(world, effects, rng, whole * self.in_kind)
        self._hand_out(world, effects)
        among = 0.0
        if self.projects > 0.0:
            among = self._build(world, effects, rng, whole * self.projects)
        if self.cash > 0.0:
            self._cash(world, effects, whole * self.cash)
        if self.work > 0.0:
            self._employ(world, effects, whole * self.work)
        self._protect(world, effects)
        armed = (self.in_kind * escorted + self.projects * among) / forms
        world.mission.armed_aid += SLOW * (armed - world.mission.armed_aid)
        self._account(world, effects)

    def _confer(self, world: World, effects: Effects, people: float) -> None:
        """Coordinate with agencies, and with authorities who are willing to; `people` are those
        of the theatre, by a week's part of a year."""
        effects.spend(self.name, self.agencies * self.agencies_year * people)
        steered = self.authorities
        if steered > 0.0 and float(world.mission.consent[0]) < LEAST_CONSENT:
            effects.fail(self.name, Reason.NO_PARTNER)
            steered = 0.0
        effects.spend(self.name, steered * self.authorities_year * people)
        world.mission.steered = steered
        world.mission.state_aid += SLOW * (steered - world.mission.state_aid)

    def _send(self, world: World, effects: Effects, rng: Streams, dollars: float) -> float:
        """Buy goods into hubs and send convoys; the share of convoys with soldiers on board."""
        tally = np.zeros(8)
        goods.procure(world.rows, self.numbers, tally, dollars)
        # Trucks that the mission lends, as convoys of the usual load.
        lent = int(goods.TRUCK * float(world.mission.aid_trucks[0]) / self.convoy_load)
        if lent and world.convoys.require(lent):
            world.refresh()
        tally[goods.FLEET] = self._fleet(world) + lent
        heading = np.zeros((len(GOODS), len(world.communities)))
        riding = goods.send(world.rows, self.numbers, tally, heading, rng.seed, rng.week)
        armed = max(float(world.mission.armed[0]), 1.0)
        world.mission.aid_escort = min(goods.MOST_RIDERS, riding / armed)
        effects.spend(self.name, float(tally[goods.SPENT]))
        for slot, reason in (
            (goods.NO_ROOM, Reason.NO_LIFT),
            (goods.HELD_BACK, Reason.NO_ACCESS),
            (goods.NO_TRUCKS, Reason.NO_LIFT),
            (goods.REFUSED, Reason.NO_CONSENT),
            (goods.TWICE, Reason.DUPLICATED),
            (goods.UNGUARDED, Reason.NO_PEOPLE),
        ):
            if tally[slot]:
                effects.fail(self.name, reason, float(tally[slot]))
        out = world.convoys.alive == 1
        return float(np.mean(world.convoys.guard[out] > 0.0)) if out.any() else 0.0

    def _hand_out(self, world: World, effects: Effects) -> None:
        """Let people use up a week of what is in their stores."""
        given = np.zeros((len(GOODS), 2, len(world.communities)))
        n = np.zeros(len(GOODS), np.int64)
        goods.hand_out(world.rows, self.numbers, given, n)
        for channel, (rows, amounts), count in zip(STORES, given, n.tolist(), strict=True):
            if count:
                effects.add(self.name, channel, rows[:count].astype(np.int64), amounts[:count])

    def _build(self, world: World, effects: Effects, rng: Streams, dollars: float) -> float:
        """Begin works and pay for those under way; the share of money spent among forces."""
        tally, building = np.zeros(7), np.zeros(len(world.communities))
        tally[works.PURSE] = 0.001 * dollars
        works.plan_sites(world.rows, self.numbers, tally, rng.seed, rng.week)
        works.pay_builders(world.rows, self.numbers, tally, building, rng.seed, rng.week)
        effects.add(self.name, BUILDING, EVERY, building)
        paid = float(tally[works.PAID])
        effects.spend(self.name, 1000.0 * paid)
        for slot, reason in (
            (works.HELD_BACK, Reason.NO_ACCESS),
            (works.REFUSED, Reason.NO_CONSENT),
            (works.TAKEN, Reason.CAPTURED),
            (works.TWICE, Reason.DUPLICATED),
        ):
            if tally[slot]:
                effects.fail(self.name, reason, float(tally[slot]))
        return float(tally[works.AMONG_FORCES]) / paid if paid > 0.0 else 0.0

    def _cash(self, world: World, effects: Effects, dollars: float) -> None:
        """Hand out a week's cash."""
        tally, cash = np.zeros(3), np.zeros(len(world.communities))
        living = float(world.settings["economy"].output)
        money.hand_cash(world.rows, self.numbers, tally, cash, dollars, living)
        effects.add(self.name, CASH, EVERY, cash)
        effects.spend(self.name, float(tally[money.PAID]))
        if tally[money.TAKEN]:
            effects.fail(self.name, Reason.CAPTURED, float(tally[money.TAKEN]))

    def _employ(self, world: World, effects: Effects, dollars: float) -> None:
        """Pay for work, put part of the pay off, and pay what is due."""
        left = float(world.mission.end[0]) - world.week
        later = self.later if left > self.term else 0.0
        jobs, tally = np.zeros(len(world.communities)), np.zeros(3)
        paid = money.employ(world.rows, self.numbers, jobs, dollars, later)
        effects.add(self.name, JOBS, EVERY, jobs)
        economy = world.settings["economy"]
        funds = min(1.0, effects.share(self.name))
        living = economy.output * economy.household
        money.settle(world.rows, self.numbers, tally, funds, left, living)
        effects.spend(self.name, paid + float(tally[money.PAID]))
        if tally[money.BROKEN]:
            effects.fail(self.name, Reason.NO_FUNDS, float(tally[money.BROKEN]))

    def _protect(self, world: World, effects: Effects) -> None:
        """Every quarter declare zones; every week ask for patrols."""
        people = inhabitants(world)
        count = round(self.level * self.zones_per_million * people / 1e6)
        if count <= 0 and self.protection <= 0.0:
            return
        gathered = np.zeros(len(world.cells))
        zones.gather(world.rows, gathered)
        if world.week % zones.EVERY == 0 and count > 0:
            without = zones.declare(world.rows, self.numbers, gathered.copy(), count)
            if without:
                effects.fail(self.name, Reason.NO_PEOPLE, without)
        lacking = zones.watch(world.rows, self.numbers, gathered)
        effects.add(self.name, PATROLS, EVERY, gathered)
        effects.spend(self.name, zones.count_zones(world.rows) * self.zone_year / WEEKS_PER_YEAR)
        if lacking:
            effects.fail(self.name, Reason.UNDEFENDED, lacking)

    def _account(self, world: World, effects: Effects) -> None:
        """Write down what was lost since last week on the road, on the spot, and in zones."""
        books, mission = world.books.cols, world.mission.cols
        for have, known, reason in (
            (books["aid_lost"], mission["tonnes_lost"], Reason.LOOTED),
            (books["works_wrecked"], mission["wrecked_counted"], Reason.SABOTAGED),
            (books["skimmed"], mission["skimmed_counted"], Reason.EXTORTED),
            (mission["in_zones"], mission["zones_counted"], Reason.UNDEFENDED),
        ):
            lost = float(have[0] - known[0])
            if lost > 0.0:
                effects.fail(self.name, reason, lost)
                known[0] = have[0]

    def end(self, world: World) -> None:
        """Zones, contracts and unfinished works end with the mission."""
        world.cells.zone = 0
        world.mission.aid_escort = 0.0
        works.abandon(world.rows)
        money.let_go(world.rows)

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        year = self.spending + self.agencies * self.agencies_year
        year += self.authorities * self.authorities_year
        year += self.zones_per_million / 1e6 * self.zone_year
        return self.level * year * people / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        whole = math.fsum(getattr(self, form) for form in FORMS)
        total = math.fsum(getattr(self, kind) for kind in GOODS) or 1.0
        parts = ", ".join(f"{getattr(self, kind) / total:.0%} {kind}" for kind in GOODS)
        return (
            f"{self.level * self.spending:.3g} US dollars a year for each inhabitant, "
            f"{self.in_kind / whole:.0%} in goods ({parts}) carried by up to "
            f"{self.level * self.convoys_per_million:.3g} convoys per million people, "
            f"{self.escort:.0%} of them escorted, {self.projects / whole:.0%} in visible works, "
            f"{self.cash / whole:.0%} in cash and {self.work / whole:.0%} in paid work "
            f"({self.later:.0%} of it paid later), and "
            f"{self.level * self.zones_per_million:.2g} safe zones per million people."
        )

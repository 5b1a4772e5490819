"""Humanitarian aid: goods through hubs and over roads to those in need, and paid work.

What is bought arrives at hubs, as far as they can handle it and nobody diverts it; convoys carry it
(`sim.rules.convoy`, `sim.dynamics.convoys`), may wait, be taxed or looted; what arrives is used up
over weeks. Cash and work need no trucks, but their worth depends on who hands them out.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np

from sim.effects import EVERY, Effects, Reason
from sim.kernels import kernel, uniform
from sim.mechanisms.base import Mechanism, danger, inhabitants, pace
from sim.state import codes
from sim.state.goods import FOOD_NEED, HEALTH_NEED, SHELTER_NEED, in_store, store
from sim.state.world import World
from sim.streams import Streams, stream
from sim.units import WEEKS_PER_YEAR, Money, NonNegative, Positive, Share, Tonnes, param
from sim.yaml_source import FieldProblem

ASSESS = stream("aid.assess")
FOOD, HEALTH, SHELTER, LOADING = codes.FOOD, codes.HEALTH, codes.SHELTER, codes.LOADING
GOODS = ("food", "health", "shelter")
AID = tuple(f"communities.{kind}_aid" for kind in GOODS)
JOBS = "communities.jobs"
LOOK_AT = 48  # communities weighed for each convoy
TRUCK = 10.0  # tonnes on a truck
YOUNG = 0.1  # young men among people
MOST_JOBS = 0.3  # share of a community's young men who can be given work


class Aid(Mechanism):
    """Food, health and shelter in kind, and cash for work, by need."""

    name: ClassVar[str] = "aid"
    title: ClassVar[str] = "Humanitarian aid"
    counts: ClassVar[str] = "tonnes"
    channels: ClassVar[tuple[str, ...]] = (
        *AID,
        JOBS,
    )
    owns: ClassVar[tuple[str, ...]] = (
        "convoys",
        "hubs.food",
        "hubs.health",
        "hubs.shelter",
        "communities.food_store",
        "communities.health_store",
        "communities.shelter_store",
        "mission.tonnes_lost",
        "books.aid_in",
        "books.aid_out",
        "books.aid_lost",
    )
    serves: ClassVar[tuple[str, ...]] = ("needs",)

    spending: Money = param(
        12.0,
        unit="US dollars a year and inhabitant",
        low=2.0,
        high=40.0,
        source="A300",
        doc="budget at level 1",
    )
    in_kind: Share = param(
        0.7,
        unit="share of budget",
        low=0.0,
        high=1.0,
        source="A301",
        doc="goods; the rest pays for work on public projects",
    )
    food: Share = param(
        0.6, unit="share of goods", low=0.0, high=1.0, source="A302", doc="spent on food"
    )
    health: Share = param(
        0.2, unit="share of goods", low=0.0, high=1.0, source="A302", doc="spent on health"
    )
    shelter: Share = param(
        0.2, unit="share of goods", low=0.0, high=1.0, source="A302", doc="spent on shelter"
    )
    food_tonne: Money = param(
        1_100.0, unit="US dollars", low=700, high=2_500, source="A303", doc="a tonne of food, moved"
    )
    health_tonne: Money = param(
        12_000.0, unit="US dollars", low=6_000, high=30_000, source="A303", doc="a tonne for health"
    )
    shelter_tonne: Money = param(
        3_000.0, unit="US dollars", low=1_500, high=6_000, source="A303", doc="a tonne of shelter"
    )
    job_year: Money = param(
        900.0, unit="US dollars", low=400, high=2_000, source="A304", doc="a place in paid work"
    )
    convoy_load: Tonnes = param(
        100.0, unit="tonnes", low=30, high=300, source="A305", doc="food on a convoy of trucks"
    )
    convoys_per_million: NonNegative = param(
        8.0, unit="per million people", low=2.0, high=20.0, source="A306", doc="convoys that exist"
    )
    ration: Share = param(
        0.35,
        unit="share of need",
        low=0.1,
        high=0.8,
        source="A307",
        doc="part of a community's need that aid covers at most while its stocks last",
    )
    targeting: Share = param(
        0.6,
        unit="share",
        low=0.0,
        high=1.0,
        source="A308",
        doc="how far assessments tell greater from smaller need",
    )
    caution: Positive = param(
        6.0,
        unit="reported deaths",
        low=2.0,
        high=20.0,
        source="A309",
        doc="recent violence at a place at which half of the convoys are not sent",
    )
    diversion: Share = param(
        0.25,
        unit="share",
        low=0.05,
        high=0.5,
        source="A310",
        doc="of goods at a hub that vanish where everything is for sale and nobody answers for it",
    )

    noticed: Share = param(
        0.6,
        unit="share",
        low=0.2,
        high=0.9,
        source="A562",
        doc="of diversion that is prevented where every load is tracked",
    )

    def problems(self) -> Iterable[FieldProblem]:
        """Goods of no kind."""
        if self.in_kind > 0.0 and sum(getattr(self, kind) for kind in GOODS) <= 0.0:
            yield FieldProblem(
                ("food",),
                "the shares of goods are all 0",
                "at least one of food, health and shelter above 0",
                "give one a share, or set in_kind to 0",
            )

    def set_up(self, world: World) -> None:
        """Make room for the convoys."""
        if world.convoys.require(self._fleet(world)):
            world.refresh()

    def _fleet(self, world: World) -> int:
        people = inhabitants(world)
        return max(2, round(self.level * self.convoys_per_million * people / 1e6))

    def act(self, world: World, effects: Effects, rng: Streams) -> None:
        """One week of buying, sending, handing out, and paying for work."""
        people = inhabitants(world)
        money = self.spending * people / WEEKS_PER_YEAR * pace(world, effects, self)
        tally = np.zeros(
            4
        )  # dollars spent; tonnes beyond hubs, held back for danger, without trucks
        if self.in_kind > 0.0:
            procure(world.rows, self.numbers, tally, money)
            # Trucks that the mission lends, as convoys of the usual load.
            lent = int(TRUCK * float(world.mission.aid_trucks[0]) / self.convoy_load)
            if lent and world.convoys.require(lent):
                world.refresh()
            fleet = self._fleet(world) + lent
            send(world.rows, self.numbers, tally, fleet, rng.seed, rng.week)
        given = np.zeros((len(GOODS), 2, len(world.communities)))
        n = np.zeros(len(GOODS), np.int64)
        hand_out(world.rows, self.numbers, given, n)
        for channel, (rows, amounts), count in zip(AID, given, n.tolist(), strict=True):
            if count:
                effects.add(self.name, channel, rows[:count].astype(np.int64), amounts[:count])
        cash = money * (1.0 - self.in_kind)
        if cash > 0.0:
            jobs = np.zeros(len(world.communities))
            tally[0] += employ(world.rows, self.numbers, jobs, cash)
            effects.add(self.name, JOBS, EVERY, jobs)
        effects.spend(self.name, float(tally[0]))
        self._account(world, effects, tally)

    def _account(self, world: World, effects: Effects, tally: Any) -> None:
        """Write down what could not be moved, sent or kept safe."""
        for slot, reason in ((1, Reason.NO_LIFT), (2, Reason.NO_ACCESS), (3, Reason.NO_LIFT)):
            if tally[slot]:
                effects.fail(self.name, reason, float(tally[slot]))
        lost = float(world.books.aid_lost[0] - world.mission.tonnes_lost[0])
        if lost > 0.0:
            effects.fail(self.name, Reason.LOOTED, lost)
            world.mission.tonnes_lost = world.books.aid_lost[0]

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        return self.level * self.spending * people / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        total = sum(getattr(self, kind) for kind in GOODS) or 1.0
        parts = ", ".join(f"{getattr(self, kind) / total:.0%} {kind}" for kind in GOODS)
        return (
            f"{self.level * self.spending:.3g} US dollars a year for each inhabitant, "
            f"{self.in_kind:.0%} in goods ({parts}) carried by up to "
            f"{self.level * self.convoys_per_million:.3g} convoys per million people, the rest in "
            f"paid work."
        )


@kernel
def room_at(t: Any, h: int) -> float:
    """Tonnes of aid that a hub can handle this week: the mission's supplies go first."""
    return max(0.0, t.hubs[h].throughput - t.hubs[h].handled)


@kernel
def procure(t: Any, q: Any, tally: Any, money: float) -> None:
    """Bring the week's purchases into the hubs, by their size, less what is diverted there."""
    p = q[0]
    goods = p.food + p.health + p.shelter
    budget = money * p.in_kind / goods
    food = budget * p.food / p.food_tonne
    health = budget * p.health / p.health_tonne
    shelter = budget * p.shelter / p.shelter_tonne
    wanted = food + health + shelter
    capacity = 0.0
    for h in range(len(t.hubs)):
        capacity += room_at(t, h)
    fits = min(1.0, capacity / max(wanted, 1e-9))
    tally[0] += money * p.in_kind * fits
    tally[1] += wanted * (1.0 - fits)
    for h in range(len(t.hubs)):
        hub = t.hubs[h]
        part = fits * room_at(t, h) / max(capacity, 1e-9)
        keep = 1.0
        district = t.cells[hub.cell].district
        if district >= 0:
            office = t.districts[district]
            unwatched = 1.0 - p.noticed * t.mission[0].tracked
            keep = 1.0 - p.diversion * unwatched * office.rents * (1.0 - office.accountability)
        hub.food += food * part * keep
        hub.health += health * part * keep
        hub.shelter += shelter * part * keep
        t.books[0].aid_in += wanted * part
        t.books[0].aid_lost += wanted * part * (1.0 - keep)


@kernel
def lacking(t: Any, q: Any, i: int, kind: int, u: float) -> float:
    """People believed to lack a commodity in a community, as far as its stocks do not cover it.

    An assessment tells the true need, or, with no means to tell, anything (the draw `u`).
    """
    one = t.communities[i]
    mouths = one.population + one.hosted
    if kind == FOOD:
        weeks = one.food_store / (FOOD_NEED * mouths + 1e-9)
        short = 1.0 - one.food
    elif kind == HEALTH:
        weeks = one.health_store / (HEALTH_NEED * mouths + 1e-9)
        short = 1.0 - one.health
    else:
        weeks = one.shelter_store / (SHELTER_NEED * mouths + 1e-9)
        short = 1.0 - one.shelter
    seen = q[0].targeting * short + (1.0 - q[0].targeting) * u
    return mouths * seen / (1.0 + weeks)


@kernel
def destination(t: Any, q: Any, seed: int, week: int, row: int) -> int:
    """Where convoy `row` is needed most, by imperfect assessments, as far as its road reaches."""
    h = t.convoys[row].hub
    kind = t.convoys[row].commodity
    best = -1
    top = 0.0
    for k in range(LOOK_AT):
        i = int(uniform(seed, ASSESS, week, row, 100 * kind + k) * len(t.communities))
        one = t.communities[i]
        if t.toward_hub[h, one.cell] < 0 and one.cell != t.hubs[h].cell:
            continue
        u = uniform(seed, ASSESS, week, row, 1000 + k)
        value = lacking(t, q, i, kind, u) * t.districts[one.district].effort * one.voice
        if value > top:
            top = value
            best = i
    return best


@kernel
def load_up(t: Any, row: int, goal: int, tonnes: float) -> None:
    """Start a convoy, whose hub and commodity are set, towards a community."""
    convoy = t.convoys[row]
    h = convoy.hub
    kind = convoy.commodity
    convoy.alive = 1
    convoy.overridden = 0
    convoy.cell = t.hubs[h].cell
    convoy.next_here = -1
    convoy.via = -1
    convoy.rejoin = -1
    convoy.destination = goal
    convoy.load = tonnes
    convoy.state = LOADING
    convoy.progress = 0.0
    convoy.proceed = 1
    store(t, h, kind, -tonnes)


@kernel
def send(t: Any, q: Any, tally: Any, fleet: int, seed: int, week: int) -> None:
    """Send convoys from every hub with full loads, as far as trucks and access allow."""
    p = q[0]
    busy = 0
    for i in range(len(t.convoys)):
        busy += t.convoys[i].alive
    row = 0
    for h in range(len(t.hubs)):
        for kind in range(3):
            # A tonne of medicine or tents fills more than a tonne of a truck.
            load = p.convoy_load * (1.0 if kind == FOOD else (0.08 if kind == HEALTH else 0.4))
            while in_store(t, h, kind) >= load:
                while row < len(t.convoys) and t.convoys[row].alive != 0:
                    row += 1
                if busy >= fleet or row >= len(t.convoys):
                    tally[3] += load
                    break
                t.convoys[row].hub = h
                t.convoys[row].commodity = kind
                goal = destination(t, q, seed, week, row)
                if goal < 0:
                    break
                place = t.cells[t.communities[goal].cell]
                if uniform(seed, ASSESS, week, row, 5000) < danger(place, p.caution):
                    tally[2] += load
                    break
                load_up(t, row, goal, load)
                busy += 1


@kernel
def use_up(t: Any, q: Any, store: float, need: float) -> float:
    """Tonnes that a community with some tonnes in store uses in a week."""
    used = min(store, q[0].ration * need)
    t.books[0].aid_out += used
    return used


@kernel
def hand_out(t: Any, q: Any, given: Any, n: Any) -> None:
    """Use up a week of communities' stocks. For each kind of goods `given` receives rows and shares
    of need, `n` their number."""
    for i in range(len(t.communities)):
        one = t.communities[i]
        mouths = max(one.population + one.hosted, 1.0)
        if one.food_store > 0.0:
            used = use_up(t, q, one.food_store, FOOD_NEED * mouths)
            one.food_store -= used
            given[FOOD, 0, n[FOOD]] = i
            given[FOOD, 1, n[FOOD]] = used / (FOOD_NEED * mouths)
            n[FOOD] += 1
        if one.health_store > 0.0:
            used = use_up(t, q, one.health_store, HEALTH_NEED * mouths)
            one.health_store -= used
            given[HEALTH, 0, n[HEALTH]] = i
            given[HEALTH, 1, n[HEALTH]] = used / (HEALTH_NEED * mouths)
            n[HEALTH] += 1
        if one.shelter_store > 0.0:
            used = use_up(t, q, one.shelter_store, SHELTER_NEED * mouths)
            one.shelter_store -= used
            given[SHELTER, 0, n[SHELTER]] = i
            given[SHELTER, 1, n[SHELTER]] = used / (SHELTER_NEED * mouths)
            n[SHELTER] += 1


@kernel
def employ(t: Any, q: Any, jobs: Any, cash: float) -> float:
    """Share out a week's paid work by need: shares of young men into `jobs`. Dollars paid."""
    p = q[0]
    poor = 0.0
    for i in range(len(t.communities)):
        one = t.communities[i]
        jobs[i] = one.population * (1.0 - one.income) * t.districts[one.district].effort
        jobs[i] *= one.voice
        poor += jobs[i]
    places = cash * 52.0 / p.job_year
    paid = 0.0
    for i in range(len(t.communities)):
        one = t.communities[i]
        district = t.districts[one.district]
        reported = t.cells[one.cell].reported
        share = places * jobs[i] / max(poor, 1.0) / max(YOUNG * one.population, 1.0)
        share = min(share, MOST_JOBS) * p.caution / (p.caution + reported)
        paid += share * YOUNG * one.population * p.job_year / 52.0
        # Jobs go to clients where officials answer to nobody.
        jobs[i] = share * (1.0 - district.rents * (1.0 - district.accountability))
    return paid

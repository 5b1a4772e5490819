"""Logistics: trucks, barges, aircraft, works, stocks, contracts, escorts, second ways, tracking.

The mission has a basic supply without this element (`sim.dynamics.supply`; its cost is in that of a
uniformed person). What is bought here is more of it, and sooner: units arrive earlier where passage
and trucks were what they waited for, bases hold out longer, aid gets through. Force generation is
as slow as ever.
"""

import math
from typing import Any, ClassVar

import numpy as np

from sim.effects import Effects, Reason
from sim.kernels import kernel
from sim.mechanisms.base import Mechanism, danger, inhabitants, pace
from sim.state.world import World
from sim.streams import Streams
from sim.units import WEEKS_PER_YEAR, Money, NonNegative, Positive, Share, param

LONGEST = 26.0  # weeks of reserves beyond which nobody stores


class Logistics(Mechanism):
    """Lift by road, water and air, throughput, stocks, contracts, escorts, ways round, tracking."""

    name: ClassVar[str] = "logistics"
    title: ClassVar[str] = "Logistics and supply"
    counts: ClassVar[str] = "tonnes"
    channels: ClassVar[tuple[str, ...]] = ("hubs.works",)
    owns: ClassVar[tuple[str, ...]] = (
        "mission.contracts",
        "mission.trucks",
        "mission.aid_trucks",
        "mission.airlift",
        "mission.aid_air",
        "mission.boats",
        "mission.reserve",
        "mission.escort",
        "mission.routes",
        "mission.tracked",
    )
    serves: ClassVar[tuple[str, ...]] = ("needs",)
    prompt: ClassVar[bool] = True

    trucks: NonNegative = param(
        5.0,
        unit="per million people",
        low=0.0,
        high=20.0,
        source="A570",
        doc="trucks hired beyond those that units bring",
    )
    air: NonNegative = param(
        3.0,
        unit="tonnes a week per million people",
        low=0.0,
        high=15.0,
        source="A571",
        doc="airlift that is hired",
    )
    boats: NonNegative = param(
        0.0,
        unit="tonnes a week per million people",
        low=0.0,
        high=60.0,
        source="A680",
        doc="that barges hired where a hub lies on a waterway carry nearby at high water",
    )
    hire: Positive = param(
        16.0,
        unit="weeks",
        low=6.0,
        high=36.0,
        source="A572",
        doc="to hire lift without standing contracts; with them a quarter of it",
    )
    for_aid: Share = param(
        0.3, unit="share", low=0.0, high=0.8, source="A577", doc="of hired lift kept for aid"
    )
    contracts: Share = param(
        0.6,
        unit="share",
        low=0.0,
        high=1.0,
        source="A572",
        doc="of purchases and passages for which suppliers stand by under contracts made before",
    )
    reserve: NonNegative = param(
        120.0,
        unit="tonnes per million people",
        low=0.0,
        high=500.0,
        source="A573",
        doc="contingency stock; 50 tonnes last 1,000 persons for a week as supplies are used",
    )
    works: NonNegative = param(
        8.0,
        unit="tonnes a week a year per million people",
        low=0.0,
        high=40.0,
        source="A574",
        doc="throughput built at ports, airfields and depots, most where they are fullest",
    )
    escort: Share = param(
        0.03,
        unit="share of troops' time",
        low=0.0,
        high=0.15,
        source="A575",
        doc="that goes into riding with supplies",
    )
    survey: NonNegative = param(
        0.5,
        unit="share of gap a year",
        low=0.0,
        high=1.0,
        source="A576",
        doc="stretches of road for which a second way is found, signed and kept open",
    )
    tracking: Share = param(
        0.5, unit="share of loads", low=0.0, high=1.0, source="A576", doc="sealed and followed"
    )
    truck_year: Money = param(
        90_000.0,
        unit="US dollars",
        low=50_000,
        high=160_000,
        source="A570",
        doc="a hired truck with drivers, fuel and repair for a year",
    )
    air_tonne: Money = param(
        3_500.0,
        unit="US dollars",
        low=1_500,
        high=8_000,
        source="A571",
        doc="airlift hired to carry a tonne, flown or not",
    )
    boat_tonne: Money = param(
        60.0,
        unit="US dollars",
        low=20,
        high=200,
        source="A681",
        doc="barges hired to carry a tonne nearby, sailed or not",
    )
    reserve_year: Money = param(
        2_500.0,
        unit="US dollars",
        low=1_000,
        high=5_000,
        source="A573",
        doc="a tonne of contingency stock bought, kept and renewed for a year",
    )
    contract_year: Money = param(
        150_000.0,
        unit="US dollars per million people",
        low=50_000,
        high=500_000,
        source="A572",
        doc="retainers for suppliers who stand by for all purchases and passages, for a year",
    )
    works_tonne: Money = param(
        20_000.0,
        unit="US dollars",
        low=8_000,
        high=60_000,
        source="A574",
        doc="works that let a hub handle one more tonne a week",
    )
    road_year: Money = param(
        120_000.0,
        unit="US dollars per million people",
        low=40_000,
        high=400_000,
        source="A576",
        doc="route teams and tracking of everything, for a year",
    )

    def set_up(self, world: World) -> None:
        """Contracts are made before there is a mission."""
        world.mission.contracts = self.level * self.contracts

    def act(self, world: World, effects: Effects, _rng: Streams) -> None:
        """One week of hiring, building, storing, escorting, finding ways and following loads."""
        mission: dict[str, Any] = world.mission.cols
        millions = inhabitants(world) / 1e6
        part = pace(world, effects, self)
        contracts = self.contracts * min(self.level, part)
        mission["contracts"][0] = contracts
        hired = min(1.0, 1.0 / (self.hire * (1.0 - 0.75 * contracts)))
        trucks, airlift, routes = (mission[k][0] for k in ("trucks", "airlift", "routes"))
        trucks += hired * (self.trucks * millions * part - trucks)
        airlift += hired * (self.air * millions * part - airlift)
        mission["trucks"][0], mission["airlift"][0] = trucks, airlift
        boats = self._barges(world, effects, hired, self.boats * millions * part)
        mission["boats"][0] = boats
        # Others read what is lent and tracked: they all see it from next week on.
        effects.write(self.name, "mission.aid_trucks", 0, self.for_aid * trucks)
        effects.write(self.name, "mission.tracked", 0, min(1.0, self.tracking * part))
        mission["aid_air"][0] = self.for_aid
        mission["escort"][0] = self.escort * self.level
        mission["routes"][0] = routes + self.survey * part / WEEKS_PER_YEAR * (1.0 - routes)
        stock = self.reserve * millions * part
        needed = math.fsum(world.hubs.cols["needed"])
        mission["reserve"][0] = min(LONGEST, stock / max(needed, 1.0))
        dollars = trucks * self.truck_year / WEEKS_PER_YEAR
        dollars += airlift * self.air_tonne + boats * self.boat_tonne
        dollars += stock * self.reserve_year / WEEKS_PER_YEAR
        dollars += self._offices(millions) * part / WEEKS_PER_YEAR
        dollars += self._build(world, effects, self.works * millions * part)
        effects.spend(self.name, dollars)
        self._account(world, effects)

    def _barges(self, world: World, effects: Effects, hired: float, wanted: float) -> float:
        """Barges after a week of hiring; nobody hires any where no hub lies on a waterway."""
        boats: float = world.mission.cols["boats"][0]
        if wanted > 0.0 and not world.cells.waterway[world.hubs.cell].any():
            effects.fail(self.name, Reason.NO_ACCESS, wanted)
            wanted = 0.0
        return boats + hired * (wanted - boats)

    def _offices(self, millions: float) -> float:
        """US dollars a year for contracts, route teams and tracking at full pace."""
        roads = self.road_year * (0.5 * self.survey + 0.5 * self.tracking)
        return millions * (self.contract_year * self.contracts + roads)

    def _build(self, world: World, effects: Effects, wanted: float) -> float:
        """Works at hubs, as far as it is safe to work there; the dollars that they cost."""
        if wanted <= 0.0:
            return 0.0
        work = np.zeros(len(world.hubs))
        undone = share_works(world.rows, work, wanted)
        effects.add(self.name, "hubs.works", slice(None), work)
        if undone > 0.0:
            effects.fail(self.name, Reason.NO_ACCESS, undone / WEEKS_PER_YEAR)
        return (wanted - undone) / WEEKS_PER_YEAR * self.works_tonne

    def _account(self, world: World, effects: Effects) -> None:
        """Write down what did not get to bases last week, and why."""
        mission: dict[str, Any] = world.mission.cols
        reasons = (
            (mission["supplies_waiting"][0], Reason.NO_LIFT),
            (mission["supplies_held"][0], Reason.NO_ACCESS),
            (mission["supplies_looted"][0], Reason.LOOTED),
            (mission["supplies_ashore"][0], Reason.NO_ACCESS),
        )
        for tonnes, reason in reasons:
            if tonnes > 0.0:
                effects.fail(self.name, reason, tonnes)

    def end(self, world: World) -> None:
        """What was hired goes back; what was built stays."""
        for column in self.owns:
            world.mission.data[column.removeprefix("mission.")][:] = 0.0

    def cost(self, people: float) -> float:
        """US dollars a week at full pace."""
        millions = self.level * people / 1e6
        year = self.trucks * self.truck_year + self.reserve * self.reserve_year
        year += self.works * self.works_tonne
        year += (self.air * self.air_tonne + self.boats * self.boat_tonne) * WEEKS_PER_YEAR
        return (millions * year + self._offices(millions)) / WEEKS_PER_YEAR

    def narrative(self) -> str:
        """What it does, in one sentence."""
        return (
            f"Per million people {self.level * self.trucks:.3g} more trucks, "
            f"{self.level * self.air:.3g} tonnes a week of airlift, "
            f"{self.level * self.boats:.3g} tonnes a week on barges, "
            f"{self.level * self.reserve:.3g} tonnes in reserve and works for "
            f"{self.level * self.works:.3g} tonnes a week a year at hubs, with standing contracts "
            f"for {self.level * self.contracts:.0%} of purchases and passages; "
            f"{self.for_aid:.0%} of the lift is kept for aid, {self.level * self.tracking:.0%} of "
            f"loads are tracked."
        )


@kernel
def share_works(t: Any, work: Any, wanted: float) -> float:
    """Spread works over hubs by how full they are; what danger there prevents is returned."""
    total = 0.0
    for h in range(len(t.hubs)):
        hub = t.hubs[h]
        total += 0.2 * hub.throughput + hub.handled
    undone = 0.0
    for h in range(len(t.hubs)):
        hub = t.hubs[h]
        part = (0.2 * hub.throughput + hub.handled) / total
        risk = danger(t.cells[hub.cell], 6.0)
        work[h] = wanted * part * (1.0 - risk)
        undone += wanted * part * risk
    return undone

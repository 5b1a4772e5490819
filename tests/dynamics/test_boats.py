"""Barges feed bases and people on the waterway of a hub, and nobody else."""

from typing import Any

import numpy as np
import pytest

from sim.books import problems
from sim.dynamics.supply import boats
from sim.scenario import Scenario
from sim.state import codes
from sim.state.world import World
from tests.dynamics.country import EVERYTHING, live, war

LAND = {"width": 10, "height": 9, "cell": 50, "districts": 4, "water": 0.1, "roads": 0.1}
HUBS = [{"name": "Port", "at": "southwest", "food": 300, "throughput": 400}]
BARE = {"air": 0.0, "trucks": 0.0, "contracts": 1.0}


def river(boats: float = 60.0, rivers: int = 2, **logistics: Any) -> Scenario:
    """The small war on bad roads, with a starved mission, rivers, and barges but no aircraft."""
    mission = EVERYTHING["mission"] | {"supply_range": 1.0}
    levers = BARE | {"boats": boats} | logistics
    strategy = EVERYTHING | {"mission": mission, "logistics": levers}
    return war(map=LAND | {"rivers": rivers, "ruggedness": 0.6}, hubs=HUBS, strategy=strategy)


@pytest.fixture(scope="module")
def ready() -> World:
    """Week 60: units are at bases, two of them moved to a river and far from all water."""
    world = live(river(0.0), 1, 60)
    cells, units = world.cells, world.peacekeepers
    out = np.flatnonzero(units.stage == codes.DEPLOYED)
    assert len(out) >= 2
    inland = int(np.flatnonzero((cells.land == 1) & (cells.waterway == 0))[0])
    units.base[out], units.cell[out] = inland, inland
    bank = (world.by_water[0] > 0.0) & (cells.river == 1)
    units.base[out[0]] = units.cell[out[0]] = int(np.flatnonzero(bank)[0])
    units.supply = 1.0
    units.haul = 0.0
    units.coming = 0.0
    world.hubs.supplies[0] = 500.0
    world.books.supplies_in = 500.0 + world.books.supplies_out + world.books.supplies_lost
    world.mission.aid_air = 0.0
    world.clock.rain = 1.0
    world.clock.drought = 0.0
    world.mission.supplies_ashore = 0.0
    return world


def shipped(world: World, tonnes: float, **clock: float) -> tuple[World, int, float]:
    """A week of barges: the world after it, the unit on the river, and what that unit got."""
    after = world.copy()
    after.mission.boats = tonnes
    for name, value in clock.items():
        after.clock.data[name][:] = value
    unit = int(np.flatnonzero(after.peacekeepers.stage == codes.DEPLOYED)[0])
    before = float(after.peacekeepers.supply[unit])
    boats.ship(after.rows, after.params["supply"], 0.0, after.seed, after.week)
    return after, unit, float(after.peacekeepers.supply[unit]) - before


def calm(world: World) -> World:
    quiet = world.copy()
    quiet.cells.fighters = 0.0
    return quiet


def test_a_base_on_the_river_is_fed_and_one_without_water_is_not(ready: World) -> None:
    after, unit, gained = shipped(calm(ready), 10.0)
    assert gained > 0.1
    others = np.flatnonzero(after.peacekeepers.stage == codes.DEPLOYED)
    others = others[others != unit]
    assert (after.peacekeepers.supply[others] == 1.0).all()
    # Barges that lie idle while bases in need have no water are written down.
    assert after.mission.supplies_ashore[0] == 0.0
    assert shipped(calm(ready), 1_000.0)[0].mission.supplies_ashore[0] > 0.0
    assert after.mission.shipped[0] - ready.mission.shipped[0] > 0.0


def test_more_room_carries_more_and_never_more_than_it_has_room_for(ready: World) -> None:
    gains = [shipped(calm(ready), tonnes)[2] for tonnes in (0.5, 1.0, 200.0)]
    assert gains[1] == pytest.approx(2.0 * gains[0])
    assert gains[2] > gains[1]
    after, unit, gained = shipped(calm(ready), 1.0)
    q = after.settings["supply"]
    km = float(after.by_water[0, after.peacekeepers.base[unit]])
    tonnes = gained * q.use * float(after.peacekeepers.personnel[unit])
    assert tonnes == pytest.approx(1.0 / (1.0 + km / q.rounds))
    assert after.peacekeepers.supply.max() <= 10.0 + 1e-9


def test_low_water_carries_less_and_a_drought_stops_it(ready: World) -> None:
    high, low, dry = (
        shipped(calm(ready), 1.0, rain=rain, drought=drought)[2]
        for rain, drought in ((1.0, 0.0), (0.0, 0.0), (0.0, 0.9))
    )
    shallow = ready.settings["supply"].shallow
    assert low == pytest.approx((1.0 - shallow) * high)
    assert dry == 0.0
    after, _, _ = shipped(calm(ready), 1.0, rain=0.0, drought=0.9)
    assert (
        after.mission.supplies_ashore[0] > shipped(calm(ready), 1.0)[0].mission.supplies_ashore[0]
    )


def test_lakes_and_the_sea_are_always_deep(ready: World) -> None:
    deep = calm(ready)
    deep.cells.shore = 1
    assert shipped(deep, 1.0, rain=0.0)[2] == pytest.approx(shipped(deep, 1.0, rain=1.0)[2])


def test_a_band_at_the_landing_robs_and_one_beside_the_river_does_not(ready: World) -> None:
    landing = int(
        ready.peacekeepers.base[np.flatnonzero(ready.peacekeepers.stage == codes.DEPLOYED)[0]]
    )
    row = int(np.flatnonzero(ready.bands.alive)[0])
    k = int(ready.pair[0, ready.bands.faction[row]])

    def lost(cell: int) -> float:
        total = 0.0
        for week in range(60, 100):
            world = calm(ready)
            world.week = week
            world.bands.fighters[row] = 60.0
            world.bands.cell[row] = cell
            world.cells.bands[cell] = row
            world.cells.fighters[cell] = 60.0
            world.dyads.stage[k] = codes.WAR
            world.mission.legitimacy = 0.0
            after, _, gained = shipped(world, 10.0)
            looted = float(after.mission.supplies_looted[0] - world.mission.supplies_looted[0])
            assert (looted > 0.0) == (gained == 0.0)
            total += looted
            assert [text for text in problems(after) if text.startswith("supplies")] == []
        return total

    on_the_way = np.flatnonzero((ready.cells.river == 1) & (np.arange(90) != landing))
    assert lost(landing) > 0.0
    assert lost(int(on_the_way[0])) == 0.0


def test_aid_goes_ashore_where_trucks_do_not_come(ready: World) -> None:
    world = calm(ready)
    world.mission.aid_air = 1.0
    world.communities.food = 0.2
    world.communities.food_store = 0.0
    world.hubs.food[0], world.hubs.health[0], world.hubs.shelter[0] = 100.0, 0.0, 0.0
    after, _, _ = shipped(world, 40.0)
    grown = after.communities.food_store - world.communities.food_store
    there = world.by_water[0, world.communities.cell] > 0.0
    assert grown[there].sum() == pytest.approx(float(world.hubs.food[0] - after.hubs.food[0]))
    assert grown[there].sum() > 1.0
    assert (grown[~there] == 0.0).all()
    # No community gets more than is put ashore for one, however much there is.
    world.hubs.food[0] = 50_000.0
    plenty, _, _ = shipped(world, 50_000.0)
    grown = plenty.communities.food_store - world.communities.food_store
    assert grown.max() == pytest.approx(world.settings["supply"].ashore)


def test_with_a_river_bases_far_from_roads_hold_out_in_the_rains() -> None:
    """Whole runs: the same war with barges and without, and with barges but no river."""
    held = {}
    for name, tonnes, rivers in (("none", 0.0, 2), ("barges", 300.0, 2), ("dry land", 300.0, 0)):
        course: list[float] = []

        def look(world: World, course: list[float] = course) -> None:
            units = world.peacekeepers
            out = (units.stage == codes.DEPLOYED) & (units.base >= 0)
            wet = out & (world.by_water[0, units.base] > 0.0)
            if wet.any() and world.clock.rain[0] > 0.3 and world.week > 50:
                course.append(float(units.supply[wet].mean()))

        world = live(river(tonnes, rivers), 1, 110, look)
        assert problems(world) == []
        held[name] = float(np.mean(course)) if course else 0.0
        assert (world.mission.shipped[0] > 0.0) == (name == "barges"), name
    assert held["barges"] > 2.0 * held["none"] > 0.0

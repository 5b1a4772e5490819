"""Rivers run down to open water or the edge; ways by water keep to one waterway."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.build import build
from sim.scenario import Scenario
from sim.state.world import World
from tests.dynamics.country import country

MAP = {"width": 30, "height": 24, "districts": 4, "water": 0.06, "ruggedness": 0.5}


def land(rivers: int, seed: int = 1, **changes: Any) -> World:
    hubs = [{"name": "A", "at": "southwest"}, {"name": "B", "at": "east"}]
    chart = MAP | {"rivers": rivers, "seed": seed}
    return build(country(map=chart, hubs=hubs, **changes), 1)


@pytest.fixture(scope="module", params=[1, 2, 3])
def world(request: pytest.FixtureRequest) -> World:
    return land(3, request.param)


def neighbours(world: World, cell: int) -> list[int]:
    x, y = cell % world.width, cell // world.width
    return [
        b * world.width + a
        for a in range(max(0, x - 1), min(world.width, x + 2))
        for b in range(max(0, y - 1), min(world.height, y + 2))
        if (a, b) != (x, y)
    ]


def test_every_river_runs_on_to_open_water_or_to_the_edge(world: World) -> None:
    cells = world.cells
    rivers = np.flatnonzero(cells.river)
    assert len(rivers) > 12
    for start in rivers.tolist():
        cell, steps = start, 0
        while cells.land[cell] and cells.downstream[cell] >= 0:
            after = int(cells.downstream[cell])
            assert after in neighbours(world, cell)
            assert cells.river[after] or not cells.land[after]
            cell, steps = after, steps + 1
            assert steps <= len(rivers)
        assert not cells.land[cell] or cells.border[cell]


def test_rivers_keep_to_low_ground(world: World) -> None:
    cells = world.cells
    dry = (cells.land == 1) & (cells.river == 0)
    assert cells.terrain[cells.river == 1].mean() < 0.7 * cells.terrain[dry].mean()


def test_more_rivers_keep_the_first() -> None:
    courses = [land(n).cells.river for n in (0, 1, 2, 3)]
    assert courses[0].sum() == 0
    for fewer, more in pairwise(courses):
        assert (more >= fewer).all() and more.sum() > fewer.sum()


def test_rivers_are_land_and_move_nothing_but_hubs() -> None:
    """People, roads between districts and terrain stay; a hub may move to a bank."""
    with_rivers, without = land(3), land(0)
    for name in ("land", "terrain", "district", "border"):
        old, new = (getattr(world.cells, name) for world in (without, with_rivers))
        assert np.array_equal(old, new), name
    assert with_rivers.capital == without.capital
    cells = with_rivers.cells
    for old, new in zip(without.hubs.cell, with_rivers.hubs.cell, strict=True):
        assert np.hypot(cells.x[old] - cells.x[new], cells.y[old] - cells.y[new]) < 5.0
    assert (cells.waterway[with_rivers.hubs.cell] > 0).any()


def test_a_cell_is_on_a_waterway_if_it_is_water_or_river_or_beside_one(world: World) -> None:
    cells = world.cells
    wet = (cells.land == 0) | (cells.river == 1)
    for cell in range(len(cells)):
        near = neighbours(world, cell)
        beside = [int(cells.waterway[n]) for n in near if wet[n]]
        if wet[cell]:
            assert cells.waterway[cell] > 0
            assert set(beside) <= {int(cells.waterway[cell])}  # or else they would be one
        else:
            assert cells.waterway[cell] == 0 if not beside else cells.waterway[cell] in beside
        assert cells.shore[cell] == (not cells.land[cell] or not cells.land[near].all())


def test_ways_by_water_stay_on_the_waterway_of_the_hub_and_are_no_shorter_than_straight(
    world: World,
) -> None:
    cells = world.cells
    reached = 0
    for h, hub in enumerate(world.hubs.cell.tolist()):
        km = world.by_water[h]
        there = np.flatnonzero(km >= 0.0)
        reached += len(there)
        mine = np.flatnonzero((cells.waterway == cells.waterway[hub]) & (cells.waterway > 0))
        assert set(there) == set(mine)
        straight = np.hypot(cells.x - cells.x[hub], cells.y - cells.y[hub]) * world.cell_km
        assert (km[there] >= straight[there] - 1e-9).all()
        if len(there):
            assert km[hub] == 0.0
    assert reached > 20


def test_barges_do_not_cross_land() -> None:
    """Two lakes that share a bank are two waterways."""
    world = land(0)
    cells = world.cells
    cells.land = 1
    cells.land[[5 * 30 + 5, 5 * 30 + 7]] = 0
    world.hubs.cell[0] = 5 * 30 + 6
    from sim.build import waterways

    waterways.join(world)
    world.by_water[:] = -1.0
    waterways.chart(world)
    assert cells.waterway[5 * 30 + 5] != cells.waterway[5 * 30 + 7]
    assert (world.by_water[0] >= 0).sum() == (cells.waterway == cells.waterway[5 * 30 + 6]).sum()
    assert (world.by_water[0, 5 * 30 + 5] < 0) != (world.by_water[0, 5 * 30 + 7] < 0)


def test_the_shipped_countries_that_speak_of_rivers_have_them() -> None:
    for name in ("remote_insurgency", "communal_fragmented"):
        world = build(Scenario.load(name), 1)
        ports = world.cells.waterway[world.hubs.cell] > 0
        assert world.cells.river.sum() > 8 and ports.any(), name
        assert (world.by_water[ports] > 100.0).any(), name

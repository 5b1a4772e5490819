"""The world: tables that kernels see, copies that share nothing that changes."""

from typing import Any

import numpy as np
import pytest

from sim.kernels import kernel
from sim.state import TABLES, World
from sim.state.world import EVENTS_A_WEEK


@pytest.fixture
def world() -> World:
    sizes = {"cells": 12, "communities": 5, "groups": 2, "factions": 3, "hubs": 2, "bands": 6}
    return World({**sizes, "events": 10}, width=4, height=3, cell_km=25.0)


@kernel
def mark(t: Any, row: int, value: float) -> int:
    t.communities[row].grievance = value
    t.neighbours[2, 3] = 9
    t.pair[1, 2] = 7
    t.hostility[0, 1] = 0.5
    t.toward_hub[1, 11] = 4
    return len(t.bands)


def test_kernels_write_what_the_tables_hold(world: World) -> None:
    assert mark(world.rows, 3, 0.75) == 6
    assert world.communities.grievance[3] == 0.75
    assert world.neighbours[2, 3] == 9
    assert world.pair[1, 2] == 7
    assert world.hostility[0, 1] == 0.5
    assert world.toward_hub[1, 11] == 4


def test_kernels_follow_a_table_that_has_grown(world: World) -> None:
    world.bands.extend(40)
    world.refresh()
    assert mark(world.rows, 0, 0.5) == 40


def test_room_is_made_before_a_week(world: World) -> None:
    for _ in range(4):
        world.bands.new()
    world.make_room(100)
    assert len(world.bands) - int(world.bands.alive.sum()) >= 100
    assert len(world.events) >= EVENTS_A_WEEK
    assert mark(world.rows, 0, 0.5) == len(world.bands)
    world.clock.events = len(world.events) - 3
    world.make_room(100)
    assert len(world.events) - int(world.clock.events[0]) >= EVENTS_A_WEEK


def test_where_there_is_room_nothing_moves(world: World) -> None:
    world.make_room(10)
    rows, data = world.rows, world.bands.data
    world.make_room(10)
    assert world.rows is rows
    assert world.bands.data is data


def test_a_copy_is_equal_and_shares_nothing_that_changes(world: World) -> None:
    world.seed, world.week, world.capital = 4, 9, 3
    world.communities.grievance = np.linspace(0, 1, 5)
    world.bands.new(fighters=8)
    world.names = {"groups": ["Meru", "Asha"]}
    other = world.copy()
    assert (other.seed, other.week, other.capital) == (4, 9, 3)
    assert (other.width, other.height, other.cell_km) == (4, 3, 25.0)
    for name in TABLES:
        one, two = getattr(world, name), getattr(other, name)
        assert np.array_equal(one.block, two.block)
        assert not np.shares_memory(one.block, two.block), name
    assert not np.shares_memory(world.hostility, other.hostility)
    other.communities.grievance[0] = 0.9
    other.names["groups"].append("Talan")
    other.hostility[0, 1] = 1.0
    assert world.communities.grievance[0] == 0.0
    assert world.names == {"groups": ["Meru", "Asha"]}
    assert world.hostility[0, 1] == 0.0


def test_kernels_on_a_copy_leave_the_original_alone(world: World) -> None:
    other = world.copy()
    for name in ("neighbours", "pair", "toward_hub"):
        setattr(other, name, getattr(other, name).copy())
    other.refresh()
    mark(other.rows, 3, 0.75)
    assert other.communities.grievance[3] == 0.75
    assert world.communities.grievance[3] != 0.75

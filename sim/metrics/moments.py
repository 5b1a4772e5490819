"""Snapshots of the map: where people, control, armed bands and the mission are in one week."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.state import codes
from sim.state.world import World


class Ground(NamedTuple):
    """What does not move. Arrays have shape (height, width), row 0 in the south.

    Attributes:
        cell_km: side of a cell, in km.
        terrain, road: difficulty of the ground and quality of roads, 0 to 1.
        land: True on land. river: True where a navigable river runs.
        downstream: row of the cell into which it runs on, y * width + x; -1 for none.
        district: row of the district, -1 for none.
        population: civilians at the start. capital: (x, y) of its cell.
    """

    cell_km: float
    terrain: NDArray[np.float64]
    road: NDArray[np.float64]
    land: NDArray[np.bool_]
    river: NDArray[np.bool_]
    downstream: NDArray[np.int64]
    district: NDArray[np.int64]
    population: NDArray[np.float64]
    capital: tuple[int, int]


class Moment(NamedTuple):
    """One week of the map. Fields of cells have shape (height, width), row 0 in the south.

    Attributes:
        week: weeks lived so far.
        control: -1 armed group to 1 state, mean over people; NaN where nobody lives.
        displaced: displaced people hosted in the cell.
        bands: (n, 4) array of cell x, cell y, fighters and party of every band.
        peacekeepers: (n, 4) array of cell x, cell y of the base, members and kind
            (`codes.PEACEKEEPER_KINDS`) of every deployed unit.
        convoys: (n, 4) array of cell x, cell y, tonnes and kind (`codes.COMMODITIES`) of every
            convoy on the road. zones: (n, 2) array of cell x, cell y of every safe zone.
        fighters: members of each party's bands, by row of the party.
    """

    week: int
    control: NDArray[np.float64]
    displaced: NDArray[np.float64]
    bands: NDArray[np.float64]
    peacekeepers: NDArray[np.float64]
    convoys: NDArray[np.float64]
    zones: NDArray[np.float64]
    fighters: NDArray[np.float64]


def ground(world: World) -> Ground:
    """Return what does not move in a world that has just been built."""
    cells, shape = world.cells, (world.height, world.width)
    people = _by_cell(world, world.communities.population + world.communities.hosted)
    return Ground(
        cell_km=float(world.cell_km),
        terrain=cells.terrain.reshape(shape).copy(),
        road=cells.road.reshape(shape).copy(),
        land=cells.land.reshape(shape) != 0,
        river=cells.river.reshape(shape) != 0,
        downstream=cells.downstream.reshape(shape).copy(),
        district=cells.district.reshape(shape).copy(),
        population=people,
        capital=(world.capital % world.width, world.capital // world.width),
    )


def moment(world: World) -> Moment:
    """Return the map as it stands."""
    people = world.communities
    size = people.population + people.hosted
    inside = _by_cell(world, size)
    with np.errstate(invalid="ignore"):
        control = np.where(inside > 0, _by_cell(world, size * people.control) / inside, np.nan)
    alive = world.bands.alive != 0
    bands = world.bands.as_records(alive)
    units = world.peacekeepers
    based = units.as_records((units.stage == codes.DEPLOYED) & (units.base >= 0))
    moving = world.convoys
    road = moving.as_records((moving.alive != 0) & (moving.state != codes.LOADING))
    return Moment(
        week=world.week,
        control=control,
        displaced=_by_cell(world, people.hosted),
        bands=_placed(world, bands["cell"], bands["fighters"], bands["faction"]),
        peacekeepers=_placed(world, based["base"], based["personnel"], based["kind"]),
        convoys=_placed(world, road["cell"], road["load"], road["commodity"]),
        zones=_placed(world, np.flatnonzero(world.cells.zone)),
        fighters=_sum(bands["faction"], bands["fighters"], len(world.factions)),
    )


def _by_cell(world: World, values: NDArray[Any]) -> NDArray[np.float64]:
    """Add up values of communities by cell."""
    total = _sum(world.communities.cell, values, world.width * world.height)
    return total.reshape(world.height, world.width)


def _sum(rows: NDArray[Any], values: NDArray[Any], count: int) -> NDArray[np.float64]:
    """Add up values by row number."""
    total = np.zeros(count)
    np.add.at(total, rows, values)
    return total


def _placed(world: World, cell: NDArray[Any], *columns: NDArray[Any]) -> NDArray[np.float64]:
    return np.column_stack([cell % world.width, cell // world.width, *columns]).astype(np.float64)

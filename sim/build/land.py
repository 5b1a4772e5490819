"""The land: terrain, water, districts, roads, and the ways to the hubs."""

import numpy as np
from numpy.typing import NDArray

from sim.build import waterways
from sim.build.ways import from_source
from sim.scenario import Map, Where
from sim.state.world import World
from sim.streams import Streams

STEPS = ((1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))
COMPASS: dict[Where, tuple[float, float]] = {
    "centre": (0.5, 0.5),
    "north": (0.5, 0.82),
    "east": (0.82, 0.5),
    "south": (0.5, 0.18),
    "west": (0.18, 0.5),
    "northeast": (0.8, 0.8),
    "southeast": (0.8, 0.2),
    "southwest": (0.2, 0.2),
}


def smooth_noise(draws: Streams, name: str, width: int, height: int) -> NDArray[np.float64]:
    """Noise in 0 to 1 with hills of several sizes, shape (height, width), equalised by rank."""
    field = np.zeros((height, width))
    for octave, (grain, weight) in enumerate(((8, 1.0), (4, 0.6), (2, 0.3))):
        columns, rows = width // grain + 2, height // grain + 2
        coarse = draws.uniforms(name, columns * rows, octave).reshape(rows, columns)
        y = np.arange(height) / grain
        x = np.arange(width) / grain
        y0, x0 = y.astype(int), x.astype(int)
        fy, fx = (y - y0)[:, None], (x - x0)[None, :]
        low = coarse[y0][:, x0] * (1 - fx) + coarse[y0][:, x0 + 1] * fx
        high = coarse[y0 + 1][:, x0] * (1 - fx) + coarse[y0 + 1][:, x0 + 1] * fx
        field += weight * (low * (1 - fy) + high * fy)
    ranks = field.ravel().argsort(kind="stable").argsort(kind="stable")
    return (ranks / (width * height - 1.0)).reshape(height, width)


def lay_out(world: World, land: Map, draws: Streams) -> None:
    """Fill the cells' geography: coordinates, terrain, water, neighbours, districts."""
    width, height = world.width, world.height
    cells = world.cells
    index = np.arange(width * height)
    cells.x, cells.y = index % width, index // width
    relief = smooth_noise(draws, "map.terrain", width, height).ravel()
    # The power sets the mean of a uniform field to the wanted ruggedness.
    cells.terrain = relief ** (1.0 / max(land.ruggedness, 0.02) - 1.0)
    wet = smooth_noise(draws, "map.water", width, height).ravel()
    cells.land = wet >= land.water
    border = (cells.x == 0) | (cells.y == 0) | (cells.x == width - 1) | (cells.y == height - 1)
    cells.border = border
    for k, (dx, dy) in enumerate(STEPS):
        x, y = cells.x + dx, cells.y + dy
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        other = np.where(inside, y * width + x, 0)
        dry = inside & (cells.land[other] == 1) & (cells.land == 1)
        world.neighbours[:, k] = np.where(dry, other, -1)
    waterways.run_rivers(world, land.rivers)
    waterways.join(world)
    world.capital = nearest_land(world, land.capital)
    world.clock.capital = world.capital
    divide(world, land.districts)


def nearest_land(world: World, where: Where, bank: float = 0.0) -> int:
    """Row of the land cell nearest to a place named by compass, with easy ground if it can be.

    A cell with a bank to a waterway that has a river counts as `bank` cells nearer than it is.
    """
    x, y = COMPASS[where]
    cells = world.cells
    distance = np.hypot(cells.x - x * (world.width - 1), cells.y - y * (world.height - 1))
    score = distance + 3.0 * cells.terrain + 1e6 * (cells.land == 0)
    score = score - bank * np.isin(cells.waterway, cells.waterway[cells.river == 1])
    lonely = (world.neighbours >= 0).sum(axis=1) < 3
    return int((score + 1e5 * lonely).argmin())


def divide(world: World, count: int) -> None:
    """Cut the land into districts around seats that lie far from each other."""
    cells = world.cells
    seats = [world.capital]
    nearest = np.hypot(cells.x - cells.x[world.capital], cells.y - cells.y[world.capital])
    lonely = (world.neighbours >= 0).sum(axis=1) < 5
    for _ in range(1, count):
        spread = nearest * (1.2 - cells.terrain) * (cells.land == 1) * (cells.border == 0)
        spread = np.where(lonely, 0.0, spread)
        seats.append(int(spread.argmax()))
        far = np.hypot(cells.x - cells.x[seats[-1]], cells.y - cells.y[seats[-1]])
        nearest = np.minimum(nearest, far)
    nearest[:] = np.inf
    for number, seat in enumerate(seats):
        far = np.hypot(cells.x - cells.x[seat], cells.y - cells.y[seat])
        cells.district[far < nearest] = number
        nearest = np.minimum(nearest, far)
    cells.district[cells.land != 1] = -1
    world.districts.seat = np.array(seats)


def ways(world: World, cost: NDArray[np.float64], sources: list[int]) -> NDArray[np.int64]:
    """Next cell towards each source on the cheapest way, shape (sources, cells); -1 where none."""
    cells, end = world.cells, world.neighbours
    start = np.arange(len(cells))[:, None]
    far = np.hypot(cells.x[start] - cells.x[end], cells.y[start] - cells.y[end])
    step = far * 0.5 * (cost[start] + cost[end])
    return np.stack([from_source(end, step, source)[1] for source in sources])


def build_roads(world: World, land: Map, draws: Streams, hubs: list[int]) -> None:
    """Join seats and hubs to the capital by main roads; tracks elsewhere; ways to the hubs."""
    cells = world.cells
    jitter = 1.0 + 1e-3 * draws.uniforms("map.jitter", len(cells))  # no two ways cost the same
    cost = (1.0 + 5.0 * cells.terrain) * jitter
    cells.road = 0.35 * land.roads * (1.0 - cells.terrain)
    toward_capital = ways(world, cost, [world.capital])[0]
    for town in [int(s) for s in world.districts.seat] + hubs:
        cell = town
        while cell >= 0:
            cells.road[cell] = max(cells.road[cell], land.roads)
            cell = int(toward_capital[cell])
    slow = (1.0 + 3.0 * cells.terrain) / (0.15 + cells.road) * jitter
    world.toward_hub[:] = ways(world, slow, hubs)

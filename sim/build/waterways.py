"""Navigable rivers, the waterways that they and open water make, and the ways along them.

Rivers follow the ground. Water is let run from every cell to the lowest way out, a lake, the sea or
the map's edge, by the priority flood of Barnes, Lehman & Mulla (2014); the rivers are the main
stems of the largest catchments. They need no draws of their own: the ground that they follow is
drawn.
"""

import heapq

import numpy as np
from numpy.typing import NDArray

from sim.build.ways import from_source
from sim.kernels.ways import number_patches
from sim.state.world import World

NAVIGABLE = 4  # cells that drain to a cell, itself included, below which no barge floats there


def around(world: World) -> NDArray[np.int64]:
    """Rows of the eight cells around each, water too, shape (cells, 8); -1 off the map."""
    numbers = np.full((world.height + 2, world.width + 2), -1, np.int64)
    numbers[1:-1, 1:-1] = np.arange(world.width * world.height).reshape(world.height, world.width)
    shifts = [(dy, dx) for dy in (0, 1, 2) for dx in (0, 1, 2) if (dy, dx) != (1, 1)]
    views = [numbers[y : y + world.height, x : x + world.width].ravel() for y, x in shifts]
    return np.stack(views, axis=1)


def drain(world: World) -> tuple[NDArray[np.int64], list[int]]:
    """Where water runs: the next cell of each (-1 at the edge and on water), and the order.

    The order has every cell after those that it drains to.
    """
    cells, near = world.cells, around(world)
    onward = np.full(len(cells), -1, np.int64)
    reached = (cells.land == 0) | (cells.border == 1)
    heap = [
        (float(cells.terrain[c]) if cells.land[c] else -1.0, int(c))
        for c in np.flatnonzero(reached)
    ]
    heapq.heapify(heap)
    order = []
    while heap:
        height, cell = heapq.heappop(heap)
        order.append(cell)
        for n in near[cell].tolist():
            if n >= 0 and not reached[n]:
                reached[n] = True
                onward[n] = cell
                # What lies lower than its way out fills up to it.
                heapq.heappush(heap, (max(height, float(cells.terrain[n])), n))
    return onward, order


def run_rivers(world: World, count: int) -> None:
    """Lay `count` rivers: the main stems of the largest catchments, down to open water or the edge.

    A river may end in one that is already there. Fewer are laid where the land has no more.
    """
    cells = world.cells
    if count == 0:
        return
    onward, order = drain(world)
    drained = np.where(cells.land == 1, 1, 0)
    sources: list[list[int]] = [[] for _ in order]
    for cell in reversed(order):
        if onward[cell] >= 0:
            sources[int(onward[cell])].append(cell)
            drained[onward[cell]] += drained[cell]
    for _ in range(count):
        free = np.where((cells.land == 1) & (cells.river == 0), drained, 0)
        cell = int(free.argmax())
        if free[cell] < NAVIGABLE:
            return
        while free[cell] >= NAVIGABLE:
            cells.river[cell] = 1
            cells.downstream[cell] = onward[cell]
            upstream = max(sources[cell], key=lambda c: (free[c], c), default=-1)
            if upstream < 0:
                break
            cell = upstream


def join(world: World) -> None:
    """Number the waterways, and say of every cell on which it lies or to which it has a bank.

    A cell between several belongs to the one on it, else to the largest.
    """
    cells, near = world.cells, around(world)
    wet = (cells.land == 0) | (cells.river == 1)
    own = np.zeros(len(cells), np.int64)
    number_patches(near, wet, own, np.zeros(len(cells), np.int64))
    size = np.bincount(own)
    size[0] = 0
    beside = np.where(near >= 0, own[near], 0)
    largest = np.take_along_axis(beside, size[beside].argmax(axis=1)[:, None], axis=1)[:, 0]
    cells.waterway = np.where(own > 0, own, largest)
    open_water = ((near >= 0) & (cells.land[near] == 0)).any(axis=1)
    cells.shore = (cells.land == 0) | open_water


def chart(world: World) -> None:
    """Fill `world.by_water`: km of the way by water from each hub; -1 where there is none."""
    cells, near = world.cells, around(world)
    wet = (cells.land == 0) | (cells.river == 1)
    start, end = np.arange(len(cells))[:, None], near
    km = world.cell_km * np.hypot(cells.x[start] - cells.x[end], cells.y[start] - cells.y[end])
    for h, hub in enumerate(world.hubs.cell.tolist()):
        waterway = cells.waterway[hub]
        if waterway == 0:
            continue
        # Barges put out from the hub, keep to the water of its waterway, and land anywhere on it.
        afloat = (wet[start] & (cells.waterway[start] == waterway)) | (start == hub)
        same = cells.waterway[end] == waterway
        good = afloat & same & (wet[start] | wet[end])
        far, _ = from_source(np.where(good, end, -1), km, hub)
        world.by_water[h] = np.where(np.isfinite(far), far, -1.0)

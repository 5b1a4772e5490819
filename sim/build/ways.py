"""Cheapest ways over the map, as arrays."""

import numpy as np
from numpy.typing import NDArray

from sim.kernels.ways import cheapest_ways


def from_source(
    near: NDArray[np.int64], cost: NDArray[np.float64], source: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Cost of the cheapest way from a cell to each, infinite where none, and the cell before it.

    Args:
        near: (cells, 8) rows of the cells that one can go on to; -1 where there is no step.
        cost: of these steps, above 0, the same shape. source: row of the cell to start from.

    Returns:
        Two arrays of shape (cells,); the cell before is -1 at the source and where there is no way.
    """
    count, room = len(near), near.size + 1
    far, before = np.full(count, np.inf), np.full(count, -1, np.int64)
    keys, items = np.zeros(room), np.zeros(room, np.int64)
    cheapest_ways(near, cost, source, far, before, keys, items)
    return far, before

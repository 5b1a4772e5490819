"""Ways over a net of cells: the cheapest from one place, and which cells hang together."""

from typing import Any

from sim.kernels.compiling import kernel


@kernel
def put(keys: Any, items: Any, size: int, key: float, item: int) -> None:
    """Add an item to a heap of `size` items, the one of the lowest key first."""
    place = size
    while place > 0:
        above = (place - 1) // 2
        if keys[above] <= key:
            break
        keys[place] = keys[above]
        items[place] = items[above]
        place = above
    keys[place] = key
    items[place] = item


@kernel
def drop(keys: Any, items: Any, size: int) -> None:
    """Take the first item from a heap of `size` items."""
    last = size - 1
    place = 0
    below = 1
    while below < last:
        if below + 1 < last and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= keys[last]:
            break
        keys[place] = keys[below]
        items[place] = items[below]
        place = below
        below = 2 * place + 1
    keys[place] = keys[last]
    items[place] = items[last]


@kernel
def cheapest_ways(  # noqa: PLR0913
    near: Any, cost: Any, source: int, far: Any, before: Any, keys: Any, items: Any
) -> None:
    """Cost of the cheapest way from a cell to every other, and the cell before each (Dijkstra).

    Args:
        near: (cells, 8) cells next to each; -1 where there is no step. cost: the same shape, of a
            step, above 0. far: (cells,) to fill; infinite everywhere before. before: (cells,) to
            fill; -1 everywhere before. keys, items: (8 * cells + 1,) scratch.
    """
    far[source] = 0.0
    put(keys, items, 0, 0.0, source)
    size = 1
    while size > 0:
        reached = keys[0]
        cell = items[0]
        drop(keys, items, size)
        size -= 1
        if reached > far[cell]:
            continue
        for k in range(8):
            other = near[cell, k]
            if other < 0:
                continue
            sum_ = reached + cost[cell, k]
            if sum_ < far[other]:
                far[other] = sum_
                before[other] = cell
                put(keys, items, size, sum_, other)
                size += 1


@kernel
def number_patches(near: Any, inside: Any, number: Any, stack: Any) -> None:
    """Number the patches of cells that hang together, from 1, by their first cell.

    Args:
        near: (cells, 8) cells next to each; -1 where there is none. inside: (cells,) whether a cell
            belongs to a patch. number: (cells,) to fill; 0 everywhere before, and after outside of
            patches. stack: (cells,) scratch.
    """
    patches = 0
    for first in range(len(near)):
        if not inside[first] or number[first] > 0:
            continue
        patches += 1
        number[first] = patches
        stack[0] = first
        size = 1
        while size > 0:
            size -= 1
            cell = stack[size]
            for k in range(8):
                other = near[cell, k]
                if other >= 0 and inside[other] and number[other] == 0:
                    number[other] = patches
                    stack[size] = other
                    size += 1

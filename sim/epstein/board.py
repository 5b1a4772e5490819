"""The board: a torus of cells, what is within vision of a cell, and how an empty one is found.

`taken` has a byte for every cell, and a margin around that repeats the cells of the other edge, so
that a cell in view is one addition away. The price is that up to four bytes stand for a cell.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels import inlined, kernel, philox4x32
from sim.kernels.philox import MASK
from sim.state.columns import Column
from sim.state.table import Table
from sim.streams import stream

OF_CITIZENS, OF_COPS = 0, 1  # rows of Reaches
MOVE = stream("epstein.move")
BLOCKS = 3  # blocks of four random words that a search for an empty cell may take


def number(unit: str, low: float, high: float, doc: str) -> Column:
    """A whole number."""
    return Column(0, unit, low, high, doc, kind="i8")


class Turn(Table):
    """One row: what holds for the step that is being made."""

    seed = number("key", 0, np.inf, "key of all draws of the run")
    step = number("steps", 0, np.inf, "how many steps were made, this one included")
    max_jail_term = number("steps", 0, 1000, "longest jail sentence")
    movement = number("flag", 0, 1, "1 where people move")


class Grid(Table):
    """One row: the measures of the board."""

    width = number("cells", 3, 10_000, "columns")
    height = number("cells", 3, 10_000, "rows")
    left = number("cells", 1, 100, "margin before column 0 of `taken`")
    top = number("cells", 1, 100, "margin before row 0 of `taken`")
    stride = number("cells", 5, 10_200, "length of a row of `taken`, margins included")


class Offsets(Table):
    """Ways to the cells within vision: those of citizens, then those of cops."""

    x = number("cells", -100, 100, "columns to the right")
    y = number("cells", -100, 100, "rows up")
    away = number("cells", -np.inf, np.inf, "distance in `taken`")


class Reaches(Table):
    """How far one sees: row 0 is of citizens, row 1 of cops."""

    first = number("row of offsets", 0, 65_536, "first of the offsets")
    size = number("cells", 1, 20_200, "cells within vision, without one's own")
    bits = number("bits", 1, 15, "length of a number of an offset")
    tries = number("numbers", 2, 32, "such numbers in a random word")


def ways(vision: int, width: int, height: int) -> NDArray[np.int64]:
    """Ways (x, y) to the cells within `vision` on a torus, each cell once; shape (cells, 2).

    Distance is counted in steps to one of four neighbours. One's own cell is not among them.
    """
    across = range(-min(vision, (width - 1) // 2), min(vision, width // 2) + 1)
    along = range(-min(vision, (height - 1) // 2), min(vision, height // 2) + 1)
    found = [(x, y) for y in along for x in across if 0 < abs(x) + abs(y) <= vision]
    return np.array(found, np.int64)


def board(
    visions: tuple[int, int], width: int, height: int
) -> tuple[dict[str, Table], dict[str, NDArray[Any]]]:
    """The tables and arrays of a board on which citizens and cops see so far.

    Returns:
        Tables ``grid``, ``reaches`` and ``offsets``; arrays ``taken`` (rows times `stride`: 1 where
        somebody is), ``echo_x`` and ``echo_y`` (how far in `taken` a column, a row, is repeated; 0
        where it is not).
    """
    each = [ways(vision, width, height) for vision in visions]
    left, top = -np.concatenate(each).min(axis=0)
    right, bottom = np.concatenate(each).max(axis=0)
    grid, reaches = Grid(1), Reaches(2)
    grid.width, grid.height, grid.left, grid.top = width, height, left, top
    grid.stride = stride = int(left + width + right)
    for row, found in enumerate(each):
        bits = (len(found) - 1).bit_length()
        reaches.size[row], reaches.bits[row], reaches.tries[row] = len(found), bits, 32 // bits
        # Numbers that are left over lead to one's own cell, which is not empty.
        each[row] = np.pad(found, ((0, (1 << bits) - len(found)), (0, 0)))
    reaches.first[OF_COPS] = len(each[OF_CITIZENS])
    every = np.concatenate(each)
    offsets = Offsets(len(every))
    offsets.x, offsets.y = every[:, 0], every[:, 1]
    offsets.away = every[:, 1] * stride + every[:, 0]
    return {"grid": grid, "reaches": reaches, "offsets": offsets}, {
        "taken": np.zeros(stride * int(top + height + bottom), np.uint8),
        "echo_x": echoes(width, int(left), int(right)),
        "echo_y": echoes(height, int(top), int(bottom)) * np.int32(stride),
    }


def echoes(length: int, before: int, after: int) -> NDArray[np.int32]:
    """How far from a place of a ring the margins repeat it; 0 where they do not; shape (length,).

    There is a margin `before` and one `after`; together they are shorter than the ring.
    """
    found = np.zeros(length, np.int32)
    found[:after] = length
    found[length - before :] = -length
    return found


@inlined
def wrapped(place: int, length: int) -> int:
    """A place on a ring, less than a round beyond its ends."""
    if place < 0:
        return place + length
    return place - length if place >= length else place


@inlined
def cell_of(t: Any, x: int, y: int) -> int:
    """Number of a cell."""
    return y * t.grid[0].width + x


@inlined
def spot(t: Any, x: int, y: int) -> int:
    """Where `taken` has a cell."""
    grid = t.grid[0]
    return (y + grid.top) * grid.stride + x + grid.left


@kernel
def mark(t: Any, x: int, y: int, taken: int) -> None:
    """Note that a cell is taken (1) or empty (0)."""
    here = spot(t, x, y)
    # Without branches: where a cell is not repeated, the same byte is written again.
    above, beside = here + t.echo_y[y], t.echo_x[x]
    t.taken[here] = taken
    t.taken[here + beside] = taken
    t.taken[above] = taken
    t.taken[above + beside] = taken


@inlined
def is_taken(t: Any, x: int, y: int) -> bool:
    """Whether somebody is in a cell."""
    return t.taken[spot(t, x, y)] != 0


@kernel
def way_out(t: Any, who: int, i: int, place: int) -> int:
    """Offset by which somebody can move: to an empty cell in view, to each with the same chance.

    Cells are tried at random, until one is empty. The first random words are those drawn for the
    agent at this `place` of the batch.

    Returns:
        A row of offsets; -1 where nothing is empty, or nobody moves.
    """
    turn, reach = t.turn[0], t.reaches[who]
    if turn.movement == 0:
        return -1
    first, some = reach.first, (1 << reach.bits) - 1
    here = spot(t, t.people[i].x, t.people[i].y)
    a, b, c, d = t.words[0, place], t.words[1, place], t.words[2, place], t.words[3, place]
    for block in range(1, BLOCKS + 1):
        for _ in range(4):
            for _ in range(reach.tries):
                k = first + (a & some)
                a >>= reach.bits
                if t.taken[here + t.offsets[k].away] == 0:
                    return k
            a, b, c = b, c, d
        a, b, c, d = philox4x32(i, block, turn.step, MOVE, turn.seed & MASK, turn.seed >> 32)
    # It is crowded here: count the empty cells, and take one.
    empty = 0
    for k in range(first, first + reach.size):
        empty += t.taken[here + t.offsets[k].away] == 0
    left = below(a, empty)
    for k in range(first, first + reach.size):
        if t.taken[here + t.offsets[k].away] == 0:
            if left == 0:
                return k
            left -= 1
    return -1


@inlined
def below(word: int, n: int) -> int:
    """A number from 0 to `n` - 1 from a random word; chances differ by less than 1 in 2**32."""
    return (word * n) >> 32

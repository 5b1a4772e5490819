"""Counts of who is in view, kept up to date rather than made by everybody who looks.

All look around in every step, and few of those whom they look for come or go. So the number of
cops, and that of rebels, within a citizen's vision is kept for every cell: one who comes adds 1 to
the cells around, one who goes takes it away, and who looks reads a number. A word holds the numbers
of several cells side by side (in *lanes*), and a *stamp* is what to add to which words. Rows go on
beyond both edges, so that no stamp is cut: what falls there counts for a cell at the other edge,
and is read with it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.epstein.board import number
from sim.kernels import inlined, kernel
from sim.state.table import Table

COPS, REBELS = 0, 1  # whom the two layers count
WORD = 64  # bits


class Lanes(Table):
    """One row: how counts lie in words."""

    shift = number("bits", 2, 3, "binary logarithm of lanes in a word")
    bits = number("bits", 8, 16, "length of a lane")
    mask = number("bits", 255, 65_535, "a full lane")
    left = number("cells", 1, 100, "columns before column 0")
    stride = number("words", 2, 2_600, "length of a row")
    layer = number("words", 6, 26_000_000, "length of a layer")


class Stamps(Table):
    """What a stamp adds: a list of words for each lane at which it can begin."""

    away = number(
        "words", -np.inf, np.inf, "distance from the word of its left edge and middle row"
    )
    value = number("lanes", 0, np.inf, "1 in every lane of a cell in view")


def counts(
    seen: NDArray[np.int64], width: int, height: int
) -> tuple[dict[str, Table], dict[str, NDArray[Any]]]:
    """What counting takes where one sees the cells to which the ways `seen` lead.

    Returns:
        Tables ``lanes`` and ``stamps``; arrays ``near`` (words of both layers), ``images`` (the
        column that is read with a column) and ``begins`` (where the list of a lane begins in
        ``stamps``; the last entry is where the last list ends).
    """
    # The highest bit of a word stays 0: no word is negative, and no shift brings in ones.
    a_word = 8 if len(seen) < 128 else 4
    bits = WORD // a_word
    left, right = -int(seen[:, 0].min()), int(seen[:, 0].max())
    nobody = left + width + right  # a column that no stamp reaches
    lanes, stride = Lanes(1), nobody // a_word + 1
    lanes.shift, lanes.bits, lanes.mask = a_word.bit_length() - 1, bits, (1 << bits) - 1
    lanes.left, lanes.stride, lanes.layer = left, stride, stride * height
    lists = [stamp_list(seen, lane + left, a_word, stride) for lane in range(a_word)]
    stamps = Stamps(sum(map(len, lists)))
    stamps.away = [away for one in lists for away in one]
    stamps.value = [value for one in lists for value in one.values()]
    images = np.full(width, nobody, np.int32)
    images[:right] = left + width + np.arange(right)
    images[width - left :] = np.arange(left)
    return {"lanes": lanes, "stamps": stamps}, {
        "near": np.zeros(2 * stride * height, np.int64),
        "images": images,
        "begins": np.cumsum([0, *map(len, lists)], dtype=np.int32),
    }


def stamp_list(seen: NDArray[np.int64], middle: int, a_word: int, stride: int) -> dict[int, int]:
    """What a stamp adds, by distance in words, where `middle` is the column of its own cell."""
    found: dict[int, int] = {}
    for x, y in seen.tolist():
        word, lane = divmod(middle + x, a_word)
        away = y * stride + word
        found[away] = found.get(away, 0) + (1 << WORD // a_word * lane)
    return found


@inlined
def in_view(t: Any, layer: int, x: int, y: int) -> int:
    """How many of a layer are within a citizen's vision of a cell, not counting its own."""
    lanes = t.lanes[0]
    last = (1 << lanes.shift) - 1
    row = layer * lanes.layer + y * lanes.stride
    own, image = x + lanes.left, t.images[x]
    here = t.near[row + (own >> lanes.shift)] >> (own & last) * lanes.bits
    there = t.near[row + (image >> lanes.shift)] >> (image & last) * lanes.bits
    return (here + there) & lanes.mask


@kernel
def stamp(t: Any, layer: int, x: int, y: int, by: int) -> None:
    """Add `by` (1 or -1) to the counts of all cells that see the cell (x, y)."""
    lanes = t.lanes[0]
    # A stamp reaches `left` columns to the left, and there are so many columns before column 0.
    lane = x & ((1 << lanes.shift) - 1)
    middle = y * lanes.stride + (x >> lanes.shift)
    start = layer * lanes.layer
    for k in range(t.begins[lane], t.begins[lane + 1]):
        word = middle + t.stamps[k].away
        if word < 0:
            word += lanes.layer
        elif word >= lanes.layer:
            word -= lanes.layer
        t.near[start + word] += by * t.stamps[k].value

"""Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, SC '11).

A draw is a pure function of (seed, stream, week, row, k). Nothing is stored, so no draw moves when
another is added or removed, and two strategies that share a seed share their luck.

Several draws at a time (`draw_numbers`, `draw_rows`, `draw_places`) are those that `uniform` makes
one by one, at a quarter of its cost: a processor does four in the time of one. They are put into a
line of a shared array ``t.draws``, shape (LINES, BATCH): line 0 for whoever uses them before it
calls anybody else, the lines behind for loops that draw for the next BATCH of their rows.
"""

from typing import Any

from sim.kernels.compiling import inlined, kernel

MASK = 0xFFFFFFFF
MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85
LINES, BATCH = 4, 64
TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53


@inlined
def philox4x32(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Ten rounds of Philox on a counter of four and a key of two 32-bit words.

    Words are held in signed 64-bit integers: a product may wrap, but the low 64 bits, and so both
    halves after masking, are the same as those of unsigned or unlimited integers.
    """
    for _ in range(10):
        product_0 = MULTIPLIER_0 * c0
        product_1 = MULTIPLIER_1 * c2
        high_0 = (product_0 >> 32) & MASK
        high_1 = (product_1 >> 32) & MASK
        c0 = high_1 ^ c1 ^ k0
        c1 = product_1 & MASK
        c2 = high_0 ^ c3 ^ k1
        c3 = product_0 & MASK
        k0 = (k0 + WEYL_0) & MASK
        k1 = (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


@inlined
def unit(a: int, b: int) -> float:
    """A number in [0, 1) from 53 of the bits of two 32-bit words."""
    return ((a >> 5) * 67108864.0 + (b >> 6)) * TO_UNIT


@kernel
def uniform(seed: int, stream: int, week: int, row: int, k: int) -> float:
    """A number in [0, 1) with 53 random bits, keyed by its five arguments.

    `seed` has up to 63 bits, `stream` is a 32-bit name (`sim.streams.stream`), the rest are
    small non-negative integers.
    """
    a, b, _, _ = philox4x32(row, k, week, stream, seed & MASK, (seed >> 32) & MASK)
    return unit(a, b)


@kernel
def draw_numbers(  # noqa: PLR0913
    draws: Any, n: int, seed: int, stream: int, week: int, row: int, k: int
) -> None:
    """Put the draws of numbers `k` to `k + n - 1` of one row into line 0 of `draws`."""
    low, high = seed & MASK, (seed >> 32) & MASK
    for j in range(n):
        a, b, _, _ = philox4x32(row, k + j, week, stream, low, high)
        draws[0, j] = unit(a, b)


@kernel
def draw_rows(draws: Any, line: int, seed: int, stream: int, week: int, row: int) -> None:
    """Put the first draws of the BATCH rows from `row` on into a line of `draws`."""
    low, high = seed & MASK, (seed >> 32) & MASK
    for j in range(BATCH):
        a, b, _, _ = philox4x32(row + j, 0, week, stream, low, high)
        draws[line, j] = unit(a, b)


@kernel
def draw_places(  # noqa: PLR0913
    draws: Any, line: int, order: Any, start: int, seed: int, stream: int, week: int
) -> None:
    """Put the first draws of the rows at places `start` and on of `order` into a line."""
    low, high = seed & MASK, (seed >> 32) & MASK
    for j in range(min(BATCH, len(order) - start)):
        a, b, _, _ = philox4x32(order[start + j], 0, week, stream, low, high)
        draws[line, j] = unit(a, b)

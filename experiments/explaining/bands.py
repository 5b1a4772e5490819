"""Bands around a mean difference over time that hold for all weeks at once.

Week by week a 95 % interval misses in one week of twenty; over years some week always seems to
differ. Here the signs of whole differences (a replicate's course from first week to last) are
flipped together: how far does the largest t of any week go when nothing but luck is there? Beyond
that, in whatever week, a difference is told (Westfall & Young 1993, single-step max T).
"""

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments import paired


class Band(NamedTuple):
    """The mean of paired differences over time, with a simultaneous 95 % band.

    Attributes:
        mean: shape (steps,). half: half the width of the band at each step; infinite with fewer
            than two replicates. p: of any difference at any step; NaN with fewer than two.
    """

    mean: NDArray[np.float64]
    half: NDArray[np.float64]
    p: float

    @property
    def told(self) -> NDArray[np.int64]:
        """Sign of the difference at each step where the band leaves 0 out, else 0."""
        beyond = np.abs(self.mean) > self.half
        return np.where(beyond, np.sign(self.mean), 0).astype(np.int64)


def band(differences: NDArray[np.float64]) -> Band:
    """Return the band of paired differences.

    Fewer than six replicates tell nothing at 5 %, as with `paired.sign_flip_test`.

    Args:
        differences: shape (replicates, steps), without NaN.
    """
    n, steps = differences.shape
    mean = differences.mean(axis=0)
    if n < 2:
        return Band(mean, np.full(steps, math.inf), math.nan)
    signs = paired.flips(n)
    squares = np.square(differences).sum(axis=0)
    # Rounding must not make a spread of 0 out of differences that are all the same, or negative.
    least = squares * 1e-12
    sums = signs @ differences

    def far(total: NDArray[np.float64]) -> NDArray[np.float64]:
        """The size of t; only the sum changes with signs, the sum of squares does not."""
        spread = np.sqrt(np.maximum(squares - total**2 / n, least) / (n - 1) / n)
        return np.divide(np.abs(total) / n, spread, out=np.zeros_like(total), where=spread > 0)

    largest = far(sums).max(axis=1, initial=0.0)
    seen = far(differences.sum(axis=0))
    count = np.count_nonzero(largest >= seen.max(initial=0.0) * (1 - 1e-9))
    exact = n <= paired.EXACT
    p = float(count / len(signs) if exact else (count + 1) / (len(signs) + 1))
    # The smallest t that no more than 5 % of the flips exceed.
    limit = np.sort(largest)[math.ceil(len(signs) * paired.LEVEL) - 1]
    spread = np.sqrt(np.maximum(squares - (mean * n) ** 2 / n, least) / (n - 1) / n)
    return Band(mean, limit * spread, p)


def main_stretch(band: Band, least: int) -> tuple[int, int] | None:
    """Return the stretch in which a difference is told, keeps its sign, and adds up to the most.

    Args:
        least: steps that a stretch must last.

    Returns:
        Its first step and the step after its last, or None.
    """
    told = band.told
    edges = np.flatnonzero(np.diff(told, prepend=0, append=0))
    stretches = [
        (int(start), int(end))
        for start, end in pairwise(edges)
        if told[start] and end - start >= least
    ]
    return max(stretches, key=lambda one: abs(band.mean[slice(*one)].sum()), default=None)

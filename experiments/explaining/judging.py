"""Whether a difference between two sides holds: numbers of one kind judged together."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments import paired

Values = NDArray[np.float64]

HOLDS = 0.8
"""Of the pairs that differ at all, the share in which the sign must be that of the mean."""


class Finding(NamedTuple):
    """One difference between two sides, judged together with others of its kind.

    Attributes:
        name: of what differs. words: the same in plain words.
        base, other: means of the two sides. estimate: of the mean paired difference.
        p: its significance, adjusted for all that were judged together (Holm); NaN for one pair.
        size: the difference in spreads between seeds (pooled over sides, infinite where there is
            none); for one pair, of which no spread is known, relative to the larger side.
        agree: pairs in which the difference has the sign of the mean. moved: pairs that differ.
    """

    name: str
    words: str
    base: float
    other: float
    estimate: paired.Estimate
    p: float
    size: float
    agree: int
    moved: int

    @property
    def told(self) -> bool:
        """Whether it holds beyond luck; of one pair, whether there is a difference at all."""
        if self.estimate.n == 1:
            return self.estimate.value != 0.0
        sure = self.estimate.told_apart and self.p < 1 - paired.LEVEL
        return bool(sure and self.agree >= HOLDS * self.moved)

    @property
    def relative(self) -> float:
        """The difference relative to the larger of both sides, -1 to 1 where signs agree."""
        most = max(abs(self.base), abs(self.other))
        return self.estimate.value / most if most > 0 else 0.0


def judge(numbers: Mapping[str, tuple[str, Values, Values]]) -> list[Finding]:
    """Judge numbers of two sides together; those with no value in any pair are left out.

    Args:
        numbers: by name, in plain words, of the base and of the other, each of shape (pairs,).

    Returns:
        Findings, the largest difference first.
    """
    found = []
    for name, (words, base, other) in numbers.items():
        whole = np.isfinite(base) & np.isfinite(other)
        if whole.any():
            found.append(_finding(name, words, base[whole], other[whole]))
    adjusted = paired.holm(np.array([one.p for one in found]))
    found = [one._replace(p=float(p)) for one, p in zip(found, adjusted, strict=True)]
    return sorted(found, key=lambda one: -one.size)


def fewest(judged: int) -> int:
    """Return the fewest pairs with which one of so many differences can be told at all."""
    n = int(paired.FEWEST)
    while 2.0 * judged / 2**n >= 1 - paired.LEVEL:
        n += 1
    return n


def _finding(name: str, words: str, base: Values, other: Values) -> Finding:
    gaps = other - base
    single = len(gaps) == 1
    estimate = paired.mean(gaps) if single else paired.difference(gaps)
    value = estimate.value
    size = abs(value) / max(abs(base[0]), abs(other[0])) if single and value else 0.0
    if not single and value:
        spread = math.sqrt((base.var(ddof=1) + other.var(ddof=1)) / 2)
        size = abs(value) / spread if spread > 1e-12 * abs(value) else math.inf
    return Finding(
        name,
        words,
        float(base.mean()),
        float(other.mean()),
        estimate,
        estimate.p,
        size,
        int(np.count_nonzero(np.sign(gaps) == np.sign(value))) if value else 0,
        int(np.count_nonzero(gaps)),
    )

"""What the targets have taught about each parameter: how draws that are kept differ from others."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from experiments import paired
from experiments.sweep.factor import Factor

FEWEST = 8
"""Draws kept, and draws not kept, below which nothing is said about a parameter."""

BUSY = (0.05, 0.95)
"""Quantiles of kept draws that are shown as the range that is left."""


class Lesson(NamedTuple):
    """What the targets say about one parameter.

    Attributes:
        path: dotted. low, high: of the range that was tried. unit: of both.
        left: 5 %, 50 % and 95 % quantile of the draws kept, NaN where there are none.
        p: chance of so large a difference between draws kept and not kept if the targets did not
            care for the parameter, adjusted for all parameters; NaN where draws are too few.
    """

    path: str
    low: float
    high: float
    unit: str
    left: tuple[float, float, float]
    p: float

    @property
    def informed(self) -> bool:
        """Whether the targets are told to inform the parameter."""
        return self.p < 1 - paired.LEVEL


def lessons(
    factors: tuple[Factor, ...], points: NDArray[np.float64], kept: NDArray[np.bool_]
) -> list[Lesson]:
    """Compare draws kept with the others, parameter by parameter, in the order of `factors`.

    Two-sample Kolmogorov-Smirnov tests, adjusted by Holm's method. A parameter that matters only
    together with another can go unnoticed.

    Args:
        points: values (draws, parameters). kept: (draws,).

    Source: Hornberger & Spear 1981, Journal of Environmental Management 12: 7-18 (regional
    sensitivity analysis).
    """
    enough = min(kept.sum(), (~kept).sum()) >= FEWEST
    p = np.full(len(factors), np.nan)
    if enough:
        for place in range(len(factors)):
            column = points[:, place]
            p[place] = stats.ks_2samp(column[kept], column[~kept]).pvalue
        p = paired.holm(p)
    found = []
    for place, one in enumerate(factors):
        left = (np.nan, np.nan, np.nan)
        if kept.any():
            middle = np.quantile(points[kept, place], [BUSY[0], 0.5, BUSY[1]])
            left = (float(middle[0]), float(middle[1]), float(middle[2]))
        found.append(Lesson(one.path, one.low, one.high, one.unit, left, float(p[place])))
    return found

"""What a draw is held against: a quantity, and which of its values agree with what is known."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FACTS = (
    "E01.alpha",
    "E05.k50",
    "E06.moran",
    "E07.persistence",
    "E07.neighbours",
    "E09.median",
    "E09.one_year",
    "E10.years_5",
)
"""The targets where none are named: levels of violence without a mission, one or two a fact, so
that no fact has many votes. The other levels are left to be tested."""

EVENTS = (
    "alpha",
    "single_death_share",
    "top_decile_deaths",
    "civilian_share",
    "k50",
    "k80",
    "top_decile_cells",
    "morans_i",
    "persistence",
    "neighbour_ratio",
)
"""Statistics of a table of events that are targets by themselves. Numbers of events, deaths and
cells are not: they depend on the size of a country."""

TOLERANCE = 0.15
"""Of a statistic of real events, one standard deviation as a share of its value."""


class Target(NamedTuple):
    """One quantity and which values of it agree with what is known.

    Attributes:
        name: ``E05.k50`` (a criterion of a fact), ``deaths`` (an outcome of a run, mean over runs)
            or ``lethal.k50`` (a statistic of events, mean over runs).
        low, high: the accepted interval, open where infinite; one value twice for a point.
        tolerance: standard deviation of what is known and of what a model can be asked for. It is 0
            for intervals, which hold theirs.
        about: the quantity in words.
    """

    name: str
    low: float
    high: float
    tolerance: float
    about: str

    def distance(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far values lie outside the interval, 0 inside, NaN for NaN."""
        return np.maximum(np.maximum(self.low - values, values - self.high), 0.0)

    @property
    def interval(self) -> str:
        """The interval as people read it."""
        if self.tolerance:
            return f"{self.low:.3g} +- {self.tolerance:.2g}"
        if math.isinf(self.low):
            return f"up to {self.high:.3g}"
        if math.isinf(self.high):
            return f"from {self.low:.3g}"
        return f"{self.low:.3g} to {self.high:.3g}"

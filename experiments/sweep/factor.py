"""A factor: one thing that a sweep varies, and how a position in its range becomes a value."""

from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Role = Literal["uncertainties", "levers"]

OWN = "own"
"""Stands among the values of a factor for what scenario and strategy themselves say."""


class Axis(NamedTuple):
    """What a sampler must know of a factor.

    Attributes:
        path: its name. choices: how many values it has, 0 for a range. group: or its path.
    """

    path: str
    choices: int
    group: str


class Factor(NamedTuple):
    """One thing that varies.

    Attributes:
        path: dotted. role: 'uncertainties' (not known) or 'levers' (chosen).
        low, high: of the range, in `unit`; both 0 where there are `values`.
        values: the few values, or none. unit: '' where the parameter declares none.
        whole: only whole numbers. group: factors that some samplers vary together, or ''.
    """

    path: str
    role: Role
    low: float
    high: float
    values: tuple[Any, ...]
    unit: str
    whole: bool
    group: str

    @property
    def axis(self) -> Axis:
        """What a sampler must know."""
        return Axis(self.path, len(self.values), self.group)

    @property
    def numeric(self) -> bool:
        """Whether every value is a number (or what the case itself has)."""
        return all(
            one == OWN or (isinstance(one, int | float) and not isinstance(one, bool))
            for one in self.values
        )

    def scaled(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values at positions from 0 to 1; with `values`, their index; NaN stays NaN."""
        if self.values:
            places = np.minimum(np.floor(positions * len(self.values)), len(self.values) - 1.0)
            own = [i for i, one in enumerate(self.values) if one == OWN]
            return np.where(np.isin(places, own), np.nan, places)
        if self.whole:
            # Every whole number of the range is as likely as every other.
            steps = self.high - self.low + 1.0
            return np.minimum(self.low + np.floor(positions * steps), self.high)
        return np.asarray(self.low + positions * (self.high - self.low))

    def value(self, held: float) -> Any:
        """The value that is meant by a number of :meth:`scaled`."""
        if self.values:
            return self.values[int(held)]
        return int(held) if self.whole else float(held)

    def held(self, value: Any) -> float:
        """The number of :meth:`scaled` that stands for a value; raises ValueError if none does."""
        if value == OWN:
            return float("nan")
        if self.values:
            return float(self.values.index(value))
        return float(value)

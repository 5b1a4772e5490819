"""The runs of an ensemble, resampled by seed: every arm of a seed goes into a resample together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 2_000
_SEED = 20_261  # of the resampling, so that a table computed twice is the same table

Draws = NDArray[np.float64]
"""Shape (..., 1 + DRAWS): the estimate first, then what resamples of seeds give."""


@dataclass(frozen=True)
class Sample:
    """The runs of an ensemble.

    Seeds are resampled, with all arms and scenarios of a seed. Scenarios are few and chosen, not
    drawn: they are strata, and the interval says how the result depends on luck, not on the choice
    of scenarios.

    Attributes:
        runs: one row a run: scenario, strategy (the arm), seed, and what was measured.
        only: scenarios to look at, or all.
    """

    runs: "pd.DataFrame" = field(repr=False)
    only: tuple[str, ...] = ()

    @cached_property
    def scenarios(self) -> list[str]:
        """Names, in the order of the plan."""
        found = list(dict.fromkeys(self.runs["scenario"].astype(str)))
        return [one for one in found if not self.only or one in self.only]

    @cached_property
    def arms(self) -> set[str]:
        """Names of the arms there are."""
        return set(self.runs["strategy"].astype(str))

    @property
    def count(self) -> int:
        """How many runs there are in the scenarios looked at."""
        return int(self.runs["scenario"].astype(str).isin(self.scenarios).sum())

    @property
    def seeds(self) -> int:
        """Seeds of the arm that has the fewest, in the scenarios looked at."""
        counts = [len(one) for (place, _), one in self._tables.items() if place in self.scenarios]
        return min(counts, default=0)

    def within(self, only: Sequence[str]) -> "Sample":
        """The same runs, of some scenarios only."""
        return Sample(self.runs, tuple(only))

    def values(self, scenario: str, arm: str, measure: str) -> NDArray[np.float64]:
        """What was measured in every run of an arm, by seed.

        Raises:
            KeyError: there is no such arm or measure.
        """
        table = self._tables[scenario, arm]
        return table[measure].to_numpy(np.float64)

    def resampled(
        self, arm: str, measure: str, of: Callable[..., NDArray[np.float64]] = np.nansum
    ) -> Draws:
        """A statistic of a measure over the seeds of each resample, shape (scenarios, 1 + DRAWS).

        Args:
            of: called with values (1 + DRAWS, seeds) and axis=1.
        """
        rows = []
        for scenario in self.scenarios:
            values = self.values(scenario, arm, measure)
            rows.append(of(values[_chosen(len(values))], axis=1))
        return np.array(rows)

    def total(self, arm: str, measure: str) -> Draws:
        """Sums over the seeds, (scenarios, 1 + DRAWS); NaN counts as nothing."""
        return self.resampled(arm, measure, np.nansum)

    def mean(self, arm: str, measure: str) -> Draws:
        """Means over the seeds that have a value, (scenarios, 1 + DRAWS); NaN where none has."""
        return self.resampled(arm, measure, mean_of_known)

    def median(self, arm: str, measure: str) -> Draws:
        """Medians over the seeds that have a value, (scenarios, 1 + DRAWS)."""
        return self.resampled(arm, measure, _nanmedian)

    @cached_property
    def _tables(self) -> "dict[tuple[str, str], pd.DataFrame]":
        by = self.runs.assign(
            scenario=self.runs["scenario"].astype(str), strategy=self.runs["strategy"].astype(str)
        ).groupby(["scenario", "strategy"], sort=False)
        return {(str(s), str(a)): one.sort_values("seed") for (s, a), one in by}


@lru_cache(maxsize=16)
def _chosen(count: int) -> NDArray[np.int64]:
    """Which seeds make up each resample, (1 + DRAWS, seeds); the first are the seeds themselves."""
    rng = np.random.default_rng(_SEED)
    drawn = rng.integers(count, size=(DRAWS, count))
    return np.vstack([np.arange(count), drawn])


def mean_of_known(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Means along an axis of the values that are known; NaN where none is, without a warning."""
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _nanmedian(values: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    # Sorting puts NaN last; numpy's nanmedian goes row by row, which is slow here.
    ordered = np.sort(values, axis=axis)
    count = (~np.isnan(ordered)).sum(axis=axis)
    rows = np.arange(len(ordered))
    low, high = np.maximum((count - 1) // 2, 0), np.maximum(count // 2, 0)
    middle = 0.5 * (ordered[rows, low] + ordered[rows, np.minimum(high, ordered.shape[1] - 1)])
    return np.where(count > 0, middle, np.nan)

"""Two sides with the same luck: outcomes and lines of both, replicate by replicate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from experiments.comparison import Comparison
from experiments.explaining.records import Line
from experiments.settings import Difference, differences
from sim.results import OUTCOMES
from sim.scenario import Scenario

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Side:
    """One side: what was run, and what came out.

    Attributes:
        label: its name in text. scenario: with its strategy. seeds: one for each replicate.
        outcomes: by name, shape (replicates,). weekly: by line, shape (replicates, weeks); a line
            that is not there is 0 throughout. digests: of the ends of the runs.
        origin: words of a command line that name its scenario and strategy, '' if unknown.
    """

    label: str
    scenario: Scenario
    seeds: tuple[int, ...]
    outcomes: Mapping[str, Values] = field(repr=False)
    weekly: Mapping[Line, Values] = field(repr=False)
    digests: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True)
class Pairs:
    """Two sides that are compared; differences are always `other` less `base`.

    Attributes:
        base, other: the sides, with as many replicates. weeks: of every run.
    """

    base: Side
    other: Side
    weeks: int

    @property
    def count(self) -> int:
        """Pairs of runs."""
        return len(self.base.seeds)

    @property
    def shared_luck(self) -> bool:
        """Whether both runs of each pair have one seed."""
        return self.base.seeds == self.other.seeds

    @property
    def identical(self) -> bool:
        """Whether every pair ended in the same world, to the last bit."""
        return bool(self.base.digests) and self.base.digests == self.other.digests

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Lines of either side."""
        return tuple(dict.fromkeys([*self.base.weekly, *self.other.weekly]))

    @cached_property
    def settings(self) -> list[Difference]:
        """Settings that differ and matter, of the base and the other; names are left out.

        Of an element that is off on one side only its level is named: its levers do nothing there.
        """
        found = differences(self.base.scenario, self.other.scenario)
        levels = {one.path for one in found if one.path.endswith(".level")}
        off = {
            path.removesuffix("level")
            for path, *values in (one for one in found if one.path in levels)
            if 0.0 in values or None in values
        }
        return [
            one
            for one in found
            if one.path not in ("name", "title", "about", "strategy.name", "strategy.thinking")
            and (one.path in levels or not one.path.startswith(tuple(off) or ("\0",)))
        ]

    def of(self, kind: str) -> tuple[Line, ...]:
        """Lines of one kind."""
        return tuple(line for line in self.lines if line.kind == kind)

    def values(self, line: Line) -> tuple[Values, Values]:
        """A line on both sides, each of shape (pairs, weeks)."""
        nothing = np.zeros((self.count, self.weeks))
        return self.base.weekly.get(line, nothing), self.other.weekly.get(line, nothing)

    def outcome(self, name: str) -> tuple[Values, Values]:
        """An outcome on both sides, each of shape (pairs,)."""
        return self.base.outcomes[name], self.other.outcomes[name]


def of_comparison(found: Comparison, origins: Mapping[str, str]) -> Pairs:
    """Set the first two strategies of a comparison against each other; its runs must hold records.

    Years of peace are counted for as long as all runs were watched, see `Comparison.horizon`.

    Args:
        origins: by strategy, see :attr:`Side.origin`.
    """
    base, other = (_side(found, name, origins.get(name, "")) for name in found.strategies[:2])
    return Pairs(base, other, found.weeks)


def _side(found: Comparison, name: str, origin: str) -> Side:
    runs = found.runs[name]
    columns = runs[0].weekly if runs else {}
    return Side(
        label=name,
        scenario=found.scenarios[name],
        seeds=found.seeds,
        outcomes={outcome: found.values(name, outcome) for outcome in OUTCOMES},
        weekly={Line.of(column): found.weekly(name, column) for column in columns},
        digests=tuple(run.digest for run in runs),
        origin=origin,
    )

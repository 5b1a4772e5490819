"""Which runs are which policy in which world.

A *policy* is what somebody chooses: a strategy, with levers where the design varies some. A *world*
is what nobody chooses: a scenario, with values of what is uncertain.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Any, Literal

import pandas as pd

from sim.errors import UserError, nearest

KEYS = ("run_id", "point", "replicate", "seed", "scenario", "strategy")
"""Columns of a table of runs beside factors and outcomes."""

MOST_POLICIES = 256
"""More settings of levers than this are a sample of levers, not a choice between policies."""


@dataclass(frozen=True)
class Factor:
    """What a design varies, over which range.

    Attributes:
        path: dotted, as in scenario files. low, high: the range, in the parameter's own unit.
        role: 'uncertainty' is not known, 'lever' is chosen.
        group: factors of one group were varied together, and have one influence.
    """

    path: str
    low: float
    high: float
    role: Literal["uncertainty", "lever"] = "uncertainty"
    group: str = ""

    @property
    def short(self) -> str:
        """The last two parts of the path, for tables and figures; of a level, its element."""
        parts = self.path.split(".")
        return parts[-2] if parts[-1] == "level" and len(parts) > 1 else ".".join(parts[-2:])


@dataclass(frozen=True)
class Layout:
    """A table of runs, and what its design says about them.

    Attributes:
        runs: one row a run, with the columns of `KEYS` (run_id and seed may be missing), a column
            for each factor (by path) and each outcome. A column `sample` may give the place of the
            point in the sampler's order, where each such point was crossed with levers.
        factors: what was varied. sampler: name of the design's sampler. settings: of the sampler.
        design: hash of the design. title: what the study is called in reports.
        partial: what is missing, in words, or nothing.
        reference: strategy that others are compared with; by default the first in the table.
        weekly: reads series of the runs, if they were kept: columns run_id, week and what was kept.
    """

    runs: pd.DataFrame = field(repr=False)
    factors: tuple[Factor, ...] = ()
    sampler: str = "list"
    settings: Mapping[str, Any] = field(default_factory=dict)
    design: str = ""
    title: str = "study"
    partial: str = ""
    reference: str = ""
    weekly: Callable[[], pd.DataFrame] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Check that the columns are there.

        Raises:
            UserError: the table is empty, or lacks columns.
        """
        needed = ["point", "replicate", "scenario", "strategy", *(f.path for f in self.factors)]
        missing = [name for name in needed if name not in self.runs.columns]
        if missing:
            raise UserError(f"{self.title}: the table of runs has no column {', '.join(missing)}")
        if self.runs.empty:
            raise UserError(f"{self.title}: there is no complete run yet, so nothing to analyse")
        self.check_strategy(self.reference)

    def check_strategy(self, name: str | None) -> None:
        """Raise UserError where a strategy is named that was not run."""
        there = [str(one) for one in dict.fromkeys(self.runs["strategy"])]
        if name and name not in there:
            hint = nearest(name, there)
            raise UserError(
                f"No strategy '{name}' was run. "
                + (f"Did you mean '{hint}'?" if hint else f"There are: {', '.join(there)}")
            )

    @cached_property
    def replicates(self) -> int:
        """How many replicates there are."""
        return int(self.runs["replicate"].nunique())

    @cached_property
    def worlds(self) -> int:
        """How many worlds there are: scenarios, times points in what is uncertain."""
        return int(self.placed["world"].nunique())

    @cached_property
    def unit(self) -> str:
        """What is resampled: 'replicate', or 'world' where there is but one replicate."""
        return "replicate" if self.replicates > 1 or self.worlds == 1 else "world"

    @cached_property
    def policies(self) -> tuple[str, ...]:
        """What is compared, the reference first, else in the order of the table."""
        found = list(dict.fromkeys(self.placed["policy"]))
        # With levers, the reference is the first of its settings.
        of_first = self.placed.loc[self.placed["strategy"] == self.first, "policy"]
        first = of_first.iloc[0]
        return (first, *(name for name in found if name != first))

    @property
    def first(self) -> str:
        """The strategy that others are compared with."""
        return self.reference or str(self.runs["strategy"].iloc[0])

    @property
    def last(self) -> str:
        """The strategy that was named last: the one that is looked at unless another is asked."""
        return str(list(dict.fromkeys(self.runs["strategy"]))[-1])

    @cached_property
    def crossed(self) -> bool:
        """Whether every policy was run in every world, which comparing them needs."""
        counts = self.placed.groupby("policy")["world"].nunique()
        return bool((counts == self.worlds).all())

    def need_rivals(self) -> None:
        """Raise UserError where there is nothing to compare with."""
        if len(self.policies) < 2:
            raise UserError(
                f"Only {self.policies[0]} was run, so there is nothing to compare it with"
            )

    def numeric(self, factor: Factor) -> bool:
        """Return whether the values of a factor are numbers."""
        return bool(pd.api.types.is_numeric_dtype(self.runs[factor.path]))

    @property
    def sampled(self) -> tuple[Factor, ...]:
        """The factors that the sampler chose points over.

        Levers that every world met are policies, no part of the sample; unless nothing else varies.
        """
        unknown = tuple(one for one in self.factors if one.role == "uncertainty")
        return unknown if unknown and self.levers_chosen else self.factors

    @cached_property
    def placed(self) -> pd.DataFrame:
        """The runs with columns `sample`, `policy` (its label) and `world` (a number)."""
        runs = self.runs
        if "sample" not in runs:
            runs = runs.assign(sample=runs["point"])
        keys = ["scenario", *(self._uncertain if self.levers_chosen else ["sample"])]
        worlds = runs.groupby(keys, sort=False, dropna=False, observed=True).ngroup()
        policy = runs["strategy"].astype(str)
        if self.levers_chosen:
            levers = [one for one in self.factors if one.role == "lever"]
            several = policy.nunique() > 1
            parts = [one.short + "=" + runs[one.path].map(_written).astype(str) for one in levers]
            policy = reduce(lambda a, b: a + " " + b, [policy, *parts] if several else parts)
        return runs.assign(
            policy=policy,
            world=worlds,
            scenario=runs["scenario"].astype(str),
            strategy=runs["strategy"].astype(str),
        )

    @cached_property
    def levers_chosen(self) -> bool:
        """Whether settings of levers are a choice: few, and each run in every world."""
        levers = [f.path for f in self.factors if f.role == "lever"]
        if not levers:
            return False
        policies = self.runs.groupby(["strategy", *levers], dropna=False, observed=True).ngroup()
        worlds = self.runs.groupby(
            ["scenario", *self._uncertain], dropna=False, observed=True
        ).ngroup()
        pairs = len(set(zip(policies, worlds, strict=True)))
        return policies.nunique() <= MOST_POLICIES and pairs == (
            policies.nunique() * worlds.nunique()
        )

    @property
    def _uncertain(self) -> list[str]:
        """Columns that say which world of a scenario it is."""
        if "sample" in self.runs:
            return ["sample"]
        return [f.path for f in self.factors if f.role == "uncertainty"]


def _written(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)

"""A study: runs of strategies in one or many worlds, as one table, ready to be asked questions.

Two things are kept apart. A *policy* is what somebody chooses: a strategy, with levers where the
design varies some. A *world* is what nobody chooses: a scenario, with values of what is uncertain.
Run r of every policy in every world has the same seed, so its luck is shared: differences are taken
within (world, replicate), and what is resampled for intervals is replicates as a whole, because
worlds that share a seed are not independent of each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.analysis.strategies.layout import Factor, Layout
from experiments.follow_up import MOST_YEARS, PEACE, common, cut_note
from sim.errors import UserError, nearest
from sim.results import OUTCOMES

__all__ = ["Factor", "Study"]


@dataclass(frozen=True)
class Study(Layout):
    """A table of runs (see `Layout`), and their outcomes by policy, world and replicate."""

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes that are in the table."""
        return tuple(name for name in self.runs.columns if name in OUTCOMES)

    @cached_property
    def horizon(self) -> float:
        """Years after exit up to which :meth:`capped` counts years of peace for all."""
        names = ["weeks_to_relapse", "relapse_censored"]
        if not {PEACE, *names} <= set(self.runs.columns):
            return MOST_YEARS
        return common(*(self.runs[name].to_numpy(np.float64) for name in names))

    def caution(self, outcome: str) -> str:
        """Return what a reader must know about an outcome here, as a sentence, or nothing."""
        cut = cut_note(self.horizon) if outcome == PEACE else ""
        return f"{self.shared_luck} {cut}" if cut else self.shared_luck

    @property
    def shared_luck(self) -> str:
        """What a reader must know where there is one replicate of many worlds, else nothing."""
        if self.unit == "replicate":
            return ""
        return (
            " There is one replicate, so intervals are about worlds: what luck all runs share is "
            "not in them."
        )

    def better(self, outcome: str) -> int:
        """Return 1 where more of an outcome is better, -1 where less is.

        Raises:
            UserError: the table has no such outcome, or neither direction is better.
        """
        if outcome not in self.outcomes:
            hint = nearest(outcome, self.outcomes)
            raise UserError(
                f"The runs have no outcome '{outcome}'. "
                + (f"Did you mean '{hint}'?" if hint else f"They have: {', '.join(self.outcomes)}")
            )
        direction = OUTCOMES[outcome].better
        if not direction:
            raise UserError(f"{outcome}: neither more nor less of it is better; choose another")
        return 1 if direction == "higher" else -1

    def best(self, outcome: str) -> float:
        """Return the best value of an outcome in any run."""
        values = self.capped(outcome)[outcome]
        return float(values.max() if self.better(outcome) > 0 else values.min())

    def wide(self, outcome: str, scenario: str | None = None) -> pd.DataFrame:
        """Return an outcome by (world, replicate) and policy, where all policies have a value.

        Args:
            outcome: a column of the runs. scenario: only worlds of this one.
        """
        self.better(outcome)
        runs = self.capped(outcome)
        if scenario is not None:
            runs = runs[runs["scenario"] == scenario]
        table = runs.pivot_table(
            index=["world", "replicate"], columns="policy", values=outcome, aggfunc="mean"
        )
        # A policy without any value (`none` has no deployment) is left out by pandas.
        return table.reindex(columns=list(self.policies)).dropna()

    def capped(self, outcome: str) -> pd.DataFrame:
        """Return the placed runs, with years of peace after exit cut at the horizon."""
        if outcome == PEACE and self.horizon < MOST_YEARS:
            return self.placed.assign(**{PEACE: self.placed[PEACE].clip(upper=self.horizon)})
        return self.placed

    def blocks(self, outcome: str, scenario: str | None = None) -> NDArray[np.float64]:
        """Return means over worlds, shape (replicates, policies): what intervals rest on.

        With one replicate and many worlds the rows are worlds (see `unit`).

        Raises:
            UserError: nowhere do all policies have a value.
        """
        wide = self.wide(outcome, scenario)
        if wide.empty:
            raise UserError(
                f"{outcome}: in no replicate do all strategies have a value. If it is about the "
                "time after exit, the runs may end before that"
            )
        return wide.groupby(level=self.unit).mean().to_numpy(np.float64)

    def cube(self, outcome: str) -> NDArray[np.float64]:
        """Return an outcome by replicate, world and policy; only replicates that are complete.

        Raises:
            UserError: policies were not run in the same worlds, or no replicate is complete.
        """
        if not self.crossed:
            raise UserError(
                "Policies were run in different worlds (levers and uncertainties were sampled "
                "together), so they cannot be compared world by world. Sample levers by a grid."
            )
        wide = self.wide(outcome)
        counts = wide.groupby(level="replicate").size()
        whole = counts.index[counts == self.worlds]
        if not len(whole):
            raise UserError(f"{outcome}: no replicate has a value in every world")
        wide = wide[wide.index.get_level_values("replicate").isin(whole)]
        ordered = wide.reorder_levels(["replicate", "world"]).sort_index()
        return ordered.to_numpy(np.float64).reshape(len(whole), self.worlds, len(self.policies))

    def world_table(self) -> pd.DataFrame:
        """Return the worlds: one row each, with scenario and values of what is uncertain."""
        roles = ("uncertainty",) if self.levers_chosen else ("uncertainty", "lever")
        columns = ["scenario", *(f.path for f in self.factors if f.role in roles)]
        return self.placed.groupby("world")[columns].first()

    def by_point(
        self, outcome: str, strategy: str | None = None, against: str | None = None
    ) -> pd.DataFrame:
        """Return an outcome by sampled point (rows, in the sampler's order) and
        (scenario, replicate), averaged over levers where those were crossed with the sample.

        Args:
            strategy: only its runs. against: less those of this one, with the same seeds.
        """
        self.better(outcome)
        runs = self.capped(outcome)
        if strategy is not None:
            runs = runs[runs["strategy"] == strategy]
        table = runs.pivot_table(
            index="sample", columns=["scenario", "replicate"], values=outcome, aggfunc="mean"
        ).sort_index()
        return table if against is None else table - self.by_point(outcome, against)

    def points(self, strategy: str, factors: Sequence[Factor]) -> pd.DataFrame:
        """Return the values of factors (columns, by path) by sampled point, as a strategy had them.

        What is no number is counted by its kinds, in alphabetic order.
        """
        runs = self.placed[self.placed["strategy"] == strategy]
        found = runs.groupby("sample")[[factor.path for factor in factors]].first().sort_index()
        for path in found:
            if not pd.api.types.is_numeric_dtype(found[path]):
                found[path] = pd.Categorical(found[path].astype(str)).codes
        return found

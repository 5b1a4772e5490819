"""Reading a sweep: from the folder alone, also while it runs."""

import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from experiments.sweep import failures, merging, parts
from experiments.sweep.factor import Factor
from experiments.sweep.plan import Plan
from experiments.sweep.plan_files import DESIGN, read_plan
from experiments.sweep.status import Status, status
from sim import markup
from sim.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.figure import Figure

    from experiments.sweep.design import Design

MOST_FACTORS = 8
"""That a notebook is shown by name."""

NOT_CONTENT = ("seconds",)
"""Columns of the outcomes that differ from one machine to the next."""


class Sweep:
    """A sweep on disk.

    Attributes:
        folder: where. plan_: its runs, see `experiments.sweep.plan.Plan`.
    """

    def __init__(self, folder: Path) -> None:
        """Read the plan; raises UserError if there is none."""
        self.folder = folder
        self.runs: Plan = read_plan(folder)

    @cached_property
    def design(self) -> "Design":
        """The design, with every factor and range written out."""
        from experiments.sweep.design import load_design

        return load_design(self.folder / DESIGN)

    @property
    def hash(self) -> str:
        """Identifies the plan: cases, points, seeds."""
        return self.runs.key

    def plan(self) -> "pd.DataFrame":
        """The table of runs: run, run_id, point, world, policy, replicate, seed, scenario,
        strategy, and one column for each factor."""
        return _frame(pa.concat_tables(self.runs.blocks()).unify_dictionaries())

    def outcomes(self, *, complete: bool = True) -> "pd.DataFrame":
        """Plan and outcomes of the runs that are done, one row a run, in the order of the plan.

        Args:
            complete: only replicates in which every run has been made, so that a sweep that was
                stopped favours no case; and where a run failed, the other cases of the same point
                and replicate are left out too, so that pairs stay pairs.
        """
        table = self._outcomes()
        numbers = table["run"].to_numpy()
        kept = self._complete(numbers) if complete else np.ones(len(numbers), np.bool_)
        table = table.filter(pa.array(kept))
        planned = self.runs.table(numbers[kept])
        for name in table.column_names:
            if name not in planned.column_names:
                planned = planned.append_column(name, table[name])
        return _frame(planned)

    def series(self) -> "pd.DataFrame":
        """Weekly series of the runs that are done, as far as the design keeps them."""
        return _frame(self._read("series"))

    def events(self) -> "pd.DataFrame":
        """Acts of violence of the runs that are done, as far as the design keeps them."""
        return _frame(self._read("events"))

    def failures(self) -> "pd.DataFrame":
        """Runs that failed: why, where, and the command that repeats each."""
        import pandas as pd

        return pd.DataFrame(failures.read(self.folder))

    def plot(
        self, figure: str = "ranking", outcome: str | None = None, style: str | None = None
    ) -> "Figure":
        """Draw what the complete replicates show; a notebook shows what comes back.

        Args:
            figure: ranking, survival, cost, regret, places, influence or synergy.
            outcome: by which strategies are judged; by default years of peace after exit.
            style: "light" or "dark"; by default that in force, which is light.

        Raises:
            UserError: these runs cannot answer the question that the figure shows.
            ValueError: there is no such figure or style.
        """
        from experiments.analysis.strategies.loading import read_study
        from experiments.analysis.strategies.plotting import plot

        return plot(read_study(self.folder), figure, outcome, style)

    def status(self) -> Status:
        """How far it is."""
        return status(self.folder, self.runs)

    def _repr_html_(self) -> str:
        """Show a notebook what is run, what varies, and how far it is."""
        plan, state = self.runs, self.status()
        factors = [f"{one.path} ({_span(one)})" for one in plan.factors[:MOST_FACTORS]]
        if len(plan.factors) > MOST_FACTORS:
            factors.append(f"and {len(plan.factors) - MOST_FACTORS:,} more")
        rows = [
            ("scenarios", ", ".join(dict.fromkeys(one.scenario for one in plan.cases))),
            ("strategies", ", ".join(dict.fromkeys(one.strategy for one in plan.cases))),
            ("what varies", ", ".join(factors) or "nothing but the seed"),
            ("points", f"{len(plan.points):,}"),
            ("replicates", f"{state.complete:,} of {state.replicates:,} are complete"),
            ("runs", f"{state.done:,} of {state.runs:,} are done, {state.failed:,} failed"),
        ]
        return markup.titled(str(plan.settings["name"])) + markup.table(rows)

    def content_hash(self) -> str:
        """Identifies what came out: the same however, wherever and in how many goes it was run."""
        table = self._outcomes()
        digest = hashlib.sha256()
        for name in sorted(set(table.column_names) - set(NOT_CONTENT)):
            digest.update(name.encode())
            digest.update(_bytes(table[name]))
        return digest.hexdigest()[:16]

    def _outcomes(self) -> pa.Table:
        return self._read(parts.OUTCOMES)

    def _read(self, kind: str) -> pa.Table:
        """All rows of a kind, every run once, in order."""
        for _ in range(parts.TRIES):
            found = parts.scan(self.folder, self.runs.key).parts
            try:
                table = self._rows(kind, found)
            except FileNotFoundError:
                continue  # a driver has merged parts since they were listed
            if all(parts.path_of(self.folder, parts.OUTCOMES, one.stem).exists() for one in found):
                return table
        raise UserError(f"{self.folder} changes faster than it can be read. Try again in a moment.")

    def _rows(self, kind: str, found: "Sequence[parts.Part]") -> pa.Table:
        """All rows of a kind in some parts.

        Raises:
            FileNotFoundError: a part has gone while it was being read.
        """
        seen = np.zeros(self.runs.runs, np.bool_)
        tables = []
        for part in found:
            if parts.path_of(self.folder, kind, part.stem).exists():
                table = parts.read(self.folder, kind, part)
                fresh = ~seen[table["run"].to_numpy()]
                tables.append(table if fresh.all() else table.filter(pa.array(fresh)))
            seen[part.runs] = True
        if not tables:
            return pa.table({"run": np.zeros(0, np.int64), "run_id": pa.array([], pa.string())})
        return merging.in_order(parts.joined(tables))

    def _complete(self, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of the runs that are done belong to complete replicates, and to whole pairs."""
        plan = self.runs
        failed = np.array([int(one["run"]) for one in failures.read(self.folder)], np.int64)
        made = np.bincount(numbers // plan.block, minlength=plan.replicates)
        made += np.bincount(np.setdiff1d(failed, numbers) // plan.block, minlength=plan.replicates)
        whole = made[numbers // plan.block] == plan.block
        cases = len(plan.cases)
        return np.asarray(whole & ~np.isin(numbers // cases, failed // cases))


def _bytes(column: pa.ChunkedArray) -> bytes:
    values = column.combine_chunks()
    if pa.types.is_floating(values.type):
        numbers = values.to_numpy(zero_copy_only=False).astype("<f8")
        # One NaN for all: its bits differ between machines.
        return np.where(np.isnan(numbers), np.nan, numbers).tobytes()
    if pa.types.is_integer(values.type):
        return values.to_numpy(zero_copy_only=False).astype("<i8").tobytes()
    return "\n".join(map(str, values.to_pylist())).encode()


def _frame(table: pa.Table) -> Any:
    return table.to_pandas()


def _span(factor: Factor) -> str:
    """What a factor ranges over, in words."""
    if factor.values:
        return ", ".join(map(str, factor.values))
    return f"{factor.low:g} to {factor.high:g}"

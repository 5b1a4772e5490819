"""The plan of a sweep: which runs there are, each with a stable id, without a table in memory.

Run `i` of a sweep with C cases and P points is replicate `i // (P C)`, point `i // C % P`, case
`i % C`: replicates outermost, so that a sweep that is stopped is balanced, and the strategies of
one point side by side. Only the points are held; every row is worked out when it is asked for.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from experiments.sweep.cases import Case
from experiments.sweep.factor import Factor

BLOCK = 65_536
"""Rows of the plan that are made at a time."""


class Run(NamedTuple):
    """One run of a plan.

    Attributes:
        number: its row, from 0. run_id: sixteen hexadecimal digits.
        replicate, point: from 0. seed: of the run. case: scenario with strategy.
        values: of the factors by path, without those that stay as the case has them.
    """

    number: int
    run_id: str
    replicate: int
    point: int
    seed: int
    case: Case
    values: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """The runs of a sweep.

    Attributes:
        folder: where it lies. factors: in the order of the columns of `points`.
        cases: scenarios with strategies.
        points: (points, factors) as `Factor.scaled` holds values; NaN: as the case has it.
        world, policy: of every point, which combination of uncertainties and of levers it is.
        settings: what else says how to run: replicates, first_seed, weeks, store, outcomes, model,
            seconds, measures, name.
    """

    folder: Path
    factors: tuple[Factor, ...]
    cases: tuple[Case, ...]
    points: NDArray[np.float64] = field(repr=False)
    world: NDArray[np.int64] = field(repr=False)
    policy: NDArray[np.int64] = field(repr=False)
    settings: dict[str, Any]

    @property
    def replicates(self) -> int:
        """How many runs of every case at every point."""
        return int(self.settings["replicates"])

    @property
    def block(self) -> int:
        """Runs of one replicate: points times cases."""
        return len(self.points) * len(self.cases)

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return self.replicates * self.block

    @cached_property
    def key(self) -> str:
        """Identifies the plan: what a run number means. More replicates do not change it."""
        about = {name: self.settings[name] for name in ("first_seed", "weeks", "model", "measures")}
        parts = [about, [case.hash for case in self.cases], [one[:7] for one in self.factors]]
        digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
        digest.update(np.ascontiguousarray(self.points).tobytes())
        return digest.hexdigest()[:16]

    def seed(self, replicate: int) -> int:
        """The seed of a replicate."""
        return int(self.settings["first_seed"]) + replicate

    def run(self, index: int) -> Run:
        """Return one run."""
        replicate, place = divmod(index, self.block)
        point, case = divmod(place, len(self.cases))
        seed = self.seed(replicate)
        return Run(
            index,
            _run_id(self._stem(point, case), seed),
            replicate,
            point,
            seed,
            self.cases[case],
            self.values(point),
        )

    def values(self, point: int) -> dict[str, Any]:
        """What the factors are at a point, by path; without what stays as the case has it."""
        row = self.points[point]
        return {
            one.path: one.value(held)
            for one, held in zip(self.factors, row, strict=True)
            if not np.isnan(held)
        }

    def table(self, runs: NDArray[np.int64]) -> pa.Table:
        """Return rows of the plan: one for each run number."""
        replicate, place = np.divmod(runs, self.block)
        point, case = np.divmod(place, len(self.cases))
        columns: dict[str, Any] = {
            "run": runs,
            "run_id": self._run_ids(replicate, point, case),
            "point": point,
            "world": self.world[point],
            "policy": self.policy[point],
            "replicate": replicate,
            "seed": replicate + int(self.settings["first_seed"]),
            "scenario": _named([one.scenario for one in self.cases], case),
            "strategy": _named([one.strategy for one in self.cases], case),
        }
        for place_, factor in enumerate(self.factors):
            columns[factor.path] = self._column(place_, factor, point, case)
        return pa.table(columns)

    def blocks(self) -> Iterator[pa.Table]:
        """Yield the whole plan, some rows at a time."""
        for start in range(0, self.runs, BLOCK):
            yield self.table(np.arange(start, min(start + BLOCK, self.runs)))

    def _column(
        self, place: int, factor: Factor, point: NDArray[np.int64], case: NDArray[np.int64]
    ) -> Any:
        """The values of a factor; where a case keeps its own, that."""
        held = self.points[point, place]
        own = np.isnan(held)
        if factor.numeric:
            known = np.array([0.0 if isinstance(v, str) else float(v) for v in factor.values])
            values = known[np.where(own, 0, held).astype(int)] if factor.values else held.copy()
            for number in np.unique(case[own]):
                values[own & (case == number)] = float(self.cases[number].own(factor.path))
            return values
        texts = [
            str(self.cases[c].own(factor.path) if mine else factor.value(h))
            for h, c, mine in zip(held, case, own, strict=True)
        ]
        return pa.array(texts).dictionary_encode()

    def _stem(self, point: int, case: int) -> bytes:
        """What the ids of all replicates of a point and case share."""
        parts = (self.cases[case].hash, point, self.settings["weeks"], self.settings["model"])
        return repr(parts).encode() + self.points[point].tobytes()

    def _run_ids(
        self, replicate: NDArray[np.int64], point: NDArray[np.int64], case: NDArray[np.int64]
    ) -> list[str]:
        rows = zip(replicate.tolist(), point.tolist(), case.tolist(), strict=True)
        return [_run_id(self._stem(p, c), self.seed(r)) for r, p, c in rows]


def _run_id(stem: bytes, seed: int) -> str:
    return hashlib.sha256(stem + seed.to_bytes(8, "little")).hexdigest()[:16]


def _named(names: list[str], which: NDArray[np.int64]) -> pa.DictionaryArray:
    kept = list(dict.fromkeys(names))
    codes = np.array([kept.index(name) for name in names], np.int32)
    return pa.DictionaryArray.from_arrays(codes[which], kept)

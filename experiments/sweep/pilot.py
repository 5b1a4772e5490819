"""A short pilot: what a sweep will take in hours and gigabytes, before anything starts."""

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from experiments.sweep import parts
from experiments.sweep.cases import CASES
from experiments.sweep.plan import Plan
from experiments.sweep.plan_files import PLAN, POINTS, TABLE
from experiments.sweep.worker import Shard, code_hash, run_shard
from experiments.words import duration, many, size
from sim.errors import UserError


class Pilot(NamedTuple):
    """What a few runs of a plan took.

    Attributes:
        runs: that were made. failed: of them. seconds: of a run, mean over the plan.
        bytes: on disk, of a run, likewise. longest: seconds of the slowest run.
        unseen: scenarios for which there was no time.
    """

    runs: int
    failed: int
    seconds: float
    bytes: float
    longest: float
    unseen: tuple[str, ...]

    def text(self, plan: Plan, jobs: int) -> str:
        """Return the estimate in words."""
        seconds = self.seconds * plan.runs
        lines = [
            f"{plan.runs:,} runs: {many(len(plan.cases), 'case')} x "
            f"{many(len(plan.points), 'point')} x {many(plan.replicates, 'replicate')}",
            f"about {duration(seconds)} of one core, {duration(seconds / jobs)} on {jobs} here; "
            f"{size(self.bytes * plan.runs)} on disk",
            f"(from a pilot of {many(self.runs, 'run')}: {self.seconds:.2f} s and "
            f"{self.bytes / 1e3:,.1f} kB each, the slowest {self.longest:.2f} s)",
        ]
        if self.unseen:
            lines.append(f"no time was left for a pilot of: {', '.join(self.unseen)}")
        if self.failed:
            lines.append(f"{self.failed} runs of the pilot FAILED; see below")
        return "\n".join(lines)


def pilot(plan: Plan, budget: float) -> Pilot:
    """Make a few runs of a plan, those of different cases first, and forget them.

    The first is made twice, and its second time counts: the first one pays for compiling the model.

    Args:
        budget: seconds after which no further run is begun; every scenario is tried at least once
            where that takes no more than four times as long.

    Raises:
        UserError: the first run fails.
    """
    rng = np.random.default_rng(1)
    took: dict[str, list[float]] = {one.scenario: [] for one in plan.cases}
    sizes: dict[str, list[float]] = {one.scenario: [] for one in plan.cases}
    failed, made, warm = 0, 0, False
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="peacegrid-pilot-") as scratch:
        place = _copy_of_plan(plan, Path(scratch))
        for case in _order(plan, rng):
            name = plan.cases[case].scenario
            spent = time.perf_counter() - began
            if spent > budget and (took[name] or spent > 4 * budget):
                continue
            point = int(rng.integers(len(plan.points)))
            index = np.array([point * len(plan.cases) + case])
            shard = Shard(place, plan.key, code_hash(), index, False)
            if not warm:
                run_shard(shard)
                _forget(place, plan)
                warm, began = True, time.perf_counter()
            report = run_shard(shard)
            made += 1
            if len(report.failed):
                failed += 1
                if failed == made:
                    raise UserError(_why(place))
                continue
            took[name].append(report.seconds)
            sizes[name].append(_forget(place, plan))
    return _estimate(plan, took, sizes, (made, failed))


def _order(plan: Plan, rng: np.random.Generator) -> list[int]:
    """Cases, one of each scenario first; once more over, for a second look."""
    by_scenario: dict[str, list[int]] = {}
    for number in rng.permutation(len(plan.cases)).tolist():
        by_scenario.setdefault(plan.cases[number].scenario, []).append(number)
    rounds = max(len(found) for found in by_scenario.values())
    ahead = [found[turn % len(found)] for turn in range(rounds) for found in by_scenario.values()]
    return ahead * 3


def _copy_of_plan(plan: Plan, place: Path) -> Path:
    from shutil import copytree

    keep = {PLAN, POINTS, TABLE, CASES}
    target = place / "pilot"
    copytree(
        plan.folder,
        target,
        ignore=lambda folder, names: (
            [one for one in names if one not in keep] if Path(folder) == plan.folder else []
        ),
    )
    return target


def _forget(place: Path, plan: Plan) -> float:
    """Remove what a run has written; return the bytes of :func:`_bytes`."""
    found = 0.0
    for part in parts.scan(place, plan.key).parts:
        found += _bytes(place, part)
        parts.remove(place, part.stem)
    return found


def _bytes(place: Path, part: parts.Part) -> float:
    """Bytes that a run takes once parts are merged; a part of one run is mostly its footer."""
    outcomes = parts.read(place, parts.OUTCOMES, part)
    found = float(outcomes.nbytes)
    for kind in ("series", "events"):
        path = parts.path_of(place, kind, part.stem)
        found += path.stat().st_size if path.exists() else 0
    return found


def _why(place: Path) -> str:
    from experiments.sweep import failures

    (one, *_) = failures.read(place)
    return (
        f"The first run of the pilot failed ({one['kind']}), with {one['strategy']} in "
        f"{one['scenario']}, seed {one['seed']}, {one['values'] or 'no values'}: {one['message']}"
    )


def _estimate(
    plan: Plan,
    took: dict[str, list[float]],
    sizes: dict[str, list[float]],
    counts: tuple[int, int],
) -> Pilot:
    """Means over the plan: every scenario with the weight that its cases have."""
    all_seconds = [one for found in took.values() for one in found]
    seen = {name: found for name, found in took.items() if found}
    weights = {name: sum(one.scenario == name for one in plan.cases) for name in seen}
    total = sum(weights.values())
    seconds = sum(weights[name] * float(np.median(found)) for name, found in seen.items()) / total
    bytes_ = sum(weights[name] * float(np.median(sizes[name])) for name in seen) / total
    unseen = tuple(name for name in took if name not in seen)
    return Pilot(*counts, seconds, bytes_, max(all_seconds), unseen)

"""How far a sweep is, from its folder alone, also while it runs."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from experiments.sweep import failures, locking, parts
from experiments.sweep.plan import Plan
from experiments.words import duration, many, size

LAST_LINES = 3


class Status(NamedTuple):
    """The state of a sweep.

    Attributes:
        runs: planned. done, failed: of them. complete: replicates in which every run was made.
        replicates: planned. parts, bytes: that hold the results. broken: damaged files.
        active: who is at work on it, or None. kinds: failed runs by kind.
        pace: seconds of a run, mean, or NaN. log: its last lines.
    """

    runs: int
    done: int
    failed: int
    complete: int
    replicates: int
    parts: int
    bytes: int
    broken: int
    active: dict[str, Any] | None
    kinds: dict[str, int]
    pace: float
    log: tuple[str, ...]

    def text(self, folder: Path) -> str:
        """Return it in words."""
        missing = self.runs - self.done - self.failed
        share = self.done / self.runs if self.runs else 1.0
        lines = [
            f"{folder}: {self.done:,} of {self.runs:,} runs done ({share:.0%}), "
            f"{self.failed:,} failed, {missing:,} missing",
            f"{self.complete} of {self.replicates} replicates are complete; "
            f"{size(self.bytes)} in {many(self.parts, 'part')}",
        ]
        if self.active:
            by = self.active
            where = f", process {by['process']} on {by['host']}" if "process" in by else ""
            lines.append(f"at work: {by.get('what', 'another command')}{where}")
        elif missing:
            lines.append(f"nobody is at work on it; go on with: peacegrid sweep resume {folder}")
        if missing and self.pace == self.pace:
            lines.append(f"about {duration(missing * self.pace)} of one core are left")
        if self.failed:
            kinds = ", ".join(f"{count} {kind}" for kind, count in self.kinds.items())
            lines.append(f"failed: {kinds}; see {folder / failures.FAILED}")
        if self.broken:
            lines.append(f"{self.broken} damaged files; resume puts them aside and runs them again")
        return "\n".join([*lines, *(f"  log: {line}" for line in self.log)])


def status(folder: Path, plan: Plan) -> Status:
    """Return the state of a sweep."""
    scanned = parts.scan(folder, plan.key)
    over = scanned.done(plan.runs)
    done = int(over.sum())
    records = [one for one in failures.read(folder) if not over[int(one["run"])]]
    over[[int(one["run"]) for one in records]] = True
    kinds: dict[str, int] = {}
    for one in records:
        kinds[one["kind"]] = kinds.get(one["kind"], 0) + 1
    return Status(
        plan.runs,
        done,
        len(records),
        int(over.reshape(plan.replicates, -1).all(axis=1).sum()),
        plan.replicates,
        len(scanned.parts),
        sum(part.bytes for part in scanned.parts),
        len(scanned.broken),
        locking.holder(folder),
        kinds,
        _pace(folder, scanned.parts),
        _last_lines(folder),
    )


def _pace(folder: Path, found: tuple[parts.Part, ...]) -> float:
    """Mean seconds of a run, from the latest part that can be read."""
    for part in reversed(found):
        try:
            seconds = parts.read(folder, parts.OUTCOMES, part, ["seconds"])["seconds"]
        except (OSError, ValueError, KeyError):
            continue
        return float(np.mean(seconds.to_numpy()))
    return float("nan")


def _last_lines(folder: Path) -> tuple[str, ...]:
    try:
        text = (folder / "log").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    return tuple(text.splitlines()[-LAST_LINES:])

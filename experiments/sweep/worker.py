"""What happens where runs are made: one shard, from run numbers to a part on disk."""

import faulthandler
import os
import socket
import time
import traceback
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from experiments.sweep import failures, parts
from experiments.sweep.model import Model, Output, TimeLimitError, find_model, task_of
from experiments.sweep.plan import Plan, Run
from experiments.sweep.plan_files import read_plan
from sim.errors import UserError
from sim.kernels.cache import source_hash

TRACES = "traces"
GRACE = 1.0
"""Seconds beyond the limit after which a run that does not stop takes its process down."""


class Shard(NamedTuple):
    """Some runs that are made one after the other, and kept together.

    Attributes:
        folder: of the sweep. key: of its plan. code: hash of the sources that must make them.
        runs: their numbers. alone: whether the process may be ended for a run without an end.
        deaths: how often a process has died over them.
    """

    folder: Path
    key: str
    code: str
    runs: NDArray[np.int64]
    alone: bool
    deaths: int = 0

    def halves(self) -> "tuple[Shard, Shard]":
        """Two shards of half the runs each, one more death on their account."""
        middle = (len(self.runs) + 1) // 2
        return tuple(  # type: ignore[return-value]
            self._replace(runs=half, deaths=self.deaths + 1)
            for half in (self.runs[:middle], self.runs[middle:])
        )


class Report(NamedTuple):
    """What came of a shard: numbers of runs done and failed, seconds that it took."""

    done: NDArray[np.int64]
    failed: NDArray[np.int64]
    seconds: float


class StorageError(Exception):
    """A part could not be written: the disk is full, or the folder has gone."""


class OtherCodeError(Exception):
    """This process has other sources than the sweep was begun with."""


def run_shard(shard: Shard) -> Report:
    """Make the runs of a shard and write what came out.

    A run that raises is recorded as failed, and the others go on.

    Raises:
        StorageError, OtherCodeError, UserError: nothing of the shard was kept.
    """
    began = time.perf_counter()
    if shard.code != code_hash():
        raise OtherCodeError(
            f"{socket.gethostname()} has other sources of peacegrid ({code_hash()}) than the sweep "
            f"was begun with ({shard.code})"
        )
    plan = _plan(shard.folder, shard.key)
    model = find_model(plan.settings["model"])
    rows: list[tuple[Run, Output]] = []
    seconds: list[float] = []
    failed: list[int] = []
    limit = float(plan.settings["seconds"]) + GRACE if shard.alone else None
    try:
        with _Watch(shard.folder, limit) as watch:
            for index in shard.runs.tolist():
                run, start = plan.run(index), time.perf_counter()
                watch.begin(run)
                output = _attempt(model, plan, run)
                watch.end()
                if output is None:
                    failed.append(index)
                else:
                    rows.append((run, output))
                    seconds.append(time.perf_counter() - start)
        if rows:
            parts.write(shard.folder, _tables(rows, seconds), shard.key, shard.code)
    except OSError as error:
        raise StorageError(
            f"{error.filename or shard.folder}: {error.strerror or error}"
        ) from error
    return Report(
        np.array([run.number for run, _ in rows], np.int64),
        np.array(failed, np.int64),
        time.perf_counter() - began,
    )


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Hash of the sources of this process."""
    return source_hash()


def trace_file(folder: Path) -> Path:
    """Where this process leaves word of what it was doing, should it be ended."""
    return folder / TRACES / f"{socket.gethostname()}-{os.getpid()}.txt"


@lru_cache(maxsize=4)
def _plan(folder: Path, key: str) -> Plan:
    plan = read_plan(folder)
    if plan.key != key:
        raise UserError(f"{folder}: the plan was changed while the sweep ran.")
    return plan


def _attempt(model: Model, plan: Plan, run: Run) -> Output | None:
    """Make a run, or record why it failed."""
    try:
        return model(task_of(plan, run))
    except Exception as error:
        kind, message = _told(error)
        trace = "".join(traceback.format_exception(error))
        failures.record(plan.folder, run, kind, message, trace)
        return None


def _told(error: Exception) -> tuple[str, str]:
    """Kind of a failure, and what it says."""
    if isinstance(error, TimeLimitError):
        return failures.TIME, str(error)
    if isinstance(error, MemoryError):
        return failures.MEMORY, repr(error)
    if isinstance(error, UserError):
        return failures.REFUSED, str(error)
    return failures.EXCEPTION, f"{type(error).__name__}: {error}"


class _Watch:
    """Ends the process when a run goes on far beyond its limit, and says where it was.

    Python's fault handler does it from a thread of its own, so that a loop in compiled code, which
    looks at no clock, is ended too.
    """

    def __init__(self, folder: Path, limit: float | None) -> None:
        self._path, self._limit = trace_file(folder), limit
        self._file: IO[str] | None = None

    def __enter__(self) -> "_Watch":
        if self._limit is not None:
            self._path.parent.mkdir(exist_ok=True)
            self._file = open(self._path, "w", encoding="utf-8")
            faulthandler.enable(self._file)
        return self

    def begin(self, run: Run) -> None:
        if self._file is not None and self._limit is not None:
            self._file.seek(0)
            self._file.write(f"{run.number} {run.run_id}\n")
            self._file.flush()
            faulthandler.dump_traceback_later(self._limit, exit=True, file=self._file)

    def end(self) -> None:
        if self._file is not None:
            faulthandler.cancel_dump_traceback_later()

    def __exit__(self, *_error: Any) -> None:
        if self._file is not None:
            faulthandler.cancel_dump_traceback_later()
            faulthandler.disable()
            self._file.close()
            self._path.unlink(missing_ok=True)


def _tables(rows: list[tuple[Run, Output]], seconds: list[float]) -> dict[str, pa.Table]:
    """Outcomes, and series and events where runs hand them back, as tables of a part."""
    names = list(dict.fromkeys(name for _, output in rows for name in output.outcomes))
    columns: dict[str, Any] = {
        "run": np.array([run.number for run, _ in rows], np.int64),
        "run_id": [run.run_id for run, _ in rows],
        "point": np.array([run.point for run, _ in rows], np.int64),
        "replicate": np.array([run.replicate for run, _ in rows], np.int64),
        "seed": np.array([run.seed for run, _ in rows], np.int64),
        "scenario": pa.array([run.case.scenario for run, _ in rows]).dictionary_encode(),
        "strategy": pa.array([run.case.strategy for run, _ in rows]).dictionary_encode(),
    }
    nothing = float("nan")
    for name in names:
        columns[name] = np.array(
            [output.outcomes.get(name, nothing) for _, output in rows], np.float64
        )
    columns["digest"] = [output.digest for _, output in rows]
    columns["seconds"] = np.array(seconds)
    found = {parts.OUTCOMES: pa.table(columns)}
    for kind in ("series", "events"):
        kept = [(run, getattr(output, kind)) for run, output in rows]
        tables = [_of_run(run, frame) for run, frame in kept if frame is not None]
        if tables:
            found[kind] = parts.joined(tables)
    return found


def _of_run(run: Run, frame: Any) -> pa.Table:
    """A table of one run, with the run in front."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    count = table.num_rows
    table = table.add_column(0, "run", pa.array(np.full(count, run.number, np.int64)))
    return table.add_column(1, "run_id", pa.array([run.run_id] * count, pa.string()))

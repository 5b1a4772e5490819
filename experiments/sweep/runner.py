"""The driver of a sweep: hands out shards, takes note of what came back, finds who is to blame."""

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.sweep import failures, merging
from experiments.sweep.agenda import Agenda
from experiments.sweep.engines import Engine
from experiments.sweep.plan import Plan
from experiments.sweep.worker import (
    TRACES,
    OtherCodeError,
    Report,
    Shard,
    StorageError,
    code_hash,
)
from sim.errors import UserError

POLL_SECONDS = 0.2
SMALL_PARTS = 256
"""Parts that a shard has written, from which they are merged into larger ones."""

DIED_TWICE = 2
"""Deaths over one run before it is blamed: the first can be the system's doing."""

log = logging.getLogger(__name__)


class Settings(NamedTuple):
    """How a sweep is driven.

    Attributes:
        shard_seconds: work in a shard. array: (k, m), to make only the k-th of m portions.
        most_failures: after which the sweep stops, 0 for never. stop: asked whether to.
        progress: called with (runs done, runs failed) as they come in.
        enough: called with the number of complete replicates after each; a sentence ends the sweep.
    """

    shard_seconds: float = 10.0
    array: tuple[int, int] | None = None
    most_failures: int = 50
    stop: Callable[[], bool] = lambda: False
    progress: Callable[[int, int], object] = lambda _done, _failed: None
    enough: Callable[[int], str | None] = lambda _replicates: None


class Ending(NamedTuple):
    """How a drive ended: runs done and failed in it, and why it stopped early, or ''."""

    done: int
    failed: int
    reason: str


@dataclass
class Driver:
    """One drive over a folder, from what is missing to nothing missing.

    Attributes:
        plan: what is to be run. engine: where. settings: how.
        over: which runs are done or failed when it begins.
    """

    plan: Plan
    engine: Engine
    settings: Settings
    over: NDArray[np.bool_] = field(repr=False)
    _pending: dict["Future[Report]", Shard] = field(default_factory=dict)
    _suspects: deque[Shard] = field(default_factory=deque)
    _done: int = 0
    _failed: int = 0
    _reason: str = ""
    _written: int = 0

    def __post_init__(self) -> None:
        """Note what is left to be made."""
        settings = self.settings
        self._agenda = Agenda.of_job(self.plan, self.over, settings.shard_seconds, settings.array)

    def drive(self) -> Ending:
        """Make all missing runs.

        Raises:
            UserError: the disk is full, a process has other sources. Everything finished is kept.
        """
        if self._agenda.complete:
            self._ask_enough()
        try:
            while not self._reason:
                if self.settings.stop():
                    self._reason = "stopped by Ctrl-C"
                    break
                self._fill()
                if not self._pending:
                    break
                done, _ = wait(self._pending, POLL_SECONDS, FIRST_COMPLETED)
                for future in done:
                    self._take(future)
            self._drain()
        except BaseException:
            self.engine.close(now=True)
            raise
        self.engine.close(now=False)
        return Ending(self._done, self._failed, self._reason)

    def _fill(self) -> None:
        """Keep as many shards under way as the engine takes."""
        while len(self._pending) < self.engine.width:
            if self._suspects:
                if not self.engine.blames and self._pending:
                    return  # a suspect must be alone, or an innocent one is blamed
                shard: Shard | None = self._suspects.popleft()
            elif not self.engine.blames and any(one.deaths for one in self._pending.values()):
                return
            else:
                shard = self._fresh()
            if shard is None:
                return
            self._pending[self.engine.submit(shard)] = shard
            if shard.deaths and not self.engine.blames:
                return

    def _fresh(self) -> Shard | None:
        """The next missing runs."""
        runs = self._agenda.next(self.engine.width)
        if not len(runs):
            return None
        return Shard(self.plan.folder, self.plan.key, code_hash(), runs, self.engine.alone)

    def _take(self, future: "Future[Report]") -> None:
        """Take note of a shard that ended one way or the other."""
        shard = self._pending.pop(future)
        self.engine.free(future)
        error = future.exception()
        if error is None:
            self._note(future.result())
        elif isinstance(error, StorageError):
            raise UserError(
                f"{error}. What was finished is kept. Make room, then: "
                f"peacegrid sweep resume {self.plan.folder}"
            ) from error
        elif isinstance(error, OtherCodeError | UserError):
            raise UserError(str(error)) from error
        else:
            self._blame(shard, error)

    def _note(self, report: Report) -> None:
        count = len(report.done) + len(report.failed)
        self._agenda.note_pace(report.seconds / max(count, 1))
        self._account(report.done, report.failed)
        self._written += len(report.done) > 0
        if self._written >= SMALL_PARTS and self.settings.array is None:
            merging.merge(self.plan.folder, self.plan.key)
            self._written = 0

    def _account(self, done: NDArray[np.int64], failed: NDArray[np.int64]) -> None:
        another = self._agenda.strike(np.concatenate([done, failed]))
        self._done += len(done)
        self._failed += len(failed)
        self.settings.progress(len(done), len(failed))
        for index in failed.tolist():
            log.warning("run %s (%d) failed", self.plan.run(index).run_id, index)
        most = self.settings.most_failures
        if failed.size and most and self._failed >= most:
            self._reason = (
                f"{self._failed} runs failed (see {self.plan.folder / failures.FAILED}); mend what "
                "is wrong, or allow more with --most-failures"
            )
        if another:
            self._ask_enough()

    def _ask_enough(self) -> None:
        """Ask whether the replicates that are complete by now are enough."""
        if self.settings.array is None and not self._reason:
            self._reason = self.settings.enough(self._agenda.complete) or ""

    def _blame(self, shard: Shard, error: BaseException) -> None:
        """Find the run over which a process died: halve the shard until one is left."""
        log.warning(
            "a process died over %d runs from %d on: %r", len(shard.runs), shard.runs[0], error
        )
        index, trace = self._last_words(shard)
        if "Timeout" in trace:
            self._fail(index, failures.TIME, "longer than its limit, without an end", trace)
            rest = shard.runs[shard.runs != index]
            if len(rest):
                self._suspects.append(shard._replace(runs=rest))
        elif len(shard.runs) > 1:
            self._suspects.extend(shard.halves())
        elif shard.deaths + 1 < DIED_TWICE:
            self._suspects.append(shard._replace(deaths=shard.deaths + 1))
        else:
            message = f"the process that made it died {shard.deaths + 1} times: {error}"
            self._fail(int(shard.runs[0]), failures.DIED, message, trace)

    def _fail(self, index: int, kind: str, message: str, trace: str) -> None:
        failures.record(self.plan.folder, self.plan.run(index), kind, message, trace)
        self._account(np.zeros(0, np.int64), np.array([index], np.int64))

    def _last_words(self, shard: Shard) -> tuple[int, str]:
        """Which run a process that died was at, and where in it, as far as it could still say."""
        for path in (self.plan.folder / TRACES).glob("*.txt"):
            text = path.read_text(encoding="utf-8", errors="replace")
            first, _, trace = text.partition("\n")
            index = first.split(" ")[0]
            if index.isdigit() and int(index) in shard.runs:
                path.unlink()
                return int(index), trace.strip()
        return -1, ""

    def _drain(self) -> None:
        """Wait for what is under way: it is some seconds, and worth keeping."""
        while self._pending:
            done, _ = wait(self._pending, POLL_SECONDS, FIRST_COMPLETED)
            for future in done:
                self._take(future)

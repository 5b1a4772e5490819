"""Where shards are made: local processes or threads, this process, any executor, Dask.

An engine has a `width` (shards under way at a time), takes shards and gives futures. One that
`blames` knows that a broken future means the death of the process that had this very shard and no
other; with the others, a suspect must be alone for that.
"""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_all_start_methods, get_context, parent_process
from threading import Thread
from typing import Any, Protocol

from experiments.sweep.worker import Report, Shard, run_shard
from sim.errors import UserError

NICE = 10
"""By how much local workers stand back for interactive use (Unix)."""

PRELOADED = ("experiments.sweep.worker", "experiments.sweep.model")
"""What the fork server imports, so that a new worker starts in milliseconds."""


class Engine(Protocol):
    """What the runner needs of an engine."""

    name: str
    width: int
    blames: bool
    alone: bool

    def submit(self, shard: Shard) -> "Future[Report]":
        """Begin a shard. At most `width` may be under way."""

    def free(self, future: "Future[Report]") -> None:
        """Take note that a future is done."""

    def close(self, *, now: bool) -> None:
        """End; `now` without waiting for what is under way."""


class Processes:
    """Processes on this machine, one shard in each; one that dies is replaced.

    Each is a pool of its own, so that a death breaks one future only. They are never forked from
    this process (numba's and the caller's threads would not survive that): a fork server where
    there is one, which has imported everything once, else a fresh interpreter.
    """

    blames = True
    alone = True

    def __init__(
        self, jobs: int, memory_gb: float | None = None, preload: Sequence[str] = ()
    ) -> None:
        """Prepare `jobs` workers, each with at most so much memory.

        Args:
            preload: modules that runs will need.

        Raises:
            UserError: processes start and die at once, before any run is made.
        """
        self.name, self.width, self._memory = f"{jobs} processes", jobs, memory_gb
        method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
        self._context: Any = get_context(method)
        if method == "forkserver":
            self._context.set_forkserver_preload([*PRELOADED, *preload])
        self._idle = [self._new() for _ in range(jobs)]
        self._busy: dict[Future[Report], ProcessPoolExecutor] = {}
        self._try_one()

    def _try_one(self) -> None:
        """See that a worker starts: else every run would be blamed for the death of its process."""
        try:
            with undisturbed():
                started = self._idle[0].submit(os.getpid)
            started.result()
        except BrokenProcessPool as error:
            self.close(now=True)
            raise UserError(
                "Worker processes die as they start; what they said of it stands above. In a "
                'script of your own, what begins a sweep must be below if __name__ == "__main__":, '
                "because workers import the script. Or make all runs in this process: "
                "--engine serial"
            ) from error

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, self._context, _settle, (NICE, self._memory))

    def submit(self, shard: Shard) -> "Future[Report]":
        """Give a shard to an idle worker."""
        pool = self._idle.pop()
        try:
            future = _begun(pool, shard)
        except BrokenProcessPool:  # it died while it was idle
            pool.shutdown(wait=False)
            pool = self._new()
            future = _begun(pool, shard)
        self._busy[future] = pool
        return future

    def free(self, future: "Future[Report]") -> None:
        """Take a worker back, or replace one that died."""
        pool = self._busy.pop(future)
        if isinstance(future.exception(), BrokenProcessPool):
            pool.shutdown(wait=False)
            pool = self._new()
        self._idle.append(pool)

    def close(self, *, now: bool) -> None:
        """End all workers."""
        pools = [*self._idle, *self._busy.values()]
        if now:
            for pool in pools:
                for process in list((pool._processes or {}).values()):
                    process.kill()
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)


class Pool:
    """Any `concurrent.futures.Executor`: threads, a cluster's, one of your own."""

    blames = False

    def __init__(self, executor: Executor, width: int, name: str = "", alone: bool = False) -> None:
        """Use an executor.

        Args:
            width: how many shards it makes at a time. name: for logs.
            alone: whether a worker process makes one shard at a time, and is replaced if it ends.
        """
        self.name, self.width, self.alone = name or type(executor).__name__, width, alone
        self._executor = executor

    def submit(self, shard: Shard) -> "Future[Report]":
        """Hand a shard over."""
        try:
            return self._executor.submit(run_shard, shard)
        except RuntimeError as error:  # a broken pool, or one that was shut down
            raise UserError(
                f"The executor takes no more work: {error}. What was finished is kept: resume with "
                "a new one, or without (local processes survive the death of a worker)."
            ) from error

    def free(self, future: "Future[Report]") -> None:
        """Nothing to take back."""

    def close(self, *, now: bool) -> None:
        """Leave the executor to whoever made it."""


class Threads(Pool):
    """Threads of this process: no start-up, but a crash takes all with it."""

    def __init__(self, jobs: int) -> None:
        """Start `jobs` threads."""
        self._own = ThreadPoolExecutor(jobs)
        super().__init__(self._own, jobs, f"{jobs} threads")

    def close(self, *, now: bool) -> None:
        """End the threads, each after the run that it is at."""
        self._own.shutdown(wait=not now, cancel_futures=True)


class Here(Pool):
    """This process, one shard after the other: for debugging, and where nothing else works."""

    def __init__(self) -> None:
        """Need nothing."""
        super().__init__(_Immediate(), 1, "this process")


class _Immediate(Executor):
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _begun(pool: ProcessPoolExecutor, shard: Shard) -> "Future[Report]":
    with undisturbed():
        return pool.submit(run_shard, shard)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Start processes so that Ctrl-C does not reach them: this process stops them in order."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # only the main thread can do that
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _settle(nice: int, memory_gb: float | None) -> None:
    """Make a new process a good worker: it stands back, and does not outlive the driver."""
    # Ctrl-C is for the driver, which stops its workers in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_die_with_driver, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(nice)
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("500")  # should memory run out, Linux ends a worker rather than the driver
    if memory_gb is not None:
        import resource

        limit = int(memory_gb * 1e9)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _die_with_driver() -> None:
    driver = parent_process()
    if driver is not None:
        driver.join()
        os._exit(1)

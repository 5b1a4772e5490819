"""One command at work on a folder: lock, log, provenance, the drive, and tidying up after it."""

import json
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from experiments.sweep import failures, locking, merging, parts
from experiments.sweep.engines import Engine, Here, Pool, Processes, Threads
from experiments.sweep.model import MODEL
from experiments.sweep.plan import Plan
from experiments.sweep.plan_files import read_plan
from experiments.sweep.runner import Driver, Ending, Settings
from experiments.sweep.worker import TRACES, code_hash
from sim.errors import UserError
from sim.provenance import provenance
from sim.saving import json_text, replaced

PRELOADED = ("sim.run",)
"""What runs of the model import while they run."""

LOG, PROVENANCE = "log", "provenance.json"

DEFAULT = Settings()

log = logging.getLogger("experiments.sweep")


def run(
    folder: Path,
    engine: Callable[[Plan], Engine],
    settings: Settings = DEFAULT,
    *,
    retry: bool = False,
    other_code: bool = False,
    merged: bool = True,
) -> Ending:
    """Make the runs of a planned sweep that are missing.

    Args:
        folder: with the plan. engine: makes the engine for it, once all is found in order.
        settings: how to drive. retry: whether runs that failed are tried again.
        other_code: whether to go on with other sources than the sweep was begun with.
        merged: whether parts are merged at the end.

    Raises:
        UserError: see :func:`experiments.sweep.plan_files.read_plan` and `Driver.drive`; or
            somebody else is at work on the folder, or the sources have changed.
    """
    plan = read_plan(folder)
    array = settings.array
    what = "peacegrid sweep run" if array is None else f"shard {array[0]}/{array[1]}"
    with locking.held(folder, what, shared=array is not None), _logging(folder):
        if array is None:
            found, said = parts.clean(folder, plan.key)
            for sentence in said:
                log.warning("%s", sentence)
            for path in (folder / TRACES).glob("*.txt"):
                path.unlink()
        else:
            found = parts.scan(folder, plan.key)
        _check_code({part.code for part in found.parts}, folder, allowed=other_code)
        if retry:
            log.info("%d failed runs are tried again", failures.forget(folder))
        over = found.done(plan.runs)
        over[[int(one["run"]) for one in failures.read(folder)]] = True
        chosen = engine(plan)
        began = time.monotonic()
        log.info("begin: %d of %d runs are missing; %s", (~over).sum(), plan.runs, chosen.name)
        _note_session(folder, plan, chosen.name, array)
        ending = Driver(plan, chosen, settings, over).drive()
        log.info(
            "end: %d done, %d failed in %.1f s%s",
            ending.done,
            ending.failed,
            time.monotonic() - began,
            f"; stopped early: {ending.reason}" if ending.reason else "",
        )
        if array is None and merged:
            merging.merge(folder, plan.key)
    return ending


def merge(folder: Path, others: tuple[Path, ...] = ()) -> int:
    """Take over the parts of other folders with the same plan, and merge all; return how many.

    Raises:
        UserError: somebody is at work on a folder, or the plans differ.
    """
    import shutil

    plan = read_plan(folder)
    with locking.held(folder, "peacegrid sweep merge"), _logging(folder):
        for other in others:
            if read_plan(other).key != plan.key:
                raise UserError(
                    f"{other}: its plan is not that of {folder}. Only shards of one plan can be "
                    "merged: copy the planned folder to where they run."
                )
            for kind in (*parts.KINDS, failures.FAILED):
                for path in (other / kind).glob("[!.]*"):
                    (folder / kind).mkdir(exist_ok=True)
                    with replaced(folder / kind / path.name) as new:
                        shutil.copyfile(path, new)
            log.info("took over the parts of %s", other)
        for sentence in parts.clean(folder, plan.key)[1]:
            log.warning("%s", sentence)
        _forget_done(folder, plan)
        return merging.merge(folder, plan.key)


def local_engine(
    plan: Plan, kind: str = "processes", jobs: int = 1, memory_gb: float | None = None
) -> Engine:
    """Return an engine of this machine: 'processes', 'threads' or 'serial'.

    Where processes cannot be started, that is said and this process does the work.
    """
    if kind == "serial":
        return Here()
    if kind == "threads":
        return Threads(jobs)
    try:
        model = plan.settings["model"]
        needed = PRELOADED if model == MODEL else (model.partition(":")[0],)
        return Processes(jobs, memory_gb, needed)
    except (OSError, ImportError, ValueError) as error:
        log.warning("no worker processes here (%s): all runs in this process", error)
        return Here()


@contextmanager
def dask_engine(address: str, jobs: int, timeout: str = "20s") -> Iterator[Engine]:
    """Give an engine of Dask: a scheduler's address (``tcp://...``), or ``local-cluster``.

    Workers must see the folder of the sweep under the same path.

    Raises:
        UserError: Dask is not there, or the scheduler does not answer.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise UserError(
            f"--scheduler needs Dask, which does not load: {error}. "
            "Install it with: pip install 'peacegrid[dask]'"
        ) from error
    local = address == "local-cluster"
    try:
        target: Any = address
        if local:
            # Its own retries would take a run that kills its worker to one after the other.
            with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
                target = LocalCluster(
                    n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None
                )
        client = Client(target, timeout=timeout)
    except (OSError, TimeoutError, ValueError) as error:
        raise UserError(
            f"--scheduler {address}: the scheduler does not answer: {error}. "
            "See that it runs and that its port can be reached, or write local-cluster."
        ) from error
    try:
        threads = client.nthreads()
        executor = client.get_executor(pure=False, retries=0)
        single = bool(threads) and all(count == 1 for count in threads.values())
        width = max(1, sum(threads.values()))
        yield Pool(executor, width, f"Dask {address}, {width} threads", alone=single)
    finally:
        client.close()
        if local:
            target.close()


def _check_code(codes: set[str], folder: Path, *, allowed: bool) -> None:
    other = codes - {code_hash(), ""}
    if other and not allowed:
        raise UserError(
            f"{folder}: {', '.join(sorted(other))} are the sources of the runs that are there, and "
            f"{code_hash()} are those of now. Runs of two models must not be mixed: go back to the "
            "version in provenance.json, or plan into a new folder. If the change cannot matter: "
            "--other-code"
        )


def _forget_done(folder: Path, plan: Plan) -> None:
    """Delete records of failure of runs that another folder has done."""
    done = parts.scan(folder, plan.key).done(plan.runs)
    for one in failures.read(folder):
        if done[int(one["run"])]:
            (folder / failures.FAILED / f"{one['run_id']}.json").unlink()


def _note_session(folder: Path, plan: Plan, engine: str, array: tuple[int, int] | None) -> None:
    """Add this session to the provenance."""
    path = folder / PROVENANCE
    if array is not None:
        path = folder / f"provenance-{array[0]}-of-{array[1]}.json"
    sessions: list[Any] = []
    if path.exists():
        try:
            sessions = json.loads(path.read_text(encoding="utf-8"))["sessions"]
        except (ValueError, KeyError):
            log.warning("%s could not be read: it is begun anew", path.name)
    about = {
        **provenance(),
        "engine": engine,
        "host": socket.gethostname(),
        "process": os.getpid(),
    }
    with replaced(path) as new:
        content = {
            "design": plan.settings["name"],
            "plan": plan.key,
            "runs": plan.runs,
            "sessions": [*sessions, about],
        }
        new.write_text(json_text(content), encoding="utf-8")


class _Quiet(logging.FileHandler):
    """A log on a full disk is silent, and does not end the sweep."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the base class's name
        """Do nothing."""


@contextmanager
def _logging(folder: Path) -> Iterator[None]:
    """Write what the sweep has to say into the folder's log as well."""
    handler = _Quiet(folder / LOG, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    level, forwards = log.level, log.propagate
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
        log.propagate = forwards
        handler.close()

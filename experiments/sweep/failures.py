"""Runs that failed: one JSON file each, with all that is needed to repeat and to mend them."""

import json
import os
import shlex
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from experiments.sweep.plan import Run

FAILED = "failed"
EXCEPTION, REFUSED, MEMORY, TIME, DIED = (
    "exception",
    "refused",
    "out of memory",
    "time limit",
    "process died",
)


def record(folder: Path, run: Run, kind: str, message: str, trace: str) -> None:
    """Write the record of a failed run, whole or not at all."""
    place = folder / FAILED
    place.mkdir(exist_ok=True)
    about = {
        "run": run.number,
        "run_id": run.run_id,
        "kind": kind,
        "message": message,
        "scenario": run.case.scenario,
        "strategy": run.case.strategy,
        "point": run.point,
        "replicate": run.replicate,
        "seed": run.seed,
        "values": run.values,
        "command": f"peacegrid run --plan {shlex.quote(str(folder))} --run-id {run.run_id}",
        "host": socket.gethostname(),
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "traceback": trace,
    }
    new = place / f".{run.run_id}.{os.getpid()}.new"
    try:
        with open(new, "w", encoding="utf-8") as file:
            json.dump(about, file, indent=1, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, place / f"{run.run_id}.json")
    finally:
        new.unlink(missing_ok=True)


def read(folder: Path) -> list[dict[str, Any]]:
    """Return all records, by number of the run; unreadable ones are left out: they run again."""
    found = []
    for path in (folder / FAILED).glob("*.json"):
        try:
            found.append(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return sorted(found, key=lambda one: int(one["run"]))


def forget(folder: Path) -> int:
    """Delete all records, so that their runs are tried again; return how many there were."""
    paths = list((folder / FAILED).glob("*.json"))
    for path in paths:
        path.unlink()
    return len(paths)

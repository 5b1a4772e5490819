"""One driver for a folder: a lock that the system takes back when its holder dies."""

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sim.errors import UserError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LOCK = "lock"


@contextmanager
def held(folder: Path, what: str, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of a folder.

    Args:
        what: is being done, for others to read. shared: beside others that hold it shared, as the
            jobs of an array do; nobody then changes what is not theirs.

    Raises:
        UserError: somebody else holds it.
    """
    path = folder / LOCK
    with open(path, "a+", encoding="utf-8") as file:
        tries = 5  # somebody who only looks holds it for a moment
        while not _take(file.fileno(), shared=shared):
            tries -= 1
            if tries:
                time.sleep(0.05)
                continue
            raise UserError(_refusal(folder, _content(file)))
        if not shared:
            file.truncate(0)
            file.write(json.dumps({
                "what": what, "process": os.getpid(), "host": socket.gethostname(),
                "since": datetime.now(UTC).isoformat(timespec="seconds"),
            }))  # fmt: skip
            file.flush()
        try:
            yield
        finally:
            if not shared:
                file.truncate(0)


def holder(folder: Path) -> dict[str, Any] | None:
    """Return what is known of who works on a folder; None if nobody does."""
    try:
        with open(folder / LOCK, "r+", encoding="utf-8") as file:
            return None if _take(file.fileno(), shared=False) else _content(file)
    except OSError:
        return None


def _content(file: Any) -> dict[str, Any]:
    file.seek(0)
    try:
        found: dict[str, Any] = json.loads(file.read())
    except ValueError:
        return {"what": "shards of a job array"}
    return found


def _take(handle: int, *, shared: bool) -> bool:
    """Whether the lock could be had. Where the system or the disk knows no locks, it can."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _refusal(folder: Path, who: dict[str, Any]) -> str:
    by = ""
    if "process" in who:
        by = f" by process {who['process']} on {who['host']} since {who['since']}"
    return (
        f"{folder}: somebody is at work on this sweep: {who.get('what', 'another command')}{by}. "
        f"Wait for it or stop it; see: peacegrid sweep status {folder}"
    )

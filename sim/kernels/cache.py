"""Where compiled code is kept: in a folder that cannot go stale.

A kernel is compiled with all that it calls, from many files. So compiled code is kept in a folder
named by a hash over all sources that hold kernels: any edit of them opens a new folder.
"""

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

KERNEL_ROOMS = (
    "kernels",
    "state",
    "rules",
    "dynamics",
    "epstein",
    "mechanisms",
    "metrics",
    "streams.py",
    "tick.py",
)
"""Where kernels, and what they see as constants, may live in the package (a test checks it)."""


@cache
def source_hash() -> str:
    """Hash over every source that compiled code depends on, 16 hexadecimal digits."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parents[1]
    for room in KERNEL_ROOMS:
        found = root / room
        for path in [found] if found.suffix else sorted(found.rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Folder of compiled code, one for each version (``PEACEGRID_CACHE`` overrides its parent)."""
    parent = os.environ.get("PEACEGRID_CACHE")
    base = Path(parent) if parent else Path.home() / ".cache" / "peacegrid"
    return base / f"py{sys.version_info.major}{sys.version_info.minor}-{source_hash()}"

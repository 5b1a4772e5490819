"""Where a result comes from: versions, code, scenario, seed, machine."""

import os
import platform
import subprocess
import sys
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sim import __version__
from sim.kernels import INTERPRETED
from sim.kernels.cache import source_hash

LIBRARIES = ("numpy", "numba", "llvmlite", "mesa", "pydantic", "pandas", "pyarrow", "scipy")
GIT_SECONDS = 5.0


def provenance() -> dict[str, Any]:
    """Return what does not depend on the run: code, versions, platform, time.

    ``git`` is None outside a git checkout; ``source_hash`` identifies the code in any case.
    """
    return {"created": datetime.now(UTC).isoformat(timespec="seconds"), **deepcopy(_lasting())}


@cache
def _lasting() -> dict[str, Any]:
    """What does not change while the process runs: asking git and reading sources takes time."""
    return {
        "peacegrid": __version__,
        "source_hash": source_hash(),
        "git": git_state(Path(__file__).resolve().parents[1]),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "libraries": {name: _version(name) for name in LIBRARIES},
        "mode": "interpreted" if INTERPRETED else "compiled",
        "platform": {
            "system": platform.platform(),
            "machine": platform.machine(),
            "byte_order": sys.byteorder,
        },
    }


def git_state(folder: Path) -> dict[str, Any] | None:
    """Return commit and whether files were changed since, if `folder` is itself a git checkout."""
    if not (folder / ".git").exists():
        return None
    commit = _git(folder, "rev-parse", "HEAD")
    if commit is None:
        return None
    # Only tracked files: results of earlier runs that lie about do not change the program.
    changed = _git(folder, "status", "--porcelain", "--untracked-files=no")
    return {"commit": commit, "changed": bool(changed)}


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "--no-optional-locks", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=GIT_SECONDS,
            check=True,
            # A GIT_DIR that a hook has set would name another repository.
            env={k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None

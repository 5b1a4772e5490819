"""The one decorator that compiles, and the cache that cannot go stale.

Numba's own cache notices an edit of the file that holds a function, not an edit of what that
function calls. So compiled code is kept in a folder named by a hash over all sources of the
package: any edit opens a new folder.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def _numba() -> Any | None:
    if os.environ.get("PEACEGRID_INTERPRET", "") not in ("", "0"):
        return None
    try:
        import numba
    except ImportError:
        return None
    return numba


def source_hash() -> str:
    """Hash over every Python source of the package, 16 hexadecimal digits."""
    digest = hashlib.sha256()
    root = Path(__file__).resolve().parents[1]
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Folder of this version's compiled code (``PEACEGRID_CACHE`` overrides its parent)."""
    parent = os.environ.get("PEACEGRID_CACHE")
    base = Path(parent) if parent else Path.home() / ".cache" / "peacegrid"
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    return base / f"{version}-{source_hash()}"


numba = _numba()
INTERPRETED: bool = numba is None
if numba is not None and not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(cache_folder())


def kernel(function: F) -> F:
    """Compile `function` where numba is there; hand it back as it is where not.

    Division by zero follows IEEE (``error_model="numpy"``) because a kernel cannot raise; a kernel
    is written so that it never divides by zero. The interpreter lock is released inside.
    """
    if numba is None:
        return function
    compiled: F = numba.njit(function, cache=True, nogil=True, error_model="numpy")
    return compiled


def inlined(function: F) -> F:
    """Compile a helper that is merged into its caller: the way to pass whole tables to a helper.

    A call that is not merged costs 50 to 200 ns when tables are among the arguments.
    """
    if numba is None:
        return function
    compiled: F = numba.njit(function, cache=True, error_model="numpy", forceinline=True)
    return compiled

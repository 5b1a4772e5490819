"""The one decorator that compiles, and the cache that cannot go stale.

Numba's own cache notices an edit of the file that holds a function, not an edit of what that
function calls. So compiled code is kept in a folder named by a hash over all sources that
hold kernels: any edit of them opens a new folder.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sim.deferring import later

F = TypeVar("F", bound=Callable[..., Any])


def _numba() -> Any | None:
    if os.environ.get("PEACEGRID_INTERPRET", "") not in ("", "0"):
        return None
    try:
        import numba

        with later("scipy.linalg.cython_blas"):  # for products of matrices, which no kernel has
            import numba.np.arraymath
    except ImportError:
        return None
    return numba


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
    """Folder of compiled code (``PEACEGRID_CACHE`` overrides its parent), one for each version and
    for each place where it is installed: Numba finds code by the path of its source."""
    parent = os.environ.get("PEACEGRID_CACHE")
    base = Path(parent) if parent else Path.home() / ".cache" / "peacegrid"
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    place = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:4]
    return base / f"{version}-{source_hash()}-{place}"


numba = _numba()
INTERPRETED: bool = numba is None
if numba is not None and not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(cache_folder())


def kernel(function: F, signature: str | None = None) -> F:
    """Compile `function` where numba is there; hand it back as it is where not.

    Division by zero follows IEEE (``error_model="numpy"``) because a kernel cannot raise; a kernel
    is written so that it never divides by zero. The interpreter lock is released inside.
    With a `signature`, arguments are converted to it, so that one version serves all callers.
    """
    if numba is None:
        return function
    options = {"cache": True, "nogil": True, "error_model": "numpy"}
    return _quick_to_call(_one_version(numba.njit(signature, **options)(function)))


def inlined(function: F) -> F:
    """Compile a small helper of scalars that is merged into its caller."""
    if numba is None:
        return function
    return _one_version(numba.njit(cache=True, error_model="numpy", forceinline=True)(function))


def _one_version(compiled: Any) -> Any:
    """Compile for the type of an argument, never for its value.

    Numba would compile a helper anew for every constant that a caller passes: a fifth of all
    compiling here.
    """
    if not hasattr(compiled, "get_call_template"):
        return compiled
    from numba import types

    plain = compiled.get_call_template

    def template(args: Any, kws: Any) -> Any:
        return plain(tuple(types.unliteral(arg) for arg in args), kws)

    compiled.get_call_template = template
    return compiled


def _quick_to_call(compiled: Any) -> Any:
    """Ask an argument that knows its Numba type, as tables and records do, before anything else.

    Numba would ask its registry of types at every call, which takes as long as the rest of it.
    """
    if not hasattr(compiled, "typeof_pyval"):
        return compiled
    plain = compiled.typeof_pyval

    def type_of(value: Any) -> Any:
        try:
            return value._numba_type_
        except AttributeError:
            return plain(value)

    compiled.typeof_pyval = type_of
    return compiled

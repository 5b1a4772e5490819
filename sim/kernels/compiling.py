"""The decorators that compile.

A kernel is compiled when it is first called with arguments of new types, once for a version of the
sources (`sim.kernels.cache`). Where its machine code is kept already, no compiler is loaded: Numba
alone takes longer to import than a short run.
"""

import os
from collections.abc import Callable
from functools import update_wrapper
from importlib.util import find_spec
from threading import RLock
from typing import Any, TypeVar

from numpy.typing import NDArray

from sim.kernels import machine
from sim.kernels.signatures import signature

F = TypeVar("F", bound=Callable[..., Any])


def _interpreted() -> bool:
    """Whether kernels run as they are: somebody wants that, or nothing could compile them."""
    if os.environ.get("PEACEGRID_INTERPRET", "") not in ("", "0"):
        return True
    try:
        if find_spec("numba") is None or find_spec("llvmlite") is None:
            return True
        if not machine.anything_stored():
            import numba  # noqa: F401 - it will have to compile, and may be there and not load
    except ImportError:
        return True
    return False


INTERPRETED: bool = _interpreted()
_compiling = RLock()


def lent(array: NDArray[Any]) -> Any:
    """An array as kernels take it; interpreted ones read a view of its memory much faster."""
    return array.data if INTERPRETED else array


class Kernel:
    """A compiled function, called like the one it was made from.

    Attributes:
        py_func: the function in Python. inline: whether it is merged into whoever calls it.
        versions: what Python calls, by the words for the types of its arguments.
    """

    __name__: str
    __qualname__: str

    def __init__(self, function: Callable[..., Any], *, inline: bool) -> None:
        update_wrapper(self, function)
        self.py_func, self.inline = function, inline
        self.versions: dict[tuple[str, ...], Callable[..., Any]] = {}
        self._last: Callable[..., Any] = _no_version

    def __call__(self, *arguments: Any) -> Any:
        """Call it; the first time with arguments of these types, find or make its machine code.

        Raises:
            TypeError: no kernel takes arguments of these types.
        """
        try:
            return self._last(*arguments)
        except TypeError:  # it is for arguments of other types, and has done nothing
            pass
        found = self._last = self._version(arguments)
        return found(*arguments)

    def _version(self, arguments: tuple[Any, ...]) -> Callable[..., Any]:
        words = signature(self.py_func, arguments)
        with _compiling:
            if words not in self.versions:
                self.versions[words] = machine.ready(self, words, arguments)
        return self.versions[words]

    @property
    def _numba_type_(self) -> Any:
        """What Numba takes a kernel for that another one calls."""
        from sim.kernels.translating import kernel_type

        return kernel_type(self)


def _no_version(*_arguments: Any) -> Any:
    raise TypeError


def kernel(function: F) -> F:
    """Compile `function`, unless this process interprets: then hand it back as it is.

    Division by zero follows IEEE because a kernel cannot raise; a kernel is written so that it
    never divides by zero. The interpreter lock is released inside.
    """
    return function if INTERPRETED else Kernel(function, inline=False)  # type: ignore[return-value]


def inlined(function: F) -> F:
    """Compile a small helper of scalars that is merged into its caller."""
    return function if INTERPRETED else Kernel(function, inline=True)  # type: ignore[return-value]

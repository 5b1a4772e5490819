"""Libraries that other libraries import but a run never uses: loaded when they are first used."""

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import FrameType, ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module until somebody asks for something that is in it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def later(*names: str) -> Iterator[None]:
    """Load no module of these names while the context lasts.

    Whoever imports one of them meanwhile gets an object that loads it on first use. Imports after
    the context are as ever.
    """
    placed = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(placed)
    try:
        yield
    finally:
        for name, module in placed.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


@contextmanager
def frames_without_sources() -> Iterator[None]:
    """Let `inspect.stack` name the frames and read no source while the context lasts.

    Mesa asks who imports it, for the names of its loggers: with a file read and all modules looked
    through for every frame, that is a quarter of the start of a process.
    """
    plain = inspect.getouterframes

    def bare(frame: Any, context: int = 1) -> list[inspect.FrameInfo]:  # noqa: ARG001
        found = []
        one: FrameType | None = frame
        while one is not None:
            code = one.f_code
            found.append(
                inspect.FrameInfo(one, code.co_filename, one.f_lineno, code.co_name, None, None)
            )
            one = one.f_back
        return found

    inspect.getouterframes = bare
    try:
        yield
    finally:
        inspect.getouterframes = plain

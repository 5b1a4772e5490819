"""What kernels are called with, in words that need no compiler.

The word for an argument tells all that compiled code depends on: ``Handle80a5d5fd`` is a handle to
certain tables, ``float64[2]`` an array of two axes. Whatever knows its word, such as a table, has
it as `kind`.
"""

import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

ELEMENTS = {"float64": "d", "int64": "lq", "int32": "il", "uint8": "B", "bool": "?"}
"""What arrays may hold, with the letters by which buffers of Python say so."""


def named(prefix: str, content: Any) -> str:
    """A word for what has this content: names and kinds of columns, of tables, of numbers."""
    return f"{prefix}{zlib.crc32(repr(content).encode()):08x}"


def check(word: str) -> int:
    """The number that stands in memory before what an argument of this kind points to."""
    return zlib.crc32(word.encode())


def word_for(value: Any) -> str:
    """The word for an argument.

    Raises:
        TypeError: no kernel takes this.
    """
    kind: str | None = getattr(value, "kind", None)
    if kind is not None:
        return kind
    if isinstance(value, bool | np.bool_):
        return "bool"
    if isinstance(value, int | np.integer):
        return "int64"
    if isinstance(value, float):
        return "float64"
    if isinstance(value, np.ndarray) and value.flags.carray and value.dtype.name in ELEMENTS:
        return f"{value.dtype.name}[{value.ndim}]"
    if isinstance(value, tuple):
        return f"({','.join(word_for(one) for one in value)})"
    whose = f" of {value.dtype}, laid out as it is" if isinstance(value, np.ndarray) else ""
    raise TypeError(f"kernels take no {type(value).__name__}{whose}")


def inside(word: str) -> list[str]:
    """The words of what is in a tuple, given the tuple's; tuples may hold tuples."""
    found, depth = [""], 0
    for letter in word[1:-1]:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return found


def signature(function: Callable[..., Any], arguments: Sequence[Any]) -> tuple[str, ...]:
    """The words for the arguments of a call.

    A parameter declared as a float is one, whatever number it is given: its word is ``number``.

    Raises:
        TypeError: there are too many or too few, or no kernel takes one of them.
    """
    code = function.__code__
    if len(arguments) != code.co_argcount:
        wanted = f"takes {code.co_argcount} arguments by place, not {len(arguments)}"
        raise TypeError(f"{function.__qualname__} {wanted}")
    declared = function.__annotations__
    return tuple(
        "number" if declared.get(name) is float else word_for(value)
        for name, value in zip(code.co_varnames, arguments, strict=False)
    )

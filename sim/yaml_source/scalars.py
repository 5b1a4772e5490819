"""What a plain scalar means: the core schema of YAML 1.2 (chapter 10.3).

So ``NO``, ``yes``, ``on``, ``12:30:00`` and ``1_000`` are text, ``0777`` is the number 777,
``0o17`` is 15 and ``1e9`` is a number, all of which YAML 1.1 reads otherwise.
"""

import math
import re

Scalar = str | int | float | bool | None

MAX_DIGITS = 300
"""Longest number read; longer ones are slips (and Python itself refuses to print huge ones)."""

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def resolve(text: str) -> Scalar:
    """Return the value of an unquoted scalar.

    Raises:
        ValueError: it is a number that is too long or too large to be held.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if len(text) > MAX_DIGITS and _is_number(text):
        raise ValueError(f"a number of {len(text)} characters")
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if math.isinf(number):
            raise ValueError(f"the number {text}")
        return number
    if _OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if _HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    return text


def is_plain_text(text: str) -> bool:
    """Return whether a string, written without quotes, would be read back as that string."""
    try:
        return isinstance(resolve(text), str)
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    return any(p.fullmatch(text) for p in (_INTEGER, _FLOAT, _OCTAL, _HEXADECIMAL))

"""Reading a number: hard bounds, and texts such as ``18 months`` or ``400 million USD``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from numbers import Integral, Real
from types import MappingProxyType
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

WEEKS_PER_YEAR = 52
MONTHS_PER_YEAR = 12

_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_AMOUNT = re.compile(rf"({_NUMBER})[ \t]*(.*)")
_LONGEST_AMOUNT = 60
_MULTIPLIERS = MappingProxyType(
    {
        **dict.fromkeys(("k", "K", "thousand"), 1_000),
        **dict.fromkeys(("M", "million"), 1_000_000),
        **dict.fromkeys(("bn", "billion"), 1_000_000_000),
    }
)


@dataclass(frozen=True, eq=False)
class Scale:
    """The units in which a text may give an amount.

    Attributes:
        units: spelling -> (numerator, denominator) of its size in the base unit, kept as a
            fraction so that 18 months are exactly 78 weeks.
        accepted: the units in words, for messages.
        example: a text that is right.
        multiplied: whether ``k``, ``M``, ``million`` ... may stand before or without the unit.
    """

    units: Mapping[str, tuple[int, int]]
    accepted: str
    example: str
    multiplied: bool = False


def _spelled(*spellings: str, size: tuple[int, int] = (1, 1)) -> dict[str, tuple[int, int]]:
    return dict.fromkeys(spellings, size)


TIME = Scale(
    {
        **_spelled("week", "weeks"),
        **_spelled("day", "days", size=(1, 7)),
        **_spelled("month", "months", size=(WEEKS_PER_YEAR, MONTHS_PER_YEAR)),
        **_spelled("year", "years", size=(WEEKS_PER_YEAR, 1)),
    },
    "days, weeks, months or years",
    "18 months",
)
LENGTH = Scale({**_spelled("km"), **_spelled("m", size=(1, 1000))}, "km or m", "25 km")
DOLLARS = Scale(
    _spelled("USD", "dollar", "dollars"),
    "USD, also k, M, million, billion",
    "400 million USD",
    True,
)
PERSONS = Scale(
    _spelled("people", "persons", "person"), "people, also k, M, thousand, million", "12 k", True
)
MASS = Scale(
    {**_spelled("t", "tonne", "tonnes"), **_spelled("kg", size=(1, 1000))}, "t or kg", "45 t"
)


@dataclass(frozen=True)
class Number:
    """Marks an annotated ``int`` or ``float``: hard bounds, and the units that it may be given in.

    Takes Python and NumPy numbers; never booleans, NaN or infinity. A text is read only where a
    `scale` says how.

    Attributes:
        low, high: hard bounds, in the base unit.
        wording: what is expected, in words, bounds included.
        whole: only whole numbers, held as int.
        above: `low` itself is refused.
        scale: the units that a text may name.
        rounded: a text in another unit than the base is rounded to a whole number.
    """

    low: float
    high: float
    wording: str
    whole: bool = False
    above: bool = False
    scale: Scale | None = None
    rounded: bool = False

    def __get_pydantic_core_schema__(
        self, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let :meth:`read` decide alone."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the numbers and texts that are accepted, for editors."""
        number = {
            "type": "integer" if self.whole else "number",
            "exclusiveMinimum" if self.above else "minimum": self.low,
            "maximum": self.high,
        }
        if self.scale is None:
            return number
        unit = rf"[ \t]*({'|'.join(self.scale.units)})"
        if self.scale.multiplied:
            unit = rf"([ \t]*({'|'.join(_MULTIPLIERS)}))?({unit})?"
        text = {"type": "string", "pattern": f"^{_NUMBER}{unit}$", "examples": [self.scale.example]}
        return {"anyOf": [number, text]}

    def read(self, value: object) -> float:
        """Return a value as a number in the base unit; raise PydanticCustomError if it is none."""
        if isinstance(value, str):
            number: Fraction | float = self._from_text(value.strip())
        elif isinstance(value, Real) and not isinstance(value, bool):
            number = int(value) if isinstance(value, Integral) else float(value)
        else:
            raise self._refused("is not a number")
        if number != number:
            raise self._refused("is not a number")
        # Compared before it is converted: a huge whole number does not fit into a float.
        if number > self.high:
            raise self._refused(f"is more than {_plain(self.high)}")
        if number < self.low or (self.above and number == self.low):
            raise self._refused(
                f"is {'not more' if self.above else 'less'} than {_plain(self.low)}"
            )
        if not self.whole:
            return float(number)
        if number != int(number):
            raise self._refused("is not a whole number")
        return int(number)

    def _from_text(self, text: str) -> Fraction | float:
        """Return what a number with a multiplier or unit amounts to, exactly."""
        found = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST_AMOUNT else None
        if found is None or (self.scale is None and found[2] not in ("", "%")):
            raise self._refused("is not a number")
        number = _exact(found[1])
        if not found[2]:
            raise self._refused("is text, being in quotes", "write it without the quotes")
        if self.scale is None:
            raise self._refused("is not a number", f"write {_plain(float(number) / 100)}")
        words = found[2].split()
        multiplier = _MULTIPLIERS.get(words[0]) if self.scale.multiplied else None
        if multiplier:
            number, words = number * multiplier, words[1:]
        unit = " ".join(words)
        if unit and unit not in self.scale.units:
            raise self._refused(f'has the unit "{unit}"')
        above, below = self.scale.units[unit] if unit else (1, 1)
        amount = number * above / below
        if self.rounded and (above, below) != (1, 1) and -self.high <= amount <= self.high:
            return self._rounded(amount)
        return amount

    def _rounded(self, amount: Fraction | float) -> int:
        """Round to a whole number; what would vanish is refused."""
        if amount and not round(amount):
            raise self._refused("rounds to nothing", "write a longer time, or 0")
        return round(amount)

    def _refused(self, what: str, fix: str = "") -> PydanticCustomError:
        """Return the error; the value itself is added by whoever reports it."""
        if not fix:
            example = f", for example {self.scale.example}" if self.scale else ""
            fix = f"write a number in that range{example}"
        context = {"what": what, "expected": self.wording, "fix": fix}
        return PydanticCustomError("number", "{what}, expected {expected}, {fix}", context)


def _exact(text: str) -> Fraction | float:
    """Read a decimal number exactly, unless its exponent is so large that nobody means it."""
    number = float(text)
    return Fraction(text) if 1e-30 < abs(number) < 1e30 else number


def _plain(number: float) -> str:
    """Write a number without an exponent where it is of ordinary size."""
    return f"{number:.15g}"

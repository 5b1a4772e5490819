"""The types that parameters have, each with its base unit and hard bounds."""

from typing import Annotated

from pydantic import Strict

from sim.units.amounts import (
    DOLLARS,
    LENGTH,
    MASS,
    MONTHS_PER_YEAR,
    PERSONS,
    TIME,
    WEEKS_PER_YEAR,
    Number,
)


def months(number: float) -> float:
    """Return months as weeks (52 / 12 to a month)."""
    return number * WEEKS_PER_YEAR / MONTHS_PER_YEAR


def years(number: float) -> float:
    """Return years as weeks (52 to a year)."""
    return number * WEEKS_PER_YEAR


Share = Annotated[float, Number(0, 1, "a share from 0 to 1")]
"""A fraction of a whole, or a level: 0 to 1."""

Signed = Annotated[float, Number(-1, 1, "a number from -1 to 1")]
"""A balance between two extremes: -1 to 1."""

Positive = Annotated[float, Number(0, 1e18, "a number above 0 (up to 1e18)", above=True)]
"""Above 0."""

NonNegative = Annotated[float, Number(0, 1e18, "a number from 0 (up to 1e18)")]
"""0 or more."""

Count = Annotated[int, Number(0, 1e9, "a whole number from 0 to 1000000000", whole=True)]
"""How many of something: 0, 1, 2, ..."""

_LONGEST = 200 * WEEKS_PER_YEAR
_TIME_WORDS = f"from 0 to {_LONGEST}, or a time in {TIME.accepted}"

Duration = Annotated[float, Number(0, _LONGEST, f"weeks {_TIME_WORDS}", scale=TIME)]
"""A length of time, held in weeks, parts of a week allowed."""

Weeks = Annotated[
    int, Number(0, _LONGEST, f"whole weeks {_TIME_WORDS}", whole=True, scale=TIME, rounded=True)
]
"""A length of time or a date of the run, held in whole weeks; months are rounded to weeks."""

Distance = Annotated[
    float,
    Number(0, 40_000, f"km from 0 to 40000, or a distance in {LENGTH.accepted}", scale=LENGTH),
]
"""A distance on the ground, held in km."""

Money = Annotated[
    float, Number(0, 1e15, f"US dollars from 0, or an amount in {DOLLARS.accepted}", scale=DOLLARS)
]
"""An amount of money, held in US dollars."""

People = Annotated[
    int,
    Number(
        0,
        1e10,
        f"a whole number of people, or one in {PERSONS.accepted}",
        whole=True,
        scale=PERSONS,
    ),
]
"""A number of persons."""

Tonnes = Annotated[
    float, Number(0, 1e12, f"tonnes from 0, or a mass in {MASS.accepted}", scale=MASS)
]
"""A mass of goods, held in tonnes."""

Flag = Annotated[bool, Strict()]
"""true or false, and nothing that merely looks like it (``yes``, ``1``)."""

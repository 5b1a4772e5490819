"""What every answer is: a table, a sentence, and rows of text for a terminal."""

import math
from collections.abc import Sequence
from typing import Protocol

import pandas as pd

from experiments import paired
from sim.results import OUTCOMES


class Answer(Protocol):
    """What a question of this package returns."""

    @property
    def name(self) -> str:
        """The answer's name, and that of its files."""

    @property
    def table(self) -> pd.DataFrame:
        """Everything that was found, one row a case, in plain units."""

    def rows(self) -> list[list[str]]:
        """Return the table as text, the headings first, for reading."""

    def sentence(self) -> str:
        """Return what was found in plain words, and whether the runs suffice."""


def number(value: float) -> str:
    """Write a number with about three figures, for reading: 1,234, 12.3, 0.0123."""
    if math.isnan(value):
        return "-"
    if math.isinf(value):
        return "none" if value > 0 else "-none"
    size = abs(value)
    if size >= 1e6:
        return f"{value / 1e6:,.1f} M"
    if size >= 100:
        return f"{value:,.0f}"
    if size >= 10 or size == 0:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 0.1 else f"{value:.2g}"


def count(value: float) -> str:
    """Write a number of replicates that would do, for a table."""
    if math.isnan(value) or math.isinf(value):
        return number(value)
    return f"{value:,.0f}"


def percent(share: float) -> str:
    """Write a share."""
    return "-" if math.isnan(share) else f"{share:.0%}"


def significance(p: float) -> str:
    """Write a significance: never a p of 0."""
    if math.isnan(p):
        return "-"
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def interval(estimate: paired.Estimate, sign: bool = False) -> str:
    """Write a number with its interval."""
    value = number(estimate.value)
    if sign and estimate.value > 0:
        value = f"+{value}"
    if math.isnan(estimate.low):
        return value
    return f"{value} [{number(estimate.low)}, {number(estimate.high)}]"


def named(outcome: str) -> str:
    """Write an outcome with its unit."""
    unit = OUTCOMES[outcome].unit
    return outcome if outcome.startswith(unit) else f"{outcome} ({unit})"


def listed(names: Sequence[str]) -> str:
    """Write names as one does in a sentence: a, b and c."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def runs(count: int, unit: str = "replicate") -> str:
    """Write a number of replicates or worlds."""
    plural = f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"
    return f"{count:,} {unit if count == 1 else plural}"


def needed(count: float) -> str:
    """Say how many replicates would do."""
    if math.isinf(count) or math.isnan(count):
        return "no number of replicates can be given"
    return f"about {count:,.0f} would" if count <= 9_999 else "more than 9,999 would be needed"

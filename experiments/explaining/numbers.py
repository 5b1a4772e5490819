"""Numbers of a walk as people read them."""

import math

from experiments.explaining import records
from experiments.explaining.judging import Finding
from experiments.explaining.records import Line
from experiments.words import many
from sim.metrics.weeks import Weeks
from sim.results import OUTCOMES

MILLION = 1e6
SHARES = ("share", "index")


def unit_of(finding: Finding) -> str:
    """Return the unit of a difference between outcomes or lines."""
    if records.SEPARATOR not in finding.name:
        return OUTCOMES[finding.name].unit
    line = Line.of(finding.name)
    if line.kind == records.SERIES:
        return Weeks.columns[line.name].unit
    if line.kind == records.MONEY:
        return "US dollars"
    return "index" if line.name == "control" else ""


def written(value: float, unit: str, sign: str = "") -> str:
    """Write a number; dollars in millions."""
    if math.isnan(value):
        return "-"
    if unit == "US dollars":
        return f"{value / MILLION:{sign},.1f}"
    size = abs(value)
    if size == 0:
        return "0"
    if unit.startswith(SHARES) and 0.0005 <= size < 10:
        return f"{value:{sign}.3f}"
    return f"{value:{sign},.0f}" if size >= 20 else f"{value:{sign}.3g}"


def change(finding: Finding) -> str:
    """Write a difference with its sign, and its interval where there is one."""
    unit, estimate = unit_of(finding), finding.estimate
    value = written(estimate.value, unit, "+")
    if math.isnan(estimate.low):
        return value
    return f"{value} [{written(estimate.low, unit)}, {written(estimate.high, unit)}]"


def extent(finding: Finding) -> float:
    """Return how far a weekly series moved, to put several in order: of a share by its difference,
    of anything else by the difference relative to the larger side."""
    share = unit_of(finding).startswith(SHARES)
    return abs(finding.estimate.value if share else finding.relative)


def spreads(finding: Finding) -> str:
    """Write how large a difference is: in spreads between seeds, or relative for one pair."""
    if finding.estimate.n == 1:
        return f"{finding.relative:+.0%}"
    if math.isinf(finding.size):
        return "no spread"
    return f"{finding.size:.1f} spreads"


def agreement(finding: Finding) -> str:
    """Write in how many pairs a difference has its sign; nothing of one pair."""
    n = finding.estimate.n
    return "" if n == 1 else f"{finding.agree} of {many(n, 'pair')}"

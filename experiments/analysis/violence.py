"""The statistics of violence of one table of events, or of many countries.

    events = read_events("out/events.parquet")
    describe(Evidence(events))["alpha"].value

What cannot be computed comes with the reason in place of the number.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from experiments.analysis.catalogue import STATISTICS
from experiments.analysis.evidence import Evidence
from experiments.analysis.normal_form import EventTable
from experiments.analysis.statistic import Answer

# The countries behind the reference values: thirty of the 53 to which coarse outlines give at
# least 150 events of UCDP GED 20.1. The values came without their list; these thirty were found
# by search as the ones that give them. Over all 53, medians are much the same and ranges wider.
REFERENCE_COUNTRIES = (
    "Afghanistan",
    "Algeria",
    "Angola",
    "Burundi",
    "Central African Rep.",
    "Chad",
    "Colombia",
    "Côte d'Ivoire",
    "Dem. Rep. Congo",
    "Ethiopia",
    "India",
    "Iraq",
    "Liberia",
    "Libya",
    "Mali",
    "Mozambique",
    "Myanmar",
    "Nepal",
    "Nigeria",
    "Pakistan",
    "Philippines",
    "S. Sudan",
    "Sierra Leone",
    "Somalia",
    "Sri Lanka",
    "Sudan",
    "Syria",
    "Uganda",
    "Ukraine",
    "Yemen",
)


def describe(evidence: Evidence) -> dict[str, Answer]:
    """Return every statistic of `STATISTICS` by its key."""
    return {statistic.key: statistic.of(evidence) for statistic in STATISTICS}


def over_countries(
    tables: Mapping[str, EventTable], quantiles: Sequence[float], cell: float | None = None
) -> list[dict[str, Answer]]:
    """Return, for each quantile, every statistic's quantile over countries.

    Args:
        tables: events by name of country; by outlines, the name is that of the outline.
        quantiles: between 0 and 1.
        cell: side of a cell in degrees; None for 0.5.
    """
    described = [describe(Evidence(table, cell, name)) for name, table in tables.items()]
    columns: list[dict[str, Answer]] = [{} for _ in quantiles]
    for statistic in STATISTICS:
        answers = [answers[statistic.key] for answers in described]
        values = [answer.value for answer in answers if answer.value is not None]
        for column, quantile in zip(columns, quantiles, strict=True):
            column[statistic.key] = _quantile(values, quantile, answers)
    return columns


def _quantile(values: list[float], quantile: float, answers: list[Answer]) -> Answer:
    if len(values) >= 5:
        return Answer(float(np.quantile(values, quantile)))
    reasons = {answer.why for answer in answers if answer.value is None}
    why = reasons.pop() if len(reasons) == 1 else f"in {len(values)} countries only"
    return Answer(None, why if answers else "no countries")

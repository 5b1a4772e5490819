"""How long runs were watched after exit, and what that means for years of peace.

A strategy that stays longer leaves fewer years of a run in which peace can be seen. If it were
judged by the years seen, it would be judged by its date of exit. So years of peace are counted, for
all that are compared, up to the shortest time that any run still at peace was watched. Curves of
survival need no such cut: censoring is what they are for.
"""

import numpy as np
from numpy.typing import NDArray

from sim.metrics.outcomes import YEARS_AFTER
from sim.metrics.peace import YEAR

PEACE = "peace_years_after"
"""The outcome that is cut: years of peace after exit, of at most `MOST_YEARS`."""

MOST_YEARS = float(YEARS_AFTER[-1])


def common(weeks: NDArray[np.float64], censored: NDArray[np.float64]) -> float:
    """Return years after exit that all runs were watched, or `MOST_YEARS` if that is less.

    Args:
        weeks: from exit to relapse or to the end of the run, of all runs that are compared; NaN of
            runs that ended before exit, which say nothing.
        censored: 1 where peace still held at the end of the run.
    """
    watched = weeks[(censored == 1) & np.isfinite(weeks)] / YEAR
    return float(min(watched.min(initial=MOST_YEARS), MOST_YEARS))


def cut_note(years: float) -> str:
    """Say that years of peace are cut, or nothing where all were watched for long enough."""
    if years >= MOST_YEARS:
        return ""
    return (
        f"Some runs end {years:.1f} years after exit, so years of peace are counted up to "
        f"{years:.1f} for all."
    )

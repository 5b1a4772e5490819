"""When there was conflict, war and peace, and how long peace held after the mission left.

The definitions, which :class:`sim.metrics.measures.Measures` can change:

* battle deaths are counted over the last 52 weeks and per 10 million people;
* a week is one of *conflict* from 25, of *war* from 1,000;
* *peace* begins after 52 quiet weeks, that is when the last 52 weeks together stayed below the
  threshold of conflict, and ends (*relapse*) in the first week of conflict;
* weeks to relapse are counted from exit; a run without peace at exit has none to lose: 0 weeks.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.metrics.measures import Measures

YEAR = 52
PER_PEOPLE = 10_000_000.0


class Peace(NamedTuple):
    """The course of conflict and peace of a run.

    Attributes:
        rate: by week, battle deaths of the last 52 weeks per 10 million people.
        conflict, war, peace: by week, whether it was one.
    """

    rate: NDArray[np.float64]
    conflict: NDArray[np.bool_]
    war: NDArray[np.bool_]
    peace: NDArray[np.bool_]


class Survival(NamedTuple):
    """How long peace held after exit.

    Attributes:
        weeks: from exit to relapse, or to the end of the run where there was none.
        relapsed: whether it ended; False means censored: not yet when the run ended.
    """

    weeks: int
    relapsed: bool


def course(series: NDArray[Any], measures: Measures) -> Peace:
    """Return the course of a run, given its weekly series (columns of `Weeks`)."""
    deaths = series["deaths_state_based" if measures.state_based_only else "battle_deaths"]
    rate = rolling(deaths, YEAR) * PER_PEOPLE / np.maximum(series["population"], 1.0)
    conflict = rate >= measures.conflict
    # Weeks that went by without conflict; before the first year is over nobody can tell.
    week = np.arange(len(rate))
    last = np.maximum.accumulate(np.where(conflict, week, -1))
    peace = (week - last > measures.quiet_weeks - YEAR) & (week >= measures.quiet_weeks - 1)
    return Peace(rate, conflict, rate >= measures.war, peace)


def rolling(values: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """Return the sum of the last `window` values up to each place, of fewer at the start."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    week = np.arange(len(values))
    return total[week + 1] - total[np.maximum(week + 1 - window, 0)]


def survival(peace: NDArray[np.bool_], leave: int) -> Survival | None:
    """Return how long peace held from week `leave` on; None if the run did not get there.

    Args:
        peace: by week, whether there was peace at its end.
        leave: first week without the mission. Peace at exit is that of the week before.
    """
    if not 0 < leave <= len(peace):
        return None
    if not peace[leave - 1]:
        return Survival(0, True)
    after = np.flatnonzero(~peace[leave:])
    if len(after):
        return Survival(int(after[0]) + 1, True)
    return Survival(len(peace) - leave, False)

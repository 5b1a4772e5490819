"""How long conflicts last and whether they return, from the years in which they were active.

An episode is a run of active years of one conflict (or country) in which no two active years are
more than ``gap`` years apart: with gap 1 a single quiet year ends it, with gap 2 it takes two.
The rule moves the share that returns within five years from about 0.45 to 0.30, so say which.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.analysis import NotComputableError
from experiments.analysis.table_files import numbers, require

# UCDP/PRIO wrote words, and before that numbers, for conflicts within a state.
_INTRASTATE = {"intrastate", "ii", "internationalized intrastate", "3", "4"}


@dataclass(frozen=True, eq=False)
class ConflictYears:
    """Active years: one entry each. ``war`` says whether it had 1,000 battle deaths or more."""

    conflict: np.ndarray
    country: np.ndarray
    year: np.ndarray
    war: np.ndarray

    def by_country(self) -> "ConflictYears":
        """Return the same years with all conflicts of a country taken as one."""
        return replace(self, conflict=self.country)


class Episodes(NamedTuple):
    """One entry an episode, sorted by conflict and start.

    ``end`` is the last active year; ``war`` whether any year was a war; ``over`` whether it
    ended before the last year of the data; ``quiet`` years from its end to the start of the
    conflict's next episode, or to the last year of the data where ``returned`` is false.
    """

    start: np.ndarray
    end: np.ndarray
    war: np.ndarray
    over: np.ndarray
    quiet: np.ndarray
    returned: np.ndarray

    @property
    def duration(self) -> np.ndarray:
        """Years from the first to the last active year, both included."""
        return self.end - self.start + 1


def is_conflict_years(table: pd.DataFrame) -> bool:
    """Return whether the table has the shape of UCDP/PRIO Armed Conflict."""
    return {"conflict_id", "intensity_level"} <= set(table.columns)


def conflict_years_of(table: pd.DataFrame, path: Path) -> ConflictYears:
    """Take conflicts within states from a UCDP/PRIO Armed Conflict table (conflict-years).

    Raises:
        UserError: a column is missing, or holds no numbers where it should.
    """
    columns = ("conflict_id", "year", "gwno_a", "intensity_level", "type_of_conflict")
    require(table, path, columns, "UCDP/PRIO conflict-years")
    kinds = table["type_of_conflict"].astype("string").str.strip().str.lower()
    kinds = kinds.str.removesuffix(".0")
    table = table[kinds.isin(_INTRASTATE).fillna(False)].reset_index(drop=True)
    # Several governments may stand on one side ("2, 200"): the first is the one at home.
    table["gwno_a"] = table["gwno_a"].astype("string").str.partition(",")[0]
    conflict, year, country, level = (numbers(table, path, name) for name in columns[:4])
    known = ~(np.isnan(conflict) | np.isnan(year))
    return ConflictYears(
        conflict[known], country[known], year[known].astype(int), level[known] == 2
    )


def episodes(years: ConflictYears, gap: int = 1) -> Episodes:
    """Cut active years into episodes.

    Raises:
        NotComputableError: no active years.
    """
    if not len(years.year):
        raise NotComputableError("no active years")
    last = int(years.year.max())
    order = np.lexsort([years.year, years.conflict])
    conflict, year, war = years.conflict[order], years.year[order], years.war[order]
    other = np.concatenate([[True], conflict[1:] != conflict[:-1]])
    starts = np.flatnonzero(other | (np.diff(year, prepend=year[0]) > gap))
    start = year[starts]
    end = year[np.append(starts[1:], len(year)) - 1]
    returned = np.append(~other[starts[1:]], False)
    over = end < last
    quiet = np.where(returned, np.append(start[1:], last) - end, last - end)
    return Episodes(start, end, np.maximum.reduceat(war, starts), over, quiet, returned)


class Survival(NamedTuple):
    """A Kaplan-Meier curve: the share that survives beyond each of ``times``."""

    times: np.ndarray
    share: np.ndarray

    def beyond(self, time: float) -> float:
        """Return the share that lasts longer than ``time``."""
        index = int(np.searchsorted(self.times, time, side="right"))
        return 1.0 if index == 0 else float(self.share[index - 1])

    def median(self) -> float:
        """Return the first time at which at most half is left.

        Raises:
            NotComputableError: more than half is left at the end.
        """
        if not len(self.share) or self.share[-1] > 0.5:
            raise NotComputableError("more than half last beyond the data")
        return float(self.times[np.argmax(self.share <= 0.5)])


def kaplan_meier(durations: np.ndarray, ended: np.ndarray) -> Survival:
    """Return the product-limit estimate; where ``ended`` is false the end was not seen.

    Source: Kaplan & Meier 1958, JASA 53(282):457-481.

    Raises:
        NotComputableError: no cases.
    """
    if not len(durations):
        raise NotComputableError("no episodes")
    times, ends = np.unique(durations[ended], return_counts=True)
    at_risk = len(durations) - np.searchsorted(np.sort(durations), times)
    return Survival(times, np.cumprod(1.0 - ends / at_risk))


def duration_curve(cut: Episodes, wars_only: bool = False) -> Survival:
    """Return how long episodes last, in calendar years touched; wars are those that were wars."""
    chosen = cut.war if wars_only else np.ones(len(cut.start), bool)
    return kaplan_meier(cut.duration[chosen], cut.over[chosen])


def one_year_share(cut: Episodes) -> float:
    """Return the share of episodes with a single active year, unfinished ones included."""
    return float((cut.duration == 1).mean())


def returned_by(cut: Episodes, years: float, ended_from: int | None = None) -> float:
    """Return the share of ended episodes followed by another within ``years`` of the last one.

    Args:
        cut: the episodes.
        years: from the last active year to the first of the next episode.
        ended_from: consider only episodes that ended in this year or later.

    Raises:
        NotComputableError: no episode has ended.
    """
    chosen = cut.over if ended_from is None else cut.over & (cut.end >= ended_from)
    return 1.0 - kaplan_meier(cut.quiet[chosen], cut.returned[chosen]).beyond(years)

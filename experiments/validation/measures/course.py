"""The course of a run: war's end and return, episodes of conflict, a stable year."""

import numpy as np
from numpy.typing import NDArray

from experiments.analysis.episodes import ConflictYears
from experiments.analysis.episodes import episodes as cut
from experiments.validation.measures.past import Measure, Numbers, Past, spells
from experiments.validation.trials.base import deaths_of
from sim.metrics.peace import PER_PEOPLE, YEAR, course
from sim.state import codes

QUIET = 26
"""Weeks without a pair at war after which a war has ended."""

MOST_EPISODES = 12
"""Of one run that are kept."""

BAND, BANDS = 26, 20


def return_to_war(past: Past) -> Numbers:
    """Time to the first week of war, and of conflict, from a settlement as the run begins."""
    found = course(past.series, past.result.measures)
    numbers: Numbers = {}
    for name, weeks in (("to_war", found.war), ("to_conflict", found.conflict)):
        there = np.flatnonzero(weeks)
        when = int(there[0]) if len(there) else len(weeks)
        numbers |= spells(name, when, bool(len(there)), BAND, BANDS)
    return numbers


def war_end(past: Past) -> Numbers:
    """Time from the first week of war between parties to its end, and to a settlement.

    War ends when no pair of parties is at war for half a year; ceasefires count.
    """
    at_war = past.series["at_war"] > 0
    weeks = len(at_war)
    started = np.flatnonzero(at_war)
    if not len(started):
        return spells("war", 0, False, BAND, BANDS) | spells("deal", 0, False, BAND, BANDS)
    first = int(started[0])
    # A week is the last of a war when the QUIET weeks after it are without.
    ahead = np.concatenate([[0], np.cumsum(at_war)])
    ends = [w for w in started if w + QUIET < weeks and ahead[w + 1 + QUIET] == ahead[w + 1]]
    over = int(ends[0]) + 1 if ends else weeks - QUIET
    papers = past.result.agreements
    signed = papers["signed"][(papers["kind"] == codes.SETTLED) & (papers["signed"] >= first)]
    deal = int(signed.min()) if len(signed) else weeks
    return spells("war", max(over - first, 0), bool(ends), BAND, BANDS) | spells(
        "deal", deal - first, bool(len(signed)), BAND, BANDS
    )


def episodes(past: Past) -> Numbers:
    """Episodes of conflict of the state with each armed group and those that split from it.

    As in UCDP/PRIO: a year is active from 25 battle deaths in fighting that involves the state, one
    of war from 1,000, both by 10 million people; a quiet year ends an episode (gap 1).
    Columns ``episode.<i>.years``, ``.over``, ``.war``, ``.quiet``, ``.returned``; NaN where none.
    """
    found = dict.fromkeys(
        (f"episode.{i}.{what}" for i in range(MOST_EPISODES) for what in _WHAT), float("nan")
    )
    active = conflict_years(past)
    if not len(active.year):
        return found
    # The run's last year must be the data's last, or what is still going on would seem over.
    last = past.result.weeks // YEAR
    cut_ = cut(active)
    quiet = np.where(cut_.returned, cut_.quiet, last - cut_.end)
    columns = (cut_.duration, cut_.end < last, cut_.war, quiet, cut_.returned)
    for i in range(min(MOST_EPISODES, len(cut_.start))):
        for what, column in zip(_WHAT, columns, strict=True):
            found[f"episode.{i}.{what}"] = float(column[i])
    return found


_WHAT = ("years", "over", "war", "quiet", "returned")


def conflict_years(past: Past) -> ConflictYears:
    """Years in which each conflict of a run was active; see :func:`episodes`."""
    events = past.events
    events = events[events["violence"] == codes.STATE_BASED]
    rebel = np.maximum(events["side_a"], events["side_b"])
    events, rebel = events[rebel > 0], rebel[rebel > 0]
    roots = _roots(past.world.factions.parent)
    year = events["week"] // YEAR
    years, parties = past.result.weeks // YEAR, len(roots)
    dead = np.zeros((parties, years + 1))
    np.add.at(dead, (roots[rebel], np.minimum(year, years)), deaths_of(events))
    people = past.series["population"][YEAR - 1 :: YEAR][:years]
    rate = dead[:, :years] * PER_PEOPLE / np.maximum(people, 1.0)
    measures = past.result.measures
    party, when = np.nonzero(rate >= measures.conflict)
    return ConflictYears(party, np.zeros(len(party)), when + 1, (rate >= measures.war)[party, when])


def stable_year(number: int) -> Measure:
    """Return what says whether a run's year of that number was free of conflict (1) or not."""

    def measure(past: Past) -> Numbers:
        found = course(past.series, past.result.measures)
        return {"stable": float(not found.conflict[number * YEAR - 1])}

    return measure


def _roots(parent: NDArray[np.int64]) -> NDArray[np.int64]:
    """The group from which each one descends."""
    roots = np.arange(len(parent))
    for row, above in enumerate(parent.tolist()):
        if above >= 0:
            roots[row] = roots[above]
    return roots

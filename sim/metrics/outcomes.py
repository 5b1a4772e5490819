"""Outcomes: the numbers by which runs are compared, each declared with unit and direction.

Most are given for three periods: the whole run (``deaths``), the weeks in which the mission is
meant to be there (``deaths_during``) and those after it is meant to have left (``deaths_after``).
The two dates come from the plan, not from what happened, so that paired runs are compared over the
same weeks; a strategy without a mission uses the dates that its scenario gives.
An outcome that has no meaning in a run (nothing was signed, the run ended before exit) is NaN.
"""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.metrics import stability
from sim.metrics.measures import Measures
from sim.metrics.peace import YEAR, Peace, course, survival
from sim.state import codes

Better = Literal["higher", "lower", ""]
NOTHING = float("nan")
YEARS_AFTER = (1, 3, 5)
AT_PEAK = 0.95
"""Strength counts as its peak from this share of the most there ever was."""

WEEKS_A_MONTH = 52 / 12


class Window(NamedTuple):
    """The planned dates of the mission, in weeks of the run.

    Attributes:
        start: first week of the mission. leave: first week after it has left.
    """

    start: int
    leave: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One number that comes out of a run.

    Attributes:
        unit: in words. better: which direction is, '' where neither is. doc: its meaning.
    """

    unit: str
    better: Better
    doc: str


_SUMS: dict[str, tuple[str, Outcome]] = {
    "deaths": ("deaths", Outcome("deaths", "lower", "killed by any act of violence")),
    "deaths_civilians": ("deaths_civilians", Outcome("deaths", "lower", "civilians killed")),
    "deaths_forces": ("deaths_forces", Outcome("deaths", "lower", "local forces killed")),
    "deaths_fighters": ("deaths_fighters", Outcome("deaths", "lower", "fighters killed")),
    "deaths_peacekeepers": ("deaths_peacekeepers", Outcome("deaths", "lower", "peacekeepers")),
    "deaths_state_based": (
        "deaths_state_based",
        Outcome("deaths", "lower", "in fighting that involves the state (UCDP type 1)"),
    ),
    "deaths_non_state": (
        "deaths_non_state",
        Outcome("deaths", "lower", "in fighting between non-state groups (UCDP type 2)"),
    ),
    "deaths_one_sided": (
        "deaths_one_sided",
        Outcome("deaths", "lower", "in attacks on civilians (UCDP type 3)"),
    ),
    "civilians_by_state": (
        "civilians_by_state",
        Outcome("deaths", "lower", "civilians killed by the state in one-sided violence"),
    ),
    "civilians_by_groups": (
        "civilians_by_groups",
        Outcome("deaths", "lower", "civilians killed by armed groups in one-sided violence"),
    ),
    "civilians_by_communities": (
        "civilians_by_communities",
        Outcome("deaths", "lower", "civilians killed in clashes of communities"),
    ),
    "civilians_crossfire": (
        "civilians_crossfire",
        Outcome("deaths", "lower", "civilians killed in fighting between armed parties"),
    ),
    "deaths_crime": (
        "deaths_crime",
        Outcome("deaths", "lower", "killed by gangs, robbers and mobs; not part of deaths"),
    ),
    "events": ("events", Outcome("events", "lower", "acts of violence")),
}

_MEANS: dict[str, tuple[str, Outcome]] = {
    "people_in_violence": (
        "in_violence",
        Outcome("share", "lower", "people in cells with a killing in the last 4 weeks, mean"),
    ),
    "cells_in_violence": (
        "violent_cells",
        Outcome("share", "lower", "inhabited cells with a killing in the last 4 weeks, mean"),
    ),
    "displaced": ("displaced", Outcome("persons", "lower", "people away from home, mean")),
    "needs": ("needs", Outcome("share", "higher", "needs met, mean over people and weeks")),
    "grievance": ("grievance", Outcome("share", "lower", "sense of injustice, mean")),
    "fear": ("fear", Outcome("share", "lower", "expectation of violence, mean")),
    "trust_state": ("trust_state", Outcome("share", "higher", "trust in the government, mean")),
    "trust_forces": ("trust_forces", Outcome("share", "higher", "trust in local forces, mean")),
    "trust_mission": ("trust_mission", Outcome("share", "higher", "trust in the mission, mean")),
    "under_state": ("under_state", Outcome("share", "higher", "people under the state's rule")),
    "inclusion": ("inclusion", Outcome("share", "higher", "inclusion of own group in power")),
    "truces": ("truces", Outcome("truces", "", "local truces between communities in force, mean")),
    "fighters": ("fighters", Outcome("persons", "lower", "fighters of armed groups, mean")),
    "skill": ("skill", Outcome("share", "higher", "skill of local forces, mean")),
    "conduct": ("conduct", Outcome("share", "higher", "conduct of local forces, mean")),
}

_OTHERS: dict[str, Outcome] = {
    "deaths_a_year": Outcome("deaths a year", "lower", "killed by any act of violence, a year"),
    "battle_deaths_a_year": Outcome(
        "deaths a year per 10 million people", "lower", "killed in fighting between armed parties"
    ),
    "weeks_in_conflict": Outcome(
        "share of weeks", "lower", "weeks above the threshold of conflict (25 battle deaths a year)"
    ),
    "weeks_in_war": Outcome(
        "share of weeks", "lower", "weeks above the threshold of war (1,000 battle deaths a year)"
    ),
    "weeks_at_peace": Outcome("share of weeks", "higher", "weeks of peace (a quiet year before)"),
    "rule_of_law": Outcome(
        "share", "higher", "mean of capacity of courts and accountability of officials"
    ),
    "stability": Outcome("index 0 to 1", "higher", "stability index, mean over weeks"),
    "stability_discounted": Outcome(
        "index 0 to 1", "higher", "the same, later weeks of the period counting less"
    ),
    "agreements_signed": Outcome("agreements", "", "ceasefires and settlements signed"),
    "settlements_signed": Outcome("agreements", "", "settlements among them"),
    "agreements_held": Outcome(
        "share", "higher", "signed in the period and not broken within a year, of those so old"
    ),
    "cost": Outcome("US dollars", "lower", "money spent on the mission"),
}

_ONCE: dict[str, Outcome] = {
    "deaths_discounted": Outcome(
        "deaths", "lower", "killed by any act of violence, later deaths counting less"
    ),
    "cost_discounted": Outcome("US dollars", "lower", "money spent, later weeks counting less"),
    "at_peace_at_exit": Outcome("share of runs", "higher", "there was peace when it left"),
    "weeks_to_relapse": Outcome(
        "weeks", "higher", "from exit to relapse, or to the end of the run where censored"
    ),
    "relapse_censored": Outcome("flag", "higher", "1 if peace had not ended when the run did"),
    "relapse_week": Outcome("week of run", "", "first week of relapse; none where censored"),
    "peace_years_after": Outcome(
        "years", "higher", "years of unbroken peace in the five years after exit"
    ),
    **{
        f"peace_{years}y": Outcome(
            "share of runs", "higher", f"peace at exit, and unbroken {years} years later"
        )
        for years in YEARS_AFTER
    },
    "months_to_peak": Outcome(
        "months", "lower", "from the mission's start to 95 % of its largest strength"
    ),
    "peak_share": Outcome(
        "share of authorised", "higher", "largest strength, of what was authorised"
    ),
    "peak_strength": Outcome("persons", "", "largest uniformed strength in the theatre"),
    "troops_per_1000": Outcome("per 1,000 people", "", "largest uniformed strength by population"),
    "response_rate": Outcome(
        "share of attacks", "higher", "attacks on civilians that a patrol reached in time"
    ),
    "response_hours": Outcome(
        "hours", "lower", "from an alarm to the arrival of a patrol that came in time, mean"
    ),
    "overlap": Outcome(
        "share of unit-weeks", "lower", "armed units of the mission where another one was, too"
    ),
    "gaps": Outcome(
        "share of cell-weeks", "lower", "cells in reach with reported violence and no unit in them"
    ),
    "friendly_accidents": Outcome("events", "lower", "friendly forces who shot at each other"),
    "leaks": Outcome("band-weeks", "lower", "bands warned by what was shared with local forces"),
    "will_at_exit": Outcome(
        "share", "higher", "donors' and contributors' will in the mission's last planned week"
    ),
    "exit_week": Outcome("week of run", "", "planned first week without the mission"),
}

PERIODS = {
    "": "whole run",
    "_during": "while the mission is meant to be there",
    "_after": "after it is meant to have left",
}
_BY_PERIOD = {
    **{name: outcome for name, (_, outcome) in {**_SUMS, **_MEANS}.items()},
    **_OTHERS,
}

OUTCOMES: dict[str, Outcome] = {
    **{
        f"{name}{suffix}": Outcome(o.unit, o.better, f"{o.doc}; {period}")
        for name, o in _BY_PERIOD.items()
        for suffix, period in PERIODS.items()
    },
    **_ONCE,
}
"""Every outcome of a run, by name."""


def outcomes(
    series: NDArray[Any], agreements: NDArray[Any], window: Window, measures: Measures
) -> dict[str, float]:
    """Return every outcome of `OUTCOMES` for one run.

    Args:
        series: weekly series, with the columns of `sim.metrics.weeks.Weeks`.
        agreements: rows of `sim.state.parties.Agreements` that were signed.
        window: planned dates of the mission.
        measures: thresholds, gap rule, discount rate and weights.
    """
    peace = course(series, measures)
    index = stability.index(series, measures)
    found: dict[str, float] = {}
    for suffix, weeks in _weeks(window, len(series)).items():
        values = _period(series, peace, index, weeks, measures)
        values |= _agreements(agreements, weeks, len(series))
        found |= {f"{name}{suffix}": value for name, value in values.items()}
    found |= _lasting(peace, window, len(series))
    found |= _deployment(series, window)
    found |= _cooperation(series, window)
    weights = discounts(len(series), measures.discount)
    found["deaths_discounted"] = float(weights @ series["deaths"])
    found["cost_discounted"] = float(weights @ np.diff(series["spent"], prepend=0.0))
    return {name: float(found[name]) for name in OUTCOMES}


def discounts(weeks: int, rate: float) -> NDArray[np.float64]:
    """Return the weight of each week: 1 for the first, falling by `rate` a year."""
    return np.exp(-np.log1p(rate) / YEAR * np.arange(weeks))


def _weeks(window: Window, weeks: int) -> dict[str, slice]:
    return {
        "": slice(0, weeks),
        "_during": slice(min(window.start, weeks), min(window.leave, weeks)),
        "_after": slice(min(window.leave, weeks), weeks),
    }


def _period(
    series: NDArray[Any],
    peace: Peace,
    index: NDArray[np.float64],
    weeks: slice,
    measures: Measures,
) -> dict[str, float]:
    part = series[weeks]
    count = len(part)
    names = [name for name in _BY_PERIOD if not name.startswith(("agreements", "settlements"))]
    if count == 0:
        return dict.fromkeys(names, NOTHING)
    found = {name: float(part[column].sum()) for name, (column, _) in _SUMS.items()}
    found |= {name: float(part[column].mean()) for name, (column, _) in _MEANS.items()}
    battle = part["deaths_state_based" if measures.state_based_only else "battle_deaths"]
    people = max(float(part["population"].mean()), 1.0)
    found["deaths_a_year"] = found["deaths"] / count * YEAR
    found["battle_deaths_a_year"] = float(battle.sum()) / count * YEAR * 1e7 / people
    found["weeks_in_conflict"] = float(peace.conflict[weeks].mean())
    found["weeks_in_war"] = float(peace.war[weeks].mean())
    found["weeks_at_peace"] = float(peace.peace[weeks].mean())
    found["rule_of_law"] = float(0.5 * (part["courts"] + part["accountability"]).mean())
    weights = discounts(count, measures.discount)
    found["stability"] = float(index[weeks].mean())
    found["stability_discounted"] = float(weights @ index[weeks] / weights.sum())
    before = float(series["spent"][weeks.start - 1]) if weeks.start > 0 else 0.0
    found["cost"] = float(part["spent"][-1]) - before
    return found


def _agreements(agreements: NDArray[Any], weeks: slice, end: int) -> dict[str, float]:
    """Count what was signed in a period, and of what is a year old, what was not broken in it."""
    if weeks.start >= weeks.stop:
        names = ("agreements_signed", "settlements_signed", "agreements_held")
        return dict.fromkeys(names, NOTHING)
    signed = agreements["signed"]
    papers = agreements[(signed >= weeks.start) & (signed < weeks.stop)]
    old = papers[papers["signed"] + YEAR <= end]
    lasted = np.where(old["ended"] >= 0, old["ended"] - old["signed"], end)
    held = (old["end"] != codes.BROKEN) | (lasted >= YEAR)
    return {
        "agreements_signed": float(len(papers)),
        "settlements_signed": float(np.count_nonzero(papers["kind"] == codes.SETTLED)),
        "agreements_held": float(held.mean()) if len(old) else NOTHING,
    }


def _lasting(peace: Peace, window: Window, weeks: int) -> dict[str, float]:
    """Whether and how long peace held after exit."""
    found = dict.fromkeys(
        ("at_peace_at_exit", "weeks_to_relapse", "relapse_censored", "relapse_week"), NOTHING
    )
    found |= {"peace_years_after": NOTHING, "exit_week": float(window.leave)}
    found |= {f"peace_{years}y": NOTHING for years in YEARS_AFTER}
    held = survival(peace.peace, window.leave)
    if held is None:
        return found
    found["at_peace_at_exit"] = float(peace.peace[window.leave - 1])
    found["weeks_to_relapse"] = float(held.weeks)
    found["relapse_censored"] = float(not held.relapsed)
    if held.relapsed and found["at_peace_at_exit"]:
        found["relapse_week"] = float(window.leave + held.weeks - 1)
    # Capped, so that strategies with different dates of exit, or lengths of run, can be compared.
    years = (held.weeks - held.relapsed * (held.weeks > 0)) / YEAR
    found["peace_years_after"] = min(years, float(YEARS_AFTER[-1]))
    for year in YEARS_AFTER:
        if window.leave + year * YEAR <= weeks:
            found[f"peace_{year}y"] = float(not held.relapsed or held.weeks > year * YEAR)
    return found


def _deployment(series: NDArray[Any], window: Window) -> dict[str, float]:
    """How fast and how fully the mission deployed, and how often it came in time."""
    names = ("months_to_peak", "peak_share", "peak_strength", "troops_per_1000", "response_rate")
    found = dict.fromkeys(names, NOTHING)
    attacks = float(series["attacks"][-1]) if len(series) else 0.0
    if attacks > 0:
        found["response_rate"] = float(series["responses"][-1]) / attacks
    peak = float(series["deployed"].max()) if len(series) else 0.0
    found["peak_strength"] = peak
    if peak <= 0:
        return found
    reached = int(np.argmax(series["deployed"] >= AT_PEAK * peak))
    found["months_to_peak"] = max(0.0, (reached + 1 - window.start) / WEEKS_A_MONTH)
    found["peak_share"] = peak / max(float(series["authorised"].max()), 1.0)
    found["troops_per_1000"] = 1000.0 * peak / max(float(series["population"][reached]), 1.0)
    return found


def _cooperation(series: NDArray[Any], window: Window) -> dict[str, float]:
    """How well the mission's forces worked together, and what was left of the will behind it."""
    names = ("response_hours", "overlap", "gaps", "friendly_accidents", "leaks", "will_at_exit")
    found = dict.fromkeys(names, NOTHING)
    if not len(series) or series["authorised"].max() <= 0:
        return found
    last = series[-1]
    ratios = (("response_hours", "hours", "responses"), ("overlap", "overlap", "patrols"))
    for name, part, whole in (*ratios, ("gaps", "gaps", "hot")):
        if last[whole] > 0:
            found[name] = float(last[part]) / float(last[whole])
    found["friendly_accidents"] = float(last["friendly_fire"])
    found["leaks"] = float(last["leaks"])
    if 0 < window.leave <= len(series):
        found["will_at_exit"] = float(series["will"][window.leave - 1])
    return found

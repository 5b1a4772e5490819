"""What the walk knows of the model: outcomes worth naming, series in plain words, first effects.

:data:`FIRST` is the one place with knowledge of causes: the weekly series that a channel moves
before any other (`sim/ODD.md` has the equations). All else is read off the runs.
"""

from typing import NamedTuple

from experiments.explaining import records
from experiments.explaining.records import Line
from sim.effects import Reason
from sim.mechanisms.base import Mechanism
from sim.mechanisms.deployment import Deployment
from sim.state.world import TABLES
from sim.strategy import ELEMENTS

OUTCOMES: dict[str, tuple[str, str]] = {
    "deaths": ("people killed", "deaths"),
    "deaths_civilians": ("civilians killed", "deaths_civilians"),
    "deaths_state_based": ("killed in fighting with the state", "deaths_state_based"),
    "deaths_non_state": ("killed in fighting between other groups", "deaths_non_state"),
    "deaths_one_sided": ("killed in attacks on civilians", "deaths_one_sided"),
    "deaths_peacekeepers": ("peacekeepers killed", "deaths_peacekeepers"),
    "peace_years_after": ("years of peace after exit", ""),
    "stability_during": ("stability during the mission", ""),
    "stability_after": ("stability after exit", ""),
    "weeks_in_conflict": ("share of weeks in conflict", ""),
    "settlements_signed": ("settlements signed", "settlements"),
    "truces": ("local truces in force", "truces"),
    "displaced": ("displaced people", "displaced"),
    "needs": ("needs met", "needs"),
    "grievance": ("grievance", "grievance"),
    "fear": ("fear", "fear"),
    "trust_state": ("trust in the government", "trust_state"),
    "trust_forces": ("trust in local forces", "trust_forces"),
    "under_state": ("people under the state's rule", "under_state"),
    "fighters": ("fighters of armed groups", "fighters"),
    "rule_of_law": ("rule of law", "courts"),
    "skill": ("skill of local forces", "skill"),
    "conduct": ("conduct of local forces", "conduct"),
    "inclusion": ("inclusion in power", "inclusion"),
}
"""Outcomes that are judged: their words, and the weekly series in which each shows, or ''."""


HEADLINES = ("stability_after", "peace_years_after", "deaths", "displaced")
"""Outcomes that a headline names first, if they are told."""


class Series(NamedTuple):
    """A weekly series that the walk passes: its words, and whether it is summed up so far."""

    words: str
    summed: bool = False


SERIES: dict[str, Series] = {
    "deaths": Series("people killed so far", True),
    "deaths_civilians": Series("civilians killed so far", True),
    "deaths_state_based": Series("killed so far in fighting with the state", True),
    "deaths_non_state": Series("killed so far in fighting between other groups", True),
    "deaths_one_sided": Series("killed so far in attacks on civilians", True),
    "deaths_peacekeepers": Series("peacekeepers killed so far", True),
    "displaced": Series("displaced people"),
    "needs": Series("needs met"),
    "food": Series("food needs met"),
    "income": Series("income"),
    "grievance": Series("grievance"),
    "fear": Series("fear"),
    "cohesion": Series("cohesion of communities"),
    "trust_state": Series("trust in the government"),
    "trust_forces": Series("trust in local forces"),
    "trust_mission": Series("trust in the mission"),
    "control": Series("the state's rule of daily life"),
    "under_state": Series("people under the state's rule"),
    "fighters": Series("fighters of armed groups"),
    "skill": Series("skill of local forces"),
    "conduct": Series("conduct of local forces"),
    "pay": Series("pay of local forces"),
    "courts": Series("capacity of courts"),
    "administration": Series("administration"),
    "accountability": Series("accountability of officials"),
    "independence": Series("independence of judges"),
    "policing": Series("rules enforced in the police"),
    "versed": Series("adults taught to settle disputes"),
    "services": Series("public services"),
    "rents": Series("public money captured"),
    "inclusion": Series("inclusion in power"),
    "at_war": Series("pairs of parties at war"),
    "cessations": Series("cessations of hostilities in force"),
    "settlements": Series("settlements in force"),
    "truces": Series("local truces in force"),
    "dependency": Series("dependence on outsiders"),
    "vacuum": Series("security gap after exit"),
    "answered": Series("attacks that a patrol reached in time so far", True),
    "deployed": Series("peacekeepers in the theatre"),
    "consent": Series("the host's consent"),
    "will": Series("donors' will to go on"),
    "leaks": Series("warnings leaked to bands so far"),
}
"""Weekly series along which the walk looks for the parting of the ways."""

FIRST: dict[str, str] = {
    "districts.court_work": "courts",
    "districts.admin_work": "administration",
    "districts.oversight_work": "accountability",
    "districts.service_work": "services",
    "districts.bench_work": "independence",
    "districts.police_work": "policing",
    "districts.takeover": "dependency",
    "districts.upkeep": "dependency",
    "communities.lessons": "versed",
    "communities.food_aid": "food",
    "communities.health_aid": "needs",
    "communities.shelter_aid": "needs",
    "communities.jobs": "income",
    "communities.cash": "income",
    "communities.building": "income",
    "communities.dialogue": "truces",
    "communities.engagement": "trust_mission",
    "ties.settling": "truces",
    "groups.reform": "inclusion",
    "factions.sanctions": "fighters",
    "dyads.mediation": "cessations",
    "dyads.terms": "settlements",
    "dyads.verification": "cessations",
    "dyads.guarantee": "settlements",
    "forces.intelligence_taught": "skill",
    "forces.tactics_taught": "skill",
    "forces.crisis_taught": "skill",
    "forces.conduct_taught": "conduct",
    "forces.mentoring": "conduct",
    "forces.narrow": "conduct",
    "forces.equipped": "control",
    "forces.drill": "skill",
    "forces.paid_direct": "pay",
    "mission.friction": "consent",
    "mission.tact": "consent",
    "mission.lobbying": "will",
    "mission.goodwill": "consent",
    "mission.liaison": "answered",
    "mission.tasking": "answered",
    "mission.shared": "answered",
    "mission.told": "leaks",
    "mission.vetted": "leaks",
    "cells.watch": "answered",
    "cells.leaks": "leaks",
    "cells.protect": "deaths_civilians",
    "clock.embargo": "income",
}
"""The weekly series that a channel moves first; channels that no series shows are left out."""

BY_ELEMENT: dict[str, tuple[str, ...]] = {
    "mission": ("deployed",),
    "engagement": ("trust_mission",),
    "aid": ("needs",),
    "logistics": ("needs",),
}
"""The same for what elements do without a channel, in columns of their own."""

MEASURES = {"killed": "people killed", "control": "the state's rule", "displaced": "displaced"}
"""What is compared between places: measures of :data:`experiments.explaining.records.PLACE`."""

LEVELS = ("control", "displaced")
"""Those of them that are levels, compared by their mean over the run, not by their sum."""


def words(line: Line) -> str:
    """Say in plain words what a line holds."""
    if line.kind == records.SERIES:
        return SERIES[line.name].words if line.name in SERIES else line.name
    if line.kind == records.MONEY:
        return f"money of {line.name}"
    if line.kind == records.ASKED:
        table, _, column = line.detail.partition(".")
        return TABLES[table].columns[column].doc
    if line.kind == records.FAILED:
        return Reason[line.detail].name.lower().replace("_", " ")
    if line.kind == records.PLACE:
        return f"{MEASURES[line.name]} in {line.detail}"
    verb = "killed by" if line.kind == records.KILLED else "by"
    return f"{line.name}, {verb} {line.detail}"


def counted(element: str, reason: str) -> str:
    """Return the unit in which it is counted what an element did not do, for a reason."""
    if reason == Reason.NO_FUNDS.name:
        return "US dollars"
    known: dict[str, type[Mechanism]] = {Deployment.name: Deployment, **ELEMENTS}
    return known[element].counts if element in known else ""


def moved_first(element: str, channels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the weekly series that an element moves first, by the channels that it asks."""
    by_channel = [FIRST[channel] for channel in channels if channel in FIRST]
    return tuple(dict.fromkeys([*BY_ELEMENT.get(element, ()), *by_channel]))

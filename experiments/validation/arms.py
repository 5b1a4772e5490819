"""Arms: what a run changes in its scenario, by dotted path; and mechanisms, switched off.

A mechanism is named in `facts.yaml`; what stands for it in the model is listed here, and so is what
its absence cannot show.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from experiments.validation.findings import OFF

Changes = dict[str, Any]
"""Values by dotted path."""


class ByPeople(NamedTuple):
    """A number of persons, by 1,000 inhabitants of the theatre."""

    per_1000: float


REFERENCE = 0.75
"""Troops per 1,000 inhabitants that stand for 10,000 in a theatre of 10 to 20 million people."""

POLICE = 0.04 * REFERENCE
OBSERVERS = 0.05
FULL = 8
"""Weeks until a mission that comes at once is whole: two to ten, by country."""

WATCHED = (FULL + 26, FULL + 130)
"""Weeks in which the dead of a war are counted: months 6 to 30 after full strength."""

WAR_WEEKS = WATCHED[1]

AT_ONCE: Changes = {
    "strategy.mission.start": 0,
    "strategy.mission.pledge": 1,
    "strategy.mission.prepare": 1,
    "strategy.mission.ship": 1,
    "strategy.mission.intake": 50_000,
    "strategy.mission.speed": 400,
    "strategy.mission.shortfall": 0,
    "strategy.mission.duration": 520,
    "strategy.mission.draw_down": 4,
    "strategy.mission.civil_delay": 4,
    "strategy.mission.civil_build_up": 13,
}
"""A mission that is there from the first weeks on and stays: deployment is no part of the test."""

NOBODY: Changes = {}


def mission(
    troops: float = 0.0, police: float = 0.0, observers: float = 0.0, **more: Any
) -> dict[str, Any]:
    """Return a mission of so many by 1,000 inhabitants, there at once.

    Args:
        more: levers of the mission, without their path.
    """
    return {
        **AT_ONCE,
        "strategy.mission.troops_per_1000": troops,
        "strategy.mission.police_per_1000": police,
        "strategy.mission.observers_per_1000": observers,
        **{f"strategy.mission.{name}": value for name, value in more.items()},
    }


def element(name: str, **levers: Any) -> dict[str, Any]:
    """Return an element of a strategy at full level, with levers of one's own."""
    found = {f"strategy.{name}.level": 1.0}
    return found | {f"strategy.{name}.{lever}": value for lever, value in levers.items()}


def without(arms: Mapping[str, Changes], mechanism: Changes) -> dict[str, dict[str, Any]]:
    """Return the same arms with a mechanism off, their names ending in the mark of that."""
    return {f"{name}{OFF}": {**changes, **mechanism} for name, changes in arms.items()}


def long_stay(weeks: int) -> dict[str, Any]:
    """Return what makes a mission leave after so many weeks."""
    return {"strategy.mission.duration": weeks, "strategy.mission.draw_down": 4}


GUARANTEED = element("mediation", share_local=0.4, guarantee=0.9, verification=0.9)
"""Mediators, and a mission that verifies and has promised to punish breaches with its forces."""

# What stands for a mechanism in the model, at the value at which it does nothing.

PRESENCE: Changes = {
    "dynamics.band_rule.deterrence": 0.0,  # bands do not reckon with peacekeepers who would come
    "dynamics.campaigns.interposition": 0.0,  # commanders do not reckon with them (separation)
    "dynamics.fighting.between": 1e9,  # nor do they stand between those who would meet
    "dynamics.arrangements.broker": 0.0,  # nor do they bring about local arrangements
    "dynamics.fighting.in_time": 1e-9,  # nobody comes while an attack goes on
    "dynamics.fighting.passed": 0.0,  # nothing that they see is passed on (monitoring)
    "dynamics.band_rule.policed": 0.0,  # police deter no attack on people
    "dynamics.fighting.watched": 0.0,  # nor abuse by local forces
    "dynamics.crime.mentored": 0.0,  # local police do no more with them than without
    "dynamics.communal.guard_half": 1e9,  # nobody's presence keeps order among neighbours
}
COMMITMENT: Changes = {
    "dynamics.politics.guarantee": 0.0,
    "dynamics.politics.punish": 0.0,
    "dynamics.politics.witness": 0.0,
    "dynamics.politics.exposure": 0.0,
    "dynamics.fighting.attributed": 0.0,
}
POWER_SHARING: Changes = {
    "dynamics.politics.signal": 0.0,
    "dynamics.politics.integration": 0.0,
    "dynamics.politics.autonomy": 0.0,
    "dynamics.politics.dividend": 0.0,
    "dynamics.politics.reform": 0.0,
}
BARGAINING: Changes = {"dynamics.politics.mediators": 0.0}
LOCAL_MEDIATION: Changes = {"dynamics.communal.mediators": 0.0}
MEETINGS: Changes = {"dynamics.communal.dialogue": 0.0}
SABOTAGE: Changes = {"dynamics.band_rule.spoil": 0.0}
OPPORTUNITY: Changes = {"dynamics.community_rule.work": 0.0, "dynamics.community_rule.pay": 0.0}
LOCAL_NORMS: Changes = {"dynamics.communal.versed": 0.0}
SERVICE: Changes = {
    "dynamics.institutions.lesson": 0.0,
    "dynamics.institutions.mentor": 0.0,
}
INFORMING: Changes = {
    "dynamics.feelings.tip_harm": 0.0,
    "dynamics.feelings.anger": 0.0,
    "dynamics.community_rule.danger": 0.0,
}
ACCESS: Changes = {"strategy.governance.access_half": 1e6}  # work goes on whatever happens
QUALITY: Changes = {"dynamics.fighting.in_time": 1e-9, "dynamics.band_rule.deterrence": 0.0}
ABUSE: Changes = {"dynamics.fighting.abuse": 0.0}
GROUPING: Changes = {"dynamics.band_life.merge": 0.0, "dynamics.band_life.shatter": 0.0}
BREAD: Changes = {"dynamics.band_life.bread": 0.0, "dynamics.band_life.fence": 0.0}

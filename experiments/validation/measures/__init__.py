"""What is kept of a run: numbers by name, worked out where the run is made.

A measure is a function from a :class:`Past` to numbers. Counts and times at risk are kept, not
rates, so that they can be added up over seeds.
"""

from experiments.validation.measures.agreements import ceasefires, settlements, truce_onset
from experiments.validation.measures.course import episodes, return_to_war, stable_year, war_end
from experiments.validation.measures.deaths import after_war, killed, mission_deaths
from experiments.validation.measures.past import Measure, Past
from experiments.validation.measures.patterns import patterns
from experiments.validation.measures.places import bases
from experiments.validation.measures.presence import (
    aid_goods,
    cooperation,
    cost,
    deployment,
    geometry,
    institutions,
    response,
)

__all__ = [
    "Measure",
    "Past",
    "after_war",
    "aid_goods",
    "bases",
    "ceasefires",
    "cooperation",
    "cost",
    "deployment",
    "episodes",
    "geometry",
    "institutions",
    "killed",
    "mission_deaths",
    "patterns",
    "response",
    "return_to_war",
    "settlements",
    "stable_year",
    "truce_onset",
    "war_end",
]

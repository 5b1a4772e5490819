"""What is done by lot within a run, on top of what its scenario and strategy do.

A trial draws lots that depend on the seed alone, so that every arm of a seed has the same places
in the same groups, treated or not: an arm without treatment is the sham that the others are held
against.
"""

from experiments.validation.trials.base import Trial, TrialModel
from experiments.validation.trials.bases import RandomBases
from experiments.validation.trials.contest import ControlWatch
from experiments.validation.trials.harm import Harm
from experiments.validation.trials.lulls import Lulls
from experiments.validation.trials.places import Dialogue, PolicePatrols, Projects, Towns
from experiments.validation.trials.veterans import Veterans

__all__ = [
    "ControlWatch",
    "Dialogue",
    "Harm",
    "Lulls",
    "PolicePatrols",
    "Projects",
    "RandomBases",
    "Towns",
    "Trial",
    "TrialModel",
    "Veterans",
]

"""Which runs there are: ensembles, each shared by all the facts that can be read off it.

An ensemble is a sweep: every arm in every one of its scenarios, with the same seeds for all.
"""

from functools import lru_cache

from experiments.validation.ensembles.base import QUICK, Ensemble
from experiments.validation.ensembles.lots import lots
from experiments.validation.ensembles.peace import peace
from experiments.validation.ensembles.programmes import mission, programmes
from experiments.validation.ensembles.war import war

__all__ = ["QUICK", "Ensemble", "ensembles"]


@lru_cache(maxsize=1)
def ensembles() -> dict[str, Ensemble]:
    """Every ensemble by name."""
    found = (*war(), *peace(), *lots(), *programmes(), *mission())
    return {one.name: one for one in found}

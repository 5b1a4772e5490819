"""Functions that stand in for the model, with a region of parameters that is known to fit."""

import numpy as np

from experiments.sweep.model import Output, Task

LETHALITY, MERGE = "dynamics.fighting.lethality", "dynamics.band_life.merge"


def known(task: Task) -> Output:
    """Deaths are 10,000 times lethality, displaced people 100 times merging, both with luck.

    Nothing else matters. There are too few events for k50.
    """
    luck = np.random.default_rng(task.seed).normal(size=2)
    return Output(
        {
            "deaths": 10_000 * task.values[LETHALITY] + 10.0 * luck[0],
            "displaced": 100 * task.values[MERGE] + luck[1],
            "lethal.k50": float("nan"),
        }
    )


def silent_where_mild(task: Task) -> Output:
    """The same, but deaths can only be measured where there are many."""
    found = known(task)
    if task.values[LETHALITY] < 0.05:
        found.outcomes["deaths"] = float("nan")
    return found

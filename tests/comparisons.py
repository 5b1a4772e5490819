"""Comparisons made by hand, for tests of what is said about them."""

from collections.abc import Mapping

import numpy as np

from experiments.comparison import WEEKLY, Comparison, Run
from sim import Scenario
from sim.metrics import Measures
from sim.results import OUTCOMES

WEEKS = 780
Made = Mapping[str, Mapping[str, list[float]]]


def made(scenario: Scenario, outcomes: Made, asked: int | None = None) -> Comparison:
    """A comparison with the given outcomes of each replicate; the rest are 0."""
    runs = {}
    for strategy, values in outcomes.items():
        replicates = len(next(iter(values.values())))
        runs[strategy] = tuple(
            Run(
                strategy,
                seed,
                {**dict.fromkeys(OUTCOMES, 0.0), **{k: v[seed - 1] for k, v in values.items()}},
                {name: np.full(WEEKS, seed, np.float32) for name in WEEKLY},
                f"{strategy}{seed}",
            )
            for seed in range(1, replicates + 1)
        )
    seeds = tuple(range(1, replicates + 1))
    scenarios = {
        name: scenario.varied({"strategy.name": name, "weeks": WEEKS}) for name in outcomes
    }
    return Comparison(scenarios, seeds, asked or len(seeds), WEEKS, runs, Measures())

"""Studies made by hand, whose answers are known."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from experiments.analysis.strategies.study import Factor, Study

Draw = Callable[[str, dict[str, float], int], float]


def study_of(
    values: Mapping[str, list[float]], outcome: str = "peace_years_after", **more: object
) -> Study:
    """One world: an outcome of each replicate, by strategy."""
    rows = [
        {
            "point": 0,
            "replicate": replicate,
            "seed": replicate,
            "scenario": "made",
            "strategy": strategy,
            outcome: value,
        }
        for strategy, list_of in values.items()
        for replicate, value in enumerate(list_of)
    ]
    return Study(pd.DataFrame(rows), **more)  # type: ignore[arg-type]


def sampled(
    x: np.ndarray, factors: tuple[Factor, ...], draw: Draw, replicates: int = 1, **more: object
) -> Study:
    """One scenario at many points: `draw(strategy, values, replicate)` is the outcome `deaths`."""
    strategies = more.pop("strategies", ("only",))
    rows = []
    for replicate in range(replicates):
        for point, row in enumerate(x):
            values = {f.path: float(v) for f, v in zip(factors, row, strict=True)}
            for strategy in strategies:  # type: ignore[attr-defined]
                rows.append(
                    {
                        "point": point,
                        "replicate": replicate,
                        "scenario": "made",
                        "strategy": strategy,
                        **values,
                        "deaths": draw(strategy, values, replicate),
                    }
                )
    return Study(pd.DataFrame(rows), factors, **more)  # type: ignore[arg-type]


def noise(replicates: int, seed: int = 1, size: float = 1.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.0, size, replicates)

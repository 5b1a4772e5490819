"""Runs come out as those of Mesa's example: two-sample Kolmogorov-Smirnov tests over seeds.

`mesa_sample.csv` has what Mesa's example came to (`mesa_sample.py` makes it). Seeds of both models
are 1 and up; they mean nothing to each other.
"""

import csv
import sys
from typing import Any

import mesa
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import ks_2samp

from sim.epstein import CivilViolence
from tests.epstein.mesa_sample import COUNTS, SAMPLE, SETTINGS, counts_in_mesa

SMALL = SETTINGS["restless"].parameters | {"width": 11, "height": 10, "citizen_vision": 3}
OURS = 400
"""Seeds of this project's model."""

LEAST = 0.01
"""Smallest p-value that passes: seeds are fixed, so that a pass stays a pass."""


def ours(parameters: dict[str, Any], seeds: int, steps: int) -> NDArray[np.int64]:
    """Active, quiet and arrested citizens by seed, shape (seeds, 3)."""
    found = []
    for seed in range(1, seeds + 1):
        model = CivilViolence(rng=seed, **parameters)
        for _ in range(steps):
            model.town.advance()
        found.append([getattr(model, count) for count in COUNTS])
    return np.array(found)


def recorded(name: str) -> NDArray[np.int64]:
    """What Mesa's example came to, shape (seeds, 3)."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["setting"] == name]
    assert [int(row["seed"]) for row in rows] == list(range(1, SETTINGS[name].seeds + 1))
    return np.array([[int(row[count]) for count in COUNTS] for row in rows])


def p_values(one: NDArray[np.int64], other: NDArray[np.int64]) -> dict[str, float]:
    """By count: the chance of a distance as large as that between the two samples."""
    return {count: float(ks_2samp(one[:, k], other[:, k]).pvalue) for k, count in enumerate(COUNTS)}


@pytest.mark.parametrize("name", list(SETTINGS))
def test_runs_come_out_as_in_mesas_example(name: str) -> None:
    setting = SETTINGS[name]
    found = p_values(recorded(name), ours(setting.parameters, OURS, setting.steps))
    assert min(found.values()) > LEAST, found


def test_small_towns_come_out_as_in_the_installed_mesa() -> None:
    """The same with whatever Mesa is here, in less time.

    Each version draws other numbers from a seed, so that the bound is what hardly any version
    fails by chance.
    """
    theirs = np.array([counts_in_mesa(SMALL, 10, seed) for seed in range(1, 101)])
    found = p_values(theirs, ours(SMALL, 400, 10))
    assert min(found.values()) > LEAST / 10, found


@pytest.mark.slow
@pytest.mark.parametrize("name", list(SETTINGS))
def test_the_sample_is_that_of_mesas_example(name: str) -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        versions = {row["mesa"] for row in csv.DictReader(file)}
    if versions != {mesa.__version__}:
        pytest.skip(f"the sample is of Mesa {versions}, here is {mesa.__version__}")
    setting = SETTINGS[name]
    for seed in (1, setting.seeds // 2, setting.seeds):
        found = counts_in_mesa(setting.parameters, setting.steps, seed, hurry=False)
        assert found == tuple(recorded(name)[seed - 1])


if __name__ == "__main__":  # the figures, for the record
    for each in SETTINGS:
        one = SETTINGS[each]
        both = recorded(each), ours(one.parameters, OURS, one.steps)
        for k, count in enumerate(COUNTS):
            test = ks_2samp(both[0][:, k], both[1][:, k])
            means = ", ".join(f"{sample[:, k].mean():.2f}" for sample in both)
            sys.stdout.write(
                f"{each} {count}: means {means}; D {test.statistic:.3f}, p {test.pvalue:.3f}\n"
            )

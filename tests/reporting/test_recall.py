"""A result out of a folder is the result that was saved, as far as folders tell."""

import math
from pathlib import Path

import numpy as np
import pytest

from experiments.reporting.recall import recalled
from sim import Scenario, simulate
from sim.figures.maps import _deaths
from sim.replay.folder import read
from sim.results import Result


@pytest.fixture(scope="module")
def both(run_folder: Path) -> tuple[Result, Result]:
    """The run made once more, and what its folder tells."""
    found = recalled(read(run_folder))
    return simulate(found.scenario, found.seed, found.weeks), found


def test_numbers_come_back_exactly(both: tuple[Result, Result]) -> None:
    made, found = both
    assert made.digest() == found.digest()
    for name, value in made.outcomes.items():
        told = found.outcomes[name]
        assert told == value or (math.isnan(told) and math.isnan(value)), name
    assert found.summary() == made.summary()
    assert found.reasons_text() == made.reasons_text()
    assert "Nothing" not in found.reasons_text()


def test_the_map_comes_back(both: tuple[Result, Result]) -> None:
    made, found = both
    for name in ("land", "district", "river", "capital"):
        np.testing.assert_array_equal(getattr(found.ground, name), getattr(made.ground, name))
    np.testing.assert_allclose(found.ground.terrain, made.ground.terrain, atol=0.5 / 255)
    np.testing.assert_array_equal(_deaths(found, 0, 120), _deaths(made, 0, 120))
    assert _deaths(found, 0, 120).sum() == made.outcomes["deaths"] > 0
    last, told = made.moments[-1], found.moments[-1]
    assert (told.week, len(told.bands)) == (last.week, len(last.bands))
    np.testing.assert_allclose(
        told.fighters[: len(last.fighters)], last.fighters, atol=len(last.bands)
    )
    assert sorted(map(tuple, told.peacekeepers[:, :2])) == sorted(
        map(tuple, last.peacekeepers[:, :2])
    )


def test_agreements_keep_their_parties() -> None:
    scenario = Scenario.load("fragile_settlement", strategy="none")
    made = simulate(scenario, 1, 30)
    assert len(made.agreements)
    sides = [tuple(made.pairs[row]) for row in made.agreements["dyad"]]
    told = [(made.film["agreement_a"][k], made.film["agreement_b"][k]) for k in range(len(sides))]
    assert sides == told

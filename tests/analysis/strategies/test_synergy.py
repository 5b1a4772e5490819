from itertools import product

import numpy as np
import pytest

from experiments.analysis.strategies.study import Factor
from experiments.analysis.strategies.synergy import contrast, synergy, two_level
from sim.errors import UserError
from tests.analysis.strategies.studies import sampled

LEVERS = tuple(Factor(f"strategy.{n}.level", 0.0, 1.0, "lever") for n in ("aid", "talks", "troops"))
CORNERS = np.array(list(product((0.0, 1.0), repeat=3)))


def effect(strategy: str, values: dict[str, float], replicate: int) -> float:
    aid, talks, troops = values.values()
    shared = 10.0 * np.random.default_rng(replicate).normal()
    own = np.random.default_rng([replicate, int(4 * aid + 2 * talks + troops)]).normal(0, 0.2)
    return float(50 + shared - 4 * talks - 6 * aid * talks + own)


def test_contrasts_are_those_of_the_textbook() -> None:
    # Two factors, cells 00, 01, 10, 11 (Montgomery, Design and Analysis of Experiments, ch. 6).
    cells = np.array([10.0, 12.0, 15.0, 25.0])
    assert cells @ contrast((0,), 2) == pytest.approx(((15 - 10) + (25 - 12)) / 2)
    assert cells @ contrast((1,), 2) == pytest.approx(((12 - 10) + (25 - 15)) / 2)
    assert cells @ contrast((0, 1), 2) == pytest.approx((25 - 12) - (15 - 10))


def test_effects_alone_and_together_are_found_through_shared_luck() -> None:
    found = synergy(sampled(CORNERS, LEVERS, effect, 10, sampler="grid"), "deaths")
    table = found.table.set_index("term")
    assert table.loc["aid with talks", "effect"] == pytest.approx(-6, abs=0.4)
    assert table.loc["talks", "effect"] == pytest.approx(-7, abs=0.3)  # -4, and half of -6
    assert table.loc["troops", "effect"] == pytest.approx(0, abs=0.3)
    assert set(table.index[table["told_apart"]]) == {"aid", "talks", "aid with talks"}
    assert "Better together than the sum: aid with talks" in found.sentence()
    matrix = found.matrix()
    assert matrix[0, 1] == matrix[1, 0] == pytest.approx(-6, abs=0.4)
    assert len(table) == 7


def test_too_few_replicates_are_said_to_be_too_few() -> None:
    found = synergy(sampled(CORNERS, LEVERS, effect, 4, sampler="grid"), "deaths")
    assert "4 replicates tell no synergy in deaths" in found.sentence()


def test_only_full_two_level_designs_will_do() -> None:
    study = sampled(CORNERS[:-1], LEVERS, effect, 4, sampler="grid")
    assert two_level(study) == []
    with pytest.raises(UserError, match="full two-level design"):
        synergy(study, "deaths")

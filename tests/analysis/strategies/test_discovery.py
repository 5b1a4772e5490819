import numpy as np
import pytest
from scipy import stats

from experiments.analysis.strategies.discovery import discovery
from experiments.analysis.strategies.prim import Box, held_out_density, limit_p, prim
from experiments.analysis.strategies.study import Factor
from sim.errors import UserError
from tests.analysis.strategies.studies import sampled

FACTORS = tuple(Factor(f"world.{name}", 0.0, 1.0) for name in "abc")


def planted(x: np.ndarray, inside: float, outside: float, seed: int = 0) -> np.ndarray:
    """Failures that are more frequent where a > 0.6 and b < 0.5."""
    rng = np.random.default_rng(seed)
    where = (x[:, 0] > 0.6) & (x[:, 1] < 0.5)
    return (rng.random(len(x)) < np.where(where, inside, outside)).astype(float)


def test_a_planted_box_is_found_and_nothing_else() -> None:
    x = np.random.default_rng(1).random((400, 3))
    box = prim(x, planted(x, 1.0, 0.0))
    assert box.limited == [0, 1]
    assert box.low[0] == pytest.approx(0.6, abs=0.05) and np.isinf(box.high[0])
    assert box.high[1] == pytest.approx(0.5, abs=0.05) and np.isinf(box.low[1])


def test_a_noisy_box_holds_on_points_left_out() -> None:
    x = np.random.default_rng(2).random((200, 3))
    density, p = held_out_density(x, planted(x, 0.8, 0.1))
    assert 0.5 < density <= 0.9 and p < 0.001


def test_noise_seldom_makes_a_box() -> None:
    found = 0
    for seed in range(25):
        rng = np.random.default_rng(seed)
        x, y = rng.random((80, 4)), (rng.random(80) < 0.4).astype(float)
        found += held_out_density(x, y)[1] < 0.05
    assert found <= 4


def test_the_p_of_a_limit_is_binomial() -> None:
    x = np.linspace(0.05, 0.95, 10)[:, None]
    y = np.array([0.0] * 5 + [1.0] * 5)
    box = Box(np.array([0.5]), np.array([np.inf]))
    assert limit_p(box, 0, x, y) == pytest.approx(stats.binomtest(5, 5, 0.5, "greater").pvalue)


def test_the_sentence_says_where_a_strategy_fails() -> None:
    x = np.random.default_rng(3).random((150, 3))
    y = planted(x, 0.95, 0.05)

    def deaths(strategy: str, values: dict[str, float], replicate: int) -> float:
        return 100 * y[np.flatnonzero(x[:, 0] == values["world.a"])[0]]

    found = discovery(sampled(x, FACTORS, deaths), "deaths", threshold=50)
    assert found.found
    assert set(found.table["path"]) == {"world.a", "world.b"}
    assert "only fails (deaths above 50.0)" in found.sentence()
    assert "world.a is at least 0.59 and world.b is at most 0.56" in found.sentence()
    assert "On points left out it is 9" in found.sentence()
    assert found.coverage > 0.7 and found.density > 0.8


def test_failures_without_conditions_are_said_to_have_none() -> None:
    x = np.random.default_rng(4).random((60, 3))
    rng = np.random.default_rng(5)
    found = discovery(
        sampled(x, FACTORS, lambda s, v, r: float(rng.random() < 0.5)), "deaths", threshold=0.5
    )
    assert not found.found and "do not suffice" in found.sentence()


def test_strategies_that_never_or_always_fail_need_no_box() -> None:
    x = np.random.default_rng(4).random((40, 3))
    study = sampled(x, FACTORS, lambda s, v, r: 1.0)
    assert "never" in discovery(study, "deaths", threshold=2).sentence()
    assert "always" in discovery(study, "deaths", threshold=0.5).sentence()


def test_discovery_needs_uncertainties_and_points() -> None:
    x = np.random.default_rng(4).random((10, 3))
    with pytest.raises(UserError, match="at least 30 points"):
        discovery(sampled(x, FACTORS, lambda s, v, r: 1.0), "deaths")
    levers = tuple(Factor(f.path, 0, 1, "lever") for f in FACTORS)
    with pytest.raises(UserError, match="something uncertain"):
        discovery(sampled(x, levers, lambda s, v, r: 1.0), "deaths")


def test_to_be_no_better_than_the_reference_is_to_fail() -> None:
    x = np.random.default_rng(6).random((100, 3))

    def deaths(strategy: str, values: dict[str, float], replicate: int) -> float:
        helps = 30.0 if values["world.c"] > 0.4 else 0.0
        return 100 + 50 * replicate - (helps if strategy == "b" else 0.0)

    found = discovery(sampled(x, FACTORS, deaths, 2, strategies=("a", "b")), "deaths")
    assert "b fails (no better than a by deaths) in 3" in found.sentence()
    assert list(found.table["path"]) == ["world.c"]
    assert found.table["end"].iloc[0] == pytest.approx(0.4, abs=0.05)

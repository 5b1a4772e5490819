import math

import numpy as np
import pandas as pd
import pytest
from SALib.analyze import morris as morris_analyze
from SALib.analyze import sobol as sobol_analyze
from SALib.sample import latin, morris
from SALib.sample import sobol as sobol_sample
from SALib.test_functions import Ishigami
from scipy import stats

from experiments.analysis.strategies.indices import luck_share, partial_rank_correlation, problem
from experiments.analysis.strategies.sensitivity import sensitivity
from experiments.analysis.strategies.study import Factor
from sim.errors import UserError
from tests.analysis.strategies.studies import Draw, sampled

PI = math.pi
ISHIGAMI = tuple(Factor(f"p.x{i}", -PI, PI) for i in (1, 2, 3))
LINEAR = tuple(Factor(f"p.{name}", 0.0, 1.0) for name in "abcd")


def ishigami(strategy: str, values: dict[str, float], replicate: int) -> float:
    return float(Ishigami.evaluate(np.array([list(values.values())]))[0])


def linear(strategy: str, values: dict[str, float], replicate: int) -> float:
    return 5 * values["p.a"] - 2 * values["p.b"] + 0.5 * values["p.c"]


def noisy(strategy: str, values: dict[str, float], replicate: int) -> float:
    rng = np.random.default_rng([replicate, int(1e9 * values["p.a"]), int(1e9 * values["p.b"])])
    return linear(strategy, values, replicate) + float(rng.normal(0, 3))


def test_sobol_indices_are_those_of_salib_and_of_theory() -> None:
    x = sobol_sample.sample(problem(ISHIGAMI), 512, seed=1)
    found = sensitivity(sampled(x, ISHIGAMI, ishigami, sampler="saltelli"), "deaths")
    y = Ishigami.evaluate(x)
    direct = sobol_analyze.analyze(problem(ISHIGAMI), y, seed=1)
    table = found.table.set_index("path").loc[[f.path for f in ISHIGAMI]]
    assert table["ST"].to_numpy() == pytest.approx(direct["ST"])
    assert table["S1"].to_numpy() == pytest.approx([0.3139, 0.4424, 0.0], abs=0.06)
    assert table["ST"].to_numpy() == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.08)
    assert table["told"].all()
    assert found.pairs is not None
    assert found.pairs.loc["p.x1", "p.x3"] == pytest.approx(0.2437, abs=0.1)
    assert "luck cannot be told" in found.sentence()


def test_morris_is_that_of_salib_and_finds_the_order() -> None:
    x = morris.sample(problem(LINEAR), 12, num_levels=4, seed=2)
    study = sampled(x, LINEAR, linear, sampler="morris", settings={"num_levels": 4})
    found = sensitivity(study, "deaths")
    y = np.array(
        [linear("", dict(zip([f.path for f in LINEAR], row, strict=True)), 0) for row in x]
    )
    direct = morris_analyze.analyze(problem(LINEAR), x, y, num_levels=4, seed=1)
    assert list(found.table["path"]) == ["p.a", "p.b", "p.c", "p.d"]
    assert found.table["mu_star"].to_numpy() == pytest.approx(sorted(direct["mu_star"])[::-1])
    assert found.table["mu_star"].to_numpy() == pytest.approx([5, 2, 0.5, 0])
    assert list(found.table["told"]) == [True, True, True, False]
    assert "Not told from no influence: p.d" in found.sentence()


def test_luck_alone_makes_no_factor_matter() -> None:
    x = morris.sample(problem(LINEAR), 10, num_levels=4, seed=3)
    rng = np.random.default_rng(0)
    study = sampled(
        x, LINEAR, lambda s, v, r: float(rng.normal()), 4, sampler="morris",
        settings={"num_levels": 4},
    )  # fmt: skip
    found = sensitivity(study, "deaths")
    assert (found.table["mu_star"] > 0.3).all()  # sizes of noise
    assert found.table["told"].sum() <= 1
    assert found.luck > 0.9


def test_luck_that_all_points_share_widens_intervals() -> None:
    x = morris.sample(problem(LINEAR), 8, num_levels=4, seed=1)

    def by_seed(strategy: str, values: dict[str, float], replicate: int) -> float:
        return (4 + (-1) ** replicate) * values["p.a"]

    def table(outcome: Draw) -> pd.DataFrame:
        study = sampled(x, LINEAR, outcome, 4, sampler="morris", settings={"num_levels": 4})
        return sensitivity(study, "deaths").table.set_index("path")

    steady = table(lambda strategy, values, replicate: 4 * values["p.a"]).loc["p.a"]
    lucky = table(by_seed).loc["p.a"]
    assert steady["mu_star"] == lucky["mu_star"] == pytest.approx(4)
    assert steady["mu_star_high"] - steady["mu_star"] < 1e-6
    # Effects of 5 and 3 in turn; what they differ by is pooled over four factors, three still.
    expected = stats.t.ppf(0.975, 12) * math.sqrt(4 / 3 / 4) / 2
    assert lucky["mu_star_high"] - lucky["mu_star"] == pytest.approx(expected)


def test_other_samples_get_partial_rank_correlations() -> None:
    x = latin.sample(problem(LINEAR), 80, seed=1)
    found = sensitivity(sampled(x, LINEAR, noisy, 2, sampler="latin"), "deaths")
    table = found.table.set_index("path")
    assert found.method == "rank"
    assert table.loc["p.a", "told"] and not table.loc["p.d", "told"]
    assert table.loc["p.b", "prcc"] < 0
    assert "Saltelli" in found.sentence()


def test_partial_rank_correlation_is_that_of_residuals() -> None:
    rng = np.random.default_rng(4)
    x = rng.random((60, 3))
    y = x[:, 0] - 0.5 * x[:, 1] ** 3 + 0.3 * rng.normal(size=60)
    ranks = stats.rankdata(np.column_stack([x, y]), axis=0)
    for i, value in enumerate(partial_rank_correlation(x, y)):
        others = np.column_stack([np.ones(60), np.delete(ranks[:, :3], i, axis=1)])
        left = [
            column - others @ np.linalg.lstsq(others, column, rcond=None)[0]
            for column in (ranks[:, i], ranks[:, 3])
        ]
        assert value == pytest.approx(stats.pearsonr(*left).statistic)


def test_blocks_that_are_not_complete_are_left_out() -> None:
    x = morris.sample(problem(LINEAR), 6, num_levels=4, seed=2)
    study = sampled(x[:-2], LINEAR, linear, sampler="morris", settings={"num_levels": 4})
    assert sensitivity(study, "deaths").points == 25
    with pytest.raises(UserError, match="two complete blocks of 10"):
        sensitivity(sampled(x[:12], LINEAR, linear, sampler="saltelli"), "deaths")


def test_the_share_of_luck_is_the_variance_within_points() -> None:
    rng = np.random.default_rng(0)
    y = rng.normal(0, 1, (1, 2000)) + rng.normal(0, 1, (5, 2000))
    assert luck_share(y) == pytest.approx(0.5, abs=0.03)


def test_sensitivity_needs_two_factors_and_some_points() -> None:
    x = latin.sample(problem(LINEAR[:2]), 5, seed=1)
    with pytest.raises(UserError, match="at least 10 points"):
        sensitivity(sampled(x, LINEAR[:2], lambda s, v, r: 1.0), "deaths")
    with pytest.raises(UserError, match="two factors"):
        sensitivity(sampled(x[:, :1], LINEAR[:1], lambda s, v, r: 1.0), "deaths")


def test_one_factor_at_a_time_gives_paired_swings() -> None:
    # The case itself, then both ends of each factor: a, b, c, d.
    base = np.full(4, 0.5)
    x = np.array(
        [base, *(np.where(np.arange(4) == i, end, base) for i in range(4) for end in (0, 1))]
    )

    def outcome(strategy: str, values: dict[str, float], replicate: int) -> float:
        effect = linear(strategy, values, replicate) if strategy == "x" else 0.0
        return effect + 100 * np.sin(replicate) + 0.1 * replicate * values["p.b"]

    study = sampled(x, LINEAR, outcome, 8, sampler="one_at_a_time", strategies=("none", "x"))
    found = sensitivity(study, "deaths", "x")
    table = found.table.set_index("path")
    assert found.method == "swing"
    assert table.loc["p.a", "swing"] == pytest.approx(5)
    assert table.loc["p.b", "swing"] == pytest.approx(-2 + 0.1 * np.mean(range(8)))
    assert list(found.table["told"]) == [True, True, True, False]
    against = sensitivity(study, "deaths", "x", against="none").table.set_index("path")
    assert against.loc["p.b", "swing"] == pytest.approx(-2)  # what both share is no difference


def test_what_decides_between_strategies_is_their_difference() -> None:
    x = latin.sample(problem(LINEAR), 60, seed=1)

    def outcome(strategy: str, values: dict[str, float], replicate: int) -> float:
        both = 100 * values["p.a"]
        return both + (10 * values["p.c"] if strategy == "x" else 0.0)

    study = sampled(x, LINEAR, outcome, sampler="latin_hypercube", strategies=("none", "x"))
    assert sensitivity(study, "deaths", "x").table["path"].iloc[0] == "p.a"
    found = sensitivity(study, "deaths", "x", against="none")
    assert found.table["path"].iloc[0] == "p.c"
    assert "the difference of x from none in deaths" in found.sentence()


def test_groups_have_one_influence() -> None:
    grouped = tuple(
        Factor(f.path, f.low, f.high, group="ab" if f.path in ("p.a", "p.b") else "")
        for f in LINEAR
    )
    x = sobol_sample.sample(problem(grouped), 256, calc_second_order=False, seed=1)
    settings = {"second_order": False}
    study = sampled(x, grouped, linear, sampler="saltelli", settings=settings)
    found = sensitivity(study, "deaths")
    assert list(found.table["path"]) == ["ab", "p.c", "p.d"]
    assert found.table["ST"].to_numpy() == pytest.approx([29 / 29.25, 0.25 / 29.25, 0], abs=0.05)
    assert found.rows()[1][1] == "-"

"""Strategies that change places between scenarios: the test, and what is said of it."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from experiments.analysis.strategies.reversals import gail_simon, reversals
from experiments.analysis.strategies.study import Study
from experiments.analysis.strategies.world_figures import places_figure
from sim.errors import UserError
from tests.analysis.strategies.studies import noise

# Gail & Simon 1985, table 1: values that the statistic exceeds by chance in 5 % for so many groups.
CRITICAL = {2: 2.71, 3: 4.23, 4: 5.43, 5: 6.50, 6: 7.48, 7: 8.41, 8: 9.29}


def study_of_two(gains: dict[str, float], replicates: int = 20, size: float = 1.0) -> Study:
    """By scenario, by how much `x` has more years of peace than `none` in the mean."""
    rows = [
        {
            "point": point,
            "replicate": r,
            "scenario": scenario,
            "strategy": strategy,
            "peace_years_after": 2.0 + (gain + shift if strategy == "x" else 0.0),
        }
        for point, (scenario, gain) in enumerate(gains.items())
        for r, shift in enumerate(noise(replicates, seed=point, size=size))
        for strategy in ("none", "x")
    ]
    return Study(pd.DataFrame(rows))


@pytest.mark.parametrize(("groups", "value"), CRITICAL.items())
def test_critical_values_are_those_of_the_paper(groups: int, value: float) -> None:
    # As much evidence as that on the weaker side, more on the other.
    scores = [np.sqrt(value), -9.0, *[-1.0] * (groups - 2)]
    assert gail_simon(scores) == pytest.approx(0.05, abs=0.0006)


def test_two_groups_need_what_a_one_sided_test_needs() -> None:
    assert gail_simon([2.0, -5.0]) == pytest.approx(0.5 * chi2.sf(4.0, 1))


def test_one_sign_everywhere_is_no_reversal() -> None:
    assert gail_simon([0.1, 5.0, 30.0]) == 1.0


def test_the_order_of_groups_does_not_matter() -> None:
    assert len({round(gail_simon(order), 15) for order in permutations([1.5, -2.0, 0.3])}) == 1


def test_chance_gives_a_false_alarm_in_at_most_one_in_twenty() -> None:
    """At the edge of the null hypothesis: no effect in any scenario but two large ones."""
    rng = np.random.default_rng(1)
    scores = rng.normal(size=(4_000, 4)) + np.array([0.0, 0.0, 0.0, 9.0])
    alarms = np.mean([gail_simon(list(row)) < 0.05 for row in scores])
    assert 0.02 < alarms < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 4_000)


def test_a_strategy_that_helps_here_and_harms_there_is_told() -> None:
    found = reversals(study_of_two({"east": 2.0, "west": -2.0}), ["peace_years_after"])
    row = found.table.iloc[0]
    assert row["told"] and (row["ahead_in"], row["behind_in"]) == ("west", "east")
    assert row["ahead"] == pytest.approx(2.0, abs=0.5) and row["ahead_low"] > 0 > row["behind_high"]
    assert "none beats x in west and loses to it in east (20 replicates" in found.sentence()
    assert found.rows()[1][:3] == ["peace_years_after", "none", "x"]


def test_a_strategy_that_helps_more_here_than_there_is_not() -> None:
    found = reversals(study_of_two({"east": 4.0, "west": 1.0}), ["peace_years_after"])
    assert not found.table["told"].any()
    assert "no two strategies are told to change places" in found.sentence()


def test_few_noisy_runs_are_said_not_to_tell() -> None:
    found = reversals(study_of_two({"east": 0.3, "west": -0.3}, 5, 2.0), ["peace_years_after"])
    assert not found.table["told"].any()


def test_the_direction_of_an_outcome_is_minded() -> None:
    study = study_of_two({"east": 2.0, "west": -2.0})
    renamed = Study(study.runs.rename(columns={"peace_years_after": "deaths"}))
    row = reversals(renamed, ["deaths"]).table.iloc[0]
    assert (row["ahead_in"], row["behind_in"]) == ("east", "west")
    assert row["ahead"] < 0 < row["behind"]


def test_one_scenario_cannot_tell() -> None:
    with pytest.raises(UserError, match="needs two scenarios"):
        reversals(study_of_two({"east": 1.0}), ["peace_years_after"])


def test_the_figure_gives_each_strategy_its_place() -> None:
    study = study_of_two({"east": 2.0, "west": -2.0})
    figure = places_figure(reversals(study, ["peace_years_after"]), study)
    lines = {str(line.get_color()): list(line.get_ydata()) for line in figure.axes[0].lines}
    assert sorted(lines.values()) == [[1.0, 2.0], [2.0, 1.0]]
    assert "none beats x in west" in figure._suptitle.get_text().replace("\n", " ")

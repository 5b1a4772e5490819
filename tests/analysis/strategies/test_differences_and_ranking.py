import math

import numpy as np
import pytest
from scipy import stats

from experiments import paired
from experiments.analysis.strategies.differences import differences, fewest_to_tell
from experiments.analysis.strategies.ranking import rank_chances, ranking, replicates_to_lead
from tests.analysis.strategies.studies import noise, study_of

PEACE = "peace_years_after"


def test_differences_are_within_replicates() -> None:
    luck = noise(12, size=50.0)
    study = study_of({"none": list(luck), "good": list(luck + 2 + 0.1 * noise(12, 2))}, "deaths")
    found = differences(study, ["deaths"])
    row = found.table.iloc[0]
    assert row["told_apart"] and 1.8 < row["low"] < 2 < row["high"] < 2.2
    assert not row["better"]  # more deaths
    assert "told from none: good" in found.sentence()


def test_what_chance_explains_is_said_not_to_suffice() -> None:
    study = study_of({"none": list(noise(8)), "same": list(noise(8, 5))})
    found = differences(study, [PEACE])
    assert not found.table["told_apart"].any()
    assert "8 replicates do not tell same from none" in found.sentence()


def test_what_would_tell_is_more_than_what_does_not() -> None:
    # All six of one sign are p = 2 / 64, which three comparisons at once make too many.
    assert [fewest_to_tell(k) for k in (1, 3, 28)] == [6, 7, 11]
    luck = noise(6, 3)
    same = {name: list(luck + gap) for name, gap in (("none", 0), ("a", 1), ("b", 2), ("c", 3))}
    table = differences(study_of(same), [PEACE]).table
    assert not table["told_apart"].any() and (table["replicates_to_tell"] == 7).all()


def test_one_replicate_that_makes_up_the_mean_is_named() -> None:
    study = study_of({"none": [0.0] * 10, "odd": [0.1] * 9 + [50.0]}, "deaths")
    assert "heavy tails" in differences(study, ["deaths"]).sentence()


def test_several_comparisons_share_their_significance() -> None:
    p = np.array([0.01, 0.04, math.nan, 0.03])
    # Holm: 0.01 * 3, 0.03 * 2, 0.04 * 1 made monotonous.
    assert paired.holm(p) == pytest.approx([0.03, 0.06, math.nan, 0.06], nan_ok=True)


@pytest.mark.parametrize("half", [0.1, 0.5, 2.0])
def test_replicates_for_a_half_width_are_the_first_that_give_it(half: float) -> None:
    values = noise(30, 3, 1.0)
    n = int(paired.replicates_for(values, half))
    spread = values.std(ddof=1)

    def width(count: int) -> float:
        return float(stats.t.ppf(0.975, count - 1) * spread / math.sqrt(count))

    assert width(n) <= half
    assert n == paired.FEWEST or width(n - 1) > half


def test_the_ranking_follows_the_direction_of_the_outcome() -> None:
    luck = noise(20)
    values = {
        "bad": list(luck + 9),
        "good": list(luck + 1),
        "middle": list(luck + 5 + noise(20, 4)),
    }
    assert list(ranking(study_of(values, "deaths"), "deaths").table["strategy"]) == [
        "good", "middle", "bad",
    ]  # fmt: skip
    found = ranking(study_of(values), PEACE)
    assert list(found.table["strategy"]) == ["bad", "middle", "good"]
    assert found.sure and "bad is best with a chance of 100%" in found.sentence()


def test_chances_of_ranks_add_up_and_ties_are_shared() -> None:
    blocks = np.ones((10, 4))
    chances = rank_chances(blocks)
    assert chances.sum(axis=0) == pytest.approx(np.ones(4))
    assert chances.sum(axis=1) == pytest.approx(np.ones(4))
    assert chances == pytest.approx(np.full((4, 4), 0.25), abs=0.04)


def test_the_chance_to_be_best_is_that_of_a_t_test() -> None:
    n = 25
    gaps = noise(n, 7) + 0.3
    found = rank_chances(np.column_stack([gaps, np.zeros(n)]))[0, 0]
    t = gaps.mean() / (gaps.std(ddof=1) / math.sqrt(n))
    assert found == pytest.approx(stats.t.cdf(t, n - 1), abs=0.03)


def test_resamples_do_not_leave_what_was_seen() -> None:
    # One run of the rival fell short of the most there is: it can tie, and never win.
    best, rival = np.full(20, 5.0), np.array([5.0] * 19 + [0.0])
    chance = rank_chances(np.column_stack([best, rival]))[0, 0]
    missed = (19 / 20) ** paired.few(20)
    assert chance == pytest.approx(1 - missed / 2, abs=0.03)


@pytest.mark.parametrize("n", [6, 12, 40, 300])
def test_resamples_of_few_spread_as_student_says(n: int) -> None:
    values = noise(n, 11)
    means = paired.resampled(n, paired.few(n)) @ values
    t = stats.t.ppf(0.975, n - 1) / 1.96
    assert means.std() == pytest.approx(t * values.std(ddof=1) / math.sqrt(n), rel=0.12)


def test_replicates_to_lead_shrink_with_the_gap() -> None:
    rivals = np.column_stack([np.zeros(40), noise(40, 1), noise(40, 2)])
    lead = np.array([1.0, 0.0, 0.0])
    near, far = replicates_to_lead(rivals + 0.5 * lead), replicates_to_lead(rivals + 2 * lead)
    assert far < near < 100


def test_one_replicate_ranks_nothing() -> None:
    found = ranking(study_of({"a": [1.0], "b": [2.0]}), PEACE)
    assert "one replicate cannot rank" in found.sentence()
    assert found.rows()[1][2] == "-"


def test_close_strategies_are_not_called_sure() -> None:
    found = ranking(study_of({"a": list(noise(9)), "b": list(noise(9, 2))}), PEACE)
    assert not found.sure
    assert "9 replicates do not suffice to say which is best" in found.sentence()

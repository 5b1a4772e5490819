"""Tests of relapse for runs that share their luck: right under no difference, and sharper."""

import numpy as np
import pandas as pd
import pytest
from lifelines.datasets import load_waltons
from lifelines.statistics import logrank_test
from scipy import stats

from experiments import paired
from experiments.analysis.strategies.hazards import cox, logrank_scores, paired_logrank
from experiments.analysis.strategies.peace_survival import peace_survival
from experiments.analysis.strategies.spells import spells_of, watched_alike
from experiments.analysis.strategies.study import Study

END = 260.0


def pairs(
    rng: np.random.Generator, count: int, effect: float = 1.0, own: float = 0.2, worlds: int = 1
) -> pd.DataFrame:
    """Spells of two policies whose runs share most of their luck; b lasts `effect` times longer."""
    luck = rng.normal(0.0, 1.0, count)
    rows = []
    for name, times in (("a", 1.0), ("b", effect)):
        for world in range(worlds):
            weeks = 104 * times * np.exp(luck + rng.normal(0.0, own, count))
            rows.append(
                pd.DataFrame(
                    {"policy": name, "scenario": "s", "world": world, "block": range(count),
                     "replicate": range(count), "weeks": np.minimum(weeks, END),
                     "relapsed": weeks < END, "watched": END}
                )
            )  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def naive(spells: pd.DataFrame) -> float:
    one, other = (spells[spells["policy"] == name] for name in "ab")
    return float(
        logrank_test(one["weeks"], other["weeks"], one["relapsed"], other["relapsed"]).p_value
    )


def test_scores_add_up_to_the_log_rank_test_of_lifelines() -> None:
    data = load_waltons()
    weeks, relapsed = data["T"].to_numpy(float), data["E"].to_numpy(bool)
    mine = (data["group"] == "control").to_numpy()
    observed_less_expected = logrank_scores(weeks, relapsed)[mine].sum()
    variance = 0.0  # hypergeometric, at each time of a relapse
    for time in np.unique(weeks[relapsed]):
        n, n1 = (weeks >= time).sum(), (weeks[mine] >= time).sum()
        d = (relapsed & (weeks == time)).sum()
        variance += d * (n1 / n) * (1 - n1 / n) * (n - d) / max(n - 1, 1)
    theirs = logrank_test(weeks[mine], weeks[~mine], relapsed[mine], relapsed[~mine])
    assert observed_less_expected**2 / variance == pytest.approx(theirs.test_statistic)
    assert logrank_scores(weeks, relapsed).sum() == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("worlds", [1, 4])
def test_without_a_difference_the_paired_test_is_right_about_chance(worlds: int) -> None:
    rng = np.random.default_rng(8)
    trials = [pairs(rng, 24, worlds=worlds) for _ in range(300)]
    found = np.array([paired_logrank(one, ["a", "b"]) for one in trials])
    assert stats.kstest(found, "uniform").pvalue > 0.01
    assert 0.02 < np.mean(found < 0.05) < 0.09


def test_the_usual_test_is_not_and_overlooks_what_pairs_show() -> None:
    rng = np.random.default_rng(9)
    alike = [naive(pairs(rng, 24)) for _ in range(200)]
    assert np.mean(np.array(alike) < 0.2) < 0.01  # a fifth, if runs were independent
    better = [pairs(rng, 24, effect=1.25) for _ in range(100)]
    assert np.mean([paired_logrank(one, ["a", "b"]) < 0.05 for one in better]) > 0.6
    assert np.mean([naive(one) < 0.05 for one in better]) < 0.05


def test_worlds_that_share_luck_are_swapped_together() -> None:
    # Luck decides, for all forty worlds of a seed alike, which of two equal policies holds.
    rng = np.random.default_rng(3)
    sure = 0
    for _ in range(60):
        flips = rng.integers(0, 2, 10)
        rows = [
            {"policy": p, "scenario": "s", "world": w, "replicate": r, "block": r,
             "weeks": 50.0 if (p == "a") == bool(flips[r]) else 150.0, "relapsed": True,
             "watched": END}
            for r in range(10) for w in range(40) for p in "ab"
        ]  # fmt: skip
        sure += paired_logrank(pd.DataFrame(rows), ["a", "b"]) < 0.05
    assert sure <= 7


def test_three_policies_are_tested_at_once() -> None:
    rng = np.random.default_rng(5)
    p = []
    for _ in range(60):
        third = pairs(rng, 20).query("policy == 'a'").assign(policy="c")
        p.append(paired_logrank(pd.concat([pairs(rng, 20), third], ignore_index=True), list("abc")))
    assert 0.0 <= np.mean(np.array(p) < 0.1) < 0.25
    different = pairs(rng, 20, effect=3.0)
    third = different.query("policy == 'a'").assign(policy="c")
    assert paired_logrank(pd.concat([different, third], ignore_index=True), list("abc")) < 0.01


def test_swaps_of_more_than_two_arms_are_right_about_chance() -> None:
    rng = np.random.default_rng(2)
    p = [paired.swap_test(rng.normal(0, 1, (8, 3)) + rng.normal(0, 5, (8, 1))) for _ in range(150)]
    assert stats.kstest(p, "uniform").pvalue > 0.01
    two = rng.normal(0, 1, (9, 2))
    assert paired.swap_test(two) == paired.sign_flip_test(two[:, 0] - two[:, 1])
    assert paired.swap_test(np.zeros((5, 3))) == 1.0
    assert np.isnan(paired.swap_test(np.zeros((0, 3)))) and np.isnan(paired.swap_test(two[:, :1]))


def test_pairs_are_watched_as_long_as_the_one_that_leaves_later() -> None:
    rows = [
        # seed 0: b leaves late, so that what a shows after 100 weeks is left out.
        ("a", 0, 150.0, 0.0, 100.0), ("b", 0, 100.0, 1.0, 200.0),
        ("a", 1, 80.0, 0.0, 100.0), ("b", 1, 30.0, 0.0, 200.0),
        ("a", 2, 200.0, 1.0, 100.0),  # without a partner
    ]  # fmt: skip
    names = ["strategy", "replicate", "weeks_to_relapse", "relapse_censored", "exit_week"]
    runs = pd.DataFrame(rows, columns=names).assign(point=0, scenario="s")
    spells = spells_of(Study(runs))
    assert spells["watched"].tolist() == [200.0, 100.0, 200.0, 100.0, 200.0]
    alike = watched_alike(spells, ["a", "b"])
    assert alike["weeks"].tolist() == [100.0, 100.0, 80.0, 30.0]
    assert alike["relapsed"].tolist() == [False, False, True, True]


def test_hazard_ratios_of_pairs_cover_as_often_as_they_say() -> None:
    rng = np.random.default_rng(4)
    covered, apart = [], []
    for _ in range(60):
        found = cox(pairs(rng, 30, own=0.4), "a")
        covered.append(found["hazard_low"] <= 1.0 <= found["hazard_high"])
        apart.append(found["hazard_high"] / found["hazard_low"])
    assert np.mean(covered) >= 0.86
    independent = cox(pairs(rng, 30).assign(block=range(60)), "a")
    assert np.median(apart) < independent["hazard_high"] / independent["hazard_low"]


def test_the_sentence_says_how_it_was_tested() -> None:
    spells = pairs(np.random.default_rng(1), 30, effect=2.0)
    runs = pd.DataFrame(
        {"point": 0, "replicate": spells["replicate"], "scenario": "s",
         "strategy": spells["policy"], "weeks_to_relapse": spells["weeks"],
         "relapse_censored": 1.0 - spells["relapsed"]}
    )  # fmt: skip
    found = peace_survival(Study(runs))
    said = found.sentence()
    assert "differ in how long peace lasts" in said and "are not told" not in said
    assert "paired log-rank test, which swaps strategies within seeds: p <0.001" in said
    assert "Risk of relapse in a week, against a: b 0." in said

"""Comparing strategies: statistics of pairs, the plan and its processes, tables and words."""

import math
import os
import signal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import findings, paired
from experiments.compare import Plan, Watcher, compare
from experiments.comparison import WEEKLY, Comparison
from experiments.report import report, sentences
from experiments.survival import survival_curve
from experiments.tables import differences_table, means_table, save, survival_table, years_table
from sim import Scenario
from sim.metrics import Measures
from sim.results import CLAIM, OUTCOMES
from tests.comparisons import WEEKS, made

LEAVE = 286


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.load("classroom")


# ---------------------------------------------------------------- statistics


def test_the_interval_of_a_mean_covers_it_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    for n in (5, 20):
        hits = 0
        for _ in range(400):
            estimate = paired.mean(rng.normal(3.0, 2.0, n))
            hits += estimate.low <= 3.0 <= estimate.high
        assert 0.92 <= hits / 400 <= 0.98, n


def test_intervals_of_few_replicates_are_widened() -> None:
    # The adjusted quantiles that Hesterberg (2015) gives for 95 % intervals.
    for n, tail in {5: 0.0010, 10: 0.0086, 20: 0.0159}.items():
        assert paired.tails(n)[0] == pytest.approx(tail, abs=1e-4)


def test_the_mean_of_what_is_not_there() -> None:
    nan = math.nan
    assert paired.mean(np.array([nan, 2.0, 4.0, nan])).value == 3.0
    nothing = paired.mean(np.array([nan, nan]))
    assert nothing.n == 0
    assert math.isnan(nothing.value)
    single = paired.mean(np.array([5.0]))
    assert (single.value, single.n) == (5.0, 1)
    assert math.isnan(single.low)
    assert not single.told_apart
    assert paired.mean(np.array([5.0, 5.0, 5.0]))[:4] == (5.0, 5.0, 5.0, 3)


def test_the_price_of_a_gain() -> None:
    gains, costs = np.array([10.0, 20.0, 30.0, 20.0]), np.array([100.0, 100.0, 100.0, 100.0])
    price = paired.ratio(gains, costs)
    assert price.value == 5.0
    assert price.low < 5.0 < price.high < math.inf
    # Where some resamples gain nothing, no bound can be given above.
    unsure = paired.ratio(np.array([10.0, -8.0, 9.0, -9.0]), costs)
    assert unsure.value == 200.0
    assert math.isinf(unsure.high)
    assert math.isinf(paired.ratio(-gains, costs).value)


def test_a_share_keeps_an_interval_at_its_ends() -> None:
    estimate = paired.share(np.array([1.0] * 20))
    assert estimate.value == estimate.high == 1.0
    assert estimate.low == pytest.approx(0.8389, abs=1e-4)  # Wilson 1927, 20 of 20
    assert paired.share(np.array([0.0, 1.0, math.nan])).n == 2


def test_few_differences_that_happen_to_agree_prove_nothing() -> None:
    lumpy = paired.difference(np.array([0.0, 0.0, 0.0, 9.5, 8.0, 9.5, 9.5]))
    assert lumpy.low > 0  # the bootstrap is taken in
    assert lumpy.p == 0.125  # 2 of the 16 flips of four signs
    assert not lumpy.told_apart
    assert paired.difference(np.full(5, 3.0)).p == 2 / 32
    assert paired.difference(np.full(6, 3.0)).told_apart
    assert not paired.mean(np.full(6, 3.0)).told_apart  # a mean is no difference


def test_sign_flips_are_right_about_chance() -> None:
    rng = np.random.default_rng(3)
    for n in (8, 30):  # exact, and estimated
        found = [paired.sign_flip_test(rng.normal(0, 1, n)) for _ in range(400)]
        assert 0.02 < np.mean(np.array(found) < 0.05) < 0.08, n
    assert paired.sign_flip_test(np.linspace(1, 2, 40)) < 0.001
    assert paired.sign_flip_test(np.zeros(4)) == 1.0
    assert math.isnan(paired.sign_flip_test(np.zeros(0)))


@given(st.floats(0.5, 50), st.integers(3, 40))
def test_replicates_needed_grow_with_noise(spread: float, n: int) -> None:
    values = 10.0 + spread * np.resize([-1.0, 1.0], 2 * n)
    sd = values.std(ddof=1)
    needed = paired.replicates_needed(values)
    assert needed == max(6, math.ceil((2.8016 * sd / 10.0) ** 2)) or needed == pytest.approx(
        (2.8016 * sd / 10.0) ** 2, rel=0.01, abs=1
    )


def test_replicates_needed_at_the_edges() -> None:
    assert math.isinf(paired.replicates_needed(np.array([1.0, -1.0])))
    assert math.isnan(paired.replicates_needed(np.array([1.0])))


def test_the_survival_curve_is_kaplan_and_meier_s() -> None:
    # The remission times of Freireich et al. 1963 (6-MP), as in Kaplan-Meier textbooks.
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    curve = survival_curve(np.array(weeks, float), np.array(ended, bool))
    known = {0: 1.0, 6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    for week, share in known.items():
        assert curve.at(week)[0] == pytest.approx(share, abs=5e-4), week
    assert curve.at(8)[0] == curve.at(7)[0]
    assert math.isnan(curve.at(36)[0])
    assert (curve.low <= curve.share).all()
    assert (curve.share <= curve.high).all()


def test_what_never_began_is_lost_at_once() -> None:
    curve = survival_curve(np.array([0.0, 0.0, 50.0, 80.0]), np.array([1, 1, 1, 0], bool))
    assert curve.at(0)[0] == 0.5
    assert curve.at(50)[0] == 0.25
    everywhere = survival_curve(np.zeros(4), np.ones(4, bool))
    assert everywhere.share.tolist() == [0.0]
    assert everywhere.high[0] > 0.3
    one_by_one = survival_curve(np.arange(1.0, 11.0), np.ones(10, bool))
    assert one_by_one.high[-1] == pytest.approx(0.278, abs=1e-3)  # Wilson, 0 of 10
    safe = survival_curve(np.full(10, 90.0), np.zeros(10, bool))
    assert safe.share.tolist() == [1.0, 1.0]
    assert safe.low[0] == pytest.approx(0.722, abs=1e-3)


# ---------------------------------------------------------------- runs


@pytest.fixture(scope="module")
def plan(scenario: Scenario) -> Plan:
    other = scenario.varied({"strategy.name": "later", "strategy.mission.start": 60.0})
    return Plan({"none": scenario, "later": other}, (3, 4), weeks=8)


@pytest.fixture(scope="module")
def compared(plan: Plan) -> Comparison:
    return compare(plan, jobs=1)


def test_replicates_share_their_luck(compared: Comparison) -> None:
    assert compared.strategies == ("none", "later")
    assert compared.seeds == (3, 4)
    assert not compared.partial
    # Neither has a mission in these weeks, so that with one seed all is the same.
    assert (compared.differences("later", "deaths") == 0).all()
    digests = [run.digest for run in compared.runs["none"]]
    assert digests == [run.digest for run in compared.runs["later"]]
    assert len(set(digests)) == 2


def test_processes_give_the_same_as_one(plan: Plan, compared: Comparison) -> None:
    done = []
    apart = compare(plan, jobs=2, watcher=Watcher(done=lambda: done.append(1)))
    pd.testing.assert_frame_equal(apart.table(), compared.table())
    assert len(done) == 4
    for name in WEEKLY:
        assert (apart.weekly("none", name) == compared.weekly("none", name)).all()


def test_replicates_that_are_complete_are_kept_when_stopped(plan: Plan) -> None:
    done: list[int] = []
    watcher = Watcher(done=lambda: done.append(1), stop=lambda: len(done) >= 2)
    found = compare(plan, jobs=1, watcher=watcher)
    assert len(done) == 2
    assert found.seeds == (3,)
    assert found.partial
    assert "PARTIAL: 1 of 2 replicates" in report(found)


def test_stopping_processes_keeps_what_is_done(plan: Plan) -> None:
    found = compare(plan, jobs=2, watcher=Watcher(stop=lambda: True))
    assert found.partial or found.seeds == (3, 4)
    nothing = compare(plan, jobs=1, watcher=Watcher(stop=lambda: True))
    assert nothing.seeds == ()
    assert "No replicate was completed" in report(nothing)


def test_ctrl_c_does_not_reach_new_processes() -> None:
    from experiments.sweep.engines import undisturbed

    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        with undisturbed():
            os.kill(os.getpid(), signal.SIGINT)
        assert heard == []
        os.kill(os.getpid(), signal.SIGINT)
        assert heard == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)


# ---------------------------------------------------------------- words and tables


CLEAR: dict[str, dict[str, list[float]]] = {
    "none": {
        "deaths": [100.0, 120.0, 140.0, 110.0],
        "peace_years_after": [0.0, 1.0, 0.0, 1.0],
        "weeks_to_relapse": [0.0, 53.0, 0.0, 53.0],
        "stability_after": [0.4, 0.42, 0.41, 0.4],
        "displaced": [10.0, 20.0, 30.0, 40.0],
    },
    "good": {
        "deaths": [50.0, 60.0, 75.0, 50.0],
        "cost": [4e6, 4e6, 4e6, 4e6],
        "peace_years_after": [5.0, 5.0, 4.0, 5.0],
        "weeks_to_relapse": [494.0, 494.0, 416.0, 494.0],
        "relapse_censored": [1.0, 1.0, 0.0, 1.0],
        "peace_3y": [1.0, 1.0, 1.0, 1.0],
        "stability_after": [0.7, 0.72, 0.75, 0.7],
        "displaced": [11.0, 18.0, 33.0, 39.0],
    },
}
CLEAR = {name: {k: v * 2 for k, v in outcomes.items()} for name, outcomes in CLEAR.items()}


def test_the_report_tells_what_can_be_told(scenario: Scenario) -> None:
    text = report(made(scenario, CLEAR))
    assert "8 paired replicates, 780 weeks each" in text
    told, open_ = text.split("do not suffice")
    assert "  deaths in the whole run: good lower" in told
    assert "  years of peace in the five after exit: good higher" in told
    assert "displaced people: good (" in open_
    assert "displaced people" not in told.split("What 8 replicates tell")[1]
    assert text.endswith(CLAIM)
    assert max(map(len, text.splitlines())) < 140


def test_the_cost_of_an_averted_death(scenario: Scenario) -> None:
    comparison = made(scenario, CLEAR)
    price = comparison.cost_per_death("good")
    assert price.value == pytest.approx(4e6 / 58.75)
    assert "good  0.07 [0.0" in report(comparison)
    worse = made(scenario, {"none": CLEAR["good"], "bad": {**CLEAR["none"], "cost": [1e6] * 8}})
    assert "bad  none averted" in report(worse)


def test_too_few_replicates_are_owned_up_to(scenario: Scenario) -> None:
    single = made(scenario, {k: {n: v[:1] for n, v in o.items()} for k, o in CLEAR.items()})
    assert "One replicate cannot tell" in report(single)
    noisy = {
        "none": {"deaths": [100.0, 300.0, 200.0, 150.0]},
        "same": {"deaths": [110.0, 250.0, 260.0, 100.0]},
    }
    lines = "\n".join(sentences(made(scenario, noisy)))
    assert "deaths in the whole run: same (about " in lines
    assert "years of peace in the five after exit: same (no difference seen)" in lines


def test_a_needed_number_is_never_below_what_was_not_enough(scenario: Scenario) -> None:
    # By the normal approximation seven would do, yet four of seven prove nothing.
    values = {"none": {"deaths": [0.0] * 7}, "some": {"deaths": [-9.0, -9.0, -9.0, -9.0, 0, 0, 0]}}
    assert paired.replicates_needed(np.array(values["some"]["deaths"])) <= 7
    lines = "\n".join(sentences(made(scenario, values)))
    assert "deaths in the whole run: some (about 8)" in lines


def test_different_exits_are_pointed_out(scenario: Scenario) -> None:
    comparison = made(scenario, CLEAR)
    later = comparison.scenarios["good"].varied({"strategy.mission.start": 100.0})
    moved = Comparison(
        {**comparison.scenarios, "good": later},
        comparison.seeds,
        4,
        WEEKS,
        comparison.runs,
        Measures(),
    )
    assert "exit is in different weeks" in report(moved)
    assert "exit is in different weeks" not in report(comparison)


def test_years_of_peace_are_counted_for_as_long_as_all_were_watched(scenario: Scenario) -> None:
    # `late` keeps peace as well as `early`, but stays longer: it is watched for three years only.
    watched = {"early": 5.0, "late": 3.0}
    runs = {
        name: {
            "peace_years_after": [years, years, 1.0, years, 0.0, years],
            "weeks_to_relapse": [years * 52] * 2 + [52.0, years * 52, 0.0, years * 52],
            "relapse_censored": [1.0, 1.0, 0.0, 1.0, 0.0, 1.0],
        }
        for name, years in watched.items()
    }
    comparison = made(scenario, runs)
    raw = comparison.table().groupby("strategy")["peace_years_after"].mean()
    assert raw["early"] - raw["late"] > 1.3  # what it would be if each were judged by what is seen
    assert comparison.horizon == 3.0
    assert (comparison.differences("late", "peace_years_after") == 0).all()
    assert findings.ranking_title(comparison, ["late", "early"]).startswith("6 replicates do not")
    text = report(comparison)
    assert "Some runs end 3.0 years after exit, so years of peace are counted up to 3.0" in text
    assert "counted up to" not in report(made(scenario, CLEAR))
    assert comparison.provenance()["peace_counted_up_to_years"] == 3.0


def test_the_command_analyse_counts_years_of_peace_alike(
    scenario: Scenario, tmp_path: Path
) -> None:
    from experiments.analysis.strategies.loading import read_study

    late = {**CLEAR["good"], "peace_years_after": [3.5, 3.0] * 4, "weeks_to_relapse": [182.0] * 8,
            "relapse_censored": [1.0] * 8}  # fmt: skip
    comparison = made(scenario, {**CLEAR, "late": late})
    save(comparison, tmp_path)
    study = read_study(tmp_path)
    assert study.horizon == comparison.horizon == 3.5
    ours = [comparison.values(name, "peace_years_after").mean() for name in study.policies]
    assert study.blocks("peace_years_after").mean(axis=0) == pytest.approx(ours)


def test_tables_have_every_outcome_of_every_strategy(scenario: Scenario) -> None:
    comparison = made(scenario, CLEAR)
    means = means_table(comparison).set_index(["strategy", "outcome"])
    assert len(means) == 2 * len(OUTCOMES)
    assert means.loc[("none", "deaths"), "mean"] == 117.5
    assert means.loc[("good", "peace_3y"), "low"] > 0.4  # Wilson's, not 1 to 1
    differences = differences_table(comparison).set_index("outcome")
    assert differences.loc["deaths", "difference"] == -58.75
    assert differences.loc["deaths", "told_apart"]
    assert differences.loc["cost_per_death_averted", "difference"] == pytest.approx(4e6 / 58.75)
    curves = survival_table(comparison)
    assert curves[curves.strategy == "none"]["share"].iloc[0] == 0.5
    years = years_table(comparison)
    assert len(years) == 2 * 8 * 15
    assert years[years.seed == 2]["deaths"].unique().tolist() == [104.0]


def test_files_of_a_comparison(scenario: Scenario, tmp_path: Path) -> None:
    comparison = made(scenario, CLEAR)
    save(comparison, tmp_path)
    runs = pd.read_parquet(tmp_path / "runs.parquet")
    pd.testing.assert_frame_equal(runs, comparison.table())
    for name in ("means", "differences", "survival", "deaths_by_year"):
        assert len(pd.read_csv(tmp_path / f"{name}.csv")) > 0
    assert Scenario.load(tmp_path / "scenarios" / "good.yaml") == comparison.scenarios["good"]
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").strip() == report(comparison)
    assert (tmp_path / "provenance.json").exists()


def test_findings_name_the_best_and_what_is_sure(scenario: Scenario) -> None:
    comparison = made(scenario, CLEAR)
    order = findings.ranked(comparison)
    assert order == ["good", "none"]
    title = findings.ranking_title(comparison, order)
    assert title == "good leaves the longest peace: 4.8 years, none 0.5"
    assert "100% of the runs of good" in findings.survival_title(comparison)
    assert findings.deaths_title(comparison).startswith("good has 50% fewer deaths than none (")
    assert "good for 4 million dollars (+0.31 against none)" in findings.cost_title(comparison)


def test_findings_own_up_to_rivals_of_the_best(scenario: Scenario) -> None:
    rival = {**CLEAR["good"], "peace_years_after": [4.5, 4.5, 4.5, 4.5] * 2}
    comparison = made(scenario, {**CLEAR, "rival": rival})
    title = findings.ranking_title(comparison, findings.ranked(comparison))
    assert title == "good leaves the longest peace: 4.8 years, none 0.5; not told from rival"


def test_findings_do_not_claim_what_replicates_cannot_tell(scenario: Scenario) -> None:
    noisy = {
        "none": {"peace_years_after": [0.0, 5.0, 2.0], "deaths": [5.0, 9.0, 1.0]},
        "some": {"peace_years_after": [4.0, 0.0, 4.0], "deaths": [6.0, 2.0, 3.0]},
    }
    comparison = made(scenario, noisy)
    assert "do not tell any strategy from none" in findings.ranking_title(
        comparison, findings.ranked(comparison)
    )
    assert findings.deaths_title(comparison) == "No strategy has clearly fewer deaths than none"
    assert findings.cost_title(comparison) == "No strategy costs anything"
    assert "No run of any strategy is at peace" in findings.survival_title(comparison)

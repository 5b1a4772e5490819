"""Bootstrap and estimates on made-up runs whose right answers are known."""

import numpy as np
import pandas as pd
import pytest

from experiments.validation import estimates as e
from experiments.validation.measures.past import spells
from experiments.validation.samples import Sample


def sample(arms: dict[str, np.ndarray], scenarios: int = 1) -> Sample:
    """Runs with one measure `x`: (seeds,) for each arm, the same in every scenario."""
    rows = [
        {"scenario": f"s{s}", "strategy": arm, "seed": seed, "x": value}
        for s in range(scenarios)
        for arm, values in arms.items()
        for seed, value in enumerate(values)
    ]
    return Sample(pd.DataFrame(rows))


def test_pairs_stay_together():
    # A ratio that is exact within every seed has no spread, however much seeds differ.
    luck = np.random.default_rng(1).lognormal(3.0, 1.0, 50).round() * 1000 + 1000
    found = e.rate_ratio(sample({"a": luck / 4, "b": luck}), "x", "a", "b")
    assert found[0] == pytest.approx(0.25, abs=1e-4)
    assert np.ptp(found) < 1e-3


def test_the_bootstrap_covers_the_truth():
    rng = np.random.default_rng(2)
    inside = 0
    for _ in range(60):
        runs = sample({"a": rng.poisson(5, 60), "b": rng.poisson(10, 60)})
        low, high = np.quantile(e.rate_ratio(runs, "x", "a", "b")[1:], [0.025, 0.975])
        inside += low < 0.5 < high
    assert inside >= 52


def test_scenarios_weigh_the_same_whatever_their_violence():
    totals = {("s0", "a"): 500.0, ("s0", "b"): 1e3, ("s1", "a"): 1e5, ("s1", "b"): 5e4}
    bloody = pd.DataFrame(
        [
            {"scenario": scenario, "strategy": arm, "seed": seed, "x": total}
            for (scenario, arm), total in totals.items()
            for seed in (1, 2)
        ]
    )
    assert e.rate_ratio(Sample(bloody), "x", "a", "b")[0] == pytest.approx(1.0, abs=1e-3)


def test_no_deaths_on_either_side_say_nothing():
    assert np.isnan(e.rate_ratio(sample({"a": np.zeros(5), "b": np.zeros(5)}), "x", "a", "b")[0])


def test_medians_leave_out_runs_without_a_value():
    found = sample({"a": np.array([1.0, np.nan, 3.0, 9.0])}).median("a", "x")
    assert found[0, 0] == 3.0


def lives(rng: np.random.Generator, hazard: float, count: int) -> pd.DataFrame:
    """Lives under a hazard that falls fourfold after 52 weeks, censored at 208."""
    early = rng.exponential(1 / hazard, count)
    late = 52 + rng.exponential(4 / hazard, count)
    weeks = np.where(early < 52, early, late)
    ended = weeks < 208
    rows = [spells("x", min(w, 208), bool(d), 26, 8) for w, d in zip(weeks, ended, strict=True)]
    return pd.DataFrame(rows).assign(weeks=np.minimum(weeks, 208), ended=ended)


def test_the_hazard_ratio_is_that_of_cox():
    lifelines = pytest.importorskip("lifelines")
    rng = np.random.default_rng(4)
    one, other = lives(rng, 0.004, 1_500), lives(rng, 0.010, 1_500)
    one["strategy"], other["strategy"] = "a", "b"
    runs = pd.concat([one, other]).assign(scenario="s")
    runs["seed"] = runs.groupby("strategy").cumcount()
    found = e.hazard_ratio(Sample(runs), "x", "a", "b", range(8))
    cox = lifelines.CoxPHFitter().fit(
        runs.assign(a=(runs["strategy"] == "a") * 1.0)[["weeks", "ended", "a"]], "weeks", "ended"
    )
    assert found[0] == pytest.approx(0.4, rel=0.12)
    assert found[0] == pytest.approx(float(np.exp(cox.params_["a"])), rel=0.03)
    low, high = np.quantile(found[1:], [0.025, 0.975])
    bounds = np.exp(cox.confidence_intervals_.loc["a"].to_numpy())
    assert [low, high] == pytest.approx(bounds, rel=0.06)


def test_an_end_that_was_never_seen_is_not_known_to_be_impossible():
    none, some, risk = np.zeros((1, 5)), np.full((1, 5), 4.0), np.full((1, 5), 100.0)
    found = e.mantel_haenszel(none, risk, some, risk)
    assert found[0] == 0.0 and np.isnan(found[1:]).all()
    assert np.isnan(e.mantel_haenszel(some, risk, none, risk)).all()
    assert e.mantel_haenszel(some / 2, risk, some, risk) == pytest.approx(0.5)


def test_median_life_of_a_constant_hazard():
    rng = np.random.default_rng(5)
    weeks = rng.exponential(20 / np.log(2), 4_000)
    table = pd.DataFrame([spells("x", w, True, 8, 26) for w in weeks]).sum()
    ends, risk = (
        np.array([[table[f"x.{what}.{band}"]] for band in range(26)]) for what in ("ends", "risk")
    )
    assert e.median_life(ends, risk / 8, 8.0)[0] == pytest.approx(20.0, rel=0.06)


def test_a_spell_counts_its_end_once_and_all_its_time():
    found = spells("x", 60.0, True, 26, 4)
    assert [found[f"x.risk.{b}"] for b in range(4)] == [26, 26, 8, 0]
    assert [found[f"x.ends.{b}"] for b in range(4)] == [0, 0, 1, 0]
    assert sum(spells("x", 500.0, True, 26, 4)[f"x.ends.{b}"] for b in range(4)) == 0
    assert sum(spells("x", 60.0, False, 26, 4)[f"x.ends.{b}"] for b in range(4)) == 0


def test_the_largest_rise():
    steps = [np.array([0.0]), np.array([-0.4]), np.array([-0.3]), np.array([-0.9])]
    assert e.largest_rise(steps)[0] == pytest.approx(0.1)
    # In a draw it moves its own way, as far as the step that moves most.
    drawn = [np.append(one, value) for one, value in zip(steps, (0.0, 0.9, 0.2, 0.1), strict=True)]
    assert e.largest_rise(drawn).tolist() == pytest.approx([0.1, 0.1 - 1.3])
    assert e.largest_rise(steps[:2])[0] < 0


def test_a_sequence_without_steps_rarely_seems_to_rise():
    rng = np.random.default_rng(6)
    told = 0
    for _ in range(200):
        runs = sample({f"a{i}": rng.normal(0.0, 1.0, 40) for i in range(5)})
        rise = e.largest_rise([runs.mean(f"a{i}", "x")[0] for i in range(5)])
        told += np.quantile(rise[1:], 0.025) > 0
    assert told <= 12


def test_the_share_of_draws_below_leaves_out_the_estimate():
    one, other = np.array([9.0, 0.0, 0.0, 3.0]), np.array([0.0, 1.0, 1.0, 1.0])
    assert e.share_below(one, other)[0] == pytest.approx(2 / 3)

import math

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.datasets import load_waltons
from lifelines.utils import restricted_mean_survival_time

from experiments.analysis.strategies.peace_survival import peace_survival
from experiments.analysis.strategies.study import Study
from experiments.survival import Curve, median, restricted_mean, survival_curve
from sim.errors import UserError


def spells(weeks: dict[str, list[float]], ended: dict[str, list[int]]) -> Study:
    rows = [
        {"point": 0, "replicate": r, "scenario": "s", "strategy": name,
         "weeks_to_relapse": float(w), "relapse_censored": 1.0 - e}
        for name in weeks for r, (w, e) in enumerate(zip(weeks[name], ended[name], strict=True))
    ]  # fmt: skip
    return Study(pd.DataFrame(rows))


def waltons() -> Study:
    """Two groups of flies (lifelines), the same number of each so that they can be replicates."""
    data = load_waltons()
    parts = {name: part.iloc[:34] for name, part in data.groupby("group")}
    return spells(
        {str(name): list(part["T"]) for name, part in parts.items()},
        {str(name): list(part["E"]) for name, part in parts.items()},
    )


def test_curves_medians_and_means_are_those_of_lifelines() -> None:
    study = waltons()
    found = peace_survival(study)
    for name, curve in found.curves.items():
        part = study.runs[study.runs["strategy"] == name]
        fit = KaplanMeierFitter().fit(part["weeks_to_relapse"], 1 - part["relapse_censored"])
        expected = fit.survival_function_at_times(curve.week).to_numpy()
        assert curve.share == pytest.approx(expected)
        assert median(curve) == fit.median_survival_time_
        for horizon in (30.0, 52.0):
            area = restricted_mean_survival_time(fit, t=horizon)
            assert restricted_mean(curve, horizon) == pytest.approx(area)


def test_the_hazard_ratio_is_that_of_cox_with_clustered_errors() -> None:
    study = waltons()
    _, other = study.policies
    row = peace_survival(study).table.set_index("strategy").loc[other]
    runs = study.runs
    data = pd.DataFrame(
        {"t": runs["weeks_to_relapse"], "e": 1 - runs["relapse_censored"],
         "x": (runs["strategy"] == other).astype(float), "id": runs["replicate"]}
    )  # fmt: skip
    fit = CoxPHFitter().fit(data, "t", "e", cluster_col="id")
    assert row["hazard_ratio"] == pytest.approx(float(np.exp(fit.params_["x"])))
    assert row["p_paired"] < 0.001 and row["p_hazard"] < 0.001
    # Wider than lifelines' own interval, as 34 clusters are few.
    own = np.exp(fit.confidence_intervals_.loc["x"].to_numpy())
    assert own[0] * 0.9 < row["hazard_low"] < own[0]
    assert own[1] < row["hazard_high"] < own[1] * 1.1


def test_worlds_that_share_luck_widen_the_interval() -> None:
    # Ten worlds that all go as the replicate goes are one run, not ten.
    rows = [
        {"point": w, "replicate": r, "scenario": f"s{w}", "strategy": name,
         "weeks_to_relapse": 20.0 + r if r % 2 else 300.0, "relapse_censored": 1.0 - r % 2}
        for r in range(10) for w in range(10) for name in "ab"
    ]  # fmt: skip
    study = Study(pd.DataFrame(rows))
    together = peace_survival(study).curves["a"].at(104)
    weeks = np.array([row["weeks_to_relapse"] for row in rows if row["strategy"] == "a"])
    alone = survival_curve(weeks, weeks < 100).at(104)
    assert together[0] == alone[0] == pytest.approx(0.5)
    assert together[2] - together[1] > 2 * (alone[2] - alone[1])


def test_censored_runs_are_no_relapses() -> None:
    found = peace_survival(
        spells(
            {"a": [10, 20, 30, 40], "b": [10, 20, 30, 40]}, {"a": [1, 1, 1, 1], "b": [1, 0, 0, 0]}
        )
    )
    table = found.table.set_index("strategy")
    assert list(table["relapses"]) == [4, 1]
    assert found.curves["a"].share[-1] == 0 and found.curves["b"].share[-1] == 0.75
    assert math.isinf(table.loc["b", "median_years"])
    assert "fewer than 10 relapses" in found.sentence()


def test_without_relapses_on_one_side_there_is_no_ratio() -> None:
    weeks = {"a": [float(w) for w in range(10, 22)], "b": [52.0] * 12}
    found = peace_survival(spells(weeks, {"a": [1] * 12, "b": [0] * 12}))
    row = found.table.set_index("strategy").loc["b"]
    assert math.isnan(row["hazard_ratio"]) and row["p_paired"] < 0.001
    assert "No finite hazard ratio for b" in found.sentence()
    assert "differ in how long" in found.sentence()


def test_equal_strategies_are_not_told_apart() -> None:
    weeks = [float(w) for w in range(1, 25)]
    found = peace_survival(spells({"a": weeks, "b": weeks}, {"a": [1] * 24, "b": [1] * 24}))
    assert found.p_all == pytest.approx(1.0)
    assert "are not told to differ" in found.sentence()


def test_runs_that_end_before_exit_say_nothing() -> None:
    nan = float("nan")
    with pytest.raises(UserError, match="end before exit"):
        peace_survival(spells({"a": [nan]}, {"a": [0]}))


def test_peace_that_never_began_counts_from_the_start() -> None:
    found = peace_survival(spells({"a": [0.0, 0.0, 52.0, 52.0]}, {"a": [1, 1, 0, 0]}))
    assert found.curves["a"].at(0)[0] == 0.5
    assert isinstance(found.curves["a"], Curve)

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.strategies.study import Factor, Study
from sim.errors import UserError
from tests.analysis.strategies.studies import study_of


def test_the_reference_comes_first_and_only_complete_pairs_count() -> None:
    nan = float("nan")
    study = study_of({"a": [1.0, 2.0, nan], "b": [3.0, nan, 5.0]}, reference="b")
    assert study.policies == ("b", "a")
    assert study.blocks("peace_years_after").tolist() == [[3.0, 1.0]]


def test_years_of_peace_are_cut_where_the_first_run_stops_watching() -> None:
    study = study_of({"long": [5.0, 5.0], "late": [4.0, 1.0]})
    runs = study.runs.assign(
        weeks_to_relapse=[300.0, 300.0, 208.0, 53.0], relapse_censored=[1.0, 1.0, 1.0, 0.0]
    )
    study = Study(runs)
    assert study.horizon == 4.0
    assert study.blocks("peace_years_after").tolist() == [[4.0, 4.0], [4.0, 1.0]]
    assert "counted up to 4.0" in study.caution("peace_years_after")
    assert study.caution("deaths") == ""


def test_levers_make_policies_and_uncertainties_make_worlds() -> None:
    rows = [
        {"point": 2 * u + v, "replicate": 0, "scenario": "s", "strategy": "x", "dynamics.u": u,
         "strategy.training.level": v, "deaths": 10 * u + v}
        for u in (0.0, 1.0) for v in (0.0, 1.0)
    ]  # fmt: skip
    factors = (
        Factor("dynamics.u", 0, 1),
        Factor("strategy.training.level", 0, 1, "lever"),
    )
    study = Study(pd.DataFrame(rows), factors)
    assert study.policies == ("training=0", "training=1")
    assert study.worlds == 2 and study.crossed
    assert study.unit == "world"  # one replicate: worlds are what can be resampled
    assert study.cube("deaths").tolist() == [[[0.0, 1.0], [10.0, 11.0]]]


def test_settings_of_levers_are_told_from_those_of_other_strategies() -> None:
    rows = [
        {"point": v, "replicate": 0, "scenario": "s", "strategy": name,
         "strategy.aid.level": 0.5 * v, "strategy.aid.kind": kind, "deaths": 1.0}
        for v, kind in enumerate(("food", "cash")) for name in ("x", "y")
    ]  # fmt: skip
    factors = tuple(Factor(f"strategy.aid.{end}", 0, 1, "lever") for end in ("level", "kind"))
    study = Study(pd.DataFrame(rows), factors, reference="y")
    assert study.policies == (
        "y aid=0 aid.kind=food", "x aid=0 aid.kind=food", "x aid=0.5 aid.kind=cash",
        "y aid=0.5 aid.kind=cash",
    )  # fmt: skip


def test_levers_sampled_with_uncertainties_are_no_policies() -> None:
    rng = np.random.default_rng(0)
    rows = [
        {"point": i, "replicate": 0, "scenario": "s", "strategy": "x",
         "u": u, "v": v, "deaths": 1.0}
        for i, (u, v) in enumerate(rng.random((20, 2)))
    ]  # fmt: skip
    study = Study(pd.DataFrame(rows), (Factor("u", 0, 1), Factor("v", 0, 1, "lever")))
    assert study.policies == ("x",)
    assert study.worlds == 20


def test_blocks_are_means_over_worlds_within_replicates() -> None:
    rows = [
        {"point": 0, "replicate": r, "scenario": s, "strategy": p, "deaths": value}
        for r, s, p, value in [
            (0, "one", "a", 1.0), (0, "two", "a", 3.0), (1, "one", "a", 5.0), (1, "two", "a", 9.0)
        ]
    ]  # fmt: skip
    study = Study(pd.DataFrame(rows))
    assert study.blocks("deaths").tolist() == [[2.0], [7.0]]
    assert study.blocks("deaths", scenario="two").tolist() == [[3.0], [9.0]]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("deathz", "Did you mean 'deaths'"), ("exit_week", "no outcome")],
)
def test_unknown_outcomes_are_said(outcome: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        study_of({"a": [1.0]}, "deaths").better(outcome)


def test_outcomes_without_direction_cannot_rank() -> None:
    with pytest.raises(UserError, match="neither more nor less"):
        study_of({"a": [1.0]}, "settlements_signed").better("settlements_signed")


def test_empty_tables_missing_columns_and_unknown_strategies_are_refused() -> None:
    with pytest.raises(UserError, match="no column point, replicate"):
        Study(pd.DataFrame({"scenario": ["s"], "strategy": ["a"]}))
    with pytest.raises(UserError, match="no complete run"):
        Study(study_of({"a": [1.0]}).runs.iloc[:0])
    with pytest.raises(UserError, match="Did you mean 'integrated'"):
        study_of({"integrated": [1.0], "none": [0.0]}, reference="integratd")

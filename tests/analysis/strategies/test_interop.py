import sys

import numpy as np
import pytest
from SALib.sample import latin

from experiments.analysis.strategies.indices import problem
from experiments.analysis.strategies.interop import to_ema, to_salib, to_xarray
from experiments.analysis.strategies.study import Factor
from sim.errors import UserError
from tests.analysis.strategies.studies import sampled, study_of

FACTORS = (Factor("u.a", 0.0, 1.0), Factor("u.b", 2.0, 4.0))
X = latin.sample(problem(FACTORS), 12, seed=1)


def total(strategy: str, values: dict[str, float], replicate: int) -> float:
    return sum(values.values()) + replicate + (100.0 if strategy == "b" else 0.0)


def study():
    return sampled(X, FACTORS, total, 2, strategies=("a", "b"))


def test_the_workbench_gets_one_row_an_experiment() -> None:
    experiments, outcomes = to_ema(study())
    assert len(experiments) == len(outcomes["deaths"]) == 12 * 2 * 2
    assert {"u.a", "u.b", "scenario", "policy", "model", "replicate"} <= set(experiments.columns)
    assert experiments["policy"].dtype == "category"
    row = experiments.iloc[5]
    assert outcomes["deaths"][5] == pytest.approx(
        total(row["policy"], {"a": row["u.a"], "b": row["u.b"]}, int(row["replicate"]))
    )


def test_salib_gets_means_in_the_order_of_the_sample() -> None:
    described, x, y = to_salib(study(), "deaths", "a")
    assert described["names"] == ["u.a", "u.b"] and described["bounds"] == [[0, 1], [2, 4]]
    assert x == pytest.approx(X)
    assert y == pytest.approx(X.sum(axis=1) + 0.5)


def test_salib_needs_factors() -> None:
    with pytest.raises(UserError, match="no factors"):
        to_salib(study_of({"a": [1.0]}, "deaths"), "deaths")


def test_xarray_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(UserError, match="pip install xarray"):
        to_xarray(study())


def test_xarray_has_worlds_replicates_and_policies() -> None:
    pytest.importorskip("xarray")
    data = to_xarray(study())
    assert dict(data.sizes) == {"world": 12, "replicate": 2, "policy": 2}
    assert data["deaths"].attrs["units"] == "deaths"
    one = float(data["deaths"].sel(world=3, replicate=1, policy="b"))
    assert one == pytest.approx(float(np.sum(X[3])) + 101)

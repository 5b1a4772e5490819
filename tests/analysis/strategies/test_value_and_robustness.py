import numpy as np
import pandas as pd
import pytest

from experiments.analysis.strategies import robustness as criteria
from experiments.analysis.strategies.robustness import luck, robustness
from experiments.analysis.strategies.study import Study
from experiments.analysis.strategies.value import beats, value
from sim.errors import UserError
from tests.analysis.strategies.studies import noise

PEACE = "peace_years_after"


def priced(gains: dict[str, list[float]], costs: dict[str, float]) -> Study:
    rows = [
        {"point": 0, "replicate": r, "scenario": "s", "strategy": name, PEACE: gain,
         "cost": costs[name] * (1 + 0.001 * r)}
        for name, values in gains.items() for r, gain in enumerate(values)
    ]  # fmt: skip
    return Study(pd.DataFrame(rows))


def test_what_gains_less_for_no_less_is_beaten() -> None:
    gains = np.array([0.0, 3.0, 2.0, 4.0])
    costs = np.array([0.0, 100.0, 101.0, 200.0])
    won = beats(gains, costs)
    assert np.argwhere(won).tolist() == [[1, 2]]
    # A stack of cases is judged case by case.
    assert (beats(np.stack([gains] * 3), np.stack([costs] * 3)) == won).all()


def test_costs_within_five_percent_are_one_budget() -> None:
    gains, costs = np.array([2.0, 3.0]), np.array([100.0, 104.0])
    assert np.argwhere(beats(gains, costs)).tolist() == [[1, 0]]
    assert not beats(gains, np.array([100.0, 106.0])).any()


def test_the_price_is_extra_cost_by_gain() -> None:
    study = priced(
        {"none": [0.0] * 10, "good": [2.0] * 10, "poor": [1.0] * 10},
        {"none": 0.0, "good": 100e6, "poor": 101e6},
    )
    found = value(study, PEACE)
    table = found.table.set_index("strategy")
    assert table.loc["good", "price"] == pytest.approx(50e6, rel=0.01)
    assert table.loc["poor", "beaten_by"] == "good"
    assert list(table["on_front"]) == [True, True, False]
    assert list(table["chance_on_front"]) == [1.0, 1.0, 0.0]
    assert "At an equal budget of about 101 M USD, good has the best mean" in found.sentence()


def test_what_may_be_chance_is_not_placed() -> None:
    luck_of = noise(8, 2)
    study = priced(
        {"a": list(luck_of), "b": list(luck_of + 0.05 + noise(8, 3))}, {"a": 10.0, "b": 10.0}
    )
    assert "do not suffice to place" in value(study, PEACE).sentence()


# A table of payoffs: worlds by rows. `safe` is never bad, `bold` is best or worst.
PAYOFFS = np.array([[5.0, 10.0, 6.0], [5.0, 9.0, 6.0], [5.0, 0.0, 3.0], [5.0, 9.0, 6.5]])


def test_criteria_are_those_of_the_textbook() -> None:
    assert criteria.mean(PAYOFFS) == pytest.approx([5, 7, 5.375])
    assert criteria.maximin(PAYOFFS) == pytest.approx([5, 0, 3])
    assert criteria.regret(PAYOFFS).max(axis=0) == pytest.approx([5, 5, 4])
    assert criteria.minimax_regret(PAYOFFS).argmax() == 2
    assert criteria.satisficing(6.0, PAYOFFS) == pytest.approx([0, 0.75, 0.75])
    assert criteria.mean_variance(PAYOFFS).argmax() == 0


def worlds(payoffs: np.ndarray, names: str, replicates: int, spread: float = 0.0) -> Study:
    rng = np.random.default_rng(0)
    rows = [
        {"point": 0, "replicate": r, "scenario": f"s{w}", "strategy": name,
         PEACE: payoffs[w, p] + spread * rng.normal()}
        for r in range(replicates) for w in range(len(payoffs)) for p, name in enumerate(names)
    ]  # fmt: skip
    return Study(pd.DataFrame(rows))


def test_it_is_said_when_the_winner_depends_on_the_criterion() -> None:
    found = robustness(worlds(PAYOFFS, "sbm", 8, 0.01), PEACE, threshold=6.5)
    assert found.winners["mean"] == "b"
    assert found.winners["worst case"] == "s"
    assert found.winners["largest regret"] == "m"
    assert "depends on the criterion" in found.sentence()
    assert found.luck < 0.01
    assert found.regrets.loc[0, ["s", "b", "m"]].tolist() == pytest.approx([5, 0, 4], abs=0.05)


def test_one_winner_by_all_criteria_is_said_too() -> None:
    found = robustness(worlds(PAYOFFS[:, [0, 0]] + [0.0, 1.0], "ab", 8, 0.01), PEACE)
    assert set(found.winners.values()) == {"b"} and found.sure
    assert "b is best by peace_years_after whichever criterion" in found.sentence()


def test_worlds_that_differ_by_luck_only_are_called_so() -> None:
    found = robustness(worlds(np.zeros((30, 2)), "ab", 3, 1.0), PEACE)
    assert found.luck > 0.7
    assert "is luck" in found.sentence() and "too few" in found.sentence()


def test_the_share_of_luck_is_that_of_the_analysis_of_variance() -> None:
    rng = np.random.default_rng(1)
    real = rng.normal(0, 1.0, (1, 400, 1))
    cube = real + rng.normal(0, 2.0, (4, 400, 2)) + rng.normal(0, 9.0, (4, 1, 2))
    assert luck(cube) == pytest.approx(1 / (1 + 1), abs=0.08)  # 2**2 / 4 replicates against 1


def test_robustness_needs_worlds_that_all_strategies_share() -> None:
    with pytest.raises(UserError, match="several worlds"):
        robustness(worlds(PAYOFFS[:1], "sbm", 3), PEACE)
    study = worlds(PAYOFFS, "sbm", 3)
    cut = study.runs[(study.runs["strategy"] != "s") | (study.runs["scenario"] != "s0")]
    with pytest.raises(UserError, match="different worlds"):
        robustness(Study(cut), PEACE)

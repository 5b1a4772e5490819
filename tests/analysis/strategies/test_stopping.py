import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from experiments.analysis.strategies import stopping
from experiments.analysis.strategies.stopping import Rule, until, width
from sim.errors import UserError
from tests.analysis.strategies.studies import noise, study_of

Draw = Callable[[np.random.Generator, tuple[int, int]], np.ndarray]


def years_of_peace(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Most runs relapse at once or never, as they do."""
    middle = np.where(rng.random(shape) < 0.5, 0.0, rng.uniform(0, 5, shape))
    return np.where(rng.random(shape) < 0.4, 5.0, middle)


def peace_gained(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Differences of years of peace, with mean 0."""
    return years_of_peace(rng, shape) - years_of_peace(rng, shape)


def deaths_averted(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Differences of heavy-tailed deaths, with mean 0."""
    return rng.lognormal(0, 1.5, shape) - rng.lognormal(0, 1.5, shape)


def normal(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    return rng.normal(size=shape)


def ever_outside(draw: Draw, trials: int, looks: int, half: np.ndarray) -> float:
    """Share of trials in which 0 was outside the mean +- half * sd at any look."""
    x = draw(np.random.default_rng(1), (trials, looks))
    n = np.arange(1, looks + 1)
    mean = np.cumsum(x, axis=1) / n
    spread = np.sqrt(np.maximum(np.cumsum(x**2, axis=1) - n * mean**2, 0) / np.maximum(n - 1, 1))
    late = slice(stopping.FEWEST - 1, None)
    return float((np.abs(mean) > spread * half)[:, late].any(axis=1).mean())


def half_widths(looks: int) -> np.ndarray:
    return np.array([width(n, 0.05) if n > 1 else 1e9 for n in range(1, looks + 1)])


@pytest.mark.parametrize("draw", [normal, peace_gained, deaths_averted])
def test_sequences_hold_at_all_looks_at_once(draw: Draw) -> None:
    # 0.05 and three standard errors of 2,000 trials.
    assert ever_outside(draw, 2_000, 400, half_widths(400)) < 0.065


@pytest.mark.parametrize("draw", [normal, peace_gained])
def test_the_usual_interval_would_not(draw: Draw) -> None:
    usual = 1.96 / np.sqrt(np.arange(1, 401))
    assert ever_outside(draw, 2_000, 400, usual) > 0.3


@pytest.mark.slow
def test_equal_strategies_are_seldom_ranked() -> None:
    rule = until("ranking 95%")
    wrong = 0
    for trial in range(100):
        rng = np.random.default_rng(trial)
        values = {name: list(years_of_peace(rng, (1, 40))[0]) for name in "ab"}
        looks = (study_of({name: v[:n] for name, v in values.items()}) for n in range(10, 41, 5))
        wrong += any(rule.judge(study).stop for study in looks)
    # 5 % either way round: 10 %, and three standard errors of 100 trials.
    assert wrong / 100 < 0.19


def test_the_width_is_robbins_mixture_for_many_values() -> None:
    n, alpha = 100_000, 0.05
    log = -2 * math.log(alpha)
    rho2 = (log + math.log(log + 1)) / stopping.TYPICAL
    exact = math.sqrt(
        2 * (n * rho2 + 1) / (n * n * rho2) * math.log(math.sqrt(n * rho2 + 1) / alpha)
    )
    assert width(n, alpha) == pytest.approx(exact, rel=1e-3)
    assert width(20, alpha) > 1.96 / math.sqrt(20)
    widths = [width(k, alpha) for k in range(5, 500)]
    assert all(a > b for a, b in pairwise(widths))


def test_rules_are_read() -> None:
    assert until("ranking 95%") == Rule("ranking", "peace_years_after", 0.95)
    assert until(" best 90 % of deaths").outcome == "deaths"
    rule = until("peace_years +-0.5")
    assert (rule.what, rule.outcome, rule.half_width) == ("width", "peace_years_after", 0.5)
    assert until("deaths ± 20 90%").level == 0.9
    assert until("deaths+/-20").half_width == 20
    assert until("ranking 95%", "deaths").outcome == "deaths"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("soon", "is not a rule"),
        ("ranking 195%", "from 50 to below 100"),
        ("best 90% of deathz", "Did you mean 'deaths'"),
        ("peace +-1", "names no outcome"),
        ("deaths +-0", "not a number above 0"),
        ("deaths +-1.2.3", "not a number above 0"),
    ],
)
def test_what_is_no_rule_is_refused(text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        until(text)


def strategies(n: int) -> dict[str, list[float]]:
    luck = noise(n, size=3.0)
    return {
        name: list(luck + shift + noise(n, seed))
        for name, shift, seed in (("none", 0.0, 2), ("good", 2.0, 3), ("better", 2.6, 4))
    }


def test_a_ranking_is_reached_with_more_replicates_and_the_need_is_foretold() -> None:
    rule = until("ranking 95%")
    early = rule.decide(study_of(strategies(20)).runs)
    assert not early.stop and "better and good" in early.reason
    late = rule.decide(study_of(strategies(400)).runs)
    assert late.stop and "400 replicates show the order" in late.reason
    assert 20 < early.needed < 400


def test_the_first_place_is_sooner_sure_than_the_order() -> None:
    values = {"a": list(noise(60, 1) + 5), "b": list(noise(60, 2)), "c": list(noise(60, 3))}
    study = study_of(values)
    assert until("best 95%").judge(study).stop
    assert not until("ranking 95%").judge(study).stop
    fewer = study_of(values, "deaths")  # fewer deaths are better: b or c, and it is not clear which
    assert not until("best 95% of deaths").judge(fewer).stop


def test_a_half_width_is_that_of_differences() -> None:
    study = study_of(strategies(120))
    assert until("peace_years +-0.6").judge(study).stop  # shared luck of size 3 cancels
    decision = until("peace_years +-0.1").judge(study)
    assert not decision.stop
    spread = max(
        np.std(np.subtract(v, strategies(120)["none"]), ddof=1)
        for name, v in strategies(120).items() if name != "none"
    )  # fmt: skip
    need = int(decision.needed)
    assert spread * width(need, 0.025) <= 0.1 < spread * width(need - 1, 0.025)


def test_nothing_is_decided_on_few_or_unchanging_values() -> None:
    assert not until("deaths +-5").judge(study_of({"a": [1.0] * 5, "b": [2.0] * 5}, "deaths")).stop
    same = study_of({"a": [0.0] * 12, "b": [1.0] * 12}, "deaths")
    for rule in ("deaths +-5", "ranking 95% of deaths"):
        decision = until(rule).judge(same)
        assert not decision.stop and decision.needed == stopping.UNCHANGING
    many = study_of({"a": [0.0] * 30, "b": [1.0] * 30}, "deaths")
    assert until("ranking 95% of deaths").judge(many).stop
    equal = study_of({"a": [0.0] * 30, "b": [0.0] * 30}, "deaths")
    assert math.isinf(until("ranking 95% of deaths").judge(equal).needed)
    assert until("ranking 95%").judge(study_of({"a": [1.0] * 3})).stop  # nothing to rank

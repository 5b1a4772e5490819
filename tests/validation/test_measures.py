"""Facts on made-up runs: what a fact says about runs of which it is known what it should say."""

import numpy as np
import pandas as pd
import pytest

from experiments.validation.assessing import assess
from experiments.validation.findings import registry
from experiments.validation.samples import Sample
from experiments.validation.table import text, wrong_signs

SEEDS = 60


def runs(means: dict[str, dict[str, float]], scenarios: int = 2) -> Sample:
    """Runs of arms with Poisson counts of these means by measure."""
    rng = np.random.default_rng(7)
    rows = []
    for scenario in range(scenarios):
        for arm, measures in means.items():
            for seed in range(SEEDS):
                counts = {name: float(rng.poisson(mean)) for name, mean in measures.items()}
                rows.append({"scenario": f"s{scenario}", "strategy": arm, "seed": seed, **counts})
    return Sample(pd.DataFrame(rows))


def war(reference: float, off: float = 100.0) -> Sample:
    """Battle deaths by arm, where the reference dose has this mean and none has 100."""
    half = np.sqrt(100.0 * reference)
    quarter, more = np.sqrt(100.0 * half), reference * reference / half
    doses = {"none": 100, "quarter": quarter, "half": half, "reference": reference, "more": more}
    others = {"observers": 100, "police": 98, "none~off": 100, "reference~off": off}
    return runs({arm: {"battle": mean} for arm, mean in {**doses, **others}.items()})


def verdicts(id_: str, **ensembles: Sample) -> dict[str, str]:
    found = assess(registry()[id_], ensembles)
    return {line.name: line.verdict for line in found.lines} | {"": found.verdict}


def test_troops_that_work_as_published_pass():
    found = assess(registry()["A01"], {"war": war(30.0)})
    assert found.verdict == "PASS"
    assert found.lines[0].fate == "gone"
    assert found.lines[0].found.value == pytest.approx(0.3, rel=0.05)


def test_an_effect_that_outlives_its_mechanism_is_told():
    found = assess(registry()["A01"], {"war": war(30.0, off=30.0)})
    assert found.lines[0].fate == "left"
    assert "A01 reference" in text([found])


def test_troops_that_do_harm_fail_and_have_a_wrong_sign():
    found = assess(registry()["A01"], {"war": war(150.0)})
    assert found.verdict == "FAIL"
    assert "A01 reference" in wrong_signs([found])


def test_troops_that_do_too_little_are_weak():
    assert verdicts("A01", war=war(80.0))["reference"] == "WEAK"


def test_settlements():
    held = {"settled.5": 3.0}
    sample = runs({"none": held | {"held.5": 0.0}, "guarantee": held | {"held.5": 0.0}})
    sample.runs["settled.5"] = 1.0
    rng = np.random.default_rng(3)
    share = np.where(sample.runs["strategy"] == "guarantee", 0.8, 0.25)
    sample.runs["held.5"] = (rng.random(len(share)) < share).astype(float)
    assert verdicts("B01", guarantee=sample)[""] == "PASS"


def test_bases_by_lot_are_held_against_the_same_cells_without():
    # Chance gave the cells with a base twice the violence: that is no effect of bases.
    def cells(groups: float, state: float) -> dict[str, float]:
        base = {"local.groups.base": 80 * groups, "local.state.base": 40 * state}
        return base | {"local.groups.open": 40.0, "local.state.open": 20.0}

    sample = runs({"none": cells(1, 1), "reference": cells(0.5, 1.0)})
    found = assess(registry()["A06"], {"war": sample})
    by_name = {line.name: line.found.value for line in found.lines}
    assert by_name["rebels"] == pytest.approx(0.5, rel=0.06)
    assert by_name["government"] == pytest.approx(1.0, abs=0.08)
    assert found.verdict == "PASS"


@pytest.mark.parametrize(("first", "second", "flagged"), [(2.0, 1.6, True), (2.0, 0.6, False)])
def test_one_sign_in_all_scenarios_is_flagged(first, second, flagged):
    rng = np.random.default_rng(8)
    rows = []
    for scenario, ratio in (("s", first), ("t", second)):
        for arm in ("none", "bombing"):
            for seed in range(SEEDS):
                row: dict[str, object] = {"scenario": scenario, "strategy": arm, "seed": seed}
                for group in ("harmed", "sham"):
                    row[f"control.{group}"] = rng.normal()
                    rate = 10 * (ratio if (arm, group) == ("bombing", "harmed") else 1.0)
                    for span in ("m3", "m12"):
                        for side in ("open", "sided"):
                            row[f"attacks.{span}.{group}.{side}"] = float(rng.poisson(rate))
                            row[f"watched.{span}.{group}.{side}"] = 10.0
                rows.append(row)
    found = assess(registry()["D07"], {"harm": Sample(pd.DataFrame(rows))})
    assert found.verdict == "REPORTED"
    assert ("months_12" in found.one_sign) is flagged
    assert "control" not in found.one_sign
    assert ("months_12 has one sign" in text([found])) is flagged


def test_a_measure_that_is_missing_is_no_pass():
    found = assess(registry()["A02"], {"war": war(30.0)})
    assert (found.verdict, found.why != "") == ("NOT MEASURED", True)


def test_episodes_and_recurrence_are_those_of_kaplan_and_meier():
    # Two conflicts a run: one of 2 years that comes back after 3, one of 1 year that does not.
    columns = {"years": (2, 1), "over": (1, 1), "war": (0, 0), "quiet": (3, 12), "returned": (1, 0)}
    rows = []
    for seed in range(SEEDS):
        row: dict[str, object] = {"scenario": "s", "strategy": "none", "seed": seed}
        for i in range(12):
            for name, values in columns.items():
                row[f"episode.{i}.{name}"] = float(values[i]) if i < 2 else np.nan
        rows.append(row)
    sample = Sample(pd.DataFrame(rows))
    found = {k: v[0] for k, v in registry()["E09"].measure({"long": sample}).items()}
    assert (found["median"], found["one_year"], found["beyond_10"]) == (1.0, 0.5, 0.0)
    found = {k: v[0] for k, v in registry()["E10"].measure({"long": sample}).items()}
    assert (found["years_5"], found["years_10"]) == pytest.approx((0.5, 0.5))

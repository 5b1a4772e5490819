"""Ablations and audits: which runs are made, and what is said about them."""

import json
from pathlib import Path

import numpy as np
import pytest

from experiments import audit
from experiments.ablation import FORCE, NOBODY, WHOLE, arms, read, report
from experiments.ablation_figure import title
from experiments.compare import Plan, compare
from experiments.report import KEYS
from sim import Scenario
from sim.cli import main
from sim.results import OUTCOMES
from sim.strategy import total_cost
from tests.comparisons import made

ELEMENTS = ("training", "aid")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The classroom with a force, training and aid."""
    small = {"strategy.mission.troops_per_1000": 0.5, "strategy.training.level": 0.5}
    return Scenario.load("classroom", strategy="none").varied(small | {"strategy.aid.level": 0.4})


def test_arms_leave_out_and_single_out_each_element(scenario: Scenario) -> None:
    found = arms(scenario)
    on = {label: tuple(one.strategy.elements) for label, one in found.items()}
    assert on == {
        NOBODY: (),
        FORCE: (),
        "force and training": ("training",),
        "without training": ("aid",),
        "force and aid": ("aid",),
        "without aid": ("training",),
        "without mission": ("training", "aid"),
        WHOLE: ("training", "aid"),
    }
    troops = {label: one.strategy.mission.uniformed(1000)["troops"] for label, one in found.items()}
    assert {label for label, n in troops.items() if n == 0} == {NOBODY, "without mission"}
    ends = {one.strategy.mission.planned_end for one in found.values()}
    assert len(ends) == 1
    assert {label: one.strategy.name for label, one in found.items()} == {n: n for n in found} | {
        NOBODY: "none"
    }


def test_a_strategy_without_a_force_is_compared_with_nobody(scenario: Scenario) -> None:
    civil = scenario.varied({"strategy.mission.troops_per_1000": 0.0})
    found = arms(civil)
    assert FORCE not in found
    assert "without mission" not in found
    values = {name: {"stability_after": [0.5] * 6} for name in found}
    shown = read(made(scenario, values | {"force and aid": {"stability_after": [0.75] * 6}}))
    assert shown.elements == ELEMENTS
    assert shown.differences("aid", "alone", "stability_after") == pytest.approx([0.25] * 6)


def results(**gains: float) -> dict[str, dict[str, list[float]]]:
    """Outcomes of all arms, with what each element adds to the whole strategy."""
    luck = np.linspace(0.0, 0.02, 8)
    noise = np.linspace(-0.01, 0.01, 8)[::-1]
    whole = 0.6 + luck
    found = {NOBODY: 0.3 + luck, FORCE: 0.32 + luck, WHOLE: whole}
    for name in ("mission", *ELEMENTS):
        gain = gains.get(name, 0.0)
        found[f"without {name}"] = whole - gain + noise
        found[f"force and {name}"] = found[FORCE] + gain / 2
    found.pop("force and mission")
    return {
        name: {"stability_after": list(values), "cost": [100e6 * (name == WHOLE)] * 8}
        for name, values in found.items()
    }


def test_an_element_is_credited_with_what_it_adds(scenario: Scenario) -> None:
    shown = read(made(scenario, results(training=0.2, aid=-0.1)))
    parts = {(p.element, p.setting): p for p in shown.parts("stability_after")}
    assert parts["training", "left out"].gain.value == pytest.approx(0.2)
    assert parts["training", "alone"].gain.value == pytest.approx(0.1)
    assert parts["mission", "alone"].gain.value == pytest.approx(0.02)
    assert parts["training", "left out"].cost.value == pytest.approx(100e6)
    text = report(shown)
    assert "told to owe stability after exit to: training." in text
    assert "told to lose stability after exit by: aid." in text
    assert "do not tell whether it matters for stability after exit, leaving out: mission." in text
    assert (
        title(shown) == "Most of the stability after exit rests on training: +0.20 (0.19 to 0.21)"
    )


def test_an_ablation_that_shows_nothing_says_so(scenario: Scenario) -> None:
    assert "do not tell of any element" in title(read(made(scenario, results())))


def test_the_table_has_every_outcome_once(scenario: Scenario) -> None:
    table = read(made(scenario, results(training=0.2))).table()
    assert len(table) == len(OUTCOMES) * 6
    assert not table.duplicated(["element", "setting", "outcome"]).any()
    assert list(table.outcome.unique()[: len(KEYS)]) == [key.outcome for key in KEYS]


def test_ablate_writes_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["ablate", "classroom", "--strategy", "governance_first", "--replicates", "1"]
    words += ["--weeks", "3", "--jobs", "1", "--out", str(tmp_path)]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "What each element adds" in told
    assert "cost (M USD)" in told
    for name in ("ablation.csv", "ablation.png", "ablation.svg", "runs.parquet", "report.txt"):
        assert (tmp_path / name).stat().st_size > 0
    assert main(["ablate", "classroom", "--strategy", "none"]) == 2


# ---------------------------------------------------------------- audits


def audited(scenario: Scenario, **changes: dict[str, list[float]]) -> list[audit.Finding]:
    """Warnings about runs in which everything varies, but for `changes`; see `arm_names`."""
    luck = np.linspace(0.1, 0.9, 8)
    names = ["none", "b", *(audit.arm("aid", level) for level in audit.LEVELS)]
    values = {
        name: {o: list(luck + 0.01 * k * (-1) ** np.arange(8)) for o in OUTCOMES}
        for k, name in enumerate(names)
    }
    for name, changed in changes.items():
        values[name.replace("_", " ")] |= changed
    return audit.warnings(made(scenario, values), ["none", "b"])


def test_a_fair_scenario_has_only_the_warning_that_nothing_is_told(scenario: Scenario) -> None:
    assert [one.kind for one in audited(scenario)] == ["idle element"]


def test_it_is_said_what_an_idle_element_does_change(scenario: Scenario) -> None:
    (nothing,) = audited(scenario)
    assert "it changes" not in nothing.text
    (found,) = audited(scenario, aid_at_1={"leaks": [9.0 + 0.01 * k for k in range(8)]})
    others = sum(o not in audit.JUDGED and not o.startswith("cost") for o in OUTCOMES)
    assert f"; it changes 1 of {others} other outcomes, most surely leaks by +8.54 [" in found.text


def test_dominance_is_seen(scenario: Scenario) -> None:
    high = {o: [2.0 if OUTCOMES[o].better == "higher" else -2.0] * 8 for o in audit.JUDGED}
    found = [one for one in audited(scenario, b=high) if one.kind == "dominance"]
    assert [one.text.split()[0] for one in found] == ["b"]
    worse = high | {"deaths": [5.0] * 8}
    assert not [one for one in audited(scenario, b=worse) if one.kind == "dominance"]


def test_an_element_that_is_always_better_in_full_is_seen(scenario: Scenario) -> None:
    high = {o: [2.0 if OUTCOMES[o].better == "higher" else -2.0] * 8 for o in audit.JUDGED}
    kinds = [one.kind for one in audited(scenario, aid_at_1=high)]
    assert kinds == ["always more"]


def test_an_outcome_that_never_varies_is_seen(scenario: Scenario) -> None:
    same = {name: {"needs": [0.5] * 8} for name in ("none", "b", "aid_at_0.5", "aid_at_1")}
    found = audited(scenario, **same, aid_at_0={"needs": [0.5] * 8})
    assert [one.text for one in found if one.kind == "no variation"] == [
        "the same in all runs of all arms: needs (0.5)"
    ]


def test_levels_are_varied_at_one_budget(scenario: Scenario) -> None:
    found = audit.arms(
        {name: scenario.with_strategy(name) for name in ("none", "governance_first")},
        scenario.with_strategy("aid_first"),
    )
    probed = Scenario.load("classroom", strategy="aid_first")
    people = probed.people.population
    assert list(found)[:2] == ["none", "governance_first"]
    for level in audit.LEVELS:
        one = found[audit.arm("aid", level)].strategy
        assert one.aid.level == level
        assert one.budget == pytest.approx(total_cost(probed.strategy, people) / people)


def test_identical_runs_are_an_idle_element(scenario: Scenario) -> None:
    bare = audit.arms({"none": scenario.with_strategy("none")}, scenario.with_strategy("aid_first"))
    chosen = {name: bare[name] for name in bare if name == "none" or name.startswith("aid at")}
    # Before the mission has begun no element can have changed anything.
    found = audit.warnings(compare(Plan(chosen, [1], weeks=2), 1), ["none"])
    assert ("idle element", "aid changes nothing in any of 1 runs") in found


def test_audit_exits_with_1_where_it_warns(tmp_path: Path) -> None:
    words = ["audit", "classroom", "--strategies", "none,aid_first", "--probe", "aid_first"]
    words += ["--replicates", "1", "--weeks", "2", "--jobs", "1", "--out", str(tmp_path)]
    assert main(words) == 1
    warned = json.loads((tmp_path / "warnings.json").read_text())
    assert {one["kind"] for one in warned} >= {"idle element", "no variation"}


# ---------------------------------------------------------------- elements


def test_elements_lists_every_lever(capsys: pytest.CaptureFixture[str]) -> None:
    from sim.mechanisms.deployment import Deployment
    from sim.strategy import ELEMENTS

    assert main(["elements", "--all"]) == 0
    told = capsys.readouterr().out
    for name, kind in {Deployment.name: Deployment, **ELEMENTS}.items():
        assert f"\n{name}: " in told
        for lever in kind.model_fields:
            assert f"    {lever} " in told, (name, lever)


def test_elements_of_a_strategy_say_what_they_cost(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["elements", "governance", "--strategy", "governance_first"]) == 0
    assert "planned to cost" in capsys.readouterr().out
    assert main(["elements", "governace"]) == 2
    assert "Did you mean 'governance'" in capsys.readouterr().err

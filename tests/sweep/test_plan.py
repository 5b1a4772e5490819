"""Designs are checked like scenarios; plans have stable runs in a balanced order."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from SALib.sample import morris, sobol

from experiments.sweep import load
from experiments.sweep.design import Design, designs_dir, load_design, read_document
from experiments.sweep.factors import resolve
from experiments.sweep.model import find_model, task_of
from experiments.sweep.plan_files import find_run
from experiments.sweep.planning import make_plan, sampled
from sim.errors import UserError
from sim.scenario import Scenario
from sim.units import parameters
from sim.yaml_source import Document, InputErrors, set_value, validate
from tests.sweep.folders import planned

MEMORY = "dynamics.feelings.fear_memory"


def design_of(**content: Any) -> tuple[Design, Document]:
    document = Document.from_data({"name": "trial", "scenarios": ["classroom"], **content})
    return validate(document, Design), document


def points_of(**content: Any) -> np.ndarray[Any, Any]:
    design, document = design_of(**content)
    factors, problems = resolve(design, document)
    assert problems == []
    return sampled(design, factors)[0]


# ------------------------------------------------------------------------------ mistakes


def test_all_mistakes_are_told_at_once_with_their_places(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "name: mine\n"
        "scenarios: [classroom, clasroom]\n"
        "strategies: [none, intergrated]\n"
        "uncertainties:\n"
        "  - people.hostilty\n"
        "  - {path: people.mixing, low: 0.5, high: 0.2}\n"
        "  - {path: people.civic, high: 3}\n"
        "  - every: dynamics.feeling\n"
        "levers:\n"
        "  - strategy.training.level\n"
        "  - strategy.training.level\n",
        encoding="utf-8",
    )
    document = read_document(file)
    with pytest.raises(UserError) as caught:
        make_plan(validate(document, Design), document, tmp_path / "out")
    lines = str(caught.value).splitlines()
    assert len(lines) == 7
    expected = {
        "5:5": "write people.hostility",
        "6:43": "low below high",
        "7:32": "share from 0 to 1",
        "8:12": "write dynamics.feelings",
        "10:3": "twice",
        "2:24": "write classroom",
        "3:20": "write integrated",
    }
    for line, (place, word) in zip(lines, expected.items(), strict=True):
        assert line.startswith(f"{file}:{place}: ")
        assert word in line
    assert not (tmp_path / "out").exists()


def test_the_form_of_a_design_is_checked_like_a_scenario(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "name: mine\nscenarios: [classroom]\nreplicate: 3\n"
        "sampler: {name: latin_hypercub, points: 3}\n"
        "outcomes: [deaths, peace_year_after]\n",
        encoding="utf-8",
    )
    with pytest.raises(InputErrors) as caught:
        load_design(file)
    text = str(caught.value)
    assert f'{file}:3:1: replicate: the key "replicate" is not known here' in text
    assert 'write "replicates"' in text
    assert f"{file}:4:17: sampler.name:" in text
    assert "latin_hypercube" in text


def test_an_outcome_that_no_run_has_is_refused() -> None:
    with pytest.raises(InputErrors, match=r"outcomes.1: there is no outcome.*peace_years_after"):
        design_of(outcomes=["deaths", "peace_year_after"])


def test_a_value_that_the_scenario_refuses_is_told_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"map.capital.*found \"weast\""):
        planned(tmp_path / "out", levers=[{"path": "map.capital", "values": ["west", "weast"]}])


SHIPPED = sorted(designs_dir().glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_designs_are_sound(path: Path) -> None:
    document = read_document(path.stem)
    design = validate(document, Design)
    factors, problems = resolve(design, document)
    assert problems == []
    assert design.title
    assert len(sampled(design, factors)[0]) >= 1
    assert path.read_text(encoding="utf-8").startswith("# The question")


@pytest.mark.slow
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_designs_can_be_planned_and_their_runs_made(path: Path, tmp_path: Path) -> None:
    document = set_value(set_value(read_document(path.stem), "replicates", 1), "weeks", 20)
    plan = make_plan(validate(document, Design), document, tmp_path / "out")
    for number in np.linspace(0, plan.runs - 1, 5).astype(int).tolist():
        task = task_of(plan, plan.run(number))
        assert find_model(plan.settings["model"])(task).outcomes


# ------------------------------------------------------------------------------ samplers


def test_a_range_is_the_one_that_the_parameter_declares() -> None:
    declared = {one.path: one for one in parameters(Scenario)}
    design, document = design_of(
        uncertainties=["people.hostility", {"path": "people.groups.1.inclusion", "high": 0.5}]
    )
    (first, second), _ = resolve(design, document)
    assert (first.low, first.high) == (
        declared["people.hostility"].low,
        declared["people.hostility"].high,
    )
    assert (second.low, second.high) == (declared["people.groups.*.inclusion"].low, 0.5)


def test_every_takes_all_below_a_path_but_what_is_left_out() -> None:
    about = {"every": "dynamics.feelings", "without": [MEMORY], "group": "process"}
    design, document = design_of(uncertainties=[about])
    factors, _ = resolve(design, document)
    declared = [p.path for p in parameters(Scenario) if p.path.startswith("dynamics.feelings.")]
    assert [one.path for one in factors] == [path for path in declared if path != MEMORY]
    assert {one.group for one in factors} == {"dynamics.feelings"}


def test_a_grid_has_every_combination() -> None:
    found = points_of(
        levers=["strategy.training.level", {"path": "people.hostility", "low": 0.2, "high": 0.6}],
        sampler={"name": "grid", "levels": 3},
    )
    # Factors are held uncertainties first; both are levers here, in the order of the file.
    assert found.tolist() == [
        [t, pytest.approx(h)] for t in (0.0, 0.5, 1.0) for h in (0.2, 0.4, 0.6)
    ]


def test_one_at_a_time_begins_with_what_the_case_has(tmp_path: Path) -> None:
    folder = planned(
        tmp_path / "out",
        strategies=["none", "integrated"],
        levers=["strategy.training.level", {"path": "map.capital", "values": ["own", "east"]}],
        sampler={"name": "one_at_a_time"},
        replicates=1,
    )
    table = load(folder).plan()
    first = table[table["point"] == 0].set_index("strategy")
    assert first["strategy.training.level"].to_dict() == {"none": 0.0, "integrated": 0.9}
    assert first["map.capital"].to_dict() == {"none": "west", "integrated": "west"}
    one = load(folder).runs
    assert [one.values(p) for p in range(5)] == [
        {},
        {"strategy.training.level": 0.0},
        {"strategy.training.level": 1.0},
        {},
        {"map.capital": "east"},
    ]


@pytest.mark.parametrize("name", ["latin_hypercube", "sobol"])
def test_sequences_spread_every_factor_evenly(name: str) -> None:
    found = points_of(
        uncertainties=[{"path": "people.hostility", "low": 0.0, "high": 0.8}, "people.communities"],
        sampler={"name": name, "points": 16},
    )
    assert sorted(np.floor(found[:, 0] / 0.05)) == list(range(16))
    assert (found[:, 1] == np.round(found[:, 1])).all()


def test_salib_samplers_give_what_salib_gives() -> None:
    paths = ["people.hostility", "people.mixing", "people.civic"]
    declared = {one.path: one for one in parameters(Scenario)}
    problem = {
        "num_vars": 3,
        "names": paths,
        "bounds": [[declared[path].low, declared[path].high] for path in paths],
    }
    ours = points_of(uncertainties=paths, sampler={"name": "saltelli", "base": 8, "seed": 3})
    theirs = sobol.sample(problem, 8, calc_second_order=False, seed=3)
    assert np.allclose(ours, theirs)
    ours = points_of(uncertainties=paths, sampler={"name": "morris", "trajectories": 4, "seed": 3})
    assert np.allclose(ours, morris.sample(problem, 4, seed=3))


def test_points_may_be_written_down() -> None:
    found = points_of(
        levers=["strategy.mission.duration", {"path": "map.capital", "values": ["west", "east"]}],
        sampler={
            "name": "list",
            "points": [{"strategy.mission.duration": "3 years"}, {"map.capital": "east"}],
        },
    )
    assert found[0, 0] == 156
    assert np.isnan(found[0, 1])
    assert found[1, 1] == 1


def test_policies_meet_every_world(tmp_path: Path) -> None:
    folder = planned(
        tmp_path / "out",
        uncertainties=["people.hostility"],
        levers=[{"path": "strategy.training.level", "values": [0, 1]}],
        sampler={"name": "latin_hypercube", "points": 3},
        lever_sampler={"name": "grid"},
        replicates=1,
    )
    table = load(folder).plan()
    assert table[["world", "policy"]].values.tolist() == [[w, p] for w in range(3) for p in (0, 1)]
    assert table.groupby("world")["people.hostility"].nunique().tolist() == [1, 1, 1]


# ------------------------------------------------------------------------------ plans


def test_runs_are_balanced_paired_and_stable(tmp_path: Path) -> None:
    content: dict[str, Any] = {
        "strategies": ["none", "integrated"],
        "uncertainties": ["people.hostility"],
        "sampler": {"name": "latin_hypercube", "points": 5},
        "first_seed": 11,
    }
    few = load(planned(tmp_path / "few", replicates=2, **content))
    many = load(planned(tmp_path / "many", replicates=4, **content))
    table = many.plan()
    assert table["run_id"].is_unique
    assert table["run_id"].str.fullmatch("[0-9a-f]{16}").all()
    assert table["replicate"].tolist() == sorted(table["replicate"])
    assert (table["seed"] == table["replicate"] + 11).all()
    assert table["strategy"].tolist() == ["none", "integrated"] * 20
    pairs = table.groupby(["replicate", "point"])
    assert (pairs["people.hostility"].nunique() == 1).all()
    assert few.plan()["run_id"].tolist() == table["run_id"][:20].tolist()
    assert few.hash == many.hash
    run = find_run(many.runs, table["run_id"][33])
    assert (run.number, run.seed, run.case.strategy) == (33, 14, "integrated")
    with pytest.raises(UserError, match="there is no run"):
        find_run(many.runs, "0" * 16)
    other = load(planned(tmp_path / "other", replicates=2, **{**content, "weeks": 52}))
    assert not set(other.plan()["run_id"]) & set(table["run_id"])


def test_what_a_run_is_does_not_hang_on_files_that_change_later(
    tmp_path: Path, project_root: Path
) -> None:
    text = (project_root / "scenarios" / "classroom.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    file = tmp_path / "design.yaml"
    file.write_text("name: mine\nscenarios: [mine.yaml]\nsettings: {people.hostility: 0.7}\n")
    document = read_document(file)
    plan = make_plan(validate(document, Design), document, tmp_path / "out")
    (tmp_path / "mine.yaml").unlink()
    assert plan.cases[0].content.people.hostility == 0.7


def test_a_folder_in_use_is_not_planned_into(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out")
    with pytest.raises(UserError, match=r"not empty.*sweep resume"):
        planned(folder)
    with pytest.raises(UserError, match="not the folder of a sweep"):
        load(tmp_path)


def test_the_design_that_is_kept_plans_the_same_again(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out", uncertainties=[{"every": "dynamics.feelings"}])
    document = read_document(folder / "design.yaml")
    again = make_plan(validate(document, Design), document, tmp_path / "again")
    assert again.key == load(folder).hash

"""The command ``peacegrid facts`` on runs of the smallest country."""

import json

import pandas as pd
import pytest

from experiments.validation.assessing import Assessment
from experiments.validation.ensembles import ensembles
from experiments.validation.figure import families
from experiments.validation.findings import registry
from experiments.validation.running import Request, needed, prepare
from experiments.validation.table import PUBLISHED, read, text
from sim.cli import main
from sim.errors import UserError

FEW = ["facts", "--only", "c01", "--quick", "--scenario", "classroom", "--jobs", "1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("facts")


def test_runs_are_made_told_and_kept(folder, capsys):
    code = main([*FEW, "--replicates", "2", "--out", str(folder)])
    out = capsys.readouterr().out
    assert code in (0, 1)
    assert "C01! " in out and "1.1 to 3" in out and "6 runs, 2 seeds an arm" in out
    content = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    assert set(content["verdicts"]) == {"C01"}
    # Two seeds tell nothing.
    assert content["verdicts"]["C01"] in ("INCONCLUSIVE", "NOT MEASURED")
    assert content["criteria"]["C01.early"]["accepted_low"] == 1.1
    table = pd.read_parquet(folder / "facts.parquet")
    assert list(table["criterion"]) == ["early", "insurgents", "later"]
    assert (folder / "facts.png").stat().st_size > 10_000


def test_more_seeds_are_added_to_what_is_there(folder, capsys):
    before = pd.read_parquet(folder / "projects" / "outcomes")
    assert main([*FEW, "--replicates", "3", "--out", str(folder)]) in (0, 1)
    assert "9 runs, 3 seeds an arm" in capsys.readouterr().out
    after = pd.read_parquet(folder / "projects" / "outcomes").set_index("run")
    assert len(before) == 6 and len(after) == 9
    pd.testing.assert_frame_equal(after.loc[before["run"]], before.set_index("run"))


def test_reading_makes_no_runs(folder, capsys):
    assert main([*FEW, "--table", "--out", str(folder)]) in (0, 1)
    assert "9 runs" in capsys.readouterr().out


def test_other_arms_in_the_same_folder_are_refused(folder):
    with pytest.raises(UserError, match="planned otherwise"):
        prepare(folder, ensembles()["projects"], Request(False, ("classroom",), 3))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--only", "A99"], "no fact 'A99'"),
        (["--only", "C1"], "Did you mean"),
        (["--table"], "--out"),
        (["--only", "B01", "--scenario", "baseline"], "settlement"),
    ],
)
def test_mistakes_are_said(words, said, capsys):
    assert main(["facts", *words]) == 2
    assert said in capsys.readouterr().err


def test_the_plan_names_what_is_needed(capsys):
    assert main(["facts", "--plan", "--only", "A01,A04"]) == 0
    out = capsys.readouterr().out
    assert "war " in out and "peace " in out and "terms" not in out


def test_every_arm_of_every_ensemble_is_a_scenario_that_is_accepted():
    for one in needed(registry().values()):
        cases = one.cases(one.scenarios[:1], ablated=True)
        assert [case.strategy.name for case in cases] == list(one.arms)


def test_a_quick_look_has_runs_for_every_decisive_fact():
    from experiments.validation.catalogue import facts

    decisive = [registry()[id_] for id_, fact in facts().items() if fact.decisive]
    assert all(one.quick >= 6 for one in needed(decisive))


def test_a_table_is_read_as_it_was_written(folder):
    (found,) = read(folder / "facts.json")
    content = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    assert isinstance(found, Assessment)
    assert (found.verdict, found.runs, found.seeds) == (content["verdicts"]["C01"], 9, 3)
    assert [line.name for line in found.lines] == ["early", "insurgents", "later"]
    for line in found.lines:
        assert line.verdict == content["criteria"][f"C01.{line.name}"]["verdict"]
        assert line.criterion == found.fact.accept[line.name]
    assert text([found], quick=True) + "\n" == (folder / "facts.txt").read_text(encoding="utf-8")


def test_the_table_that_ships_can_be_read_and_drawn():
    found = read()
    assert {one.fact.id: one.verdict for one in found} == json.loads(
        PUBLISHED.read_text(encoding="utf-8")
    )["verdicts"]
    (panel,) = families(found, "").axes
    drawn = {one.get_text() for one in panel.texts}
    assert {one.fact.id for one in found} <= drawn

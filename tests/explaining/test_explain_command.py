"""peacegrid explain as users call it, and the records that it is made from."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.explaining import records
from experiments.explaining.folders import of_runs
from experiments.explaining.records import Line, record, tables_of
from experiments.explaining.walk import explain
from sim import Scenario, simulate
from sim.cli import main
from sim.results import Result

WEEKS = 60


@pytest.fixture(scope="module")
def result() -> Result:
    return simulate(Scenario.load("classroom", strategy="integrated"), 1, WEEKS)


@pytest.fixture(scope="module")
def folders(result: Result, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run without governance and one with it, of one seed."""
    place = tmp_path_factory.mktemp("runs")
    bare = result.scenario.varied({"strategy.governance.level": 0.0, "strategy.name": "bare"})
    return simulate(bare, 1, WEEKS).save(place / "bare"), result.save(place / "whole")


def summed(table: pd.DataFrame, kind: str, name: str | None = None) -> float:
    """The sum of all lines of a kind."""
    lines = [Line.of(column) for column in table.columns]
    chosen = [one for one in lines if one.kind == kind and name in (None, one.name)]
    return float(sum(table[one.column].sum() for one in chosen))


def test_a_record_adds_up_to_what_the_run_says(result: Result) -> None:
    table = record(tables_of(result), result.scenario)
    assert len(table) == WEEKS
    deaths = result.outcomes["deaths"]
    assert table["series|deaths"].sum() == deaths
    assert summed(table, records.KILLED) == pytest.approx(result.events["best"].sum())
    assert summed(table, records.ACTS) == len(result.events) == result.series["events"].sum()
    assert summed(table, records.PLACE, "killed") == summed(table, records.KILLED)
    assert summed(table, records.MONEY) == pytest.approx(result.outcomes["cost"])
    assert summed(table, records.ASKED) == pytest.approx(result.requests_data.sum())
    assert summed(table, records.FAILED) == pytest.approx(result.failures_data.sum())
    rule = table[[name for name in table.columns if name.startswith("place|control")]]
    assert rule.abs().to_numpy().max() <= 1.0
    # The map is kept every four weeks: the last picture is that of the end.
    people = result.film["population"]
    assert people.sum() > 0
    assert "asked|governance|districts.court_work" in table.columns


def test_actors_are_put_into_sorts() -> None:
    events = pd.DataFrame(
        {
            "week": [0, 1, 1, 2, 2],
            "sub_event_type": "Attack",
            "district": ["a", "a", "", "b", "b"],
            "best": [1, 2, 3, 4, 5],
            "initiator": [
                "Government",
                "Hill Front (splinter 1)",
                "Civilians (Hillside)",
                "Peacekeepers",
                "Armed group 7",
            ],
        }
    )
    found = records._violence(events, Scenario.load("classroom"), 3)
    killed = {line.detail: v.tolist() for line, v in found.items() if line.kind == records.KILLED}
    assert killed == {
        records.FORCES: [1, 0, 0],
        records.ARMED: [0, 2, 5],
        records.PEOPLE: [0, 3, 0],
        records.MISSION: [0, 0, 4],
    }
    assert found[Line(records.PLACE, "killed", "b")].tolist() == [0, 0, 9]


def test_a_folder_gives_the_same_record_as_its_run(
    result: Result, folders: tuple[Path, Path]
) -> None:
    side = of_runs(*folders).other
    table = record(tables_of(result), result.scenario)
    assert {line.column for line in side.weekly} == set(table.columns)
    for line, values in side.weekly.items():
        np.testing.assert_array_equal(values[0], table[line.column])
    assert side.outcomes["deaths"] == [result.outcomes["deaths"]]


def test_the_element_that_was_switched_off_is_named(folders: tuple[Path, Path]) -> None:
    found = explain(of_runs(*folders))
    assert found.elements[0].name == "governance"
    assert found.elements[0].effort == 1.0
    assert found.changed == {"governance"}


def test_two_runs_are_explained_and_written(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *map(str, folders), "--out", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "strategy.governance.level: 0 -> 1" in told
    assert "most in governance" in " ".join(told.split("\n\n")[0].split())
    assert "nothing is known of luck" in told
    assert (tmp_path / "explain.txt").read_text() in told
    assert json.loads((tmp_path / "explain.json").read_text())["pairs"] == 1
    for name in ("explain.png", "explain.svg"):
        assert (tmp_path / name).stat().st_size > 0


def test_a_run_against_itself_tells_nothing(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(folders[1]), str(folders[1])]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "do not differ in anything" in told
    assert "Outcomes" not in told


def test_strategies_are_run_and_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["explain", "classroom", "--strategies", "integrated", "--without", "governance"]
    words += ["--replicates", "6", "--weeks", "44", "--jobs", "1", "--out", str(tmp_path)]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "6 pairs of runs, seeds 1 to 6, 44 weeks each" in told
    data = json.loads((tmp_path / "explain.json").read_text())
    assert data["base"]["label"] == "without governance"
    assert [one["path"] for one in data["settings"]] == ["strategy.governance.level"]


def test_a_comparison_is_made_once_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path)
    words = ["compare", "classroom", "--strategies", "none,integrated", "--replicates", "2"]
    assert main([*words, "--seed", "4", "--weeks", "30", "--jobs", "1", "--out", folder]) == 0
    capsys.readouterr()
    assert main(["explain", folder, "--jobs", "1"]) == 0
    told = capsys.readouterr().out
    assert "2 pairs of runs, seeds 4 to 5, 30 weeks each" in told
    assert "ended otherwise" not in told
    runs = pd.read_parquet(tmp_path / "runs.parquet")
    runs.assign(digest="other").to_parquet(tmp_path / "runs.parquet")
    assert main(["explain", folder, "--jobs", "1"]) == 0
    assert "4 of 4 runs ended otherwise" in capsys.readouterr().out
    assert main(["explain", folder, "--strategies", "none,integratd"]) == 2
    assert "Did you mean 'integrated'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["classroom"], "--strategies: name two"),
        (["classroom", "--strategies", "none"], "--strategies: name two"),
        (["classroom", "--strategies", "none,integrated", "--without", "aid"], "name one, not two"),
        (["classroom", "--strategies", "integrated", "--without", "governace"], "Did you mean"),
        (["classroom", "--strategies", "none", "--without", "aid"], "has no element 'aid'"),
        (["a", "b", "--strategies", "none"], "not with two runs"),
        (["a", "b"], "a: not the folder of a run"),
        (["a", "b", "c"], "two runs, not 3"),
    ],
)
def test_mistakes_are_told(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *words]) == 2
    assert said in capsys.readouterr().err


def test_one_run_alone_is_refused(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(folders[0])]) == 2
    assert "one run alone" in capsys.readouterr().err


def test_a_run_of_an_earlier_version_is_refused(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import shutil

    old = Path(shutil.copytree(folders[0], tmp_path / "old"))
    (old / "requests.parquet").unlink()
    assert main(["explain", str(old), str(folders[1])]) == 2
    assert "Repeat the run: peacegrid run" in capsys.readouterr().err

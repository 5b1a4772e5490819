"""The commands run, compare, check, show and schema, as a user calls them."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import Scenario, cli
from sim.cli.common import load_scenario
from sim.results import CLAIM, FILES
from sim.run import Simulation

Call = Callable[..., subprocess.CompletedProcess[str]]
SHORT = ["--weeks", "6"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


def press_ctrl_c_at(week: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupt every simulation in its `week`, as the terminal does."""
    step = Simulation.step

    def pressed(simulation: Simulation) -> None:
        step(simulation)
        if simulation.model.recorder.weeks == week:
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(Simulation, "step", pressed)


# ---------------------------------------------------------------- run


def test_run_says_what_came_out_and_writes_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["run", "classroom", *SHORT, "--seed", "5", "--out", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "classroom with none, seed 5, 6 weeks" in told
    assert CLAIM in told
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    saved = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert (saved["seed"], saved["weeks"], saved["partial"]) == (5, 6, False)


def test_settings_reach_the_run(folder: Path) -> None:
    words = ["--set", "people.hostility=0.9", "--set", "strategy.training.level=0"]
    assert cli.main(["run", "classroom", *SHORT, *words, "--out", str(folder)]) == 0
    assert Scenario.load(folder / "scenario.yaml").people.hostility == 0.9


def test_levers_can_be_set_where_a_file_gives_the_bare_level() -> None:
    plain = load_scenario("remote_insurgency", "integrated", [])
    settings = ["strategy.monitoring.interval=8", "strategy.mediation.level=0.25"]
    mixed = load_scenario("remote_insurgency", "integrated", settings)
    assert mixed.strategy.monitoring.interval == 8 != plain.strategy.monitoring.interval
    assert mixed.strategy.monitoring.level == plain.strategy.monitoring.level
    assert mixed.strategy.mediation.level == 0.25
    both = ["strategy.monitoring.interval=8", "strategy.monitoring.delay=1"]
    assert load_scenario("remote_insurgency", "integrated", both).strategy.monitoring.delay == 1


def test_the_bare_level_keeps_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--strategy", "integrated", "--set", "strategy.monitoring.interval=8", "--origins"]
    assert cli.main(["show", "remote_insurgency", *words]) == 0
    (line,) = (one for one in capsys.readouterr().out.splitlines() if "monitoring.level" in one)
    assert re.search(r"integrated\.yaml:\d+$", line)


def test_weights_reach_the_outcomes(folder: Path) -> None:
    words = ["--weights", "safety=0.5,needs=0", "--out", str(folder)]
    assert cli.main(["run", "classroom", *SHORT, *words]) == 0
    saved = json.loads((folder / "outcomes.json").read_text(encoding="utf-8"))
    assert saved["measures"]["weights"]["safety"] == 0.5
    assert saved["measures"]["weights"]["needs"] == 0


def test_figures_are_drawn_when_asked_for(folder: Path) -> None:
    assert cli.main(["run", "classroom", *SHORT, "--figures", "--out", str(folder)]) == 0
    drawn = {path.name for path in folder.iterdir()} - set(FILES)
    names = ("map", "years", "timeline", "community", "groups")  # nothing was carried: no network
    assert drawn == {f"{n}.{k}" for n in names for k in ("png", "svg")}


@pytest.mark.parametrize(
    ("where", "told"),
    [("7", "Community 7 ("), ("Hillside", "(Hillside, "), ("District 0", ", District 0)")],
)
def test_the_community_asked_for_is_drawn(
    where: str, told: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles: list[str] = []
    monkeypatch.setattr(
        "sim.figures.save", lambda figure, *_: titles.append(figure.get_suptitle()) or []
    )
    words = ["--figures", "--out", str(folder), "--community", where]
    assert cli.main(["run", "classroom", *SHORT, *words]) == 0
    assert [one for one in titles if told in " ".join(one.split())]


@pytest.mark.parametrize(("where", "told"), [("Hilside", "'Hillside'"), ("99", "rows go to 47")])
def test_a_community_that_is_not_there_is_told_before_the_run(
    where: str, told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--figures", "--out", str(folder), "--community", where]
    assert cli.main(["run", "classroom", "--weeks", "10000", *words]) == 2
    assert told in capsys.readouterr().err
    assert not list(folder.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent differently on Windows")
def test_ctrl_c_leaves_what_was_computed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    press_ctrl_c_at(4, monkeypatch)
    before = signal.getsignal(signal.SIGINT)
    assert cli.main(["run", "classroom", "--weeks", "30", "--out", str(folder)]) == 130
    assert signal.getsignal(signal.SIGINT) is before
    assert "PARTIAL: stopped after 4 of 30 weeks" in capsys.readouterr().out
    saved = json.loads((folder / "outcomes.json").read_text(encoding="utf-8"))
    assert saved["partial"] is True
    assert saved["weeks"] == 4
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent differently on Windows")
def test_a_second_ctrl_c_stops_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def pressed_twice(_: Simulation) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(Simulation, "step", pressed_twice)
    assert cli.main(["run", "classroom", "--weeks", "30"]) == 130
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "clasroom"], "classroom"),
        (["run", "nowhere.yaml"], "nowhere.yaml"),
        (["run", "classroom", "--strategy", "nun"], "none"),
        (["run", "classroom", "--set", "people.hostility=3"], "people.hostility"),
        (["run", "classroom", "--set", "people.hostlity=0.3"], "hostility"),
        (["run", "classroom", "--set", "people.hostility"], "no equals sign"),
        (["run", "classroom", "--weights", "safety"], "--weights safety=0.5"),
        (["run", "classroom", "--weights", "beauty=1"], "no part 'beauty'"),
        (["run", "classroom", "--figures"], "--out DIR"),
        (["run", "classroom", "--community", "Hillside"], "goes with --figures"),
        (["compare", "classroom", "--strategies", "none,nun"], "none"),
        (["compare", "classroom", "--strategies", "none,none"], "two strategies are called"),
        (["compare", "classroom", "--strategies", ","], "no strategy is named"),
    ],
)
def test_mistakes_are_explained_and_end_with_2(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    message = capsys.readouterr().err
    assert told in message
    assert "Traceback" not in message


@pytest.mark.parametrize(
    "words", [["--seed", "-1"], ["--weeks", "0"], ["--weeks", "1.5"], ["--seed", "1e400"]]
)
def test_numbers_out_of_bounds_are_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["run", "classroom", *words])
    assert stop.value.code == 2
    assert "is not a whole number from" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_found_out_before_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(Simulation, "step", lambda _: pytest.fail("ran"))
    assert cli.main(["run", "classroom", "--out", str(tmp_path / "file")]) == 2
    assert "file: File exists" in capsys.readouterr().err


def test_no_bar_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["run", "classroom", *SHORT])
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("command", ["run", "compare", "check", "show", "schema"])
def test_help_loads_nothing_heavy(command: str, python: Call) -> None:
    program = (
        "import sys\n"
        "from sim import cli\n"
        "try:\n"
        f"    cli.main(['{command}', '--help'])\n"
        "except SystemExit:\n"
        "    pass\n"
        "heavy = {'numpy', 'numba', 'mesa', 'pandas', 'pydantic', 'matplotlib', 'yaml', 'tqdm'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))"
    )
    done = python("-c", program)
    assert "LOADED []" in done.stdout, done.stderr


def test_the_first_run_says_that_it_compiles(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sim.cli import common
    from sim.kernels import machine

    monkeypatch.setattr("sim.kernels.INTERPRETED", False)
    monkeypatch.setattr(machine, "cache_folder", lambda: tmp_path)
    assert common.say_if_compiling()
    assert capsys.readouterr().err.count("\n") == 1
    machine.store("a", b"", [])
    assert not common.say_if_compiling()
    assert capsys.readouterr().err == ""


# ---------------------------------------------------------------- compare


def test_compare_reports_and_writes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = folder.parent / "later.yaml"
    other.write_text("name: later\nmission: {start: 60}\n")
    words = ["--strategies", f"none,{other}", "--replicates", "2", "--jobs", "1"]
    assert cli.main(["compare", "classroom", *words, *SHORT, "--out", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "2 paired replicates, 6 weeks each" in told
    assert CLAIM in told
    written = {path.name for path in folder.iterdir()}
    assert {"report.txt", "runs.parquet", "means.csv", "ranking.png", "survival.svg"} <= written


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent differently on Windows")
def test_ctrl_c_keeps_complete_replicates(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from experiments.sweep import model

    runs: list[int] = []
    run = model.run

    def third_is_interrupted(task: model.Task) -> model.Output:
        runs.append(1)
        if len(runs) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return run(task)

    monkeypatch.setattr(model, "run", third_is_interrupted)
    words = ["--strategies", "none", "--replicates", "9", "--jobs", "1", "--out", str(folder)]
    assert cli.main(["compare", "classroom", *words, *SHORT]) == 130
    assert "PARTIAL: 2 of 9 replicates" in capsys.readouterr().out
    saved = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    assert saved["partial"] is True
    assert saved["seeds"] == [1, 2]


# ---------------------------------------------------------------- check, show, schema


def test_check_finds_every_mistake_of_every_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = tmp_path / "one.yaml"
    one.write_text("extends: classroom\nweeks: -3\npeople: {hostility: 7, cohesoin: 0.2}\n")
    two = tmp_path / "two.yaml"
    two.write_text("name: two\nbudget: -1\n")
    assert cli.main(["check", str(one), str(two), "classroom", "none"]) == 2
    told = capsys.readouterr().out
    assert f"{one}:2:8: weeks: " in told
    assert f"{one}:3:21: people.hostility: " in told
    assert "cohesion" in told
    assert f"{two}:2:9: budget: " in told
    assert "classroom: all is well (scenario)" in told
    assert "none: all is well (strategy)" in told


def test_check_is_content_with_what_is_shipped(project_root: Path) -> None:
    files = [str(path) for path in (project_root / "scenarios").rglob("*.yaml")]
    assert cli.main(["check", *files]) == 0


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"- 1", b"a: [", "näh".encode("utf-16")])
def test_check_of_rubbish(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    assert cli.main(["check", str(file), str(tmp_path), str(tmp_path / "no.yaml")]) == 2
    told = capsys.readouterr()
    assert f"{file}:1:" in told.out
    assert "no.yaml" in told.out
    assert "Traceback" not in told.err


def test_show_resolved_can_be_run_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--set", "people.hostility=0.9", "--resolved"]
    assert cli.main(["show", "classroom", *words]) == 0
    file = tmp_path / "resolved.yaml"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    assert Scenario.load(file) == Scenario.load("classroom").varied({"people.hostility": 0.9})


def test_show_says_where_values_come_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("extends: classroom\npeople:\n  hostility: 0.9\n")
    assert cli.main(["show", str(file), "--resolved", "--origins"]) == 0
    lines = capsys.readouterr().out.splitlines()
    origin = dict(line.split("  # ") for line in (" ".join(x.split(" ")) for x in lines))
    found = {key.strip(): value for key, value in origin.items()}
    assert found["people.hostility: 0.9"] == f"{file}:3"
    assert found["dynamics.feelings.abuse: 0.06"] == "(default)"
    assert "classroom.yaml:" in found["name: classroom"]


def test_show_of_a_strategy(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", "none"]) == 0
    assert "name: none" in capsys.readouterr().out


def test_the_schema_accepts_the_short_forms(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    kinds = [option.get("type") for option in schema["$defs"]["Training"]["anyOf"]]
    assert "number" in kinds
    assert {"type": "string"}.items() <= schema["properties"]["strategy"]["anyOf"][0].items()
    assert schema["anyOf"][0] == {"required": ["extends"]}
    people = schema["$defs"][schema["properties"]["people"]["$ref"].rpartition("/")[2]]
    assert "required" not in people
    group = schema["$defs"][people["properties"]["groups"]["items"]["$ref"].rpartition("/")[2]]
    assert "name" in group["required"]
    assert "Strategy" in schema["$defs"]


def test_the_schema_of_a_strategy(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema", "--strategy"]) == 0
    assert {"extends", "mission", "budget"} <= set(
        json.loads(capsys.readouterr().out)["properties"]
    )

"""The command: from a design to a table, what it says, how it ends."""

import json
import os
import re
import signal
from pathlib import Path

import pytest

from experiments.sweep import load, model
from sim.cli import main

SHORT = ["--replicates", "3", "--weeks", "4"]


@pytest.fixture
def design(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "name: mine\nscenarios: [classroom]\nstrategies: [none, integrated]\n", encoding="utf-8"
    )
    return file


def test_a_plan_says_what_it_would_take_and_writes_nothing(
    design: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(design.parent.iterdir())
    assert main(["sweep", "plan", str(design), *SHORT, "--pilot", "0.1"]) == 0
    told = capsys.readouterr().out
    assert "6 runs: 2 cases x 1 point x 3 replicates" in told
    assert "of one core" in told
    assert "MB on disk" in told
    assert sorted(design.parent.iterdir()) == before


def test_a_pilot_does_not_count_what_compiling_takes(
    design: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    design.write_text(design.read_text() + "model: tests.sweep.models:compiled_first\n")
    assert main(["sweep", "plan", str(design), *SHORT, "--pilot", "0.5"]) == 0
    told = capsys.readouterr().out
    slowest = re.search(r"the slowest ([\d.]+) s", told)
    assert slowest and float(slowest[1]) < 0.9


def test_from_a_design_to_a_table_and_back_to_a_run(
    design: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(design.parent / "out")
    words = ["--out", out, "--engine", "serial"]
    assert main(["sweep", "run", str(design), *SHORT, *words]) == 0
    assert "6 of 6 runs done (100%)" in capsys.readouterr().out
    table = load(out).outcomes()
    assert table["strategy"].tolist() == ["none", "integrated"] * 3
    row = table.iloc[3]
    kept = design.parent / "again"
    words = ["--plan", out, "--run-id", row["run_id"], "--out", str(kept)]
    assert main(["run", *words]) == 0
    assert json.loads((kept / "provenance.json").read_text())["digest"] == row["digest"]
    assert main(["sweep", "status", out]) == 0
    assert "3 of 3 replicates are complete" in capsys.readouterr().out
    assert main(["sweep", "resume", out, "--engine", "serial"]) == 0
    assert main(["sweep", "compact", out]) == 0


def test_an_array_job_needs_a_plan_and_merge_joins(
    design: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(design.parent / "out")
    assert main(["sweep", "run", str(design), "--out", out, "--shard", "1/2"]) == 2
    assert "First: peacegrid sweep plan" in capsys.readouterr().err
    assert main(["sweep", "plan", str(design), *SHORT, "--pilot", "0", "--out", out]) == 0
    for portion in ("2/2", "1/2"):
        assert main(["sweep", "run", out, "--shard", portion, "--engine", "serial"]) == 0
    assert main(["sweep", "merge", out]) == 0
    assert "6 of 6 runs done" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sweep", "run", "classroom"], "--out DIR is missing"),
        (["sweep", "status", "nowhere"], "not the folder of a sweep"),
        (["sweep", "run", "clasroom", "--out", "x"], "classroom"),
        (["run"], "SCENARIO is missing"),
        (["run", "classroom", "--plan", "x"], "--plan DIR goes with --run-id"),
    ],
)
def test_mistakes_are_explained(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


@pytest.mark.parametrize("portion", ["3/2", "0/2", "2", "a/b"])
def test_a_portion_that_is_none_is_refused(
    design: Path, portion: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(design.parent / "out")
    main(["sweep", "plan", str(design), *SHORT, "--pilot", "0", "--out", out])
    assert main(["sweep", "run", out, "--shard", portion]) == 2
    assert "write K/M" in capsys.readouterr().err


def test_ctrl_c_keeps_what_was_made_and_failures_have_an_exit_code(
    design: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(design.parent / "out")
    seen: list[int] = []
    run = model.run

    def interrupted(task: model.Task) -> model.Output:
        seen.append(1)
        if len(seen) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        if len(seen) == 4:
            raise ValueError("no luck")
        return run(task)

    monkeypatch.setattr(model, "run", interrupted)
    words = ["--out", out, "--engine", "serial"]
    assert main(["sweep", "run", str(design), *SHORT, *words]) == 130
    told = capsys.readouterr()
    assert "3 of 6 runs done" in told.out
    assert f"go on with: peacegrid sweep resume {out}" in told.out
    assert main(["sweep", "resume", out, "--engine", "serial"]) == 3
    assert "5 of 6 runs done (83%), 1 failed, 0 missing" in capsys.readouterr().out
    monkeypatch.setattr(model, "run", run)
    assert main(["sweep", "resume", out, "--engine", "serial", "--retry"]) == 0


def test_until_stops_when_replicates_suffice(
    design: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    design.write_text(design.read_text() + "replicates: 40\nmodel: tests.sweep.models:ranked\n")
    out = str(design.parent / "out")
    words = ["--out", out, "--engine", "serial", "--until", "ranking 95%"]
    assert main(["sweep", "run", str(design), *words]) == 0
    assert "Stopped early: " in capsys.readouterr().err
    assert 10 <= load(out).status().complete < 40
    assert main(["sweep", "resume", out, "--until", "rankin"]) == 2


def test_the_schema_of_a_design_knows_samplers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--design"]) == 0
    schema = json.loads(capsys.readouterr().out)
    found = {
        one["properties"]["name"].get("const")
        for one in schema["$defs"].values()
        if "name" in one["properties"]
    }
    assert {"list", "grid", "one_at_a_time", "latin_hypercube", "sobol"} <= found
    assert {"morris", "saltelli"} <= found

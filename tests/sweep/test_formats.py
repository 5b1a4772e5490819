"""Folders that another version wrote, or that were spoilt: said in words, whoever reads them."""

import json
from pathlib import Path
from typing import Any

import pytest

from experiments.formats import read_about
from experiments.sweep.plan_files import FORMAT, PLAN
from sim.cli import main
from sim.errors import UserError
from tests.sweep.folders import made, planned


def doctored(folder: Path, **changes: Any) -> Path:
    """A finished sweep whose plan.json says something else; None takes a key away."""
    made(planned(folder, replicates=2))
    about = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    about |= changes
    about = {key: value for key, value in about.items() if value is not None}
    (folder / PLAN).write_text(json.dumps(about), encoding="utf-8")
    return folder


def of_an_older_version(folder: Path) -> Path:
    """What a plan of format 1 looked like: `measures` where a design has `weights` now."""
    doctored(folder, format=1, peacegrid=None)
    design = folder / "design.yaml"
    design.write_text(design.read_text() + "measures: {}\n", encoding="utf-8")
    plan = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    del plan["settings"]["measures"]
    (folder / PLAN).write_text(json.dumps(plan), encoding="utf-8")
    return folder


READERS = (
    ["sweep", "status", "{}"],
    ["sweep", "run", "{}"],
    ["sweep", "resume", "{}", "--engine", "serial"],
    ["sweep", "resume", "{}", "--until", "ranking 95%"],
    ["sweep", "run", "{}", "--shard", "1/2"],
    ["sweep", "merge", "{}"],
    ["sweep", "compact", "{}"],
    ["run", "--plan", "{}", "--run-id", "0123456789abcdef"],
    ["analyse", "{}"],
)


@pytest.mark.parametrize("words", READERS, ids=lambda words: " ".join(words[:2]))
def test_every_command_refuses_a_sweep_of_another_format(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = of_an_older_version(tmp_path / "out")
    assert main([word.format(folder) for word in words]) == 2
    told = capsys.readouterr().err
    assert f"{folder / PLAN}: found format 1; expected format {FORMAT}" in told
    assert "use the version that planned it" in told and "sweep plan DESIGN --out NEW" in told
    assert "Traceback" not in told


def test_a_copy_of_another_format_is_not_merged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = doctored(tmp_path / "ours")
    theirs = of_an_older_version(tmp_path / "theirs")
    assert main(["sweep", "merge", str(ours), str(theirs)]) == 2
    assert f"{theirs / PLAN}: found format 1" in capsys.readouterr().err


def test_a_later_version_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = doctored(tmp_path / "out", format=FORMAT + 7, peacegrid="9.0.0")
    assert main(["sweep", "status", str(folder)]) == 2
    assert f"found format {FORMAT + 7}, written by peacegrid 9.0.0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": None}, "has no 'key'"),
        ({"factors": [{"path": "x"}]}, "damaged"),
        ({"settings": {}}, "damaged"),
        ({"format": None}, "found no number of a format"),
    ],
)
def test_a_spoilt_plan_is_said_to_be_one(
    changes: dict[str, Any], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = doctored(tmp_path / "out", **changes)
    assert main(["sweep", "status", str(folder)]) == 2
    assert said in capsys.readouterr().err


def test_a_comparison_of_another_format_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "runs.parquet").touch()
    (tmp_path / "provenance.json").write_text('{"scenario": "classroom"}', encoding="utf-8")
    assert main(["analyse", str(tmp_path)]) == 2
    assert "provenance.json: found no number of a format" in capsys.readouterr().err


def test_a_file_that_says_nothing_is_no_format(tmp_path: Path) -> None:
    path = tmp_path / "about.json"
    path.write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(ValueError, match="no JSON object"):
        read_about(path, 1, "")
    path.write_text('{"format": 2}', encoding="utf-8")
    with pytest.raises(UserError, match=r"found format 2; expected format 1.*Do this"):
        read_about(path, 1, "Do this.")

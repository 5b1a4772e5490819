"""`peacegrid replay`, as a user calls it."""

from pathlib import Path

import pytest

from sim import cli


def test_a_folder_becomes_a_page(
    folders: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    assert cli.main(["replay", str(folders["integrated"]), "--out", str(page)]) == 0
    told = capsys.readouterr().out
    assert f"Written to {page}" in told
    assert "classroom with integrated, seed 1, 120 weeks" in told
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_scenario_is_run_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["classroom", "--strategy", "none", "--strategy", "integrated", "--weeks", "6"]
    assert cli.main(["replay", *words, "--seed", "4", "--out", str(tmp_path / "p.html")]) == 0
    assert "none and integrated, seed 4, 6 weeks" in capsys.readouterr().out


def test_runs_of_different_length_are_told(
    folders: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [str(folders["integrated"]), "classroom", "--weeks", "6"]
    assert cli.main(["replay", *words, "--out", str(tmp_path / "p.html")]) == 0
    assert "ends with week 5" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["RUN", "--out", "page.txt"], "page.html"),
        (["RUN", "--strategy", "none"], "go with a scenario"),
        (["RUN", "RUN", "RUN"], "At most two"),
        (["classroom", "classroom", "classroom"], "At most two"),
        (["no/such/folder"], "no such folder"),
        (["clasroom"], "classroom"),
        (["RUN", "classroom", "--weeks", "3", "--seed", "2"], "luck"),
    ],
)
def test_mistakes_are_explained(
    words: list[str],
    why: str,
    folders: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = [str(folders["none"]) if word == "RUN" else word for word in words]
    assert cli.main(["replay", *asked]) == 2
    assert why in capsys.readouterr().err
    assert not list(tmp_path.iterdir())

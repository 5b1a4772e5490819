"""The command ``peacegrid calibrate``: small runs of the model, events of one's own, mistakes."""

import numpy as np
import pandas as pd
import pytest
import yaml

from experiments.calibration.naming import targets_of_events
from sim.cli import main

FEW = [
    "calibrate",
    "classroom",
    "--draws",
    "4",
    "--replicates",
    "2",
    "--weeks",
    "30",
    "--jobs",
    "1",
]


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    """400 deadly events in Nepal, in the shape of UCDP GED."""
    rng = np.random.default_rng(2)
    best = rng.zipf(2.4, 400)
    table = pd.DataFrame(
        {
            "year": rng.integers(2010, 2016, 400),
            "longitude": 84.0 + rng.random(400) * 1.5,
            "latitude": 28.0 + rng.random(400) * 0.5,
            "best": best,
            "deaths_civilians": best // 3,
        }
    )
    path = tmp_path_factory.mktemp("events") / "ged.csv"
    table.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("calibrated") / "out"


def test_runs_are_made_told_and_kept(folder, capsys):
    assert main([*FEW, "--targets", "deaths=0:100000", "--out", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "4 of 4 draws cannot be ruled out (100%): 4 fit" in told
    assert "too few to tell: 2 seeds a draw" in told
    assert (folder / "report.txt").read_text(encoding="utf-8").strip() in told
    table = pd.read_csv(folder / "draws.csv")
    assert table["kept"].all() and table["dynamics.fighting.lethality"].between(0.02, 0.09).all()
    found = yaml.safe_load((folder / "fitted.yaml").read_text(encoding="utf-8"))
    assert len(found["draws"]) == 4 and found["sources"]["model"] and found["weeks"] == 30
    assert (folder / "calibration.png").stat().st_size > 10_000


def test_the_same_runs_answer_to_events_of_ones_own(folder, events, capsys):
    before = sorted((folder / "runs" / "outcomes").iterdir())
    assert main([*FEW, "--events", str(events), "--out", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "ged.csv: UCDP GED, 400 events" in told
    assert "lethal.single_death_share" in told and "E05.k50" not in told
    assert sorted((folder / "runs" / "outcomes").iterdir()) == before


def test_impossible_targets_are_said_to_be(folder, capsys):
    words = ["--targets", "deaths=1e7:1e8", "--out", str(folder), "--replicates", "3"]
    assert main([*FEW, *words]) == 0
    assert "NOTHING FITS" in capsys.readouterr().out
    assert yaml.safe_load((folder / "fitted.yaml").read_text(encoding="utf-8"))["draws"] == []


def test_statistics_of_events_become_targets(events):
    targets, said = targets_of_events(events, 0.2)
    by = {one.name: one for one in targets}
    best = pd.read_csv(events)["best"]
    single = by["lethal.single_death_share"]
    assert single.low == single.high == pytest.approx((best == 1).mean())
    assert single.tolerance == pytest.approx(0.2 * single.low)
    assert "lethal.events" not in by and "UCDP GED, 400 events" in said[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--targets", "E05.k5=0:1"], "Did you mean E05.k50?"),
        (["--targets", "A01.reference=0:1"], "no quantity 'A01.reference'"),
        (["--targets", "deaths"], "deaths has no interval"),
        (["--targets", "deaths=9:3"], "LOW below HIGH"),
        (["--targets", "deaths=:3,deaths=4:"], "named twice"),
        (["--targets", ","], "no target is named"),
        (["--tolerance", "0.1"], "goes with --events"),
        (["--events", "nowhere.csv"], "nowhere.csv"),
        (["--parameters", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_mistakes_are_said(words, said, capsys):
    assert main([*FEW, *words]) == 2
    told = capsys.readouterr().err
    assert said in told and "Traceback" not in told


def test_a_parameter_that_is_none_is_said_to_be(tmp_path, capsys):
    mine = tmp_path / "mine.yaml"
    mine.write_text("parameters:\n- {path: dynamics.fighting.letality, why: a slip}\n")
    assert main([*FEW, "--parameters", str(mine)]) == 2
    assert "dynamics.fighting.lethality" in capsys.readouterr().err


def test_the_plan_is_an_estimate_and_makes_nothing(tmp_path, capsys):
    out = tmp_path / "out"
    assert main([*FEW, "--plan", "--out", str(out)]) == 0
    assert "8 runs: 1 case x 4 points x 2 replicates" in capsys.readouterr().out
    assert not out.exists()

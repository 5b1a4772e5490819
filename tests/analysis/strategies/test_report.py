import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from SALib.sample import morris

from experiments.analysis.strategies import figures
from experiments.analysis.strategies.captions import headline
from experiments.analysis.strategies.indices import problem
from experiments.analysis.strategies.loading import read_study
from experiments.analysis.strategies.over_time import courses, fan_figure
from experiments.analysis.strategies.peace_survival import PeaceSurvival
from experiments.analysis.strategies.policy_figures import (
    front_figure,
    ranking_figure,
    survival_figure,
)
from experiments.analysis.strategies.ranking import ranking
from experiments.analysis.strategies.report import Asked, answer_all, save, text
from experiments.analysis.strategies.study import Factor, Study
from experiments.analysis.strategies.value import Value
from experiments.comparison import FORMAT
from sim.cli import main
from sim.errors import UserError
from tests.analysis.strategies.studies import study_of

FACTORS = (Factor("dynamics.bands.a", 0.0, 1.0), Factor("dynamics.bands.b", 0.0, 1.0))


def compared() -> pd.DataFrame:
    """Runs as `peacegrid compare` writes them."""
    rng = np.random.default_rng(3)
    rows = []
    for seed in range(1, 13):
        for strategy, gain, cost in (
            ("none", 0.5, 0.0),
            ("good", 3.5, 100e6),
            ("dear", 3.0, 150e6),
        ):
            years = float(np.clip(gain + rng.normal(0, 1), 0, 5))
            rows.append(
                {"strategy": strategy, "seed": seed, "digest": "", "peace_years_after": years,
                 "deaths": 300 - 50 * years + rng.normal(0, 10),
                 "cost": cost * rng.uniform(1, 1.01),
                 "weeks_to_relapse": 52 * years, "relapse_censored": float(years == 5)}
            )  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    compared().to_parquet(tmp_path / "runs.parquet")
    hashes = {"none": "abcdef0123456789"}
    about = {"format": FORMAT, "scenario": "classroom", "weeks": 624, "scenario_hashes": hashes}
    (tmp_path / "provenance.json").write_text(json.dumps(about), encoding="utf-8")
    return tmp_path


def in_many_worlds() -> Study:
    """Two strategies over Morris' points, with all that the questions need."""
    x = morris.sample(problem(FACTORS), 12, num_levels=4, seed=1)
    rng = np.random.default_rng(0)
    rows = [
        {"point": i, "replicate": r, "scenario": "s", "strategy": name, "dynamics.bands.a": a,
         "dynamics.bands.b": b, "deaths": 100 + 80 * a * (name == "x") + rng.normal(0, 5),
         "peace_years_after": 5 - 3 * a + rng.normal(0, 0.1)}
        for r in range(2) for i, (a, b) in enumerate(x) for name in ("none", "x")
    ]  # fmt: skip
    return Study(
        pd.DataFrame(rows), FACTORS, "morris", {"num_levels": 4}, design="0123456789abcdef"
    )


def test_a_folder_of_compare_is_analysed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["analyse", str(folder), "--outcome", "deaths", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "36 runs: 3 strategies in 1 world, 12 replicates each, design abcdef012345" in printed
    assert "By deaths, good is best" in printed
    assert "Not answered by these runs" in printed
    assert "they do not forecast countries" in printed
    written = {path.name for path in out.iterdir()}
    for name in ("ranking", "survival", "value"):
        assert {f"{name}.{kind}" for kind in ("csv", "parquet", "png", "svg")} <= written
    assert "differences.csv" in written
    assert (out / "report.txt").read_text(encoding="utf-8").strip() == printed.strip()
    table = pd.read_parquet(out / "ranking.parquet")
    assert list(table["strategy"])[-1] == "none"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--outcome", "deathz"], "Did you mean 'deaths'"),
        (["--reference", "nonee"], "Did you mean 'none'"),
        (["--strategy", "goood"], "Did you mean 'good'"),
    ],
)
def test_mistakes_are_said(
    folder: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyse", str(folder), *words]) == 2
    assert message in capsys.readouterr().err


def test_folders_without_runs_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyse", str(tmp_path / "missing")]) == 2
    assert "there is no such folder" in capsys.readouterr().err
    with pytest.raises(UserError, match="neither a sweep nor a comparison"):
        read_study(tmp_path)


def test_every_question_is_answered_or_the_reason_given() -> None:
    study = in_many_worlds()
    found = answer_all(study, Asked("deaths", strategy="x"))
    names = {answer.name for _, answer in found.answers}
    assert {"ranking", "differences", "robustness", "sensitivity", "discovery"} <= names
    said = text(study, found)
    assert "bands.a" in said and "full two-level design" in said
    assert all(answer.sentence().endswith(".") for _, answer in found.answers)
    assert all(len({len(row) for row in answer.rows()}) == 1 for _, answer in found.answers)


def test_every_figure_says_from_what_it_is(tmp_path: Path) -> None:
    study = in_many_worlds()
    found = answer_all(study, Asked("deaths"))
    drawn = [path for path in save(study, found, tmp_path) if path.suffix == ".png"]
    assert {path.stem for path in drawn} == {"ranking", "robustness", "sensitivity"}
    for _, answer in found.answers:
        if type(answer) in figures.FIGURES:
            figure = figures.FIGURES[type(answer)](answer, study)
            foot = figure._supxlabel.get_text().replace("\n", " ")
            assert "n = 2 paired replicates" in foot and "0123456789ab" in foot


def test_survival_is_drawn_as_estimated(folder: Path) -> None:
    study = read_study(folder)
    found = {type(a): a for _, a in answer_all(study, Asked()).answers}
    survival = found[PeaceSurvival]
    axes = survival_figure(survival, study).axes[0]
    steps = [line for line in axes.lines if line.get_drawstyle() == "steps-post"]
    assert len(steps) == 3
    drawn = {tuple(np.round(np.asarray(line.get_ydata())[:-1], 6)) for line in steps}
    assert drawn == {tuple(np.round(c.share, 6)) for c in survival.curves.values()}


def test_a_fan_shows_the_median_and_says_where_it_ends() -> None:
    rows = [
        {"policy": name, "replicate": r, "year": year, "displaced": base + 10 * r}
        for name, base in (("none", 100), ("good", 0))
        for r in range(5)
        for year in (0.0, 1.0)
    ]
    study = study_of({"none": [0.0] * 5, "good": [1.0] * 5})
    figure = fan_figure(pd.DataFrame(rows), "displaced", study)
    title = figure._suptitle.get_text().replace("\n", " ")
    assert title == "People away from home, median run, at the end: 120 (none) and 20 (good)"
    assert np.asarray(figure.axes[0].lines[0].get_ydata()).tolist() == [120, 120]


def weeks_of(study: Study, **columns: list[float]) -> pd.DataFrame:
    """The same weeks of every run, as a sweep keeps them."""
    count = len(next(iter(columns.values())))
    parts = [
        pd.DataFrame({"run_id": one, "week": range(count), **columns})
        for one in study.runs["run_id"]
    ]
    return pd.concat(parts, ignore_index=True)


def test_a_fan_of_what_ends_alike_says_how_high_it_was_and_codes_are_not_drawn() -> None:
    runs = study_of({"none": [0.0] * 3, "good": [1.0] * 3}).runs
    runs = runs.assign(run_id=[f"{row}" for row in range(len(runs))])
    kept = weeks_of(Study(runs), deployed=[0.0, 524.0, 0.0], mission_stage=[0.0, 3.0, 5.0])
    study = Study(runs, weekly=lambda: kept)
    found = courses(study)
    assert list(found) == ["deployed"]
    figure = fan_figure(found["deployed"], "deployed", study)
    title = figure._suptitle.get_text().replace("\n", " ")
    assert title.endswith("median run, at the highest: 524 (none) and 524 (good)")
    assert [axes.get_xlabel() for axes in figure.axes] == ["year of the run"] * 2
    assert figure.axes[0].get_ylabel() == "persons"


def test_the_front_joins_the_dots_that_are_drawn(folder: Path) -> None:
    study = read_study(folder)
    found = {type(a): a for _, a in answer_all(study, Asked()).answers}
    axes = front_figure(found[Value], study).axes[0]
    (front,) = (line for line in axes.lines if line.get_linestyle() == ":")
    dots = {
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in axes.lines
        if line.get_marker() == "o"
    }
    assert set(zip(map(float, front.get_xdata()), map(float, front.get_ydata()), strict=True)) == (
        dots
    )
    assert "years of peace are counted up to" not in headline(found[Value])


def test_the_footer_of_a_ranking_says_where_years_of_peace_are_cut() -> None:
    values = {"none": [1.0, 0.0, 2.0], "good": [3.0, 3.0, 2.5]}
    runs = study_of(values).runs.assign(weeks_to_relapse=156.0, relapse_censored=1.0)
    study = Study(runs)
    foot = ranking_figure(ranking(study, "peace_years_after"), study)._supxlabel.get_text()
    assert "years of peace are counted up to 3.0 for all" in foot.replace("\n", " ")

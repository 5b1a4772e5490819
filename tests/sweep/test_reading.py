"""What a sweep says of itself, and what readers of its folder get."""

from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds
import pytest

from experiments.sweep import load, make, parts
from experiments.sweep.runner import Settings
from sim.errors import UserError
from tests.sweep.folders import made, planned

TWO = {"strategies": ["none", "integrated"], "replicates": 5}


def test_only_complete_replicates_and_whole_pairs_are_given(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out", **TWO)
    seen: list[int] = []

    def stop_after_seven() -> bool:
        return sum(seen) >= 7

    settings = Settings(
        shard_seconds=1e-9, stop=stop_after_seven, progress=lambda done, _: seen.append(done)
    )
    assert made(folder, settings=settings).reason == "stopped by Ctrl-C"
    sweep = load(folder)
    assert sweep.outcomes(complete=False)["run"].tolist() == list(range(7))
    assert sweep.outcomes()["run"].tolist() == list(range(6))
    assert sweep.status().complete == 3


def test_a_pair_with_a_failed_run_is_left_out_whole(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out", "raises_in_one_case", **TWO, first_seed=5)
    made(folder)
    sweep = load(folder)
    assert (sweep.status().done, sweep.status().failed, sweep.status().complete) == (9, 1, 5)
    assert sweep.outcomes()["seed"].tolist() == [5, 5, 6, 6, 8, 8, 9, 9]
    assert sweep.failures()["strategy"].tolist() == ["integrated"]


def test_the_folder_loads_in_one_line(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out", "tables", **TWO, uncertainties=["people.hostility"])
    made(folder)
    sweep = load(folder)
    plan, outcomes = pd.read_parquet(folder / "plan.parquet"), sweep.outcomes()
    assert plan["people.hostility"].tolist() == outcomes["people.hostility"].tolist()
    assert plan.columns.tolist() == sweep.plan().columns.tolist()
    assert len(pd.read_parquet(folder / "outcomes")) == len(plan) == 30
    assert ds.dataset(folder / "series").count_rows() == 3 * 30
    assert sweep.series()["deaths"].iloc[0] == 1.0
    events = sweep.events()
    assert events.groupby("run").size().sum() == outcomes["seed"].mod(3).sum()
    assert set(events["run_id"]) <= set(plan["run_id"])


def test_status_says_how_far_and_what_next(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out", "raises", **TWO, first_seed=5)
    made(folder, settings=Settings(array=(3, 5)))
    text = load(folder).status().text(folder)
    assert "0 of 10 runs done (0%), 2 failed, 8 missing" in text
    assert f"go on with: peacegrid sweep resume {folder}" in text
    assert "failed: 2 exception" in text
    assert "in 0 parts" in text
    made(folder)
    assert "5 of 5 replicates are complete" in load(folder).status().text(folder)


def test_enough_replicates_end_a_sweep(tmp_path: Path) -> None:
    folder = planned(tmp_path / "out", **TWO)
    asked: list[int] = []

    def enough(replicates: int) -> str | None:
        asked.append(replicates)
        return "told apart" if replicates >= 3 else None

    ending = made(folder, settings=Settings(shard_seconds=1e-9, enough=enough))
    assert ending.reason == "told apart"
    assert asked == [1, 2, 3]
    assert load(folder).status().complete == 3
    assert made(folder).done == 4


def test_a_real_run_is_that_of_simulate(tmp_path: Path) -> None:
    from sim.run import simulate
    from sim.scenario import Scenario

    folder = planned(
        tmp_path / "out",
        replicates=1,
        weeks=4,
        first_seed=3,
        strategies=["integrated"],
        levers=[{"path": "strategy.training.level", "values": [0.3]}],
        sampler={"name": "grid"},
        store={"series": ["deaths"], "events": True},
        real=True,
    )
    made(folder)
    (row,) = load(folder).outcomes().to_dict("records")
    scenario = Scenario.load("classroom", "integrated").varied({"strategy.training.level": 0.3})
    result = simulate(scenario, 3, 4)
    assert row["digest"] == result.digest()
    assert {name: row[name] for name in result.outcomes} == pytest.approx(
        result.outcomes, nan_ok=True, rel=0
    )
    series = load(folder).series()
    assert series.columns.tolist() == ["run", "run_id", "week", "deaths"]
    assert series["deaths"].tolist() == result.series["deaths"].tolist()
    assert len(load(folder).events()) == len(result.events)


def test_parts_merged_while_they_are_read_are_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = planned(tmp_path / "out", **TWO)
    made(folder, settings=Settings(shard_seconds=1e-9))
    sweep, scan = load(folder), parts.scan
    now = scan(folder, sweep.runs.key)
    gone = now.parts[0]._replace(stem="part-that-was-merged")
    stale = now._replace(parts=(gone, *now.parts[1:]))
    listings = [stale, stale, now]
    monkeypatch.setattr(parts, "scan", lambda *_: listings.pop(0))
    assert sweep.outcomes()["run"].tolist() == list(range(10))
    assert not listings
    monkeypatch.setattr(parts, "scan", lambda *_: stale)
    with pytest.raises(UserError, match="changes faster than it can be read"):
        sweep.outcomes()


def test_parts_merged_while_they_are_listed_are_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = planned(tmp_path / "out", **TWO)
    made(folder, settings=Settings(shard_seconds=1e-9))
    look, looks = parts._part, []

    def gone_at_first(*words: object) -> parts.Part:
        looks.append(words)
        if len(looks) == 1:
            raise FileNotFoundError
        return look(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(parts, "_part", gone_at_first)
    assert load(folder).outcomes()["run"].tolist() == list(range(10))


def test_a_sweep_is_made_in_one_call_and_gone_on_with(tmp_path: Path) -> None:
    design = tmp_path / "mine.yaml"
    design.write_text(
        "name: mine\nscenarios: [classroom]\nstrategies: [none, integrated]\nreplicates: 5\n"
        "model: tests.sweep.models:plain\n",
        encoding="utf-8",
    )
    sweep = make(design, tmp_path / "out", jobs=1, most=4)
    assert (sweep.status().done, sweep.status().runs) == (4, 10)
    whole = make(design, tmp_path / "out", jobs=1)
    assert whole.status().done == 10
    assert len(whole.outcomes()) == 10
    design.write_text("nonsense", encoding="utf-8")
    assert make(design, tmp_path / "out", jobs=1).status().done == 10  # its plan stands


def test_a_sweep_shows_what_it_is_and_how_far(tmp_path: Path) -> None:
    factors = ["people.hostility", {"path": "state.conduct", "values": [0.2, 0.8]}]
    folder = planned(tmp_path / "out", "plain", **TWO, uncertainties=factors)
    page = load(folder)._repr_html_()
    for text in ("<b>trial</b>", "none, integrated", "(0.05 to 0.9)", "(0.2, 0.8)", "0 of 5 are"):
        assert text in page
    assert "<script" not in page and len(page) < 2_000

"""Running a scenario, what a result holds, what it writes, and where it says it comes from."""

import json
import pickle
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim import Scenario, simulate
from sim.metrics import EVENT_COLUMNS, Measures, Weeks, digest
from sim.provenance import git_state, provenance
from sim.results import CLAIM, FILES, HEADLINES, OUTCOMES, Result, shown
from sim.run import Simulation, window_of
from sim.state import World

WEEKS = 60
Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.load("classroom")


@pytest.fixture(scope="module")
def result(scenario: Scenario) -> Result:
    return simulate(scenario, seed=1, weeks=WEEKS)


# ---------------------------------------------------------------- runs


def test_a_seed_gives_the_same_run_again_and_another_seed_another(
    scenario: Scenario, result: Result
) -> None:
    again = simulate(scenario, seed=1, weeks=WEEKS)
    assert again.digest() == result.digest()
    pd.testing.assert_frame_equal(again.series, result.series)
    pd.testing.assert_frame_equal(again.events, result.events)
    assert simulate(scenario, seed=2, weeks=WEEKS).digest() != result.digest()


def test_weeks_are_those_asked_for_or_those_of_the_scenario(scenario: Scenario) -> None:
    assert Simulation(scenario).asked == scenario.weeks
    short = simulate(scenario, weeks=3)
    assert (short.weeks, len(short.series), short.partial) == (3, 3, False)


def test_tables_are_complete_and_agree_with_each_other(result: Result) -> None:
    assert list(result.series.columns) == [name for name in Weeks.columns if name != "week"]
    assert list(result.series.index) == list(range(WEEKS))
    assert list(result.events) == list(EVENT_COLUMNS)
    by_week = result.events.groupby("week")["best"].sum().reindex(range(WEEKS), fill_value=0)
    assert by_week.tolist() == result.series["deaths"].tolist()
    assert result.outcomes["deaths"] == result.events["best"].sum() > 0
    assert list(result.outcomes) == list(OUTCOMES)


def test_events_lie_in_their_cells_and_weeks(result: Result) -> None:
    events, size = result.events, result.ground.cell_km
    assert (events["x_km"] // size == events["cell_x"]).all()
    assert (events["y_km"] // size == events["cell_y"]).all()
    assert (events["day"] // 7 == events["week"]).all()
    assert set(events["type_of_violence"]) <= {1, 2, 3}
    assert (events["side_a"] != "").all()


def test_an_interrupted_run_is_partial(scenario: Scenario) -> None:
    simulation = Simulation(scenario, weeks=20)
    for _ in range(8):
        simulation.step()
    found = simulation.result()
    assert found.partial
    assert found.weeks == len(found.series) == 8
    assert "PARTIAL: stopped after 8 of 20 weeks" in found.summary()
    assert Simulation(scenario, weeks=20).result().weeks == 0


def test_snapshots_of_the_map_are_kept(result: Result) -> None:
    assert [moment.week for moment in result.moments] == [0, 26, 52, 60]
    first, last = result.moments[0], result.moments[-1]
    assert first.control.shape == result.ground.land.shape
    assert not np.array_equal(first.control, last.control, equal_nan=True)
    assert last.fighters.sum() == result.series["fighters"].iloc[-1]


def test_costs_are_known_by_element(scenario: Scenario, result: Result) -> None:
    changes = {
        "strategy.budget": 100.0,
        "strategy.mission.start": 0.0,
        "strategy.mission.civil_delay": 4.0,
        "strategy.training.level": 0.5,
    }
    spending = simulate(scenario.varied(changes), weeks=WEEKS)
    assert list(spending.costs) == ["mission", "training"]
    assert spending.outcomes["cost_of_training"] == spending.costs["training"].sum() > 0
    assert spending.outcomes["cost_of_governance"] == 0
    each = [value for name, value in spending.outcomes.items() if name.startswith("cost_of_")]
    assert sum(each) == pytest.approx(spending.outcomes["cost"])
    assert result.costs.sum().sum() == result.outcomes["cost"] == 0


def test_measures_change_outcomes_and_not_the_run(scenario: Scenario, result: Result) -> None:
    other = simulate(scenario, 1, WEEKS, Measures().weighted({"safety": 0.0}))
    assert other.digest() == result.digest()
    assert other.outcomes["stability"] != result.outcomes["stability"]
    assert other.provenance["measures"]["weights"]["safety"] == 0


def test_the_window_of_no_mission_is_the_one_a_mission_would_have(scenario: Scenario) -> None:
    window = window_of(scenario)
    mission = scenario.strategy.mission
    assert scenario.strategy.idle
    assert (window.start, window.leave) == (round(mission.start), mission.planned_end)
    later = scenario.varied({"strategy.mission.start": 50.0})
    assert window_of(later).start == 50


def test_a_result_travels_between_processes(result: Result) -> None:
    copy = pickle.loads(pickle.dumps(result))
    assert copy.outcomes == pytest.approx(result.outcomes, nan_ok=True)
    pd.testing.assert_frame_equal(copy.events, result.events)


@pytest.mark.slow
def test_compiled_and_interpreted_runs_are_the_same(scenario: Scenario, python: Call) -> None:
    program = (
        "from sim import Scenario, simulate\n"
        "print(simulate(Scenario.load('classroom'), seed=1, weeks=12).digest())"
    )
    done = python("-c", program, env={"PEACEGRID_INTERPRET": "1", "PYTHONHASHSEED": "7"})
    assert done.stdout.strip() == simulate(scenario, seed=1, weeks=12).digest(), done.stderr


# ---------------------------------------------------------------- the digest


def test_the_digest_sees_what_lives_and_nothing_else() -> None:
    def world() -> World:
        made = World({"communities": 3, "bands": 4, "events": 5}, 1, 1, 1.0)
        made.bands.new(fighters=5.0)
        return made

    same = digest(world())
    assert digest(world()) == same
    spare = world()
    spare.bands.fighters[2] = 9.0  # a row where nobody lives
    spare.events.deaths_a[1] = 3.0  # beyond the events that happened
    spare.communities.overridden[0] = 1  # who decides is not what is decided
    spare.bands.extend(10)
    assert digest(spare) == same
    for change in ("week", "seed"):
        other = world()
        setattr(other, change, 1)
        assert digest(other) != same
    other = world()
    other.communities.fear[1] += 1e-15
    assert digest(other) != same
    other = world()
    other.bands.free(0)
    assert digest(other) != same


# ---------------------------------------------------------------- files


def test_the_folder_holds_exactly_what_is_promised(result: Result, tmp_path: Path) -> None:
    folder = result.save(tmp_path / "a" / "b")
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    result.save(folder)  # over itself
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


def test_the_saved_scenario_gives_the_same_run(result: Result, tmp_path: Path) -> None:
    result.save(tmp_path)
    again = Scenario.load(tmp_path / "scenario.yaml")
    assert again == result.scenario
    assert again.hash() == result.provenance["scenario_hash"]
    assert simulate(again, result.seed, WEEKS).digest() == result.digest()


def test_saved_tables_read_back_with_units(result: Result, tmp_path: Path) -> None:
    result.save(tmp_path)
    series = pq.read_table(tmp_path / "series.parquet")
    pd.testing.assert_frame_equal(series.to_pandas().set_index("week"), result.series)
    assert series.schema.field("displaced").metadata[b"unit"] == b"persons"
    events = pq.read_table(tmp_path / "events.parquet")
    pd.testing.assert_frame_equal(events.to_pandas(), result.events)
    assert all(field.metadata[b"doc"] for field in events.schema)
    height, width = result.ground.land.shape
    place = json.loads(events.schema.metadata[b"peacegrid.map"])
    assert (place["width"], place["height"]) == (width, height)
    assert place["cell_km"] == result.ground.cell_km
    assert len(place["water"]) == np.count_nonzero(~result.ground.land)


def test_saved_outcomes_say_what_they_mean_and_do_not_claim(result: Result, tmp_path: Path) -> None:
    result.save(tmp_path)
    saved = json.loads((tmp_path / "outcomes.json").read_text(encoding="utf-8"))
    assert saved["claim"] == CLAIM
    assert saved["partial"] is False
    assert list(saved["outcomes"]) == list(OUTCOMES) == list(saved["meaning"])
    assert saved["outcomes"]["deaths"] == result.outcomes["deaths"]
    assert saved["outcomes"]["deaths_after"] is None  # the run ended before exit
    assert saved["measures"]["weights"]["safety"] > 0


def test_an_interrupted_save_leaves_no_half_file(
    result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result.save(tmp_path)
    before = (tmp_path / "events.parquet").read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pq, "write_table", fail)
    with pytest.raises(KeyboardInterrupt):
        result.save(tmp_path)
    assert (tmp_path / "events.parquet").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


# ---------------------------------------------------------------- in words


def test_the_summary_has_the_headlines_and_the_claim(result: Result) -> None:
    text = result.summary()
    assert text.startswith("classroom with none, seed 1, 60 weeks")
    for name in HEADLINES:
        assert OUTCOMES[name].doc in text
    assert text.endswith(CLAIM)
    assert "ended before exit" in text


@pytest.mark.parametrize(
    ("leave", "kept", "told"),
    [
        (100, 300, "Peace held for all 200 weeks from exit (week 100) to the end"),
        (100, 150, "Peace held at exit (week 100) and broke 51 weeks later"),
        (100, 80, "There was no peace at exit (week 100)"),
        (400, 300, "ended before exit (week 400)"),
    ],
)
def test_peace_in_a_sentence(result: Result, leave: int, kept: int, told: str) -> None:
    series = np.zeros(300, Weeks.dtype)
    series["population"] = 1e7
    series["battle_deaths"][kept:] = 100
    window = result.window._replace(leave=leave)
    found = Result(**{**_fields(result), "series_data": series, "window": window})
    assert told in found.peace_sentence()


def _fields(result: Result) -> dict:
    return {name: getattr(result, name) for name in Result.__dataclass_fields__}


def test_a_notebook_gets_a_small_table(result: Result) -> None:
    html = result._repr_html_()
    assert html.count("<tr>") == len(HEADLINES)
    assert CLAIM in html
    assert len(repr(result)) < 20_000


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (float("nan"), "deaths", ("-", "")),
        (2.5e6, "US dollars", ("2", "million USD")),
        (1234.5, "deaths", ("1,234", "deaths")),
        (1.0, "share of weeks", ("1.00", "share of weeks")),
        (3.0, "years", ("3", "years")),
    ],
)
def test_numbers_are_written_for_people(value: float, unit: str, text: tuple[str, str]) -> None:
    assert shown(value, unit) == text


# ---------------------------------------------------------------- provenance


def test_provenance_says_what_was_run_where(result: Result) -> None:
    about = result.provenance
    assert about["seed"] == 1
    assert about["strategy"] == "none"
    assert about["scenario_hash"] == result.scenario.hash()
    assert about["libraries"]["numpy"] == np.__version__
    assert about["mode"] in ("compiled", "interpreted")
    json.dumps(about, allow_nan=False)


def test_the_commit_is_named_only_where_there_is_one(tmp_path: Path) -> None:
    assert git_state(tmp_path) is None

    def git(*words: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init")
    assert git_state(tmp_path) is None  # no commit yet
    (tmp_path / "a").write_text("1")
    git("add", "a")
    git("commit", "-m", "first")
    found = git_state(tmp_path)
    assert found is not None
    assert len(found["commit"]) == 40
    assert found["changed"] is False
    (tmp_path / "inside").mkdir()
    assert git_state(tmp_path / "inside") is None  # somebody else's repository around the code
    (tmp_path / "output").write_text("not part of the program")
    assert git_state(tmp_path) == found
    (tmp_path / "a").write_text("2")
    assert git_state(tmp_path) == found | {"changed": True}


def test_provenance_without_git(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert git_state(project_root) is None


def test_nobody_changes_provenance_for_others() -> None:
    provenance()["libraries"]["numpy"] = "changed"
    assert provenance()["libraries"]["numpy"] == np.__version__

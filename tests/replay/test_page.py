"""The page: complete, small, true to the run; pairs that cannot be compared are refused."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import Scenario, simulate
from sim.errors import UserError
from sim.replay.content import SERIES
from sim.replay.folder import Recording, read
from sim.replay.page import page, write
from sim.results import CLAIM

Told = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def text(run: Recording) -> str:
    return page([run])


# ---------------------------------------------------------------- what it is told


def test_series_are_those_of_the_run(run: Recording, text: str, told: Told) -> None:
    (found,) = told(text)
    assert found["weeks"] == len(run.series)
    for name, (_, by) in SERIES.items():
        shown = found["n"][f"week_{name}"] / by
        np.testing.assert_allclose(shown, run.series[name], atol=0.5 / by + 1e-9, err_msg=name)
    assert found["n"]["week_deaths"].sum() == round(run.series["deaths"].sum()) > 0


def test_events_are_those_of_the_run(run: Recording, text: str, told: Told) -> None:
    (found,) = told(text)
    events, n = run.events, found["n"]
    assert len(n["event_week"]) == len(events) > 10
    np.testing.assert_array_equal(n["event_week"], events["week"])
    np.testing.assert_array_equal(n["event_dead"], events["best"])
    np.testing.assert_array_equal(n["event_civilians"], events["deaths_civilians"])
    np.testing.assert_array_equal(n["event_violence"], events["type_of_violence"])
    np.testing.assert_array_equal(n["event_cell"] % found["width"], events["cell_x"])
    np.testing.assert_array_equal(n["event_cell"] // found["width"], events["cell_y"])
    for short, names, column in (
        ("a", "actors", "side_a"),
        ("b", "actors", "side_b"),
        ("kind", "kinds", "sub_event_type"),
        ("cause", "causes", "cause"),
    ):
        shown = [found[names][row] for row in n[f"event_{short}"]]
        assert shown == events[column].tolist()


def test_the_map_is_that_of_the_film(run: Recording, text: str, told: Told) -> None:
    (found,) = told(text)
    for shown, kept in (
        ("control", "control"),
        ("displacedHere", "displaced"),
        ("frameWeek", "week"),
    ):
        np.testing.assert_array_equal(found["n"][shown], run.film[kept].ravel())
    np.testing.assert_array_equal(found["n"]["district"] - 1.0, run.film["district"])
    for name in ("bands_cell", "bases_size", "convoys_kind", "zones_count"):
        np.testing.assert_array_equal(found["n"][name], run.film[name])


def test_it_says_what_it_is_and_does_not_claim(run: Recording, text: str, told: Told) -> None:
    (found,) = told(text)
    assert found["claim"] == CLAIM
    assert found["hash"] == run.provenance["scenario_hash"]
    assert (found["seed"], found["strategy"]) == (1, "integrated")
    assert "<title>classroom with integrated, seed 1</title>" in text


# ---------------------------------------------------------------- the file


def test_the_file_asks_for_nothing_from_anywhere(text: str) -> None:
    assert "default-src 'none'" in text
    addresses = set(re.findall(r"(?:https?:)?//[\w.]+\.[a-z]{2,}[^\s\"'`]*", text))
    assert addresses == {"http://www.w3.org/2000/svg"}  # the name of a language, never fetched
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|import)\s*\(", text)
    assert not re.search(r"<(link|script|img|iframe)[^>]+(src|href)=\"(?!data:)", text)


def test_the_file_is_small_and_the_same_each_time(run: Recording, text: str) -> None:
    assert len(text.encode()) < 150_000
    assert page([run]) == text


def test_words_of_a_scenario_cannot_break_the_page(run: Recording, told: Told) -> None:
    nasty = '</script><script>alert("@SCRIPT@")</script>'
    scenario = run.scenario.model_copy(update={"title": nasty, "name": nasty})
    text = page([replace(run, scenario=scenario)])
    assert nasty not in text
    assert told(text)[0]["title"] == nasty


def test_writing_makes_the_folder_and_says_the_size(run: Recording, tmp_path: Path) -> None:
    path = tmp_path / "new" / "page.html"
    assert write([run], path) == path.stat().st_size
    assert [one.name for one in path.parent.iterdir()] == ["page.html"]


@pytest.mark.slow
def test_fifteen_years_of_a_country_stay_below_a_megabyte(tmp_path: Path) -> None:
    found = []
    for strategy in ("none", "integrated"):
        result = simulate(Scenario.load("baseline", strategy=strategy), 1)
        assert result.weeks == 780
        found.append(read(result.save(tmp_path / strategy)))
        assert write(found[-1:], tmp_path / "one.html") < 400_000
    assert write(found, tmp_path / "two.html") < 1_000_000


# ---------------------------------------------------------------- pairs


def test_two_strategies_of_one_seed_go_side_by_side(runs: dict[str, Recording], told: Told) -> None:
    found = told(page([runs["none"], runs["integrated"]]))
    assert [one["strategy"] for one in found] == ["none", "integrated"]


def test_two_seeds_are_refused(runs: dict[str, Recording]) -> None:
    other = replace(runs["none"], outcomes={**runs["none"].outcomes, "seed": 2})
    with pytest.raises(UserError, match=r"seed 2.* luck"):
        page([runs["integrated"], other])


def test_two_scenarios_are_refused(runs: dict[str, Recording]) -> None:
    scenario = runs["none"].scenario.varied({"people.hostility": 0.9})
    with pytest.raises(UserError, match=r"differ in: people\)"):
        page([runs["integrated"], replace(runs["none"], scenario=scenario)])


# ---------------------------------------------------------------- folders


def test_a_folder_that_is_no_run_is_explained(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"outcomes\.json is missing.*peacegrid run"):
        read(tmp_path)


def test_a_run_without_a_film_is_explained(folders: dict[str, Path], tmp_path: Path) -> None:
    old = Path(shutil.copytree(folders["none"], tmp_path / "old"))
    (old / "map.npz").unlink()
    with pytest.raises(UserError, match=r"earlier versions.*peacegrid run .*--seed 1 --out"):
        read(old)


@pytest.mark.parametrize("name", ["map.npz", "outcomes.json", "events.parquet"])
def test_a_damaged_file_is_explained(folders: dict[str, Path], tmp_path: Path, name: str) -> None:
    broken = Path(shutil.copytree(folders["none"], tmp_path / "broken"))
    (broken / name).write_bytes((broken / name).read_bytes()[:40])
    with pytest.raises(UserError, match="damaged"):
        read(broken)

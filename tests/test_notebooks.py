"""Notebooks run, are built from the sources that lie beside them, and show themselves well."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from notebooks import build
from sim import PeacekeepingModel, Scenario
from sim.agents import Band, Community, Peacekeeper
from sim.figures import curves, dots, intervals
from sim.metrics import Measures
from tests.comparisons import made

SOURCES = pytest.mark.parametrize("source", build.SOURCES, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.load("classroom", strategy="none")


@SOURCES
def test_a_notebook_is_that_of_its_source(source: Path) -> None:
    assert not build.is_stale(source), f"{source.name} has changed: make notebooks"


def test_a_change_of_the_source_is_noticed(tmp_path: Path) -> None:
    first = build.SOURCES[0]
    copies = [Path(shutil.copy(path, tmp_path)) for path in (first, build.built(first))]
    assert not build.is_stale(copies[0])
    copies[0].write_text(copies[0].read_text("utf-8") + "\n# %%\n1 + 1\n", "utf-8")
    assert build.is_stale(copies[0])
    copies[1].unlink()
    assert build.is_stale(copies[0])


# Each takes about ten seconds where the machine is idle, and runs in a kernel of its own.
@SOURCES
def test_a_notebook_runs(source: Path) -> None:
    found = build.executed(source)
    assert pictures(found) == pictures(nbformat.read(build.built(source), as_version=4))


@SOURCES
def test_a_notebook_has_outputs_without_complaints(source: Path) -> None:
    notebook = nbformat.read(build.built(source), as_version=4)
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    assert not [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"]
    assert pictures(notebook) >= 3
    assert build.built(source).stat().st_size < 1_000_000


@SOURCES
def test_a_notebook_ends_with_three_exercises_and_solutions(source: Path) -> None:
    text = source.read_text("utf-8")
    exercises, _, solutions = text.partition("## Exercises")[2].partition("## Solutions")
    for number in (1, 2, 3):
        assert f"# {number}. " in exercises
        assert f"# **{number}.**" in solutions


def test_bars_of_progress_are_not_kept() -> None:
    bar = nbformat.v4.new_output("stream", name="stderr", text="\r 50%|#####     |")
    widget = nbformat.v4.new_output(
        "display_data", data={"application/vnd.jupyter.widget-view+json": {}, "text/plain": "0%"}
    )
    said = nbformat.v4.new_output("stream", name="stderr", text="Something is wrong")
    assert [build._is_bar(one) for one in (bar, widget, said)] == [True, True, False]


def pictures(notebook: Any) -> int:
    outputs = (one for cell in notebook.cells for one in cell.get("outputs", []))
    return sum("image/png" in one.get("data", {}) for one in outputs)


# ------------------------------------------------------------------------------ displays


def test_a_scenario_shows_who_lives_there(scenario: Scenario) -> None:
    page = scenario.varied({"title": "A <small> province"})._repr_html_()
    for text in ("600,000", "Hillside (40%)", "Hill Front (160)", "12 x 12", "none"):
        assert text in page
    assert "A &lt;small&gt; province" in page
    assert len(page) < 2_000


def test_a_model_shows_how_far_it_is_and_who_is_there(scenario: Scenario) -> None:
    model = PeacekeepingModel(scenario.varied({"title": "A <small> province"}), rng=7)
    page = model._repr_html_()
    for text in ("A &lt;small&gt; province", "0 of 624", "<td>7</td>", "communities 48", "none"):
        assert text in page
    assert "killed" not in page  # nothing has happened yet
    model.step()
    page = model._repr_html_()
    assert "1 of 624" in page and "killed" in page
    assert "<script" not in page and len(page) < 2_000


def test_a_model_gives_all_of_a_kind_as_a_table() -> None:
    model = PeacekeepingModel("classroom", strategy="integrated", rng=1)
    model.step()
    people = model.table(Community)
    assert len(people) == 48
    assert set(people["group"]) == {"Riverside", "Hillside"}
    row = people.index[5]
    one = model.agent(Community, row)
    assert (people.loc[row, "x"], people.loc[row, "y"]) == one.cell.coordinate
    assert people.loc[row, "grievance"] == one.grievance
    people["grievance"] = 0.0
    assert one.grievance > 0  # a copy
    bands = model.table(Band)
    assert len(bands) == len(model.agents_by_type[Band])
    assert set(bands["faction"]) == {"Hill Front"}
    assert "alive" not in bands
    # On their way: nowhere on the map.
    assert (model.table(Peacekeeper)[["x", "y"]] == -1).all(axis=None)


def test_a_comparison_shows_means_and_intervals(scenario: Scenario) -> None:
    found = made(
        scenario, {"none": {"deaths": [10.0, 20.0, 30.0]}, "other": {"deaths": [1.0, 2.0, 3.0]}}, 4
    )
    assert found.measures == Measures()
    page = found._repr_html_()
    assert page.count("<tr>") == 3
    assert "<td>20 [" in page
    assert "3 paired runs of 4 asked for" in page
    assert "do not forecast" in page


def test_figures_show_themselves_in_a_notebook() -> None:
    figure = curves({"a": [1.0, 2.0], "b": [2.0, 1.0]}, "They cross", ("week", "people"))
    assert figure._repr_png_().startswith(b"\x89PNG")  # type: ignore[attr-defined]
    assert figure._repr_png_() == figure._repr_png_()  # type: ignore[attr-defined]


def test_curves_and_dots_say_what_they_cannot_draw() -> None:
    with pytest.raises(ValueError, match="1 to 6 curves"):
        curves({}, "Nothing", ("week", "people"))
    with pytest.raises(ValueError, match="at least one value"):
        dots({"a": [1.0], "b": []}, "Nothing", "people")


def test_dots_mark_the_mean() -> None:
    (panel,) = dots({"a": [1.0, 3.0], "b": [5.0]}, "Apart", "people").axes
    bars = [line.get_xdata()[0] for line in panel.lines[1::2]]
    assert bars == [2.0, 5.0]
    assert [label.get_text() for label in panel.get_yticklabels()] == ["a", "b"]


def test_intervals_are_grey_where_nothing_is_told() -> None:
    cases = {"a": (1.0, 0.5, 1.5), "b": (0.2, -0.2, 0.6), "c": (3.0, float("nan"), float("nan"))}
    (panel,) = intervals(cases, "Found", "change", accepted={"a": (-4.0, float("inf"))}).axes
    lines = panel.lines
    assert lines[0].get_color() != lines[2].get_color() == lines[4].get_color()
    assert panel.get_xlim()[0] <= -4.0 and panel.get_xlim()[1] < 10
    (plain,) = intervals({"a": (1.0, -1.0, 2.0)}, "Found", "value", none=None).axes
    assert len(plain.lines) == 2 and plain.lines[0].get_color() == lines[0].get_color()
    with pytest.raises(ValueError, match="no case"):
        intervals({}, "Nothing", "value")

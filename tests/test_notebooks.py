"""Notebooks run, are built from the sources that lie beside them, and show themselves well."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from notebooks import build
from sim import Scenario
from sim.figures import curves, dots
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

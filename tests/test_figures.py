"""Figures of a run and of a comparison: they draw, say what was found, and come out the same."""

from pathlib import Path

import matplotlib as mpl
import matplotlib.figure
import matplotlib.text
import numpy as np
import pytest

from experiments import figures
from experiments.comparison import WEEKLY, Comparison, Run
from sim import Scenario, simulate
from sim.figures import edges, figures_of, map_of_moment, save, timeline, years_side_by_side
from sim.figures.style import colours, look
from sim.metrics import Measures
from sim.results import OUTCOMES, Result
from sim.run import Simulation
from tests.comparisons import made

WEEKS = 60


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.load("classroom")


@pytest.fixture(scope="module")
def result(scenario: Scenario) -> Result:
    return simulate(scenario, seed=9, weeks=WEEKS)


def texts(figure: matplotlib.figure.Figure) -> str:
    """All words of a figure."""
    return " ".join(t.get_text() for t in figure.findobj(matplotlib.text.Text)).replace("\n", " ")


# ---------------------------------------------------------------- one run


def test_a_map_shows_the_week_asked_for(result: Result) -> None:
    last = texts(map_of_moment(result))
    assert "week 60" in last
    assert "Capital" in last
    assert f"scenario {result.provenance['scenario_hash']}" in last
    assert "week 26" in texts(map_of_moment(result, 30))  # the nearest snapshot
    assert "At the start" in texts(map_of_moment(result, 0))


def test_a_map_counts_who_was_killed_lately(result: Result) -> None:
    events = result.events
    killed = int(events[events.week >= WEEKS - 26]["best"].sum())
    assert f"{killed:,} were killed in half a year" in texts(map_of_moment(result))


def test_years_show_their_deaths(result: Result) -> None:
    words = texts(years_side_by_side(result))
    by_year = result.events.groupby("year")["best"].sum()
    assert f"Year 1: {by_year.get(1, 0):,}" in words
    assert f"Year 2: {by_year.get(2, 0):,}" in words
    assert "Half of all deaths are in " in words
    assert "Year 2:" not in texts(years_side_by_side(result, [1]))


def test_a_timeline_says_what_came_of_the_run(result: Result) -> None:
    words = texts(timeline(result))
    assert f"{result.outcomes['deaths']:,.0f} people were killed" in words
    assert "ended before exit" in words


def test_a_timeline_shows_agreements_and_phases(result: Result) -> None:
    from sim.state import codes
    from sim.state.parties import Agreements

    papers = np.zeros(2, Agreements.dtype)
    papers["kind"] = [codes.PRELIMINARY, codes.SETTLED]
    papers["signed"], papers["ended"] = [5, 20], [20, 50]
    papers["end"] = [codes.REPLACED, codes.BROKEN]
    series = result.series_data.copy()
    series["mission_stage"][10:40] = codes.OPERATING
    fields = {name: getattr(result, name) for name in Result.__dataclass_fields__}
    words = texts(timeline(Result(**{**fields, "agreements": papers, "series_data": series})))
    party = result.place.names["factions"][int(result.pairs[0][1])]
    for told in (party, "preliminary ceasefire", "settlement", "broken", "operating"):
        assert told in words
    assert "No agreement was signed" not in words


def test_a_run_in_which_nothing_has_happened_can_be_drawn(scenario: Scenario) -> None:
    nothing = Simulation(scenario).result()
    assert nothing.weeks == 0
    for draw in figures_of(nothing).values():
        draw(nothing).draw_without_rendering()
    assert "Nobody was killed" in texts(years_side_by_side(nothing))


def test_a_figure_drawn_twice_is_the_same_file(result: Result, tmp_path: Path) -> None:
    first = save(timeline(result), tmp_path, "a")
    second = save(timeline(result), tmp_path, "b")
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert one.stat().st_size > 10_000


def test_the_look_leaves_other_figures_alone() -> None:
    with mpl.rc_context():
        mpl.rcdefaults()
        before = dict(mpl.rcParams)
        with look():
            assert mpl.rcParams["axes.titleweight"] == "bold"
        assert dict(mpl.rcParams) == before


# ---------------------------------------------------------------- comparisons


def comparison_of(scenario: Scenario, count: int, replicates: int = 6) -> Comparison:
    """Strategies s0, s1 ... of which each is a little better and dearer than the one before."""
    rng = np.random.default_rng(1)
    names = [f"s{k}" for k in range(count)]
    weeks = scenario.weeks
    runs = {}
    for k, name in enumerate(names):
        runs[name] = tuple(
            Run(
                name,
                seed,
                dict.fromkeys(OUTCOMES, 0.0)
                | {
                    "peace_years_after": k + rng.random() * 0.1,
                    "weeks_to_relapse": 52.0 * k,
                    "peace_1y": float(k > 1),
                    "peace_3y": float(k > 3),
                    "deaths": 1_000.0 / (k + 1) + rng.random(),
                    "stability_after": 0.5 + 0.01 * k,
                    "cost": 1e8 * k,
                },
                {column: rng.poisson(5, weeks).astype(np.float32) for column in WEEKLY},
                "",
            )
            for seed in range(replicates)
        )
    scenarios = {name: scenario.varied({"strategy.name": name}) for name in names}
    return Comparison(scenarios, tuple(range(replicates)), replicates, weeks, runs, Measures())


@pytest.mark.parametrize(("count", "replicates"), [(1, 6), (9, 6), (2, 1)])
def test_every_figure_draws_any_number_of_strategies_and_replicates(
    scenario: Scenario, count: int, replicates: int
) -> None:
    comparison = comparison_of(scenario, count, replicates)
    for draw in figures.FIGURES.values():
        figure = draw(comparison)
        figure.draw_without_rendering()
        words = texts(figure)
        assert f"n = {replicates} paired replicates" in words
        assert comparison.scenario_hash in words
        assert "do not forecast countries" in words
        assert all(name in words for name in comparison.strategies)


def test_all_figures_are_written(scenario: Scenario, tmp_path: Path) -> None:
    files = figures.draw_all(comparison_of(scenario, 2), tmp_path)
    assert {path.name for path in files} == {
        f"{name}.{kind}" for name in figures.FIGURES for kind in ("png", "svg")
    }


def test_nothing_is_drawn_of_no_replicates(scenario: Scenario, tmp_path: Path) -> None:
    assert figures.draw_all(comparison_of(scenario, 2, replicates=0), tmp_path) == []


def test_a_star_marks_what_differs_in_pairs(scenario: Scenario) -> None:
    words = texts(figures.ranking(comparison_of(scenario, 2)))
    assert "0.51 *" in words
    assert "0.50 *" not in words


def test_the_best_is_on_top(scenario: Scenario) -> None:
    axes = figures.ranking(comparison_of(scenario, 3)).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["s0", "s1", "s2"]
    points = [line for line in axes.lines if line.get_marker() == "o"]
    years = {float(line.get_ydata()[0]): float(line.get_xdata()[0]) for line in points}
    assert [round(years[row]) for row in (0, 1, 2)] == [0, 1, 2]


def test_each_strategy_has_a_colour_of_its_own() -> None:
    found = colours([f"s{k}" for k in range(8)])
    assert len(set(found.values())) == 8


def test_names_that_would_overlap_are_moved_apart() -> None:
    placed = edges.apart([0.5, 0.5, 0.9, 0.51], 0.1)
    assert np.all(np.diff(sorted(placed)) > 0.099)
    assert sorted(range(4), key=lambda i: placed[i])[-1] == 2
    assert edges.apart([0.1, 0.5], 0.1) == [0.1, 0.5]


def test_few_deaths_are_not_counted_in_thousands(scenario: Scenario) -> None:
    panel = next(one for one in figures.PANELS if one.outcome == "deaths")
    few = made(scenario, {"none": {"deaths": [300.0, 400.0]}, "some": {"deaths": [90.0, 80.0]}})
    many = made(scenario, {"none": {"deaths": [3e3, 4e3]}, "some": {"deaths": [90.0, 80.0]}})
    assert figures._fitting(few, panel)[1:4] == ("Deaths", 1, ",.0f")
    assert figures._fitting(many, panel) == panel

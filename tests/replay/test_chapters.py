"""Chapters and markers: each turn of a run, at its week, in words."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.replay.chapters import Marker, markers
from sim.replay.folder import Recording
from sim.scenario import InjectSpec
from sim.state import codes

WEEKS = 100
QUIET = {
    "at_war": 0,
    "deployed": 0.0,
    "mission_stage": codes.NO_MISSION,
    "deaths": 0.0,
    "drought": 0.0,
}


@pytest.fixture
def quiet(run: Recording) -> Recording:
    """A run in which nothing happens."""
    series = run.series.iloc[:WEEKS].assign(**QUIET)
    film = {name: a[:0] if name.startswith("agreement_") else a for name, a in run.film.items()}
    outcomes = {**run.outcomes, "partial": False, "mission": {"start_week": 10, "exit_week": 40}}
    outcomes["outcomes"] = {
        **run.outcomes["outcomes"],
        "weeks_to_relapse": 30.0,
        "relapse_censored": 1.0,
        "at_peace_at_exit": 1.0,
    }
    return replace(run, series=series, film=film, outcomes=outcomes, events=run.events.iloc[:0])


def with_series(run: Recording, **columns: dict[int, float]) -> Recording:
    """The run with columns that take a value from each of some weeks on."""
    series = run.series.copy()
    for name, turns in columns.items():
        for week, value in turns.items():
            series.loc[series.index[week:], name] = value
    return replace(run, series=series)


def paper(signed: int, ended: int, kind: int, end: int, mediated: int = 0) -> dict[str, int]:
    values = {"a": 0, "b": 1, "kind": kind, "signed": signed, "ended": ended, "end": end}
    return {**values, "mediated": mediated}


def with_papers(run: Recording, *papers: dict[str, int]) -> Recording:
    columns = {f"agreement_{name}": np.array([p[name] for p in papers]) for name in papers[0]}
    return replace(run, film={**run.film, **columns})


def titles(found: list[Marker]) -> list[tuple[int, str]]:
    return [(marker.week, marker.title) for marker in found]


def test_where_nothing_happens_there_is_only_the_end(quiet: Recording) -> None:
    assert titles(markers(quiet)) == [(WEEKS - 1, "End")]


def test_a_run_that_was_stopped_says_so(quiet: Recording) -> None:
    stopped = replace(quiet, outcomes={**quiet.outcomes, "partial": True})
    assert "stopped" in markers(stopped)[-1].text


def test_wars_begin_and_end(quiet: Recording) -> None:
    run = with_series(quiet, at_war={5: 1, 20: 0, 50: 2})
    assert titles(markers(run))[:-1] == [(5, "War begins"), (20, "No war"), (50, "War again")]
    assert titles(markers(with_series(quiet, at_war={0: 1})))[0] == (0, "War")


def test_the_mission_comes_and_goes(quiet: Recording) -> None:
    stages = {10: 1, 15: 2, 30: 3, 60: 4, 80: 5}
    run = with_series(quiet, mission_stage=stages, deployed={18: 250, 80: 0})
    assert titles(markers(run))[:-1] == [
        (10, "Mission authorised"),
        (18, "Mission deploys"),
        (30, "Mission at work"),
        (60, "Draw-down"),
        (80, "Exit"),
    ]
    great = [marker.title for marker in markers(run) if marker.chapter]
    assert great == ["Mission deploys", "Draw-down", "Exit", "End"]


def test_agreements_are_signed_and_broken(quiet: Recording) -> None:
    run = with_papers(
        quiet,
        paper(10, 20, codes.PRELIMINARY, codes.BROKEN),
        paper(30, 40, codes.PRELIMINARY, codes.REPLACED),
        paper(40, 90, codes.SETTLED, codes.BROKEN, mediated=1),
    )
    found = [marker for marker in markers(run) if marker.kind in ("agreement", "broken")]
    assert [(m.week, m.title, m.chapter) for m in found] == [
        (10, "Ceasefire signed", True),
        (20, "Ceasefire broken", False),
        (30, "Ceasefire signed", False),
        (40, "Settlement signed", True),
        (90, "Settlement broken", True),
    ]
    assert (
        "Government and Hill Front sign a settlement with the help of mediators." in found[3].text
    )
    assert "breaks after 50 weeks" in found[4].text


def test_a_settlement_from_before_the_run_is_told_at_its_start(quiet: Recording) -> None:
    found = markers(with_papers(quiet, paper(-1, -1, codes.SETTLED, codes.HOLDING)))
    assert titles(found)[0] == (0, "Settlement signed")
    assert "before the run" in found[0].text


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, False),
        ({"relapse_censored": 0.0}, True),
        ({"relapse_censored": 0.0, "at_peace_at_exit": 0.0}, False),
        ({"weeks_to_relapse": None}, False),
    ],
)
def test_peace_that_breaks_after_exit_is_a_relapse(
    quiet: Recording, changes: dict[str, Any], shown: bool
) -> None:
    found = {**quiet.outcomes["outcomes"], **changes}
    run = replace(quiet, outcomes={**quiet.outcomes, "outcomes": found})
    assert ((70, "Relapse") in titles(markers(run))) is shown


def test_the_deadliest_week_says_where(run: Recording) -> None:
    (found,) = [marker for marker in markers(run) if marker.kind == "peak"]
    deaths = run.series["deaths"]
    assert deaths.iloc[found.week] == deaths.max() > 0
    inside = run.events[run.events.week == found.week]
    most = inside.groupby(["cell_y", "cell_x"])["best"].sum().idxmax()
    assert found.cell == most[0] * run.film["shape"][1] + most[1]


def test_injects_elections_droughts_and_coups_are_told(quiet: Recording) -> None:
    injects = (
        InjectSpec(week=12, kind="massacre", size=80, district=2, faction="Hill Front"),
        InjectSpec(week=33, kind="price_shock", note="Traders close their shops."),
        InjectSpec(week=500, kind="price_shock"),
    )
    calendar = quiet.scenario.dynamics.calendar.model_copy(update={"election_years": 1.0})
    dynamics = quiet.scenario.dynamics.model_copy(update={"calendar": calendar})
    scenario = quiet.scenario.model_copy(update={"injects": injects, "dynamics": dynamics})
    run = replace(with_series(quiet, drought={60: 0.5}), scenario=scenario)
    event = {"week": 70, "cause": "coup", "cell_x": 1, "cell_y": 1, "best": 0}
    run = replace(run, events=run.events.reindex([0]).assign(**event))
    found = markers(run)
    assert titles(found)[:-1] == [
        (12, "Massacre"),
        (33, "Price of food jumps"),
        (52, "Election"),
        (60, "Drought"),
        (70, "Coup"),
    ]
    assert "District 2" in found[0].text
    assert found[1].text == "Traders close their shops."

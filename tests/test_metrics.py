"""The weekly series, the table of events, and the outcomes, on worlds made by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UserError
from sim.metrics import (
    EVENT_COLUMNS,
    OUTCOMES,
    WEIGHTS,
    Measures,
    Place,
    Recorder,
    Weeks,
    Window,
    events_frame,
    ground,
    moment,
    outcomes,
)
from sim.metrics.events import party_names
from sim.metrics.peace import course, rolling, survival
from sim.metrics.stability import index, parts
from sim.state import World, codes
from sim.state.parties import Agreements

YEAR = 52


def small_world() -> World:
    """Three cells in a row; the western two are inhabited."""
    sizes = {"cells": 3, "communities": 2, "factions": 4, "dyads": 2, "bands": 4, "forces": 2}
    world = World({**sizes, "districts": 2, "groups": 2, "events": 20}, 3, 1, 10.0)
    world.cells.x = [0, 1, 2]
    world.cells.communities = [1, 1, 0]
    world.cells.first = [0, 1, 2]
    world.cells.district = [0, 1, 1]
    people = world.communities
    people.cell, people.group, people.district = [0, 1], [0, 1], [0, 1]
    people.population = [3_000.0, 1_000.0]
    world.districts.population = [3_000.0, 1_000.0]
    return world


def act(world: World, cell: int, violence: int, **values: float) -> None:
    """Write an event as the model would."""
    row = int(world.clock.events[0])
    nobody = dict.fromkeys(("side_a", "side_b", "group_a", "group_b", "initiator"), -1)
    here = {"week": world.week, "cell": cell, "violence": violence}
    for name, value in (nobody | here | values).items():
        world.events.cols[name][row] = value
    world.clock.events[0] = row + 1


def lived(world: World, recorder: Recorder) -> np.ndarray:
    """Let a week pass, and return its row of the series."""
    world.week += 1
    recorder.record()
    return recorder.series[-1]


# ---------------------------------------------------------------- the series


def test_every_kind_of_death_is_counted_where_it_belongs() -> None:
    world = small_world()
    recorder = Recorder(world, 10)
    # A band attacks soldiers, and two civilians die between the sides.
    act(world, 0, 1, side_a=0, side_b=1, initiator=1, deaths_a=5, deaths_b=3, deaths_civilians=2)
    # A band attacks peacekeepers.
    act(world, 0, 1, side_a=codes.PEACEKEEPERS, side_b=1, deaths_b=1, deaths_peacekeepers=4)
    # Two armed groups fight.
    act(world, 1, 2, side_a=1, side_b=2, initiator=2, deaths_a=6, deaths_b=7)
    # Two communities clash.
    people = codes.CIVILIANS
    act(world, 1, 2, side_a=people, side_b=people, initiator=people, deaths_civilians=8)
    # The state abuses, a band massacres, and a patrol comes in time.
    act(world, 0, 3, side_a=0, side_b=people, initiator=0, deaths_civilians=9)
    act(world, 0, 3, side_a=2, side_b=people, initiator=2, deaths_civilians=10, response=1)
    row = lived(world, recorder)
    found = {name: row[name] for name in row.dtype.names if "deaths" in name or "civil" in name}
    assert found == {
        "deaths": 55,
        "deaths_state_based": 15,
        "deaths_non_state": 21,
        "deaths_one_sided": 19,
        "battle_deaths": 28,
        "deaths_civilians": 29,
        "deaths_forces": 5,
        "deaths_fighters": 17,
        "deaths_peacekeepers": 4,
        "civilians_by_state": 9,
        "civilians_by_groups": 10,
        "civilians_by_communities": 8,
        "civilians_crossfire": 2,
        "deaths_crime": 0,
    }
    assert row["events"] == 6
    assert row["answered"] == 1
    after = lived(world, recorder)
    assert after["deaths"] == after["events"] == 0


def test_means_weight_people_where_they_live() -> None:
    world = small_world()
    world.communities.needs = [0.2, 1.0]
    world.communities.hosted = [0.0, 2_000.0]
    world.communities.control = [-0.9, 0.5]
    world.districts.courts = [0.4, 0.8]
    row = lived(world, Recorder(world, 1))
    assert row["needs"] == pytest.approx(0.6)
    assert row["control"] == pytest.approx(-0.2)
    assert (row["under_state"], row["under_groups"]) == (0.5, 0.5)
    assert row["courts"] == pytest.approx(0.5)


def test_flight_and_return_are_told_apart() -> None:
    world = small_world()
    world.communities.away = [100.0, 0.0]
    recorder = Recorder(world, 2)
    world.communities.away = [40.0, 500.0]
    row = lived(world, recorder)
    assert (row["displaced"], row["fled"], row["returned"]) == (540, 500, 60)
    row = lived(world, recorder)
    assert (row["displaced"], row["fled"], row["returned"]) == (540, 0, 0)


def test_a_place_stays_violent_for_four_weeks_after_a_killing() -> None:
    world = small_world()
    recorder = Recorder(world, 10)
    act(world, 1, 3, initiator=1, deaths_civilians=1)
    act(world, 0, 3, initiator=1)  # nobody dies
    shares = [lived(world, recorder)["in_violence"] for _ in range(5)]
    assert shares == [0.25, 0.25, 0.25, 0.25, 0.0]
    assert recorder.series["violent_cells"].tolist() == [0.5, 0.5, 0.5, 0.5, 0.0]


def test_bands_forces_and_agreements_are_counted() -> None:
    world = small_world()
    for fighters in (10.0, 30.0):
        world.bands.new(cell=0, faction=1, fighters=fighters)
    world.forces.kind = [codes.ARMY, codes.POLICE]
    world.forces.personnel = [300.0, 100.0]
    world.forces.conduct = [0.2, 0.6]
    world.forces.intelligence = world.forces.tactics = world.forces.crisis = [0.4, 0.8]
    world.factions.status = [codes.ACTIVE, codes.ACTIVE, codes.LATENT, codes.LATENT]
    world.dyads.active = [1, 1]
    world.dyads.stage = [codes.WAR, codes.SETTLEMENT]
    world.dyads.agreement = [-1, 0]
    world.agreements.kind = codes.SETTLED
    row = lived(world, Recorder(world, 1))
    names = ("fighters", "bands", "largest_band", "groups_active", "personnel", "police")
    assert [row[name] for name in names] == [40, 2, 30, 1, 400, 100]
    assert row["skill"] == pytest.approx(0.5)
    assert row["conduct"] == pytest.approx(0.3)
    assert [row[name] for name in ("pairs", "at_war", "settlements", "definitive")] == [2, 1, 1, 0]


def test_a_run_may_go_on_for_longer_than_was_said() -> None:
    world = small_world()
    recorder = Recorder(world, 1)
    for _ in range(5):
        lived(world, recorder)
    assert recorder.series["week"].tolist() == [0, 1, 2, 3, 4]


def test_every_column_says_what_it_is() -> None:
    for name, column in Weeks.columns.items():
        assert column.unit, name
        assert column.doc, name
        assert column.low < column.high, name


def test_the_series_of_a_world_without_anybody_is_finite() -> None:
    recorder = Recorder(World({}, 1, 1, 1.0), 1)
    recorder.record()
    assert all(np.isfinite(recorder.series[name]).all() for name in Weeks.columns)


# ---------------------------------------------------------------- events


def place_of(world: World) -> Place:
    names = {"factions": ["Government", "Front"], "groups": ["Asha", "Meru"], "districts": ["D0"]}
    return Place(world.width, world.cell_km, world.cells.district, names, np.array([-1, -1, 1, 1]))


def test_events_have_the_columns_and_names_that_were_promised() -> None:
    world = small_world()
    recorder = Recorder(world, 3)
    world.week = 60
    people = codes.CIVILIANS
    battle = {"kind": codes.AMBUSH, "cause": codes.RAID, "day": 423, "dx": 0.5, "dy": 0.25}
    act(world, 1, 1, side_a=0, side_b=1, initiator=1, deaths_a=2, deaths_b=1, **battle)
    clash = {"kind": codes.COMMUNAL, "cause": codes.REVENGE}
    sides = {"side_a": people, "side_b": people, "group_a": 0, "group_b": 1, "initiator": people}
    act(world, 0, 2, deaths_civilians=3, **sides, **clash)
    act(world, 0, 3, side_a=3, side_b=people, group_b=1, initiator=3, deaths_civilians=4)
    act(world, 0, 1, side_a=codes.PEACEKEEPERS, side_b=2, initiator=2, deaths_peacekeepers=1)
    lived(world, recorder)
    table = events_frame(recorder.events, place_of(world))
    assert list(table) == list(EVENT_COLUMNS)
    assert table.loc[0].to_dict() == {
        "id": 0,
        "week": 60,
        "day": 423,
        "year": 2,
        "cell_x": 1,
        "cell_y": 0,
        "x_km": 15.0,
        "y_km": 2.5,
        "district": "",
        "type_of_violence": 1,
        "event_type": "Battles",
        "sub_event_type": "Ambush",
        "side_a": "Government",
        "side_b": "Front",
        "initiator": "Front",
        "deaths_a": 2,
        "deaths_b": 1,
        "deaths_civilians": 0,
        "deaths_peacekeepers": 0,
        "best": 3,
        "cause": "raid",
    }
    actors = table[["side_a", "side_b", "initiator"]].to_numpy().tolist()
    assert actors[1] == ["Civilians (Asha)", "Civilians (Meru)", "Civilians (Asha)"]
    assert actors[2][:2] == ["Front (splinter 2)", "Civilians (Meru)"]
    assert actors[3][:2] == ["Peacekeepers", "Front (splinter 1)"]
    assert table["best"].tolist() == [3, 3, 4, 1]
    assert table["district"].tolist() == ["", "D0", "D0", "D0"]


def test_a_table_without_events_has_the_same_columns() -> None:
    world = small_world()
    table = events_frame(Recorder(world, 1).events, place_of(world))
    assert list(table) == list(EVENT_COLUMNS)
    assert len(table) == 0


def test_splinters_are_named_after_their_parent() -> None:
    parents = np.array([-1, -1, 1, 2, 1, -1])
    assert party_names(["Government", "Front"], parents) == [
        "Government",
        "Front",
        "Front (splinter 1)",
        "Front (splinter 1) (splinter 1)",
        "Front (splinter 2)",
        "Armed group 5",
    ]


# ---------------------------------------------------------------- peace


def series_of(battle_deaths: list[float], population: float = 1e7) -> np.ndarray:
    series = np.zeros(len(battle_deaths), Weeks.dtype)
    series["battle_deaths"] = series["deaths"] = battle_deaths
    series["population"] = population
    series["pairs"] = 1
    return series


@given(st.lists(st.integers(0, 50), min_size=1, max_size=200), st.integers(1, 60))
def test_a_rolling_sum_is_a_sum(values: list[int], window: int) -> None:
    found = rolling(np.array(values, float), window)
    assert found.tolist() == [
        sum(values[max(0, i + 1 - window) : i + 1]) for i in range(len(values))
    ]


def test_peace_begins_after_a_quiet_year_and_ends_with_conflict() -> None:
    deaths = [0.0] * 300
    deaths[20] = 30.0  # a conflict until this leaves the last 52 weeks
    deaths[200], deaths[210] = 24.0, 1.0
    found = course(series_of(deaths), Measures())
    weeks = np.arange(300)
    conflict = ((weeks >= 20) & (weeks < 72)) | ((weeks >= 210) & (weeks < 252))
    assert found.conflict.tolist() == conflict.tolist()
    assert found.peace.tolist() == (~conflict & (weeks >= 51)).tolist()
    assert not found.war.any()
    strict = course(series_of(deaths), Measures(quiet_weeks=104))
    peace = ((weeks >= 72 + 52) & (weeks < 210)) | (weeks >= 252 + 52)
    assert strict.peace.tolist() == peace.tolist()


def test_thresholds_are_scaled_by_people() -> None:
    deaths = [0.0] * 60
    deaths[0] = 30.0
    assert course(series_of(deaths), Measures()).conflict[0]
    assert not course(series_of(deaths, population=2e7), Measures()).conflict[0]
    assert course(series_of(deaths, population=2e5), Measures()).war[0]


def test_fighting_among_armed_groups_counts_unless_excluded() -> None:
    series = series_of([30.0] * 60)
    assert course(series, Measures()).conflict.all()
    assert not course(series, Measures(state_based_only=True)).conflict.any()


def test_survival_of_peace_after_exit() -> None:
    peace = np.ones(300, bool)
    assert survival(peace, 100) == (200, False)
    assert survival(peace, 301) is None
    peace[150:160] = False
    assert survival(peace, 100) == (51, True)
    assert survival(peace, 150) == (1, True)
    # Without peace at exit there was none to keep, though it came later.
    assert survival(peace, 155) == (0, True)


# ---------------------------------------------------------------- outcomes


def outcomes_of(series: np.ndarray, leave: int = 104, **measures: float) -> dict[str, float]:
    nothing = np.zeros(0, Agreements.dtype)
    return outcomes(series, nothing, Window(52, leave), Measures(**measures))


def test_all_declared_outcomes_are_given_and_no_others() -> None:
    found = outcomes_of(series_of([1.0] * 200))
    assert list(found) == list(OUTCOMES)
    assert all(isinstance(value, float) for value in found.values())
    for name, outcome in OUTCOMES.items():
        assert outcome.unit, name
        assert outcome.doc, name
        assert outcome.better in ("higher", "lower", "")


def test_periods_share_out_the_run() -> None:
    series = series_of([1.0] * 52 + [2.0] * 52 + [3.0] * 104)
    series["spent"] = np.concatenate([np.zeros(52), np.linspace(10, 520, 52), np.full(104, 520.0)])
    found = outcomes_of(series)
    assert [found[f"deaths{p}"] for p in ("", "_during", "_after")] == [468, 104, 312]
    assert [found[f"cost{p}"] for p in ("", "_during", "_after")] == [520, 520, 0]
    assert found["battle_deaths_a_year_after"] == pytest.approx(156)
    assert found["deaths_a_year_after"] == pytest.approx(156)


def test_peace_after_exit_as_outcomes() -> None:
    deaths = [0.0] * (104 + 6 * YEAR)
    deaths[104 + 3 * YEAR - 1] = 30.0  # the last week of the third year
    found = outcomes_of(series_of(deaths))
    names = ("at_peace_at_exit", "peace_1y", "peace_3y", "peace_5y", "relapse_censored")
    assert [found[name] for name in names] == [1, 1, 0, 0, 0]
    assert found["weeks_to_relapse"] == 3 * YEAR
    assert found["relapse_week"] == 104 + 3 * YEAR - 1
    assert found["peace_years_after"] == pytest.approx(3 - 1 / YEAR)
    kept = outcomes_of(series_of([0.0] * (104 + 6 * YEAR)))
    assert [kept[name] for name in names] == [1, 1, 1, 1, 1]
    assert kept["peace_years_after"] == 5  # counted for five years at most
    assert np.isnan(kept["relapse_week"])
    never = outcomes_of(series_of([1.0] * (104 + 6 * YEAR)))
    assert [never[name] for name in names] == [0, 0, 0, 0, 0]
    assert never["peace_years_after"] == never["weeks_to_relapse"] == 0
    assert np.isnan(never["relapse_week"])


def test_a_run_that_ends_before_exit_says_nothing_about_what_came_after() -> None:
    found = outcomes_of(series_of([1.0] * 80))
    for name in ("deaths_after", "stability_after", "peace_1y", "weeks_to_relapse", "cost_after"):
        assert np.isnan(found[name]), name
    assert found["deaths_during"] == 28
    found = outcomes_of(series_of([1.0] * (104 + 2 * YEAR)))
    assert np.isnan(found["peace_3y"])
    assert found["peace_1y"] == 0


def test_an_interrupted_run_without_any_week_has_outcomes() -> None:
    found = outcomes_of(series_of([]))
    assert np.isnan(found["deaths"])
    assert found["deaths_discounted"] == 0


def test_agreements_signed_and_held() -> None:
    series = series_of([0.0] * 300)
    papers = np.zeros(4, Agreements.dtype)
    papers["kind"] = [codes.SETTLED, codes.DEFINITIVE, codes.PRELIMINARY, codes.SETTLED]
    papers["signed"] = [60, 70, 80, 290]
    papers["ended"] = [-1, 90, 200, -1]
    papers["end"] = [codes.HOLDING, codes.BROKEN, codes.BROKEN, codes.HOLDING]
    found = outcomes(series, papers, Window(52, 104), Measures())
    assert found["agreements_signed"] == 4
    assert found["settlements_signed"] == 2
    # Of three that are a year old one was broken within a year; the last is too young to tell.
    assert found["agreements_held"] == pytest.approx(2 / 3)
    assert (found["agreements_signed_during"], found["agreements_signed_after"]) == (3, 1)
    assert np.isnan(found["agreements_held_after"])


def test_deployment_is_timed_from_the_start_of_the_mission() -> None:
    series = series_of([0.0] * 200)
    series["deployed"][60:] = np.minimum(1_000, 100 * np.arange(1, 141))
    series["authorised"] = 1_250
    series["attacks"], series["responses"] = 8, 2
    found = outcomes_of(series)
    # 950 and more are there from the tenth week of growth on, week 69 of the run.
    assert found["months_to_peak"] == pytest.approx((69 + 1 - 52) / (52 / 12))
    assert found["peak_share"] == pytest.approx(0.8)
    assert found["troops_per_1000"] == pytest.approx(0.1)
    assert found["response_rate"] == 0.25
    nobody = outcomes_of(series_of([0.0] * 200))
    assert nobody["peak_strength"] == 0
    assert np.isnan(nobody["months_to_peak"])


def test_working_together_is_told_as_ratios_of_what_was_counted() -> None:
    series = series_of([0.0] * 200)
    series["authorised"] = 1_000
    series["responses"], series["hours"] = 4, 30
    series["patrols"], series["overlap"] = 200, 50
    series["friendly_fire"], series["leaks"] = 3, 7
    series["will"] = np.linspace(0.8, 0.4, 200)
    found = outcomes_of(series)
    assert (found["response_hours"], found["overlap"]) == (7.5, 0.25)
    assert (found["friendly_accidents"], found["leaks"]) == (3, 7)
    assert np.isnan(found["gaps"]), "nothing was reported anywhere"
    left = int(found["exit_week"])
    assert found["will_at_exit"] == series["will"][left - 1]
    assert np.isnan(outcomes_of(series_of([0.0] * 200))["will_at_exit"])


def test_discounting_lets_later_weeks_count_less() -> None:
    series = series_of([0.0] * 105)
    series["deaths"][[0, 104]] = 100
    found = outcomes_of(series, discount=0.1)
    assert found["deaths_discounted"] == pytest.approx(100 + 100 / 1.21)
    assert outcomes_of(series, discount=0.0)["deaths_discounted"] == pytest.approx(200)


# ---------------------------------------------------------------- stability


def test_the_index_is_the_weighted_mean_of_its_parts() -> None:
    series = series_of([0.0] * 10)
    for name in ("needs", "trust_state", "trust_forces", "courts", "accountability"):
        series[name] = 1.0
    series["skill"] = series["conduct"] = 1.0
    assert index(series, Measures()).tolist() == pytest.approx([1.0] * 10)
    series["at_war"] = 1
    assert index(series, Measures())[0] == pytest.approx(1 - WEIGHTS["settled"])
    doubled = Measures().weighted({"settled": 1.0})
    assert index(series, doubled)[0] == pytest.approx(0.9 / 1.9)
    assert list(parts(series)) == list(WEIGHTS)


@given(
    st.lists(st.floats(0, 1e4), min_size=1, max_size=80),
    st.floats(0, 1e7),
    st.floats(0, 1),
)
def test_the_index_stays_between_nought_and_one(
    deaths: list[float], displaced: float, feeling: float
) -> None:
    series = series_of(deaths)
    series["displaced"] = displaced
    for name in ("needs", "trust_state", "courts", "skill", "in_violence", "at_war"):
        series[name] = feeling
    values = index(series, Measures())
    assert (values >= 0).all()
    assert (values <= 1 + 1e-12).all()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"weights": {"beauty": 1.0}}, "no part 'beauty'"),
        ({"weights": {"safety": -1.0}}, "numbers from 0"),
        ({"weights": dict.fromkeys(WEIGHTS, 0.0)}, "not all of them 0"),
        ({"conflict": 2_000.0}, "not below that of conflict"),
        ({"quiet_weeks": 51}, "52 or more"),
        ({"discount": 1.0}, "0 to below 1"),
    ],
)
def test_impossible_measures_are_refused(wrong: dict, told: str) -> None:
    with pytest.raises(UserError, match=told):
        Measures(**wrong)


# ---------------------------------------------------------------- the map


def test_a_moment_keeps_where_things_are() -> None:
    world = small_world()
    world.capital = 1
    world.communities.control = [0.5, -1.0]
    world.communities.hosted = [0.0, 10.0]
    world.bands.new(cell=2, faction=1, fighters=25.0)
    world.peacekeepers.stage = codes.DEPLOYED
    world.peacekeepers.base = 1
    world.peacekeepers.personnel = 90.0
    kept = moment(world)
    world.communities.control = [0.0, 0.0]
    assert kept.control[0, :2].tolist() == [0.5, -1.0]
    assert np.isnan(kept.control[0, 2])
    assert kept.displaced.tolist() == [[0.0, 10.0, 0.0]]
    assert kept.bands.tolist() == [[2.0, 0.0, 25.0, 1.0]]
    assert kept.peacekeepers.tolist() == [[1.0, 0.0, 90.0, 0.0]]
    assert kept.fighters.tolist() == [0.0, 25.0, 0.0, 0.0]
    still = ground(world)
    assert still.capital == (1, 0)
    assert still.population.tolist() == [[3_000.0, 1_010.0, 0.0]]

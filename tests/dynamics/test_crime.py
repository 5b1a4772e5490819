"""Violent crime: what makes it, who prevents it, and where its dead are counted."""

import numpy as np
import pytest

from sim.build import build
from sim.dynamics import crime, presence
from sim.run import Simulation
from sim.state import codes
from sim.state.formulas import TEAM
from sim.state.world import World
from tests.dynamics.country import country

WEEKS = 8_000


def quiet() -> World:
    """A country on its first day, with nobody's police anywhere and no courts."""
    world = build(country(), 1)
    presence.locate(world)
    world.cells.police = 0.0
    world.cells.pk_police = 0.0
    world.districts.courts = 0.0
    one = world.communities
    one.arms = 0.0
    one.veterans = 0.0
    one.income = 0.0
    return world


def acts(world: World) -> float:
    """Killings a week in the whole country, people and order being held as they are."""
    one = world.communities
    people = one.population.copy()
    before = one.crimes.sum()
    for week in range(WEEKS):
        crime.happen(world.rows, world.params["crime"], 1, week)
        one.population = people
    return float(one.crimes.sum() - before) / WEEKS


def expected(world: World) -> float:
    """Killings a week without police, courts, income, arms or former fighters."""
    size = (world.communities.population + world.communities.hosted) / crime.FOUNDED
    return float(country().dynamics.crime.rate * size.sum())


def test_crime_without_order_comes_at_its_rate() -> None:
    world = quiet()
    assert acts(world) == pytest.approx(expected(world), rel=0.1)


def test_a_full_living_leaves_a_part_of_it_undone() -> None:
    world = quiet()
    world.communities.income = 1.0
    left = 1.0 - country().dynamics.crime.comfort
    assert acts(world) == pytest.approx(left * expected(world), rel=0.15)


def test_idle_former_fighters_add_to_it_and_those_with_a_place_do_not() -> None:
    world = quiet()
    one = world.communities
    one.veterans = 0.01 * one.population
    assert acts(world) == pytest.approx(2.0 * expected(world), rel=0.1)
    one.enrolled = one.veterans
    assert acts(world) == pytest.approx(expected(world), rel=0.1)


def test_police_prevent_half_of_what_they_could_at_half() -> None:
    world = quiet()
    p = country().dynamics.crime
    world.cells.police = p.half * (world.cells.population + 1.0) / 1_000.0
    assert crime.unprevented(world.rows, world.params["crime"], 0) == pytest.approx(
        1.0 - 0.5 * p.policed
    )


def test_mission_police_make_local_police_do_more_and_soldiers_prevent_nothing() -> None:
    world = quiet()
    q = world.params["crime"]
    world.cells.police = 5.0
    alone = crime.unprevented(world.rows, q, 0)
    world.cells.order = 500.0
    world.cells.pk_force = 500.0
    assert crime.unprevented(world.rows, q, 0) == alone
    world.cells.pk_police = TEAM
    assert crime.unprevented(world.rows, q, 0) < alone


def test_police_who_behave_do_more_than_those_who_do_not() -> None:
    done = []
    for conduct in (0.1, 0.9):
        world = build(country(), 1)
        world.forces.conduct = conduct
        presence.locate(world)
        done.append(world.cells.police.sum())
    assert done[1] > 1.3 * done[0]


def test_its_dead_are_no_dead_of_the_conflict() -> None:
    run = Simulation(country(), 3, 156)
    for _ in range(run.asked):
        run.step()
    result, world = run.result(), run.model.world
    dead = result.series_data["deaths_crime"]
    assert dead.sum() == world.books.crime_dead[0] > 0
    assert result.outcomes["deaths_crime"] == pytest.approx(dead.sum())
    assert np.all(result.events_data["kind"] < len(codes.EVENT_TYPES))
    fought = result.events_data["deaths_civilians"].sum()
    assert world.communities.dead.sum() == pytest.approx(
        fought + world.books.rebel_dead[0] + dead.sum()
    )

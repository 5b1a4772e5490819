"""Institutions grow slowly, less where there are rents and fighting, and fall back when left."""

from typing import Any

import numpy as np
import pytest

from sim.dynamics.institutions import lessons
from sim.kernels import kernel
from sim.mechanisms.governance import PARTS
from sim.state import codes
from sim.state.formulas import impartial
from sim.state.world import World
from sim.strategy import ELEMENTS
from tests.mechanisms.theatre import country, live, strategy

START = country()
STOCKS = (
    "courts",
    "administration",
    "accountability",
    "services",
    "independence",
    "policing",
)
ALONE = dict.fromkeys(ELEMENTS.keys() - {"governance"}, 0)


def governed(weeks: int = 110, deaths: float = 0.0, rents: float = 0.3, **levers: float) -> World:
    world = START.copy()
    world.districts.rents = rents

    def look() -> None:
        world.districts.violence = deaths * world.districts.population / 100_000.0

    live(world, strategy(**ALONE, governance=levers), weeks, calm=True, look=look)
    return world


def gain(world: World, stock: str = "courts") -> float:
    return float((getattr(world.districts, stock) - getattr(START.districts, stock)).mean())


@pytest.mark.parametrize("stock", STOCKS)
def test_money_builds_what_it_is_given_for(stock: str) -> None:
    shares = dict.fromkeys(PARTS, 0.0) | {stock: 1.0}
    world = governed(**shares)
    # Where officials have to answer, judges and policemen come to be freer by themselves.
    follow = {"independence", "policing"} if stock == "accountability" else set()
    for name in set(STOCKS) - follow:
        assert (gain(world, name) > 0.02) == (name == stock)
    assert all(gain(world, name) < 0.2 * gain(world, stock) for name in follow)
    assert np.array_equal(world.groups.inclusion, START.groups.inclusion)


def test_people_learn_to_settle_disputes_and_forget_it_slowly() -> None:
    taught = governed(**dict.fromkeys(PARTS, 0.0) | {"disputes": 1.0})
    assert taught.communities.versed.min() > 0.02
    assert not governed(disputes=0.0).communities.versed.any()
    taught.communities.lessons = 0.0
    before = taught.communities.versed.copy()
    for _ in range(52):
        lessons.remember(taught.rows, taught.params["institutions"])
    kept = taught.communities.versed / before
    assert kept == pytest.approx((1.0 - 0.08 / 52.0) ** 52)


def test_judges_who_take_orders_do_half_of_the_justice_that_they_could() -> None:
    @kernel
    def justice(districts: Any) -> float:
        return impartial(districts[0])

    districts = START.copy().districts
    districts.courts, districts.independence = 0.6, 0.0
    assert justice(districts.rows) == pytest.approx(0.3)
    districts.independence = 1.0
    assert justice(districts.rows) == pytest.approx(0.6)


def test_a_professional_police_dismisses_its_abusers_and_is_short_of_men() -> None:
    strict, lax = START.copy(), START.copy()
    strict.districts.policing, lax.districts.policing = 0.9, 0.05
    police = START.forces.kind == codes.POLICE
    for world in (strict, lax):
        world.communities.serving = 500.0
        people = world.communities.population.sum() + world.forces.personnel.sum()
        for week in range(104):
            lessons.learn(world.rows, world.params["institutions"], 1, week)
        now = world.communities.population.sum() + world.forces.personnel.sum()
        assert now == pytest.approx(people, abs=1e-6)
    gone = lax.forces.personnel[police].sum() - strict.forces.personnel[police].sum()
    assert gone > 0.05 * START.forces.personnel[police].sum()
    assert (strict.forces.conduct[police] > lax.forces.conduct[police]).mean() > 0.9
    army = ~police
    assert np.array_equal(strict.forces.personnel[army], START.forces.personnel[army])


def test_reform_of_bench_and_police_is_resented_by_those_who_gain_from_rents() -> None:
    bare = dict.fromkeys(PARTS, 0.0)
    services = governed(rents=0.6, **bare | {"services": 1.0})
    for part in ("independence", "policing"):
        reformed = governed(rents=0.6, **bare | {part: 1.0})
        assert float(reformed.mission.consent[0]) < float(services.mission.consent[0])


def test_it_is_slow() -> None:
    """Two years of full spending leave courts far from complete."""
    assert 0.02 < gain(governed()) < 0.35


def test_returns_diminish() -> None:
    small, large = gain(governed(spending=4.0)), gain(governed(spending=16.0))
    assert small < large < 4.0 * small


def test_it_stalls_where_there_is_fighting() -> None:
    assert gain(governed(deaths=60.0)) < 0.3 * gain(governed())


def test_it_stalls_next_door_to_fighting_too() -> None:
    def built(**levers: float) -> float:
        world = START.copy()

        def look() -> None:
            world.districts.violence = 0.0
            world.districts.violence[0] = 60.0 * world.districts.population[0] / 100_000.0

        live(world, strategy(**ALONE, governance=levers), 110, calm=True, look=look)
        return float((world.districts.courts - START.districts.courts)[1:].mean())

    assert built(spill=0.8) < 0.8 * built(spill=0.0)


def test_a_government_at_war_puts_off_the_rules_that_would_bind_it() -> None:
    def built(stock: str, deaths: float, **levers: float) -> float:
        world = START.copy()
        pair = int(world.pair[0, 1])

        def look() -> None:
            world.dyads.active[pair] = 1
            world.dyads.stage[pair] = codes.WAR
            world.dyads.deaths[pair] = deaths

        shares = dict.fromkeys(PARTS, 0.0) | {stock: 1.0}
        chosen = strategy(**ALONE, governance=levers | shares)
        live(world, chosen, 110, calm=True, look=look)
        return gain(world, stock)

    for stock in ("accountability", "independence", "policing"):
        assert 0.0 < built(stock, 500.0) < 0.6 * built(stock, 0.0)
    assert built("accountability", 500.0, emergency=0.0) == built("accountability", 0.0)
    assert built("services", 500.0) == built("services", 0.0)


def test_rents_capture_money_and_slow_oversight() -> None:
    clean, captured = governed(rents=0.05), governed(rents=0.7)
    assert gain(captured, "courts") < gain(clean, "courts")
    lost = gain(captured, "accountability") / gain(clean, "accountability")
    assert lost < gain(captured, "courts") / gain(clean, "courts")


def test_accountability_cuts_rents() -> None:
    world = governed(**dict.fromkeys(PARTS, 0.0) | {"accountability": 1.0})
    assert float(world.districts.rents.mean()) < 0.3


def test_the_excluded_gain_and_those_in_power_resent_it() -> None:
    much, none = governed(inclusion=0.8), governed(inclusion=0.0)
    low, high = np.argsort(START.groups.inclusion)
    assert much.groups.inclusion[low] > START.groups.inclusion[low] + 0.01
    assert much.groups.inclusion[high] == START.groups.inclusion[high]
    assert float(much.mission.consent[0]) < float(none.mission.consent[0])


def test_a_host_without_goodwill_shares_no_power() -> None:
    def shared(consent: float) -> float:
        world = START.copy()

        def look() -> None:
            world.mission.consent = consent

        chosen = strategy(**ALONE, governance={"inclusion": 0.5}, mission={"consent_floor": 0.05})
        live(world, chosen, 100, calm=True, look=look)
        return float(world.groups.inclusion.min() - START.groups.inclusion.min())

    assert shared(0.1) < 0.5 * shared(0.8)


def test_effort_decides_where_work_is_done() -> None:
    world = START.copy()
    world.districts.effort = [3.0, 0.2, 0.2, 0.2, 0.2]
    live(world, strategy(**ALONE), 110, calm=True)
    built = world.districts.courts - START.districts.courts
    assert built[0] > 3.0 * built[1:].max()


def test_what_was_built_falls_back_in_part_when_the_mission_has_gone() -> None:
    courts: list[float] = []
    world = START.copy()
    world.factions.pay[0] = 0.9
    live(
        world,
        strategy(**ALONE),
        400,
        calm=True,
        look=lambda: courts.append(float(world.districts.courts.mean())),
    )
    start, end = courts[0], courts[-1]
    assert start + 0.01 < end < max(courts) - 0.02


def test_an_unpaid_state_takes_over_less() -> None:
    def kept(pay: float) -> float:
        world = START.copy()
        world.factions.pay[0] = pay
        live(world, strategy(**ALONE), 400, calm=True)
        return gain(world)

    assert kept(0.0) < 0.75 * kept(1.0)


def test_fighting_ruins_institutions_with_no_mission_at_all() -> None:
    world = START.copy()

    def look() -> None:
        world.districts.violence = world.districts.population / 2_000.0

    live(world, strategy(**ALONE, governance=0), 60, calm=True, look=look)
    assert gain(world) < -0.01

"""Goods go over hubs and roads to those in need, and not all of them arrive."""

import numpy as np
import pytest

from sim.state import codes
from sim.state.world import World
from sim.strategy import ELEMENTS
from tests.mechanisms.theatre import country, live, strategy

START = country()
ONLY = dict.fromkeys(("in_kind", "projects", "cash", "work"), 0.0)
GOODS = ONLY | {"in_kind": 1.0}
ALONE = dict.fromkeys(ELEMENTS.keys() - {"aid"}, 0)


def tonnes(world: World) -> float:
    """Goods in hubs, on trucks and in communities."""
    hubs, people = world.hubs, world.communities
    stores = people.food_store + people.health_store + people.shelter_store
    trucks = world.convoys.load[world.convoys.alive == 1]
    return float((hubs.food + hubs.health + hubs.shelter).sum() + stores.sum() + trucks.sum())


def asked(effects: object, channel: str) -> float:
    requests = effects.requests()  # type: ignore[attr-defined]
    return float(requests[requests.channel == f"communities.{channel}"].amount.sum())


def test_every_tonne_is_accounted_for_every_week() -> None:
    world = START.copy()
    books = world.books

    def look() -> None:
        there = float(books.aid_in[0] - books.aid_out[0] - books.aid_lost[0])
        assert tonnes(world) - tonnes(START) == pytest.approx(there, abs=1e-6)

    live(world, strategy(**ALONE), 160, look=look)
    assert float(books.aid_out[0]) > 100.0


def test_convoys_drive_over_the_map_and_come_home() -> None:
    world = START.copy()
    cells: set[int] = set()
    states: set[int] = set()

    def look() -> None:
        there = world.convoys.alive == 1
        cells.update(world.convoys.cell[there].tolist())
        states.update(world.convoys.state[there].tolist())

    live(world, strategy(**ALONE), 200, calm=True, look=look)
    assert len(cells) > 20
    assert states == {codes.ON_THE_ROAD, codes.RETURNING}
    assert not world.convoys.alive.any()


def test_bad_roads_and_rain_slow_it() -> None:
    def delivered(road: float, rain: float) -> float:
        world = START.copy()
        world.cells.road = road

        def look() -> None:
            world.clock.rain = rain

        live(world, strategy(**ALONE, aid=GOODS), 100, calm=True, look=look)
        return float(world.books.aid_out[0])

    assert delivered(0.8, 0.0) > delivered(0.1, 0.0) > delivered(0.1, 1.0)


def test_small_hubs_and_few_trucks_hold_it_up_and_the_ledger_says_so() -> None:
    world = START.copy()
    world.hubs.throughput = 5.0
    operation = live(world, strategy(**ALONE), 60, calm=True)
    assert float(world.books.aid_in[0]) <= 60 * 5.0 * len(world.hubs)
    assert "NO_LIFT" in set(operation.effects.reasons().reason)
    few = live(START.copy(), strategy(**ALONE, aid={"convoys_per_million": 1.0}), 80, calm=True)
    many = live(START.copy(), strategy(**ALONE), 80, calm=True)
    assert asked(few.effects, "food_aid") < asked(many.effects, "food_aid")


def test_violence_keeps_convoys_away() -> None:
    def run(reported: float) -> tuple[float, set[str]]:
        world = START.copy()

        def look() -> None:
            world.cells.reported = reported
            world.cells.pk_reach = 0.0

        nobody = {"troops_per_1000": 0.0, "police_per_1000": 0.0}
        operation = live(world, strategy(**ALONE, mission=nobody), 90, calm=True, look=look)
        reasons = operation.effects.reasons()
        return float(world.books.aid_out[0]), set(reasons[reasons.element == "aid"].reason)

    calm, war = run(0.0), run(60.0)
    assert war[0] < 0.5 * calm[0]
    assert "NO_ACCESS" in war[1] - calm[1]


def test_bands_on_the_road_take_their_part_and_live_on_it() -> None:
    world = START.copy()
    bands = world.bands
    here = np.flatnonzero(bands.alive)
    world.factions.status[1] = codes.ACTIVE
    on_road = np.argsort(-world.cells.population)[: len(here)]

    def look() -> None:
        bands.cell[here] = on_road
        bands.fighters[here] = 60.0
        bands.supply[here] = 1.0

    look()
    fed: list[float] = []

    def week() -> None:
        fed.append(float(bands.supply[here].max()))
        look()

    operation = live(world, strategy(**ALONE), 80, calm=True, look=week)
    untaxed = START.copy()
    untaxed.bands.alive = 0
    live(untaxed, strategy(**ALONE), 80, calm=True)
    assert float(world.books.aid_lost[0]) > 1.2 * float(untaxed.books.aid_lost[0])
    assert max(fed) > 1.5
    reasons = operation.effects.reasons()
    looted = reasons[reasons.reason == "LOOTED"].amount.sum()
    assert looted == pytest.approx(float(world.books.aid_lost[0]), rel=0.05)


def test_goods_vanish_at_hubs_where_nobody_answers_for_them() -> None:
    def lost(rents: float, accountability: float) -> float:
        world = START.copy()
        world.districts.rents = rents
        world.districts.accountability = accountability
        live(world, strategy(**ALONE), 60, calm=True)
        return float(world.books.aid_lost[0] / world.books.aid_in[0])

    assert lost(0.7, 0.1) > 2.0 * lost(0.1, 0.8)


def test_the_needy_are_served_first_and_better_assessments_help() -> None:
    def share_to_hungry(targeting: float) -> float:
        world = START.copy()
        hungry = np.arange(len(world.communities)) % 4 == 0

        def look() -> None:
            world.communities.food = np.where(hungry, 0.3, 0.85)

        look()
        fed = np.zeros(len(world.communities))

        def week() -> None:
            nonlocal fed
            fed = fed + world.communities.food_aid * world.communities.population
            look()

        chosen = strategy(**ALONE, aid={"targeting": targeting, "health": 0, "shelter": 0})
        live(world, chosen, 100, calm=True, look=week)
        return float(fed[hungry].sum() / fed.sum())

    assert share_to_hungry(1.0) > 2.0 * share_to_hungry(0.0) > 0.0


def test_modality_is_a_choice_between_goods_and_work() -> None:
    goods = live(START.copy(), strategy(**ALONE, aid=GOODS), 80, calm=True).effects
    work = live(START.copy(), strategy(**ALONE, aid=ONLY | {"work": 1.0}), 80, calm=True).effects
    assert asked(goods, "food_aid") > 0.0 == asked(goods, "jobs")
    assert asked(work, "jobs") > 0.0 == asked(work, "food_aid")


def test_it_stops_with_the_mission() -> None:
    world = START.copy()
    chosen = strategy(**ALONE)
    helped: list[float] = []
    people = world.communities
    live(
        world,
        chosen,
        160,
        calm=True,
        look=lambda: helped.append(float((people.food_aid + people.jobs).sum())),
    )
    assert min(helped[70:100]) > 0.0
    assert helped[chosen.mission.planned_end :] == [0.0] * (160 - chosen.mission.planned_end)

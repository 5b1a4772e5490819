"""Supplies pass hubs, roads or the air; lift, stocks and contracts help where they were short."""

from typing import Any

import numpy as np
import pytest

from sim.effects import Effects, Reason
from sim.state import codes
from sim.state.world import World
from sim.strategy import ELEMENTS, planned_cost
from tests.mechanisms.theatre import country, live, strategy

START = country()
RIVERS = country(rivers=3)
SEEDS = (1, 2, 3)
BARE = {
    "trucks": 0.0,
    "air": 0.0,
    "boats": 0.0,
    "contracts": 0.0,
    "reserve": 0.0,
    "works": 0.0,
    "escort": 0.0,
    "survey": 0.0,
    "tracking": 0.0,
}
"""The element with nothing in it: what is added to this acts alone."""


def sent(
    weeks: int = 90,
    seed: int = 1,
    *,
    look: Any = None,
    war: bool = False,
    start: World = START,
    **levers: Any,
) -> tuple[World, Effects, np.ndarray]:
    """The mission with logistics alone on poor roads; supply of its bases by week."""
    world = start.copy()
    world.seed = seed
    world.cells.road *= 0.3
    rest = dict.fromkeys(ELEMENTS.keys() - {"logistics"}, 0)
    far = {"supply_range": 2.0}
    elements: dict[str, Any] = {**rest, "logistics": {**BARE, **levers}, "mission": far}
    course: list[tuple[float, float]] = []

    def week() -> None:
        units = world.peacekeepers
        out = units.stage == codes.DEPLOYED
        mean = float(units.supply[out].mean()) if out.any() else 0.0
        course.append((mean, float(world.mission.deployed[0])))
        if look is not None:
            look(world)

    operation = live(world, strategy(**elements), weeks, calm=not war, look=week)
    return world, operation.effects, np.array(course)


def reasons(effects: Effects, element: str = "logistics") -> dict[str, float]:
    found = effects.reasons()
    mine = found[found.element == element]
    return {str(k): float(v) for k, v in mine.groupby("reason").amount.sum().items()}


def harass(world: World) -> None:
    """Strong bands of a hostile group sit on the roads to bases."""
    bands, units = np.flatnonzero(world.bands.alive), world.peacekeepers
    out = np.flatnonzero((units.stage == codes.DEPLOYED) & (units.hub >= 0))
    world.bands.fighters[bands] = 12.0
    for k, band in enumerate(bands.tolist()):
        if len(out):
            unit = int(out[(k + world.week) % len(out)])
            near = int(world.toward_hub[units.hub[unit], units.base[unit]])
            world.bands.cell[band] = near if near >= 0 else units.base[unit]


# ------------------------------------------------------------------------------ supply


@pytest.mark.parametrize(
    ("levers", "least"),
    [({"trucks": 20.0}, 0.5), ({"air": 15.0}, 0.05), ({"trucks": 8.0, "air": 6.0}, 0.1)],
)
def test_lift_fills_bases_that_the_basic_package_leaves_short(
    levers: dict[str, float], least: float
) -> None:
    for seed in SEEDS:
        basic, more = (sent(seed=seed, **x)[2][60:, 0].mean() for x in ({}, levers))
        assert basic < 6.0
        assert more > basic + least


def test_hungry_units_act_less_patrol_less_and_tire_sooner() -> None:
    ready = {}
    for supply in (0.0, 10.0):

        def look(world: World, supply: float = supply) -> None:
            world.peacekeepers.supply = supply

        world, _, _ = sent(look=look)
        units = world.peacekeepers
        out = units.stage == codes.DEPLOYED
        ready[supply] = (
            float(world.cells.pk_reach.sum()),
            float((units.target[out] != units.base[out]).mean()),
            float(units.fatigue[out].mean()),
        )
    assert ready[0.0][0] < 0.5 * ready[10.0][0]
    assert ready[0.0][1] < ready[10.0][1]
    assert ready[0.0][2] > ready[10.0][2]


def on_the_bank(world: World) -> None:
    """Every base lies on the river of the port."""
    units = world.peacekeepers
    bank = int(np.flatnonzero((world.by_water[0] > 0.0) & (world.cells.river == 1))[0])
    units.base[units.stage == codes.DEPLOYED] = bank


def test_barges_fill_bases_on_the_river() -> None:
    basic, more = (sent(start=RIVERS, boats=boats, look=on_the_bank) for boats in (0.0, 60.0))
    assert more[2][60:, 0].mean() > basic[2][60:, 0].mean() + 0.05
    assert more[0].mission.shipped[0] > 0.0 == basic[0].mission.shipped[0]


def test_in_the_dry_season_barges_leave_loads_ashore() -> None:
    def season(rain: float) -> float:
        """Tonnes that came by water from week 60 on; until then it rains alike."""
        before = [0.0]

        def look(world: World) -> None:
            on_the_bank(world)
            world.clock.rain = 0.5 if world.week < 60 else rain
            if world.week == 60:
                before[0] = float(world.mission.shipped[0])

        world, _, _ = sent(look=look, start=RIVERS, boats=4.0)
        return float(world.mission.shipped[0]) - before[0]

    low, high = season(0.0), season(1.0)
    assert 0.0 < low < 0.6 * high


def test_without_a_port_no_barge_is_hired_or_paid_and_it_is_written_down() -> None:
    """The hubs of the theatre lie on no water unless it has rivers."""
    nothing, none_there, hired = (
        sent(start=start, boats=boats)
        for start, boats in ((START, 0.0), (START, 60.0), (RIVERS, 60.0))
    )
    dollars = [float(effects.costs()["logistics"].sum()) for _, effects, _ in (nothing, none_there)]
    assert dollars[0] == dollars[1]
    assert np.array_equal(nothing[2], none_there[2])
    missed = reasons(none_there[1])["NO_ACCESS"] - reasons(nothing[1]).get("NO_ACCESS", 0.0)
    assert missed > 60.0 * 1.2 * 10
    assert hired[0].mission.shipped[0] > 0.0


def test_rain_grounds_aircraft_and_holds_trucks() -> None:
    def season(rain: float) -> tuple[float, float]:
        def look(world: World) -> None:
            world.clock.rain = rain

        _, effects, course = sent(look=look, air=8.0)
        return float(course[50:, 0].mean()), reasons(effects).get("NO_ACCESS", 0.0)

    dry, wet = season(0.0), season(1.0)
    assert wet[0] < dry[0]
    assert wet[1] > dry[1]


def test_a_reserve_outlasts_a_host_that_holds_the_port() -> None:
    """Customs let little through from week 60 on; nothing else changes."""

    def block(world: World) -> None:
        if world.week >= 60:
            world.mission.consent = 0.0
            world.mission.leave, world.mission.end = 500, 520

    held: dict[float, float] = {}
    for reserve in (0.0, 500.0):
        levers = {"reserve": reserve, "trucks": 20.0}
        rest = dict.fromkeys(ELEMENTS.keys() - {"logistics"}, 0)
        world = START.copy()
        course = []

        def look(world: World = world, course: list[float] = course) -> None:
            block(world)
            out = world.peacekeepers.stage == codes.DEPLOYED
            course.append(float(world.peacekeepers.supply[out].mean()) if out.any() else 0.0)

        chosen = strategy(
            **rest, logistics={**BARE, **levers}, mission={"consent_floor": 0.0, "duration": 200}
        )
        live(world, chosen, 130, calm=True, look=look)
        held[reserve] = float(np.mean(course[85:]))
    assert held[500.0] > held[0.0] + 0.5


def test_bands_rob_supplies_and_escorts_keep_them_off_at_the_price_of_patrols() -> None:
    ends = {}
    for escort in (0.0, 0.15):
        lost, reach, looted = 0.0, 0.0, 0.0
        for seed in range(1, 7):
            world, effects, _ = sent(seed=seed, look=harass, escort=escort)
            lost += float(world.books.supplies_lost[0])
            reach += float(world.cells.pk_force.sum())
            looted += reasons(effects).get("LOOTED", 0.0)
        ends[escort] = (lost, reach, looted)
    assert ends[0.0][0] > 1.3 * ends[0.15][0]
    assert ends[0.0][2] == pytest.approx(ends[0.0][0], rel=0.2)
    assert ends[0.15][1] < ends[0.0][1]


def test_supplies_are_in_the_books_every_week() -> None:
    def look(world: World) -> None:
        harass(world)
        books, hubs = world.books, world.hubs
        held = books.supplies_in[0] - books.supplies_out[0] - books.supplies_lost[0]
        assert float(hubs.supplies.sum()) == pytest.approx(float(held), abs=1e-6)
        assert float(hubs.supplies.min()) >= 0.0 and float(hubs.ordered.min()) >= 0.0

    world, _, _ = sent(150, look=look, trucks=10.0, air=5.0)
    for total in ("supplies_in", "supplies_out", "supplies_lost"):
        assert world.books.data[total][0] > 0.0, total


# ------------------------------------------------------------------------------ deploying


def test_contracts_and_trucks_bring_units_sooner_but_not_before_they_are_raised() -> None:
    """Force generation is no matter of lift: pledges and preparation take as long as ever."""
    basic, more = [], []
    for seed in SEEDS:
        basic.append(sent(seed=seed)[2][:, 1])
        more.append(sent(seed=seed, contracts=1.0, trucks=20.0, works=40.0)[2][:, 1])
    for slow, fast in zip(basic, more, strict=True):
        assert fast.sum() > 1.02 * slow.sum()
        assert fast.max() == pytest.approx(slow.max(), rel=0.05)
        half = [int(np.argmax(one >= 0.5 * one.max())) for one in (slow, fast)]
        # Mean pledge and preparation after authorisation in week 4, less luck.
        assert 4 + 0.3 * 13 + 0.7 * 12 < half[1] < half[0]


def test_works_raise_what_hubs_handle_where_it_is_safe_and_wear_when_left() -> None:
    before = float(START.hubs.throughput.sum())
    built: list[float] = []
    calm, _, _ = sent(200, works=40.0, look=lambda w: built.append(float(w.hubs.built.sum())))
    assert max(built) > 20.0
    assert calm.hubs.throughput.sum() == pytest.approx(before + built[-1])
    assert 0.0 < built[-1] < max(built)

    def fighting(world: World) -> None:
        world.cells.reported[world.hubs.cell] = 50.0

    hot, effects, _ = sent(130, works=40.0, look=fighting)
    assert hot.hubs.built.sum() < 0.5 * max(built)
    assert reasons(effects)["NO_ACCESS"] > 0.0


def test_a_full_hub_keeps_supplies_waiting_and_leaves_less_room_for_aid() -> None:
    def narrow(world: World) -> None:
        world.hubs.throughput = 6.0

    _, effects, course = sent(look=narrow)
    _, wide, plenty = sent()
    assert reasons(effects)["NO_LIFT"] > 10.0 * reasons(wide).get("NO_LIFT", 0.0) + 1.0
    assert course[60:, 0].mean() < plenty[60:, 0].mean()
    world = START.copy()
    few = {"troops_per_1000": 0.0, "police_per_1000": 0.0, "observers_per_1000": 0.0}
    aid: dict[str, Any] = {**dict.fromkeys(ELEMENTS.keys() - {"aid"}, 0), "aid": {"spending": 40}}
    other = START.copy()
    live(world, strategy(**aid), 90, calm=True)
    live(other, strategy(**aid, mission={**few, "engineers_per_1000": 0.0}), 90, calm=True)
    assert world.books.aid_in[0] < other.books.aid_in[0]


# ------------------------------------------------------------------------------ aid


def helped(weeks: int = 110, *, look: Any = None, seed: int = 1, **levers: Any) -> World:
    """Aid and logistics on poor roads."""
    world = START.copy()
    world.seed = seed
    world.cells.road *= 0.3
    world.districts.rents = 0.6
    rest = dict.fromkeys(ELEMENTS.keys() - {"logistics", "aid"}, 0)
    chosen = strategy(**rest, aid=1, logistics={**BARE, **levers})
    step = (lambda: None) if look is None else (lambda: look(world))
    live(world, chosen, weeks, calm=True, look=step)
    return world


def test_aircraft_reach_people_whom_trucks_do_not() -> None:
    def cut(world: World) -> None:
        """No truck leaves the hubs: reports of fighting everywhere else."""
        world.cells.reported = 60.0

    by_road, by_air = (helped(look=cut, air=air, for_aid=0.8) for air in (0.0, 15.0))
    assert by_air.books.aid_out[0] > 1.3 * by_road.books.aid_out[0]


def test_tracked_loads_are_diverted_less_and_losses_known() -> None:
    plain, tracked = (helped(tracking=x, look=harass) for x in (0.0, 1.0))
    lost = [float(w.books.aid_lost[0] / w.books.aid_in[0]) for w in (plain, tracked)]
    assert lost[1] < 0.8 * lost[0]
    assert plain.cells.robbed.max() == 0.0
    assert tracked.cells.robbed.max() > 0.0


def test_convoys_that_know_a_second_way_go_round_danger() -> None:
    """Strong bands sit on half of the roads, and it is reported."""
    tolls = {}
    for survey in (0.0, 1.0):
        met: list[float] = []
        for seed in SEEDS:
            rounds = [0]

            def hot(world: World, rounds: list[int] = rounds) -> None:
                world.mission.routes = survey  # noqa: B023
                cells = world.cells
                cells.reported = np.where((cells.x * 37 + cells.y * 101) % 11 < 2, 8.0, 0.0)
                cells.reported[world.hubs.cell] = 0.0
                rounds[0] += int((world.convoys.via[world.convoys.alive == 1] >= 0).sum())
                driving = (world.convoys.alive == 1) & (world.convoys.load > 0.0)
                seen = cells.reported[world.convoys.cell[driving]]
                tolls[survey] = tolls.get(survey, 0.0) + float((seen > 0).sum())  # noqa: B023
                met.append(float(driving.sum()))  # noqa: B023

            helped(look=hot, seed=seed)
            assert (rounds[0] > 0) == (survey > 0)
        tolls[survey] /= sum(met)
    assert tolls[1.0] < 0.9 * tolls[0.0]


def test_lent_trucks_make_more_convoys() -> None:
    few = {"aid": {"level": 1, "convoys_per_million": 2.0}}
    most = {}
    for trucks in (0.0, 20.0):
        world = START.copy()
        seen: list[int] = []
        rest = dict.fromkeys(ELEMENTS.keys() - {"logistics", "aid"}, 0)
        levers = {**BARE, "trucks": trucks, "for_aid": 0.8}
        chosen = strategy(**rest, **few, logistics=levers)
        live(
            world,
            chosen,
            90,
            calm=True,
            look=lambda w=world, s=seen: s.append(int(w.convoys.alive.sum())),
        )
        most[trucks] = max(seen)
    assert most[20.0] > most[0.0] > 0


# ------------------------------------------------------------------------------ cost, and off


def test_air_is_dear() -> None:
    people = 12e6
    year = 52.0
    one = ELEMENTS["logistics"]
    air = one(**{**BARE, "air": 1.0}).cost(people) * year / (12.0 * year)
    trucks = one(**{**BARE, "trucks": 1.0}).cost(people) * year / 12.0
    # A truck makes about two rounds a week with ten tonnes.
    assert air > 8.0 * trucks / (20.0 * year)


def test_it_spends_what_it_was_planned_to_and_leaves_nothing_behind() -> None:
    chosen = strategy(**dict.fromkeys(ELEMENTS.keys() - {"logistics"}, 0), budget=0)
    world = START.copy()
    operation = live(world, chosen, 160, calm=True)
    people = float(world.communities.founders.sum())
    planned = planned_cost(chosen, people)["logistics"]
    spent = float(operation.effects.costs()["logistics"].sum())
    assert 0.6 * planned < spent < 1.05 * planned
    for column in ELEMENTS["logistics"].owns:
        assert float(world.mission.data[column.partition(".")[2]][0]) == 0.0, column
    assert Reason.NO_FUNDS.name not in reasons(operation.effects)


def test_off_it_changes_nothing() -> None:
    worlds = []
    for chosen in (strategy(logistics=0), strategy(logistics={"level": 0.0, "trucks": 20.0})):
        world = START.copy()
        live(world, chosen, 60, calm=True)
        worlds.append(world)
    for name, table in worlds[0].tables().items():
        assert np.array_equal(table.block, getattr(worlds[1], name).block), name
    for column in ELEMENTS["logistics"].owns:
        assert float(worlds[0].mission.data[column.partition(".")[2]][0]) == 0.0, column

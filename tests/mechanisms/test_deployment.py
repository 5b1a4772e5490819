"""The mission arrives late and below its ceiling, goes where it is needed, and leaves."""

import numpy as np
import pytest

from sim.build import build
from sim.dynamics import presence, supply
from sim.effects import Reason
from sim.mechanisms.deployment import pipeline
from sim.mission import Operation
from sim.scenario import Scenario
from sim.state import codes
from sim.state.world import World
from sim.strategy import ELEMENTS, load_strategy
from tests.mechanisms.theatre import abuse, country, live, strategy

START = country()
SEEDS = (1, 2, 3)


def force(**levers: float) -> dict[str, object]:
    """A strategy of the mission alone."""
    alone: dict[str, object] = dict.fromkeys(ELEMENTS, 0)
    return {**alone, "mission": levers}


# ------------------------------------------------------------------------------ arriving


def deployed(seed: int, roads: float = 1.0) -> tuple[World, np.ndarray]:
    """Strength by week of `integrated` in the baseline country, without its war, rains as usual."""
    world = build(Scenario.load("baseline", "integrated"), seed)
    world.cells.road = world.cells.road * roads
    operation = Operation(load_strategy("integrated"), world, 130)
    strength = []
    for week in range(130):
        wet = (week % 52 - 22) / 20
        world.clock.rain = np.sin(np.pi * wet) if 0.0 < wet < 1.0 else 0.0
        operation.act(world)
        presence.locate(world)
        supply.update(world)
        strength.append(float(world.mission.deployed[0]))
        world.week += 1
    return world, np.array(strength)


def months_to_peak(strength: np.ndarray) -> float:
    return float(np.argmax(strength >= 0.95 * strength.max()) - 26) * 12 / 52


@pytest.fixture(scope="module")
def arrivals() -> list[tuple[World, np.ndarray]]:
    return [deployed(seed) for seed in SEEDS]


def test_peak_strength_comes_late_and_below_the_ceiling(
    arrivals: list[tuple[World, np.ndarray]],
) -> None:
    """Fact F01 (Rappa 2016): 8 to 16 months from authorisation, at 80 to 100 % of the ceiling."""
    for world, strength in arrivals:
        assert 8.0 <= months_to_peak(strength) <= 16.0
        assert 0.8 <= strength.max() / float(world.mission.authorised[0]) <= 1.0


def test_poor_roads_delay_the_mission_and_starve_its_bases(
    arrivals: list[tuple[World, np.ndarray]],
) -> None:
    good, poor, supply = [], [], []
    for seed, (world, strength) in zip(SEEDS, arrivals, strict=True):
        other, slower = deployed(seed, roads=0.2)
        good.append(float(strength[:100].sum()))
        poor.append(float(slower[:100].sum()))
        for one in (world, other):
            out = one.peacekeepers.stage == codes.DEPLOYED
            supply.append(float(one.peacekeepers.supply[out].mean()))
    assert all(p < g for p, g in zip(poor, good, strict=True))
    assert sum(supply[1::2]) < sum(supply[::2])


def test_bases_are_as_many_and_as_unequal_as_those_of_real_missions(
    arrivals: list[tuple[World, np.ndarray]],
) -> None:
    """Fact F07 (Geo-PKO): 5 to 40 sites; Gini of troops across sites 0.3 to 0.65."""
    for world, _ in arrivals:
        units = world.peacekeepers
        out = units.stage == codes.DEPLOYED
        load = np.bincount(units.base[out], weights=units.personnel[out])
        load = np.sort(load[load > 0])
        n = len(load)
        gini = (2 * np.arange(1, n + 1) - n - 1).dot(load) / (n * load.sum())
        assert 5 <= n <= 40
        assert 0.3 <= gini <= 0.65


def test_contingents_differ_in_quality_and_will() -> None:
    world = START.copy()
    live(world, strategy(**force(nations=6)), 2)
    units = world.peacekeepers
    by_nation = {(int(n), float(q)) for n, q in zip(units.contingent, units.quality, strict=True)}
    assert len({nation for nation, _ in by_nation}) == len(by_nation) == 6
    assert np.ptp(units.will) > 0.1


# ------------------------------------------------------------------------------ being there


def test_every_peacekeeper_is_accounted_for_every_week() -> None:
    world = START.copy()

    def look() -> None:
        units, mission = world.peacekeepers, world.mission
        here = (units.stage == codes.INDUCTED) | (units.stage == codes.DEPLOYED)
        books = mission.arrived[0] - mission.departed[0] - world.books.peacekeepers_dead[0]
        assert float(units.personnel[here].sum()) == float(books)
        assert float(mission.deployed[0]) <= float(mission.authorised[0])
        kinds = float(mission.armed[0] + mission.police[0] + mission.observers[0])
        assert kinds <= float(mission.deployed[0])
        assert np.all(units.cell[units.stage != codes.DEPLOYED] == -1)

    live(world, strategy(), look=look, calm=True)


def test_bases_follow_violence_or_people() -> None:
    found = {}
    for near in (0.0, 1.0):
        world = START.copy()
        world.cells.reported = 0.0
        hot = np.argsort(world.cells.population)[-12:-6]
        world.cells.reported[hot] = 10.0
        live(world, strategy(**force(near_violence=near, sites=6)), 80, calm=True)
        units = world.peacekeepers
        bases = units.base[units.stage == codes.DEPLOYED]
        found[near] = (
            float(world.cells.reported[bases].mean()),
            float(world.cells.population[bases].mean()),
        )
    assert found[1.0][0] > found[0.0][0]
    assert found[1.0][1] < found[0.0][1]


def test_effort_moves_bases() -> None:
    world = START.copy()
    world.districts.effort = [0.05, 0.05, 0.05, 0.05, 4.0]
    live(world, strategy(**force(near_violence=0.0, sites=4)), 80, calm=True)
    units = world.peacekeepers
    bases = units.base[units.stage == codes.DEPLOYED]
    assert np.mean(world.cells.district[bases] == 4) > 0.5


def test_units_tire_are_relieved_and_replaced() -> None:
    world = START.copy()
    live(world, strategy(**force(duration=260)), 60, calm=True)
    units = world.peacekeepers
    out = np.flatnonzero(units.stage == codes.DEPLOYED)
    tired = units.fatigue[out].copy()
    lost = float(units.personnel[out].sum())
    units.personnel[out] -= 20.0
    live_on = Operation(strategy(**force(duration=260)), START.copy(), 10)
    assert tired.max() > 0.0
    for _ in range(52):
        pipeline.advance(
            world.rows, live_on.strategy.mission.numbers, np.zeros(2), 1, world.week, 1e6
        )
        world.week += 1
    assert units.fatigue[out].max() <= live_on.strategy.mission.wear + 1e-9
    assert float(units.personnel[out].sum()) > lost - 0.4 * 20.0 * len(out)


def test_losses_beyond_their_patience_send_nations_home() -> None:
    ends = {}
    for patience in (4.0, 60.0):
        world = START.copy()
        operation = live(world, strategy(**force(patience=patience, draw_down=10)), 128)
        ends[patience] = float(world.mission.deployed[0])
        reasons = operation.effects.reasons()
        left = reasons[reasons.reason == Reason.NO_PEOPLE.name].amount.sum()
        assert (left > 0) == (patience == 4.0)
    assert ends[4.0] < ends[60.0]


def test_engineers_mend_roads_that_decay_when_they_have_gone() -> None:
    world = START.copy()
    before = world.cells.road.copy()
    gains = []
    chosen = strategy(**force(engineers_per_1000=0.5))
    live(world, chosen, 200, calm=True, look=lambda: gains.append(world.cells.road - before))
    at_best = gains[chosen.mission.planned_end]
    assert at_best.min() >= 0.0 and at_best.max() > 0.02
    assert gains[-1] == pytest.approx(world.cells.built)
    assert 0.0 < gains[-1].sum() < at_best.sum()


def test_one_who_speaks_out_curbs_abuse_and_pays_for_it_with_consent() -> None:
    ends = {}
    for outspoken in (0.0, 1.0):
        world = START.copy()

        def look(world: World = world) -> None:
            out = world.peacekeepers.stage == codes.DEPLOYED
            for cell in set(world.peacekeepers.cell[out].tolist()):
                abuse(world, int(cell), 10.0)

        chosen = strategy(**force(outspoken=outspoken, consent_floor=0.0))
        live(world, chosen, 100, calm=True, look=look)
        ends[outspoken] = (
            float(world.districts.accountability.mean()),
            float(world.mission.consent[0]),
        )
    assert ends[1.0][0] > ends[0.0][0]
    assert ends[1.0][1] < ends[0.0][1]


# ------------------------------------------------------------------------------ leaving


def test_it_draws_down_steadily_and_is_out_on_its_date() -> None:
    world = START.copy()
    strength = []
    chosen = strategy(transition=0)
    live(
        world,
        chosen,
        160,
        calm=True,
        look=lambda: strength.append(float(world.mission.deployed[0])),
    )
    leave, end = chosen.mission.planned_leave, chosen.mission.planned_end
    down = np.diff(strength[leave - 1 : end + 1])
    assert strength[leave - 2] > 0.8 * max(strength)
    assert np.all(down <= 0.0)
    assert 0.3 < strength[(leave + end) // 2] / max(strength) < 0.7
    assert strength[end:] == [0.0] * (160 - end)
    assert int(world.mission.stage[0]) == codes.GONE
    assert not world.mediators.alive.any()
    assert float(world.mission.tempo[0]) == 0.0


def test_a_host_that_withdraws_its_consent_ends_the_mission() -> None:
    world = START.copy()

    def refuse() -> None:
        if world.week >= 60:
            world.mission.consent = 0.05

    operation = live(world, strategy(), 100, calm=True, look=refuse)
    assert int(world.mission.stage[0]) == codes.GONE
    assert int(world.mission.leave[0]) == 61
    assert int(world.mission.end[0]) == 87
    reasons = operation.effects.reasons()
    assert "NO_CONSENT" in set(reasons[reasons.element == "mission"].reason)


def test_stages_come_in_order_and_none_stays_none() -> None:
    world = START.copy()
    stages: list[int] = []
    live(world, strategy(), 160, calm=True, look=lambda: stages.append(int(world.mission.stage[0])))
    assert stages == sorted(stages)
    assert set(stages) == {0, 1, 2, 3, 4, 5}
    world = START.copy()
    before = {name: table.data.copy() for name, table in world.tables().items()}
    operation = Operation(load_strategy("none"), world, 60)
    for _ in range(60):
        operation.act(world)
        world.week += 1
    for name, table in world.tables().items():
        assert np.array_equal(before[name], table.data), name
    assert operation.effects.costs().to_numpy().sum() == 0.0


def test_a_mission_without_soldiers_deploys_nobody() -> None:
    world = START.copy()
    live(world, strategy(**force(troops_per_1000=0, police_per_1000=0, observers_per_1000=0)), 100)
    assert (world.peacekeepers.stage == codes.LEFT).all()
    assert world.mission.deployed[0] == 0.0

"""Drones, sensors and analysts give knowledge, as far as there are crews, weather and data."""

from typing import Any

import numpy as np

from sim.dynamics import presence, reporting
from sim.dynamics.fighting import Fighting
from sim.dynamics.fighting.losses import arrives
from sim.effects import Effects
from sim.mechanisms.technology import warnings
from sim.rules import peacekeeper
from sim.state import codes
from sim.state.world import World
from sim.strategy import ELEMENTS
from sim.tick import decisions
from tests.mechanisms.theatre import country, live, strategy

START = country()
SEEDS = (1, 2, 3, 4)
QUIET = {"communications": 0.0}


def used(
    weeks: int = 120, seed: int = 1, *, look: Any = None, mission: Any = None, **levers: Any
) -> tuple[World, Effects, dict[str, float]]:
    """The mission with technology alone; means of what it saw."""
    world = START.copy()
    world.seed = seed
    world.clock.rain = 0.0
    rest: dict[str, Any] = dict.fromkeys(ELEMENTS.keys() - {"technology"}, 0)
    course: dict[str, list[float]] = {"watch": [], "eyes": [], "warned": []}

    def week() -> None:
        cells = world.cells
        course["watch"].append(float(cells.watch.sum()))
        course["eyes"].append(float(cells.pk_eyes.mean()))
        course["warned"].append(float((cells.warning > 0).sum()))
        if look is not None:
            look(world)

    chosen = strategy(**rest, technology={**QUIET, **levers}, mission=mission or {})
    operation = live(world, chosen, weeks, calm=True, look=week)
    return world, operation.effects, {k: float(np.mean(v[60:] or v)) for k, v in course.items()}


def reasons(effects: Effects) -> dict[str, float]:
    found = effects.reasons()
    mine = found[found.element == "technology"]
    return {str(k): float(v) for k, v in mine.groupby("reason").amount.sum().items()}


def pattern(world: World, places: int = 6) -> np.ndarray:
    """Cells in which violence comes back every few weeks, and the event table says so."""
    cells = world.cells
    hot = np.flatnonzero(cells.communities > 0)[3 :: max(1, len(world.communities) // places)]
    cells.violence = cells.violence * 0.8
    for k, cell in enumerate(hot.tolist()):
        if (world.week + k) % 3 == 0:
            row = int(world.clock.events[0])
            world.clock.events += 1
            world.events.week[row], world.events.cell[row] = world.week, cell
            cells.violence[cell] += 4.0
    reporting.report(world)
    return hot


# ------------------------------------------------------------------------------ seeing


def test_drones_and_sensors_widen_what_the_mission_sees() -> None:
    for seed in SEEDS[:2]:
        _, _, none = used(seed=seed, orbits=0.0, sensors=0.0)
        _, _, flown = used(seed=seed, orbits=3.0, sensors=0.0)
        _, _, fixed = used(seed=seed, orbits=0.0, sensors=15.0)
        assert none["watch"] == 0.0
        assert flown["eyes"] > none["eyes"] < fixed["eyes"]


def test_drones_without_crews_stay_on_the_ground() -> None:
    _, few, idle = used(orbits=3.0, sensors=0.0, crews=0.0)
    _, _, flown = used(orbits=3.0, sensors=0.0, crews=5.0)
    assert idle["watch"] == 0.0 < flown["watch"]
    _, _, soon = used(70, orbits=3.0, sensors=0.0, training=8)
    _, late, slow = used(70, orbits=3.0, sensors=0.0, training=60)
    assert soon["watch"] > slow["watch"] > 0.0
    assert reasons(late)["NO_PEOPLE"] > 0.0
    assert "NO_PEOPLE" not in reasons(few)  # nobody was asked for


def test_rain_and_forest_hide_the_ground() -> None:
    def wet(world: World) -> None:
        world.clock.rain = 1.0

    def forest(world: World) -> None:
        world.cells.terrain = 0.9

    _, _, dry = used(orbits=3.0, sensors=0.0)
    _, effects, rain = used(orbits=3.0, sensors=0.0, look=wet)
    _, _, trees = used(orbits=3.0, sensors=0.0, look=forest)
    assert rain["watch"] < 0.8 * dry["watch"] > trees["watch"]
    assert reasons(effects)["NO_ACCESS"] > 0.0


def test_bands_with_a_sponsor_jam_and_others_do_not() -> None:
    def sponsored(by: float) -> tuple[float, float]:
        def look(world: World) -> None:
            world.factions.sponsor = by
            world.cells.reported = 0.0
            row = int(world.bands.living[0])
            world.cells.bands = row
            world.cells.fighters = 200.0

        world = START.copy()
        rest: dict[str, Any] = dict.fromkeys(ELEMENTS.keys() - {"technology"}, 0)
        chosen = strategy(**rest, technology={**QUIET, "orbits": 3.0, "sensors": 0.0})
        seen: list[float] = []

        def week() -> None:
            seen.append(float(world.cells.watch.sum()))
            look(world)

        operation = live(world, chosen, 100, calm=True, look=week)
        return float(np.mean(seen[60:])), reasons(operation.effects).get("NO_DATA", 0.0)

    free, jammed = sponsored(0.0), sponsored(400.0)
    assert jammed[0] < 0.6 * free[0]
    assert jammed[1] > free[1]


def test_sensors_need_fuel() -> None:
    def dark(world: World) -> None:
        world.peacekeepers.supply = 0.0

    _, _, lit = used(orbits=0.0)
    _, effects, out = used(orbits=0.0, look=dark)
    assert out["watch"] == 0.0 < lit["watch"]
    assert reasons(effects)["NO_LIFT"] > 0.0


def test_drones_reach_no_further_than_their_range() -> None:
    """Warnings stand far from every airfield: the drones cannot follow them there."""

    def flat(world: World) -> None:
        world.cells.terrain = 0.0
        pattern(world)

    _, effects, near = used(orbits=3.0, range_km=80.0, look=flat, alarms=6.0)
    world, wide, far = used(orbits=3.0, range_km=600.0, look=flat, alarms=6.0)
    assert near["watch"] > 0.0 < far["watch"]
    assert reasons(effects)["NO_ACCESS"] > reasons(wide).get("NO_ACCESS", 0.0)
    assert int(world.cells.orbits.sum()) > 0


# ------------------------------------------------------------------------------ warning


def precision(world: World) -> float:
    mission = world.mission
    return float(mission.hits[0] / max(1.0, float(mission.hits[0] + mission.false_alarms[0])))


def test_analysts_who_learn_from_reports_warn_better_than_guesses() -> None:
    good, bad = [], []
    for seed in SEEDS:
        levers = {"alarms": 4.0, "orbits": 0.0}
        good.append(precision(used(140, seed, look=pattern, analysts=10.0, **levers)[0]))
        bad.append(precision(used(140, seed, look=pattern, analysts=0.0, **levers)[0]))
    assert all(g > b for g, b in zip(good, bad, strict=True))
    assert np.mean(good) > 2.0 * np.mean(bad)


def test_more_warnings_catch_more_and_cry_wolf_more() -> None:
    few, _, _ = used(140, look=pattern, alarms=2.0, analysts=8.0)
    many, _, _ = used(140, look=pattern, alarms=6.0, analysts=8.0)
    assert many.mission.false_alarms[0] > few.mission.false_alarms[0]
    assert many.mission.hits[0] >= few.mission.hits[0] > 0
    assert precision(many) < precision(few)


def test_without_reports_there_is_nothing_to_learn() -> None:
    """No data: nothing is ever reported, and warnings are guesses."""
    world, effects, seen = used(120, alarms=4.0, orbits=0.0, analysts=10.0)
    assert float(world.mission.records[0]) == 0.0
    assert reasons(effects)["NO_DATA"] > 0.0
    assert seen["warned"] > 0.0
    assert world.mission.false_alarms[0] > 10.0 and world.mission.hits[0] == 0.0


def test_warnings_pull_patrols_whether_they_are_right_or_not() -> None:
    """A false alarm sends units where nothing happens."""
    world, _, _ = used(60, orbits=0.0)
    units, cells = world.peacekeepers, world.cells
    units.overridden, units.supply, units.fatigue, units.losses = 0, 8.0, 0.0, 0.0
    cells.warning = 0.0
    cells.reported = 0.0
    out = np.flatnonzero(units.stage == codes.DEPLOYED)
    empty = [int(world.neighbours[units.base[i]].max()) for i in out.tolist()]

    def there() -> int:
        count = 0
        for week in range(30):
            world.week = 200 + week
            decisions(world, "peacekeepers", None)
            count += sum(
                int(units.target[i]) == c for i, c in zip(out.tolist(), empty, strict=True)
            )
        return count

    before = there()
    cells.warning[empty] = 1.0
    assert there() > 1.3 * before
    assert peacekeeper.PeacekeeperRule().alert > 0.0


def test_a_warning_is_compared_with_what_happened() -> None:
    world = START.copy()
    cells = world.cells
    places = np.flatnonzero(cells.communities > 0)[:3].tolist()
    score = np.zeros(len(cells))
    score[places[:2]] = 1.0
    warnings.warn(world.rows, score, 5)
    assert np.flatnonzero(cells.warning).tolist() == sorted(places[:2])
    for cell in (places[0], places[0], places[2]):
        world.events.cell[int(world.clock.events[0])] = cell
        world.clock.events += 1
    warnings.compare(world.rows)
    mission = world.mission
    assert (mission.hits[0], mission.false_alarms[0], mission.missed[0]) == (1.0, 1.0, 1.0)
    assert cells.warning.sum() == 0.0 and cells.alarm.sum() == 0
    warnings.compare(world.rows)
    assert (mission.hits[0], mission.false_alarms[0], mission.missed[0]) == (1.0, 1.0, 1.0)


# ------------------------------------------------------------------------------ telling


def test_communications_bring_news_sooner() -> None:
    heard = {}
    for comms in (0.0, 1.0):
        world = START.copy()
        world.mission.comms = comms
        for week in range(4):
            world.week = week
            world.cells.violence = 10.0
            reporting.report(world)
        heard[comms] = float(world.cells.reported.mean())
    assert heard[1.0] > 1.15 * heard[0.0]


def response(troops: float, tech: bool) -> float:
    """Share of attacks everywhere that a patrol reaches in time."""
    world, _, _ = used(
        100,
        orbits=3.0 if tech else 0.0,
        sensors=15.0 if tech else 0.0,
        communications=1.0 if tech else 0.0,
        cyber=0.95,
        mission={"troops_per_1000": troops, "police_per_1000": 0.0},
    )
    rows, q = world.rows, world.params["fighting"]
    bases = np.unique(world.peacekeepers.base[world.peacekeepers.stage == codes.DEPLOYED])
    cells = bases.tolist() or [world.capital]
    met = [arrives(rows, q, seed, 1, c, seed) for seed in range(300) for c in cells]
    return float(np.mean(met))


def test_technology_helps_those_who_can_respond_and_nobody_else() -> None:
    assert response(0.8, True) > 1.05 * response(0.8, False) > 0.0
    assert response(0.0, True) == response(0.0, False) == 0.0


# ------------------------------------------------------------------------------ intruders


def leaked(weeks: int = 130, **levers: Any) -> tuple[World, Effects, float, float]:
    world = START.copy()
    world.factions.sponsor = 300.0
    rest: dict[str, Any] = dict.fromkeys(ELEMENTS.keys() - {"technology"}, 0)
    chosen = strategy(
        **rest,
        technology={"level": 1, "communications": 1.0, "intrusion": 4.0, **levers},
        mission={"duration": 260, "draw_down": 20},
    )
    leaks: list[float] = []
    watch: list[float] = []

    def look() -> None:
        pattern(world)
        leaks.append(float(world.cells.leaks.mean()))
        watch.append(float(world.cells.watch.sum()))

    operation = live(world, chosen, weeks, calm=True, look=look)
    blind = [w for w, x in zip(watch[80:], leaks[80:], strict=True) if x > 0]
    clear = [w for w, x in zip(watch[80:], leaks[80:], strict=True) if x == 0]
    assert not blind or max(blind) == 0.0 < np.mean(clear)
    return world, operation.effects, float(np.mean(np.array(leaks) > 0)), max(leaks)


def test_intruders_read_along_unless_they_are_kept_out() -> None:
    _, effects, open_weeks, most = leaked(cyber=0.0)
    _, _, safe_weeks, _ = leaked(cyber=0.95)
    _, _, off_weeks, _ = leaked(cyber=0.0, communications=0.1)
    assert open_weeks > 0.1 > safe_weeks
    assert open_weeks > off_weeks
    assert 0.0 < most <= 1.0
    assert reasons(effects)["NO_DATA"] > 0.0


def test_what_leaks_keeps_patrols_from_coming_in_time() -> None:
    world, _, _ = used(100)
    cell = int(world.peacekeepers.base[world.peacekeepers.stage == codes.DEPLOYED][0])
    # As many as come to three attacks in four that nobody has read about beforehand.
    world.cells.pk_reach[cell] = 3.0 / Fighting().in_time
    world.cells.pk_police[cell] = 0.0
    rows, q = world.rows, world.params["fighting"]
    met = {}
    for leaks in (0.0, 0.6):
        world.cells.leaks[cell] = leaks
        met[leaks] = sum(arrives(rows, q, seed, 1, cell, seed) for seed in range(500))
    assert met[0.6] < 0.85 * met[0.0]


# ------------------------------------------------------------------------------ off


def test_off_it_changes_nothing_and_at_the_end_it_leaves_nothing() -> None:
    world = START.copy()
    live(world, strategy(technology={"level": 0.0, "orbits": 2.0}), 60)
    for column in ELEMENTS["technology"].owns:
        table, _, name = column.partition(".")
        assert not getattr(world, table).data[name].any(), column
    world, _, _ = used(160, look=pattern)
    presence.locate(world)
    for name in ("warning", "orbits", "watch", "trace", "alarm"):
        assert not world.cells.data[name].any(), name
    assert world.mission.crews[0] == world.mission.analysts[0] == world.mission.comms[0] == 0.0
    assert world.mission.hits[0] > 0

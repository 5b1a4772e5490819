"""Contingents work together as far as they can; what they share helps, and leaks."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim import books, tick
from sim.build import build
from sim.dynamics import cooperation, fighting, presence, reporting
from sim.effects import Effects
from sim.scenario import Scenario
from sim.state import codes
from sim.state.world import World
from sim.strategy import Strategy
from tests.mechanisms.theatre import COUNTRY, country, live, strategy

START = country()
SEEDS = (1, 2, 3)
PLENTY = {"officers_per_million": 20.0, "exercises": 20.0, "strain": 0.0}


def alone(together: Any, **mission: Any) -> Strategy:
    """A mission whose only element is coordination."""
    rest = ("diplomacy", "objectives", "training", "governance", "mediation", "aid", "monitoring")
    return strategy(coordination=together, mission=mission, **dict.fromkeys(rest, 0))


def lived(
    together: Any,
    weeks: int = 70,
    look: Callable[[World], None] = lambda world: None,
    seed: int = 1,
    **mission: Any,
) -> tuple[World, Effects]:
    """A theatre without war after some weeks; `look` sees, and may change, it after each."""
    world = START.copy()
    world.seed = seed
    alike = {"quality_spread": 0.0, "will_spread": 0.0, "patience": 1e6} | mission
    operation = live(world, alone(together, **alike), weeks, calm=True, look=lambda: look(world))
    return world, operation.effects


def reach(world: World) -> float:
    """Armed peacekeepers who can come in time, summed over cells, per deployed one."""
    cooperation.tune(world)
    presence.locate(world)
    return float(world.cells.pk_reach.sum()) / float(world.mission.armed[0])


def troubled(world: World) -> None:
    """Reports of violence from a third of the inhabited places."""
    places = np.flatnonzero(world.cells.population > 0)
    world.cells.reported = 0.0
    world.cells.reported[places[places * 7 % 3 == 0]] = 4.0


def failed(effects: Effects, reason: str) -> float:
    """How much the element booked for a reason."""
    found = effects.reasons()
    found = found[(found.element == "coordination") & (found.reason == reason)]
    return float(found.amount.sum())


# ------------------------------------------------------------------------------ working together


def test_two_contingents_work_together_by_distance_practice_and_liaison() -> None:
    world, _ = lived(0, 2, nations=3)
    pairs, numbers = world.partners, world.settings["cooperation"]
    pairs.apart = numbers.apart
    cooperation.tune(world)
    table = pairs.together.reshape(3, 3).copy()
    assert np.array_equal(np.diag(table), np.ones(3))
    assert table[0, 1] == pytest.approx(0.5)
    pairs.exercised[1] = 1.0
    world.mission.liaison = 1.0
    cooperation.tune(world)
    left = 0.5 * (1.0 - numbers.interpreted)
    assert pairs.together[1] == pytest.approx(1.0 - left * (1.0 - numbers.practised))
    assert pairs.together[2] == pytest.approx(1.0 - left)


@pytest.mark.parametrize("seed", SEEDS)
def test_many_nations_cover_less_than_one_unless_they_are_coordinated(seed: int) -> None:
    one = reach(lived(0, seed=seed, nations=1, diversity=1.0)[0])
    many = reach(lived(0, seed=seed, nations=12, diversity=1.0)[0])
    alike = reach(lived(0, seed=seed, nations=12, diversity=0.0)[0])
    linked = PLENTY | {"planning": 0.0}
    together = reach(lived(linked, seed=seed, nations=12, diversity=1.0)[0])
    assert many < 0.95 * one
    assert alike == pytest.approx(one, rel=0.1)
    assert many + 0.3 * (one - many) < together


def test_practice_comes_of_exercises_and_goes_with_reliefs_and_time() -> None:
    def practice(**changes: Any) -> float:
        mission = {k: changes.pop(k) for k in ("rotation",) if k in changes}
        world, _ = lived(PLENTY | changes, 100, **mission)
        return float(world.partners.exercised.mean())

    usual = practice()
    assert usual > 0.1
    assert practice(exercises=0.0) == 0.0
    assert practice(rotation=26) < usual
    assert practice(fade=0.02) < usual


def test_exercises_tire_those_who_take_part() -> None:
    tired, fresh = (
        float(lived(PLENTY | {"strain": strain}, 60)[0].peacekeepers.fatigue.mean())
        for strain in (0.1, 0.0)
    )
    assert tired > fresh + 0.02


def test_liaison_makes_help_come_sooner() -> None:
    hours = []
    for officers in (0.0, 20.0):
        world, _ = lived(PLENTY | {"officers_per_million": officers, "exercises": 0.0})
        presence.locate(world)
        hours.append(float(world.cells.pk_hours[world.cells.pk_first >= 0].mean()))
    assert hours[1] < hours[0] - 1.0


def test_nobody_to_exercise_with() -> None:
    _, effects = lived({"sharing_local": 0.0, "exercises": 26.0}, nations=1)
    assert failed(effects, "NO_PARTNER") > 0.0
    _, effects = lived({"sharing_local": 0.0, "exercises": 26.0}, nations=8)
    assert failed(effects, "NO_PARTNER") < 5.0  # before the second nation has arrived


# ------------------------------------------------------------------------------ patrols


def test_a_common_plan_leaves_fewer_places_twice_covered_or_empty() -> None:
    def counts(planning: float) -> tuple[float, float]:
        overlap = gaps = 0.0
        for seed in SEEDS:
            world, _ = lived(PLENTY | {"planning": planning}, 110, troubled, seed)
            overlap += float(world.mission.overlap[0] / world.mission.patrols[0])
            gaps += float(world.mission.gaps[0] / world.mission.hot[0])
        return overlap / len(SEEDS), gaps / len(SEEDS)

    planned, unplanned = counts(1.0), counts(0.0)
    assert planned[0] < 0.9 * unplanned[0]
    assert planned[1] < 0.95 * unplanned[1]


# ------------------------------------------------------------------------------ intelligence


def test_what_contingents_keep_to_themselves_the_mission_does_not_hear() -> None:
    def heard(sharing: float, nations: int = 8) -> float:
        world, _ = lived(PLENTY | {"sharing": sharing, "sharing_local": 0.0}, nations=nations)
        presence.locate(world)
        total = 0.0
        for week in range(100, 110):
            world.week = week
            world.cells.reported = 0.0
            world.cells.violence = 2.0
            reporting.report(world)
            total += float(world.cells.reported.sum())
        return total

    assert heard(1.0) > 1.01 * heard(0.0)
    assert heard(1.0, nations=1) == heard(0.0, nations=1)


def hunted(conduct: float, rents: float, **levers: Any) -> tuple[float, float, World, Effects]:
    """Bands that the state located and bands that were warned, over weeks, by what was shared."""
    front = {"name": "Eastern Front", "group": "Asha", "fighters": 600}
    world = build(Scenario.model_validate(COUNTRY | {"factions": [front]}), 1)
    found: list[tuple[float, float]] = []

    def look() -> None:
        world.forces.conduct = conduct
        world.districts.rents = rents
        world.cells.tips_state = 0.2
        world.cells.reported = np.where(world.cells.fighters > 0, 5.0, 0.0)
        fighting.reconnoitre(world)
        alive = world.bands.alive != 0
        if world.week > 60:
            found.append((world.bands.known[alive].sum(), world.bands.warned[alive].sum()))

    chosen = alone(PLENTY | levers, near_violence=1.0)
    operation = live(world, chosen, 110, calm=True, look=look)
    known, warned = np.sum(found, axis=0)
    return float(known), float(warned), world, operation.effects


def test_sharing_with_honest_forces_helps_to_find_bands() -> None:
    told, alone_ = (hunted(0.95, 0.02, sharing_local=s, vetting=0.0) for s in (1.0, 0.0))
    assert told[0] > 1.05 * alone_[0]
    assert alone_[1] == 0.0 == failed(alone_[3], "LEAKED")


def test_secrets_told_to_forces_for_sale_warn_the_bands() -> None:
    open_, vetted, nothing = (
        hunted(0.05, 0.7, sharing_local=share, vetting=vetting)
        for share, vetting in ((1.0, 0.0), (1.0, 1.0), (0.0, 0.0))
    )
    assert open_[0] < 0.8 * nothing[0], "fewer bands are found than if nothing had been shared"
    assert open_[1] > 3.0 * vetted[1] > 0.0
    assert failed(open_[3], "LEAKED") > 0.0
    assert open_[2].mission.leaks[0] >= open_[1]


def test_a_host_without_consent_shares_nothing() -> None:
    def hostile(world: World) -> None:
        world.mission.consent = 0.2

    world, effects = lived(PLENTY, look=hostile)
    assert failed(effects, "NO_CONSENT") > 0.0
    assert world.mission.told[0] == 0.0


# ------------------------------------------------------------------------------ accidents


def shot(nations: int, together: Any, seed: int, fights: int = 400) -> World:
    """A theatre in which there were many fights where peacekeepers of two units stood."""
    world, _ = lived(together, 60, seed=seed, nations=nations, diversity=1.0)
    cooperation.tune(world)
    out = np.flatnonzero(
        (world.peacekeepers.stage == codes.DEPLOYED) & (world.peacekeepers.kind == codes.TROOPS)
    )
    # Everybody has come to one place for the fight.
    world.peacekeepers.cell[out] = world.peacekeepers.base[out[0]]
    world.peacekeepers.target[out] = world.peacekeepers.cell[out]
    world.forces.cell = world.capital
    presence.locate(world)
    first = int(world.clock.events[0])
    cell = int(world.peacekeepers.cell[out[0]])
    world.forces.cell[0] = cell
    presence.locate(world)
    fought = slice(first, first + fights)
    world.events.week[fought], world.events.cell[fought] = world.week, cell
    world.events.kind[fought], world.events.violence[fought] = codes.PK_ATTACK, codes.STATE_BASED
    world.clock.events = first + fights
    cooperation.mishaps(world, first)
    return world


@pytest.mark.parametrize("seed", SEEDS)
def test_strangers_shoot_at_each_other_in_fights_and_the_dead_are_booked(seed: int) -> None:
    many = shot(12, 0, seed)
    count = int(many.mission.friendly_fire[0])
    assert count >= 3
    end = int(many.clock.events[0])
    events = many.events.as_records(slice(end - count, end))
    assert set(events["kind"]) == {codes.FRIENDLY_FIRE}
    assert set(events["cause"]) == {codes.MISTAKEN}
    assert events["deaths_peacekeepers"].sum() == many.books.peacekeepers_dead[0] > 0.0
    assert not [text for text in books.problems(many) if "eacekeeper" in text]
    assert shot(12, PLENTY | {"sharing_local": 1.0}, seed).mission.friendly_fire[0] < count


def test_friends_of_one_nation_are_known_to_each_other() -> None:
    world = shot(1, 0, 1)
    end, count = int(world.clock.events[0]), int(world.mission.friendly_fire[0])
    assert set(world.events.side_b[end - count : end]) <= {0}


# ------------------------------------------------------------------------------ the element


def test_practice_and_plans_leave_with_the_mission() -> None:
    world, _ = lived(PLENTY, 150)
    assert world.mission.stage[0] == codes.GONE
    assert world.partners.exercised.max() == 0.0
    assert world.contingents.local_practice.max() == 0.0
    assert world.peacekeepers.sector.max() == -1
    tick.decisions(world, "peacekeepers", None)

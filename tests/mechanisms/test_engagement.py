"""Teams who listen earn trust if something follows; leaders take what nobody else is asked about."""

from typing import Any

import numpy as np
import pytest

from sim import tick
from sim.build import build
from sim.effects import Effects
from sim.metrics.digest import digest
from sim.mission import Operation
from sim.scenario import Scenario
from sim.state.world import World
from sim.strategy import Strategy
from tests.dynamics.country import country, live
from tests.mechanisms.theatre import country as theatre
from tests.mechanisms.theatre import live as visit
from tests.mechanisms.theatre import strategy

SEEDS = (1, 2, 3, 4)
QUICK = {"start": 0, "duration": 160, "draw_down": 20, "civil_delay": 4}
QUICK |= {"civil_build_up": 13, "observers_per_1000": 0.05}


def run(
    engagement: dict[str, Any] | float,
    seed: int = 1,
    weeks: int = 110,
    scenario: Scenario | None = None,
    **elements: Any,
) -> tuple[World, Effects]:
    """A country with a handful of observers, engagement, and what else is named."""
    chosen = Strategy.model_validate(
        {"mission": QUICK, "engagement": engagement, "budget": 500, **elements}
    )
    world = build(scenario or country(), seed)
    mission = Operation(chosen, world, 200)
    for _ in range(weeks):
        tick.advance(world, mission, [], None)
    return world, mission.effects


def mean(world: World, column: str) -> float:
    people = world.communities
    return float(np.average(people.data[column], weights=people.population + people.hosted))


def gain(column: str, one: Any, other: Any, **how: Any) -> list[float]:
    """How much higher a mean over people is under `one` than under `other`, by seed."""
    return [
        mean(run(one, seed, **how)[0], column) - mean(run(other, seed, **how)[0], column)
        for seed in SEEDS
    ]


def reasons(effects: Effects) -> dict[str, float]:
    table = effects.reasons()
    mine = table[table.element == "engagement"]
    return dict(mine.groupby("reason").amount.sum())


def test_inclusive_consultation_with_a_fund_builds_representation_trust_and_cohesion() -> None:
    good = {"inclusiveness": 0.8, "fund": 2.0}
    for column, least in (("representation", 0.15), ("trust_mission", 0.02), ("cohesion", 0.005)):
        assert min(gain(column, good, 0)) > least, column


def test_promises_that_nobody_pays_for_cost_more_trust_than_listening_wins() -> None:
    empty = {"fund": 0.0, "feedback": 0.0, "agree": 1.0}
    assert max(gain("trust_mission", empty, 0)) < -0.02
    modest = {"fund": 2.0, "feedback": 0.0, "agree": 0.2}
    assert min(gain("trust_mission", modest, empty)) > 0.05


def test_asking_leaders_only_is_captured_and_sets_neighbours_against_each_other() -> None:
    narrow, broad = {"inclusiveness": 0.0, "fund": 4.0}, {"inclusiveness": 1.0, "fund": 4.0}
    world, effects = run(narrow)
    assert reasons(effects)["CAPTURED"] > 100.0
    assert "CAPTURED" not in reasons(run(broad)[1])
    assert mean(world, "representation") < 0.2
    for seed in SEEDS:
        bad, good = run(narrow, seed)[0], run(broad, seed)[0]
        assert bad.ties.tension.mean() > good.ties.tension.mean() + 0.01
        assert bad.ties.civic.mean() < good.ties.civic.mean()
        assert mean(bad, "leader") > mean(good, "leader") + 0.01

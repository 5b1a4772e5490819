"""What a stake is worth to parties, and what follows for deals."""

import math

import numpy as np
import pytest

from sim.dynamics.politics.beliefs import believe
from sim.dynamics.politics.talks import deal, resolve
from sim.scenario import Scenario
from sim.state import codes
from sim.state.world import World
from tests.dynamics.country import war


def test_resolve_has_median_one_and_the_spread_that_is_asked_for() -> None:
    draws = np.array([resolve(0.5, (i + 0.5) / 20_000) for i in range(20_000)])
    assert np.median(draws) == pytest.approx(1.0, rel=1e-3)
    assert np.log(draws).std() == pytest.approx(0.5, rel=0.01)
    assert resolve(0.0, 0.9) == 1.0


def hard_fought(resolved: float) -> World:
    """A war in its third year with heavy losses on both sides."""
    from sim.build import build

    scenario: Scenario = war(injects=[], strategy={})
    world = build(scenario, 1)
    k = int(world.pair[0, 1])
    world.dyads.active[k] = 1
    world.dyads.stage[k] = codes.WAR
    world.dyads.weary[k] = 0.12
    world.dyads.deaths[k] = 600.0
    world.dyads.resolve_a[k] = world.dyads.resolve_b[k] = resolved
    world.factions.losses[:2] = 400.0
    world.factions.inflicted[:2] = 400.0
    for _ in range(60):
        believe(world.rows, world.params["politics"])
    return world


def test_who_has_more_at_stake_bears_more_before_there_is_a_deal() -> None:
    costs, deals = [], []
    for resolved in (0.5, 1.0, 3.0):
        world = hard_fought(resolved)
        k = int(world.pair[0, 1])
        costs.append(float(world.dyads.cost_b[k]))
        deals.append(deal(world.rows, world.params["politics"], k) >= 0.0)
    assert costs[0] > costs[1] > costs[2] > 0.0
    assert deals[0] and not deals[2]


def test_parties_of_a_run_differ_in_resolve() -> None:
    from sim.model import PeacekeepingModel

    model = PeacekeepingModel(war(injects=[], strategy={}), rng=1)
    for _ in range(4):
        model.step()
    dyads = model.world.dyads
    drawn = np.r_[dyads.resolve_a[dyads.active == 1], dyads.resolve_b[dyads.active == 1]]
    assert len(set(drawn.tolist())) == len(drawn) > 1
    assert all(0.2 <= one <= 5.0 and not math.isnan(one) for one in drawn)

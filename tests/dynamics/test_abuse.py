"""What an army can do to people: means without restraint make it worse."""

import pytest

from sim.build import build
from sim.dynamics.fighting.state_forces import abuse
from sim.scenario import Scenario
from sim.state import codes
from sim.state.world import World
from tests.dynamics.country import war


@pytest.fixture
def world() -> World:
    """A country whose army sweeps the places in which it is stationed, and answers to nobody."""
    scenario: Scenario = war(injects=[], strategy={})
    found = build(scenario, 1)
    found.forces.action = codes.SWEEP
    found.forces.cell = found.forces.home
    found.forces.conduct = 0.1
    found.forces.tactics, found.forces.supply = 0.2, 0.3
    found.districts.accountability = 0.0
    return found


def killed(world: World, weeks: int = 100) -> float:
    """People killed by the state's forces in weeks that differ in nothing but luck."""
    world.make_room(weeks * len(world.forces) + 10)
    before = float(world.communities.dead.sum())
    for week in range(weeks):
        for i in range(len(world.forces)):
            abuse(world.rows, world.params["fighting"], 1, week, i)
    return float(world.communities.dead.sum()) - before


def test_skill_and_fuel_without_restraint_kill_more_people(world: World) -> None:
    skilled, fuelled, held_back = world.copy(), world.copy(), world.copy()
    skilled.forces.tactics = 0.7
    fuelled.forces.supply = 4.0
    held_back.forces.tactics, held_back.forces.supply = 0.7, 4.0
    held_back.forces.conduct = 0.7
    as_it_was = killed(world)
    assert killed(skilled) > 1.2 * as_it_was > 0.0
    assert killed(fuelled) > 1.2 * as_it_was
    assert killed(held_back) < as_it_was

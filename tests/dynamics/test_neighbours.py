"""Neighbours meet and trade more while somebody impartial stands by, and not after."""

import numpy as np
import pytest

from sim.build import build
from sim.dynamics.communal.quarrels import assured, settle
from sim.state.world import World
from tests.dynamics.country import country


@pytest.fixture
def world() -> World:
    """A country of calm neighbours who trust the mission, which is strong in every place."""
    found = build(country(), 1)
    found.communities.trust_mission = 0.8
    found.cells.pk_reach = 200.0
    return found


def met(world: World, weeks: int = 150) -> float:
    """Meetings of all pairs, by what is usual, after weeks in which nothing else happens."""
    q = world.params["communal"]
    for _ in range(weeks):
        for i in range(len(world.ties)):
            settle(world.rows, q, i, 0)
    return float((world.ties.contact / world.ties.usual).mean())


def test_people_dare_more_under_an_impartial_force(world: World) -> None:
    alone, partial, distrusted = world.copy(), world.copy(), world.copy()
    alone.cells.pk_reach = 0.0
    partial.mission.leaning = 0.6
    distrusted.communities.trust_mission[distrusted.ties.a] = 0.0
    usual = met(alone)
    assert usual == pytest.approx(1.0)
    gain = met(world.copy()) - usual
    assert gain > 0.1
    assert 0.0 < met(partial) - usual < 0.6 * gain
    # It takes two to trust.
    assert met(distrusted) == pytest.approx(usual)


def test_what_they_dare_is_over_within_a_year(world: World) -> None:
    under = met(world)
    world.cells.pk_reach = 0.0
    assert met(world, 52) - 1.0 < 0.2 * (under - 1.0)


def test_nobody_is_assured_by_a_force_that_would_not_come(world: World) -> None:
    q = world.params["communal"]
    world.cells.pk_reach = 0.0
    assert not any(assured(world.rows, q, i) for i in range(len(world.ties)))
    world.cells.pk_police = 50.0
    here = [assured(world.rows, q, i) for i in range(len(world.ties))]
    assert np.all(np.array(here) > 0.0)

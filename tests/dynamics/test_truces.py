"""Local truces: who signs them, what they change, how they end."""

from typing import Any

import numpy as np
import pytest

from sim.build import build
from sim.dynamics import communal
from sim.dynamics.communal.clashes import outbreak
from sim.dynamics.communal.quarrels import settle
from sim.dynamics.communal.truces import make_peace
from sim.state import codes
from sim.state.world import World
from tests.dynamics.country import country


@pytest.fixture
def world() -> World:
    """A country in which every pair of neighbours has dead to avenge and elders with a word."""
    found = build(country(), 1)
    found.ties.revenge = 4.0
    found.communities.cohesion = 0.9
    return found


def signed(world: World, weeks: int = 26) -> int:
    """Truces signed by all pairs in half a year in which nothing else happens."""
    q = world.params["communal"]
    for week in range(weeks):
        for i in range(len(world.ties)):
            make_peace(world.rows, q, 1, week, i)
    return int(world.ties.truces.sum())


def test_truces_are_signed_sooner_where_mediators_go_between(world: World) -> None:
    helped = world.copy()
    helped.ties.settling = 1.0
    assert signed(helped) > 1.5 * signed(world) > 0


def test_elders_without_a_following_sign_nothing(world: World) -> None:
    world.communities.cohesion = 0.0
    world.ties.settling = 1.0
    assert signed(world) == 0


def test_where_there_is_nothing_to_end_nothing_is_signed(world: World) -> None:
    world.ties.revenge = 0.0
    world.ties.tension = 0.0
    world.ties.settling = 1.0
    assert signed(world) == 0


def test_signing_pays_for_the_dead_as_far_as_there_are_means(world: World) -> None:
    world.communities.income = np.where(np.arange(len(world.communities)) % 2 == 0, 1.0, 0.2)
    signed(world)
    ties, income = world.ties, world.communities.income
    done = np.flatnonzero(ties.truces == 1)
    means = 0.5 * (income[ties.a[done]] + income[ties.b[done]])
    share: Any = world.params["communal"][0].blood_money
    assert ties.revenge[done] == pytest.approx(4.0 * (1.0 - share * means))
    assert np.ptp(means) > 0.3


def test_what_is_followed_up_lasts_and_what_is_not_is_forgotten(world: World) -> None:
    watched = world.copy()
    for one, visits in ((world, 0.0), (watched, 1.0)):
        one.ties.truce = 0
        one.ties.civic = 0.0
        one.ties.settling = visits
        q = one.params["communal"]
        for week in range(1, 53):
            for i in range(len(one.ties)):
                if one.ties.truce[i] == 0:
                    make_peace(one.rows, q, 1, week, i)
    assert (watched.ties.truce == 0).all()
    assert 0.0 < (world.ties.truce == 0).mean() < 0.35  # 0.96 to the 52nd power is 0.12


def test_bloodshed_breaks_a_truce_and_leaves_more_tension(world: World) -> None:
    bound = world.copy()
    bound.ties.truce[0] = 3
    for one in (world, bound):
        one.ties.tension[0] = 0.1
        outbreak(one.rows, one.params["communal"], 1, 5, 0, codes.DISPUTE)
    assert bound.ties.truce[0] == -1 and bound.ties.truces_broken[0] == 1
    assert world.ties.truces_broken[0] == 0
    extra: Any = world.params["communal"][0].betrayal
    assert bound.ties.tension[0] == pytest.approx(world.ties.tension[0] + extra)


def test_a_joint_committee_settles_what_tension_would_leave_open(world: World) -> None:
    bound = world.copy()
    bound.ties.truce = 0
    for one in (world, bound):
        one.ties.tension = 0.95
        one.ties.disputes = 10.0
        one.draws[:] = 0.4
        for i in range(len(one.ties)):
            settle(one.rows, one.params["communal"], i, 0)
    assert bound.ties.disputes.sum() < world.ties.disputes.sum()


def test_watched_truces_hold_people_back(world: World) -> None:
    """Half a year of neighbours alone, from the same state: fewer clashes under truces."""
    bound = world.copy()
    bound.ties.truce = 0
    for one in (world, bound):
        one.communities.cohesion = 0.3
        one.ties.disputes = 5.0
        one.ties.tension = 0.8
        for week in range(26):
            one.week = week
            one.ties.settling = 0.8
            communal.update(one)
    assert bound.clock.events[0] < world.clock.events[0]

"""Peacekeepers between the sides, mission police on their rounds, and who keeps order."""

import numpy as np
import pytest

from sim.build import build
from sim.dynamics import presence
from sim.dynamics.communal.clashes import order_kept
from sim.dynamics.fighting.state_forces import separated
from sim.state import codes
from sim.state.world import World
from tests.dynamics.country import live, war


def test_peacekeepers_in_reach_stand_between_as_often_as_their_number_says() -> None:
    world = build(war(injects=[], strategy={}), 1)
    q, t = world.params["fighting"], world.rows
    half = war().dynamics.fighting.between
    for reach, chance in ((0.0, 0.0), (half, 0.5), (9.0 * half, 0.9)):
        world.cells.pk_reach = reach
        found = [separated(t, q, 1, week, 0, 0) for week in range(4_000)]
        assert np.mean(found) == pytest.approx(chance, abs=0.03)


def policed() -> World:
    """A country with one unit of mission police, of 90, at the seat of the first district."""
    world = live(war(injects=[]), weeks=30)
    units = world.peacekeepers
    units.stage[:] = codes.PLEDGED
    units.stage[0] = codes.DEPLOYED
    units.kind[0] = codes.PK_POLICE
    units.personnel[0] = 90.0
    units.supply[0] = 4.0
    units.fatigue[0] = 0.0
    units.cell[0] = world.districts.seat[0]
    return world


def test_mission_police_are_seconded_to_posts_most_to_the_nearest() -> None:
    world = policed()
    presence.locate(world)
    share = war().dynamics.presence.colocated
    local = (world.forces.kind == codes.POLICE) & (world.forces.course <= 0.0)
    posts = np.bincount(world.forces.district[local], minlength=len(world.districts))
    assert (world.districts.posts == posts).all()
    visitors = world.districts.visitors
    assert visitors.sum() == pytest.approx(90.0 * share)
    with_posts = np.flatnonzero(posts)
    seats = world.districts.seat[with_posts]
    here = world.districts.seat[0]
    x, y = world.cells.x.astype(float), world.cells.y.astype(float)
    far = np.hypot(x[seats] - x[here], y[seats] - y[here])
    a_post = visitors[with_posts] / posts[with_posts]
    assert (np.diff(a_post[np.argsort(far, kind="stable")]) <= 1e-9).all()
    assert a_post.max() > 1.5 * a_post.min()
    home = world.forces.cell[local & (world.forces.district == 0)]
    assert (world.cells.pk_police[home] >= visitors[0] / posts[0] - 1e-9).all()


def test_mission_police_stay_at_their_base_where_there_is_no_post() -> None:
    world = policed()
    world.forces.course[:] = 10.0
    presence.locate(world)
    assert not world.districts.visitors.any()
    assert world.cells.pk_police[world.districts.seat[0]] == pytest.approx(90.0)


def test_better_conduct_keeps_more_order_with_as_many_men() -> None:
    world = build(war(injects=[], strategy={}), 1)
    kept = []
    for quality in (0.2, 0.8):
        world.forces.conduct = quality
        world.forces.crisis = quality
        presence.locate(world)
        cells = np.unique(world.forces.cell)
        rows, q = world.rows, world.params["communal"]
        kept.append(np.mean([order_kept(rows, q, int(c)) for c in cells]))
    assert kept[1] > 1.1 * kept[0]

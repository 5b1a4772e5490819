"""Local arrangements: when peacekeepers bring them about, who keeps them, how they end."""

import numpy as np
import pytest

from sim.build import build
from sim.dynamics import arrangements
from sim.rules.band.options import Outlook, outlook
from sim.state import codes
from sim.state.world import World
from tests.dynamics.country import war

WEEKS = 4_000


def place(troops: float, blood: float, consent: float) -> World:
    """A country at war with so many peacekeepers, and recent dead, in every cell."""
    world = build(war(injects=[], strategy={}), 1)
    world.cells.pk_force = troops
    world.cells.violence = blood
    world.mission.consent = consent
    return world


def rate(troops: float, blood: float, consent: float) -> float:
    """Share of weeks in which the first cell comes to an arrangement."""
    world = place(troops, blood, consent)
    q, found = world.params["arrangements"], 0
    for week in range(WEEKS):
        world.cells.pact[0] = 0.0
        arrangements.arrange(world.rows, q, 1, week)
        found += world.cells.pact[0] == 1.0
    return found / WEEKS


def test_arrangements_come_as_often_as_troops_blood_and_consent_say() -> None:
    p = war().dynamics.arrangements
    half = 0.5 * 0.5 * 0.5 * p.broker
    assert rate(p.enough, p.alarm, 0.5) == pytest.approx(half, abs=0.03)


@pytest.mark.parametrize(("troops", "blood", "consent"), [(0, 50, 1), (500, 0, 1), (500, 50, 0)])
def test_none_without_troops_or_bloodshed_or_consent(
    troops: float, blood: float, consent: float
) -> None:
    assert rate(troops, blood, consent) == 0.0


def test_an_arrangement_is_forgotten_sooner_where_nobody_watches_over_it() -> None:
    kept = []
    for troops in (0.0, 500.0):
        world = place(troops, 0.0, 1.0)
        world.cells.pact = 1.0
        for week in range(6):
            arrangements.arrange(world.rows, world.params["arrangements"], 1, week)
        kept.append(world.cells.pact[0])
    p = war().dynamics.arrangements
    assert kept[0] == pytest.approx((1.0 - p.forgotten) ** 6)
    assert kept[1] > 1.5 * kept[0]


def test_bloodshed_between_armed_sides_weakens_it_and_a_quarrel_of_neighbours_does_not() -> None:
    world = place(0.0, 0.0, 1.0)
    world.cells.pact = 1.0
    world.clock.events = 2
    events = world.events
    events.deaths_a[:2] = 3.0
    events.kind[0], events.cell[0] = codes.AMBUSH, 4
    events.kind[1], events.cell[1] = codes.COMMUNAL, 5
    arrangements.test(world.rows, world.params["arrangements"], 0)
    p = war().dynamics.arrangements
    assert world.cells.pact[4] == pytest.approx(1.0 - p.breach)
    assert world.cells.pact[5] == 1.0


def test_bands_hold_back_where_there_is_one() -> None:
    world = build(war(injects=[], strategy={}), 1)
    row = int(np.flatnonzero(world.bands.alive != 0)[0])
    q = world.params["band_rule"]
    free = Outlook(*outlook(world.rows, q, row)).restraint
    world.cells.pact = 1.0
    assert Outlook(*outlook(world.rows, q, row)).restraint == pytest.approx(
        free + war().dynamics.band_rule.honour
    )

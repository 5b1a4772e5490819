"""Campaigns: when commanders open them, what holds them back, and what follows for fights."""

import math

import numpy as np
import pytest

from sim import tick
from sim.build import build
from sim.dynamics import campaigns
from sim.state import codes
from sim.state.world import World
from tests.dynamics.country import live, war

WEEKS = 3_000


def at_war() -> World:
    """A country on the day its war begins, with nobody from outside."""
    world = build(war(injects=[], strategy={}), 1)
    tick.presence.locate(world)
    return world


def guarded(kind: int, number: int = 6, personnel: float = 400.0) -> World:
    """The same with units of some kind of peacekeepers at the seat of the first district."""
    world = live(war(injects=[]), weeks=30)
    units = world.peacekeepers
    units.stage[:] = codes.PLEDGED
    units.stage[:number] = codes.DEPLOYED
    units.kind[:number] = kind
    units.personnel[:number] = personnel
    units.cell[:number] = world.districts.seat[0]
    world.mission.consent = 1.0
    campaigns.update(world)
    return world


def shares(world: World, violence: float, buffer: float) -> float:
    """Share of weeks on a campaign of the army, over districts, with all else held as it is."""
    q = world.params["campaigns"]
    world.districts.violence = violence
    world.districts.buffer = buffer
    world.districts.soldiers = 1_000.0
    world.mission.consent = 1.0
    on = 0.0
    for week in range(WEEKS):
        campaigns.army_campaigns(world.rows, q, world.seed, week)
        on += float(world.districts.offensive.mean())
    return on / WEEKS


@pytest.mark.parametrize(("violence", "buffer"), [(10.0, 0.0), (1_000.0, 0.0), (10.0, 60.0)])
def test_the_army_is_on_campaigns_as_long_as_its_hazards_say(
    violence: float, buffer: float
) -> None:
    world = at_war()
    p = war().dynamics.campaigns
    free = math.exp(-p.interposition * buffer / (buffer + p.between * 1_000.0 + 1.0))
    opens = 1.0 - math.exp(-free / p.pause * violence / (violence + p.alarm))
    closes = 1.0 - math.exp(-1.0 / (p.length * free))
    assert shares(world, violence, buffer) == pytest.approx(opens / (opens + closes), abs=0.03)


def test_no_campaign_where_no_blood_is_shed() -> None:
    assert shares(at_war(), 0.0, 0.0) == 0.0


def test_troops_come_between_and_neither_observers_nor_police_do() -> None:
    troops = guarded(codes.TROOPS).districts
    assert troops.buffer[0] > 0.0
    assert troops.buffer[0] == troops.buffer.max()  # it falls with distance
    for kind in (codes.OBSERVERS, codes.PK_POLICE):
        assert not guarded(kind).districts.buffer.any()


def test_a_host_that_does_not_consent_is_not_held_back() -> None:
    world = at_war()
    held = shares(world, 100.0, 200.0)
    q = world.params["campaigns"]
    world.mission.consent = 0.0
    on = 0.0
    for week in range(WEEKS):
        campaigns.army_campaigns(world.rows, q, world.seed, week)
        on += float(world.districts.offensive.mean())
    assert on / WEEKS > 2.0 * held


def test_a_group_fights_in_a_district_where_it_has_a_band() -> None:
    fronts = []

    def watch(world: World) -> None:
        for f in np.flatnonzero(world.factions.front >= 0).tolist():
            fronts.append((world.week, f, int(world.factions.front[f])))

    world = live(war(injects=[], strategy={}), weeks=40, watch=watch)
    assert fronts
    assert {f for _, f, _ in fronts} <= set(np.flatnonzero(world.factions.group >= 0).tolist())
    assert {d for *_, d in fronts} <= set(range(len(world.districts)))
    first = {}
    for week, f, d in fronts:
        first.setdefault((f, d), week)
    assert len(first) > 1, "no group ever chose another district"


def test_hope_falls_only_with_what_peacekeepers_hold_up() -> None:
    world = at_war()
    campaigns.update(world)
    assert not world.factions.stalled.any()
    held = guarded(codes.TROOPS, number=8, personnel=900.0)
    assert held.factions.stalled[1:].max() > 0.1


def test_acts_of_an_operation_fall_on_a_day_or_two_of_their_week() -> None:
    scenario = war(injects=[], strategy={})
    days: dict[str, float] = {}
    for name, joined in (("apart", 0.3), ("joined", 0.9)):
        changed = scenario.varied({"dynamics.campaigns.joined": joined})
        apart = []

        def watch(world: World, apart: list[int] = apart) -> None:
            n = int(world.clock.events[0])
            week, day = world.events.week[:n], world.events.day[:n]
            cells = world.events.cell[:n]
            assert ((day // 7) == week).all()
            for cell in set(cells[week == world.week - 1].tolist()):
                mine = day[(cells == cell) & (week == world.week - 1)]
                if len(mine) == 2:
                    apart.append(int(abs(mine[1] - mine[0])))

        live(changed, weeks=200, watch=watch)
        assert len(apart) > 20
        days[name] = float(np.mean(apart))
    assert days["joined"] < 0.75 * days["apart"]


def test_a_campaign_is_at_its_height_in_its_district_and_wanders() -> None:
    seen: dict[int, set[int]] = {}

    def watch(world: World) -> None:
        for d in np.flatnonzero(world.districts.offensive != 0).tolist():
            focus = int(world.districts.focus[d])
            assert world.cells.district[focus] == d
            seen.setdefault(d, set()).add(focus)
        assert (world.districts.focus[world.districts.offensive == 0] < 0).all()
        assert ((world.factions.focus >= 0) == (world.factions.front >= 0)).all()

    live(war(injects=[], strategy={}), weeks=60, watch=watch)
    assert max(len(places) for places in seen.values()) > 2


def test_the_army_seeks_fights_at_the_height_of_a_campaign_and_next_door() -> None:
    world = at_war()
    world.districts.offensive[0] = 1
    world.districts.focus[0] = focus = int(world.districts.seat[0])
    campaigns.spread_tempo(world.rows, world.params["campaigns"])
    around = [focus, *(n for n in world.neighbours[focus].tolist() if n >= 0)]
    inside = [c for c in around if world.cells.district[c] == 0]
    assert (world.cells.tempo[inside] == 1.0).all()
    outside = np.setdiff1d(np.arange(len(world.cells)), inside)
    assert (world.cells.tempo[outside] == war().dynamics.campaigns.initiative).all()

"""Where theory gives an answer on paper, the processes give the same one."""

import math
from typing import Any

import numpy as np
import pytest

from sim.books import problems
from sim.build import build
from sim.dynamics import bands, politics, presence
from sim.dynamics.bands import BandLife
from sim.dynamics.fighting import Fighting
from sim.dynamics.fighting.clashes import ambush, engage
from sim.dynamics.membership import bury, disband
from sim.dynamics.recording import kill_civilians
from sim.rules import community
from sim.rules.community import CommunityRule
from sim.state import codes
from sim.state.params import pack
from sim.state.world import World
from tests.dynamics.country import country, live, war

# ------------------------------------------------------------------ peace


def test_without_armed_groups_strangers_abuse_and_crime_nobody_dies() -> None:
    alone = {"communities": 60, "population": 400_000, "groups": [ONE_GROUP]}
    dynamics = {"fighting": {"abuse": 0.0}, "crime": {"rate": 0.0}}
    world = live(country(people=alone, dynamics=dynamics), 1, 260)
    events = world.events.as_records(slice(int(world.clock.events[0])))
    assert set(events["cause"].tolist()) <= {codes.COUP}
    for kind in ("a", "b", "civilians", "peacekeepers"):
        assert events[f"deaths_{kind}"].sum() == 0
    assert world.communities.dead.sum() == 0
    assert world.communities.away.sum() == 0
    assert world.communities.fear.max() < 1e-3


ONE_GROUP = {"name": "Meru", "share": 1.0, "home": "centre"}


def test_each_kind_of_violence_ends_when_its_cause_is_taken_away() -> None:
    def kinds(**changes: Any) -> set[int]:
        world = live(war(injects=[], strategy={}, **changes), 1, 104)
        return set(world.events.kind[: int(world.clock.events[0])].tolist())

    state, people = {codes.ABUSE}, {codes.COMMUNAL}
    everything = kinds()
    assert state | people < everything
    assert not kinds(dynamics={"fighting": {"abuse": 0.0}}) & state
    assert not kinds(dynamics={"communal": {"escalate": 0.0, "revenge": 0.0}}) & people
    assert kinds(factions=[]) <= state | people


# ------------------------------------------------------------------ fights


@pytest.fixture(scope="module")
def front() -> World:
    return build(war(injects=[], strategy={}), 1)


def fights(
    world: World, q: Any, fighters: float, personnel: float, by_band: int, count: int
) -> np.ndarray:
    """Dead of the state and of the band, in `count` fights of the same two; shape (count, 2)."""
    world = world.copy()
    band, unit = int(world.bands.living[0]), 0
    world.bands.fighters[band] = fighters
    world.bands.morale[band] = 0.5
    world.forces.tactics[unit] = 0.5
    world.forces.personnel[unit] = personnel
    world.bands.cell[band] = world.forces.cell[unit]
    world.factions.bombs = 0.0
    start = {name: getattr(world, name).block.copy() for name in ("bands", "forces", "clock")}
    dead = np.zeros((count, 2))
    for week in range(count):
        for name, block in start.items():
            getattr(world, name).block[:] = block
        if by_band:
            ambush(world.rows, q, 1, week, band, unit)
        else:
            engage(world.rows, q, 1, week, unit, band)
        dead[week] = world.events.deaths_a[0], world.events.deaths_b[0]
    return dead


def near(sample: np.ndarray, mean: float) -> bool:
    """Whether Poisson deaths of exponential intensity have a mean, within five standard errors."""
    return bool(abs(sample.mean() - mean) < 5 * math.sqrt((mean + mean**2) / len(sample)))


@pytest.mark.parametrize("by_band", [0, 1])
def test_losses_follow_the_linear_law(front: World, by_band: int) -> None:
    """Expected dead are lethality x the engaged strength of the other side (Lanchester 1916)."""
    rate = 0.015
    q = pack(Fighting(lethality=rate, surprise=0.0, breaking=0.6))
    for fighters in (20.0, 40.0, 80.0):
        dead = fights(front, q, fighters, 60.0, by_band, 4_000)
        # Morale and tactics of 0.5 make strength equal to numbers.
        assert near(dead[:, 0], rate * fighters), (fighters, dead[:, 0].mean())
        # Attackers find the whole unit; the unit that is hit fights with those on the spot.
        engaged = min(60.0, 20.0 + 1.5 * fighters) if by_band == 0 else min(60.0, 6.0 + fighters)
        tolerance = 0.15 if by_band == 1 else 0.0  # the number on the spot varies
        low, high = rate * engaged * (1.0 - tolerance), rate * engaged * (1.0 + tolerance)
        mean = dead[:, 1].mean()
        assert near(dead[:, 1], min(max(mean, low), high)), (fighters, mean)


def test_the_initiative_pays_by_the_surprise(front: World) -> None:
    """Open ground, no information: the attacker's effect rises by 0.4 of the surprise."""
    world = front.copy()
    world.cells.terrain = 0.0
    world.cells.tips_state = 0.0
    world.forces.intelligence = 0.0
    plain = pack(Fighting(lethality=0.015, surprise=0.0, breaking=0.6))
    sudden = pack(Fighting(lethality=0.015, surprise=2.0, breaking=0.6))
    before = fights(world, plain, 40.0, 200.0, 1, 4_000)
    after = fights(world, sudden, 40.0, 200.0, 1, 4_000)
    ratio = after[:, 0].mean() / before[:, 0].mean()
    assert 1.0 < ratio <= 1.0 + 0.4 * 2.0 + 0.1
    assert after[:, 1].mean() == pytest.approx(before[:, 1].mean(), rel=0.1)


def test_who_has_lost_a_share_of_those_engaged_withdraws(front: World) -> None:
    q = pack(Fighting(lethality=0.08, surprise=2.5, breaking=0.3))
    dead = fights(front, q, 30.0, 40.0, 0, 500)
    assert dead[:, 1].max() == math.floor(0.3 * 30.0)
    assert dead[:, 0].max() == math.floor(0.3 * 40.0)


def test_two_units_that_fight_one_band_in_one_week_have_their_own_luck(front: World) -> None:
    world = front.copy()
    band = int(world.bands.living[0])
    world.bands.fighters[band] = 200.0
    world.communities.recruits[world.bands.home[band]] += 5_000.0
    q = pack(Fighting())
    deaths = np.zeros((200, 2))
    for week in range(200):
        world.clock.events = 0
        world.forces.personnel[:2] = 100.0
        world.forces.cell[:2] = world.bands.cell[band]
        for unit in (0, 1):
            engage(world.rows, q, 1, week, unit, band)
            world.bands.fighters[band] = 200.0
        deaths[week] = world.events.deaths_b[:2]
    assert abs(np.corrcoef(deaths.T)[0, 1]) < 0.3


# ------------------------------------------------------------------ recruitment


@pytest.fixture
def village(front: World) -> tuple[World, int]:
    """A world, and a community of it whose young men could join the Eastern Front."""
    world = front.copy()
    row = int(np.flatnonzero(world.communities.joins == 1)[0])
    people = world.communities
    people.population[row] = 100_000.0
    people.recruits[row] = 0.0
    return world, row


def joiners(world: World, row: int, rule: CommunityRule, weeks: int = 400) -> float:
    """Mean number who decide to join in a week, over the draws of many weeks."""
    q, joined = pack(rule), 0.0
    for week in range(weeks):
        community.one_row(world.rows, q, 1, week, row)
        joined += world.communities.joining[row]
    return joined / weeks


def test_the_willing_are_a_logistic_share_of_the_young(village: tuple[World, int]) -> None:
    """Thresholds spread as a logistic law: log odds of joining rise in line with the push."""
    world, row = village
    rule = CommunityRule(kin=0.0, join_rate=0.05, threshold=5.0)
    young = rule.young * world.communities.population[row]
    odds = []
    for grievance in (0.5, 0.6, 0.7, 0.8):
        world.communities.grievance[row] = grievance
        share = joiners(world, row, rule) / (rule.join_rate * young)
        odds.append(math.log(share / (1.0 - share)))
    slopes = np.diff(odds) / 0.1
    assert slopes == pytest.approx([rule.grievance / rule.spread] * 3, rel=0.02)


def test_a_push_at_the_threshold_draws_half_of_the_young(village: tuple[World, int]) -> None:
    world, row = village
    rule = CommunityRule(kin=0.0, join_rate=0.05)
    young = rule.young * world.communities.population[row]
    world.communities.grievance[row] = 0.5
    share = joiners(world, row, rule) / (rule.join_rate * young)
    # The push is what the logistic makes of this share; shift the threshold to it.
    push = rule.threshold + rule.spread * math.log(share / (1.0 - share))
    half = joiners(world, row, rule.model_copy(update={"threshold": push}))
    assert half == pytest.approx(0.5 * rule.join_rate * young, rel=0.05)


def test_recruits_approach_the_willing_exponentially(village: tuple[World, int]) -> None:
    """With a constant push: recruits(t) = willing x (1 - (1 - rate)^t)."""
    world, row = village
    rule = CommunityRule(kin=0.0, join_rate=0.05, threshold=5.0)
    people = world.communities
    people.grievance[row] = 0.6
    everyone = people.population[row]
    willing = joiners(world, row, rule) / rule.join_rate
    life, q = pack(BandLife()), pack(rule)
    # A band so large that it can absorb all who come.
    world.bands.new(cell=int(people.cell[row]), faction=1, home=row, fighters=1e6)
    people.joining = 0.0
    for week in range(60):
        presence.locate(world)
        community.one_row(world.rows, q, 1, week, row)
        bands.recruit(world.rows, life, 1, week)
        if week in (9, 29, 59):
            expected = willing * (1.0 - (1.0 - rule.join_rate) ** (week + 1))
            assert people.recruits[row] == pytest.approx(expected, rel=0.02, abs=4)
    assert people.population[row] + people.recruits[row] == everyone


def test_fighters_who_would_rather_be_home_leave_by_the_same_law(
    village: tuple[World, int],
) -> None:
    world, row = village
    rule = CommunityRule(kin=0.0)
    world.communities.recruits[row] = 500.0
    world.communities.grievance[row] = 0.0
    community.one_row(world.rows, pack(rule), 1, 0, row)
    assert world.communities.joining[row] == 0.0
    assert world.communities.leaving[row] == pytest.approx(rule.quit_rate, rel=0.05)


# ------------------------------------------------------------------ whose they are


@pytest.mark.parametrize("n", [1.0, 7.0, 150.0])
def test_who_leaves_a_band_is_at_home_again(front: World, n: float) -> None:
    world = front.copy()
    band = int(world.bands.living[0])
    world.bands.fighters[band] = 200.0
    people = world.communities
    before = people.population.sum(), people.recruits.sum()
    disband(world.rows, band, n)
    assert world.bands.fighters[band] == 200.0 - n
    assert people.population.sum() == before[0] + n
    assert people.recruits.sum() == before[1] - n


@pytest.mark.parametrize("n", [1.0, 7.0, 150.0])
def test_the_dead_of_a_band_are_dead_of_its_people(front: World, n: float) -> None:
    world = front.copy()
    band = int(world.bands.living[0])
    world.bands.fighters[band] = 200.0
    recruits = world.communities.recruits.sum()
    bury(world.rows, band, n)
    group = world.communities.group[world.bands.home[band]]
    dead = world.communities.dead
    assert world.bands.fighters[band] == 200.0 - n
    assert world.communities.recruits.sum() == recruits - n
    assert dead.sum() == dead[world.communities.group == group].sum() == n
    assert world.books.rebel_dead[0] == n


def test_the_dead_who_came_from_abroad_are_booked_abroad(front: World) -> None:
    world = front.copy()
    band = int(world.bands.living[0])
    known = world.communities.recruits.sum()
    world.communities.recruits = 0.0
    world.bands.fighters[band] = 50.0
    world.books.abroad[0] = 50.0
    bury(world.rows, band, 20.0)
    assert known > 0
    assert world.bands.fighters[band] == 30.0
    assert world.books.abroad[0] == 30.0
    assert world.communities.dead.sum() == 0.0


def test_nobody_is_killed_who_is_not_there(front: World) -> None:
    world = front.copy()
    world.communities.population[3] = 95.0
    assert kill_civilians(world.rows, 3, 400.0) == 9.0, "a tenth at most, in whole people"
    assert world.communities.population[3] == 86.0


# ------------------------------------------------------------------ turning points


def test_a_party_that_takes_power_sends_its_fighters_home(front: World) -> None:
    world = front.copy()
    pair = int(world.pair[0, 1])
    world.dyads.active[pair], world.dyads.stage[pair] = 1, codes.WAR
    world.factions.strength[0], world.factions.strength[1] = 1.0, 1e6
    world.cells.fighters[world.capital] = 1e6
    assert world.bands.fighters[world.bands.faction == 1].sum() == 900
    assert politics.overthrow(world) == 1
    living = world.bands.living
    assert not (world.bands.faction[living] == 1).any()
    assert world.factions.victories[1] == 1
    assert problems(world) == []


def test_a_party_that_signs_against_its_members_will_splits(front: World) -> None:
    world = front.copy()
    politics.strength(world)
    pair = int(world.pair[0, 1])
    dyads, factions = world.dyads, world.factions
    dyads.active[pair], dyads.stage[pair], dyads.since[pair] = 1, codes.CEASEFIRE, world.week
    dyads.belief_b[pair], dyads.offer[pair], factions.cohesion[1] = 0.95, 0.0, 0.0
    money, sponsor = factions.money.sum(), factions.sponsor.sum()
    politics.parties.fragment(world.rows, world.params["politics"], 1, world.week)
    splinter = int(np.flatnonzero(factions.parent == 1)[0])
    bands_of = world.bands.faction[world.bands.living]
    assert 0 < (bands_of == splinter).sum() < (bands_of == 1).sum()
    assert factions.group[splinter] == factions.group[1]
    assert factions.money.sum() == pytest.approx(money)
    assert factions.sponsor.sum() == pytest.approx(sponsor)
    assert dyads.rivals[world.pair[0, splinter]] == 1
    assert problems(world) == []

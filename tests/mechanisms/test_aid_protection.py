"""Works, cash, pay put off, neutrality, safe zones, coordination: what they do, how they fail."""

from typing import Any

import numpy as np
import pytest

from sim import tick
from sim.dynamics import convoys, displacement, economy, feelings, fighting, presence, relief
from sim.effects import Effects
from sim.mission import Operation
from sim.rules.band.movement import supporters
from sim.state import codes
from sim.state.world import World
from sim.strategy import ELEMENTS
from sim.streams import Streams
from tests.mechanisms.theatre import country, live, strategy

START = country()
ALONE = dict.fromkeys(ELEMENTS.keys() - {"aid"}, 0)
FORMS = dict.fromkeys(("in_kind", "projects", "cash", "work", "escort", "in_operations"), 0.0)
WEEKS = 80
REBELS = 1


def run(weeks: int = WEEKS, world: World | None = None, look: Any = None, **aid: Any) -> Operation:
    """Aid alone, in a country without war, with one form of aid unless more are named."""
    chosen = strategy(**ALONE, aid=FORMS | aid)
    there = START.copy() if world is None else world
    how = {} if look is None else {"look": look}
    return live(there, chosen, weeks, calm=True, **how)


def why(operation: Operation) -> dict[str, float]:
    """How much did not happen, by reason."""
    found = operation.effects.reasons()
    found = found[found.element == "aid"]
    return {str(k): float(v) for k, v in found.groupby("reason").amount.sum().items()}


def occupied(world: World, community: int, fighters: float = 60.0, control: float = -0.8) -> int:
    """Put the first band into a community's cell, to rule it; the band's row."""
    band = int(np.flatnonzero(world.bands.alive)[0])
    world.factions.status[REBELS] = codes.ACTIVE
    world.bands.cell[band] = world.communities.cell[community]
    world.bands.fighters[band] = fighters
    world.communities.control[world.communities.cell == world.bands.cell[band]] = control
    presence.locate(world)
    return band


def a_site(world: World, size: float = 60.0, asked: float = 0.8) -> int:
    """Begin works in a community that has its cell to itself, and half build them; its row."""
    cells = world.communities.cell
    one = next(i for i in range(len(cells)) if (cells == cells[i]).sum() == 1)
    world.communities.site[one] = size
    world.communities.laid[one] = 0.5 * size
    world.books.works_in += 0.5 * size
    world.communities.asked[one] = asked
    return one


# ---------------------------------------------------------------------------------------- works


def test_works_take_months_and_every_dollar_is_somewhere() -> None:
    world = START.copy()
    people, books = world.communities, world.books
    first: list[float] = []

    def look() -> None:
        held = float((people.laid + people.works).sum())
        spent = float(books.works_in[0] - books.works_wrecked[0] - books.works_worn[0])
        assert held == pytest.approx(spent, rel=1e-9)
        first.append(float(people.works.max()))

    run(100, world, look, projects=1.0)
    begun = next(week for week, works in enumerate(first) if works > 0.0)
    assert begun >= 40, "civilian staff come after half a year, works take another"
    assert float(people.works.sum()) > 10 * 60.0


def test_works_in_use_raise_health_and_income_where_people_dare_to_go_there() -> None:
    def lived(works: float, fear: float) -> tuple[float, float]:
        world = START.copy()
        world.communities.works = works
        world.communities.fear = fear
        for _ in range(40):
            economy.update(world)
        return float(world.communities.health.mean()), float(world.communities.income.mean())

    assert all(np.subtract(lived(500.0, 0.0), lived(0.0, 0.0)) > 0.005)
    gain = np.subtract(lived(500.0, 0.9), lived(0.0, 0.9))
    assert all(gain < 0.3 * np.subtract(lived(500.0, 0.0), lived(0.0, 0.0)))


def test_works_earn_trust_and_last_where_people_were_asked() -> None:
    def used(asked: float) -> tuple[float, float]:
        world = START.copy()
        people = world.communities
        people.works, people.asked, people.fear, people.control = 300.0, asked, 0.0, 0.5
        for _ in range(52):
            relief.update(world)
        trust = people.trust_mission.mean() + people.trust_state.mean()
        return float(trust), float(people.works.mean())

    unasked, heard = used(0.0), used(1.0)
    assert heard[0] > unasked[0] + 0.05
    assert heard[1] > 1.1 * unasked[1]


def test_bands_wreck_works_under_way_and_the_ledger_says_so() -> None:
    world = START.copy()
    one = a_site(world)
    band = occupied(world, one)
    world.bands.action[band], world.bands.target[band] = codes.HIT_WORKS, one
    before = int(world.clock.events[0])
    fighting.band_attacks(world, np.array([band]))
    event = world.events.as_records(slice(before, int(world.clock.events[0])))
    assert codes.WORKS_ATTACK in event["kind"] and codes.SABOTAGE in event["cause"]
    assert world.communities.laid[one] < 30.0
    assert world.books.works_wrecked[0] == pytest.approx(30.0 - world.communities.laid[one])
    chosen = strategy(**ALONE, aid=FORMS | {"projects": 1.0})
    effects = Effects(world, 10, ("mission", "aid"))
    effects.open(0)
    chosen.aid.act(world, effects, Streams(1, 0))
    lost = effects.reasons().set_index("reason").amount
    assert lost["SABOTAGED"] == pytest.approx(float(world.books.works_wrecked[0]))


def test_who_counts_on_transfers_keeps_clear_of_bands_and_tells_on_them() -> None:
    def lived(cash: float, weeks: int = 40) -> World:
        world = START.copy()
        for _ in range(weeks):
            world.communities.cash = cash
            relief.update(world)
            feelings.update(world)
        return world

    without, paid = lived(0.0), lived(0.2)
    assert not without.communities.bound.any()
    assert paid.communities.bound.min() > 0.4
    assert (paid.communities.tip_state > without.communities.tip_state).all()
    own = int(np.flatnonzero(START.communities.group == START.factions.group[REBELS])[0])
    cell = int(START.communities.cell[own])
    fed = [supporters(world.rows, cell, REBELS)[1] for world in (without, paid)]
    assert fed[1] < 0.7 * fed[0]
    assert paid.communities.trust_state.mean() > without.communities.trust_state.mean()
    # What is not paid any more binds nobody for long.
    for _ in range(60):
        paid.communities.cash = 0.0
        relief.update(paid)
    assert paid.communities.bound.max() < 0.01


def test_money_that_armed_men_skim_binds_less() -> None:
    def bound(fighters: float) -> float:
        world = START.copy()
        one = a_site(world)
        world.communities.site[one] = world.communities.laid[one] = 0.0
        occupied(world, one, fighters, -1.0)
        for _ in range(40):
            world.communities.cash = 0.2
            relief.update(world)
        return float(world.communities.bound[one])

    assert bound(2_000.0) < bound(1.0)


def sabotage(size: float = 60.0, asked: float = 0.8, guard: float = 0.0, **band: float) -> float:
    """Share of weeks in which a band beside works under way sets out to wreck them."""
    world = START.copy()
    one = a_site(world, size, asked)
    row = occupied(world, one)
    world.factions.regard[REBELS] = band.get("regard", 0.7)
    world.communities.apiece[one] = band.get("apiece", 0.0)
    wrecks = 0
    for week in range(400):
        world.week = week
        world.cells.state_force[world.bands.cell[row]] = guard
        world.cells.tips_state[world.bands.cell[row]] = 0.8
        tick.decisions(world, "bands", None)
        wrecks += int(world.bands.action[row] == codes.HIT_WORKS)
    return wrecks / 400


def test_large_unguarded_works_are_wrecked_most_and_small_secure_ones_least() -> None:
    large = sabotage(size=600.0)
    assert large > 1.5 * sabotage(size=20.0)
    assert large > 1.5 * sabotage(size=600.0, guard=400.0)
    assert large > sabotage(size=600.0, asked=0.0)
    assert sabotage(size=600.0, regard=0.0) > large


def test_many_wells_are_no_threat_and_one_attack_wrecks_one_of_them() -> None:
    assert sabotage(size=480.0, apiece=20.0) < 0.3 * sabotage(size=480.0)
    left = {}
    for apiece in (0.0, 20.0):
        world = START.copy()
        one = a_site(world, 480.0)
        world.communities.apiece[one] = apiece
        band = occupied(world, one)
        world.bands.action[band], world.bands.target[band] = codes.HIT_WORKS, one
        fighting.band_attacks(world, np.array([band]))
        left[apiece] = float(world.communities.laid[one])
    assert left[20.0] >= 240.0 - 20.0 > left[0.0]


def test_armed_men_take_their_part_of_money_paid_where_they_rule() -> None:
    def taken(fighters: float, **aid: float) -> tuple[float, dict[str, float]]:
        world = START.copy()
        everywhere = np.flatnonzero(world.bands.alive)
        crowd = np.argsort(-world.cells.population)[: len(everywhere)]

        def look() -> None:
            world.bands.cell[everywhere] = crowd
            world.bands.fighters[everywhere] = fighters
            world.communities.control = -0.5

        look()
        operation = run(WEEKS, world, look, **aid)
        return float(world.books.skimmed[0]), why(operation)

    for form in ("cash", "projects"):
        many, reasons = taken(80.0, **{form: 1.0})
        assert many > 2.0 * taken(5.0, **{form: 1.0})[0] > 0.0
        assert reasons["EXTORTED"] == pytest.approx(many, rel=0.1)


def test_clients_take_more_where_nobody_watches_and_officials_choose() -> None:
    def captured(experts: float = 0.12, authorities: float = 0.0, rents: float = 0.5) -> float:
        world = START.copy()
        world.districts.rents, world.districts.accountability = rents, 0.1
        levers = {"projects": 1.0, "experts": experts, "authorities": authorities}
        return why(run(WEEKS, world, **levers)).get("CAPTURED", 0.0)

    assert captured(0.0) > 1.5 * captured(0.25)
    assert captured(authorities=1.0) > 1.5 * captured(authorities=0.0)
    assert captured(rents=0.0) < 0.1 * captured()


# ----------------------------------------------------------------------------------------- money


def test_cash_raises_incomes_and_prices_where_no_trader_comes() -> None:
    def met(cash: float, road: float) -> tuple[float, float]:
        world = START.copy()
        world.cells.road, world.cells.terrain, world.communities.fear = road, 0.8 - 0.8 * road, 0.0
        world.clock.rain = 1.0
        for _ in range(40):
            world.communities.cash = cash
            economy.update(world)
        return float(world.communities.income.mean()), float(world.communities.food.mean())

    far, near = (np.subtract(met(0.2, road), met(0.0, road)) for road in (0.05, 0.95))
    assert far[0] == pytest.approx(near[0]) and far[0] > 0.1
    assert near[1] > 0.05
    assert near[1] > far[1] + 0.02


def test_cash_needs_no_trucks() -> None:
    operation = run(cash=1.0, convoys_per_million=2.0)
    requests = operation.effects.requests()
    assert float(requests[requests.channel == "communities.cash"].amount.sum()) > 0.0
    assert float(operation.effects.failures[:, :, 3].sum()) == 0.0


def test_men_whose_pay_is_still_to_come_stay_out_and_only_they() -> None:
    def joined(contracts: float, held_by: float) -> float:
        world = START.copy()
        people = world.communities
        people.grievance, people.trust_rebels, people.control = 0.9, 0.8, -0.5
        people.income = 0.2
        world.factions.status[REBELS] = codes.ACTIVE
        people.contracts = contracts * 0.1 * people.population
        people.held_by = held_by
        tick.decisions(world, "communities", None)
        return float(people.joining.sum())

    nobody = joined(0.0, 1.0)
    assert nobody > 0.0
    assert joined(0.5, 0.0) == nobody, "work that is paid at once gives nothing to lose"
    assert nobody > joined(0.5, 0.5) > joined(0.9, 1.0)


def test_pay_put_off_builds_up_is_paid_before_exit_and_is_believed_when_kept() -> None:
    world = START.copy()
    people, mission = world.communities, world.mission
    owed: list[float] = []
    run(145, world, lambda: owed.append(float(people.owed.sum())), work=1.0, later=0.6)
    assert max(owed) > 0.0
    assert owed[-1] == 0.0 and float(people.held_by.max()) == 0.0
    assert owed[143] < 0.05 * max(owed), "what is due is paid before the last unit leaves"
    assert float(mission.credit[0]) > 0.6


def test_a_broken_word_is_recorded_and_no_longer_believed() -> None:
    chosen = strategy(**ALONE, aid=FORMS | {"work": 1.0, "later": 0.6}, budget=12)
    world = START.copy()
    operation = live(world, chosen, 130, calm=True)
    assert why(operation)["NO_FUNDS"] > 0.0
    assert float(world.mission.credit[0]) < 0.5


# ------------------------------------------------------------------------------------- neutrality


def regard(weeks: int = 110, **aid: float) -> tuple[float, float]:
    """What an armed group makes of aid after two years of it; share that came under arms."""
    world = START.copy()
    world.factions.status[REBELS] = codes.ACTIVE
    operation = run(weeks, world, in_kind=1.0, **aid)
    assert operation.effects.spent() >= 0.0
    return float(world.factions.regard[REBELS]), float(world.mission.armed_aid[0])


def test_escorts_and_officials_cost_the_regard_of_armed_groups() -> None:
    clean, none = regard(authorities=0.0)
    armed, some = regard(authorities=0.0, escort=1.0)
    assert none == 0.0 and some > 0.3
    assert clean > 0.75 > armed + 0.1
    assert clean > regard(authorities=1.0)[0] + 0.05


def test_projects_in_the_line_of_operations_do_so_too() -> None:
    def seen(in_operations: float) -> float:
        world = START.copy()
        world.factions.status[REBELS] = codes.ACTIVE

        def look() -> None:
            world.cells.reported = np.where(world.cells.state_force > 0.0, 3.0, 0.0)

        run(120, world, look, projects=1.0, in_operations=in_operations)
        return float(world.factions.regard[REBELS])

    assert seen(0.0) > seen(1.0) + 0.1


def test_regard_is_lost_faster_than_it_is_found_again() -> None:
    world = START.copy()
    world.factions.status[REBELS] = codes.ACTIVE
    group, mission = world.factions, world.mission
    group.regard = 0.85

    def weeks(armed: float) -> float:
        mission.armed_aid = armed
        before = float(group.regard[REBELS])
        for _ in range(10):
            relief.update(world)
        return abs(float(group.regard[REBELS]) - before)

    assert weeks(1.0) > 2.0 * weeks(0.0) > 0.0


def taxed(guard: float = 0.0, regard: float = 0.7) -> tuple[float, World]:
    """Share of a load that a band takes from a convoy that drives through its cell."""
    world = START.copy()
    chosen = strategy(**ALONE, aid=FORMS | {"in_kind": 1.0})
    live(world, chosen, 60, calm=True)
    convoy = int(np.flatnonzero((world.convoys.alive == 1) & (world.convoys.load > 20.0))[0])
    bands = np.flatnonzero(world.bands.alive)
    world.factions.status[REBELS] = codes.ACTIVE
    world.factions.regard = regard
    near = int(world.communities.cell[world.convoys.destination[convoy]])
    world.bands.cell[bands] = near
    world.bands.fighters[bands] = 60.0
    world.convoys.cell[convoy] = int(world.toward_hub[int(world.convoys.hub[convoy]), near])
    world.convoys.state[convoy], world.convoys.proceed[convoy] = codes.ON_THE_ROAD, 1
    world.convoys.guard[convoy] = guard
    presence.locate(world)
    before = float(world.books.aid_taken[0])
    load = float(world.convoys.load[convoy])
    world.convoys.alive[np.arange(len(world.convoys)) != convoy] = 0
    for _ in range(3):
        convoys.drive(world)
    return float(world.books.aid_taken[0] - before) / load, world


def test_impartial_aid_is_let_through_and_escorted_aid_pays_less_by_force() -> None:
    usual, world = taxed()
    assert usual > 0.005
    assert taxed(regard=0.0)[0] > 1.3 * usual
    assert taxed(guard=30.0)[0] < 0.7 * usual
    assert world.bands.larder.max() > 0.0


def test_a_band_lives_on_taken_food_only_as_long_as_it_can_carry_it() -> None:
    world = START.copy()
    band = int(np.flatnonzero(world.bands.alive)[0])
    world.bands.fighters[band] = 40.0
    from sim.dynamics.membership import MOST_FOOD, take_goods

    take_goods(world.rows, band, codes.FOOD, 50.0)
    take_goods(world.rows, band, codes.SHELTER, 1.0)
    assert world.bands.larder[band] == pytest.approx(MOST_FOOD)
    assert world.bands.spoils[band] == pytest.approx(50.0 - 4 * 0.0035 * 40 + 2.7)
    assert world.books.aid_taken[0] == 51.0


def test_those_who_rule_a_place_turn_away_aid_that_they_hold_for_their_enemys() -> None:
    def turned_away(regard: float, control: float) -> float:
        world = START.copy()
        bands = np.flatnonzero(world.bands.alive)
        crowd = np.argsort(-world.cells.population)[: len(bands)]

        def look() -> None:
            world.bands.cell[bands], world.bands.fighters[bands] = crowd, 40.0
            world.factions.regard = regard
            world.communities.control = control

        look()
        return why(run(WEEKS, world, look, in_kind=1.0)).get("NO_CONSENT", 0.0)

    assert turned_away(0.0, -0.9) > turned_away(0.9, -0.9)
    assert turned_away(0.0, 0.5) == 0.0


def test_riders_are_taken_from_patrols_and_there_are_only_so_many() -> None:
    def held(troops: float, riders: float = 20.0) -> tuple[float, dict[str, float]]:
        world = START.copy()
        chosen = strategy(
            **ALONE,
            mission={"troops_per_1000": troops},
            aid=FORMS | {"in_kind": 1.0, "escort": 1.0, "riders": riders},
        )
        shares: list[float] = []
        look = lambda: shares.append(float(world.mission.aid_escort[0]))  # noqa: E731
        operation = live(world, chosen, WEEKS, calm=True, look=look)
        return max(shares), why(operation)

    share, reasons = held(0.8)
    assert 0.0 < share <= 0.3
    assert held(0.1, 60.0)[1]["NO_PEOPLE"] > reasons.get("NO_PEOPLE", 0.0)


# ------------------------------------------------------------------------------------------ zones


def camp(world: World) -> int:
    """Put many displaced people of other places into the largest community; its row."""
    people = world.communities
    host = int(np.argmax(people.population))
    for i in np.flatnonzero(np.arange(len(people)) != host)[:12]:
        people.refuge[i] = host
        moved = np.floor(0.3 * people.population[i])
        people.population[i] -= moved
        people.away[i] += moved
        people.hosted[host] += moved
    return host


def test_zones_are_declared_where_displaced_people_are_and_patrols_are_asked_for() -> None:
    world = START.copy()
    host = camp(world)
    cell = int(world.communities.cell[host])
    asked: list[float] = []
    look = lambda: asked.append(float(world.cells.protect[cell]))  # noqa: E731
    run(WEEKS, world, look, cash=1.0, zones_per_million=1.0, zone_least=0.0)
    assert world.cells.zone[cell] == 1 and int(world.cells.zone.sum()) == 1
    assert asked[-1] == 1.0


def test_patrols_go_where_they_are_asked_for() -> None:
    def visits(protect: float) -> int:
        world = START.copy()
        live(world, strategy(**ALONE, aid=FORMS | {"cash": 1.0}), WEEKS, calm=True)
        unit = int(np.flatnonzero(world.peacekeepers.stage == codes.DEPLOYED)[0])
        near = world.neighbours[int(world.peacekeepers.base[unit])]
        goal = int(near[near >= 0][0])
        count = 0
        for week in range(60):
            world.week = 200 + week
            world.cells.protect = 0.0
            world.cells.protect[goal] = protect
            tick.decisions(world, "peacekeepers", None)
            count += int(world.peacekeepers.target[unit] == goal)
        return count

    assert visits(1.0) > 2 * visits(0.0)


def test_an_undefended_zone_is_recorded_and_none_is_declared_without_guards() -> None:
    def declared(zone_least: float) -> tuple[int, dict[str, float]]:
        world = START.copy()
        camp(world)
        chosen = strategy(
            **ALONE,
            mission={"troops_per_1000": 0.0},
            aid=FORMS | {"cash": 1.0, "zones_per_million": 1.0, "zone_least": zone_least},
        )
        operation = live(world, chosen, WEEKS, calm=True)
        return int(world.cells.zone.sum()), why(operation)

    rash, careful = declared(0.0), declared(0.5)
    assert rash[0] == 1 and rash[1]["UNDEFENDED"] > 0.0
    assert careful[0] == 0 and careful[1]["NO_PEOPLE"] > 0.0
    assert "UNDEFENDED" not in careful[1]


def test_people_flee_to_a_zone_because_of_the_promise() -> None:
    def come(zone: int) -> float:
        world = START.copy()
        host = int(np.argmax(world.communities.population))
        world.cells.zone[world.communities.cell[host]] = zone
        world.communities.fleeing = 0.1
        world.communities.trust_mission = 0.9
        for week in range(3):
            world.week = week
            displacement.update(world)
        return float(world.communities.hosted[host])

    assert come(1) > 1.5 * come(0)


def test_an_undefended_zone_is_a_target_full_of_people() -> None:
    def massacre(zone: int, seed: int) -> tuple[float, float, int]:
        world = START.copy()
        world.seed = seed
        host = camp(world)
        band = occupied(world, host, fighters=150.0)
        world.cells.zone[world.bands.cell[band]] = zone
        chosen = 0
        for week in range(40):
            world.week = week
            tick.decisions(world, "bands", None)
            chosen += int(world.bands.action[band] == codes.HIT_CIVILIANS)
        world.bands.action[band], world.bands.target[band] = codes.HIT_CIVILIANS, host
        fighting.band_attacks(world, np.array([band]))
        trust = float(world.communities.trust_mission[host])
        assert (world.mission.in_zones[0] > 0.0) == (
            zone == 1 and world.books.civilians_dead[0] > 0
        )
        return float(world.books.civilians_dead[0]), trust, chosen

    open_, held = (
        np.mean([massacre(zone, seed) for seed in range(1, 9)], axis=0) for zone in (0, 1)
    )
    assert held[0] > 1.2 * open_[0]
    assert held[1] < open_[1]
    assert held[2] >= open_[2]


# ----------------------------------------------------------------------------------- coordination


def test_agencies_who_do_not_talk_send_twice_to_the_same_place() -> None:
    def twice(form: str, agencies: float) -> float:
        world = START.copy()
        needy = np.arange(len(world.communities)) % 2 == 0

        def look() -> None:
            world.communities.food = np.where(needy, 0.2, 0.9)
            world.communities.needs = np.where(needy, 0.2, 0.95)

        look()
        levers = {form: 1.0, "agencies": agencies, "targeting": 1.0, "spending": 18.0}
        levers |= {"convoys_per_million": 20.0, "health": 0.0, "shelter": 0.0}
        return why(run(WEEKS, world, look, **levers)).get("DUPLICATED", 0.0)

    for form in ("in_kind", "projects"):
        assert twice(form, 0.0) > 1.2 * twice(form, 1.0)


def test_officials_know_more_and_leave_out_places_that_the_other_side_rules() -> None:
    def reached(authorities: float) -> float:
        world = START.copy()
        theirs = np.arange(len(world.communities)) % 3 == 0
        got = np.zeros(len(world.communities))

        def look() -> None:
            nonlocal got
            world.communities.control = np.where(theirs, -0.9, 0.5)
            got = got + world.communities.cash

        look()
        run(WEEKS, world, look, cash=1.0, authorities=authorities)
        return float(got[theirs].sum() / got.sum())

    assert reached(1.0) < 0.5 * reached(0.0)


def test_authorities_who_have_withdrawn_consent_are_no_partner() -> None:
    world = START.copy()

    def look() -> None:
        world.mission.consent = 0.2

    operation = run(WEEKS, world, look, cash=1.0, authorities=1.0)
    assert "NO_PARTNER" in why(operation)
    assert float(world.mission.state_aid[0]) < 0.3


def test_zones_contracts_and_unfinished_works_end_with_the_mission() -> None:
    world = START.copy()
    camp(world)
    run(150, world, projects=0.5, work=0.5, zones_per_million=1.0, zone_least=0.0)
    people = world.communities
    assert not world.cells.zone.any() and not people.site.any() and not people.laid.any()
    assert not people.contracts.any() and not people.held_by.any()
    assert people.works.sum() > 0.0, "what was finished stays"

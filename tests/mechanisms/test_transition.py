"""Men keep the peace for what they would lose; missions leave when they can; what stays costs."""

from typing import Any

import numpy as np
import pytest

from sim import tick
from sim.build import build
from sim.effects import Effects
from sim.metrics.digest import digest
from sim.mission import Operation
from sim.rules import community
from sim.scenario import Scenario
from sim.state.world import World
from sim.strategy import Strategy, plan
from sim.streams import Streams
from tests.dynamics.country import country

SEEDS = (1, 2, 3, 4)
QUICK = {"start": 0, "duration": 130, "draw_down": 20, "civil_delay": 4, "civil_build_up": 13}
QUICK |= {"pledge": 2, "prepare": 4, "ship": 1, "observers_per_1000": 0.1, "troops_per_1000": 1.0}
BY_DATE = {"latest": 0}


TRAINING, ONCE, PAID = (
    {"teaching": 1.0, "at_once": 0.0, "over_time": 0.0},
    {"teaching": 0.0, "at_once": 1.0, "over_time": 0.0},
    {"teaching": 0.0, "at_once": 0.0, "over_time": 1.0},
)
RENT = {"economy": {"rent": 1.0}}
BUILDING = {"governance": {"spending": 20}, "monitoring": 1}


def contested() -> Scenario:
    """The small country at war: fighters join, desert and come home."""
    front = {"name": "Eastern Front", "group": "Asha", "aim": "territory", "fighters": 800}
    return country(factions=[front | {"money": 2_000}])


def run(
    transition: dict[str, Any] | float,
    seed: int = 1,
    weeks: int = 104,
    scenario: Scenario | None = None,
    budget: float = 2_000,
    watch: Any = None,
    **elements: Any,
) -> tuple[World, Effects]:
    """A country under a small mission with transition, and what else is named."""
    mission = QUICK | elements.pop("mission", {})
    chosen = Strategy.model_validate(
        {"mission": mission, "transition": transition, "budget": budget, **elements}
    )
    world = build(scenario or country(), seed)
    operation = Operation(chosen, world, 400)
    for _ in range(weeks):
        tick.advance(world, operation, [], None)
        if watch is not None:
            watch(world)
    return world, operation.effects


def reasons(effects: Effects) -> dict[str, float]:
    table = effects.reasons()
    mine = table[table.element == "transition"]
    return dict(mine.groupby("reason").amount.sum())


def mean(world: World, column: str) -> float:
    districts = world.districts
    return float(np.average(districts.data[column], weights=districts.population))


def tempted(levers: dict[str, Any] | float, *, paid: float = 1.0, stigma: float = 0.1) -> float:
    """Young men who would join in a week, where many former fighters are in places and war calls.

    `paid`: share of its plan that the programme can pay.
    """
    world = build(contested(), 1)
    people = world.communities
    front = people.joins == 1
    assert front.any()
    people.grievance[front], people.control[front] = 0.9, -0.5
    people.veterans[front] = 200.0
    people.stigma[front] = stigma
    world.mission.end, world.mission.consent = 500, 0.7
    chosen = Strategy.model_validate({"mission": QUICK, "transition": levers, "budget": 2_000})
    element = chosen.transition
    if element.level > 0.0:
        effects = Effects(world, 10, ("mission", "transition"))
        effects.shares["transition"] = paid
        effects.open(0)
        world.mission.tempo, world.mission.people = 1.0, float(people.founders.sum())
        world.mission.leave = 480
        element.act(world, effects, Streams(world.seed, 0))
    joining = 0.0
    for week in range(40):
        for i in np.flatnonzero(front):
            community.one_row(world.rows, world.params["community_rule"], 1, week, int(i))
        joining += float(people.joining[front].sum())
    return joining


def test_men_stay_for_payments_to_come_and_hardly_for_training_alone() -> None:
    many = {"places_per_1000": 20.0}
    nothing, taught = tempted(0), tempted(many | TRAINING)
    once, paid = tempted(many | ONCE), tempted(many | PAID)
    assert paid < 0.75 * nothing
    assert paid < once <= taught <= nothing
    assert nothing - taught < 0.25 * (nothing - paid)


def test_where_the_money_is_cut_men_have_less_to_lose_and_go_back() -> None:
    many = {"places_per_1000": 20.0} | PAID
    assert tempted(many) < tempted(many, paid=0.3) <= tempted(0)


def test_men_of_abusive_units_are_not_taken_back() -> None:
    many = {"places_per_1000": 20.0} | PAID
    assert tempted(many, stigma=0.0) < tempted(many, stigma=0.9)


def test_in_a_war_fewer_join_where_fighters_have_something_to_lose() -> None:
    def joined(levers: dict[str, Any] | float) -> float:
        total = [0.0]

        def watch(world: World) -> None:
            total[0] += float(world.communities.joining.sum())

        for seed in SEEDS:
            run(levers, seed, 110, contested(), watch=watch)
        return total[0]

    many = {"places_per_1000": 4.0} | BY_DATE
    assert joined(many | PAID) < 0.98 * joined(many | TRAINING)
    effects = run(many | PAID, 1, 110, contested())[1]
    assert {"CAPTURED", "NO_CONSENT"} <= set(reasons(effects))


def test_payments_go_on_after_exit_where_a_fund_stays_and_end_with_it() -> None:
    def inside(residual: float) -> tuple[list[float], Effects]:
        seen: list[float] = []

        def watch(world: World) -> None:
            world.communities.veterans[::5] = 50.0
            seen.append(float(world.communities.enrolled.sum()))

        levers = BY_DATE | PAID | {"residual": residual, "residual_fund": 4.0}
        world, effects = run(levers, 1, 160, watch=watch)
        assert world.mission.end[0] == 130
        assert not world.communities.stake[world.communities.enrolled <= 0.0].any()
        return seen, effects

    stays, effects = inside(20)
    gone, _ = inside(0)
    assert stays[125] == gone[125] > 50.0
    assert stays[140] > 0.5 * stays[125]
    assert gone[131] == 0.0 == stays[152]
    costs = effects.costs()["transition"]
    assert costs[131:150].sum() > 0.0
    assert costs[152:].sum() == 0.0


# ------------------------------------------------------------------------------ leaving


def exit_week(levers: dict[str, Any], budget: float = 0.0, **elements: Any) -> tuple[int, Effects]:
    world, effects = run(levers, 1, 190, budget=budget, **(elements or BUILDING))
    return int(world.mission.end[0]), effects


def test_it_stays_while_conditions_are_not_met_as_far_as_date_and_money_allow() -> None:
    hard, easy = {"institutions": 0.8}, {"calm": 10.0, "institutions": 0.1, "forces": 0.1}
    by_date, effects = exit_week(BY_DATE | hard)
    assert by_date == 130
    assert "NO_PARTNER" not in reasons(effects)
    assert exit_week({"latest": 52, **easy})[0] == 130
    stayed, effects = exit_week({"latest": 52, "reserve": 0.5, **hard})
    assert 130 < stayed <= 130 + 52
    assert reasons(effects)["NO_PARTNER"] >= 1.0
    assert 138 <= exit_week({"latest": 13, "reserve": 1.0, **hard})[0] <= 143
    poor, effects = exit_week({"latest": 52, "reserve": 0.0, **hard}, budget=100.0)
    assert poor == 130
    assert reasons(effects)["NO_FUNDS"] > 0.0


@pytest.mark.parametrize(
    "hard", [{"calm": 0.0}, {"institutions": 0.8}, {"forces": 0.8}], ids=lambda one: next(iter(one))
)
def test_each_condition_alone_keeps_it(hard: dict[str, float]) -> None:
    easy = {"calm": 1e3, "institutions": 0.0, "forces": 0.0, "latest": 13, "reserve": 1.0}
    killings = contested() if "calm" in hard else None
    world, effects = run(easy | hard, 1, 116, killings, budget=0.0, **BUILDING)
    assert 138 <= world.mission.end[0] <= 143
    assert reasons(effects)["NO_PARTNER"] == 1.0


def test_without_monitoring_nobody_knows_and_it_leaves_by_date() -> None:
    week, effects = exit_week({"latest": 52, "institutions": 0.8}, governance=1)
    assert week == 130
    assert reasons(effects)["NO_DATA"] == 1.0


def test_the_plan_pays_for_a_longer_stay_and_for_what_stays() -> None:
    def total(**levers: float) -> float:
        chosen = Strategy.model_validate({"mission": QUICK, "transition": levers, "aid": 1})
        return float(np.sum([dollars.sum() for dollars in plan(chosen, 1e6).values()]))

    base = total(latest=0, residual=0)
    longer = total(latest=52, reserve=1.0, residual=0)
    chosen = Strategy.model_validate({"mission": QUICK, "transition": {"latest": 0}, "aid": 1})
    week = sum(one.cost(1e6) for one in chosen.elements.values())
    week += 0.92 * chosen.mission.cost(1e6)
    assert longer - base == pytest.approx(52 * week, rel=0.02)
    stays = total(latest=0, residual=104)
    assert stays - base == pytest.approx(104 * chosen.transition.cost_after(1e6))
    assert total(latest=0, residual=104, residual_fund=4.0) > stays


# ------------------------------------------------------------------------------ handing over


def rich() -> Scenario:
    """The small country with revenue to spare."""
    return country(dynamics=RENT)


def test_the_state_takes_over_what_it_can_pay_for_and_keeps_it_after_exit() -> None:
    theirs = BY_DATE | {"residual": 0, "local_share": 0.8, "handover": 80}
    ours = theirs | {"local_share": 0.0}
    for seed in SEEDS:
        kept = run(theirs, seed, 210, rich(), **BUILDING)[0]
        lost = run(ours, seed, 210, rich(), **BUILDING)[0]
        assert mean(kept, "borne") > 0.05 > mean(lost, "borne")
        assert mean(kept, "courts") > mean(lost, "courts") + 0.02
    _, effects = run(theirs, 1, 120, **BUILDING)  # a state that cannot even pay its soldiers
    assert reasons(effects)["NO_FUNDS"] > 0.0


def test_upkeep_that_the_state_cannot_pay_any_more_lapses() -> None:
    def plunder(world: World) -> None:
        if world.week > 140:
            world.districts.rents = 0.95
            world.books.paid += world.factions.money[0]
            world.factions.money[0] = 0.0

    theirs = BY_DATE | {"residual": 0, "local_share": 0.8, "handover": 80}
    kept = run(theirs, 1, 200, rich(), **BUILDING)[0]
    broke = run(theirs, 1, 200, rich(), watch=plunder, **BUILDING)[0]
    assert kept.factions.upkept[0] == 1.0 > broke.factions.upkept[0]
    assert mean(broke, "borne") < 0.6 * mean(kept, "borne")
    assert mean(broke, "courts_own") < mean(kept, "courts_own") - 0.02


def test_a_fund_after_exit_keeps_up_what_was_built_and_costs() -> None:
    stays = {"local_share": 0.0, "residual": 80, "residual_fund": 4.0} | BY_DATE
    for seed in SEEDS[:2]:
        there, effects = run(stays, seed, 200, **BUILDING)
        gone = run(stays | {"residual": 0}, seed, 200, **BUILDING)[0]
        assert mean(there, "courts") > mean(gone, "courts") + 0.02
        assert effects.costs()["transition"][131:].sum() > 1e5


def test_observers_and_mentors_stay_where_the_host_wants_them() -> None:
    stays = {"residual": 60, "residual_observers": 15, "residual_mentors": 15} | BY_DATE

    def rivalry(world: World) -> None:
        world.dyads.active[world.pair[0, 1]] = 1

    _, effects = run(stays, 1, 160, contested(), watch=rivalry)
    asked = effects.requests()
    late = set(asked[(asked.week > 130) & (asked.element == "transition")].channel)
    assert {"dyads.verification", "forces.mentoring"} <= late

    def sour(world: World) -> None:
        if world.week > 130:
            world.mission.consent = 0.2

    _, effects = run(stays, 1, 160, contested(), watch=sour)
    table = effects.reasons()
    late_reasons = table[(table.element == "transition") & (table.week > 131)].reason
    assert set(late_reasons) == {"NO_CONSENT"}


# ------------------------------------------------------------------------------ what is left


def test_livings_come_to_rest_on_aid_and_a_sudden_exit_finds_them_there() -> None:
    economy = {"economy": {"reliance": 0.4}}

    def after(draw_down: float, seed: int) -> tuple[float, float, float]:
        """Dependency at exit; income in the half year after it, and without a mission."""
        seen = []
        goods = {"spending": 40, "in_kind": 0.7, "work": 0.3, "projects": 0, "cash": 0}
        levers = {"mission": {"draw_down": draw_down}, "aid": goods}

        def watch(world: World) -> None:
            people = world.communities
            columns = [people.dependency, people.income]
            seen.append([float(np.average(c, weights=people.population)) for c in columns])

        run(0, seed, 156, country(dynamics=economy), watch=watch, **levers)
        return seen[129][0], float(np.mean([row[1] for row in seen[130:]])), seen[5][0]

    for seed in SEEDS[:2]:
        sudden, slow = after(4, seed), after(90, seed)
        assert sudden[2] < 0.01
        assert sudden[0] > 0.08
        assert sudden[0] > slow[0] + 0.03
        assert sudden[1] < slow[1]


def test_a_vacuum_is_seen_where_the_mission_was_and_nobody_is_now() -> None:
    seen = []
    run(BY_DATE, 1, 180, watch=lambda world: seen.append(mean(world, "vacuum")))
    assert max(seen[:100]) < 0.02
    assert seen[133] > 0.05
    assert seen[-1] < seen[133]
    nobody = run(0, 1, 60, mission={"troops_per_1000": 0.0})[0]
    assert mean(nobody, "vacuum") == 0.0


def test_off_is_off() -> None:
    world, _ = run({"level": 0.0, "places_per_1000": 2.0, "latest": 156}, 1, 150, contested())
    assert digest(world) == digest(run(0, 1, 150, contested())[0])
    people = world.communities
    assert not people.enrolled.any() and not people.offered.any() and not people.stake.any()
    assert not world.districts.borne.any()

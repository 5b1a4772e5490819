"""Teams who listen earn trust if something follows; where only leaders are asked, they take."""

from collections.abc import Callable
from typing import Any

import numpy as np

from sim import tick
from sim.build import build
from sim.dynamics import feelings, reporting
from sim.effects import Effects
from sim.metrics.digest import digest
from sim.mission import Operation
from sim.state.world import World
from sim.strategy import Strategy
from tests.dynamics.country import country

SEEDS = (1, 2, 3, 4)
QUICK = {"start": 0, "duration": 160, "draw_down": 20, "civil_delay": 4}
QUICK |= {"civil_build_up": 13, "observers_per_1000": 0.05}


def run(
    engagement: dict[str, Any] | float,
    seed: int = 1,
    weeks: int = 110,
    watch: Callable[[World], None] = lambda world: None,
    **elements: Any,
) -> tuple[World, Effects]:
    """A country with a handful of observers, engagement, and what else is named."""
    chosen = Strategy.model_validate(
        {"mission": QUICK, "engagement": engagement, "budget": 500, **elements}
    )
    world = build(country(), seed)
    mission = Operation(chosen, world, 200)
    for _ in range(weeks):
        watch(world)
        tick.advance(world, mission, [], None)
    return world, mission.effects


def mean(world: World, column: str) -> float:
    people = world.communities
    return float(np.average(people.data[column], weights=people.population + people.hosted))


def gain(column: str, one: Any, other: Any) -> list[float]:
    """How much higher a mean over people is under `one` than under `other`, by seed."""
    return [mean(run(one, seed)[0], column) - mean(run(other, seed)[0], column) for seed in SEEDS]


def reasons(effects: Effects) -> dict[str, float]:
    table = effects.reasons()
    mine = table[table.element == "engagement"]
    return dict(mine.groupby("reason").amount.sum())


def test_inclusive_consultation_with_a_fund_builds_representation_trust_and_cohesion() -> None:
    good = {"inclusiveness": 0.8, "fund": 2.0}
    for column, least in (("representation", 0.15), ("trust_mission", 0.02), ("cohesion", 0.005)):
        assert min(gain(column, good, 0)) > least, column


def test_promises_that_nobody_pays_for_cost_more_trust_than_listening_wins() -> None:
    empty = {"fund": 0.0, "feedback": 0.0, "agree": 1.0}
    assert max(gain("trust_mission", empty, 0)) < -0.02
    modest = {"fund": 2.0, "feedback": 0.0, "agree": 0.2}
    assert min(gain("trust_mission", modest, empty)) > 0.05


def test_asking_leaders_only_is_captured_and_sets_neighbours_against_each_other() -> None:
    narrow, broad = {"inclusiveness": 0.0, "fund": 4.0}, {"inclusiveness": 1.0, "fund": 4.0}
    world, effects = run(narrow)
    assert reasons(effects)["CAPTURED"] > 100.0
    assert "CAPTURED" not in reasons(run(broad)[1])
    assert mean(world, "representation") < 0.2
    for seed in SEEDS:
        bad, good = run(narrow, seed)[0], run(broad, seed)[0]
        assert bad.ties.tension.mean() > good.ties.tension.mean() + 0.01
        assert bad.ties.civic.mean() < good.ties.civic.mean()
        assert mean(bad, "leader") > mean(good, "leader") + 0.01


def test_what_people_say_moves_aid_to_those_who_lack_more_where_all_are_heard() -> None:
    """The share of the aid in kind that the neediest third has got, listening and not."""
    aid = {"aid": {"targeting": 0.2, "spending": 8.0, "in_kind": 0.0, "projects": 0, "cash": 0}}

    def reached(feedback: float, inclusiveness: float, seed: int) -> float:
        got = np.zeros(60)

        def watch(world: World) -> None:
            people = world.communities
            neediest = np.argsort(people.needs)[:20]
            got[neediest] += (people.jobs * people.population)[neediest]
            total[0] += float((people.jobs * people.population).sum())

        total = [0.0]
        levers = {"feedback": feedback, "inclusiveness": inclusiveness, "visits": 4.0}
        run(levers, seed, watch=watch, **aid)
        return float(got.sum()) / total[0]

    heard = [reached(1.0, 1.0, seed) for seed in SEEDS]
    unheard = [reached(0.0, 1.0, seed) for seed in SEEDS]
    assert min(np.subtract(heard, unheard)) > 0.01
    assert sum(heard) > sum(reached(1.0, 0.0, seed) for seed in SEEDS)


def test_people_who_trust_the_mission_and_are_not_afraid_tell_it_what_they_know() -> None:
    def told(trust: float, fear: float, contact: float) -> float:
        world = build(country(), 1)
        people = world.communities
        people.trust_mission, people.fear, people.contact = trust, fear, contact
        world.cells.violence = 1.0
        feelings.update(world)
        for _ in range(10):
            reporting.report(world)
            world.week += 1
        return float(world.cells.reported[world.cells.communities > 0].mean())

    nobody = told(0.8, 0.0, 0.0)
    assert told(0.8, 0.0, 1.0) > 1.2 * nobody
    assert told(0.1, 0.0, 1.0) < 0.5 * (told(0.8, 0.0, 1.0) + nobody)
    assert told(0.8, 1.0, 1.0) < 0.5 * (told(0.8, 0.0, 1.0) + nobody)


def test_teams_stay_away_from_danger_and_are_sent_away_where_nobody_wants_them() -> None:
    def unsafe(world: World) -> None:
        world.cells.reported = 50.0

    def unwanted(world: World) -> None:
        world.communities.trust_mission = 0.05
        world.mission.consent = 0.25

    assert "NO_ACCESS" not in reasons(run(1.0, weeks=60)[1])
    world, effects = run(1.0, weeks=60, watch=unsafe)
    assert reasons(effects)["NO_ACCESS"] > 20.0
    assert mean(world, "contact") < 0.5 * mean(run(1.0, weeks=60)[0], "contact")
    usual = reasons(run(1.0, weeks=60)[1])["NO_CONSENT"]
    assert reasons(run(1.0, weeks=60, watch=unwanted)[1])["NO_CONSENT"] > 3.0 * usual


def test_with_the_mission_goes_the_listening_and_what_was_built_wanes() -> None:
    seen = []
    world, effects = run(
        {"inclusiveness": 0.9}, weeks=230, watch=lambda w: seen.append(mean(w, "representation"))
    )
    assert world.communities.contact.max() == 0.0
    assert (world.communities.voice == 1.0).all() and (world.districts.voice == 1.0).all()
    assert 0.25 < mean(world, "representation") < max(seen) - 0.02
    assert effects.costs()["engagement"][165:].sum() == 0.0


def test_off_is_off() -> None:
    world, _ = run({"level": 0.0, "fund": 5.0, "teams_per_million": 15.0}, weeks=60)
    assert digest(world) == digest(run(0, weeks=60)[0])
    people = world.communities
    assert (people.representation == 0.25).all() and not people.promises.any()
    assert not people.tip_mission.any() and not world.cells.tips_mission.any()

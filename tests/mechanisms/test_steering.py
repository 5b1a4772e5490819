"""What is measured, with error and late, moves effort; the purse cuts by the same weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.mission import Operation, cut
from sim.state.world import World
from sim.strategy import total_cost
from tests.mechanisms.theatre import country, live, strategy

START = country()


def true_needs(world: World) -> np.ndarray:
    people = world.communities
    size = people.population + people.hosted
    mean = np.bincount(people.district, weights=size * people.needs)
    return mean / np.bincount(people.district, weights=size)


# ------------------------------------------------------------------------------ measuring


def error(seed: int, **levers: float) -> float:
    world = START.copy()
    world.seed = seed
    truth = true_needs(world)
    live(world, strategy(monitoring=levers), 60, calm=True)
    return float(np.abs(world.districts.measured_needs - truth).mean())


def test_more_interviews_measure_better() -> None:
    """Paired seeds; the needs of people do not change in the test theatre."""
    seeds = range(1, 9)
    few = np.mean([error(seed, interviews_per_1000=0.05) for seed in seeds])
    many = np.mean([error(seed, interviews_per_1000=2.0) for seed in seeds])
    assert 0.0 < many < 0.5 * few


def test_figures_come_late_and_stay_until_the_next_round() -> None:
    world = START.copy()
    seen: list[float] = []
    chosen = strategy(monitoring={"interval": 30, "delay": 10})
    live(
        world,
        chosen,
        120,
        calm=True,
        look=lambda: seen.append(float(world.districts.measured_needs[0])),
    )
    changes = [week for week in range(1, 120) if seen[week] != seen[week - 1]]
    first = next(w for w in range(120) if chosen.mission.tempo(w, 114, 144) > 0.0)
    assert changes == list(range(first + 10, 120, 30))


def test_where_it_is_too_dangerous_the_old_figure_stands() -> None:
    world = START.copy()

    def look() -> None:
        war = world.cells.district == 2
        world.cells.reported = np.where(war, 1e4, 0.0)

    look()
    operation = live(world, strategy(), 60, calm=True, look=look)
    known = world.districts.measured_needs
    assert known[2] == 0.5
    assert np.all(known[[0, 1, 3, 4]] != 0.5)
    assert world.districts.measured_violence[2] > 1000.0
    reasons = operation.effects.reasons()
    assert "NO_ACCESS" in set(reasons[reasons.element == "monitoring"].reason)


def test_it_counts_what_is_reported_and_not_what_happens() -> None:
    world = START.copy()

    def look() -> None:
        world.cells.violence = 50.0
        world.cells.reported = 0.0

    live(world, strategy(), 60, calm=True, look=look)
    assert world.districts.measured_violence.tolist() == [0.0] * 5


# ------------------------------------------------------------------------------ steering


def steered(weeks: int = 60, worst: int = 3, **changes: object) -> World:
    """The theatre with one district whose people lack everything."""
    world = START.copy()

    def look() -> None:
        there = world.communities.district == worst
        world.communities.needs = np.where(there, 0.1, 0.8)

    look()
    only = {"goals": [{"indicator": "needs", "target": 0.6}], "shift": 0.8}
    wanted = {"objectives": only, "monitoring": {"interviews_per_1000": 2.0}, **changes}
    live(world, strategy(**wanted), weeks, calm=True, look=look)
    return world


def test_effort_follows_the_measured_gap() -> None:
    effort = steered().districts.effort
    assert int(effort.argmax()) == 3
    assert effort[3] > 1.5
    population = START.districts.population
    assert float(np.average(effort, weights=population)) == pytest.approx(1.0)


def test_effort_stays_where_it_is_without_monitoring() -> None:
    world = START.copy()
    operation = live(world, strategy(monitoring=0), 80, calm=True)
    assert world.districts.effort.tolist() == [1.0] * 5
    assert "NO_DATA" in set(operation.effects.reasons().reason)


def test_bad_measurement_sends_effort_after_noise() -> None:
    """All districts are the same; effort differs by sampling error alone, more with few asked."""

    def spread(interviews: float) -> float:
        found = []
        for seed in range(1, 7):
            world = START.copy()
            world.seed = seed
            world.communities.needs = 0.5
            only = {"goals": [{"indicator": "needs", "target": 0.6}], "shift": 0.8}
            monitoring = {"interviews_per_1000": interviews}
            live(world, strategy(objectives=only, monitoring=monitoring), 60, calm=True)
            found.append(float(np.std(world.districts.effort)))
        return float(np.mean(found))

    assert spread(0.05) > 2.0 * spread(2.0) > 0.0


def test_effort_reaches_other_elements_through_their_work() -> None:
    near, far = (steered(130, worst=d).districts.courts - START.districts.courts for d in (3, 0))
    assert near[3] > far[3]
    assert near[0] < far[0]


def test_many_goals_thin_all_effort() -> None:
    def built(goals: int) -> tuple[float, float]:
        world = START.copy()
        many = [{"indicator": "trust", "target": 0.01}] * goals
        live(world, strategy(objectives={"goals": many, "overhead": 0.05}), 110, calm=True)
        return float(world.mission.focus[0]), float(world.districts.courts.mean())

    few, many = built(1), built(8)
    assert many[0] < few[0] <= 0.95
    assert many[1] < few[1]


def test_money_moves_to_elements_that_serve_the_largest_gap() -> None:
    world = START.copy()
    world.communities.needs = 0.2
    operation = live(world, strategy(objectives={"shift": 0.8}), 70, calm=True)
    shares = operation.effects.shares
    assert shares["aid"] > 1.0 > shares["mediation"]
    asks = {n: e.cost(1.0) for n, e in operation.strategy.elements.items()}
    assert sum(shares[n] * asks[n] for n in asks) == pytest.approx(sum(asks.values()))


def test_consultation_softens_friction_with_the_host() -> None:
    def consent(consultation: float) -> float:
        world = START.copy()
        chosen = strategy(
            objectives={"consultation": consultation}, governance={"spending": 30, "inclusion": 0.8}
        )
        live(world, chosen, 110, calm=True)
        return float(world.mission.consent[0])

    assert consent(1.0) > consent(0.0)


def test_progress_is_told_goal_by_goal() -> None:
    world = START.copy()
    goals = [
        {"indicator": "needs", "target": 0.01},
        {"indicator": "trust", "target": 0.99, "by": 100},
    ]
    operation = live(world, strategy(objectives={"goals": goals}), 60, calm=True)
    easy, hard = operation.strategy.objectives.progress(world)
    assert (easy["indicator"], easy["districts_met"]) == ("needs", 1.0)
    assert (hard["indicator"], hard["districts_met"]) == ("trust", 0.0)
    assert hard["by"] == 4 + 100 and easy["by"] == int(world.mission.end[0])
    assert 0.0 < hard["measured"] < 0.99


# ------------------------------------------------------------------------------ the purse


def budget(share: float) -> float:
    """A share of what the whole portfolio is planned to cost, in dollars an inhabitant."""
    return share * total_cost(strategy(), 1.0)


def test_a_budget_as_planned_is_not_overdrawn_and_nearly_used() -> None:
    world = START.copy()
    operation = live(world, strategy(budget=budget(1.0)), 160, calm=True)
    spent = float(operation.effects.costs().to_numpy().sum())
    assert spent == pytest.approx(float(world.mission.spent[0]))
    assert 0.75 < spent / float(world.mission.budget[0]) <= 1.0


def test_without_a_budget_the_plan_is_the_budget() -> None:
    world = START.copy()
    Operation(strategy(), world, 10)
    people = float(world.communities.founders.sum())
    assert float(world.mission.budget[0]) == pytest.approx(total_cost(strategy(), people))


def test_half_the_money_is_cut_all_through_and_said() -> None:
    world, rich = START.copy(), START.copy()
    operation = live(world, strategy(budget=budget(0.5)), 160, calm=True)
    live(rich, strategy(budget=budget(1.0)), 160, calm=True)
    mission = world.mission
    assert float(mission.spent[0]) <= 1.05 * float(mission.budget[0])
    assert float(mission.spent[0]) > 0.75 * float(mission.budget[0])
    reasons = operation.effects.reasons()
    short = reasons[reasons.reason == "NO_FUNDS"]
    assert set(short.element) == set(operation.effects.elements)
    assert short.week.max() > 100
    assert float(world.districts.courts.mean()) < float(rich.districts.courts.mean())
    assert float(world.books.aid_out[0]) < float(rich.books.aid_out[0])


def test_the_cut_spares_what_serves_the_goals() -> None:
    shares = cut({"a": 100.0, "b": 100.0, "c": 0.0}, {"a": 2.0, "b": 1.0, "c": 1.0}, 0.6)
    assert shares["a"] == pytest.approx(0.8)
    assert shares["b"] == pytest.approx(0.4)
    assert shares["c"] == 1.0
    assert cut({"a": 100.0, "b": 100.0}, {"a": 9.0, "b": 1.0}, 0.6) == {
        "a": 1.0,
        "b": pytest.approx(0.2),
    }


asks = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.floats(0, 1e6), st.floats(0.1, 3)), min_size=1
)


@given(asks, st.floats(0, 1))
def test_a_cut_pays_out_what_there_is_and_never_more_than_asked(
    asked: dict[str, tuple[float, float]], part: float
) -> None:
    wanted = {name: ask for name, (ask, _) in asked.items()}
    shares = cut(wanted, {name: weight for name, (_, weight) in asked.items()}, part)
    assert set(shares) == set(wanted)
    assert all(0.0 <= share <= 1.0 + 1e-12 for share in shares.values())
    paid = sum(shares[name] * wanted[name] for name in wanted)
    assert paid == pytest.approx(part * sum(wanted.values()), rel=1e-9, abs=1e-9)

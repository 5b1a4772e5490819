"""Courses take units off duty and teach what is in the curriculum, as far as it is wanted."""

import numpy as np
import pytest

from sim.dynamics import economy
from sim.dynamics.economy.state import keep_forces
from sim.effects import Reason
from sim.state.world import World
from sim.strategy import ELEMENTS
from tests.mechanisms.theatre import country, live, strategy

START = country()
SKILLS = ("intelligence", "tactics", "crisis", "conduct")


def taught(weeks: int = 110, **levers: float) -> World:
    """The theatre after training alone; its forces are paid and its officials answer for little."""
    world = START.copy()
    world.forces.pay = 0.9
    alone = dict.fromkeys(ELEMENTS.keys() - {"training"}, 0)
    live(world, strategy(**alone, training={"level": 1, **levers}), weeks, calm=True)
    return world


def gain(world: World, skill: str) -> float:
    return float((getattr(world.forces, skill) - getattr(START.forces, skill)).mean())


@pytest.mark.parametrize("skill", SKILLS)
def test_what_is_taught_is_learnt_and_nothing_else(skill: str) -> None:
    curriculum = {name: float(name == skill) for name in SKILLS}
    world = taught(mentors=0.0, **curriculum)
    for name in SKILLS:
        assert (gain(world, name) > 0.005) == (name == skill)


def test_more_places_teach_more_units_with_diminishing_returns() -> None:
    few, some, many = (taught(places_per_1000=n, mentors=0, absent=0.4) for n in (0.4, 0.8, 1.6))
    assert 0.0 < gain(few, "tactics") < gain(some, "tactics") < gain(many, "tactics")
    once = taught(places_per_1000=0.4)
    attended = once.forces.last_course >= 0
    assert 0 < attended.sum() < len(attended)
    learnt = (once.forces.tactics - START.forces.tactics)[attended]
    low = START.forces.tactics[attended] < np.median(START.forces.tactics[attended])
    assert learnt[low].mean() > learnt[~low].mean()


def test_units_on_courses_are_away_and_come_back() -> None:
    away: list[int] = []
    world = START.copy()
    chosen = strategy(training={"absent": 0.15})
    live(
        world,
        chosen,
        165,
        calm=True,
        look=lambda: away.append(int((world.forces.course > 0).sum())),
    )
    assert 0 < max(away) <= 0.15 * len(world.forces) + 1
    assert away[-1] == 0


def test_conduct_is_learnt_where_officials_answer_for_it_and_men_are_paid() -> None:
    def conduct(accountability: float, pay: float) -> float:
        world = START.copy()
        world.districts.accountability = accountability
        world.forces.pay = pay
        live(world, strategy(governance=0, training={"conduct": 0.8}), 110, calm=True)
        return gain(world, "conduct")

    assert conduct(0.8, 0.9) > 1.5 * conduct(0.1, 0.9)
    assert conduct(0.5, 0.9) > conduct(0.5, 0.2)


def test_mentors_and_fit_add_to_courses() -> None:
    assert gain(taught(mentors=8.0), "conduct") > gain(taught(mentors=0.0), "conduct")
    assert gain(taught(fit=0.9), "tactics") > gain(taught(fit=0.3), "tactics")


def test_mentors_teach_what_they_were_sent_for() -> None:
    fighters = {"tactics": 1.0, "intelligence": 0.0, "crisis": 0.0, "conduct": 0.0}
    without, guided = (taught(mentors=n, **fighters) for n in (0.0, 8.0))
    assert gain(guided, "tactics") > gain(without, "tactics")
    for skill in ("crisis", "conduct"):
        assert gain(guided, skill) == pytest.approx(gain(without, skill))
        assert gain(taught(mentors=8.0), skill) > gain(taught(mentors=0.0), skill)


def test_units_that_are_equipped_lack_less_and_that_is_paid_for() -> None:
    def found(equipment: float) -> tuple[float, float]:
        world = START.copy()
        world.forces.pay = 0.2
        world.forces.supply = 0.0
        alone = dict.fromkeys(ELEMENTS.keys() - {"training"}, 0)
        chosen = strategy(**alone, training={"level": 1, "equipment": equipment})
        operation = live(world, chosen, 110, calm=True)
        for _ in range(10):
            keep_forces(world.rows, world.params["economy"])
        sent = world.forces.last_course >= 0
        return float(world.forces.supply[sent].mean()), float(operation.effects.dollars.sum())

    bare, equipped = found(0.0), found(1.0)
    assert equipped[0] > bare[0] + 1.0
    assert equipped[1] > bare[1]


def test_evaluation_sends_the_weakest_first() -> None:
    def chosen(evaluation: float) -> float:
        world = taught(60, evaluation=evaluation, places_per_1000=0.4)
        went = world.forces.last_course >= 0
        ability = sum(getattr(START.forces, skill) for skill in SKILLS)
        return float(ability[went].mean())

    assert chosen(1.0) < chosen(0.0)


def test_nobody_is_released_by_a_host_that_does_not_want_it_or_from_the_front() -> None:
    def went(consent: float, deaths: float) -> tuple[int, set[str]]:
        world = START.copy()

        def look() -> None:
            world.mission.consent = consent
            world.districts.violence = deaths * world.districts.population / 100_000.0

        chosen = strategy(mission={"consent_floor": 0.05})
        operation = live(world, chosen, 70, calm=True, look=look)
        reasons = operation.effects.reasons()
        found = set(reasons[reasons.element == "training"].reason)
        return int((world.forces.last_course >= 0).sum()), found

    assert went(0.7, 0.0)[0] > 0
    assert went(0.2, 0.0) == (0, {"NO_CONSENT"})
    assert went(0.7, 50.0) == (0, {"NO_ACCESS"})


def test_what_is_spent_is_places_and_mentors() -> None:
    world = START.copy()
    levers = {"mentors": 0, "mentoring": 0, "exercises": 0, "pay_reform": 0}
    operation = live(world, strategy(training=levers), 80, calm=True)
    spent = float(operation.effects.costs()["training"].sum())
    places = spent / strategy().training.place
    assert places == pytest.approx(round(places))
    assert places >= float(world.forces.personnel[world.forces.last_course >= 0].sum()) * 0.9


def left(world: World, skill: str = "tactics") -> float:
    """What units that were taught still know."""
    return float(getattr(world.forces, skill)[world.forces.last_course >= 0].mean())


def worn(exercises: float, violence: float = 0.0) -> tuple[World, float]:
    """Two years in which skills fade, with exercises, at a level of violence; and failures."""
    world = START.copy()
    world.forces.pay = 0.9
    world.forces.last_course = 0
    alone = dict.fromkeys(ELEMENTS.keys() - {"training"}, 0)
    levers = {"level": 1, "places_per_1000": 0.1, "mentors": 0, "exercises": exercises}

    def look() -> None:
        world.districts.violence = violence * world.districts.population / 100_000.0
        economy.keep_forces(world.rows, world.params["economy"])

    run = live(world, strategy(**alone, training=levers), 110, calm=True, look=look)
    row = run.effects.elements.index("training")
    return world, float(run.effects.failures[:, row, Reason.NO_ACCESS].sum())


def test_exercises_keep_skills_up_and_stop_at_the_front() -> None:
    idle, calm = worn(0.0), worn(4.0)
    tired, front = worn(0.0, violence=60.0), worn(4.0, violence=60.0)
    assert left(calm[0]) > left(idle[0]) + 0.005
    assert left(front[0]) == left(tired[0])
    assert front[1] > 0.0 == calm[1]


def test_men_who_are_paid_directly_get_what_commanders_would_keep() -> None:
    def paid(reform: float) -> float:
        world = START.copy()
        world.districts.rents, world.districts.accountability = 0.6, 0.1
        world.factions.pay[0] = 0.9
        world.forces.last_course = 0
        alone = dict.fromkeys(ELEMENTS.keys() - {"training"}, 0)

        def look() -> None:
            economy.keep_forces(world.rows, world.params["economy"])

        chosen = strategy(**alone, training={"pay_reform": reform})
        live(world, chosen, 110, calm=True, look=look)
        return float(world.forces.pay.mean())

    assert paid(0.0) == pytest.approx(0.9 * (1.0 - 0.3 * 0.6 * 0.9), abs=0.02)
    assert paid(1.0) > paid(0.0) + 0.08

"""Courses take units off duty and teach what is in the curriculum, as far as it is wanted."""

import numpy as np
import pytest

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
        160,
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
    operation = live(world, strategy(training={"mentors": 0, "mentoring": 0}), 80, calm=True)
    spent = float(operation.effects.costs()["training"].sum())
    places = spent / strategy().training.place
    assert places == pytest.approx(round(places))
    assert places >= float(world.forces.personnel[world.forces.last_course >= 0].sum()) * 0.9

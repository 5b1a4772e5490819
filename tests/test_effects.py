"""Requests combine by rule, in the order of the registry, and every one is in the ledger."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.effects import CHANNELS, EVERY, Effects, Reason
from sim.state.world import World

NAMES = ("first", "second", "third")


def small() -> tuple[World, Effects]:
    world = World({"communities": 5, "districts": 3, "dyads": 2}, 3, 3, 25.0)
    effects = Effects(world, 4, NAMES)
    effects.open(0)
    return world, effects


def test_flows_add_and_ratios_multiply() -> None:
    world, effects = small()
    effects.add("first", "communities.jobs", EVERY, 0.1)
    effects.add("second", "communities.jobs", np.array([1, 1, 3]), np.array([0.1, 0.2, 0.5]))
    effects.add("third", "communities.jobs", 4, 1.0)
    effects.multiply("first", "mission.tact", 0, 0.5)
    effects.multiply("second", "mission.tact", 0, 0.6)
    effects.close()
    assert world.communities.jobs.tolist() == pytest.approx([0.1, 0.4, 0.1, 0.6, 1.1])
    assert float(world.mission.tact[0]) == pytest.approx(0.3)


def test_nothing_is_applied_before_the_week_closes() -> None:
    world, effects = small()
    effects.add("first", "communities.jobs", 0, 1.0)
    effects.write("first", "districts.effort", EVERY, np.array([1.0, 2.0, 3.0]))
    assert world.communities.jobs[0] == 0.0
    assert world.districts.effort.tolist() == [1.0, 1.0, 1.0]
    effects.close()
    assert world.communities.jobs[0] == 1.0
    assert world.districts.effort.tolist() == [1.0, 2.0, 3.0]


def test_a_new_week_begins_neutral_and_state_stays() -> None:
    world, effects = small()
    effects.add("first", "communities.jobs", np.array([2]), np.array([1.0]))
    effects.multiply("first", "mission.tact", 0, 0.5)
    effects.write("first", "districts.effort", 0, 2.0)
    effects.close()
    effects.open(1)
    assert world.communities.jobs.tolist() == [0.0] * 5
    assert float(world.mission.tact[0]) == 1.0
    assert world.districts.effort[0] == 2.0
    effects.close()


def test_survives_tables_that_grow_between_weeks() -> None:
    world, effects = small()
    effects.add("first", "dyads.mediation", EVERY, 0.5)
    effects.close()
    world.dyads.extend(4)
    world.refresh()
    effects.open(1)
    assert world.dyads.mediation.tolist() == [0.0] * 4


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda e: e.add("first", "communities.job", 0, 1.0), "no flow channel"),
        (lambda e: e.add("first", "communities.grievance", 0, 1.0), "no flow channel"),
        (lambda e: e.add("first", "mission.tact", 0, 1.0), "no flow channel"),
        (lambda e: e.multiply("first", "communities.jobs", 0, 1.0), "no ratio channel"),
        (lambda e: e.add("fourth", "communities.jobs", 0, 1.0), "none of first, second, third"),
        (lambda e: e.spend("fourth", 1.0), "none of first"),
        (lambda e: e.fail("fourth", Reason.NO_FUNDS), "none of first"),
        (lambda e: e.add("first", "communities.jobs", 0, float("nan")), "not finite"),
        (lambda e: e.add("first", "communities.jobs", EVERY, np.full(5, np.inf)), "not finite"),
        (lambda e: e.multiply("first", "mission.tact", 0, float("inf")), "not finite"),
        (lambda e: e.write("first", "communities.jobs", 0, 1.0), "no column"),
        (lambda e: e.write("first", "communities.hope", 0, 1.0), "no column"),
        (lambda e: e.write("first", "hopes", 0, 1.0), "no column"),
    ],
)
def test_what_cannot_be_asked_is_refused(call: Any, words: str) -> None:
    world, effects = small()
    before = {name: table.data.copy() for name, table in world.tables().items()}
    with pytest.raises(ValueError, match=words):
        call(effects)
    effects.close()
    for name, table in world.tables().items():
        assert np.array_equal(before[name], table.data)


def test_the_ledger_says_who_asked_for_what() -> None:
    _, effects = small()
    effects.add("first", "communities.jobs", EVERY, 0.1)
    effects.add("first", "communities.jobs", np.array([0, 1]), np.array([1.0, 2.0]))
    effects.add("second", "communities.jobs", np.array([0, 1]), 0.5)
    effects.multiply("third", "mission.tact", 0, 0.7)
    effects.spend("second", 100.0)
    effects.spend("second", 50.0)
    effects.fail("third", Reason.NO_ACCESS, 3.0)
    effects.close()
    effects.open(2)
    effects.fail("third", Reason.NO_ACCESS)
    effects.close()
    asked = effects.requests().set_index(["week", "element", "channel"]).amount
    assert asked[0, "first", "communities.jobs"] == pytest.approx(3.5)
    assert asked[0, "second", "communities.jobs"] == pytest.approx(1.0)
    assert asked[0, "third", "mission.tact"] == pytest.approx(-0.3)
    costs = effects.costs()
    assert list(costs.columns) == list(NAMES)
    assert costs.index.name == "week" and costs["second"].tolist() == [150.0, 0.0, 0.0, 0.0]
    reasons = effects.reasons()
    assert reasons.to_dict("list") == {
        "week": [0, 2],
        "element": ["third", "third"],
        "reason": ["NO_ACCESS", "NO_ACCESS"],
        "amount": [3.0, 1.0],
    }


def test_a_run_may_go_on_beyond_the_weeks_that_were_planned() -> None:
    _, effects = small()
    for week in (4, 60, 200):
        effects.open(week)
        effects.spend("first", 1.0)
        effects.add("first", "communities.jobs", 0, 1.0)
        effects.fail("first", Reason.NO_LIFT)
        effects.close()
    assert effects.costs()["first"].sum() == 3.0
    assert effects.requests().week.tolist() == effects.reasons().week.tolist() == [4, 60, 200]


request = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["communities.jobs", "communities.food_aid", "mission.tact"]),
    st.integers(0, 4),
    st.floats(1e-3, 1e3),
)


@given(st.lists(request, max_size=20), st.permutations(NAMES))
def test_the_order_of_elements_never_matters_to_the_last_bit(
    requests: list[tuple[str, str, int, float]], order: list[str]
) -> None:
    def apply(names: tuple[str, ...] | list[str]) -> bytes:
        world, effects = small()
        for name in names:
            for who, channel, row, amount in requests:
                if who != name:
                    continue
                if CHANNELS[channel] == "ratio":
                    effects.multiply(who, channel, 0, amount)
                else:
                    effects.add(who, channel, row, amount)
        effects.close()
        return world.communities.block.tobytes() + world.mission.block.tobytes()

    assert apply(NAMES) == apply(order)

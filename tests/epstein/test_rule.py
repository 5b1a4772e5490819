"""The rule: what is kept is what a count would find, and chances are what they should be."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from sim.epstein import Citizen, CitizenState, CivilViolence, Cop
from sim.epstein.board import ways
from sim.epstein.counts import COPS, REBELS, in_view
from sim.epstein.rule import ACTIVE, ARRESTED, COP, QUIET, dares, shuffle
from sim.epstein.town import Town, chance

LIVELY = {"legitimacy": 0.5, "max_jail_term": 6, "cop_density": 0.05}


def after(steps: int, **parameters: Any) -> CivilViolence:
    model = CivilViolence(**parameters)
    for _ in range(steps):
        model.step()
    return model


def within(town: Town, vision: int, row: int, state: int) -> list[int]:
    """Rows of people in a state whom a count finds within vision of somebody on the torus."""
    people, s = town.people, town.settings
    x = np.abs(people.x.astype(int) - people.x[row])
    y = np.abs(people.y.astype(int) - people.y[row])
    far = np.minimum(x, s.width - x) + np.minimum(y, s.height - y)
    return [int(k) for k in np.flatnonzero((far <= vision) & (people.state == state)) if k != row]


@pytest.mark.parametrize(
    ("width", "height", "vision"),
    [(20, 14, 3), (40, 40, 7), (15, 15, 7), (14, 15, 7), (9, 5, 7), (3, 4, 2), (30, 25, 10)],
)
def test_counts_are_those_that_a_count_finds(width: int, height: int, vision: int) -> None:
    town = after(6, width=width, height=height, citizen_vision=vision, **LIVELY).town
    for row in range(len(town.people)):
        found = [len(within(town, vision, row, state)) for state in (COP, ACTIVE)]
        assert list(town.in_view(row)) == found
    kept, table = town.rows, town.people.as_records()
    before = [in_view(kept, layer, 1, 2) for layer in (COPS, REBELS)]
    town.lay_out()
    assert [in_view(kept, layer, 1, 2) for layer in (COPS, REBELS)] == before
    assert np.array_equal(table, town.people.as_records())


def test_the_lively_town_has_cops_rebels_and_prisoners() -> None:
    """Or else the test above could not fail."""
    tally = after(6, width=20, height=14, citizen_vision=3, **LIVELY).town.tally
    assert all(tally[state] > 5 for state in (ACTIVE, QUIET, ARRESTED, COP))


def test_who_is_where_is_kept() -> None:
    town = after(12, width=11, height=9, citizen_vision=4, cop_vision=6, **LIVELY).town
    taken = {(int(x), int(y)) for x, y in zip(town.people.x, town.people.y, strict=True)}
    assert len(taken) == len(town.people)  # one agent to a cell
    for x in range(11):
        for y in range(9):
            assert town.is_taken(x, y) == ((x, y) in taken)


@given(nerve=st.integers(0, 114), cops=st.integers(0, 112), rebels=st.integers(1, 113))
def test_nerve_is_compared_with_the_rounded_ratio(nerve: int, cops: int, rebels: int) -> None:
    assert dares(nerve, cops, rebels) == (round(cops / rebels) < nerve)


def test_nerve_says_what_the_equation_says() -> None:
    town = Town(CivilViolence(legitimacy=0.45, rng=3).town.settings, 3)
    s = town.settings
    for row in range(0, town.citizens, 7):
        hardship, aversion = town.tempers.hardship[row], town.tempers.risk_aversion[row]
        for ratio in (0, 1, 2, 3, 5, 20, 112):
            expected = 1 - math.exp(-s.arrest_prob_constant * ratio)
            rebels = hardship * (1 - s.legitimacy) - aversion * expected > s.active_threshold
            assert rebels == (ratio < town.people.nerve[row])
    assert 0 < np.mean(town.people.nerve == 0) < 1
    assert 0 < np.mean(town.people.nerve == 113) < 1
    assert len(set(town.people.nerve.tolist())) > 3
    assert chance(2.3, 1) == pytest.approx(0.9, abs=0.001)


# ------------------------------------------------------------------------------ chances


def crowded(density: float) -> CivilViolence:
    """A town of quiet citizens, nobody of whom will rebel."""
    model = CivilViolence(width=12, height=11, citizen_density=density, cop_density=0.0, rng=5)
    model.active_threshold = 1.0
    return model


def goals(model: CivilViolence, citizen: Citizen, times: int) -> dict[tuple[int, int], int]:
    """How often each cell is gone to from where a citizen is, in so many steps of her own."""
    home, found = citizen.cell, {}
    for _ in range(times):
        model.town.turn.step += 1
        citizen.step()
        goal = citizen.cell.coordinate
        found[goal] = found.get(goal, 0) + 1
        citizen.cell = home
    return found


@pytest.mark.parametrize("density", [0.3, 0.8, 0.97])
def test_any_empty_cell_in_view_is_as_likely_as_another(density: float) -> None:
    model = crowded(density)
    citizen = list(model.agents_by_type[Citizen])[3]
    empty = {c.coordinate for c in citizen.cell.get_neighborhood(7) if c.is_empty}
    assert len(empty) > 1
    found = goals(model, citizen, 80 * len(empty))
    assert set(found) == empty
    assert chisquare(list(found.values())).pvalue > 0.01


def test_the_last_empty_cell_is_found_and_without_one_she_stays() -> None:
    model = crowded(1.0)
    citizen = list(model.agents_by_type[Citizen])[40]
    home = citizen.cell
    assert goals(model, citizen, 20) == {home.coordinate: 20}


def test_a_single_empty_cell_is_found() -> None:
    """In a town where random tries find nothing, and so the cells are gone through."""
    model = crowded(0.99)
    empty = [c for c in model.grid if c.is_empty]
    assert 0 < len(empty) < 4
    citizen = next(a for c in empty[0].neighborhood for a in c.agents)
    assert set(goals(model, citizen, 30)) <= {c.coordinate for c in empty}


def test_every_order_is_as_likely_as_another() -> None:
    town = CivilViolence(width=3, height=3, citizen_density=0.5, cop_density=0.3, rng=2).town
    n = len(town.people)
    places = np.zeros((n, n), int)
    for step in range(3000):
        town.turn.step = step
        shuffle(town.rows)
        order = town.order
        assert sorted(order) == list(range(n))
        places[order, np.arange(n)] += 1
    assert chisquare(places.ravel()).pvalue > 0.01


# ------------------------------------------------------------------------------ arrests and jail


@pytest.mark.parametrize("cop_vision", [2, 4])
def test_a_cop_jails_one_of_the_rebels_in_view(cop_vision: int) -> None:
    model = after(2, width=20, height=20, cop_vision=cop_vision, citizen_vision=4, **LIVELY)
    town = model.town
    outcomes = set()
    for _ in range(3):
        for cop in model.agents_by_type[Cop]:
            seen, home = within(town, cop_vision, cop.row, ACTIVE), cop.cell
            before = town.people.state.copy()
            cop.step()
            changed = np.flatnonzero(before != town.people.state)
            assert len(changed) == min(1, len(seen))
            assert set(changed) <= set(seen)
            assert all(town.people.state[changed] == ARRESTED)
            assert cop.cell in home.get_neighborhood(cop_vision)
            outcomes.add(len(changed))
        model.step()
    assert outcomes == ({0, 1} if cop_vision == 2 else {1})


def test_nobody_is_arrested_where_there_is_no_cop() -> None:
    model = after(20, width=20, height=20, legitimacy=0.3, cop_density=0.0)
    assert (model.arrested, len(model.agents_by_type[Cop])) == (0, 0)
    assert model.active > 50


def test_any_rebel_in_view_and_any_term_is_as_likely_as_another() -> None:
    model = CivilViolence(width=15, height=15, movement=False, max_jail_term=3, rng=8)
    cop = list(model.agents_by_type[Cop])[2]
    near = [a for c in cop.cell.get_neighborhood(7) for a in c.agents if isinstance(a, Citizen)]
    rebels = near[::12]
    assert len(rebels) > 4
    for citizen in rebels:
        citizen.state = CitizenState.ACTIVE
    who, terms = dict.fromkeys(rebels, 0), dict.fromkeys(range(4), 0)
    for _ in range(1200):
        model.town.turn.step += 1
        cop.step()
        (caught,) = [c for c in rebels if c.state is CitizenState.ARRESTED]
        who[caught] += 1
        terms[caught.jail_sentence] += 1
        caught.state, caught.jail_sentence = CitizenState.ACTIVE, 0
    assert chisquare(list(who.values())).pvalue > 0.01
    assert chisquare(list(terms.values())).pvalue > 0.01


def test_a_term_is_served_in_its_place_and_then_she_decides_again() -> None:
    model = CivilViolence(width=12, height=12, cop_density=0.0, legitimacy=0.0, rng=4)
    citizen = max(model.agents_by_type[Citizen], key=lambda c: c.hardship)
    citizen.state, citizen.jail_sentence = CitizenState.ARRESTED, 3
    home = citizen.cell
    for left in (2, 1, 0):
        model.step()
        assert (citizen.jail_sentence, citizen.cell) == (left, home)
        assert citizen.state is CitizenState.ARRESTED
    model.step()
    assert citizen.state is CitizenState.ACTIVE
    assert citizen.cell is not home


def test_a_term_of_no_steps_is_over_at_once() -> None:
    model = CivilViolence(width=12, height=12, cop_density=0.0, legitimacy=0.0, rng=4)
    citizen = max(model.agents_by_type[Citizen], key=lambda c: c.hardship)
    citizen.state, citizen.jail_sentence = CitizenState.ARRESTED, 0
    assert model.arrested == 1
    citizen.step()
    assert citizen.state is CitizenState.ACTIVE


def test_nobody_moves_where_there_is_no_movement() -> None:
    model = CivilViolence(width=20, height=20, movement=False, **LIVELY)
    before = model.town.people.as_records()[["x", "y"]]
    for _ in range(5):
        model.step()
    assert np.array_equal(before, model.town.people.as_records()[["x", "y"]])
    assert model.arrested > 0


def test_ways_lead_to_each_cell_once() -> None:
    assert len(ways(7, 40, 40)) == 112
    assert len(ways(7, 3, 3)) == 8
    found = {(x % 6, y % 5) for x, y in ways(4, 6, 5).tolist()}
    assert len(found) == len(ways(4, 6, 5)) and (0, 0) not in found


def test_a_citizen_decides_by_the_equation() -> None:
    """Her decision is worked out here as in the paper, from a count of who is around her."""
    model = after(4, width=24, height=20, citizen_vision=4, **LIVELY)
    decided = []
    for citizen in model.agents_by_type[Citizen]:
        if citizen.jail_sentence:
            continue
        cops = len(within(model.town, 4, citizen.row, COP))
        rebels = 1 + len(within(model.town, 4, citizen.row, ACTIVE))
        risk = citizen.risk_aversion * (1 - math.exp(-2.3 * round(cops / rebels)))
        rebel = citizen.hardship * (1 - 0.5) - risk > 0.1
        citizen.step()
        assert (citizen.state is CitizenState.ACTIVE) == rebel
        decided.append((rebel, risk > 0))
    assert len(set(decided)) == 4

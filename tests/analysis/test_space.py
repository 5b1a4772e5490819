import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from experiments.analysis import NotComputableError
from experiments.analysis.space import (
    Lattice,
    concentration,
    lorenz,
    morans_i,
    neighbour_ratio,
    neighbour_sum,
    probability,
    transitions,
    typical_year_share,
)

ALL = np.ones((10, 10), bool)


def test_events_spread_evenly_are_not_concentrated():
    found = concentration(np.full(40, 5))
    assert (found.k50, found.k80, found.ever) == (0.5, 0.8, 1.0)
    assert found.top_decile == pytest.approx(0.1)
    assert found.gini == pytest.approx(0)


def test_events_in_one_cell_are_as_concentrated_as_can_be():
    found = concentration(np.array([100] + [0] * 99))
    assert (found.k50, found.k80, found.ever, found.top_decile) == (0.01, 0.01, 0.01, 1.0)
    assert found.gini == pytest.approx(0.99)


def test_concentration_by_hand():
    # 100 events: 40 + 20 reach half in two cells of ten, 40 + 20 + 20 reach 80 % in three.
    found = concentration(np.array([0, 40, 0, 20, 20, 10, 5, 5, 0, 0]))
    assert (found.k50, found.k80, found.ever) == (0.2, 0.3, 0.6)
    assert found.top_decile == 0.4


def test_a_tenth_of_the_cells_is_rounded_down():
    counts = np.array([30, 20, *[1] * 17])
    assert concentration(counts).top_decile == pytest.approx(30 / 67)


@given(arrays(np.int64, st.integers(2, 40), elements=st.integers(0, 50)))
def test_gini_is_the_mean_difference_over_twice_the_mean(counts):
    assume(counts.sum() >= 30)
    expected = np.abs(counts[:, None] - counts).mean() / (2 * counts.mean())
    assert concentration(counts).gini == pytest.approx(expected)


def test_few_events_are_no_pattern():
    with pytest.raises(NotComputableError, match="29 events"):
        concentration(np.array([29, 0, 0]))


def test_lorenz_runs_from_nothing_to_all_busiest_first():
    cells, events = lorenz(np.array([1, 3, 0, 0]))
    assert cells.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert events.tolist() == [0, 0.75, 1, 1, 1]


@pytest.mark.parametrize("side", [4, 10])
def test_morans_i_of_a_checkerboard(side):
    # Beside: 2 s (s - 1) unlike pairs; across corners: 2 (s - 1)^2 like pairs.
    board = np.indices((side, side)).sum(axis=0) % 2.0
    assert morans_i(board, np.ones((side, side), bool)) == pytest.approx(-1 / (2 * side - 1))


def test_morans_i_of_two_halves_is_high_and_of_noise_near_zero():
    halves = np.zeros((20, 20))
    halves[:, :10] = 1
    whole = np.ones((20, 20), bool)
    assert morans_i(halves, whole) > 0.8
    noise = np.random.default_rng(1).random((40, 40))
    assert abs(morans_i(noise, np.ones((40, 40), bool))) < 0.03


@given(
    arrays(np.float64, (4, 5), elements=st.floats(0, 9)),
    arrays(np.bool_, (4, 5)),
)
def test_morans_i_is_the_sum_over_pairs_written_out(values, inside):
    cells = np.argwhere(inside)
    pairs = [(tuple(a), tuple(b)) for a in cells for b in cells if np.abs(a - b).max() == 1]
    assume(pairs and values[inside].std() > 1e-3)
    mean = values[inside].mean()
    top = sum((values[a] - mean) * (values[b] - mean) for a, b in pairs) / len(pairs)
    assert morans_i(values, inside) == pytest.approx(top / values[inside].var(), abs=1e-9)


def test_morans_i_needs_differences():
    with pytest.raises(NotComputableError, match="no difference"):
        morans_i(np.ones((3, 3)), ALL[:3, :3])
    with pytest.raises(NotComputableError, match="no difference"):
        morans_i(np.ones((3, 3)), np.zeros((3, 3), bool))


def test_neighbours_are_the_eight_around():
    grid = np.zeros((2, 4, 4))
    grid[1, 1, 1] = 1
    total = neighbour_sum(grid)
    assert total[0].sum() == 0
    assert total[1].tolist() == [[1, 1, 1, 0], [1, 0, 1, 0], [1, 1, 1, 0], [0, 0, 0, 0]]


def year_of(cells, events=30):
    """A year with `events` in the first of the cells and one in each other."""
    grid = np.zeros((10, 10), int)
    for number, cell in enumerate(cells):
        grid[cell] = 1 if number else events
    return grid


def test_transitions_by_hand():
    # A corner is violent, then it and a neighbour, then only a far cell.
    yearly = np.stack([year_of([(0, 0)]), year_of([(0, 0), (1, 1)]), year_of([(9, 9)], events=1)])
    found = transitions(yearly, ALL)
    assert found.violent == (1, 1 + 2)
    # Around (0, 0) 3 cells are quiet; around (0, 0) and (1, 1) 7; (1, 1) turned violent.
    assert found.exposed == (1, 3 + 7)
    assert found.calm == (1, 96 + 91)


def test_transitions_skip_years_with_few_events_and_unrecorded_next_years():
    few, many, none = year_of([(0, 0)], 29), year_of([(0, 0)]), np.zeros((10, 10), int)
    assert transitions(np.stack([few, many]), ALL).violent == (0, 0)
    assert transitions(np.stack([many, none]), ALL).violent == (0, 0)
    assert transitions(np.stack([many, few]), ALL).violent == (1, 1)


def test_transitions_leave_out_cells_beyond_the_territory():
    inside = ALL.copy()
    inside[:, 5:] = False
    yearly = np.stack([year_of([(3, 4)])] * 2)
    found = transitions(yearly, inside)
    assert (found.violent[1], found.exposed[1], found.calm[1]) == (1, 5, 44)


def test_a_known_chance_is_found_again():
    rng = np.random.default_rng(5)
    state = rng.random((50, 50)) < 0.5
    years = []
    for _ in range(30):
        years.append(state.astype(int))
        state = rng.random((50, 50)) < np.where(state, 0.7, 0.2)
    found = transitions(np.stack(years), np.ones((50, 50), bool))
    assert probability(found.violent) == pytest.approx(0.7, abs=0.01)
    assert probability(found.exposed) == pytest.approx(0.2, abs=0.01)


def test_probabilities_need_thirty_cases():
    assert probability((3, 30)) == 0.1
    with pytest.raises(NotComputableError, match=r"29 such cell-years; needs 30"):
        probability((3, 29))


def test_the_ratio_needs_calm_cells_that_turn_violent():
    calm, exposed = (2, 100), (9, 90)
    found = transitions(np.zeros((1, 3, 3), int), ALL[:3, :3])._replace(calm=calm, exposed=exposed)
    assert neighbour_ratio(found) == pytest.approx(5)
    with pytest.raises(NotComputableError, match="no calm cell"):
        neighbour_ratio(found._replace(calm=(0, 100)))


def test_a_typical_year_is_the_median_of_years_with_enough_events():
    years = [year_of([(0, i) for i in range(n)]) for n in (2, 4, 9)]
    yearly = np.stack([*years, year_of([(5, 5)], events=29)])
    assert typical_year_share(yearly, ALL) == 0.04
    with pytest.raises(NotComputableError, match="no year with 30"):
        typical_year_share(yearly[-1:], ALL)


def test_a_lattice_counts_what_lies_on_it():
    inside = np.array([[True, True], [True, False]])
    lattice = Lattice(10.0, 0.0, 5.0, inside)
    x = np.array([10.0, 14.99, 15.0, 16.0, 9.9, 20.1, 12.0])
    y = np.array([0.0, 4.99, 0.0, 7.0, 1.0, 1.0, 9.0])
    assert lattice.holds(x, y).tolist() == [True, True, True, False, False, False, True]
    assert lattice.counts(x, y).tolist() == [[2, 1], [1, 0]]
    years = np.array([2001, 2003, 2003, 2003, 2003, 2003, 2001])
    yearly = lattice.counts(x, y, years)
    assert yearly.shape == (3, 2, 2)
    assert yearly.sum(axis=(1, 2)).tolist() == [2, 0, 2]
    assert yearly[0].tolist() == [[1, 0], [1, 0]]
    assert lattice.counts(x[:0], y[:0], years[:0]).shape == (0, 2, 2)


@given(st.integers(-4000, 4000), st.sampled_from([0.1, 0.5, 12.5, 25.0]))
def test_an_edge_belongs_to_the_cell_that_starts_there(cell, size):
    lattice = Lattice(0.0, 0.0, size, np.ones((1, 1), bool))
    row, column = lattice.cells(np.array([cell * size]), np.array([0.0]))
    assert (row[0], column[0]) == (0, cell)

"""The order in which rows decide: drawn for the week, a permutation, fair."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from sim.kernels.philox import BATCH, LINES
from sim.streams import stream
from sim.tick import RULES, shuffle

NAME = stream("test.order")


def order(n: int, seed: int = 1, week: int = 0, name: int = NAME) -> list[int]:
    rows = np.full(n, -7, np.int64)
    shuffle(rows, np.zeros((LINES, BATCH)), seed, name, week)
    return rows.tolist()


@given(st.integers(0, 300), st.integers(0, 2**63 - 1), st.integers(0, 2000))
def test_an_order_is_a_permutation_and_the_same_again(n: int, seed: int, week: int) -> None:
    rows = order(n, seed, week)
    assert sorted(rows) == list(range(n))
    assert rows == order(n, seed, week)


def test_every_permutation_is_as_likely_as_any_other() -> None:
    count = 24_000
    seen = dict.fromkeys(permutations(range(4)), 0)
    for week in range(count):
        seen[tuple(order(4, week=week))] += 1
    assert chisquare(list(seen.values())).pvalue > 1e-4


def test_every_row_is_anywhere_in_the_order() -> None:
    places = np.zeros((30, 30))
    for week in range(6_000):
        for place, row in enumerate(order(30, week=week)):
            places[row, place] += 1
    assert chisquare(places.ravel(), ddof=2 * 30 - 2).pvalue > 1e-4


@pytest.mark.parametrize("other", [{"week": 1}, {"seed": 2}, {"name": stream("test.other")}])
def test_weeks_seeds_and_kinds_have_orders_of_their_own(other: dict[str, int]) -> None:
    assert order(50) != order(50, **other)


def test_every_kind_has_its_own_stream() -> None:
    assert len({name for _, _, name in RULES.values()}) == len(RULES)

"""The generator of random numbers, against its published vectors and against chance."""

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import chisquare, kstest

from sim.kernels import draw_numbers, draw_places, draw_rows, philox4x32, uniform
from sim.kernels.philox import BATCH, LINES
from sim.streams import stream

in_python: Callable[..., float] = getattr(uniform, "py_func", uniform)

# Random123 (Salmon, Moraes, Dror & Shaw 2011), kat_vectors, philox4x32 with 10 rounds:
# counter, key, what comes out.
PUBLISHED = (
    (
        (0, 0, 0, 0),
        (0, 0),
        (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8),
    ),
    (
        (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF),
        (0xFFFFFFFF, 0xFFFFFFFF),
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)

WORD = st.integers(0, 2**32 - 1)
SMALL = st.integers(0, 2**31 - 1)


@pytest.mark.parametrize(("counter", "key", "out"), PUBLISHED)
def test_the_published_vectors_come_out(
    counter: tuple[int, ...], key: tuple[int, ...], out: tuple[int, ...]
) -> None:
    assert tuple(philox4x32(*counter, *key)) == out


def unlimited(c: tuple[int, ...], k: tuple[int, ...]) -> tuple[int, ...]:
    """Philox4x32-10 as the paper writes it, in integers without limit."""
    c0, c1, c2, c3 = c
    k0, k1 = k
    for _ in range(10):
        low_0, high_0 = (0xD2511F53 * c0) % 2**32, (0xD2511F53 * c0) // 2**32
        low_1, high_1 = (0xCD9E8D57 * c2) % 2**32, (0xCD9E8D57 * c2) // 2**32
        c0, c1, c2, c3 = high_1 ^ c1 ^ k0, low_1, high_0 ^ c3 ^ k1, low_0
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return c0, c1, c2, c3


@given(st.tuples(WORD, WORD, WORD, WORD), st.tuples(WORD, WORD))
def test_words_in_64_bits_are_enough(c: tuple[int, ...], k: tuple[int, ...]) -> None:
    assert tuple(philox4x32(*c, *k)) == unlimited(c, k)


@given(st.integers(0, 2**63 - 1), WORD, SMALL, SMALL, SMALL)
def test_a_draw_has_53_bits_of_the_first_two_words(
    seed: int, name: int, week: int, row: int, k: int
) -> None:
    a, b, _, _ = unlimited((row, k, week, name), (seed % 2**32, seed // 2**32))
    u = uniform(seed, name, week, row, k)
    assert u == ((a >> 5) * 2**26 + (b >> 6)) / 2**53
    assert 0.0 <= u < 1.0


@given(st.integers(0, 2**63 - 1), WORD, SMALL, SMALL, SMALL)
def test_the_compiled_draw_is_the_python_draw(
    seed: int, name: int, week: int, row: int, k: int
) -> None:
    assert uniform(seed, name, week, row, k) == in_python(seed, name, week, row, k)


@given(st.integers(0, 2**63 - 1), WORD, SMALL, SMALL, st.integers(0, 10_000))
def test_many_draws_are_those_made_one_by_one(
    seed: int, name: int, week: int, row: int, k: int
) -> None:
    draws = np.full((LINES, BATCH), -1.0)
    order = np.arange(row + 90, row, -1)
    draw_numbers(draws, 13, seed, name, week, row, k)
    draw_rows(draws, 1, seed, name, week, row)
    draw_places(draws, 2, order, 10, seed, name, week)
    draw_places(draws, 3, order, 80, seed, name, week)
    numbers = [uniform(seed, name, week, row, k + j) for j in range(13)]
    assert draws[0].tolist() == [*numbers, *[-1.0] * (BATCH - 13)]
    assert draws[1].tolist() == [uniform(seed, name, week, row + j, 0) for j in range(BATCH)]
    placed = [uniform(seed, name, week, int(i), 0) for i in order]
    assert draws[2].tolist() == placed[10 : 10 + BATCH]
    assert draws[3].tolist() == [*placed[80:], *[-1.0] * (BATCH - 10)]


# ------------------------------------------------------------------------------- chance

COUNT = 20_000
NAMES = [stream(f"test.{k}") for k in range(COUNT)]
ALONG: dict[str, Callable[[int], float]] = {
    "seed": lambda i: uniform(i, NAMES[0], 3, 5, 0),
    "high half of seed": lambda i: uniform(i << 32, NAMES[0], 3, 5, 0),
    "stream": lambda i: uniform(7, NAMES[i], 3, 5, 0),
    "week": lambda i: uniform(7, NAMES[0], i, 5, 0),
    "row": lambda i: uniform(7, NAMES[0], 3, i, 0),
    "k": lambda i: uniform(7, NAMES[0], 3, 5, i),
}
LEVEL = 1e-4
"""The draws are fixed, so that a test passes always or never; a fair generator fails one such
test in ten thousand, and some fifty are made."""


@pytest.fixture(scope="module", params=ALONG)
def draws(request: pytest.FixtureRequest) -> Iterator[NDArray[np.float64]]:
    """Draws whose keys are neighbours in one dimension."""
    yield np.array([ALONG[request.param](i) for i in range(COUNT)])


def test_draws_are_uniform(draws: NDArray[np.float64]) -> None:
    assert kstest(draws, "uniform").pvalue > LEVEL
    assert chisquare(np.bincount((draws * 64).astype(int), minlength=64)).pvalue > LEVEL


def test_the_last_bits_of_draws_are_uniform(draws: NDArray[np.float64]) -> None:
    last = (draws * 2**53).astype(np.int64) % 64
    assert chisquare(np.bincount(last, minlength=64)).pvalue > LEVEL


def test_neighbours_are_independent(draws: NDArray[np.float64]) -> None:
    for lag in (1, 2, 3, 8, 52):
        r = np.corrcoef(draws[:-lag], draws[lag:])[0, 1]
        assert abs(r) * math.sqrt(COUNT - lag) < 4.0, f"lag {lag}"
    pairs = (draws[0::2] * 16).astype(int) * 16 + (draws[1::2] * 16).astype(int)
    assert chisquare(np.bincount(pairs, minlength=256)).pvalue > LEVEL


def test_lines_of_different_dimensions_are_independent() -> None:
    lines = {name: np.array([draw(i) for i in range(4_000)]) for name, draw in ALONG.items()}
    r = np.corrcoef(list(lines.values()))
    r[np.diag_indices_from(r)] = 0.0
    assert np.abs(r).max() * math.sqrt(4_000) < 4.5

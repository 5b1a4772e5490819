"""Ways and patches are those that SciPy finds."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import label
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from sim.build.ways import from_source
from sim.kernels.ways import number_patches

WIDTH, HEIGHT = 23, 17
CELLS = WIDTH * HEIGHT


def net(rng: np.random.Generator, gaps: float) -> NDArray[np.int64]:
    """The cells around each of a map, shape (cells, 8), with some steps missing."""
    rows = np.full((HEIGHT + 2, WIDTH + 2), -1, np.int64)
    rows[1:-1, 1:-1] = np.arange(CELLS).reshape(HEIGHT, WIDTH)
    shifts = [(dy, dx) for dy in range(3) for dx in range(3) if (dy, dx) != (1, 1)]
    near = np.stack([rows[y : y + HEIGHT, x : x + WIDTH].ravel() for y, x in shifts], axis=1)
    return np.where(rng.random(near.shape) < gaps, -1, near)


@pytest.mark.parametrize("gaps", [0.0, 0.4, 0.9])
def test_the_cheapest_ways_are_those_of_dijkstra(gaps: float) -> None:
    rng = np.random.default_rng(1)
    near = net(rng, gaps)
    cost = rng.uniform(0.5, 2.0, near.shape)
    start = np.repeat(np.arange(CELLS), 8)[near.ravel() >= 0]
    graph = csr_matrix((cost[near >= 0], (start, near[near >= 0])), (CELLS, CELLS))
    for source in (0, CELLS // 2):
        far, before = from_source(near, cost, source)
        expected, previous = dijkstra(graph, indices=source, return_predecessors=True)
        assert far.tolist() == expected.tolist()
        assert before.tolist() == np.maximum(previous, -1).tolist()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 1.0])
def test_patches_are_numbered_by_their_first_cell(share: float) -> None:
    rng = np.random.default_rng(2)
    inside = rng.random(CELLS) < share
    found = np.zeros(CELLS, np.int64)
    number_patches(net(rng, 0.0), inside, found, np.zeros(CELLS, np.int64))
    expected, _ = label(inside.reshape(HEIGHT, WIDTH), structure=np.ones((3, 3), int))
    assert found.tolist() == expected.ravel().tolist()

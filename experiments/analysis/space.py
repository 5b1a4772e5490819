"""Where events are: how few places hold them, whether these are neighbours, whether they last."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from experiments.analysis import NotComputableError

# A year with fewer events says little about its map; a probability over fewer cells and years
# says little about itself. The reference values are by these two limits.
YEAR_EVENTS = 30
MINIMUM_CASES = 30


@dataclass(frozen=True, eq=False)
class Lattice:
    """Square cells over a territory.

    Attributes:
        x0: western edge, in the unit of the events (km or degrees).
        y0: southern edge.
        size: side of a cell.
        inside: flags (rows from the south, columns from the west): cells of the territory.
    """

    x0: float
    y0: float
    size: float
    inside: np.ndarray

    def cells(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return row and column of each place; they may lie outside the lattice."""
        # Rounding keeps a place at 25.0 km in the cell that starts there when sums say 24.999...
        column = np.floor(np.round((x - self.x0) / self.size, 9)).astype(int)
        row = np.floor(np.round((y - self.y0) / self.size, 9)).astype(int)
        return row, column

    def centres(self) -> tuple[np.ndarray, np.ndarray]:
        """Return x and y of the centres of the cells inside, row by row."""
        row, column = np.nonzero(self.inside)
        return self.x0 + (column + 0.5) * self.size, self.y0 + (row + 0.5) * self.size

    def holds(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return which places lie in a cell of the territory."""
        row, column = self.cells(x, y)
        height, width = self.inside.shape
        on = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        on[on] = self.inside[row[on], column[on]]
        return on

    def counts(self, x: np.ndarray, y: np.ndarray, years: np.ndarray | None = None) -> np.ndarray:
        """Return events per cell (rows, columns), or (years, rows, columns) given their years.

        Years run from the first to the last; events outside the territory do not count.
        """
        row, column = self.cells(x, y)
        height, width = self.inside.shape
        on = self.holds(x, y)
        if years is None:
            flat = row[on] * width + column[on]
            return np.bincount(flat, minlength=height * width).reshape(height, width)
        if not len(years):
            return np.zeros((0, height, width), int)
        first = int(years.min())
        span = int(years.max()) - first + 1
        flat = ((years[on] - first) * height + row[on]) * width + column[on]
        return np.bincount(flat, minlength=span * height * width).reshape(span, height, width)


class Concentration(NamedTuple):
    """How events are spread over the cells of a territory.

    Attributes:
        k50: share of all cells that hold half of the events, busiest first.
        k80: the same for 80 % of the events.
        top_decile: share of events in the busiest tenth of the cells that were ever hit (rounded
            down, at least 1).
        ever: share of cells with any event.
        gini: Gini coefficient of events over all cells.
    """

    k50: float
    k80: float
    top_decile: float
    ever: float
    gini: float


def concentration(counts: np.ndarray) -> Concentration:
    """Return the concentration of ``counts``, the events of every cell of the territory.

    Raises:
        NotComputableError: fewer than 30 events.
    """
    need_events(counts)
    cells, events = lorenz(counts)
    hit = int((counts > 0).sum())
    k50, k80 = (np.searchsorted(events, share - 1e-12) / len(counts) for share in (0.5, 0.8))
    gini = 2.0 * float(np.trapezoid(events, cells)) - 1.0
    return Concentration(
        float(k50), float(k80), float(events[max(1, hit // 10)]), hit / len(counts), gini
    )


def need_events(counts: np.ndarray) -> None:
    """Refuse a map of so few events that their pattern is chance.

    Raises:
        NotComputableError: fewer than 30 events in the territory.
    """
    if counts.sum() < MINIMUM_CASES:
        raise NotComputableError(f"{counts.sum()} events of known place; needs {MINIMUM_CASES}")


def lorenz(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return shares of cells (0 to 1, busiest first) and of the events that they hold."""
    ordered = np.sort(counts)[::-1]
    events = np.concatenate([[0.0], ordered.cumsum() / max(ordered.sum(), 1)])
    return np.linspace(0.0, 1.0, len(counts) + 1), events


def typical_year_share(yearly: np.ndarray, inside: np.ndarray) -> float:
    """Return the share of the territory's cells that is hit in a median year.

    Years with fewer than 30 events do not count.

    Args:
        yearly: events (years, rows, columns).
        inside: flags (rows, columns): cells of the territory.

    Raises:
        NotComputableError: no year has that many events.
    """
    busy = yearly.sum(axis=(1, 2)) >= YEAR_EVENTS
    if not busy.any():
        raise NotComputableError(f"no year with {YEAR_EVENTS} events")
    return float(np.median((yearly[busy] > 0).sum(axis=(1, 2))) / inside.sum())


def morans_i(values: np.ndarray, inside: np.ndarray) -> float:
    """Return Moran's I of ``values`` (rows, columns) over the cells ``inside``.

    Neighbours are the eight cells around (queen), each with weight 1. I is near 0 (exactly
    -1 / (cells - 1) on average) where places are independent, 1 where neighbours are alike.

    Source: Moran 1950, Biometrika 37(1/2):17-23.

    Raises:
        NotComputableError: all cells are alike, or none has a neighbour.
    """
    deviation = np.where(inside, values - values[inside].mean() if inside.any() else 0.0, 0.0)
    variance = float((deviation**2).sum())
    pairs = float(neighbour_sum(inside.astype(float))[inside].sum())
    if variance == 0 or pairs == 0:
        raise NotComputableError("no difference between cells")
    covariance = float((deviation * neighbour_sum(deviation)).sum())
    return int(inside.sum()) / pairs * covariance / variance


def neighbour_sum(values: np.ndarray) -> np.ndarray:
    """Return for every cell the sum over the eight cells around it, along the last two axes."""
    rows = np.zeros_like(values)
    rows[..., 1:, :] += values[..., :-1, :]
    rows[..., :-1, :] += values[..., 1:, :]
    whole = rows + values
    total = rows
    total[..., :, 1:] += whole[..., :, :-1]
    total[..., :, :-1] += whole[..., :, 1:]
    return total


class Transitions(NamedTuple):
    """From one year to the next, cases in pairs (violent next year, all).

    Attributes:
        violent: cells with events this year.
        exposed: cells without, with events in a neighbouring cell.
        calm: cells without, and without in any neighbouring cell.
    """

    violent: tuple[int, int]
    exposed: tuple[int, int]
    calm: tuple[int, int]


def transitions(yearly: np.ndarray, inside: np.ndarray) -> Transitions:
    """Count what cells do from years with at least 30 events to next years with any.

    A next year without any event is more often one that was not recorded than one of peace.

    Args:
        yearly: events (years, rows, columns).
        inside: flags (rows, columns): cells of the territory.
    """
    totals = yearly.sum(axis=(1, 2))
    use = (totals[:-1] >= YEAR_EVENTS) & (totals[1:] >= 1)
    now, after = yearly[:-1][use] > 0, yearly[1:][use] > 0
    near = neighbour_sum(now.astype(np.int8)) > 0
    groups = (now, ~now & near & inside, ~now & ~near & inside)
    return Transitions(*((int((after & group).sum()), int(group.sum())) for group in groups))


def probability(cases: tuple[int, int]) -> float:
    """Return the share of ``cases`` (some, all).

    Raises:
        NotComputableError: fewer than 30 cases.
    """
    some, total = cases
    if total < MINIMUM_CASES:
        raise NotComputableError(f"{total} such cell-years; needs {MINIMUM_CASES}")
    return some / total


def neighbour_ratio(counted: Transitions) -> float:
    """Return how many times likelier a quiet cell turns violent if a neighbour is violent.

    Raises:
        NotComputableError: too few cases, or no calm cell ever turned violent.
    """
    calm = probability(counted.calm)
    if calm == 0:
        raise NotComputableError("no calm cell turned violent")
    return probability(counted.exposed) / calm

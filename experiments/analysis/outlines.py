"""Which country a place lies in, by coarse outlines.

The outlines are those of Natural Earth (1:110 million, public domain): good enough to say which
cells of about 50 km a country has, too coarse for small islands, and with borders as they are
held, not as they are claimed.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

# At this scale coasts and borders are off by some kilometres, so each outline is widened.
WIDENING_DEG = 0.15
_BLOCK = 1_000_000


@cache
def _outlines() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Start and end of every edge of each country: two arrays (edges, 2) in degrees."""
    path = Path(__file__).with_name("countries_110m.json")
    countries = json.loads(path.read_text(encoding="utf-8"))["countries"]
    outlines = {}
    for name, rings in countries.items():
        corners = [np.asarray(ring, float).reshape(-1, 2) / 10_000 for ring in rings]
        ends = [np.roll(ring, -1, axis=0) for ring in corners]
        outlines[name] = np.concatenate(corners), np.concatenate(ends)
    return outlines


def country_names() -> list[str]:
    """Return the names of all countries that have an outline."""
    return list(_outlines())


def bounds(name: str) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a country's widened outline, in degrees."""
    corners, _ = _outlines()[name]
    west, south = corners.min(axis=0) - WIDENING_DEG
    east, north = corners.max(axis=0) + WIDENING_DEG
    return float(west), float(south), float(east), float(north)


def inside(name: str, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return which places lie in the country's outline or within 0.15 degrees of it.

    Args:
        name: one of `country_names`.
        lon: longitudes, degrees.
        lat: latitudes, degrees, of the same length.
    """
    west, south, east, north = bounds(name)
    result = np.zeros(len(lon), bool)
    near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
    start, end = _outlines()[name]
    step = max(1, _BLOCK // len(start))
    for first in range(0, len(near), step):
        rows = near[first : first + step]
        result[rows] = _inside_block(np.column_stack([lon[rows], lat[rows]]), start, end)
    return result


def _inside_block(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Even-odd rule, or near an edge: points (n, 2) against edges (m, 2), n * m at a time."""
    edge = end - start
    dx = points[:, :1] - start[:, 0]
    dy = points[:, 1:] - start[:, 1]
    crosses = (dy >= 0) != (points[:, 1:] >= end[:, 1])
    # Which side of the edge the point is on; times the edge's direction, whether it is to the left.
    side = edge[:, 0] * dy - edge[:, 1] * dx
    left = np.where(edge[:, 1] > 0, side > 0, side < 0)
    within = np.count_nonzero(crosses & left, axis=1) % 2 == 1
    length2 = np.maximum((edge**2).sum(axis=1), 1e-18)
    along = np.clip((dx * edge[:, 0] + dy * edge[:, 1]) / length2, 0, 1)
    distance2 = (dx - along * edge[:, 0]) ** 2 + (dy - along * edge[:, 1]) ** 2
    return within | (distance2.min(axis=1) <= WIDENING_DEG**2)


def members(lon: np.ndarray, lat: np.ndarray) -> dict[str, np.ndarray]:
    """Return the row numbers of the places in each country that has any.

    As outlines are widened, a place near a border belongs to both countries.
    """
    places, of_row = np.unique(np.column_stack([lon, lat]), axis=0, return_inverse=True)
    of_row = of_row.reshape(-1)
    rows = {}
    for name in country_names():
        here = inside(name, places[:, 0], places[:, 1])
        if here.any():
            rows[name] = np.flatnonzero(here[of_row])
    return rows


def home_of(lon: np.ndarray, lat: np.ndarray, share: float = 0.9) -> str | None:
    """Return the country that holds the most places, if it holds at least ``share`` of them."""
    if not len(lon):
        return None
    rows = members(lon, lat)
    name = max(rows, key=lambda country: len(rows[country]), default=None)
    return name if name is not None and len(rows[name]) >= share * len(lon) else None

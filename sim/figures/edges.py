"""Names beside the lines that they belong to, moved apart where they would overlap."""

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def names_at_edge(
    axes: "Axes",
    heights: Mapping[str, float],
    shades: Mapping[str, str],
    gap: float,
    size: float = 13,
) -> dict[str, float]:
    """Write names at the right edge near their heights, at least `gap` apart; return where.

    None is beyond the ends of the axis, if there is room.

    Args:
        heights: in the units of the axis, by name. shades: colours by name. size: of type, points.
    """
    placed = dict(zip(heights, apart(list(heights.values()), gap), strict=True))
    bottom, top = sorted(axes.get_ylim())
    upwards = sorted(placed, key=lambda name: placed[name])
    for k, name in enumerate(upwards):
        placed[name] = max(placed[name], bottom + k * gap)
    for k, name in enumerate(reversed(upwards)):
        placed[name] = min(placed[name], top - k * gap)
    for name, y in placed.items():
        axes.text(
            1.01, y, name, color=shades[name], transform=axes.get_yaxis_transform(), va="center",
            fontweight="bold", fontsize=size,
        )  # fmt: skip
    return placed


def apart(values: list[float], gap: float) -> list[float]:
    """Shift values so that neighbours are at least `gap` apart, their order kept."""
    order = np.argsort(values, kind="stable")
    placed = np.array(values, float)
    for _ in range(50):
        for below, above in pairwise(order):
            lack = gap - (placed[above] - placed[below])
            if lack > 1e-9:
                placed[below] -= lack / 2
                placed[above] += lack / 2
    return [float(value) for value in placed]

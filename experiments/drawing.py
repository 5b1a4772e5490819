"""What figures of comparisons and answers share: survival curves, footers."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import numpy as np

from experiments.comparison import Comparison
from experiments.survival import Curve
from sim.figures.edges import names_at_edge
from sim.metrics.outcomes import YEARS_AFTER
from sim.metrics.peace import YEAR

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_BARS = 4
"""Curves that have bars of intervals: of more, only the best and the reference."""


def survival_steps(
    axes: "Axes",
    curves: Mapping[str, Curve],
    watched: Mapping[str, float],
    shades: Mapping[str, str],
    barred: Collection[str],
) -> None:
    """Draw survival curves with their names at the right edge.

    Args:
        curves: by name, the best first. watched: years after exit until which each was observed.
        shades: colours by name. barred: names that have bars of intervals at 1, 3 and 5 years, set
            side by side.
    """
    most = max([*watched.values(), 0.1])
    ends: dict[str, float] = {}
    for place, (name, curve) in enumerate(curves.items()):
        last = watched[name]
        years = np.append(curve.week / YEAR, last)
        share = np.append(curve.share, curve.share[-1])
        axes.step(years, share, where="post", color=shades[name], lw=2.6)
        ends[name] = float(share[-1])
        dodge = 0.006 * most * (place - (len(curves) - 1) / 2)
        for year in (y for y in YEARS_AFTER if y <= last and name in barred):
            _, low, high = curve.at(year * YEAR)
            axes.plot([year + dodge] * 2, [low, high], color=shades[name], lw=2, alpha=0.7)
        if last < most - 0.1:  # where watching ends before that of others
            axes.plot(last, share[-1], "|", color=shades[name], ms=16, mew=2.5)
    axes.set(xlabel="years since exit", ylabel="share of runs still at peace")
    axes.set_ylim(-0.02, 1.02)
    names_at_edge(axes, ends, shades, gap=0.055)
    axes.set_xlim(0, most)
    axes.yaxis.set_major_formatter("{x:.0%}")
    axes.grid()


def footer(comparison: Comparison, note: str = "") -> str:
    """Say from how many replicates of what a figure is, with a note, and what it does not claim."""
    scenario = comparison.scenarios[comparison.reference]
    runs = f"n = {len(comparison.seeds)} paired replicates"
    part = " (partial)" if comparison.partial else ""
    notes = f" {note[0].upper()}{note[1:]}." if note else ""
    return (
        f"{scenario.name}, {runs}{part}, scenario {comparison.scenario_hash}.{notes} "
        "Results compare strategies; they do not forecast countries."
    )

"""Figures of numbers that somebody has at hand: curves over time, dots or intervals by case.

They are for lessons and for questions that no figure of a run answers; a title has to say what is
found, since nobody else knows it.
"""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.figures.palettes import tone
from sim.figures.style import canvas, dress, look, thousands

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST = 6
"""Curves that are told apart by colour; more need a figure of another kind."""

STROKES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))


def curves(
    lines: Mapping[str, Any],
    title: str,
    axes: tuple[str, str],
    footer: str = "",
    band: tuple[Any, Any] | None = None,
) -> "Figure":
    """Draw up to six curves in one panel, each with its colour and its stroke.

    Args:
        lines: values by the name of the curve. A pandas Series is drawn over its index, anything
            else over 0, 1, 2 and so on.
        title: says what is found. axes: what the horizontal and the vertical axis show, with unit.
        footer: says from what.
        band: two rows of values, lower and upper, which are shaded around the first curve.

    Raises:
        ValueError: there is no curve, or there are too many to be told apart.
    """
    if not 1 <= len(lines) <= MOST:
        raise ValueError(f"1 to {MOST} curves can be told apart, not {len(lines)}")
    with look():
        figure = canvas(10.5, 5.2)
        panel = figure.subplots()
        for k, (name, values) in enumerate(lines.items()):
            across = getattr(values, "index", None)
            if across is None or callable(across):  # a list has a method of that name
                across = np.arange(len(values))
            panel.plot(across, values, color=tone.series[k], ls=STROKES[k], label=name)
            if k == 0 and band is not None:
                panel.fill_between(across, *band, color=tone.series[0], alpha=0.18, lw=0)
        panel.set(xlabel=axes[0], ylabel=axes[1])
        panel.margins(x=0.01)
        panel.grid(axis="y")
        if panel.dataLim.ymin >= 0:
            panel.set_ylim(bottom=0)
        if panel.get_ylim()[1] >= 1_000:
            thousands(panel.yaxis)
        if len(lines) > 1:
            # Above the panel, where no curve runs through it.
            panel.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(lines), borderpad=0)
        return dress(figure, title, footer)


def dots(cases: Mapping[str, Sequence[float]], title: str, axis: str, footer: str = "") -> "Figure":
    """Draw one row a case: a dot for each run, and a bar for their mean.

    Args:
        cases: values of the runs by the name of the case, the first on top.
        title: says what is found. axis: what the numbers are, with unit. footer: says from what.

    Raises:
        ValueError: there is no case, or one without a run.
    """
    if not cases or not all(len(values) for values in cases.values()):
        raise ValueError("every case needs at least one value")
    with look():
        figure = canvas(10.5, 1.9 + 0.5 * len(cases))
        panel = figure.subplots()
        for row, values in enumerate(cases.values()):
            # Runs with the same value stay visible side by side.
            lift = np.linspace(-0.16, 0.16, len(values)) if len(values) > 1 else np.zeros(1)
            panel.plot(values, row + lift, "o", color=tone.series[0], alpha=0.55, mew=0, ms=8)
            mean = float(np.mean(values))
            panel.plot([mean, mean], [row - 0.32, row + 0.32], color=tone.series[1], lw=4)
        panel.set_yticks(range(len(cases)), list(cases))
        panel.set_ylim(len(cases) - 0.5, -0.5)
        panel.set_xlabel(axis)
        if max(max(values) for values in cases.values()) >= 1_000:
            thousands(panel.xaxis)
        panel.grid(axis="x")
        note = "Dots: single runs; bar: their mean."
        return dress(figure, title, f"{note} {footer}".strip())


def intervals(
    cases: Mapping[str, tuple[float, float, float]],
    title: str,
    axis: str,
    footer: str = "",
    *,
    none: float | None = 0.0,
    accepted: Mapping[str, tuple[float, float]] | None = None,
) -> "Figure":
    """Draw one row a case: a number with its interval, grey where no effect is in it.

    Args:
        cases: value, low and high by the name of the case, the first on top; without an interval
            low and high are NaN. A :class:`experiments.paired.Estimate` begins with these three.
        title: says what is found. axis: what the numbers are, with unit. footer: says from what.
        none: the value of no effect, which is marked; None where there is no such value.
        accepted: by name of a case, what would be accepted, which is shaded; ends may be infinite.

    Raises:
        ValueError: there is no case.
    """
    if not cases:
        raise ValueError("there is no case to draw")
    with look():
        figure = canvas(10.5, 1.9 + 0.5 * len(cases))
        panel = figure.subplots()
        for row, (value, low, high, *_) in enumerate(cases.values()):
            told = none is None or low > none or high < none
            shade = tone.series[0] if told else tone.reference
            panel.plot([low, high], [row, row], color=shade, lw=4, alpha=0.45)
            panel.plot(value, row, "o", color=shade, ms=10)
        if none is not None:
            panel.axvline(none, color=tone.ink, lw=1.2)
        bands = {name: band for name, band in (accepted or {}).items() if name in cases}
        # What is accepted has to be seen, as far as it ends somewhere.
        panel.update_datalim([(end, 0) for band in bands.values() for end in band if isfinite(end)])
        panel.autoscale_view()
        left, right = panel.get_xlim()
        for row, name in enumerate(cases):
            if name in bands:
                ends = np.clip(bands[name], left, right)
                panel.fill_between(ends, row - 0.38, row + 0.38, color=tone.band, lw=0, zorder=0)
        panel.set_xlim(left, right)
        panel.set_yticks(range(len(cases)), list(cases))
        panel.set_ylim(len(cases) - 0.5, -0.5)
        panel.set_xlabel(axis)
        if max(abs(left), abs(right)) >= 1_000:
            thousands(panel.xaxis)
        panel.grid(axis="x")
        note = "Lines: 95 % intervals."
        if none is not None:
            note = f"{note[:-1]}; grey where {none:g} (no effect) is inside."
        if accepted:
            note += " Shaded: what is accepted."
        return dress(figure, title, f"{note} {footer}".strip())

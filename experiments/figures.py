"""Figures of a comparison. One function a figure; each takes a comparison and returns a figure.

Titles say what was found, footers from how many replicates of what; colours are the same in all
figures of a comparison, grey for the reference.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments import findings, paired
from experiments.comparison import Comparison
from experiments.drawing import MOST_BARS, footer, survival_steps
from sim.figures.edges import names_at_edge
from sim.figures.palettes import tone
from sim.figures.style import canvas, colours, dress, look, save, thousands
from sim.metrics.peace import YEAR

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Panel(NamedTuple):
    """One panel of the ranking: outcome, heading, divisor, and what the number is.

    A heading may name {horizon}, the years after exit in which peace is counted.
    """

    outcome: str
    heading: str
    scale: float
    form: str
    lower: bool


PANELS = (
    Panel("peace_years_after", "Years of peace, of {horizon:.2g} after exit", 1, ".1f", False),
    Panel("deaths", "Deaths, thousand", 1_000, ".1f", True),
    Panel("stability_after", "Stability after exit", 1, ".2f", False),
)


def draw_all(comparison: Comparison, folder: Path) -> list[Path]:
    """Draw every figure of a comparison as PNG and SVG into a folder that is there."""
    return [
        file
        for name, draw in FIGURES.items()
        if drawable(comparison)
        for file in save(draw(comparison), folder, name)
    ]


def drawable(comparison: Comparison) -> bool:
    """Return whether there is a complete replicate to draw."""
    return bool(comparison.seeds)


def ranking(comparison: Comparison) -> "Figure":
    """Draw the strategies ranked by the peace they leave, with 95 % intervals of their means."""
    order = findings.ranked(comparison)
    shades = colours(comparison.strategies)
    with look():
        figure = canvas(13, 1.9 + 0.62 * len(order))
        panels = figure.subplots(1, len(PANELS), sharey=True)
        for axes, panel in zip(panels, map(partial(_fitting, comparison), PANELS), strict=True):
            for row, name in enumerate(reversed(order)):
                _interval(axes, row, comparison, name, panel, shades[name])
            axes.set_title(panel.heading.format(horizon=comparison.horizon), fontsize=13)
            axes.set_xlabel(
                "fewer is better" if panel.lower else "more is better", color=tone.faint
            )
            axes.grid(axis="x")
            axes.margins(x=0.12)
        panels[0].set_yticks(range(len(order)), list(reversed(order)))
        panels[0].set_ylim(-0.6, len(order) - 0.4)
        note = f"* differs from {comparison.reference} in pairs of runs with the same seed, at 95 %"
        return dress(figure, findings.ranking_title(comparison, order), footer(comparison, note))


def survival(comparison: Comparison) -> "Figure":
    """Draw the share of runs still at peace by years since exit (Kaplan-Meier).

    Bars at 1, 3 and 5 years are 95 % intervals, set side by side so that they can be told apart;
    of many strategies only the best and the reference have them.
    """
    order = findings.ranked(comparison)
    shades = colours(comparison.strategies)
    with look():
        figure = canvas(12, 7)
        axes = figure.subplots()
        curves = {name: comparison.survival(name) for name in order}
        watched = {
            name: (comparison.weeks - comparison.windows[name].leave) / YEAR for name in order
        }
        barred = order if len(order) <= MOST_BARS else [order[0], comparison.reference]
        survival_steps(
            axes, {n: c for n, c in curves.items() if c is not None}, watched, shades, barred
        )
        note = "at exit only runs that had been quiet for a year count as at peace; bars: 95 %"
        return dress(figure, findings.survival_title(comparison), footer(comparison, note))


def deaths_over_time(comparison: Comparison) -> "Figure":
    """Draw deaths in each year: median and the middle 80 % of runs, one panel a strategy."""
    names = comparison.strategies
    shades = colours(names)
    columns = min(4, len(names))
    rows = -(-len(names) // columns)
    by_year = {name: _yearly(comparison.weekly(name, "deaths")) for name in names}
    with look():
        figure = canvas(max(8.0, 3.6 * columns + 0.6), 3.3 * rows + 1.3)
        grid = np.atleast_1d(figure.subplots(rows, columns, sharex=True, sharey=True)).ravel()
        reference = np.median(by_year[comparison.reference], axis=0)
        for axes, name in zip(grid, names, strict=False):
            deaths = by_year[name]
            middle = np.arange(deaths.shape[1]) + 0.5
            low, high = np.quantile(deaths, [0.1, 0.9], axis=0)
            axes.fill_between(middle, low, high, color=shades[name], alpha=0.22, lw=0)
            axes.plot(middle, np.median(deaths, axis=0), color=shades[name], lw=2.6)
            if name != comparison.reference:
                axes.plot(middle, reference, color=tone.reference, lw=1.6, ls="--")
            _phases(axes, comparison, name)
            axes.set_title(name, fontsize=13, color=shades[name])
            axes.grid(axis="y")
            axes.set_ylim(bottom=0)
            thousands(axes.yaxis)
        for axes in grid[len(names) :]:
            axes.set_axis_off()
        for axes in grid[::columns]:
            axes.set_ylabel("killed in a year")
        for axes in grid[max(0, len(names) - columns) : len(names)]:
            axes.xaxis.set_tick_params(labelbottom=True)
            axes.set_xlabel("year of the run")
        note = (
            f"line: median, band: middle 80 % of runs, dashed: {comparison.reference}, "
            "shaded: the mission's strength"
        )
        return dress(figure, findings.deaths_title(comparison), footer(comparison, note))


def cost_and_stability(comparison: Comparison) -> "Figure":
    """Draw what each strategy costs against the stability that it leaves, with 95 % intervals."""
    shades = colours(comparison.strategies)
    with look():
        figure = canvas(11, 7)
        axes = figure.subplots()
        places: dict[str, tuple[float, float]] = {}
        for name in comparison.strategies:
            cost = paired.mean(comparison.values(name, "cost") / 1e6)
            stable = paired.mean(comparison.values(name, "stability_after"))
            axes.errorbar(
                cost.value, stable.value, yerr=_bars(stable), xerr=_bars(cost), fmt="o", ms=11,
                color=shades[name], elinewidth=2, capsize=0,
            )  # fmt: skip
            places[name] = (cost.value, stable.value)
        axes.set(xlabel="cost of the mission, million US dollars")
        axes.set_ylabel("stability after exit (index, 0 to 1)")
        thousands(axes.xaxis)
        axes.grid()
        axes.margins(x=0.06, y=0.12)
        low, high = axes.get_ylim()
        heights = {name: y for name, (_, y) in places.items()}
        named = names_at_edge(axes, heights, shades, gap=0.055 * (high - low))
        edge = axes.get_xlim()[1]
        for name, (x, y) in places.items():
            axes.plot([x, edge], [y, named[name]], color=shades[name], lw=0.8, alpha=0.5)
        axes.set(xlim=(axes.get_xlim()[0], edge), ylim=(low, high))
        return dress(
            figure, findings.cost_title(comparison), footer(comparison, "bars: 95 % intervals")
        )


FIGURES: dict[str, Callable[[Comparison], "Figure"]] = {
    "ranking": ranking,
    "survival": survival,
    "deaths": deaths_over_time,
    "cost_stability": cost_and_stability,
}
"""Every figure of a comparison by the name of its file."""


def _fitting(comparison: Comparison, panel: Panel) -> Panel:
    """The panel, in single units where thousands would leave nothing to read."""
    means = [comparison.values(name, panel.outcome).mean() for name in comparison.strategies]
    if panel.scale == 1 or max(means) >= panel.scale:
        return panel
    return panel._replace(heading=panel.heading.partition(",")[0], scale=1, form=",.0f")


def _interval(
    axes: "Axes", row: int, comparison: Comparison, name: str, panel: Panel, shade: str
) -> None:
    """Draw a mean with its interval; a star where it differs from the reference in pairs."""
    estimate = paired.mean(comparison.values(name, panel.outcome) / panel.scale)
    if estimate.n == 0:
        return
    axes.plot([estimate.low, estimate.high], [row, row], color=shade, lw=4, alpha=0.45)
    axes.plot(estimate.value, row, "o", color=shade, ms=11)
    told = paired.difference(comparison.differences(name, panel.outcome)).told_apart
    axes.annotate(
        f"{estimate.value:{panel.form}}{' *' if told else ''}", (estimate.value, row),
        xytext=(0, 9), textcoords="offset points", ha="center", fontsize=11,
    )  # fmt: skip


def _phases(axes: "Axes", comparison: Comparison, name: str) -> None:
    """Shade when the mission of a strategy is there, as deep as it is strong, and mark its exit."""
    strength = comparison.weekly(name, "deployed").mean(axis=0)
    if strength.max() <= 0:
        return
    years = np.arange(len(strength) + 1) / YEAR
    shade = (0.3 * strength / strength.max())[None, :]
    axes.pcolorfast(
        years, [0.0, 1.0], _layer(shade), transform=axes.get_xaxis_transform(), zorder=0
    )
    leave = comparison.windows[name].leave / YEAR
    axes.axvline(leave, color=tone.ink, lw=1.2, ls=":")
    axes.text(
        leave,
        0.97,
        " exit",
        color=tone.ink,
        va="top",
        transform=axes.get_xaxis_transform(),
        fontsize=11,
    )


def _layer(alpha: NDArray[np.float64]) -> NDArray[np.float64]:
    """An image in the grey of the mission, as deep as `alpha` says."""
    from matplotlib.colors import to_rgb

    grey = np.broadcast_to(to_rgb(tone.faint), (*alpha.shape, 3))
    return np.concatenate([grey, alpha[..., None]], -1)


def _yearly(weekly: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums by complete year, shape (replicates, years)."""
    years = weekly.shape[1] // YEAR
    return weekly[:, : years * YEAR].reshape(len(weekly), years, YEAR).sum(axis=2)


def _bars(estimate: paired.Estimate) -> NDArray[np.float64]:
    bars = [[estimate.value - estimate.low], [estimate.high - estimate.value]]
    return np.nan_to_num(np.array(bars))

"""One figure of one or several tables of events: sizes, concentration, course in time."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.analysis import NotComputableError
from experiments.analysis import heavy_tails as tails
from experiments.analysis import space as places
from experiments.analysis.evidence import Evidence
from sim.figures.palettes import tone
from sim.figures.style import look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MONTH_DAYS = 365.25 / 12
MOST = 8
_STYLE: dict[Any, Any] = {
    "axes.grid": True,
    "grid.linewidth": 0.6,
    "axes.titlesize": 11,
    "axes.labelsize": 10,
    "legend.fontsize": 10,
    "font.size": 10,
    "svg.fonttype": "none",
}


def draw(evidence: dict[str, Evidence], folder: Path, name: str = "violence") -> list[Path]:
    """Draw up to eight tables of events, by their titles, into PNG and SVG files; return these."""
    from matplotlib import rc_context

    with look(), rc_context(_STYLE):
        figure = _figure(dict(list(evidence.items())[:MOST]))
        paths = [folder / f"{name}.png", folder / f"{name}.svg"]
        figure.savefig(paths[0], dpi=150)
        figure.savefig(paths[1], metadata={"Date": None})
    return paths


def _figure(evidence: dict[str, Evidence]) -> "Figure":
    from matplotlib.figure import Figure

    figure = Figure(figsize=(13, 4.6), layout="constrained")
    sizes, cells, course = figure.subplots(1, 3)
    handles = []
    for number, (title, of) in enumerate(evidence.items()):
        colour = f"C{number}"
        # Without data, so that the legend also names a table that a panel cannot show.
        handles += sizes.plot([], [], color=colour, linewidth=2.5, label=title)
        _sizes(sizes, of, colour)
        _cells(cells, of, colour)
    handles += sizes.plot(
        [], [], color=tone.ink, linestyle="--", label="power law fitted to the tail"
    )
    _course(course, evidence)
    sizes.set(
        title="Deaths per event",
        xlabel="deaths, at least",
        ylabel="share of events with deaths",
    )
    if any(len(of.sizes) for of in evidence.values()):
        sizes.set(xscale="log", yscale="log")
        sizes.xaxis.set_major_formatter("{x:,.0f}")
    cells.plot([0, 1], [0, 1], color=tone.faint, linewidth=0.8, linestyle=":")
    cells.set(
        title="Concentration in space",
        xlabel="share of cells, busiest first",
        ylabel="share of events",
        xlim=(0, 1),
        ylim=(0, 1.01),
    )
    figure.legend(handles=handles, loc="outside upper left", ncols=5)
    return figure


def _sizes(axes: "Axes", of: Evidence, colour: str) -> None:
    """Share of events at least so deadly, and the fitted law from where it holds."""
    if not len(of.sizes):
        return
    values, share = tails.survival_curve(of.sizes)
    axes.plot(values, share, ".", color=colour, markersize=4, alpha=0.7, markeredgewidth=0)
    try:
        law = of.tail
    except NotComputableError:
        return
    x = np.geomspace(law.xmin, values[-1])
    start = share[np.searchsorted(values, law.xmin)]
    axes.plot(x, start * tails.law_survival(law, x), "--", color=colour, linewidth=1.5)


def _cells(axes: "Axes", of: Evidence, colour: str) -> None:
    """Lorenz curve, busiest cells first."""
    try:
        counts = of.total[of.lattice.inside]
    except NotComputableError:
        return
    if counts.sum():
        axes.plot(*places.lorenz(counts), color=colour, linewidth=1.8)


def _course(axes: "Axes", evidence: dict[str, Evidence]) -> None:
    """Events a month; where there are no dates, the year's mean."""
    heights = []
    for number, of in enumerate(evidence.values()):
        if len(of.events):
            edges, counts = _monthly(of)
            axes.stairs(counts, edges, color=f"C{number}", linewidth=1.3, baseline=None)
            heights.append(counts.max())
    axes.set(title="Course in time", xlabel="years from the start", ylabel="events a month")
    if heights and max(heights) > 20 * min(heights):
        axes.set_yscale("symlog", linthresh=1)
    axes.set_ylim(bottom=0)


def _monthly(of: Evidence) -> tuple[np.ndarray, np.ndarray]:
    """Edges in years from the first event, and events a month between them."""
    day = of.events.day
    if day is None or np.isnan(day).all():
        year = of.events.year - of.events.year.min()
        return np.arange(year.max() + 2.0), np.bincount(year) / 12
    day = day[~np.isnan(day)]
    month = ((day - day.min()) // MONTH_DAYS).astype(int)
    counts = np.bincount(month).astype(float)
    # The last month is seldom whole, and would look like the end of the war.
    counts = counts[:-1] if len(counts) > 1 else counts
    return np.arange(len(counts) + 1) / 12, counts

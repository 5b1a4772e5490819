"""Maps of one run: a moment in full, and years side by side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.figures import map_layers
from sim.figures.palettes import tone
from sim.figures.style import canvas, deep, dress, look
from sim.metrics import Moment
from sim.results import Result

if TYPE_CHECKING:
    from matplotlib.figure import Figure

YEAR = 52
SHOWN_WEEKS = 26
"""Violence of this many weeks up to a moment is shown on its map."""


MOST_YEARS = 15


def map_of_moment(result: Result, week: int | None = None) -> "Figure":
    """Draw who rules where, bands, bases, convoys, the displaced, and half a year of violence.

    Args:
        result: of a run.
        week: weeks lived; the nearest snapshot is drawn, by default the last.
    """
    moment = nearest(result, week)
    with look():
        figure = canvas(12.5, 8.2)
        axes, side = figure.subplots(1, 2, width_ratios=[2.3, 1])
        side.set_axis_off()
        map_layers.ground(axes, result, relief=0.3)
        map_layers.rivers(axes, result, 4.0)
        shade = map_layers.control(axes, moment)
        deaths = _deaths(result, moment.week - SHOWN_WEEKS, moment.week)
        map_layers.displaced(axes, moment)
        map_layers.circles(axes, deaths)
        map_layers.zones(axes, moment)
        map_layers.bands(axes, result, moment)
        map_layers.bases(axes, moment)
        map_layers.convoys(axes, moment)
        map_layers.hubs(axes, result, named=False)
        x, y = result.ground.capital
        axes.plot(
            x,
            y,
            marker="*",
            color=tone.paper,
            mec=tone.ink,
            ms=20,
            ls="",
            label="Capital",
            zorder=7,
        )
        map_layers.scale(axes, result)
        side.legend(
            *axes.get_legend_handles_labels(), loc="upper left", labelspacing=0.9, borderpad=0
        )
        place = side.inset_axes((0.1, 0.06, 0.8, 0.03))
        bar = figure.colorbar(shade, cax=place, orientation="horizontal")
        ends = (-map_layers.STRONG, 0, map_layers.STRONG)
        bar.set_ticks(ends, labels=["armed group", "nobody", "state"], fontsize=11)
        bar.outline.set_visible(False)
        place.set_title("Who rules daily life", fontsize=12, fontweight="normal")
        return dress(figure, _moment_title(result, moment, deaths.sum()), footer(result))


def years_side_by_side(result: Result, years: Sequence[int] | None = None) -> "Figure":
    """Draw where people were killed, one small map a year.

    Args:
        result: of a run.
        years: counted from 1; by default up to fifteen, spread over the run.
    """
    from matplotlib.colors import LogNorm

    last = max(1, -(-result.weeks // YEAR))
    chosen = list(years) if years is not None else _spread(last, MOST_YEARS)
    columns = min(5, len(chosen))
    rows = -(-len(chosen) // columns)
    fields = [_deaths(result, (year - 1) * YEAR, year * YEAR) for year in chosen]
    most = max(10.0, *(field.max() for field in fields))
    with look():
        figure = canvas(max(2.6 * columns, 6) + 1.2, 2.55 * rows + 1.2)
        grid = np.atleast_1d(figure.subplots(rows, columns)).ravel()
        image: Any = None
        for axes, year, field in zip(grid, chosen, fields, strict=False):
            map_layers.ground(axes, result, relief=0.12)
            map_layers.rivers(axes, result, 1.2)
            seen = np.ma.masked_less(field, 1)
            image = axes.imshow(
                seen, origin="lower", cmap=deep(), norm=LogNorm(1, most), interpolation="none"
            )
            axes.set_title(f"Year {year}: {field.sum():,.0f}", fontsize=12)
            middle = nearest(result, (year - 1) * YEAR + YEAR // 2)
            bases = middle.peacekeepers
            axes.plot(bases[:, 0], bases[:, 1], "s", ms=4, mfc="none", mec=tone.blue, ls="")
        for axes in grid[len(chosen) :]:
            axes.set_axis_off()
        bar = figure.colorbar(image, ax=list(grid), shrink=0.6, pad=0.02, format="{x:,.0f}")
        bar.set_label("killed in the cell in the year")
        bar.outline.set_visible(False)
        squares = " Squares: bases of the mission." if _had_mission(result) else ""
        note = f"Above each map: killed in the year.{squares} {footer(result)}"
        return dress(figure, _concentration(_deaths(result, 0, result.weeks), result), note)


def nearest(result: Result, week: int | None) -> Moment:
    """Return the snapshot nearest to a number of weeks lived, by default the last."""
    if week is None:
        return result.moments[-1]
    return min(result.moments, key=lambda moment: abs(moment.week - week))


def footer(result: Result) -> str:
    """Return what run a figure shows."""
    return (
        f"{result.scenario.name} with {result.scenario.strategy.name}, seed {result.seed}, "
        f"scenario {result.provenance['scenario_hash']}. One simulated run, not a forecast."
    )


def _moment_title(result: Result, moment: Moment, lost: float) -> str:
    """Say who rules how many people, and how many were killed lately."""
    if moment.week == 0:
        return "At the start"
    row = result.series_data[moment.week - 1]
    rule = f"{row['under_state']:.0%} of the people live under the state's rule"
    if row["under_groups"] >= 0.005:
        rule += f", {row['under_groups']:.0%} under armed groups"
    lately = "half a year" if moment.week >= SHOWN_WEEKS else f"{moment.week} weeks"
    year = -(-moment.week // YEAR)
    dead = f"{lost:,.0f} {'was' if lost == 1 else 'were'}" if lost else "nobody was"
    return f"Year {year}, week {moment.week}: {rule}; {dead} killed in {lately}"


def _deaths(result: Result, start: int, end: int) -> NDArray[np.float64]:
    """Killed by cell in weeks `start` to before `end`, shape (height, width)."""
    events = result.events_data
    inside = events[(events["week"] >= start) & (events["week"] < end)]
    by_cell = np.zeros(result.ground.land.size)
    np.add.at(by_cell, inside["cell"], killed(inside))
    return by_cell.reshape(result.ground.land.shape)


def killed(events: NDArray[Any]) -> NDArray[np.float64]:
    """Return how many died in each of the acts of violence, given as records."""
    sides = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_peacekeepers")
    found = np.zeros(len(events))
    for name in sides:
        found += events[name]
    return found


def _spread(last: int, most: int) -> list[int]:
    """Up to `most` years from 1 to `last`."""
    return sorted({round(year) for year in np.linspace(1, last, min(last, most))})


def _had_mission(result: Result) -> bool:
    return any(len(moment.peacekeepers) for moment in result.moments)


def _concentration(deaths: NDArray[np.float64], result: Result) -> str:
    """Say in how few cells half of the deaths were."""
    if not deaths.any():
        return "Nobody was killed"
    ranked = np.sort(deaths[result.ground.land])[::-1]
    half = 1 + int(np.searchsorted(np.cumsum(ranked), 0.5 * ranked.sum()))
    return f"Half of all deaths are in {half / len(ranked):.0%} of the cells"

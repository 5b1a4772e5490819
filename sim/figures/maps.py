"""Maps of one run: a moment in full, and years side by side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.figures.style import BLUE, GROUND, INK, ORANGE, RIVER, WATER, canvas, dress, look
from sim.metrics import Moment
from sim.metrics.events import party_names
from sim.results import Result
from sim.state import codes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

YEAR = 52
SHOWN_WEEKS = 26
"""Violence of this many weeks up to a moment is shown on its map."""

STRONG = 0.6
"""Control beyond this value has the full colour."""

MOST_YEARS = 15

BASE_MARKS = ("s", "P", "X", "D")  # troops, police, observers, engineers


def map_of_moment(result: Result, week: int | None = None) -> "Figure":
    """Draw who rules where, armed bands, the mission's bases, and half a year of violence.

    Args:
        result: of a run.
        week: weeks lived; the nearest snapshot is drawn, by default the last.
    """
    moment = nearest(result, week)
    with look():
        figure = canvas(12.5, 8.2)
        axes, side = figure.subplots(1, 2, width_ratios=[2.3, 1])
        side.set_axis_off()
        _ground(axes, result, relief=0.3)
        _rivers(axes, result, 4.0)
        shade = _control(axes, moment)
        deaths = _deaths(result, moment.week - SHOWN_WEEKS, moment.week)
        _circles(axes, deaths)
        _bands(axes, result, moment)
        _bases(axes, moment)
        x, y = result.ground.capital
        axes.plot(x, y, marker="*", color="white", mec=INK, ms=20, ls="", label="Capital")
        _scale(axes, result)
        side.legend(
            *axes.get_legend_handles_labels(), loc="upper left", labelspacing=0.8, borderpad=0
        )
        bar = figure.colorbar(shade, cax=side.inset_axes((0.04, 0.0, 0.07, 0.3)))
        bar.set_ticks([-STRONG, 0, STRONG], labels=["armed group", "nobody", "state"])
        bar.outline.set_visible(False)
        side.text(0.04, 0.33, "Who rules daily life", transform=side.transAxes, fontsize=12)
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
            _ground(axes, result, relief=0.12)
            _rivers(axes, result, 1.2)
            seen = np.ma.masked_less(field, 1)
            image = axes.imshow(
                seen, origin="lower", cmap="cividis_r", norm=LogNorm(1, most), interpolation="none"
            )
            axes.set_title(f"Year {year}: {field.sum():,.0f}", fontsize=12)
            middle = nearest(result, (year - 1) * YEAR + YEAR // 2)
            bases = middle.peacekeepers
            axes.plot(bases[:, 0], bases[:, 1], "s", ms=4, mfc="none", mec=BLUE, ls="")
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


def _ground(axes: "Axes", result: Result, relief: float) -> None:
    """Draw land, water, rugged ground (darker by up to `relief`) and the borders of districts."""
    from matplotlib.collections import LineCollection
    from matplotlib.colors import to_rgb

    ground = result.ground
    height, width = ground.land.shape
    picture = np.ones((height, width, 3)) * np.array(to_rgb(GROUND))
    picture *= (1.0 - relief * np.clip(ground.terrain, 0, 1))[..., None]
    picture[~ground.land] = to_rgb(WATER)
    axes.imshow(picture, origin="lower", interpolation="none")
    district = np.where(ground.land, ground.district, -1)
    lines = []
    for y, x in np.argwhere(district[:, 1:] != district[:, :-1]).tolist():
        if min(district[y, x], district[y, x + 1]) >= 0:
            lines.append([(x + 0.5, y - 0.5), (x + 0.5, y + 0.5)])
    for y, x in np.argwhere(district[1:] != district[:-1]).tolist():
        if min(district[y, x], district[y + 1, x]) >= 0:
            lines.append([(x - 0.5, y + 0.5), (x + 0.5, y + 0.5)])
    axes.add_collection(LineCollection(lines, colors="white", linewidths=1.0))
    axes.set(xticks=[], yticks=[], xlim=(-0.5, width - 0.5), ylim=(-0.5, height - 0.5))
    axes.spines[:].set_visible(False)


def _rivers(axes: "Axes", result: Result, width: float) -> None:
    """Draw navigable rivers as lines of a width in points, down to open water or off the map."""
    from matplotlib.collections import LineCollection

    ground = result.ground
    across = ground.land.shape[1]
    lines = []
    for y, x in np.argwhere(ground.river).tolist():
        onward = int(ground.downstream[y, x])
        if onward >= 0:
            lines.append([(x, y), (onward % across, onward // across)])
        elif x in (0, across - 1):
            lines.append([(x, y), (x + (0.5 if x else -0.5), y)])
        else:
            lines.append([(x, y), (x, y + (0.5 if y else -0.5))])
    if lines:
        axes.add_collection(
            LineCollection(
                lines, colors=RIVER, linewidths=width, capstyle="round", label="Navigable river"
            )
        )


def _control(axes: "Axes", moment: Moment) -> Any:
    """Shade inhabited cells by who rules daily life."""
    from matplotlib.colors import LinearSegmentedColormap

    shades = LinearSegmentedColormap.from_list("control", [ORANGE, "#f7f5f0", BLUE])
    field = np.ma.masked_invalid(moment.control)
    return axes.imshow(
        field, origin="lower", cmap=shades, vmin=-STRONG, vmax=STRONG, alpha=0.6,
        interpolation="none",
    )  # fmt: skip


def _scale(axes: "Axes", result: Result) -> None:
    """Draw a bar that says how far things are."""
    length = 100.0 if result.ground.cell_km * result.ground.land.shape[1] > 300 else 10.0
    cells = length / result.ground.cell_km
    axes.plot([0, cells], [-1.2, -1.2], color=INK, lw=3, clip_on=False, solid_capstyle="butt")
    axes.text(cells + 0.4, -1.2, f"{length:.0f} km", va="center", fontsize=11)


def _moment_title(result: Result, moment: Moment, killed: float) -> str:
    """Say who rules how many people, and how many were killed lately."""
    if moment.week == 0:
        return "At the start"
    row = result.series_data[moment.week - 1]
    rule = f"{row['under_state']:.0%} of the people live under the state's rule"
    if row["under_groups"] >= 0.005:
        rule += f", {row['under_groups']:.0%} under armed groups"
    lately = "half a year" if moment.week >= SHOWN_WEEKS else f"{moment.week} weeks"
    year = -(-moment.week // YEAR)
    lost = f"{killed:,.0f} were" if killed else "nobody was"
    return f"Year {year}, week {moment.week}: {rule}; {lost} killed in {lately}"


def _deaths(result: Result, start: int, end: int) -> NDArray[np.float64]:
    """Killed by cell in weeks `start` to before `end`, shape (height, width)."""
    events = result.events_data
    inside = events[(events["week"] >= start) & (events["week"] < end)]
    killed = np.zeros(result.ground.land.size)
    for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_peacekeepers"):
        np.add.at(killed, inside["cell"], inside[name])
    return killed.reshape(result.ground.land.shape)


def _circles(axes: "Axes", deaths: NDArray[np.float64]) -> None:
    """Draw violence as open circles whose area grows with the dead."""
    y, x = np.nonzero(deaths)
    sizes = 14.0 * deaths[y, x]
    axes.scatter(x, y, s=sizes, facecolor="#c91f1633", edgecolor="#c91f16", lw=1.2)
    for example in (5, 50):
        axes.scatter(
            [], [], s=14.0 * example, facecolor="#c91f1633", edgecolor="#c91f16", lw=1.2,
            label=f"{example} killed",
        )  # fmt: skip


def _bands(axes: "Axes", result: Result, moment: Moment) -> None:
    """Draw armed bands as triangles, one shade a party."""
    from matplotlib import colormaps

    names = party_names(result.place.names["factions"], result.place.parents)
    parties = [int(party) for party in np.unique(moment.bands[:, 3])]
    shades = colormaps["cividis"](np.linspace(0, 0.95, max(len(parties), 2)))
    for party, shade in zip(parties, shades, strict=False):
        bands = moment.bands[moment.bands[:, 3] == party]
        axes.scatter(
            bands[:, 0] + _scatter(len(bands), 0),
            bands[:, 1] + _scatter(len(bands), 1),
            s=16 + 1.2 * bands[:, 2],
            marker="^",
            color=[shade],
            edgecolor="white",
            lw=0.6,
            label=f"{names[party]} ({bands[:, 2].sum():,.0f} fighters)",
        )


def _bases(axes: "Axes", moment: Moment) -> None:
    """Draw deployed peacekeeper units at their bases."""
    for kind, name in enumerate(codes.PEACEKEEPER_KINDS):
        units = moment.peacekeepers[moment.peacekeepers[:, 3] == kind]
        if len(units):
            axes.scatter(
                units[:, 0], units[:, 1], s=90, marker=BASE_MARKS[kind], color=BLUE,
                edgecolor="white", lw=0.8, label=f"Mission {name} ({units[:, 2].sum():,.0f})",
            )  # fmt: skip


def _scatter(count: int, k: int) -> NDArray[np.float64]:
    """Small offsets that keep markers of one cell apart, the same in every drawing."""
    golden = (0.618033988749895, 0.754877666246693)[k]
    steps = np.arange(count, dtype=np.float64) * golden
    return 0.6 * (np.mod(steps, 1.0) - 0.5)


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

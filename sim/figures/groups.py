"""Trust and grievance by identity group over time, with how far communities of a group differ."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.figures.edges import names_at_edge
from sim.figures.maps import footer
from sim.figures.palettes import tone
from sim.figures.style import canvas, dress, look
from sim.figures.timeline import YEAR, phases
from sim.replay.lives import Lives
from sim.results import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS = (
    ("trust_state", "Trust in the government"),
    ("trust_rebels", "Trust in armed groups of one's own"),
    ("trust_mission", "Trust in the mission"),
    ("grievance", "Grievance"),
)
BAND = (0.1, 0.9)
"""Between these shares of communities the bands lie."""

SHADES = (0, 1, 3, 5, 4, 2, 6, 7)
"""Places in the series of colours, those first that are told apart best as lines."""


def trust_by_group(result: Result) -> "Figure":
    """Draw trust and grievance of each identity group: mean over people, middle 80 % of places.

    Args:
        result: of a run that was filmed.

    Raises:
        ValueError: the run was not filmed.
    """
    lives = Lives(result.film)
    names = {int(row): result.place.names["groups"][row] for row in np.unique(lives.group)}
    with look():
        figure = canvas(12.8, 8.4)
        grid = figure.subplots(2, 2, sharex=True, sharey=True)
        for axes, (field, heading) in zip(grid.ravel(), PANELS, strict=True):
            _panel(axes, lives, names, field)
            axes.set_title(heading, fontsize=13)
            phases(axes, result, named=False)
            axes.grid(axis="y")
        top = max(lives.field(field).max() for field, _ in PANELS)
        grid[0, 0].set_ylim(0, min(1.0, np.ceil(10 * top) / 10))
        for axes in grid[:, 0]:
            axes.set_ylabel("index, 0 to 1")
        for axes in grid[-1]:
            axes.set_xlabel("year of the run")
        grid[0, 0].set_xlim(0, max(result.weeks, 1) / YEAR)
        note = (
            f"n = {len(lives.people):,} communities. Lines: mean over people; bands: the middle "
            "80 % of communities. Shaded: the mission, darkest while it operates."
        )
        return dress(figure, _finding(lives, names), f"{note} {footer(result)}")


def _panel(axes: "Axes", lives: Lives, names: dict[int, str], field: str) -> None:
    """Draw one field: a line and a band for each group, with its name at the line's end."""
    years, values = lives.week / YEAR, lives.field(field)
    ends, shades = {}, {}
    for place, (row, name) in enumerate(names.items()):
        of = lives.group == row
        colour = shades[name] = tone.series[SHADES[place % len(SHADES)]]
        low, high = np.quantile(values[:, of], BAND, axis=1)
        axes.fill_between(years, low, high, color=colour, alpha=0.13, lw=0)
        mean = weighted(values[:, of], lives.people[of])
        axes.plot(years, mean, color=colour)
        ends[name] = float(mean[-1])
    names_at_edge(axes, ends, shades, gap=0.075, size=11)


def weighted(values: NDArray[np.float64], people: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return means over people, by row; `values` has shape (pictures, communities)."""
    found: NDArray[np.float64] = values @ people / people.sum()
    return found


def _finding(lives: Lives, names: dict[int, str]) -> str:
    """Say between whom trust in the government differs most at the end, and how it moved."""
    values = lives.field("trust_state")
    ends = {
        name: weighted(values[:, lives.group == row], lives.people[lives.group == row])
        for row, name in names.items()
    }
    all_ = weighted(values, lives.people)
    change = all_[-1] - all_[0]
    way = "stayed at" if abs(change) < 0.02 else ("rose to" if change > 0 else "fell to")
    course = f"Trust in the government {way} {all_[-1]:.2f}"
    if abs(change) >= 0.02:
        course += f" from {all_[0]:.2f}"
    if len(ends) == 1:
        return course
    high, low = (pick(ends, key=lambda name: ends[name][-1]) for pick in (max, min))
    gap, before = ends[high][-1] - ends[low][-1], ends[high][0] - ends[low][0]
    if gap < 0.02:
        return f"{course}, in all groups alike"
    return (
        f"{course}; between {high} and {low} it differs by {gap:.2f}, at the start by "
        f"{abs(before):.2f}"
    )

"""Figures of a single run: map, years, timeline, one community, groups, network of supply.

Each is one function that takes a :class:`sim.results.Result` and returns a Matplotlib figure, which
a notebook shows and :func:`save` writes as PNG and SVG. :func:`curves`, :func:`dots` and
:func:`intervals` draw numbers of your own in the same look.
"""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.figures.groups import trust_by_group
from sim.figures.life import life
from sim.figures.maps import map_of_moment, years_side_by_side
from sim.figures.network import network, tonnes
from sim.figures.plain import curves, dots, intervals
from sim.figures.style import chosen, look, save
from sim.figures.timeline import timeline
from sim.metrics.traffic import CARGO
from sim.replay.lives import Lives, recorded
from sim.results import Result

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "curves",
    "dots",
    "draw_run",
    "figures_of",
    "intervals",
    "life",
    "look",
    "map_of_moment",
    "network",
    "plot",
    "save",
    "timeline",
    "trust_by_group",
    "years_side_by_side",
]

FIGURES: dict[str, Callable[[Result], "Figure"]] = {
    "map": map_of_moment,
    "years": years_side_by_side,
    "timeline": timeline,
    "community": life,
    "groups": trust_by_group,
    "supply": network,
}
"""Every figure of a run by the name of its file."""


def figures_of(result: Result) -> dict[str, Callable[[Result], "Figure"]]:
    """Return the figures that a run has what it takes for, by name.

    A run that was not filmed has no communities to tell of; one without aid or mission has no
    network of supply.
    """
    missing: set[str] = set()
    if not recorded(result.film):
        missing |= {"community", "groups", "supply"}
    elif not any(tonnes(Lives(result.film), row) for row in range(len(CARGO))):
        missing.add("supply")
    return {name: draw for name, draw in FIGURES.items() if name not in missing}


def plot(result: Result, figure: str = "timeline", style: str | None = None) -> "Figure":
    """Draw one of :data:`FIGURES` in a style; what `Result.plot` does."""
    return chosen(FIGURES, figure, result, style)


def draw_run(
    result: Result, folder: str | os.PathLike[str], community: int | str | None = None
) -> list[Path]:
    """Draw every figure of a run into a folder that is there; return the files.

    Args:
        result: of the run. folder: to draw into.
        community: whose life is drawn, see `sim.figures.life.row_of`.

    Raises:
        ValueError: there is no such community.
    """
    figures = figures_of(result)
    if "community" in figures:
        figures["community"] = partial(life, community=community)
    place = Path(folder)
    return [file for name, draw in figures.items() for file in save(draw(result), place, name)]

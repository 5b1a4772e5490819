"""Figures of a single run: map of a moment, years side by side, timeline.

Each is one function that takes a :class:`sim.results.Result` and returns a Matplotlib figure, which
a notebook shows and :func:`save` writes as PNG and SVG. :func:`curves`, :func:`dots` and
:func:`intervals` draw numbers of your own in the same look.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sim.figures.maps import map_of_moment, years_side_by_side
from sim.figures.plain import curves, dots, intervals
from sim.figures.style import save
from sim.figures.timeline import timeline
from sim.results import Result

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "curves",
    "dots",
    "draw_run",
    "intervals",
    "map_of_moment",
    "save",
    "timeline",
    "years_side_by_side",
]

FIGURES: dict[str, Callable[[Result], "Figure"]] = {
    "map": map_of_moment,
    "years": years_side_by_side,
    "timeline": timeline,
}


def draw_run(result: Result, folder: str | os.PathLike[str]) -> list[Path]:
    """Draw every figure of a run into a folder that is there; return the files."""
    place = Path(folder)
    return [f for name, draw in FIGURES.items() for f in save(draw(result), place, name)]

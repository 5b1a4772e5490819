"""One look for all figures: colours that colour-blind people tell apart, type that a hall can read.

Figures are made without pyplot, so that none is kept open and no screen is needed.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg")
SCREEN_DPI = 72.0
"""Pixels an inch in notebooks, which keep their pictures and should stay small."""

INK, FAINT, GROUND, WATER = "#222222", "#777777", "#ebe8e1", "#cfdde6"
RIVER = "#6f9fc0"
PETROFF = (
    "#1845fb",
    "#ff5e02",
    "#c91f16",
    "#c849a9",
    "#adad7d",
    "#86c8dd",
    "#578dff",
    "#656364",
)
"""The eight colours of the sequence petroff8 (Petroff 2021, arXiv:2107.02270)."""

SCALE = "cividis"
"""The colour map of what is a quantity."""

REFERENCE = "#656364"
BAND = "#dcdcdc"
"""What is accepted, or expected."""

BLUE, ORANGE, RED = PETROFF[0], PETROFF[1], PETROFF[2]
SETTINGS: Any = {
    "font.size": 13,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "axes.titlesize": 14,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.labelsize": 13,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "#e3e3e3",
    "legend.frameon": False,
    "legend.fontsize": 12,
    "lines.linewidth": 2.2,
    "figure.dpi": 100,
    "savefig.dpi": 150,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    # The same figure gives the same file.
    "svg.hashsalt": "peacegrid",
    "svg.fonttype": "path",
}


@contextmanager
def look() -> Iterator[None]:
    """Draw in the common look inside this context, and leave the user's settings alone."""
    import matplotlib as mpl
    from cycler import cycler

    with mpl.rc_context():
        # The style of this name came with Matplotlib 3.11, which browsers may not have.
        mpl.rcParams["axes.prop_cycle"] = cycler(color=PETROFF)
        mpl.rcParams.update(SETTINGS)
        yield


def canvas(width: float, height: float) -> "Figure":
    """Return an empty figure (inches) whose parts make room for each other."""
    from sim.figures.drawing import Drawing

    return Drawing(figsize=(width, height), layout="constrained")


def dress(figure: "Figure", title: str, footer: str) -> "Figure":
    """Give a figure its title, which says what is found, and its footer, which says from what."""
    width = figure.get_size_inches()[0]
    figure.suptitle(
        fill(title, round(width * 7.6)), x=0.01, ha="left", fontsize=16, fontweight="bold"
    )
    wrapped = fill(footer, round(width * 13))
    figure.supxlabel(wrapped, x=0.01, ha="left", fontsize=9, color=FAINT)
    return figure


def save(figure: "Figure", folder: Path, name: str) -> list[Path]:
    """Write a figure as PNG and SVG and return the files."""
    files = []
    for kind in FORMATS:
        file = folder / f"{name}.{kind}"
        file.write_bytes(encoded(figure, kind))
        files.append(file)
    return files


def encoded(figure: "Figure", kind: str, dpi: float = SETTINGS["savefig.dpi"]) -> bytes:
    """Return a figure as the content of a file, the same each time.

    Args:
        figure: to be encoded. kind: one of :data:`FORMATS`. dpi: pixels an inch, of PNG.
    """
    import matplotlib as mpl

    content = io.BytesIO()
    dated: dict[str, Any] = {"Date": None} if kind == "svg" else {"Software": None}
    with mpl.rc_context(SETTINGS):
        figure.savefig(content, format=kind, metadata=dated, dpi=dpi)
    return content.getvalue()


def colours(strategies: Sequence[str]) -> dict[str, str]:
    """Return a colour for each strategy: grey for the reference, which is the first."""
    # The seventh colour is a second blue: black is easier to tell from the first.
    others = [*PETROFF[:6], INK]
    found = {name: others[i % len(others)] for i, name in enumerate(strategies[1:])}
    return {strategies[0]: REFERENCE, **found}


def thousands(axis: Any) -> None:
    """Write the numbers of an axis with commas."""
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))

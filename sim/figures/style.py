"""One look for all figures: colours that colour-blind people tell apart, type that a hall can read.

Figures are made without pyplot, so that none is kept open and no screen is needed.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill, wrap
from typing import TYPE_CHECKING, Any

from sim.figures.palettes import SCALE, Palette, tone
from sim.figures.palettes import style as in_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg")
SAVED_DPI = 150.0
"""Pixels an inch of files."""

SCREEN_DPI = 72.0
"""Pixels an inch in notebooks, which keep their pictures and should stay small."""


def settings(palette: Palette) -> Any:
    """Return the settings of Matplotlib for a palette, by name."""
    return {
        "font.size": 13,
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "figure.facecolor": palette.paper,
        "figure.dpi": 100,
        "savefig.dpi": SAVED_DPI,
        "axes.facecolor": palette.paper,
        "axes.titlesize": 14,
        "axes.titlelocation": "left",
        "axes.titleweight": "bold",
        "axes.titlecolor": palette.ink,
        "axes.labelsize": 13,
        "axes.labelcolor": palette.ink,
        "axes.edgecolor": palette.faint,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "grid.color": palette.grid,
        "legend.frameon": False,
        "legend.fontsize": 12,
        "lines.linewidth": 2.2,
        "text.color": palette.ink,
        "xtick.color": palette.ink,
        "ytick.color": palette.ink,
        # The same figure gives the same file.
        "svg.hashsalt": "peacegrid",
        "svg.fonttype": "path",
    }


@contextmanager
def look(style: str | None = None) -> Iterator[None]:
    """Draw in the common look inside this context, and leave the user's settings alone.

    Args:
        style: "light" or "dark"; by default the one in force, which is light unless another
            context around this one says otherwise.

    Raises:
        ValueError: there is no such style.
    """
    import matplotlib as mpl
    from cycler import cycler

    with in_style(style) as palette, mpl.rc_context():
        # The style of this name came with Matplotlib 3.11, which browsers may not have.
        mpl.rcParams["axes.prop_cycle"] = cycler(color=palette.series)
        mpl.rcParams.update(settings(palette))
        yield


def canvas(width: float, height: float) -> "Figure":
    """Return an empty figure (inches) whose parts make room for each other."""
    from sim.figures.drawing import Drawing

    return Drawing(figsize=(width, height), layout="constrained")


def dress(figure: "Figure", title: str, footer: str) -> "Figure":
    """Give a figure its title, which says what is found, and its footer, which says from what."""
    width = figure.get_size_inches()[0]
    figure.suptitle(
        _balanced(title, round(width * 7.6)), x=0.01, ha="left", fontsize=16, fontweight="bold"
    )
    wrapped = fill(footer, round(width * 11.5))
    figure.supxlabel(wrapped, x=0.01, ha="left", fontsize=10, color=tone.faint)
    return figure


def _balanced(text: str, width: int) -> str:
    """Break a text into as few lines as a width (letters) allows, about equally long ones."""

    def broken(width: int) -> list[str]:
        return wrap(text, width, break_long_words=False)

    least = len(broken(width))
    return "\n".join(broken(next(w for w in range(1, width + 1) if len(broken(w)) <= least)))


def save(figure: "Figure", folder: Path, name: str) -> list[Path]:
    """Write a figure as PNG and SVG and return the files."""
    files = []
    for kind in FORMATS:
        file = folder / f"{name}.{kind}"
        file.write_bytes(encoded(figure, kind))
        files.append(file)
    return files


def encoded(figure: "Figure", kind: str, dpi: float = SAVED_DPI) -> bytes:
    """Return a figure as the content of a file, the same each time.

    Args:
        figure: to be encoded. kind: one of :data:`FORMATS`. dpi: pixels an inch, of PNG.
    """
    content = io.BytesIO()
    dated: dict[str, Any] = {"Date": None} if kind == "svg" else {"Software": None}
    # Ticks are made when they are drawn, in the colours that are set then.
    with look(getattr(figure, "style", None)):
        figure.savefig(content, format=kind, metadata=dated, dpi=dpi)
    return content.getvalue()


def compact(figure: "Figure", dpi: float = SAVED_DPI) -> bytes:
    """Return a figure as a PNG of 256 colours, a third as large: for pages and documents.

    Args:
        figure: to be encoded. dpi: pixels an inch.
    """
    from PIL import Image

    picture = Image.open(io.BytesIO(encoded(figure, "png", dpi))).convert("RGB")
    content = io.BytesIO()
    picture.quantize(256, dither=Image.Dither.NONE).save(content, "png", optimize=True)
    return content.getvalue()


def chosen(
    figures: Mapping[str, Callable[[Any], "Figure"]], name: str, of: Any, style: str | None = None
) -> "Figure":
    """Draw the figure of a name in a style, by default that in force.

    Raises:
        ValueError: there is no such figure, or no such style.
    """
    if name not in figures:
        raise ValueError(f"there is no figure {name!r}; there are: {', '.join(figures)}")
    with look(style):
        return figures[name](of)


def colours(strategies: Sequence[str]) -> dict[str, str]:
    """Return a colour for each strategy: grey for the reference, which is the first."""
    # The seventh colour is a second blue: black is easier to tell from the first.
    others = [*tone.series[:6], tone.ink]
    found = {name: others[i % len(others)] for i, name in enumerate(strategies[1:])}
    return {strategies[0]: tone.reference, **found}


def deep() -> Any:
    """Return the colour map of quantities: the most stands out from the paper."""
    import numpy as np
    from matplotlib import colormaps
    from matplotlib.colors import ListedColormap

    return ListedColormap(colormaps[SCALE](np.linspace(*tone.deep, 256)))


def thousands(axis: Any) -> None:
    """Write the numbers of an axis with commas."""
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))

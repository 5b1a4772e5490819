"""What figures are drawn on: a figure of Matplotlib that shows itself in a notebook."""

from typing import Any

from matplotlib.figure import Figure

from sim.figures.palettes import tone
from sim.figures.style import SCREEN_DPI, encoded


class Drawing(Figure):
    """A figure that a notebook shows as a picture when it is the last line of a cell.

    Attributes:
        style: in which it was drawn, and in which its last parts are made when it is saved.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what Matplotlib's figure takes."""
        super().__init__(*args, **kwargs)
        self.style = tone.name

    def _repr_png_(self) -> bytes:
        """Return the picture as a screen needs it; :func:`sim.figures.save` makes finer ones."""
        return encoded(self, "png", SCREEN_DPI)

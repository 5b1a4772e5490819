"""What figures are drawn on: a figure of Matplotlib that shows itself in a notebook."""

from matplotlib.figure import Figure

from sim.figures.style import SCREEN_DPI, encoded


class Drawing(Figure):
    """A figure that a notebook shows as a picture when it is the last line of a cell."""

    def _repr_png_(self) -> bytes:
        """Return the picture as a screen needs it; :func:`sim.figures.save` makes finer ones."""
        return encoded(self, "png", SCREEN_DPI)

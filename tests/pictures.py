"""Looking at figures as pixels: whether something is there, cut off, or written over."""

from itertools import combinations

import matplotlib.axes
import matplotlib.figure
import matplotlib.text
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.typing import NDArray

from sim.figures.style import look

Pixels = NDArray[np.uint8]


def pixels(figure: matplotlib.figure.Figure) -> Pixels:
    """The picture as it is saved, shape (height, width, 3)."""
    canvas = FigureCanvasAgg(figure)
    with look(getattr(figure, "style", None)):
        canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def words(figure: matplotlib.figure.Figure) -> list[matplotlib.text.Text]:
    """All that is written and seen in a figure."""
    unseen = _beyond(figure)
    return [
        text
        for text in figure.findobj(matplotlib.text.Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in unseen
    ]


def _beyond(figure: matplotlib.figure.Figure) -> set[int]:
    """Numbers at ticks beyond the ends of their axes, which are made and never drawn."""
    found = set()
    for axes in figure.findobj(matplotlib.axes.Axes):
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if not axes.axison or not low <= tick.get_loc() <= high:
                    found |= {id(tick.label1), id(tick.label2)}
    return found


def clipped(picture: Pixels) -> bool:
    """Whether anything but paper touches the edge of the picture."""
    paper = picture[0, 0]
    edges = (picture[0], picture[-1], picture[:, 0], picture[:, -1])
    return any((edge != paper).any() for edge in edges)


def empty(figure: matplotlib.figure.Figure, picture: Pixels) -> list[str]:
    """Panels in which nothing is drawn but their frame, by their headings."""
    height = len(picture)
    found = []
    for axes in figure.axes:
        if not axes.axison:
            continue
        box = axes.get_window_extent()
        inside = picture[height - int(box.y1) + 3 : height - int(box.y0) - 3,
                         int(box.x0) + 3 : int(box.x1) - 3]  # fmt: skip
        if (inside.reshape(-1, 3).std(axis=0) < 1.0).all():
            found.append(axes.get_title(loc="left") or repr(axes))
    return found


def overlaps(figure: matplotlib.figure.Figure) -> list[tuple[str, str]]:
    """Pairs of words that are written over each other."""
    boxes = [(text.get_text(), text.get_window_extent()) for text in words(figure)]
    found = []
    for (one, a), (other, b) in combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > 1.0 and high > 0.3 * min(a.height, b.height):
            found.append((one, other))
    return found


def outside(figure: matplotlib.figure.Figure) -> list[str]:
    """Words that are not wholly in the picture."""
    width, height = figure.bbox.size
    return [
        text.get_text()
        for text in words(figure)
        for box in [text.get_window_extent()]
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]


def legible(figure: matplotlib.figure.Figure) -> None:
    """See that a figure is neither empty nor cut off, and that its words can be read."""
    picture = pixels(figure)
    assert not clipped(picture)
    assert not empty(figure, picture)
    assert not outside(figure)
    assert not overlaps(figure)

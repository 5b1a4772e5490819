"""What the targets have taught: the range of every parameter before and after."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.calibration.learning import Lesson
from experiments.calibration.matching import Matching
from sim.figures.palettes import tone
from sim.figures.style import canvas, dress, look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw(
    matching: Matching, lessons: Sequence[Lesson], points: NDArray[np.float64], footer: str
) -> "Figure":
    """Draw a row for each parameter, and one for each target.

    Args:
        points: of the draws in `matching`, (draws, parameters). footer: from what it is.
    """
    with look():
        rows = max(len(lessons), len(matching.targets), 4)
        figure = canvas(15, 2.4 + 0.36 * rows)
        left, right = figure.subplots(1, 2, width_ratios=[1.5, 1])
        _ranges(left, matching, lessons, points)
        _exclusions(right, matching)
        kept = int(matching.kept.sum())
        informed = sum(one.informed for one in lessons)
        about = f"the targets inform {informed} of {len(lessons)} parameters"
        if all(np.isnan(one.p) for one in lessons):
            about = "what this says about parameters cannot be told"
        title = f"{kept} of {len(points):,} draws cannot be ruled out; {about}"
        return dress(figure, title, footer)


def _ranges(
    axes: "Axes", matching: Matching, lessons: Sequence[Lesson], points: NDArray[np.float64]
) -> None:
    """Every range from 0 to 1: all draws below, those kept above, with their 5 % to 95 %."""
    for place, one in enumerate(lessons):
        y = len(lessons) - 1 - place
        shares = (points[:, place] - one.low) / (one.high - one.low)
        colour = tone.blue if one.informed else tone.reference
        axes.plot([0, 1], [y, y], color=tone.band, lw=9, solid_capstyle="butt", zorder=1)
        axes.plot(shares, np.full(len(shares), y - 0.28), "|", color=tone.faint, ms=4, mew=0.5)
        kept = shares[matching.kept]
        axes.plot(kept, np.full(len(kept), y + 0.27), "|", color=colour, ms=6, mew=1.2, zorder=3)
        if len(kept):
            low, middle, high = ((end - one.low) / (one.high - one.low) for end in one.left)
            axes.plot([low, high], [y, y], color=colour, lw=5, solid_capstyle="butt", zorder=2)
            axes.plot(middle, y, "o", color=tone.paper, mec=tone.ink, ms=6, zorder=4)
        axes.text(-0.02, y, f"{one.low:g}", ha="right", va="center", fontsize=8.5, color=tone.faint)
        axes.text(1.02, y, f"{one.high:g}", ha="left", va="center", fontsize=8.5, color=tone.faint)
    names = [one.path.removeprefix("dynamics.") for one in reversed(lessons)]
    axes.set_yticks(range(len(lessons)), names, fontsize=10)
    axes.tick_params(length=0)
    axes.set_xticks([])
    axes.set_xlim(-0.12, 1.12)
    axes.set_ylim(-0.8, len(lessons) - 0.2)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title("Range tried (grey), and left: 5 %, middle, 95 %\nblue: told to be informed")


def _exclusions(axes: "Axes", matching: Matching) -> None:
    """How many draws each target finds implausible, and how many it alone does."""
    excluded, alone = matching.excluded()
    order = np.argsort(excluded, kind="stable")
    y = np.arange(len(order))
    axes.barh(y, excluded[order], color=tone.band, label="finds implausible")
    axes.barh(y, alone[order], height=0.4, color=tone.orange, label="it alone does")
    names = [matching.targets[i].name for i in order]
    names = [n if matching.told[i] else f"{n} (?)" for n, i in zip(names, order, strict=True)]
    axes.set_yticks(y, names, fontsize=10)
    axes.set_xlim(0, max(1, len(matching.kept)))
    axes.set_xlabel("draws")
    axes.legend(loc="lower right")
    axes.set_title("Which targets rule draws out\n(?): measured in no draw")

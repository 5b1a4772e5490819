"""The figure of facts: accepted intervals as bands, with what was simulated and published."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.validation.assessing import Assessment, Line
from experiments.validation.protocol import Verdict
from sim.figures.style import BLUE, INK, ORANGE, REFERENCE, canvas, dress, look, save

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MARKS: dict[Verdict, tuple[str, str]] = {
    "PASS": ("o", BLUE),
    "WEAK": ("D", "#86c8dd"),
    "INCONCLUSIVE": ("s", "#adad7d"),
    "FAIL": ("X", ORANGE),
    "REPORTED": (".", REFERENCE),
}
"""Shape and colour of each verdict: neither shape nor word needs the colour."""

BAND = "#dcdcdc"


def draw(found: Sequence[Assessment], footer: str) -> "Figure":
    """Draw every criterion in a row of its own scale, from 0 to 1 across the accepted interval.

    Quantities differ in unit, so rows share no axis: the band is the accepted interval, always
    drawn in the same place where both its ends are known, and the numbers stand beside the row.
    """
    rows = [(one, line) for one in found for line in one.lines if not math.isnan(line.found.value)]
    with look():
        figure = canvas(14, 2.0 + 0.42 * max(len(rows), 3))
        axes = figure.subplots()
        for place, (_, line) in enumerate(reversed(rows)):
            _row(axes, place, line)
        axes.set_ylim(-0.7, max(len(rows), 1) - 0.3)
        axes.set_yticks(
            range(len(rows)),
            [f"{one.fact.id}{'!' if one.fact.decisive else ''} {_short(line)}"
             for one, line in reversed(rows)],
            fontsize=9,
        )  # fmt: skip
        axes.set_xlim(-1.0, 2.6)
        axes.set_xticks([0.0, 1.0], ["lower", "upper end of what is accepted"])
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        _legend(axes)
        return dress(figure, _title(found), footer)


def draw_facts(found: Sequence[Assessment], folder: Path, footer: str) -> list[Path]:
    """Write the figure as PNG and SVG into a folder that is there."""
    return save(draw(found, footer), folder, "facts")


def _row(axes: Any, place: int, line: Line) -> None:
    scale = _scale(line)
    low, high = (scale(end) for end in (line.criterion.low, line.criterion.high))
    axes.barh(place, high - low, left=low, height=0.62, color=BAND, zorder=1)
    mark, colour = MARKS.get(line.verdict, (".", REFERENCE))
    value, ends = scale(line.found.value), [scale(line.found.low), scale(line.found.high)]
    if not math.isnan(line.found.low):
        axes.plot(ends, [place, place], color=INK, lw=1.6, zorder=2)
    axes.plot(value, place, mark, ms=8, mfc=colour, mec=INK, mew=0.8, zorder=3)
    if line.criterion.published is not None:
        x = scale(line.criterion.published)
        axes.plot([x, x], [place - 0.36, place + 0.36], color=INK, lw=2.4, ls=":", zorder=2)
    words = f"{line.found.value:.3g}  {line.verdict}"
    if line.off is not None:
        words += f";  mechanism off: {line.off.value:.3g}, {line.fate}"
    axes.text(1.62, place, words, va="center", fontsize=8.5, color=INK)


def _scale(line: Line) -> Any:
    """Put the accepted interval on 0 to 1; beyond the edges of the row everything is at the edge.

    An open end is drawn as far from the other as `none` is, or as the estimate.
    """
    c, found = line.criterion, line.found
    low, high = c.low, c.high
    reach = max(abs(found.value - e) for e in (low, high, c.none) if math.isfinite(e))
    reach = reach or 1.0
    if math.isinf(low) and math.isinf(high):
        low, high = found.value - reach, found.value + reach
    elif math.isinf(low):
        low = high - reach
    elif math.isinf(high):
        high = low + reach
    width = high - low or 1.0

    def scale(x: float) -> float:
        if math.isnan(x):
            return x
        return min(1.5, max(-0.9, (x - low) / width if math.isfinite(x) else math.copysign(9, x)))

    return scale


def _short(line: Line) -> str:
    words = line.criterion.quantity
    return words if len(words) < 62 else words[:60] + "…"


def _legend(axes: Any) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Line2D([], [], marker=mark, color=INK, mfc=colour, ls="", ms=8, label=verdict)
        for verdict, (mark, colour) in MARKS.items()
    ]
    handles.append(Patch(color=BAND, label="accepted"))
    handles.append(Line2D([], [], color=INK, ls=":", lw=2.4, label="published"))
    axes.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=7, fontsize=9)


def _title(found: Sequence[Assessment]) -> str:
    gates = [one for one in found if one.fact.gate == "gate" and one.lines]
    passed = sum(one.verdict == "PASS" for one in gates)
    failed = sum(one.verdict == "FAIL" for one in gates)
    return f"Of {len(gates)} published findings the model reproduces {passed} and fails {failed}"

"""Figures of facts: all verdicts on one page, and for each family the numbers behind them."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.validation.assessing import Assessment, Line
from experiments.validation.protocol import Verdict
from experiments.validation.table import accepted, shown
from sim.figures.palettes import tone
from sim.figures.style import canvas, dress, look, save

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MARKS: dict[Verdict, tuple[str, int]] = {
    "PASS": ("o", 0),
    "WEAK": ("D", 5),
    "INCONCLUSIVE": ("s", 4),
    "FAIL": ("X", 1),
    "REPORTED": ("p", 7),
    "NOT MEASURED": ("_", 7),
}
"""Shape of each verdict, and its place in the series of colours: no shape needs its colour."""

FAMILIES = {
    "A": "Peacekeeping",
    "B": "Agreements and cooperation",
    "C": "Aid and work",
    "D": "Disputes, police, harm",
    "E": "Patterns, duration, recurrence",
    "F": "Deployment, risk, density",
}

LEFT, RIGHT = -0.9, 1.9
"""Ends of a row, in widths of the accepted interval, which is drawn from 0 to 1."""


def draw_facts(found: Sequence[Assessment], folder: Path, footer: str) -> list[Path]:
    """Write ``facts``, and ``facts_A`` and so on, as PNG and SVG into a folder that is there."""
    files = save(overview(found, footer), folder, "facts")
    for letter in FAMILIES:
        of = [one for one in found if one.fact.id.startswith(letter) and one.lines]
        if of:
            files += save(details(of, letter, footer), folder, f"facts_{letter}")
    return files


def overview(found: Sequence[Assessment], footer: str) -> "Figure":
    """Draw a row for each fact: its verdict, its title, and a mark for each criterion."""
    with look():
        figure = canvas(17, 2.0 + 0.3 * max(len(found), 3))
        axes = _bare(figure, len(found))
        for place, one in enumerate(reversed(found)):
            weight = "bold" if one.fact.decisive else "normal"
            _mark(axes, 0.0, place, one.verdict, 10)
            name = f"{one.fact.id}  {_short(one.fact.title, 84)}"
            axes.text(0.08, place, name, va="center", fontsize=10, weight=weight)
            x = 3.6
            for line in one.lines:
                _mark(axes, x, place, line.verdict, 6)
                axes.text(x + 0.06, place, line.name, va="center", fontsize=8, color=tone.faint)
                # As wide as the words are, about.
                x += 0.20 + 0.052 * len(line.name)
        axes.set_xlim(-0.1, 7.0)
        _legend(axes)
        words = "A mark for each fact, and small ones for its criteria; bold: the most decisive."
        return dress(figure, _title(found), f"{words} {footer}")


def families(found: Sequence[Assessment], footer: str) -> "Figure":
    """Draw a row for each family and a mark for each fact: what a notebook has room for."""
    rows = {
        name: [one for one in found if one.fact.id.startswith(letter)]
        for letter, name in FAMILIES.items()
    }
    with look():
        figure = canvas(12.5, 1.9 + 0.72 * len(rows))
        axes = _bare(figure, len(rows))
        for place, (name, of) in enumerate(reversed(rows.items())):
            axes.text(-0.6, place, name, ha="right", va="center", fontsize=13)
            for x, one in enumerate(of):
                _mark(axes, x, place, one.verdict, 15)
                weight = "bold" if one.fact.decisive else "normal"
                axes.text(
                    x,
                    place - 0.4,
                    one.fact.id,
                    ha="center",
                    va="center",
                    fontsize=11,
                    weight=weight,
                )
        axes.set_xlim(-4.6, max(map(len, rows.values())) - 0.4)
        axes.set_ylim(-0.65, len(rows) - 0.5)
        _legend(axes, columns=6, size=11)
        words = "Bold: the most decisive."
        return dress(figure, _title(found), f"{words} {footer}")


def details(found: Sequence[Assessment], letter: str, footer: str) -> "Figure":
    """Draw every criterion of a family in a row of its own scale.

    Quantities differ in unit, so rows share no axis: the band is the accepted interval, always
    drawn in the same place where both its ends are known, and the numbers stand beside the row.
    """
    rows: list[tuple[Assessment, Line | None]] = []
    for one in found:
        rows += [(one, None), *((one, line) for line in one.lines)]
    with look():
        figure = canvas(17, 2.2 + 0.29 * max(len(rows), 4))
        axes = _bare(figure, len(rows))
        for place, (one, line) in enumerate(reversed(rows)):
            if line is None:
                star = "!" if one.fact.decisive else ""
                words = f"{one.fact.id}{star}  {one.fact.title}: {one.verdict}"
                axes.text(-3.6, place - 0.1, words, va="center", fontsize=10.5, weight="bold")
                continue
            words = _short(line.criterion.quantity, 66)
            axes.text(-1.0, place, words, ha="right", va="center", fontsize=9)
            if math.isnan(line.found.value):
                axes.text(
                    RIGHT + 0.1, place, line.verdict, va="center", fontsize=9, color=tone.faint
                )
            else:
                _row(axes, place, line)
        axes.set_xlim(-3.6, 4.6)
        _legend(axes, details=True)
        words = (
            "Lines are 95 % bootstrap intervals over seeds; each row has its own scale, with the "
            "accepted interval in one place; ! marks the most decisive; off: without the mechanism."
        )
        return dress(figure, f"{FAMILIES[letter]}: {_title(found)}", f"{words} {footer}")


def _row(axes: Any, place: int, line: Line) -> None:
    scale = _scale(line)
    c, found = line.criterion, line.found
    low, high = (min(RIGHT, max(LEFT, scale(end))) for end in (c.low, c.high))
    axes.barh(place, high - low, left=low, height=0.62, color=tone.band, zorder=1)
    if c.kind in ("effect", "null") and LEFT < scale(c.none) < RIGHT:
        x = scale(c.none)
        axes.plot([x, x], [place - 0.36, place + 0.36], color=tone.faint, lw=1.0, zorder=2)
    if c.published is not None:
        x = scale(c.published)
        axes.plot([x, x], [place - 0.36, place + 0.36], color=tone.ink, lw=2.4, ls=":", zorder=2)
    if not math.isnan(found.low):
        ends = [min(RIGHT, max(LEFT, scale(end))) for end in (found.low, found.high)]
        axes.plot(ends, [place, place], color=tone.ink, lw=1.5, zorder=3)
    value = scale(found.value)
    if LEFT <= value <= RIGHT:
        _mark(axes, value, place, line.verdict, 7)
    else:
        # Beyond the row: an arrow at its edge.
        edge, head = (RIGHT, ">") if value > RIGHT else (LEFT, "<")
        shade = _shade(line.verdict)
        axes.plot(edge, place, head, ms=8, mfc=shade, mec=tone.ink, mew=0.8, zorder=4)
    words = f"{shown(found)}  (accepted: {accepted(c)})"
    if line.off is not None:
        words += f"; off: {line.off.value:.2g}, {line.fate}"
    axes.text(RIGHT + 0.1, place, words, va="center", fontsize=8.5, color=tone.ink)


def _scale(line: Line) -> Callable[[float], float]:
    """Put the accepted interval on 0 to 1.

    Where an end is open, the other is on its place and none, or the estimate, half a width off.
    """
    c, found = line.criterion, line.found
    low, high = c.low, c.high
    if math.isinf(low) and math.isinf(high):
        low, high = found.value - 1.0, found.value + 1.0
    elif math.isinf(low) or math.isinf(high):
        bound = high if math.isinf(low) else low
        reach = max(abs(found.value - bound), abs(c.none - bound), 0.05 * abs(bound)) or 1.0
        low, high = (bound - 2 * reach, bound) if math.isinf(low) else (bound, bound + 2 * reach)
    width = (high - low) or 1.0
    return lambda x: (x - low) / width


def _bare(figure: "Figure", rows: int) -> Any:
    axes = figure.subplots()
    axes.set_ylim(-0.7, max(rows, 1) - 0.3)
    axes.set_axis_off()
    return axes


def _mark(axes: Any, x: float, y: float, verdict: Verdict, size: float) -> None:
    shape, _ = MARKS[verdict]
    axes.plot(x, y, shape, ms=size, mfc=_shade(verdict), mec=tone.ink, mew=0.8, zorder=4)


def _shade(verdict: Verdict) -> str:
    return tone.series[MARKS[verdict][1]]


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _legend(axes: Any, *, details: bool = False, columns: int = 9, size: float = 9.5) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Line2D([], [], marker=mark, color=tone.ink, mfc=_shade(verdict), ls="", ms=8, label=verdict)
        for verdict, (mark, _) in MARKS.items()
    ]
    if details:
        handles += [
            Patch(color=tone.band, label="accepted"),
            Line2D([], [], color=tone.faint, lw=1.0, label="no effect"),
            Line2D([], [], color=tone.ink, ls=":", lw=2.4, label="published"),
        ]
    place = {"loc": "lower left", "bbox_to_anchor": (0.0, 1.0)}
    axes.legend(handles=handles, ncols=columns, fontsize=size, **place)


def _title(found: Sequence[Assessment]) -> str:
    gates = [one for one in found if one.fact.gate == "gate"]
    counts = {verdict: sum(one.verdict == verdict for one in gates) for verdict in MARKS}
    return (
        f"{len(gates)} published findings: the model reproduces {counts['PASS']}, "
        f"has the sign of {counts['WEAK']} more, fails {counts['FAIL']}; "
        f"{counts['INCONCLUSIVE'] + counts['NOT MEASURED']} cannot be told"
    )

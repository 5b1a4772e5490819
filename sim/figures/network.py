"""The network of supply: depots, the roads that loads took, what was robbed and held up on them.

Also what came by air and by barge.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.figures import map_layers
from sim.figures.maps import footer
from sim.figures.palettes import tone
from sim.figures.style import canvas, dress, look
from sim.metrics.other_ways import AIR, WATER
from sim.metrics.traffic import CARGO
from sim.replay.lives import Lives
from sim.results import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDEST = 11.0
"""Points of the line over which most was carried."""

THINNEST = 0.6
HEADINGS = {"aid": "Aid to communities", "supplies": "The mission's supplies to its bases"}
SHADES = {"aid": 0, "supplies": 4}
MOST_STRAIGHT = 15
"""Lines of flights from a map's depots, and of barges: most trips bring little to many."""

MOST_MARKS = 200.0
"""Points^2 of the largest mark of loads that were held up."""


def network(result: Result) -> "Figure":
    """Draw what was carried over the whole run: aid and mission supplies, a map for each.

    Roads are as wide as tonnes were carried; dotted lines are flights and dashed ones barges;
    circles show where bands took some, crosses where loads were held up or turned back.

    Args:
        result: of a run that was filmed.

    Raises:
        ValueError: the run was not filmed, or nothing was carried in it.
    """
    lives = Lives(result.film)
    shown = [row for row in range(len(CARGO)) if tonnes(lives, row)]
    if not shown:
        raise ValueError("nothing was carried in this run, so there is no network to draw")
    with look():
        height, width = result.ground.land.shape
        figure = canvas(6.4 * len(shown), 3.1 + 6.2 * height / width)
        panels = figure.subplots(
            2, len(shown), squeeze=False, height_ratios=[7 * height / width, 1]
        )
        for axes, key, row in zip(*panels, shown, strict=True):
            _cargo(axes, result, lives, row)
            key.set_axis_off()
            key.legend(
                *axes.get_legend_handles_labels(), loc="upper center", ncols=3, fontsize=11,
                borderpad=0, columnspacing=1.2, handlelength=1.6, handletextpad=0.6,
            )  # fmt: skip
        note = (
            "t: tonnes over the whole run, by road along the usual way, supplies flown to bases "
            f"with a road among them; by air and by barge, straight to the {MOST_STRAIGHT} places "
            "that got most."
        )
        return dress(figure, _finding(result, lives, shown), f"{note} {footer(result)}")


def tonnes(lives: Lives, row: int) -> float:
    """Return what was carried of a row of `sim.metrics.traffic.CARGO`, by any way."""
    return float(lives.sent[row].sum() + lives.other_ways[:, row].sum())


def carried(sent: NDArray[np.float64], toward_hub: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the tonnes that went over each stretch of road, shape (hubs, cells).

    Args:
        sent: (hubs, cells) tonnes by depot and destination.
        toward_hub: (hubs, cells) next cell on the road to the depot, -1 where none.

    A stretch goes by the cell at its end that is farther from the depot.
    """
    found = np.zeros(sent.shape)
    for hub in range(len(sent)):
        here = np.flatnonzero(sent[hub])
        tonnes = sent[hub, here]
        while len(here):
            there = toward_hub[hub, here]
            on = there >= 0
            np.add.at(found[hub], here[on], tonnes[on])
            here, tonnes = there[on], tonnes[on]
    return found


def _cargo(axes: "Axes", result: Result, lives: Lives, row: int) -> None:
    """Draw one map: ground, roads by tonnes, losses, who is served."""
    name = CARGO[row]
    map_layers.ground(axes, result, relief=0.12)
    map_layers.rivers(axes, result, 1.5)
    _served(axes, result, lives.sent[row] + lives.other_ways[:, row].sum(axis=0), name)
    _roads(axes, result, lives, row)
    _straight(axes, result, lives, row)
    _lost(axes, result, lives, row)
    map_layers.hubs(axes, result, named=True)
    map_layers.scale(axes, result)
    axes.set_title(f"{HEADINGS[name]}: {tonnes(lives, row):,.0f} t", fontsize=13)


def _served(axes: "Axes", result: Result, sent: NDArray[np.float64], name: str) -> None:
    """Draw where loads went: communities as dots, bases as squares."""
    cells = np.flatnonzero(sent.any(axis=0))
    mark, size, words = ("o", 20, "Communities") if name == "aid" else ("s", 60, "Bases")
    axes.scatter(
        cells % result.place.width, cells // result.place.width, s=size, marker=mark,
        color=tone.paper, edgecolor=tone.ink, lw=1, label=f"{words} ({len(cells)})", zorder=4,
    )  # fmt: skip


def _roads(axes: "Axes", result: Result, lives: Lives, row: int) -> None:
    """Draw stretches of road as wide as tonnes went over them."""
    from matplotlib.collections import LineCollection

    colour = tone.series[SHADES[CARGO[row]]]
    over = carried(lives.sent[row], lives.toward_hub)
    hub, cell = np.nonzero(over)
    if not len(cell):
        return
    amount = over[hub, cell]
    most = float(amount.max(initial=1.0))
    order = np.argsort(amount)
    lines = _between(cell[order], lives.toward_hub[hub, cell][order], result.place.width)
    widths = np.maximum(THINNEST, WIDEST * amount[order] / most)
    axes.add_collection(
        LineCollection(lines, linewidths=widths, colors=colour, capstyle="round", zorder=3)
    )
    for example in _examples(most):
        axes.plot(
            [], [], color=colour, lw=max(THINNEST, WIDEST * example / most),
            label=f"{example:,} t by road", solid_capstyle="round",
        )  # fmt: skip


def _straight(axes: "Axes", result: Result, lives: Lives, row: int) -> None:
    """Draw what went without a road, by air and by barge, as lines from depot to destination."""
    from matplotlib.collections import LineCollection

    beyond = np.where(lives.toward_hub < 0, lives.sent[row], 0.0)
    beyond[np.arange(len(lives.hubs)), lives.hubs] = 0.0  # a base at the depot needs no flight
    ways = (
        (lives.other_ways[AIR, row] + beyond, "by air", tone.ink, ":"),
        (lives.other_ways[WATER, row], "by barge", tone.series[3], "--"),
    )
    for brought, words, colour, stroke in ways:
        hub, cell = np.nonzero(brought)
        if not len(cell):
            continue
        first = np.argsort(-brought[hub, cell], kind="stable")[:MOST_STRAIGHT]
        lines = _between(cell[first], lives.hubs[hub[first]], result.place.width)
        axes.add_collection(
            LineCollection(lines, colors=colour, linewidths=1.8, linestyles=stroke, zorder=3)
        )
        label = f"{max(brought.sum(), 1.0):,.0f} t {words}"
        axes.plot([], [], color=colour, lw=1.8, ls=stroke, label=label)


def _lost(axes: "Axes", result: Result, lives: Lives, row: int) -> None:
    """Draw where bands took tonnes, and where loads were held up or turned back."""
    width = result.place.width
    taken, halts = lives.taken[row], lives.halts[row]
    cells = np.flatnonzero(taken >= 0.5)
    if len(cells):
        each = 420.0 / float(taken.max())
        paint: dict[str, Any] = {"facecolor": f"{tone.red}44", "edgecolor": tone.red, "lw": 1.4}
        axes.scatter(cells % width, cells // width, s=each * taken[cells], zorder=5, **paint)
        for example in _examples(float(taken.max()))[:1]:
            axes.scatter([], [], s=each * example, label=f"{example:,} t robbed", **paint)
    cells = np.flatnonzero(halts)
    if len(cells):
        size = MOST_MARKS * np.sqrt(halts[cells] / halts.max())
        axes.scatter(
            cells % width, cells // width, s=size, marker="x", color=tone.ink, lw=2, zorder=6,
            label=f"held up ({halts.sum():,.0f} times)",
        )  # fmt: skip


def _between(here: NDArray[np.int64], there: NDArray[np.int64], width: int) -> list[Any]:
    """Lines from cell to cell, each with two ends of x and y."""
    ends = np.stack([here, there], axis=1)
    return list(np.stack([ends % width, ends // width], axis=2).astype(np.float64))


def _examples(most: float) -> tuple[int, ...]:
    """Two round numbers that are about all and a fifth of the most."""
    found: dict[int, None] = {}
    for wanted in (max(0.9 * most, 1.0), max(0.2 * most, 1.0)):
        power = 10.0 ** np.floor(np.log10(wanted))
        found[int(power * max(step for step in (1, 2, 5) if step * power <= wanted))] = None
    return tuple(found)


def _finding(result: Result, lives: Lives, shown: Sequence[int]) -> str:
    """How much was carried, what bands took of it, and where they took most."""
    parts = [
        f"{tonnes(lives, row):,.0f} t of {'aid' if CARGO[row] == 'aid' else 'supplies'}"
        for row in shown
    ]
    depots = len(lives.hubs)
    said = f"{' and '.join(parts)} left {depots} depot{'s' if depots != 1 else ''}"
    taken = lives.taken[list(shown)].sum()
    if taken < 0.5:
        return f"{said}; bands took nothing on the way"
    share = taken / sum(tonnes(lives, row) for row in shown)
    by_cell = lives.taken[list(shown)].sum(axis=0)
    inside = result.place.district >= 0
    totals = np.bincount(result.place.district[inside], by_cell[inside])
    name = result.place.names["districts"][int(totals.argmax())]
    return f"{said}; bands took {share:.1%}, {totals.max() / taken:.0%} of that in {name}"

"""A run over time: violence by type, agreements, the displaced, and the mission's life."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.figures.maps import footer, killed
from sim.figures.palettes import tone
from sim.figures.style import canvas, dress, look, thousands
from sim.metrics.events import party_names
from sim.replay.chapters import INJECTS
from sim.results import Result
from sim.state import codes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

YEAR = 52
MONTH_WEEKS = 4
TYPES = (
    (codes.STATE_BASED, "state against group", 0),
    (codes.NON_STATE, "group against group", 5),
    (codes.ONE_SIDED, "against civilians", 1),
)
"""Of violence, in plain words: UCDP says state-based, non-state and one-sided."""

WHOLE = (1, 2, 5, 10)
"""Steps of an axis of people, of whom there are no halves."""

PHASES = {
    codes.AUTHORISED: ("getting ready", 0.05),
    codes.DEPLOYING: ("deploying", 0.10),
    codes.OPERATING: ("operating", 0.18),
    codes.DRAWING_DOWN: ("drawing down", 0.10),
}
ENDINGS = "Agreements end without a cross where they were carried out, replaced or lapsed."
KIND_SHADES = (4, 5, 6, 0)
"""Places in the series of colours, by kind of agreement."""


def timeline(result: Result) -> "Figure":
    """Draw one run over time in four panels that share their years."""
    with look():
        figure = canvas(12, 10)
        panels = figure.subplots(4, 1, sharex=True, height_ratios=[3, 1.6, 1.6, 1.6])
        violence(panels[0], result.events_data, result.weeks)
        panels[0].set_ylabel("killed in\nfour weeks")
        panels[0].set_ylim(top=1.2 * panels[0].get_ylim()[1])  # room for the legend
        panels[0].legend(
            loc="upper right", ncols=3, title_fontsize=11,
            title="types of violence (UCDP: state-based, non-state, one-sided)",
        )  # fmt: skip
        _injects(panels[0], result)
        _agreements(panels[1], result)
        _displaced(panels[2], result)
        _strength(panels[3], result)
        for axes in panels:
            phases(axes, result, named=axes is panels[0])
            axes.grid(axis="y")
        panels[-1].set_xlabel("year of the run")
        panels[-1].set_xlim(0, max(result.weeks, 1) / YEAR)
        note = "Shaded: the mission." if result.series_data["mission_stage"].any() else ""
        bars = ENDINGS if len(result.agreements) else ""
        return dress(figure, _finding(result), f"{note} {bars} {footer(result)}".strip())


def violence(axes: "Axes", events: NDArray[Any], weeks: int) -> None:
    """Draw who was killed in four weeks each, by type of violence.

    Args:
        events: acts of violence as records, see `sim.state.events.Events`. weeks: of the run.
    """
    from matplotlib.ticker import MaxNLocator

    months = -(-max(weeks, 1) // MONTH_WEEKS)
    years = np.arange(months) * MONTH_WEEKS / YEAR
    base = np.zeros(months)
    for kind, label, shade in TYPES:
        of = events["violence"] == kind
        month = events["week"][of] // MONTH_WEEKS
        values = np.bincount(month, killed(events[of]), months)
        axes.bar(
            years, values, MONTH_WEEKS / YEAR, base, align="edge", color=tone.series[shade],
            label=label, lw=0,
        )  # fmt: skip
        base = base + values
    thousands(axes.yaxis)
    axes.yaxis.set_major_locator(MaxNLocator("auto", steps=WHOLE, integer=True))
    axes.set_ylim(0, 1.1 * max(float(base.max(initial=0.0)), 1.0))


def _injects(axes: "Axes", result: Result) -> None:
    """Mark what the scenario puts on dates, such as a drought or a coup."""
    for inject in result.scenario.injects:
        year = inject.week / YEAR
        if inject.week < result.weeks:
            axes.axvline(year, color=tone.ink, lw=1.2, ls=":")
            axes.text(
                year, 0.96, f" {INJECTS[inject.kind]}", va="top", fontsize=11,
                transform=axes.get_xaxis_transform(),
            )  # fmt: skip


def _agreements(axes: "Axes", result: Result) -> None:
    """Draw agreements as bars from signing to end, one row for each pair; a cross where broken."""
    papers = result.agreements
    names = party_names(result.place.names["factions"], result.place.parents)
    pairs = list(dict.fromkeys(int(pair) for pair in papers["dyad"]))
    for paper in papers:
        row = pairs.index(int(paper["dyad"]))
        start = max(int(paper["signed"]), 0) / YEAR
        end = (int(paper["ended"]) if paper["ended"] >= 0 else result.weeks) / YEAR
        colour = tone.series[KIND_SHADES[int(paper["kind"])]]
        axes.barh(row, max(end - start, 0.02), 0.42, start, color=colour, lw=0)
        if paper["end"] == codes.BROKEN:
            axes.plot(end, row, "x", color=tone.ink, ms=7, mew=2)
    for row, pair in enumerate(pairs):
        first = int(papers["signed"][papers["dyad"] == pair].min())
        late = first > 0.75 * result.weeks
        axes.text(
            (result.weeks if late else max(first, 0)) / YEAR, row + 0.25,
            _pair(result.pairs[pair], names), ha="right" if late else "left", fontsize=11,
        )  # fmt: skip
    axes.set_yticks([])
    axes.set_ylabel("agreements")
    axes.set_ylim(-0.4, max(len(pairs), 1) - 0.25)
    if not pairs:
        axes.text(0.01, 0.5, "No agreement was signed.", transform=axes.transAxes, color=tone.faint)
        return
    _kinds_legend(axes, papers)


def _kinds_legend(axes: "Axes", papers: NDArray[Any]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Patch(color=tone.series[KIND_SHADES[kind]], label=codes.AGREEMENTS[kind])
        for kind in sorted({int(kind) for kind in papers["kind"]})
    ]
    handles.append(Line2D([], [], marker="x", color=tone.ink, ls="", mew=2, label="broken"))
    axes.legend(handles=handles, loc="lower right", bbox_to_anchor=(1, 1), ncols=6, fontsize=10)


def _displaced(axes: "Axes", result: Result) -> None:
    series = result.series_data
    years = (series["week"] + 1) / YEAR
    axes.fill_between(years, series["displaced"], color=tone.orange, alpha=0.25, lw=0)
    axes.plot(years, series["displaced"], color=tone.orange)
    axes.set_ylabel("people\ndisplaced")
    axes.set_ylim(bottom=0)
    thousands(axes.yaxis)


def _strength(axes: "Axes", result: Result) -> None:
    series = result.series_data
    years = (series["week"] + 1) / YEAR
    axes.plot(years, series["fighters"], color=tone.ink, label="fighters of armed groups")
    axes.plot(years, series["deployed"], color=tone.blue, label="peacekeepers")
    axes.set_ylabel("people\nunder arms")
    thousands(axes.yaxis)
    axes.set_ylim(bottom=0)
    # Above the panel, where no line can run through it.
    axes.legend(loc="lower right", bbox_to_anchor=(1, 0.97), ncols=2, fontsize=11, borderpad=0)


def phases(axes: "Axes", result: Result, *, named: bool) -> None:
    """Shade the mission's phases, and write the names of the longer ones above."""
    stage = result.series_data["mission_stage"]
    edges = np.flatnonzero(np.diff(stage, prepend=-1, append=-1))
    for start, end in pairwise(edges):
        name, depth = PHASES.get(int(stage[start]), ("", 0.0))
        if not name:
            continue
        axes.axvspan(start / YEAR, end / YEAR, color=tone.blue, alpha=depth, lw=0, zorder=0)
        if named and end - start >= 0.06 * max(result.weeks, 1):
            axes.text(
                (start + end) / 2 / YEAR, 1.01, name, transform=axes.get_xaxis_transform(),
                ha="center", fontsize=11, color=tone.blue,
            )  # fmt: skip


def _pair(pair: NDArray[np.int64], names: list[str]) -> str:
    one, other = (names[int(row)] for row in pair)
    return other if int(pair[0]) == 0 else f"{one} - {other}"


def _finding(result: Result) -> str:
    deaths = result.outcomes["deaths"]
    signed = int(np.count_nonzero(result.agreements["kind"] == codes.SETTLED))
    settled = f"{signed} settlement{'s' if signed != 1 else ''} signed"
    return f"{deaths:,.0f} people were killed, {settled}. {result.peace_sentence()}"

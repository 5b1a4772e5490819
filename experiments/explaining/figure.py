"""The walk in one picture: differences over time, places on the map, what elements did."""

from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.explaining import bands, links
from experiments.explaining.judging import Finding
from experiments.explaining.numbers import extent, unit_of, written
from experiments.explaining.partings import Course
from experiments.explaining.records import Line
from experiments.explaining.telling import headline
from experiments.explaining.told_elements import VISIBLE
from experiments.explaining.walk import Element, Explanation
from sim.figures import map_layers
from sim.figures.palettes import tone
from sim.figures.style import canvas, dress, look, thousands
from sim.results import CLAIM
from sim.run import window_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.results import Result

LAYOUT: list[Any] = [["first", "map"], ["second", "map"], ["third", "bars"], ["third", "bars"]]
PANELS = ("first", "second", "third")
MOST_BARS = 8
HEADINGS = {
    "killed": "People killed",
    "control": "The state's rule",
    "displaced": "Displaced people",
}


def draw(found: Explanation, ground: "Result") -> "Figure":
    """Draw what parted when, where, and which elements did their work otherwise.

    Args:
        found: with courses, so not of a pair with two seeds.
        ground: any result of the scenario, for the map.
    """
    with look():
        figure = canvas(14, 9.2)
        panels = figure.subplot_mosaic(
            LAYOUT, width_ratios=[1.45, 1], height_ratios=[1, 1, 0.35, 0.65]
        )
        for name, course in zip(PANELS, _chosen(found), strict=False):
            _timeline(panels[name], found, course)
        for name in PANELS[:-1]:
            panels[name].tick_params(labelbottom=False)
        panels["third"].set_xlabel("week of the run")
        _map(panels["map"], found, ground)
        _bars(panels["bars"], found)
        return dress(figure, headline(found), _footer(found))


def _chosen(found: Explanation) -> list[Course]:
    """What the first element moves most, the level that parts furthest after it, and deaths."""
    chosen: dict[str, Course] = {}
    first = found.elements[0]
    later = [one for one in found.partings if one.line.name in found.shows]
    for parted in (first.moved, found.after(first), later, found.partings):
        fresh = [
            one
            for one in parted
            if one.line.name not in chosen and not links.SERIES[one.line.name].summed
        ]
        if fresh and len(chosen) < 2:
            best = max(fresh, key=lambda one: extent(one.finding))
            chosen[best.line.name] = best.course
    for name in ("trust_state", "control"):  # where nothing parts, to show that it does not
        if len(chosen) < 2:
            chosen.setdefault(name, found.courses[name])
    return [*chosen.values(), found.courses["deaths"]]


def _timeline(axes: "Axes", found: Explanation, course: Course) -> None:
    """Draw a difference over time with its band, and mark the week of the parting."""
    band = bands.band(course.gaps)
    pairs = found.pairs
    weeks = course.starts
    parting = next((one for one in found.partings if one.line == course.line), None)
    window = window_of(pairs.other.scenario)
    axes.axvspan(window.start, min(window.leave, pairs.weeks), color=tone.faint, alpha=0.09, lw=0)
    axes.axhline(0, color=tone.ink, lw=1)
    if np.isfinite(band.half).all():
        axes.fill_between(
            weeks, band.mean - band.half, band.mean + band.half, color=tone.blue, alpha=0.18, lw=0
        )
    axes.plot(weeks, band.mean, color=tone.blue)
    heading = f"{course.words[0].upper()}{course.words[1:]}"
    if parting is not None:
        axes.axvline(parting.first, color=tone.orange, lw=2, ls="--")
        until = "" if parting.until is None else f", told until {parting.until}"
        heading += f": apart from week {parting.first} on{until}"
    elif course.line.name in found.shows:
        heading += ": the week is undecided"
    else:
        heading += ": no difference is told"
    axes.set_title(heading, fontsize=12.5)
    axes.set_xlim(0, pairs.weeks)
    axes.set_ylabel("difference")
    axes.grid(axis="y")
    axes.locator_params(axis="y", nbins=5)
    if np.abs(band.mean).max(initial=0.0) >= 1_000:
        thousands(axes.yaxis)


def _measure(found: Explanation) -> str:
    """The measure in which most places are told to differ."""
    told = [Line.of(one.name).name for one in found.places if one.told]
    return max(links.MEASURES, key=told.count)


def _map(axes: "Axes", found: Explanation, ground: "Result") -> None:
    """Shade districts by the difference, where it is told; write its size."""
    from matplotlib.colors import LinearSegmentedColormap

    measure = _measure(found)
    here = {
        Line.of(one.name).detail: one for one in found.places if Line.of(one.name).name == measure
    }
    district = np.where(ground.ground.land, ground.ground.district, -1)
    names = list(ground.place.names["districts"])
    most = max((abs(one.estimate.value) for one in here.values() if one.told), default=1.0)
    field = np.full(district.shape, np.nan)
    map_layers.ground(axes, ground, relief=0.12)
    for row, name in enumerate(names):
        inside = district == row
        one = here.get(name)
        if inside.any():
            field[inside] = one.estimate.value / most if one is not None and one.told else np.nan
            _label(axes, inside, one)
    shades = LinearSegmentedColormap.from_list("difference", [tone.orange, tone.middle, tone.blue])
    axes.imshow(
        np.ma.masked_invalid(field), origin="lower", cmap=shades, vmin=-1.3, vmax=1.3, alpha=0.75,
        interpolation="none",
    )  # fmt: skip
    left = sum(not one.told for one in here.values())
    note = f", {left} of {len(here)} undecided (?)" if left else ""
    axes.set_title(f"{HEADINGS[measure]} by district{note}", fontsize=12.5)


def _label(axes: "Axes", inside: Any, one: Finding | None) -> None:
    """Write the difference of a district into the cell that is nearest to its middle."""
    y, x = np.nonzero(inside)
    middle = np.argmin(np.square(y - y.mean()) + np.square(x - x.mean()))
    told = one is not None and one.told
    text = written(one.estimate.value, unit_of(one), "+") if one is not None and told else "?"
    axes.text(
        x[middle], y[middle], text, ha="center", va="center", fontsize=11, zorder=5,
        fontweight="bold" if told else "normal", color=tone.ink if told else tone.faint,
    )  # fmt: skip


def _bars(axes: "Axes", found: Explanation) -> None:
    """Draw by how much the work of each element differs, and what that cost."""
    differ = [one for one in found.elements if one.effort >= VISIBLE][:MOST_BARS]
    if not differ:
        axes.set_axis_off()
        axes.text(0, 0.9, "No element is told to have\ndone its work otherwise.", va="top")
        return
    rows = np.arange(len(differ))[::-1]
    shades = [tone.blue if one.name in found.changed else tone.reference for one in differ]
    axes.barh(rows, [one.effort for one in differ], color=shades, height=0.68)
    for row, one in zip(rows, differ, strict=True):
        axes.text(one.effort + 0.02, row, _note(one), va="center", fontsize=10.5)
    axes.set_yticks(rows, [one.name for one in differ], fontsize=11.5)
    axes.set_xlim(0, 1.62)
    axes.set_xticks([0, 0.5, 1])
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.set_title("Share of each element's work that differs", fontsize=12.5)


def _note(one: Element) -> str:
    money = one.money.estimate.value if one.money.told else 0.0
    spent = f"{written(money, 'US dollars', '+')} M USD" if abs(money) >= 5e4 else ""
    week = "" if one.since is None else f"week {one.since}"
    return ", ".join(filter(None, [week, spent]))


def _footer(found: Explanation) -> str:
    pairs = found.pairs
    base, other = pairs.base, pairs.other
    n = pairs.count
    runs = f"n = {n} paired replicates" if n > 1 else "one pair of runs: nothing is known of luck"
    band = " Bands hold for all weeks at once (95 %)." if n > 1 else ""
    return (
        f"{other.scenario.name}, {runs}; {other.label} (scenario {other.scenario.hash()}) less "
        f"{base.label} ({base.scenario.hash()}).{band} Shaded: the mission as planned; dashed: the "
        "parting. Bars: from the ledger of effects, with the first week that differs; blue where "
        "the element's own settings differ, grey where it answers to what has changed. Order in "
        f"time is no proof of cause. {CLAIM}"
    )

"""The life of one community over the years: what was done to it, how it felt, who came by."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.errors import nearest
from sim.figures.edges import names_at_edge
from sim.figures.maps import footer, killed
from sim.figures.palettes import tone
from sim.figures.style import canvas, dress, look
from sim.figures.timeline import YEAR, phases, violence
from sim.metrics.traffic import CALLERS
from sim.replay.film import EVERY
from sim.replay.lives import Lives
from sim.results import Result
from sim.state import codes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FEELINGS = (
    ("trust_state", "government", 0, "-"),
    ("trust_mission", "mission", 3, "-"),
    ("trust_rebels", "own armed groups", 1, "-"),
    ("grievance", "grievance", -1, "--"),
)
"""Field of the film, its name, its place in the series of colours (-1: ink), its stroke."""

TALLIES = {"patrols": "unit-weeks", "mediators": "team-weeks", "convoys": "loads"}
"""What is counted of those who came by: a unit that is there for two weeks counts twice."""

AGREED = ("settlements", "definitive", "preliminary", "cessations")
"""Columns of the weekly series, the strongest agreement first."""

HEADINGS = (
    "Killed here in four weeks",
    "Who rules daily life",
    "Trust in government, mission and armed groups, and grievance (0 to 1)",
    "Who had to flee, and aid",
    "Who came by; agreements in the country (full colour: settlements)",
)
MANY_FLED, ALL_BACK = 0.05, 0.01


def life(result: Result, community: int | str | None = None) -> "Figure":
    """Draw the life of one community in five panels that share their years.

    Args:
        result: of a run that was filmed.
        community: see :func:`row_of`.

    Raises:
        ValueError: the run was not filmed, or there is no such community.
    """
    lives = Lives(result.film)
    row = row_of(result, community)
    with look():
        figure = canvas(12.8, 10.4)
        panels = figure.subplots(5, 1, sharex=True, height_ratios=[1.7, 1.1, 1.8, 1.5, 1.6])
        here = result.events_data[result.events_data["cell"] == lives.cell[row]]
        violence(panels[0], here, result.weeks)
        if not killed(here).any():
            nothing(panels[0], "Nobody was killed here.")
        # Above the panel, and above the names of the mission's phases.
        panels[0].legend(
            loc="lower right", bbox_to_anchor=(1, 1.08), ncols=3, fontsize=11, borderpad=0
        )
        _control(panels[1], lives, row)
        _feelings(panels[2], lives, row)
        _needs(panels[3], lives, row)
        _callers(panels[4], result, lives, row)
        for axes in panels:
            phases(axes, result, named=axes is panels[0])
            axes.grid(axis="y" if axes is not panels[4] else "x")
        for axes, heading in zip(panels, HEADINGS, strict=True):
            axes.set_title(heading, fontsize=12, pad=17 if axes is panels[0] else 5)
        panels[-1].set_xlabel("year of the run")
        panels[-1].set_xlim(0, max(result.weeks, 1) / YEAR)
        note = (
            f"One of {len(lives.people):,} communities, {lives.people[row]:,.0f} people at the "
            "start. Killed here, and who came by: in its cell of the map. A unit or team that is "
            "there for a week is one unit-week or team-week. Shaded: the mission."
        )
        return dress(figure, _finding(result, lives, row), f"{note} {footer(result)}")


def row_of(result: Result, community: int | str | None = None) -> int:
    """Return the row of a community in a run that was filmed.

    Args:
        result: of the run, which may not have begun.
        community: number of its row, as in `model.agent(Community, 17)`; or the name of a district
            or an identity group, for the community there in whose cell most people were killed; by
            default the one in the whole country. Where nobody was killed, it is the one of which
            most fled or died elsewhere.

    Raises:
        ValueError: the run was not filmed, or there is no such community.
    """
    lives = Lives(result.film)
    inside = np.ones(len(lives.people), np.bool_)
    if isinstance(community, str):
        inside = _called(result, lives, community)
    elif community is not None:
        if not 0 <= community < len(inside):
            raise ValueError(f"there is no community {community}; rows go to {len(inside) - 1}")
        return community
    events, cells = result.events_data, result.ground.land.size
    fallen = np.bincount(events["cell"], killed(events), cells)[lives.cell]
    lost = lives.field("dead")[-1] + lives.field("away").max(axis=0)
    # Of those who share a cell, the one that suffered most: what it lost is 2 at most.
    return int(np.where(inside, 2.0 * fallen + lost, -1.0).argmax())


def _called(result: Result, lives: Lives, name: str) -> NDArray[np.bool_]:
    """Which communities are in the district, or of the group, of this name."""
    names = result.place.names
    where = result.place.district[lives.cell]
    for kind, rows in (("districts", where), ("groups", lives.group)):
        if name in names[kind]:
            found: NDArray[np.bool_] = rows == list(names[kind]).index(name)
            if found.any():
                return found
    known = [*names["districts"], *names["groups"]]
    close = nearest(name, known)
    hint = f" Did you mean {close!r}?" if close else ""
    raise ValueError(
        f"no community is in a district, or of a group, called {name!r}.{hint} There are: "
        f"{', '.join(known)}. Or give the number of a community, 0 to {len(lives.people) - 1}."
    )


def _control(axes: "Axes", lives: Lives, row: int) -> None:
    """Who rules daily life: above the middle the state, below it an armed group."""
    years, control = lives.week / YEAR, lives.field("control")[:, row]
    for sign, colour in ((1, tone.blue), (-1, tone.orange)):
        part = sign * np.clip(sign * control, 0, None)
        axes.fill_between(years, part, color=colour, alpha=0.7, lw=0)
    axes.axhline(0, color=tone.ink, lw=1)
    most = max(0.4, 1.15 * float(np.abs(control).max()))
    axes.set_ylim(-most, most)
    axes.set_yticks([-0.6 * most, 0.6 * most], ["armed\ngroup", "state"])


def _feelings(axes: "Axes", lives: Lives, row: int) -> None:
    years = lives.week / YEAR
    ends, shades = {}, {}
    for name, words, place, stroke in FEELINGS:
        values = lives.field(name)[:, row]
        shades[words] = tone.ink if place < 0 else tone.series[place]
        ends[words] = float(values[-1])
        axes.plot(years, values, color=shades[words], ls=stroke)
    axes.set_ylim(0, 1)
    names_at_edge(axes, ends, shades, gap=0.15, size=11)


def _needs(axes: "Axes", lives: Lives, row: int) -> None:
    """Who is away, and how much of the need of food aid meets."""
    years = lives.week / YEAR
    away, aid = lives.field("away")[:, row], lives.field("aid")[:, row]
    axes.fill_between(years, away, color=tone.orange, alpha=0.35, lw=0)
    axes.plot(years, away, color=tone.orange, lw=1.6, label="of its people are displaced")
    axes.fill_between(
        years, aid, step="pre", color=tone.blue, alpha=0.7, lw=0, label="of food need is met by aid"
    )
    axes.set_ylim(0, max(0.1, 1.12 * float(max(away.max(), aid.max()))))
    if not away.any() and not aid.any():
        nothing(axes, "Nobody fled, and no food aid came.")
    axes.yaxis.set_major_formatter("{x:.0%}")
    # Above the panel, where no line can run through it.
    axes.legend(loc="lower right", bbox_to_anchor=(1, 0.95), ncols=2, fontsize=11, borderpad=0)


def nothing(axes: "Axes", words: str) -> None:
    """Say in an empty panel why it is empty."""
    axes.text(0.015, 0.5, words, transform=axes.transAxes, color=tone.faint, va="center")


def _callers(axes: "Axes", result: Result, lives: Lives, row: int) -> None:
    """A lane for each kind of caller, as high as they came often, and one for agreements."""
    lanes = (*CALLERS, "agreements")
    years = lives.week / YEAR
    for lane, caller in enumerate(CALLERS):
        base = len(lanes) - 1 - lane
        calls = lives.calls(caller, row)
        height = 0.78 * calls / max(float(calls.max()), 1.0)
        axes.bar(
            years, height, -EVERY / YEAR, base, align="edge", color=tone.blue,
            lw=0,
        )  # fmt: skip
        axes.text(
            1.01, base + 0.35, f"{calls.sum():,.0f} {TALLIES[caller]}", va="center", fontsize=11,
            transform=axes.get_yaxis_transform(),
        )  # fmt: skip
        axes.axhline(base, color=tone.grid, lw=1)
    _agreements(axes, result)
    axes.set_ylim(-0.1, len(lanes))
    axes.set_yticks(np.arange(len(lanes)) + 0.35, list(reversed(lanes)))
    axes.tick_params(axis="y", length=0)


def _agreements(axes: "Axes", result: Result) -> None:
    """Shade when agreements were in force anywhere, settlements darkest; cross where one broke."""
    series = result.series_data
    ceased = np.any([series[name] > 0 for name in AGREED[1:]], axis=0)
    edges = np.arange(result.weeks + 1) / YEAR
    for there, alpha in ((ceased, 0.35), (series["settlements"] > 0, 0.9)):
        axes.stairs(
            0.7 * there, edges, baseline=0.0, fill=True, color=tone.series[4], alpha=alpha, lw=0
        )
    papers = result.agreements
    broken = papers["ended"][papers["end"] == codes.BROKEN] / YEAR
    axes.plot(broken, np.full(len(broken), 0.35), "x", color=tone.ink, ms=7, mew=2)
    signed = int((papers["kind"] == codes.SETTLED).sum())
    words = f"{signed} settlement{'s' if signed != 1 else ''}\n{len(broken)} broken (x)"
    axes.text(1.01, 0.35, words, va="center", fontsize=11, transform=axes.get_yaxis_transform())


def _finding(result: Result, lives: Lives, row: int) -> str:
    """Who it is, what it suffered, and what became of its trust in the government."""
    names = result.place.names
    district = int(result.place.district[lives.cell[row]])
    where = f", {names['districts'][district]}" if district >= 0 else ""
    here = result.events_data[result.events_data["cell"] == lives.cell[row]]
    acts = f"{len(here)} act{'s' if len(here) != 1 else ''} of violence"
    dead = killed(here).sum()
    lost = f"{dead:,.0f} killed here in {acts}" if dead else "nobody was killed here"
    away = lives.field("away")[:, row]
    fled = ""
    if away.max() >= MANY_FLED:
        year = int(lives.week[away.argmax()]) // YEAR + 1
        left = f"{away[-1]:.0%} still" if away[-1] >= ALL_BACK else "nobody any more"
        fled = f"; {away.max():.0%} of its people were displaced in year {year}, {left} at the end"
    trust = lives.field("trust_state")[:, row]
    course = f"trust in the government went from {trust[0]:.2f} to {trust[-1]:.2f}"
    return f"Community {row} ({names['groups'][lives.group[row]]}{where}): {lost}{fled}; {course}"

"""What maps of a run are made of: ground, rivers, rule, violence, bands, bases, a scale."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.figures.palettes import tone
from sim.figures.style import deep
from sim.metrics import Moment
from sim.metrics.events import party_names
from sim.results import Result
from sim.state import codes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STRONG = 0.6
"""Control beyond this value has the full colour."""

FEW = 50.0
"""Displaced people in a cell below this number are not drawn."""

BASE_MARKS = ("s", "P", "X", "D")  # troops, police, observers, engineers


def ground(axes: "Axes", result: Result, relief: float) -> None:
    """Draw land, water, rugged ground (darker by up to `relief`) and the borders of districts."""
    from matplotlib.collections import LineCollection
    from matplotlib.colors import to_rgb

    ground = result.ground
    height, width = ground.land.shape
    picture = np.ones((height, width, 3)) * np.array(to_rgb(tone.ground))
    picture *= (1.0 - relief * np.clip(ground.terrain, 0, 1))[..., None]
    picture[~ground.land] = to_rgb(tone.water)
    axes.imshow(picture, origin="lower", interpolation="none")
    district = np.where(ground.land, ground.district, -1)
    lines = []
    for y, x in np.argwhere(district[:, 1:] != district[:, :-1]).tolist():
        if min(district[y, x], district[y, x + 1]) >= 0:
            lines.append([(x + 0.5, y - 0.5), (x + 0.5, y + 0.5)])
    for y, x in np.argwhere(district[1:] != district[:-1]).tolist():
        if min(district[y, x], district[y + 1, x]) >= 0:
            lines.append([(x - 0.5, y + 0.5), (x + 0.5, y + 0.5)])
    axes.add_collection(LineCollection(lines, colors=tone.border, linewidths=1.0))
    axes.set(xticks=[], yticks=[], xlim=(-0.5, width - 0.5), ylim=(-0.5, height - 0.5))
    axes.spines[:].set_visible(False)


def rivers(axes: "Axes", result: Result, width: float) -> None:
    """Draw navigable rivers as lines of a width in points, down to open water or off the map."""
    from matplotlib.collections import LineCollection

    ground = result.ground
    across = ground.land.shape[1]
    lines = []
    for y, x in np.argwhere(ground.river).tolist():
        onward = int(ground.downstream[y, x])
        if onward >= 0:
            lines.append([(x, y), (onward % across, onward // across)])
        elif x in (0, across - 1):
            lines.append([(x, y), (x + (0.5 if x else -0.5), y)])
        else:
            lines.append([(x, y), (x, y + (0.5 if y else -0.5))])
    if lines:
        axes.add_collection(
            LineCollection(
                lines,
                colors=tone.river,
                linewidths=width,
                capstyle="round",
                label="Navigable river",
            )
        )


def control(axes: "Axes", moment: Moment) -> Any:
    """Shade inhabited cells by who rules daily life."""
    from matplotlib.colors import LinearSegmentedColormap

    shades = LinearSegmentedColormap.from_list("control", [tone.orange, tone.middle, tone.blue])
    field = np.ma.masked_invalid(moment.control)
    return axes.imshow(
        field, origin="lower", cmap=shades, vmin=-STRONG, vmax=STRONG, alpha=0.7,
        interpolation="none",
    )  # fmt: skip


def scale(axes: "Axes", result: Result) -> None:
    """Draw a bar that says how far things are."""
    length = 100.0 if result.ground.cell_km * result.ground.land.shape[1] > 300 else 10.0
    cells = length / result.ground.cell_km
    below = axes.get_xaxis_transform()
    axes.plot(
        [0, cells], [-0.025, -0.025], color=tone.ink, lw=3, clip_on=False, solid_capstyle="butt",
        transform=below,
    )  # fmt: skip
    axes.annotate(
        f"{length:.0f} km", (cells, -0.025), xycoords=below, xytext=(6, 0),
        textcoords="offset points", va="center", fontsize=11, annotation_clip=False,
    )  # fmt: skip


def circles(axes: "Axes", deaths: NDArray[np.float64]) -> None:
    """Draw violence as open circles whose area grows with the dead."""
    y, x = np.nonzero(deaths)
    _sized(axes, x, y, deaths[y, x], Sign("o", tone.red, 14.0, (5, 25), "killed"))


def displaced(axes: "Axes", moment: Moment) -> None:
    """Draw displaced people where they are hosted, as diamonds whose area grows with them."""
    y, x = np.nonzero(moment.displaced >= FEW)
    sign = Sign("D", tone.series[3], 0.02, (1_000, 5_000), "displaced people")
    _sized(axes, x, y, moment.displaced[y, x], sign)


class Sign(NamedTuple):
    """A mark whose area says how many: shape, colour, points^2 for each, examples, what it is."""

    shape: str
    colour: str
    each: float
    examples: tuple[int, ...]
    what: str


def _sized(
    axes: "Axes", x: NDArray[Any], y: NDArray[Any], count: NDArray[np.float64], sign: Sign
) -> None:
    """Draw marks, open so that none hides another, with examples for the legend."""
    if not len(x):
        return
    paint: dict[str, Any] = {"facecolor": f"{sign.colour}33", "edgecolor": sign.colour, "lw": 1.2}
    axes.scatter(x, y, s=sign.each * count, marker=sign.shape, **paint)
    for example in sign.examples:
        axes.scatter(
            [], [], s=sign.each * example, marker=sign.shape, **paint,
            label=f"{example:,} {sign.what}",
        )  # fmt: skip


def bands(axes: "Axes", result: Result, moment: Moment) -> None:
    """Draw armed bands as triangles, one shade a party."""
    names = party_names(result.place.names["factions"], result.place.parents)
    parties = [int(party) for party in np.unique(moment.bands[:, 3])]
    shades = deep()(np.linspace(1.0, 0.2, max(len(parties), 2)))
    for party, shade in zip(parties, shades, strict=False):
        bands = moment.bands[moment.bands[:, 3] == party]
        axes.scatter(
            bands[:, 0] + _scatter(len(bands), 0),
            bands[:, 1] + _scatter(len(bands), 1),
            s=16 + 1.2 * bands[:, 2],
            marker="^",
            color=[shade],
            edgecolor=tone.paper,
            lw=0.6,
            label=f"{names[party]} ({bands[:, 2].sum():,.0f} fighters)",
        )


def bases(axes: "Axes", moment: Moment) -> None:
    """Draw deployed peacekeeper units at their bases."""
    for kind, name in enumerate(codes.PEACEKEEPER_KINDS):
        units = moment.peacekeepers[moment.peacekeepers[:, 3] == kind]
        if len(units):
            # Kinds in the corners of their cell, so that none hides another.
            right, up = 0.4 * (kind % 2) - 0.2, 0.2 - 0.4 * (kind // 2)
            axes.scatter(
                units[:, 0] + right, units[:, 1] + up, s=60, marker=BASE_MARKS[kind],
                color=tone.blue, edgecolor=tone.paper, lw=0.8,
                label=f"Mission {name} ({units[:, 2].sum():,.0f})",
            )  # fmt: skip


def convoys(axes: "Axes", moment: Moment) -> None:
    """Draw aid convoys on the road."""
    on_road = moment.convoys
    if len(on_road):
        axes.scatter(
            on_road[:, 0] + _scatter(len(on_road), 0), on_road[:, 1] + _scatter(len(on_road), 1),
            s=70, marker=">", color=tone.sky, edgecolor=tone.ink, lw=0.8,
            label=f"Aid convoys ({len(on_road)}, {on_road[:, 2].sum():,.0f} t)",
        )  # fmt: skip


def zones(axes: "Axes", moment: Moment) -> None:
    """Frame the cells where the mission has promised to keep people safe."""
    if len(moment.zones):
        axes.scatter(
            moment.zones[:, 0], moment.zones[:, 1], s=330, marker="s", facecolor="none",
            edgecolor=tone.ink, ls=":", lw=1.6, label=f"Safe zones ({len(moment.zones)})",
        )  # fmt: skip


def hubs(axes: "Axes", result: Result, *, named: bool) -> None:
    """Draw the depots from which aid and supplies go, with their names beside them."""
    rows = result.film.get("hub_cell", np.empty(0, np.int64))
    if not len(rows):
        return
    x, y = rows % result.place.width, rows // result.place.width
    axes.scatter(
        x,
        y,
        s=150,
        marker="h",
        color=tone.paper,
        edgecolor=tone.ink,
        lw=2,
        label="Depots",
        zorder=6,
    )
    for name, across, up in zip(result.place.names["hubs"] if named else (), x, y, strict=False):
        right = across < 0.75 * result.place.width
        axes.annotate(
            name, (across, up), xytext=(11 if right else -11, 0), textcoords="offset points",
            ha="left" if right else "right", va="center", fontsize=11, fontweight="bold", zorder=7,
            path_effects=halo(),
        )  # fmt: skip


def halo() -> list[Any]:
    """Effects that keep words legible on a map: a rim in the colour of the paper."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=3, foreground=tone.paper)]


def _scatter(count: int, k: int) -> NDArray[np.float64]:
    """Small offsets that keep markers of one cell apart, the same in every drawing."""
    golden = (0.618033988749895, 0.754877666246693)[k]
    steps = np.arange(count, dtype=np.float64) * golden
    return 0.6 * (np.mod(steps, 1.0) - 0.5)

"""What maps of a run are made of: ground, rivers, rule, violence, bands, bases, a scale."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.figures.palettes import SCALE, tone
from sim.metrics import Moment
from sim.metrics.events import party_names
from sim.results import Result
from sim.state import codes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STRONG = 0.6
"""Control beyond this value has the full colour."""

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
        field, origin="lower", cmap=shades, vmin=-STRONG, vmax=STRONG, alpha=0.6,
        interpolation="none",
    )  # fmt: skip


def scale(axes: "Axes", result: Result) -> None:
    """Draw a bar that says how far things are."""
    length = 100.0 if result.ground.cell_km * result.ground.land.shape[1] > 300 else 10.0
    cells = length / result.ground.cell_km
    axes.plot([0, cells], [-1.2, -1.2], color=tone.ink, lw=3, clip_on=False, solid_capstyle="butt")
    axes.text(cells + 0.4, -1.2, f"{length:.0f} km", va="center", fontsize=11)


def circles(axes: "Axes", deaths: NDArray[np.float64]) -> None:
    """Draw violence as open circles whose area grows with the dead."""
    y, x = np.nonzero(deaths)
    sizes = 14.0 * deaths[y, x]
    axes.scatter(x, y, s=sizes, facecolor=f"{tone.red}33", edgecolor=tone.red, lw=1.2)
    for example in (5, 50):
        axes.scatter(
            [], [], s=14.0 * example, facecolor=f"{tone.red}33", edgecolor=tone.red, lw=1.2,
            label=f"{example} killed",
        )  # fmt: skip


def bands(axes: "Axes", result: Result, moment: Moment) -> None:
    """Draw armed bands as triangles, one shade a party."""
    from matplotlib import colormaps

    names = party_names(result.place.names["factions"], result.place.parents)
    parties = [int(party) for party in np.unique(moment.bands[:, 3])]
    shades = colormaps[SCALE](np.linspace(0, 0.95, max(len(parties), 2)))
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
            axes.scatter(
                units[:, 0], units[:, 1], s=90, marker=BASE_MARKS[kind], color=tone.blue,
                edgecolor=tone.paper, lw=0.8, label=f"Mission {name} ({units[:, 2].sum():,.0f})",
            )  # fmt: skip


def _scatter(count: int, k: int) -> NDArray[np.float64]:
    """Small offsets that keep markers of one cell apart, the same in every drawing."""
    golden = (0.618033988749895, 0.754877666246693)[k]
    steps = np.arange(count, dtype=np.float64) * golden
    return 0.6 * (np.mod(steps, 1.0) - 0.5)

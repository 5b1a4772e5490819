"""Micro patterns of violence: the statistics of real events, of a run's events."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.analysis import NotComputableError, timing
from experiments.analysis import heavy_tails as tails
from experiments.analysis.catalogue import STATISTICS
from experiments.analysis.evidence import Evidence
from experiments.analysis.normal_form import EventTable, Map
from experiments.validation.measures.past import Numbers, Past
from experiments.validation.trials.base import deaths_of
from sim.metrics.events import WEEKS_A_YEAR
from sim.metrics.peace import course
from sim.results import Result
from sim.state import codes

KEPT = {
    "sizes": ("alpha", "ks", "single_death_share", "top_decile_deaths"),
    "places": (
        "k50",
        "k80",
        "top_decile_cells",
        "morans_i",
        "persistence",
        "neighbour_ratio",
    ),
    "times": ("town_burstiness", "town_fano_weekly", "town_fano_no_trend"),
}
"""Keys of `experiments.analysis.catalogue.STATISTICS`, by what they need enough of."""

CELL_KM = 55.0
"""Half a degree, as the reference values of places have it."""

EVENTS = 2_000
"""Events that the statistics of sizes are asked of."""

CELLS, PLACED = 100, 300
"""Cells, and events in them, that the statistics of places are asked of."""

ACTIVE = 104
"""Weeks of conflict without a break that the statistics of timing are asked of."""


NEAR = 208
"""Weeks of that stretch in which events near each other in space and time are counted: the four
years of the reference. Over twenty years, war and peace would make all that happens in one war near
in time."""


def evidence(past: Past, cell: float | None = None) -> Evidence:
    """A run's acts of violence in the form in which real events are analysed."""
    ground, events = past.result.ground, past.events
    height, width = ground.land.shape
    x = (events["cell"] % width + events["dx"]) * ground.cell_km
    y = (events["cell"] // width + events["dy"]) * ground.cell_km
    yes = np.ones(len(events), bool)
    table = EventTable(
        name="run",
        source="a run",
        km=True,
        x=x,
        y=y,
        year=events["week"] // WEEKS_A_YEAR + 1,
        deaths=deaths_of(events),
        civilians=events["deaths_civilians"],
        day=events["day"].astype(float),
        placed=yes,
        dated=yes,
        country=None,
        map=Map(width, height, ground.cell_km, tuple(np.flatnonzero(~ground.land.ravel()))),
        notes=(),
    )
    return Evidence(table, cell)


def patterns(past: Past) -> Numbers:
    """Statistics of all acts with deaths; NaN where a run has too few.

    Places are in cells of about half a degree where the map's own are smaller. Towns are the map's
    own cells, in the longest stretch of conflict: years of peace beside years of war would be
    bursts of another kind. Civilians are those whom UCDP would count as such: the dead of a clash
    between two communities are the parties' own.
    """
    lethal = past._replace(result=_with(past, past.events[deaths_of(past.events) > 0]))
    own = evidence(lethal)
    size = past.result.ground.cell_km
    wide = evidence(lethal, max(CELL_KM, size))
    start, stop = longest(course(past.series, past.result.measures).conflict)
    enough = {
        "sizes": len(lethal.events) >= EVENTS,
        "places": len(lethal.events) >= PLACED and wide.lattice.inside.sum() >= CELLS,
        "times": stop - start >= ACTIVE,
    }
    active = evidence(lethal._replace(result=_with(lethal, lethal.between(start, stop))))
    of = {"sizes": own, "places": wide, "times": active}
    by_key = {one.key: one for one in STATISTICS}
    found: Numbers = {}
    for what, keys in KEPT.items():
        for key in keys:
            value = by_key[key].of(of[what]).value if enough[what] else None
            found[key] = float("nan") if value is None else float(value)
    found["beats_exponential"] = _beats(own.sizes) if enough["sizes"] else float("nan")
    four_years = lethal.between(start, min(stop, start + NEAR))
    found |= _knox(evidence(lethal._replace(result=_with(lethal, four_years))), enough["times"])
    series = past.series
    found["log_deaths"] = float(np.log1p(series["deaths"].sum()))
    found["log_displaced"] = float(np.log1p(series["displaced"].mean()))
    found["log_cells"] = float(np.log1p(len(np.unique(past.events["cell"]))))
    dead = deaths_of(past.events)
    found["dead"], found["dead_civilians"] = (
        float(dead.sum()),
        float(past.events["deaths_civilians"][past.events["kind"] != codes.COMMUNAL].sum()),
    )
    return found


def longest(flags: NDArray[np.bool_]) -> tuple[int, int]:
    """Return where the longest stretch of true flags starts, and the place behind its end."""
    steps = np.diff(np.concatenate([[0], flags.astype(int), [0]]))
    starts, stops = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    if not len(starts):
        return 0, 0
    which = int(np.argmax(stops - starts))
    return int(starts[which]), int(stops[which])


def _with(past: Past, events: NDArray[Any]) -> Result:
    """The run's result with other events: those alone in which somebody was killed, as data have
    them; or those of some weeks."""
    return replace(past.result, events_data=events)


def _beats(sizes: np.ndarray) -> float:
    try:
        return float(tails.against_exponential(sizes).ratio > 0)
    except NotComputableError:
        return float("nan")


def _knox(of: Evidence, enough: bool) -> Numbers:
    """Knox ratios within two days by distance; places are exact to their cell only."""
    found = {f"knox.{edge:g}": float("nan") for edge in timing.KNOX_KM}
    if enough:
        for i, edge in enumerate(timing.KNOX_KM):
            with suppress(NotComputableError):
                found[f"knox.{edge:g}"] = of.knox.ratio(i, 0)
    return found

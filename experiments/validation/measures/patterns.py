"""Micro patterns of violence: the statistics of real events, of a run's events."""

from dataclasses import replace

import numpy as np

from experiments.analysis import NotComputableError, timing
from experiments.analysis import heavy_tails as tails
from experiments.analysis.catalogue import STATISTICS
from experiments.analysis.evidence import Evidence
from experiments.analysis.normal_form import EventTable, Map
from experiments.validation.measures.past import Numbers, Past
from experiments.validation.trials.base import deaths_of
from sim.metrics.events import WEEKS_A_YEAR
from sim.results import Result

KEPT = (
    "alpha",
    "ks",
    "vuong_z",
    "single_death_share",
    "top_decile_deaths",
    "civilian_share",
    "k50",
    "k80",
    "top_decile_cells",
    "morans_i",
    "persistence",
    "neighbour_ratio",
    "town_burstiness",
    "town_fano_weekly",
    "town_fano_no_trend",
)
CELL_KM = 55.0
"""Half a degree, as the reference values of places have it."""


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

    Places are in cells of about half a degree where the map's own are smaller; towns are the map's
    own cells.
    """
    lethal = past._replace(result=_lethal(past))
    own = evidence(lethal)
    size = past.result.ground.cell_km
    wide = evidence(lethal, max(CELL_KM, size))
    by_key = {one.key: one for one in STATISTICS}
    found: Numbers = {}
    for key in KEPT:
        of = wide if by_key[key].group.startswith(("Where", "From year")) else own
        value = by_key[key].of(of).value
        found[key] = float("nan") if value is None else float(value)
    found["beats_exponential"] = _beats(own.sizes)
    found |= _knox(own)
    series = past.series
    found["log_deaths"] = float(np.log1p(series["deaths"].sum()))
    found["log_displaced"] = float(np.log1p(series["displaced"].mean()))
    found["log_cells"] = float(np.log1p(len(np.unique(past.events["cell"]))))
    dead = deaths_of(past.events)
    found["dead"], found["dead_civilians"] = (
        float(dead.sum()),
        float(past.events["deaths_civilians"].sum()),
    )
    return found


def _lethal(past: Past) -> Result:
    """The same run with the acts only in which somebody was killed, as data of events have them."""
    return replace(past.result, events_data=past.events[deaths_of(past.events) > 0])


def _beats(sizes: np.ndarray) -> float:
    try:
        return float(tails.against_exponential(sizes).ratio > 0)
    except NotComputableError:
        return float("nan")


def _knox(of: Evidence) -> Numbers:
    """Knox ratios within two days by distance; places are exact to their cell only."""
    found = {}
    for i, edge in enumerate(timing.KNOX_KM):
        try:
            found[f"knox.{edge:g}"] = of.knox.ratio(i, 0)
        except NotComputableError:
            found[f"knox.{edge:g}"] = float("nan")
    return found

"""The cells of which shares are taken: a run's map, or the country where events lie."""

import numpy as np

from experiments.analysis import NotComputableError, outlines
from experiments.analysis.normal_form import EventTable, Map
from experiments.analysis.space import Lattice

CELL_DEG = 0.5
_MOST_CELLS = 250_000


def cell_size(events: EventTable, wanted: float | None = None) -> float:
    """Return the side of a cell: as wanted, else the run's own (km), else 0.5 degrees.

    Raises:
        NotComputableError: a run whose cells are not known.
    """
    if wanted is not None:
        return wanted
    if not events.km:
        return CELL_DEG
    if events.map is None:
        raise NotComputableError("the size of a cell is not known: give --cell-km")
    return events.map.cell_km


def lattice_of_run(events: EventTable, size: float) -> Lattice:
    """Return the run's map in cells of ``size`` km; a cell with any land belongs to it."""
    known = events.map
    if known is None:
        if not len(events):
            raise NotComputableError("no events")
        width, height = (int(axis.max() // size) + 1 for axis in (events.x, events.y))
        known = Map(width, height, size)
    _refuse_too_many(known.width * known.height * (known.cell_km / size) ** 2)
    shape = (
        _number(known.height * known.cell_km / size),
        _number(known.width * known.cell_km / size),
    )
    land = np.ones((known.height, known.width), bool)
    land.flat[list(known.water)] = False
    drawn = Lattice(0.0, 0.0, known.cell_km, land)
    wanted = Lattice(0.0, 0.0, size, np.ones(shape, bool))
    # Of larger cells those that hold the centre of a land cell, of smaller ones those on land.
    inside = wanted.counts(*drawn.centres()) > 0
    inside |= drawn.holds(*wanted.centres()).reshape(shape)
    return Lattice(0.0, 0.0, size, inside)


def lattice_of_country(events: EventTable, size: float, country: str) -> Lattice:
    """Return the cells of ``size`` degrees whose centre lies in a country, or that were hit.

    Args:
        events: those in the country.
        size: degrees; edges lie on whole multiples of it.
        country: one of `outlines.country_names`.
    """
    west, south, east, north = outlines.bounds(country)
    left, low = int(np.floor(west / size)), int(np.floor(south / size))
    shape = (int(np.floor(north / size)) + 1 - low, int(np.floor(east / size)) + 1 - left)
    _refuse_too_many(shape[0] * shape[1])
    everywhere = Lattice(left * size, low * size, size, np.ones(shape, bool))
    inside = outlines.inside(country, *everywhere.centres()).reshape(shape)
    inside |= everywhere.counts(events.x, events.y) > 0
    return Lattice(left * size, low * size, size, inside)


def by_country(events: EventTable, use_outlines: bool = False) -> dict[str, EventTable]:
    """Split events by country: by the file's column, or by outlines where it has none.

    By outlines, an event near a border belongs to both countries.

    Args:
        events: real events.
        use_outlines: even where the file names the country.
    """
    if events.country is not None and not use_outlines:
        names = events.country.astype(str)
        return {str(name): events.where(names == name, str(name)) for name in np.unique(names)}
    rows = outlines.members(events.x, events.y)
    return {name: events.where(chosen, name) for name, chosen in rows.items()}


def _refuse_too_many(cells: float) -> None:
    if cells > _MOST_CELLS:
        raise NotComputableError(f"{cells:,.0f} cells are too many: take larger ones")


def _number(cells: float) -> int:
    return max(1, int(np.ceil(cells - 1e-9)))

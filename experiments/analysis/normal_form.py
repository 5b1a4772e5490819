"""The normal form in which events of any origin are analysed."""

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np


@dataclass(frozen=True)
class Map:
    """The rectangle of cells on which a simulation ran: width and height in cells, cell in km."""

    width: int
    height: int
    cell_km: float
    water: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class EventTable:
    """Acts of violence, one entry each in every array.

    Attributes:
        name: what to call the table in a report.
        source: "UCDP GED", "ACLED" or "a run".
        km: whether ``x`` and ``y`` are km (a run) or degrees of longitude and latitude.
        x: kilometres eastward, or longitude.
        y: kilometres northward, or latitude.
        year: calendar year, or year of the run.
        deaths: all deaths (best estimate); NaN where unknown.
        civilians: deaths of civilians; NaN where unknown; None where the file does not say.
        day: days from 1970-01-01, or day of the run; NaN where unknown; None without dates.
        placed: whether the place is known to about 25 km (UCDP and ACLED precision 1 or 2).
        dated: whether the day is known (precision 1).
        country: name of the country, None where the file does not say.
        map: cells of the run, None for real events.
        notes: what was left out on reading, in sentences.
    """

    name: str
    source: str
    km: bool
    x: np.ndarray
    y: np.ndarray
    year: np.ndarray
    deaths: np.ndarray
    civilians: np.ndarray | None
    day: np.ndarray | None
    placed: np.ndarray
    dated: np.ndarray
    country: np.ndarray | None = None
    map: Map | None = None
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.x)

    def where(self, chosen: np.ndarray, name: str | None = None) -> Self:
        """Return the events that ``chosen`` (flags or row numbers) picks."""
        columns = ("x", "y", "year", "deaths", "civilians", "day", "placed", "dated", "country")
        values = {column: getattr(self, column) for column in columns}
        picked: dict[str, Any] = {k: None if v is None else v[chosen] for k, v in values.items()}
        return replace(self, name=name or self.name, **picked)

    def without(self, unwanted: np.ndarray, why: str) -> Self:
        """Return the events but for the ``unwanted``, with a note of how many and ``why``."""
        count = int(unwanted.sum())
        if not count:
            return self
        note = f"Left out: {count:,} of {len(self):,} events {why}."
        return replace(self.where(~unwanted), notes=(*self.notes, note))

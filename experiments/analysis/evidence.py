"""One table of events, and what the statistics of violence need of it, each computed once."""

from collections.abc import Callable
from functools import cached_property

import numpy as np

from experiments.analysis import NotComputableError, outlines, timing
from experiments.analysis import heavy_tails as tails
from experiments.analysis import space as places
from experiments.analysis.normal_form import EventTable
from experiments.analysis.territory import cell_size, lattice_of_country, lattice_of_run

# Cells stand in for towns: the busiest, if they have enough events for gaps and counts.
TOWNS = 25
TOWN_EVENTS = 50


class Evidence:
    """Events of one territory, and what several statistics need of them, computed once.

    Args:
        events: the events.
        cell: side of a cell in the unit of the events; None for the usual one.
        country: whose cells real events are related to, if it has an outline; else the country
            that holds nine in ten of the places.
    """

    def __init__(
        self, events: EventTable, cell: float | None = None, country: str | None = None
    ) -> None:
        self.events = events
        self._cell = cell
        self._country = country if country in outlines.country_names() else None

    def about(self) -> str:
        """Return in words what the events are, and what was left out."""
        events = self.events
        words = [f"{events.source}, {len(events):,} events"]
        if len(events):
            first, last = events.year.min(), events.year.max()
            words.append(f"{'years ' if events.km else ''}{first} to {last}")
        try:
            size = cell_size(events, self._cell)
            words.append(f"cells of {size:g} {'km' if events.km else 'degrees'}")
        except NotComputableError:
            words.append("cells unknown")
        return " ".join([", ".join(words) + ".", *events.notes])

    @cached_property
    def sizes(self) -> np.ndarray:
        """Deaths of the events that have any."""
        return tails.sizes_of(self.events.deaths)

    @cached_property
    def tail(self) -> tails.PowerLaw:
        """The power law of the sizes, from where it holds."""
        return tails.fit_power_law(self.sizes)

    @cached_property
    def _home(self) -> str | None:
        """Country whose cells are taken; found once, also where there is none."""
        placed = self.events.where(self.events.placed)
        return self._country or outlines.home_of(placed.x, placed.y)

    @cached_property
    def _territory(self) -> tuple[EventTable, places.Lattice]:
        events = self.events.where(self.events.placed)
        size = cell_size(events, self._cell)
        if not len(events):
            raise NotComputableError("no events of known place")
        if events.km:
            return events, lattice_of_run(events, size)
        country = self._home
        if country is None:
            raise NotComputableError("no one country holds 90 % of the events: --by-country")
        events = events.where(outlines.inside(country, events.x, events.y))
        return events, lattice_of_country(events, size, country)

    @property
    def lattice(self) -> places.Lattice:
        """The cells of the territory."""
        return self._territory[1]

    @cached_property
    def yearly(self) -> np.ndarray:
        """Events by year and cell: (years, rows, columns)."""
        events, lattice = self._territory
        return lattice.counts(events.x, events.y, events.year)

    @property
    def total(self) -> np.ndarray:
        """Events by cell over all years: (rows, columns)."""
        return self.yearly.sum(axis=0)

    @cached_property
    def concentration(self) -> places.Concentration:
        """How few cells hold the events."""
        return places.concentration(self.total[self.lattice.inside])

    @cached_property
    def transitions(self) -> places.Transitions:
        """What cells do from year to year."""
        return places.transitions(self.yearly, self.lattice.inside)

    @cached_property
    def exact(self) -> EventTable:
        """Events of known day and place."""
        if self.events.day is None:
            raise NotComputableError("the file has no dates")
        exact = self.events.where(self.events.placed & self.events.dated)
        if not len(exact):
            raise NotComputableError("no events of known day and place")
        return exact

    @cached_property
    def exact_days(self) -> np.ndarray:
        """Days of the events of known day and place."""
        day = self.exact.day
        assert day is not None
        return day.astype(int)

    def daily(self, day: np.ndarray) -> np.ndarray:
        """Events a day, of those on ``day``, over the whole time of the exact events."""
        return timing.daily_counts(day, self.exact_days.min(), self.exact_days.max())

    @cached_property
    def towns(self) -> list[np.ndarray]:
        """Days of the events of each of the 25 busiest cells with at least 50 events."""
        exact = self.exact
        size = cell_size(exact, self._cell)
        cells = np.floor(np.column_stack([exact.x, exact.y]) / size)
        _, cell, counts = np.unique(cells, axis=0, return_inverse=True, return_counts=True)
        busiest = np.argsort(-counts, kind="stable")[:TOWNS]
        return [self.exact_days[cell.reshape(-1) == i] for i in busiest if counts[i] >= TOWN_EVENTS]

    def median_of_towns(self, measure: Callable[[np.ndarray], float]) -> float:
        """Return the median of what ``measure`` makes of the days of each town."""
        if not self.towns:
            raise NotComputableError(f"no cell with {TOWN_EVENTS} events of known day")
        return float(np.median([measure(days) for days in self.towns]))

    @cached_property
    def knox(self) -> timing.Knox:
        """Pairs of events near in space and time."""
        exact = self.exact
        points = (
            np.column_stack([exact.x, exact.y]) if exact.km else timing.on_globe(exact.x, exact.y)
        )
        return timing.knox(points, self.exact_days)

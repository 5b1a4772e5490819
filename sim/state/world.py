"""The world: all tables of one run, the map's geometry, and the numbers of its processes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels.handle import hand_over
from sim.kernels.philox import BATCH, LINES
from sim.state.armed import Bands, Books, Forces
from sim.state.events import Events
from sim.state.mission import (
    Clock,
    Contingents,
    Convoys,
    Mediators,
    Mission,
    Partners,
    Peacekeepers,
)
from sim.state.parties import Agreements, Dyads, Factions
from sim.state.people import Communities, Groups, Ties
from sim.state.places import Cells, Districts, Hubs
from sim.state.table import Table

TABLES: dict[str, type[Table]] = {
    "cells": Cells,
    "districts": Districts,
    "hubs": Hubs,
    "communities": Communities,
    "ties": Ties,
    "groups": Groups,
    "factions": Factions,
    "dyads": Dyads,
    "agreements": Agreements,
    "bands": Bands,
    "forces": Forces,
    "books": Books,
    "contingents": Contingents,
    "partners": Partners,
    "peacekeepers": Peacekeepers,
    "mediators": Mediators,
    "convoys": Convoys,
    "mission": Mission,
    "clock": Clock,
    "events": Events,
}

EVENTS_A_WEEK = 4096  # room that the event table always has before a week starts


class World:
    """State of one run.

    Attributes:
        width, height: of the grid, in cells; `cell_km`: side of a cell in km.
        seed, week: key of the random draws; `capital`: row of the capital's cell.
        neighbours: (cells, 8) rows of Moore neighbours, -1 beyond the edge or on water.
        hostility: (groups, groups) prejudice between identity groups, 0 to 1, symmetric.
        toward_hub: (hubs, cells) next cell on the best road to a hub, -1 where none.
        by_water: (hubs, cells) km of the way by water from a hub, -1 where none.
        pair: (factions, factions) row in `dyads` of a pair of parties.
        draws: (LINES, BATCH) scratch for random draws (see `sim.kernels.philox`).
        params: one record for each process, by name (see `sim.processes`).
        settings: the same numbers as the validated records that Python code reads.
        names: of the rows of groups, factions, districts and hubs.
    """

    cells: Cells
    districts: Districts
    hubs: Hubs
    communities: Communities
    ties: Ties
    groups: Groups
    factions: Factions
    dyads: Dyads
    agreements: Agreements
    bands: Bands
    forces: Forces
    books: Books
    contingents: Contingents
    partners: Partners
    peacekeepers: Peacekeepers
    mediators: Mediators
    convoys: Convoys
    mission: Mission
    clock: Clock
    events: Events

    def __init__(self, sizes: dict[str, int], width: int, height: int, cell_km: float) -> None:
        """Make tables of the given sizes (rows; 1 where a table is not named)."""
        self.width, self.height, self.cell_km = width, height, cell_km
        self.seed = 0
        self.week = 0
        self.capital = 0
        for name, table in TABLES.items():
            setattr(self, name, table(sizes.get(name, 1)))
        count = len(self.factions)
        self.neighbours: NDArray[np.int64] = np.full((width * height, 8), -1, np.int64)
        self.hostility: NDArray[np.float64] = np.zeros((len(self.groups), len(self.groups)))
        self.toward_hub: NDArray[np.int64] = np.full((len(self.hubs), width * height), -1, np.int64)
        self.by_water: NDArray[np.float64] = np.full((len(self.hubs), width * height), -1.0)
        self.pair: NDArray[np.int64] = np.full((count, count), -1, np.int64)
        self.draws: NDArray[np.float64] = np.zeros((LINES, BATCH))
        self.params: dict[str, Any] = {}
        self.settings: dict[str, Any] = {}
        self.names: dict[str, list[str]] = {}
        self.refresh()

    def refresh(self) -> None:
        """Hand the present arrays to the kernels; needed after a table has grown."""
        arrays = {
            "neighbours": self.neighbours,
            "hostility": self.hostility,
            "toward_hub": self.toward_hub,
            "by_water": self.by_water,
            "pair": self.pair,
            "draws": self.draws,
        }
        tables = {name: getattr(self, name) for name in TABLES}
        self.rows: Any = hand_over({name: table.rows for name, table in tables.items()}, arrays)

    def copy(self) -> "World":
        """Another world in the same state that shares nothing that changes."""
        sizes = {name: len(table) for name, table in self.tables().items()}
        other = World(sizes, self.width, self.height, self.cell_km)
        for name, table in self.tables().items():
            getattr(other, name).block[:] = table.block
        other.seed, other.week, other.capital = self.seed, self.week, self.capital
        other.neighbours = self.neighbours
        other.hostility = self.hostility.copy()
        other.toward_hub = self.toward_hub
        other.by_water = self.by_water
        other.pair = self.pair
        other.params = self.params
        other.settings = self.settings
        other.names = {kind: list(names) for kind, names in self.names.items()}
        other.refresh()
        return other

    def tables(self) -> dict[str, Table]:
        """Every table by name."""
        return {name: getattr(self, name) for name in TABLES}

    def make_room(self, bands: int) -> None:
        """Grow tables until a week's events and `bands` new bands fit, before the week starts."""
        moved = self.bands.require(bands)
        used = self.clock.cols["events"][0]
        if len(self.events) - used < EVENTS_A_WEEK:
            self.events.extend(2 * len(self.events) + EVENTS_A_WEEK)
            moved = True
        if moved:
            self.refresh()

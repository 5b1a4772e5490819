"""The film of a run: the map every few weeks, small enough to be kept with every run.

A :class:`Film` only reads the world. What it keeps is quantised to a byte or two a value, so that
fifteen years of a country fit into some hundred kilobytes. `map.npz` holds its arrays; whoever
wants to show a run (`peacegrid replay`) needs nothing else than the folder of the run.
"""

import io
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.metrics.events import party_names
from sim.replay.lives import Register
from sim.saving import replaced
from sim.state import codes
from sim.state.world import TABLES, World

FILE = "map.npz"

EVERY = 4
"""Weeks from one frame to the next."""

BATCH = 32
"""Pictures that are worked out together."""

NOBODY = 255
"""Control of a cell in which nobody lives."""

CONTROL_STEPS = 127
"""Control is kept as round((control + 1) * CONTROL_STEPS): 0 armed group, 254 state."""

DISPLACED_STEPS = 16.0
"""Displaced people are kept as round(ln(1 + people) * DISPLACED_STEPS): steps of 6 %."""

MOVERS: dict[str, dict[str, type[np.unsignedinteger[Any]]]] = {
    "bands": {"cell": np.uint16, "size": np.uint16, "kind": np.uint8},
    "bases": {"cell": np.uint16, "size": np.uint16, "kind": np.uint8},
    "convoys": {"cell": np.uint16, "size": np.uint16, "kind": np.uint8},
    "zones": {"cell": np.uint16},
}
"""What stands on the map, and its columns. Size: fighters, peacekeepers, tonnes. Kind: row of the
party, `codes.PEACEKEEPER_KINDS`, `codes.COMMODITIES`. Cells are rows y * width + x."""


COPIED: dict[str, tuple[str, ...]] = {
    "communities": ("population", "hosted", "control"),
    "bands": ("alive", "cell", "fighters", "faction"),
    "peacekeepers": ("stage", "base", "personnel", "kind"),
    "convoys": ("alive", "state", "cell", "load", "commodity"),
    "cells": ("zone",),
}
"""Tables of the world, and their columns that a picture is made of."""

Columns = tuple[NDArray[Any], ...]


class Film:
    """Takes a picture of the world every :data:`EVERY` weeks.

    Between weeks of compiled code every call from Python is dear, so that a picture is one copy of
    each table in :data:`COPIED`; what it shows is worked out for :data:`BATCH` pictures at a time.
    """

    def __init__(self, world: World) -> None:
        """Take the first picture of a world that has just been built."""
        self._still = _still(world)
        self._register = Register(world)
        self._count = len(world.cells)
        # A table's block may have more rows than the table: what is there falls into a cell beyond.
        self._where = np.full(world.communities.block.shape[1], self._count)
        self._where[: len(world.communities)] = world.communities.cell
        self._weeks: list[int] = []
        self._movers: dict[str, list[Columns]] = {kind: [] for kind in MOVERS}
        self._lines = [
            (name, np.array([list(TABLES[name].columns).index(column) for column in columns]))
            for name, columns in COPIED.items()
        ]
        self._raw: list[list[NDArray[np.int64]]] = []
        self._fields: list[tuple[NDArray[np.uint8], NDArray[np.uint8]]] = []
        self._take(world)

    def watch(self, world: World) -> None:
        """Take a picture if it is time for one; call it after every week."""
        self._register.watch(world)
        if world.week % EVERY == 0:
            self._take(world)

    def arrays(self, world: World) -> dict[str, NDArray[Any]]:
        """Everything that was kept, up to the world as it stands, by the names of `map.npz`.

        Fields of cells have shape (frames, cells). Of each kind of thing in :data:`MOVERS` there
        is ``<kind>_count``, how many there were in each frame, and its columns for one frame after
        the other.
        """
        if self._weeks[-1] != world.week:
            self._take(world)
        self._develop()
        found = {
            **self._still,
            "parties": np.array(party_names(world.names["factions"], world.factions.parent)),
            "week": np.array(self._weeks, np.uint16),
            "control": np.concatenate([control for control, _ in self._fields]),
            "displaced": np.concatenate([displaced for _, displaced in self._fields]),
            **_agreements(world),
            **self._register.arrays(),
        }
        for kind, parts in self._movers.items():
            found |= _placed(kind, parts, len(self._weeks))
        return found

    def _take(self, world: World) -> None:
        """Copy what moves."""
        self._weeks.append(world.week)
        self._register.take(world)
        self._raw.append(
            [getattr(world, name).block.take(lines, axis=0) for name, lines in self._lines]
        )
        if len(self._raw) == BATCH:
            self._develop()

    def _develop(self) -> None:
        """Work out what the latest pictures show, all of them at once."""
        if not self._raw:
            return
        count = len(self._raw)
        first = len(self._weeks) - count
        tables: dict[str, Columns] = {}
        for (name, _), blocks in zip(self._lines, zip(*self._raw, strict=True), strict=True):
            widths = [one.shape[1] for one in blocks]
            when = np.repeat(np.arange(first, first + count, dtype=np.uint16), widths)
            tables[name] = (when, *_columns(name, np.concatenate(blocks, axis=1)))
        self._raw = []
        _, *people = tables["communities"]
        residents, hosted, control = (one.reshape(count, -1) for one in people)
        self._develop_cells(residents + hosted, hosted, control)
        for kind, columns in _standing(tables, count, self._count).items():
            self._movers[kind].append(columns)

    def _develop_cells(
        self,
        size: NDArray[np.float64],
        hosted: NDArray[np.float64],
        control: NDArray[np.float64],
    ) -> None:
        """Make small fields of cells from columns of communities, shape (pictures, rows)."""
        count, wide = len(size), self._count + 1
        rows = (self._where + wide * np.arange(count)[:, None]).ravel()
        inside, ruled, guests = (
            np.bincount(rows, values.ravel(), count * wide).reshape(count, wide)[:, :-1]
            for values in (size, size * control, hosted)
        )
        lived = inside > 0
        share = np.divide(ruled, inside, out=np.zeros(inside.shape), where=lived)
        kept = np.where(lived, np.rint((share + 1.0) * CONTROL_STEPS), NOBODY)
        displaced = np.minimum(np.rint(np.log1p(guests) * DISPLACED_STEPS), 255)
        self._fields.append((kept.astype(np.uint8), displaced.astype(np.uint8)))


def _columns(table: str, block: NDArray[np.int64]) -> Columns:
    """The columns of :data:`COPIED` from lines of a table's block, in which floats lie as bits."""
    kinds = TABLES[table].columns
    return tuple(
        line.view(kinds[name].kind) for name, line in zip(COPIED[table], block, strict=True)
    )


def _standing(tables: dict[str, Columns], pictures: int, cells: int) -> dict[str, Columns]:
    """What stands on the map, by the kinds of :data:`MOVERS`: number of the picture, columns."""
    when_band, alive, *band = tables["bands"]
    when_unit, stage, *unit = tables["peacekeepers"]
    when_convoy, moving, state, *convoy = tables["convoys"]
    when_cell, zone = tables["cells"]
    place = np.tile(np.arange(len(zone) // pictures), pictures)
    there = {
        "bands": (alive != 0, (when_band, *band)),
        "bases": (stage == codes.DEPLOYED, (when_unit, *unit)),
        "convoys": ((moving != 0) & (state != codes.LOADING), (when_convoy, *convoy)),
        "zones": ((zone != 0) & (place < cells), (when_cell, place)),
    }
    return {kind: tuple(one[rows] for one in columns) for kind, (rows, columns) in there.items()}


def save(arrays: dict[str, NDArray[Any]], path: Path) -> None:
    """Write the arrays of a film; the same film gives the same bytes."""
    content = io.BytesIO()  # given a path, NumPy would insist on its own ending
    np.savez_compressed(content, **arrays)  # type: ignore[arg-type]
    with replaced(path) as new:
        new.write_bytes(content.getvalue())


def _still(world: World) -> dict[str, NDArray[Any]]:
    """What does not move."""
    cells, people = world.cells, world.communities
    count = len(cells)
    by_group = np.zeros((len(world.groups), count))
    np.add.at(by_group, (people.group, people.cell), people.population)
    lived = by_group.sum(axis=0)
    return {
        "shape": np.array([world.height, world.width], np.uint16),
        "cell_km": np.array(world.cell_km, np.float64),
        "capital": np.array(world.capital, np.uint16),
        "terrain": np.rint(np.clip(cells.terrain, 0, 1) * 255).astype(np.uint8),
        "road": np.rint(np.clip(cells.road, 0, 1) * 255).astype(np.uint8),
        "land": (cells.land != 0).astype(np.uint8),
        "downstream": np.where(cells.river != 0, cells.downstream, -2).astype(np.int32),
        "district": cells.district.astype(np.int16),
        "population": np.rint(np.bincount(people.cell, people.founders, count)).astype(np.uint32),
        "group": np.where(lived > 0, by_group.argmax(axis=0), -1).astype(np.int8),
        "hub_cell": world.hubs.cell.astype(np.int32),
        "hubs": np.array(world.names["hubs"], dtype=np.str_),
        "groups": np.array(world.names["groups"], dtype=np.str_),
        "districts": np.array(world.names["districts"], dtype=np.str_),
    }


def _placed(kind: str, parts: list[Columns], frames: int) -> dict[str, NDArray[Any]]:
    """Things of a kind in all frames, in the small types in which they are kept."""
    when, *columns = (np.concatenate(one) for one in zip(*parts, strict=True))
    # Neighbours that are alike compress well: within a frame by kind, then by place.
    order = np.lexsort((columns[0], columns[-1], when))
    counts = np.bincount(when, minlength=frames)
    found: dict[str, NDArray[Any]] = {f"{kind}_count": counts.astype(np.uint16)}
    for (name, small), values in zip(MOVERS[kind].items(), columns, strict=True):
        most = np.iinfo(small).max
        found[f"{kind}_{name}"] = np.clip(np.rint(values[order]), 0, most).astype(small)
    return found


def _agreements(world: World) -> dict[str, NDArray[Any]]:
    """All agreements in the order of signing, each with the rows of its two parties."""
    papers = world.agreements
    rows = np.flatnonzero(papers.alive)
    pair = papers.dyad[rows]
    return {
        "agreement_a": world.dyads.a[pair].astype(np.uint8),
        "agreement_b": world.dyads.b[pair].astype(np.uint8),
        "agreement_kind": papers.kind[rows].astype(np.uint8),
        "agreement_signed": papers.signed[rows].astype(np.int32),
        "agreement_ended": papers.ended[rows].astype(np.int32),
        "agreement_end": papers.end[rows].astype(np.uint8),
        "agreement_mediated": papers.mediated[rows].astype(np.uint8),
    }

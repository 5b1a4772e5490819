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
from sim.saving import replaced
from sim.state import codes
from sim.state.world import World

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


Columns = tuple[NDArray[Any], ...]


class Film:
    """Takes a picture of the world every :data:`EVERY` weeks.

    A picture costs a few copies: what is kept of cells is worked out for :data:`BATCH` pictures at
    a time, what is kept of things that stand on the map when somebody asks.
    """

    def __init__(self, world: World) -> None:
        """Take the first picture of a world that has just been built."""
        self._still = _still(world)
        self._count = len(world.cells)
        self._where = world.communities.cell.copy()
        self._weeks: list[int] = []
        self._movers: dict[str, list[Columns]] = {kind: [] for kind in MOVERS}
        self._raw: list[Columns] = []
        self._fields: list[tuple[NDArray[np.uint8], NDArray[np.uint8]]] = []
        self._take(world)

    def watch(self, world: World) -> None:
        """Take a picture if it is time for one; call it after every week."""
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
        }
        for kind, frames in self._movers.items():
            found |= _placed(kind, frames)
        return found

    def _take(self, world: World) -> None:
        """Copy what moves."""
        people, bands, units = world.communities, world.bands, world.peacekeepers
        convoys = world.convoys
        self._weeks.append(world.week)
        hosted = people.hosted.copy()
        self._raw.append((people.population + hosted, people.control.copy(), hosted))
        band = np.flatnonzero(bands.alive)
        based = np.flatnonzero(units.stage == codes.DEPLOYED)
        driving = np.flatnonzero(convoys.alive)
        driving = driving[convoys.state[driving] != codes.LOADING]
        for kind, columns in (
            ("bands", (bands.cell[band], bands.fighters[band], bands.faction[band])),
            ("bases", (units.base[based], units.personnel[based], units.kind[based])),
            ("convoys", (convoys.cell[driving], convoys.load[driving], convoys.commodity[driving])),
            ("zones", (np.flatnonzero(world.cells.zone),)),
        ):
            self._movers[kind].append(columns)
        if len(self._raw) == BATCH:
            self._develop()

    def _develop(self) -> None:
        """Turn the latest copies of communities into small fields of cells."""
        if not self._raw:
            return
        size, control, hosted = (np.stack(one) for one in zip(*self._raw, strict=True))
        shape = (len(self._raw), self._count)
        rows = (self._where + self._count * np.arange(shape[0])[:, None]).ravel()
        inside, ruled, guests = (
            np.bincount(rows, values.ravel(), shape[0] * shape[1])
            for values in (size, size * control, hosted)
        )
        lived = inside > 0
        kept = np.full(len(inside), NOBODY, np.uint8)
        kept[lived] = np.rint((ruled[lived] / inside[lived] + 1.0) * CONTROL_STEPS)
        displaced = np.minimum(np.rint(np.log1p(guests) * DISPLACED_STEPS), 255)
        self._fields.append((kept.reshape(shape), displaced.astype(np.uint8).reshape(shape)))
        self._raw = []


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


def _placed(kind: str, frames: list[Columns]) -> dict[str, NDArray[Any]]:
    """Things of a kind in all frames, in the small types in which they are kept."""
    counts = np.array([len(columns[0]) for columns in frames])
    columns = [np.concatenate(one) for one in zip(*frames, strict=True)]
    # Neighbours that are alike compress well: within a frame by kind, then by place.
    keys = (columns[0], columns[-1], np.repeat(np.arange(len(frames)), counts))
    order = np.lexsort(keys)
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

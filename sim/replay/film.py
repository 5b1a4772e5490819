"""The film of a run: the map every few weeks, small enough to be kept with every run.

A :class:`Film` only reads the world. What it keeps is quantised to a byte or two a value, so that
fifteen years of a country fit into some hundred kilobytes. `map.npz` holds its arrays; whoever
wants to show a run (`peacegrid replay`) needs nothing else than the folder of the run.
"""

import io
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.metrics.events import party_names
from sim.saving import replaced
from sim.state import codes
from sim.state.world import World

FILE = "map.npz"

EVERY = 4
"""Weeks from one frame to the next."""

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


class Frame(NamedTuple):
    """One picture: weeks lived, fields of the cells, and the columns of each kind of mover."""

    week: int
    control: NDArray[np.uint8]
    displaced: NDArray[np.uint8]
    movers: dict[str, dict[str, NDArray[Any]]]


class Film:
    """Takes a picture of the world every :data:`EVERY` weeks."""

    def __init__(self, world: World) -> None:
        """Take the first picture of a world that has just been built."""
        self._still = _still(world)
        self._frames = [_picture(world)]

    def watch(self, world: World) -> None:
        """Take a picture if it is time for one; call it after every week."""
        if world.week % EVERY == 0:
            self._frames.append(_picture(world))

    def arrays(self, world: World) -> dict[str, NDArray[Any]]:
        """Everything that was kept, up to the world as it stands, by the names of `map.npz`.

        Fields of cells have shape (frames, cells). Of each kind of thing in :data:`MOVERS` there
        is ``<kind>_count``, how many there were in each frame, and its columns for one frame after
        the other.
        """
        frames = list(self._frames)
        if frames[-1].week != world.week:
            frames.append(_picture(world))
        found = {
            **self._still,
            "parties": np.array(party_names(world.names["factions"], world.factions.parent)),
            "week": np.array([frame.week for frame in frames], np.uint16),
            "control": np.stack([frame.control for frame in frames]),
            "displaced": np.stack([frame.displaced for frame in frames]),
            **_agreements(world),
        }
        for kind, columns in MOVERS.items():
            there = [frame.movers[kind] for frame in frames]
            found[f"{kind}_count"] = np.array([len(one["cell"]) for one in there], np.uint16)
            for name in columns:
                found[f"{kind}_{name}"] = np.concatenate([one[name] for one in there])
        return found


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


def _picture(world: World) -> Frame:
    people, cells = world.communities, world.width * world.height
    size = people.population + people.hosted
    inside = np.bincount(people.cell, size, cells)
    ruled = np.bincount(people.cell, size * people.control, cells)
    hosted = np.bincount(people.cell, people.hosted, cells)
    control = np.full(cells, NOBODY, np.uint8)
    lived = inside > 0
    control[lived] = np.rint((ruled[lived] / inside[lived] + 1.0) * CONTROL_STEPS)
    displaced = np.minimum(np.rint(np.log1p(hosted) * DISPLACED_STEPS), 255).astype(np.uint8)
    return Frame(world.week, control, displaced, _movers(world))


def _movers(world: World) -> dict[str, dict[str, NDArray[Any]]]:
    bands, units, convoys = world.bands, world.peacekeepers, world.convoys
    band = np.flatnonzero(bands.alive)
    band = band[np.lexsort((bands.cell[band], bands.faction[band]))]  # neighbours compress well
    based = np.flatnonzero((units.stage == codes.DEPLOYED) & (units.base >= 0))
    driving = np.flatnonzero((convoys.alive != 0) & (convoys.state != codes.LOADING))
    return {
        "bands": _picked("bands", bands.cell[band], bands.fighters[band], bands.faction[band]),
        "bases": _picked("bases", units.base[based], units.personnel[based], units.kind[based]),
        "convoys": _picked(
            "convoys", convoys.cell[driving], convoys.load[driving], convoys.commodity[driving]
        ),
        "zones": _picked("zones", np.flatnonzero(world.cells.zone)),
    }


def _picked(kind: str, *columns: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """Columns of things that stand somewhere, in the small types in which they are kept."""
    kept = zip(MOVERS[kind].items(), columns, strict=True)
    return {
        name: np.clip(np.rint(values), 0, np.iinfo(small).max).astype(small)
        for (name, small), values in kept
    }


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

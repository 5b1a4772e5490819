"""Acts of violence as a table that analysts of UCDP GED and ACLED recognise."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.state import codes

if TYPE_CHECKING:
    import pandas as pd

WEEKS_A_YEAR = 52
PEACEKEEPERS = "Peacekeepers"

COLUMNS: dict[str, tuple[str, str]] = {
    "id": ("number", "row number of the event in its run, from 0"),
    "week": ("week of run", "when, from 0"),
    "day": ("day of run", "when, from 0; seven days to a week"),
    "year": ("year of run", "when, from 1; 52 weeks to a year"),
    "cell_x": ("cell", "where: column of the grid, from the west"),
    "cell_y": ("cell", "where: row of the grid, from the south"),
    "x_km": ("km", "where: from the western edge of the map"),
    "y_km": ("km", "where: from the southern edge of the map"),
    "district": ("name", "district of the place"),
    "type_of_violence": ("UCDP code", "1 state-based, 2 non-state, 3 one-sided"),
    "event_type": ("ACLED type", "kind of event"),
    "sub_event_type": ("name", "kind of event, in detail"),
    "side_a": ("actor", "one side"),
    "side_b": ("actor", "the other side"),
    "initiator": ("actor", "who started it"),
    "deaths_a": ("persons", "armed members of side a killed"),
    "deaths_b": ("persons", "armed members of side b killed"),
    "deaths_civilians": ("persons", "civilians killed"),
    "deaths_peacekeepers": ("persons", "peacekeepers killed"),
    "best": ("persons", "all who were killed; nothing is left unknown in a simulation"),
    "cause": ("name", "why, as the model knows it"),
}
"""Unit and meaning of every column of a run's events.parquet, in order."""


class Place(NamedTuple):
    """The geometry and the names that events need.

    Attributes:
        width: of the grid, in cells. cell_km: side of a cell, in km.
        district: row of each cell's district, -1 for none.
        names: lists of names by table: ``factions``, ``groups``, ``districts``.
        parents: row of the party that each party split from, -1 for none.
    """

    width: int
    cell_km: float
    district: NDArray[np.int64]
    names: Mapping[str, Sequence[str]]
    parents: NDArray[np.int64]


def party_names(names: Sequence[str], parents: NDArray[np.int64]) -> list[str]:
    """Name every party; one that split from another is called after it."""
    found = list(names[: len(parents)])
    for row in range(len(found), len(parents)):
        parent = int(parents[row])
        if parent < 0:
            found.append(f"Armed group {row}")
        else:
            siblings = 1 + sum(int(parents[i]) == parent for i in range(len(names), row))
            found.append(f"{found[parent]} (splinter {siblings})")
    return found


def frame(events: NDArray[Any], place: Place) -> "pd.DataFrame":
    """Return raw events (columns of `sim.state.events.Events`) with the columns of `COLUMNS`."""
    import pandas as pd

    count = len(events)
    x, y = events["cell"] % place.width, events["cell"] // place.width
    kinds = np.array(codes.EVENT_TYPES, dtype=object)[events["kind"]].reshape(count, 2)
    sides = {
        "side_a": _actors(events["side_a"], events["group_a"], place),
        "side_b": _actors(events["side_b"], events["group_b"], place),
        # People who start a clash are those of side a.
        "initiator": _actors(events["initiator"], events["group_a"], place),
    }
    names = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_peacekeepers")
    deaths = {name: np.rint(events[name]).astype(np.int64) for name in names}
    data = {
        "id": np.arange(count, dtype=np.int64),
        "week": events["week"],
        "day": events["day"],
        "year": events["week"] // WEEKS_A_YEAR + 1,
        "cell_x": x,
        "cell_y": y,
        "x_km": (x + events["dx"]) * place.cell_km,
        "y_km": (y + events["dy"]) * place.cell_km,
        "district": _named(place.names.get("districts", ()), place.district[events["cell"]]),
        "type_of_violence": events["violence"],
        "event_type": kinds[:, 0],
        "sub_event_type": kinds[:, 1],
        **sides,
        **deaths,
        "best": sum(deaths.values(), start=np.zeros(count, np.int64)),
        "cause": np.array(codes.CAUSES, dtype=object)[events["cause"]],
    }
    return pd.DataFrame({name: data[name] for name in COLUMNS})


def _actors(rows: NDArray[np.int64], groups: NDArray[np.int64], place: Place) -> NDArray[Any]:
    """Name actors: parties, peacekeepers, or the people of an identity group."""
    parties = np.array([*party_names(place.names["factions"], place.parents), ""], dtype=object)
    named = np.where(rows >= 0, parties[np.where(rows >= 0, rows, -1)], "")
    named[rows == codes.PEACEKEEPERS] = PEACEKEEPERS
    people = rows == codes.CIVILIANS
    if people.any():
        peoples = [f"Civilians ({name})" for name in place.names["groups"]]
        known = np.array([*peoples, "Civilians"], dtype=object)
        named[people] = known[groups[people]]
    return named


def _named(names: Sequence[str], rows: NDArray[np.int64]) -> NDArray[Any]:
    """Names of rows; where there is no name, none."""
    known = np.array([*names, ""], dtype=object)
    return known[np.where((rows >= 0) & (rows < len(names)), rows, -1)]

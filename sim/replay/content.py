"""What the page is told: of each run its words, and its numbers as small arrays."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import UserError
from sim.replay.chapters import markers
from sim.replay.film import CONTROL_STEPS, DISPLACED_STEPS, MOVERS, NOBODY
from sim.replay.folder import Recording
from sim.replay.packing import Packed, pack
from sim.state import codes

SHARE = 10_000
"""Shares are told in so many parts."""

SERIES: dict[str, tuple[type[np.unsignedinteger[Any]], float]] = {
    "deaths": (np.uint16, 1),
    "deaths_state_based": (np.uint16, 1),
    "deaths_non_state": (np.uint16, 1),
    "deaths_one_sided": (np.uint16, 1),
    "deaths_civilians": (np.uint16, 1),
    "deaths_peacekeepers": (np.uint16, 1),
    "displaced": (np.uint32, 1),
    "fighters": (np.uint32, 1),
    "deployed": (np.uint16, 1),
    "under_state": (np.uint16, SHARE),
    "under_groups": (np.uint16, SHARE),
    "at_war": (np.uint8, 1),
    "mission_stage": (np.uint8, 1),
    "spent": (np.uint32, 1e-5),
}
"""Weekly series that the page is told: type, and by how much they are multiplied."""

STILL = ("terrain", "road", "land", "population")
SLOW = ("displaced", "fighters", "deployed", "under_state", "under_groups", "spent")


def words(run: Recording) -> dict[str, Any]:
    """What the page is told of a run beside its arrays, as plain data."""
    film = run.film
    papers = ("a", "b", "kind", "signed", "ended", "end")
    return {
        "title": run.scenario.title,
        "scenario": run.scenario.name,
        "strategy": run.scenario.strategy.name,
        "seed": run.seed,
        "weeks": run.weeks,
        "hash": run.provenance["scenario_hash"],
        "version": run.provenance["peacegrid"],
        "exit": run.outcomes["mission"]["exit_week"],
        "claim": run.outcomes["claim"],
        "height": int(film["shape"][0]),
        "width": int(film["shape"][1]),
        "cellKm": float(film["cell_km"]),
        "capital": int(film["capital"]),
        "hubs": list(zip(film["hub_cell"].tolist(), film["hubs"].tolist(), strict=True)),
        **{name: film[name].tolist() for name in ("groups", "districts", "parties")},
        "agreements": np.column_stack([film[f"agreement_{name}"] for name in papers]).tolist(),
        "names": {
            "agreements": codes.AGREEMENTS,
            "ends": codes.AGREEMENT_ENDS,
            "stages": codes.MISSION_STAGES,
            "units": codes.PEACEKEEPER_KINDS,
            "goods": codes.COMMODITIES,
        },
        "steps": {
            "control": CONTROL_STEPS,
            "nobody": NOBODY,
            "displaced": DISPLACED_STEPS,
            "share": SHARE,
            "spent": SERIES["spent"][1],
        },
        **_events_words(run),
        "markers": [asdict(marker) for marker in markers(run)],
    }


def numbers(run: Recording) -> Packed:
    """The arrays that the page is told of a run."""
    film, series = run.film, run.series
    cells = film["land"].size
    found: dict[str, NDArray[Any]] = {name: film[name] for name in STILL}
    # Rows that may be -1 are told one or two higher, as the page reads no signs.
    found |= {
        "district": (film["district"] + 1).astype(np.uint8 if cells < 2**8 else np.uint16),
        "group": (film["group"] + 1).astype(np.uint8),
        "downstream": (film["downstream"] + 2).astype(np.uint16),
        "frameWeek": film["week"],
        "control": film["control"],
        "displacedHere": film["displaced"],
    }
    strides = {"control": cells, "displacedHere": cells, "frameWeek": 1}
    for kind, columns in MOVERS.items():
        found |= {f"{kind}_{name}": film[f"{kind}_{name}"] for name in ("count", *columns)}
    for name, (small, by) in SERIES.items():
        most = np.iinfo(small).max
        found[f"week_{name}"] = np.clip(np.rint(series[name] * by), 0, most).to_numpy(small)
    strides |= {f"week_{name}": 1 for name in SLOW}
    return pack(found | _events(run), strides | {"event_week": 1})


def check_pair(one: Recording, other: Recording) -> None:
    """Refuse two runs that cannot be told apart by their strategies alone.

    Raises:
        UserError: their seeds or their scenarios differ.
    """
    if one.seed != other.seed:
        raise UserError(
            f"{one.folder} has seed {one.seed}, {other.folder} has seed {other.seed}: what differs "
            "between them would be luck as well as strategy. Run both with one --seed."
        )
    countries = [run.scenario.model_dump(mode="json", exclude={"strategy"}) for run in (one, other)]
    differs = sorted(key for key in countries[0] if countries[0][key] != countries[1][key])
    if differs:
        raise UserError(
            f"{one.folder} and {other.folder} are runs of different scenarios "
            f"({one.scenario.name}, {other.scenario.name}; they differ in: {', '.join(differs)}). "
            "Side by side, only the strategy may differ."
        )


def _events_words(run: Recording) -> dict[str, list[str]]:
    """Names that events use, in the order of their codes in the page."""
    events = run.events
    return {
        "actors": _names(events["side_a"], events["side_b"]),
        "kinds": _names(events["sub_event_type"]),
        "causes": _names(events["cause"]),
    }


def _events(run: Recording) -> dict[str, NDArray[Any]]:
    events, named = run.events, _events_words(run)

    def coded(column: str, names: Sequence[str]) -> NDArray[Any]:
        rows = {name: row for row, name in enumerate(names)}
        return events[column].map(rows).to_numpy(np.uint8 if len(names) < 2**8 else np.uint16)

    def counted(column: str) -> NDArray[np.uint16]:
        return np.minimum(events[column].to_numpy(), 2**16 - 1).astype(np.uint16)

    return {
        "event_week": counted("week"),
        "event_cell": run.cells.astype(np.uint16),
        "event_violence": events["type_of_violence"].to_numpy(np.uint8),
        "event_kind": coded("sub_event_type", named["kinds"]),
        "event_a": coded("side_a", named["actors"]),
        "event_b": coded("side_b", named["actors"]),
        "event_cause": coded("cause", named["causes"]),
        "event_dead": counted("best"),
        "event_civilians": counted("deaths_civilians"),
    }


def _names(*columns: Any) -> list[str]:
    return sorted({str(name) for column in columns for name in column.unique()})

"""Communities in the film of a run: how each lived, who came by, and what was carried to it.

Numbers are kept as bytes, one for each community and picture, and as differences from the picture
before, which compress to a third. :class:`Lives` gives them back as they were meant.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.metrics.other_ways import WAYS
from sim.metrics.traffic import CALLERS, Traffic
from sim.state.world import TABLES, World

FIELDS: dict[str, tuple[float, float]] = {
    "control": (-1.0, 1.0),
    "trust_state": (0.0, 1.0),
    "trust_rebels": (0.0, 1.0),
    "trust_mission": (0.0, 1.0),
    "grievance": (0.0, 1.0),
    "away": (0.0, 1.0),
    "dead": (0.0, 1.0),
    "aid": (0.0, 1.0),
}
"""What is kept of each community in each picture, with its range. Away and dead: as a share of its
founders. Aid: food aid as a share of need, mean since the picture before."""

STEPS = 250
"""Parts of a range that are told apart."""


BATCH = 32
"""Pictures that are worked out together."""

_COPIED = tuple(name for name in FIELDS if name != "aid")


class Register:
    """Keeps what becomes of communities from picture to picture."""

    def __init__(self, world: World) -> None:
        """Begin with a world that has just been built."""
        people = world.communities
        self._still = {
            "community_cell": people.cell.astype(np.uint16),
            "community_group": people.group.astype(np.uint8),
            "community_people": np.rint(people.founders).astype(np.uint32),
            "toward_hub": world.toward_hub.astype(np.int16),
        }
        columns = list(TABLES["communities"].columns)
        self._lines = np.array([columns.index(name) for name in _COPIED])
        # Away and dead are kept as shares of the founders.
        self._units = np.ones((len(FIELDS), len(people)))
        for name in ("away", "dead"):
            self._units[list(FIELDS).index(name)] = np.maximum(people.founders, 1.0)
        self._traffic = Traffic(world)
        self._raw: list[NDArray[np.float64]] = []
        self._fields: list[NDArray[np.uint8]] = []
        self._calls: list[NDArray[np.uint8]] = []

    def watch(self, world: World) -> None:
        """Count who came by in the week that the world has just lived through."""
        self._traffic.watch(world)

    def take(self, world: World) -> None:
        """Keep how communities stand, for a picture of the film."""
        people = world.communities
        calls, aid = self._traffic.turn()
        self._calls.append(np.minimum(calls, 255.0).astype(np.uint8))
        copied = people.block.take(self._lines, axis=0)[:, : len(people)]
        self._raw.append(np.vstack([copied.view(np.float64), aid]))
        if len(self._raw) == BATCH:
            self._develop()

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything that was kept, by the names of `map.npz`."""
        self._develop()
        fields = np.concatenate(self._fields)
        return {
            **self._still,
            "lives": np.diff(fields, axis=0, prepend=np.zeros_like(fields[:1])),
            "calls": np.stack(self._calls),
            "sent": np.rint(self._traffic.sent).astype(np.uint32),
            "taken": self._traffic.taken.astype(np.float32),
            "halts": np.rint(self._traffic.halts).astype(np.uint32),
            "other_ways": self._traffic.ways.astype(np.float32),
        }

    def _develop(self) -> None:
        """Turn the latest pictures into bytes, all of them at once."""
        if not self._raw:
            return
        low, high = (np.array(ends)[:, None] for ends in zip(*FIELDS.values(), strict=True))
        share = (np.stack(self._raw) / self._units - low) / (high - low)
        self._fields.append(np.rint(np.clip(share, 0.0, 1.0) * STEPS).astype(np.uint8))
        self._raw = []


class Lives:
    """What a film tells of communities. Arrays over time have shape (pictures, communities).

    Attributes:
        week: weeks lived at each picture. cell, group, people: of each community: row of its cell
            and of its identity group, and its people at the start.
        toward_hub: (hubs, cells) next cell on the road to a hub, -1 where none.
        hubs: rows of their cells.
        sent: (cargo, hubs, cells) tonnes by hub and destination, in the order of
            `sim.metrics.traffic.CARGO`.
        taken: (cargo, cells) tonnes that bands took on the way. halts: (cargo, cells) how often
            loads were held up or turned back.
        other_ways: (ways, cargo, hubs, cells) tonnes that came by air and water, see
            `sim.metrics.other_ways`; none in films of earlier versions.
    """

    def __init__(self, film: Mapping[str, NDArray[Any]]) -> None:
        """Read the arrays of a film.

        Raises:
            ValueError: the run was not filmed, or by an earlier version that kept no communities.
        """
        if not recorded(film):
            raise ValueError(
                "this run has no record of its communities: it was not filmed, or by an earlier "
                "version. Run it again."
            )
        self.week: NDArray[np.int64] = film["week"].astype(np.int64)
        self.cell: NDArray[np.int64] = film["community_cell"].astype(np.int64)
        self.group: NDArray[np.int64] = film["community_group"].astype(np.int64)
        self.people: NDArray[np.float64] = film["community_people"].astype(np.float64)
        self.toward_hub: NDArray[np.int64] = film["toward_hub"].astype(np.int64)
        self.hubs: NDArray[np.int64] = film["hub_cell"].astype(np.int64)
        self.sent: NDArray[np.float64] = film["sent"].astype(np.float64)
        self.taken: NDArray[np.float64] = film["taken"].astype(np.float64)
        self.halts: NDArray[np.float64] = film["halts"].astype(np.float64)
        none = np.zeros((len(WAYS), *self.sent.shape))
        self.other_ways: NDArray[np.float64] = film.get("other_ways", none).astype(np.float64)
        self._calls = film["calls"]
        self._lives = film["lives"]

    @cached_property
    def _fields(self) -> NDArray[np.uint8]:
        return np.cumsum(self._lives, axis=0, dtype=np.uint8)

    def field(self, name: str) -> NDArray[np.float64]:
        """One of :data:`FIELDS` over time, to a :data:`STEPS`-th of its range."""
        low, high = FIELDS[name]
        kept = self._fields[:, list(FIELDS).index(name)]
        found: NDArray[np.float64] = low + kept / STEPS * (high - low)
        return found

    def calls(self, caller: str, community: int) -> NDArray[np.float64]:
        """How often one of `sim.metrics.traffic.CALLERS` came to the cell of a community.

        One number a picture: since the picture before.
        """
        row = CALLERS.index(caller)
        found: NDArray[np.float64] = self._calls[:, row, self.cell[community]].astype(np.float64)
        return found


def recorded(film: Mapping[str, NDArray[Any]]) -> bool:
    """Return whether a film tells of communities."""
    return "lives" in film

"""Who is there: the one object for each living row, made when somebody asks for it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.agents.band import Band
from sim.agents.base import RowAgent
from sim.agents.community import Community
from sim.agents.convoy import Convoy
from sim.agents.force import ForceUnit
from sim.agents.mediator import Mediator
from sim.agents.peacekeeper import Peacekeeper
from sim.compat import end_agent
from sim.state import codes
from sim.state.table import Table
from sim.state.world import World

if TYPE_CHECKING:
    from sim.model import PeacekeepingModel

KINDS: dict[str, type[RowAgent]] = {
    kind.table: kind for kind in (Community, ForceUnit, Band, Peacekeeper, Mediator, Convoy)
}
"""The kinds of agents, by the name of their table."""

FIXED = ("communities", "forces")
"""Kinds of which every row is somebody, from the first week to the last."""


def presence(world: World, kind: str) -> NDArray[np.int64]:
    """For each row of a table of agents: 0 where nobody is, else 1 + generation."""
    table: Table = getattr(world, kind)
    data = table.data
    if table.dynamic:
        living: NDArray[np.int64] = data["alive"] * (data["generation"] + 1)
        return living
    if kind == "peacekeepers":
        # A row that no unit uses, or whose unit has gone home, is nobody.
        here = (data["personnel"] > 0.0) & (data["stage"] != codes.LEFT)
        return here.astype(np.int64)
    assert kind in FIXED
    return np.ones(len(table), np.int64)


def living(world: World, kind: str) -> NDArray[np.intp]:
    """Rows of a table of agents in which somebody is, ascending."""
    return np.flatnonzero(presence(world, kind))


class Ledger:
    """The objects of one kind.

    Attributes:
        classes: of the user, in order of precedence; the first that applies takes a row over.
        views: object by row.
        seen, flagged: by row, the `presence` at which the object was made, and at which the row
            was handed to the first of `classes` without making an object.
    """

    def __init__(self, kind: type[RowAgent], classes: list[type[RowAgent]]) -> None:
        self.kind = kind
        self.classes = classes
        self.fixed = kind.table in FIXED
        self.takes_all = bool(classes) and classes[0].takes_all()
        self.views: dict[int, RowAgent] = {}
        self.seen: NDArray[np.int64] = np.zeros(0, np.int64)
        self.flagged: NDArray[np.int64] = np.zeros(0, np.int64)

    def presence(self, world: World) -> NDArray[np.int64]:
        """Who is there now; lets the ledger grow with the table."""
        now = presence(world, self.kind.table)
        missing = len(now) - len(self.seen)
        if missing > 0:
            more = np.zeros(missing, np.int64)
            self.seen = np.concatenate((self.seen, more))
            self.flagged = np.concatenate((self.flagged, more))
        return now


class Roster:
    """Keeps a model's agents in step with its tables: when somebody asks, and not before."""

    def __init__(self, model: "PeacekeepingModel", kinds: Iterable[type[RowAgent]] = ()) -> None:
        """Start with no object; `kinds` are the user's classes that replace a compiled rule."""
        self.model = model
        chosen: dict[str, list[type[RowAgent]]] = {name: [] for name in KINDS}
        for cls in kinds:
            if not (isinstance(cls, type) and issubclass(cls, RowAgent) and cls.table):
                names = ", ".join(kind.__name__ for kind in KINDS.values())
                raise TypeError(f"kinds takes a list of subclasses of {names}, not {cls!r}")
            chosen[cls.table].append(cls)
        self.ledgers = {name: Ledger(KINDS[name], classes) for name, classes in chosen.items()}
        self.overriding = [ledger for ledger in self.ledgers.values() if ledger.classes]
        self.asked = False

    # ------------------------------------------------------------ objects of rows

    def agent(self, kind: str, row: int) -> RowAgent:
        """The object of a living row; the same one every time.

        Raises:
            LookupError: nobody is in that row.
        """
        ledger = self.ledgers[kind]
        agent = ledger.views.get(row)
        table: Table = getattr(self.model.world, kind)
        if agent is not None and (
            not table.dynamic or table.cols["generation"][row] == agent.generation
        ):
            return agent
        now = ledger.presence(self.model.world)
        if not (0 <= row < len(now) and now[row]):
            raise LookupError(f"there is no {ledger.kind.__name__} in row {row} of {kind} now")
        self._retire(ledger, row)
        return self._make(ledger, row, int(now[row]))

    def rows_in(self, kind: str, cell: int) -> list[int]:
        """Rows of a kind whose agents are in a cell, ascending."""
        world = self.model.world
        if kind == "communities":  # sorted by cell, and they stay
            first = world.cells.cols["first"][cell]
            return list(range(first, first + world.cells.cols["communities"][cell]))
        rows = np.flatnonzero(getattr(world, kind).data["cell"] == cell)
        if len(rows):
            rows = rows[presence(world, kind)[rows] != 0]
        found: list[int] = rows.tolist()
        return found

    def sync(self) -> None:
        """Make an object for every living row that has none; retire those whose row has ended."""
        if not self.asked:
            self.asked = True
            for kind in KINDS.values():
                self.model.ensure_type(kind)
        for ledger in self.ledgers.values():
            self._sync(ledger)

    def _sync(self, ledger: Ledger) -> None:
        if ledger.fixed and len(ledger.views) == len(ledger.seen) > 0:
            return
        now = ledger.presence(self.model.world)
        for row in np.flatnonzero(ledger.seen != now).tolist():
            if ledger.seen[row]:
                self._retire(ledger, row)
            if now[row]:
                self._make(ledger, row, int(now[row]))

    def retire_ended(self) -> None:
        """Retire objects whose row has ended, so that nobody reads a stranger's row by them."""
        for ledger in self.ledgers.values():
            if ledger.views and not ledger.fixed:
                now = ledger.presence(self.model.world)
                ended = (ledger.seen != 0) & (ledger.seen != now)
                for row in np.flatnonzero(ended).tolist():
                    self._retire(ledger, row)

    def _make(self, ledger: Ledger, row: int, mark: int) -> RowAgent:
        cls = ledger.classes[0] if ledger.takes_all else ledger.kind
        agent = cls.view(self.model, row)
        self._enter(ledger, agent, mark)
        if not ledger.takes_all:
            for cls in ledger.classes:
                if cls.applies(agent):
                    self.convert(agent, cls)
                    break
        return agent

    def _enter(self, ledger: Ledger, agent: RowAgent, mark: int) -> None:
        ledger.views[agent.row] = agent
        ledger.seen[agent.row] = mark

    def _retire(self, ledger: Ledger, row: int) -> None:
        agent = ledger.views.pop(row, None)
        ledger.seen[row] = 0
        if agent is not None:
            end_agent(agent)
            agent.__dict__["row"] = None

    # ------------------------------------------------------------ what users do

    def admit(self, agent: RowAgent) -> None:
        """Take in an agent that somebody has just created."""
        ledger = self.ledgers[agent.table]
        now = ledger.presence(self.model.world)
        self._retire(ledger, agent.row)
        self._enter(ledger, agent, int(now[agent.row]))
        self._flag(ledger, agent)
        agent.begin()

    def dismiss(self, agent: RowAgent) -> None:
        """Let go of an agent whose row has just been freed."""
        self._retire(self.ledgers[agent.table], agent.row)

    def convert(self, agent: RowAgent, cls: type[RowAgent]) -> None:
        """Make an agent one of another class of its kind; the object stays the same."""
        if type(agent) is cls:
            return
        self.model.deregister_agent(agent)
        object.__setattr__(agent, "__class__", cls)
        self.model.readmit_agent(agent)
        self._flag(self.ledgers[agent.table], agent)
        agent.begin()

    def _flag(self, ledger: Ledger, agent: RowAgent) -> None:
        agent.rows.cols["overridden"][agent.row] = int(agent.in_python)
        ledger.flagged[agent.row] = ledger.seen[agent.row]

    # ------------------------------------------------------------ the week

    def enlist(self) -> None:
        """Hand rows born since last time to the user's classes, before anybody decides."""
        self.retire_ended()
        for ledger in self.overriding:
            if not ledger.takes_all:
                self._sync(ledger)
                continue
            now = ledger.presence(self.model.world)
            born = (now != 0) & (now != ledger.flagged)
            data = getattr(self.model.world, ledger.kind.table).data
            data["overridden"][born] = int(ledger.classes[0].in_python)
            ledger.flagged[born] = now[born]

    def decide(self, kind: str, row: int) -> None:
        """Let the agent of a row decide in Python: what the tick calls in the week's order."""
        agent = self.ledgers[kind].views.get(row) or self.agent(kind, row)
        agent.rest()
        agent.decide()

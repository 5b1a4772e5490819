"""The only module that knows Mesa's versions.

Mesa 3.3 runs on Python 3.11, Mesa 3.5 on 3.12 and later, Mesa 4.0 is in preparation. The rest of
the package uses what the three share: ``Model(rng=)`` with ``agents``, ``agents_by_type``,
``agent_types``, ``running``, ``random``, ``rng`` and a wrapped ``step``; ``Agent``, which registers
itself with its model; ``AgentSet.select/get/set/agg/do/shuffle_do/map/sort/groupby``;
``DataCollector``; ``discrete_space`` with ``OrthogonalMooreGrid``, ``OrthogonalVonNeumannGrid``,
``Cell``, ``CellCollection`` and ``CellAgent``.

========================  =======================  ======================  =====================
what differs              3.3                      3.5                     4.0
========================  =======================  ======================  =====================
``unique_id`` comes from  ``Agent._ids``, which    the model               the model
                          keeps every model alive
``model.scenario``        free                     Mesa's own Scenario     Mesa's own Scenario
``Model(seed=)``          accepted                 warns                   refused
steps so far              ``steps``                ``steps`` and ``time``  ``time``
sets of the model         weak ``AgentSet``        ``_HardKeyAgentSet``    ``_HardKeyAgentSet``
``Cell(capacity)``        by position              by keyword              by keyword
``Cell.agents``           a list that ``agent.cell = cell`` keeps; here it is read from the tables
``cell.empty``            a layer that the same assignment keeps; here it is computed
neighbourhoods            cached on the class, which keeps every grid, and so every model, alive
classes of cells          one for each grid, which ``copyreg`` keeps alive
========================  =======================  ======================  =====================
"""

import copyreg
import gc
import itertools
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Any

from sim.deferring import frames_without_sources, later

with later("mesa.experimental", "networkx", "pandas"), frames_without_sources():
    import mesa
    from mesa.discrete_space import (
        Cell,
        CellAgent,
        CellCollection,
        OrthogonalMooreGrid,
        OrthogonalVonNeumannGrid,
    )

__all__ = [
    "MESA_ATTRIBUTES",
    "CellAgent",
    "CellCollection",
    "DataCollector",
    "LiveCell",
    "LiveGrid",
    "LiveTorus",
    "ModelBase",
    "end_agent",
]

DataCollector = mesa.DataCollector

COLLECT_EVERY = 16
"""Models that are built before dropped ones are collected, at the latest."""

MESA_ATTRIBUTES = frozenset({"model", "unique_id", "pos", "current_action", "_mesa_cell"})
"""What Mesa itself keeps on an agent; `pos` up to 3.5, `current_action` from 4.0 on."""


def end_agent(agent: Any) -> None:
    """Take an agent out of its model, by Mesa's own `Agent.remove`."""
    mesa.Agent.remove(agent)


class ModelBase(mesa.Model):
    """A Mesa model that is freed when it is dropped, numbers its agents, and owns `scenario`."""

    _built = itertools.count(1)

    def __init__(self, seed: int, scenario: Any) -> None:
        """Set up Mesa's part; `seed` (not negative) is that of `model.random` and `model.rng`."""
        # A Mesa model refers to itself, so that a dropped one waits for Python's collector, which
        # counts objects: a few, with megabytes of tables behind them, do not make it hurry.
        if next(ModelBase._built) % COLLECT_EVERY == 0:
            gc.collect()
        self._numbers = itertools.count(1)
        self._own_scenario = scenario
        super().__init__(rng=seed)

    @property
    def scenario(self) -> Any:
        """The country, its conflict and the strategy: a frozen `sim.Scenario`."""
        return self._own_scenario

    @scenario.setter
    def scenario(self, value: Any) -> None:
        # Mesa 3.5 and 4.0 assign a Scenario of their own while they start; nothing needs it.
        if not type(value).__module__.startswith("mesa."):
            raise AttributeError("a model keeps its scenario: build another PeacekeepingModel")

    def register_agent(self, agent: Any) -> None:
        """Take a new agent in. Called by Mesa's `Agent.__init__`."""
        super().register_agent(agent)
        agent.unique_id = next(self._numbers)
        # Mesa 3.3 counts agents in a dictionary on the class, whose keys are models.
        counters = getattr(mesa.Agent, "_ids", None)
        if counters is not None:
            counters.pop(self, None)

    def readmit_agent(self, agent: Any) -> None:
        """Take an agent in again under the number that it has."""
        number = agent.unique_id
        super().register_agent(agent)
        agent.unique_id = number

    def ensure_type(self, kind: type) -> None:
        """Let `agents_by_type` know a class even while it has no agents."""
        if kind not in self._agents_by_type:
            self._agents_by_type[kind] = type(self._all_agents)([], random=self.random)


class LiveCell(Cell):
    """A cell whose agents are computed when somebody asks, by :meth:`occupants` of a subclass."""

    __slots__ = ("guests", "space")

    def __init__(
        self, coordinate: tuple[int, ...], capacity: int | None = None, random: Random | None = None
    ) -> None:
        """Make a cell; called by the grid, which then sets `space` to itself."""
        self.guests: list[Any] = []
        super().__init__(coordinate, capacity=capacity, random=random)

    def occupants(self) -> list[Any]:
        """The agents in this cell that views of rows are; in any order that is always the same."""
        raise NotImplementedError

    @property
    def agents(self) -> list[Any]:
        """The agents in this cell now: views of rows, then agents that a user's model added."""
        return [*self.occupants(), *self.guests]

    @property
    def _agents(self) -> "Occupancy":
        return Occupancy(self)

    @_agents.setter
    def _agents(self, agents: Any) -> None:
        """Mesa starts a cell with an empty list: nothing to keep."""

    @property
    def is_empty(self) -> bool:
        """Whether nobody is here."""
        return not self.agents

    @property
    def is_full(self) -> bool:
        """Never: cells have no capacity."""
        return False

    def add_agent(self, agent: Any) -> None:
        """Take in an agent that is no view of a row; called by Mesa on ``agent.cell = cell``."""
        self.guests.append(agent)

    def remove_agent(self, agent: Any) -> None:
        """Let go of an agent that is no view of a row; called by Mesa on ``agent.cell = cell``."""
        self.guests.remove(agent)

    @property
    def neighborhood(self) -> CellCollection:
        """The cells next to this one."""
        return self.get_neighborhood()

    def get_neighborhood(self, radius: int = 1, include_center: bool = False) -> CellCollection:
        """The cells at most `radius` (1 or more) steps away."""
        if radius < 1:
            raise ValueError(f"a neighbourhood has a radius of 1 or more, not {radius}")
        return CellCollection(
            self._neighborhood(radius, include_center=include_center), random=self.random
        )

    def _neighborhood(
        self, radius: int = 1, include_center: bool = False
    ) -> "dict[LiveCell, Occupancy]":
        found = {}
        for place in self.space.within(self.coordinate, radius):
            if include_center or place != self.coordinate:
                cell = self.space[place]
                found[cell] = Occupancy(cell)
        return found

    def _clear_cache(self) -> None:
        """Mesa clears its caches when cells are connected: here are none."""


class Occupancy(Sequence[Any]):
    """The agents of a cell, looked up whenever they are read, so that no collection grows stale."""

    __slots__ = ("_cell",)

    def __init__(self, cell: LiveCell) -> None:
        self._cell = cell

    def __len__(self) -> int:
        return len(self._cell.agents)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cell.agents)

    def __getitem__(self, index: Any) -> Any:
        return self._cell.agents[index]

    def __repr__(self) -> str:
        return repr(self._cell.agents)

    def copy(self) -> list[Any]:
        """The agents as they are now."""
        return self._cell.agents


class _Live:
    """What grids of live cells share; comes before Mesa's class of grid."""

    cell_klass: type
    empties: CellCollection
    random: Random

    def _enliven(self) -> None:
        """Let cells compute what they hold, and let nothing outside the model keep them alive."""
        copyreg.dispatch_table.pop(self.cell_klass, None)
        # A property of the class of this grid's cells comes before Mesa's layer of the same name.
        self.cell_klass.empty = property(  # type: ignore[attr-defined]
            lambda cell: cell.is_empty, doc="Whether nobody is here."
        )
        for cell in self:  # type: ignore[attr-defined]
            cell.space = self

    def within(self, place: tuple[int, int], radius: int) -> Iterable[tuple[int, int]]:
        """Coordinates of the cells at most `radius` steps from one, itself included."""
        raise NotImplementedError

    def select_random_empty_cell(self) -> Any:
        """A cell with nobody in it, drawn with `model.random`; LookupError where all are taken."""
        cells = list(self.empties)
        if not cells:
            raise LookupError("every cell has somebody in it")
        return self.random.choice(cells)


class LiveGrid(_Live, OrthogonalMooreGrid):
    """A Moore grid with edges, of live cells."""

    def __init__(self, dimensions: tuple[int, int], cell_class: type, random: Random) -> None:
        """Make a grid of (width, height) cells of a subclass of `LiveCell`."""
        super().__init__(dimensions, torus=False, random=random, cell_klass=cell_class)
        self._enliven()

    def within(self, place: tuple[int, int], radius: int) -> Iterator[tuple[int, int]]:
        """Coordinates of the cells at most `radius` steps from one, diagonals included."""
        x, y = place
        for i in range(max(0, x - radius), min(self.width, x + radius + 1)):
            for j in range(max(0, y - radius), min(self.height, y + radius + 1)):
                yield i, j


class LiveTorus(_Live, OrthogonalVonNeumannGrid):
    """A torus of live cells with four neighbours each, one agent to a cell."""

    def __init__(self, dimensions: tuple[int, int], cell_class: type, random: Random) -> None:
        """Make a torus of (width, height) cells of a subclass of `LiveCell`."""
        super().__init__(dimensions, torus=True, capacity=1, random=random, cell_klass=cell_class)
        self._enliven()

"""The grid in Mesa's way: cells that read the table of cells, with the agents that are there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from sim.agents.attributes import column_property, name_properties
from sim.compat import LiveCell, LiveGrid
from sim.errors import nearest
from sim.state.places import Cells
from sim.state.world import World

if TYPE_CHECKING:
    from sim.model import PeacekeepingModel

RESIDENTS = ("communities", "forces", "bands", "peacekeepers", "mediators", "convoys")
"""Tables of agents, in the order in which a cell lists those who are in it."""


class MapCell(LiveCell):
    """A cell of the map: Mesa's ``coordinate``, ``neighborhood``, ``agents``, and its own numbers.

    Columns of the table of cells are attributes (``cell.terrain``, ``cell.population``), and can
    be assigned. In place of the chains that kernels use, ``cell.communities``, ``cell.bands``,
    ``cell.forces``, ``cell.peacekeepers``, ``cell.mediators`` and ``cell.convoys`` are lists of
    agents. Water has cells too (``cell.land`` is 0); nobody can be put there.
    """

    __slots__ = ("row",)

    row: int
    """Its row in the table of cells."""

    @property
    def model(self) -> "PeacekeepingModel":
        """The model whose map it is part of."""
        model: PeacekeepingModel = self.space.model
        return model

    @property
    def rows(self) -> Cells:
        """The table of cells."""
        return self.model.world.cells

    def occupants(self) -> list[Any]:
        """The agents here whose numbers are in tables, kind by kind, in order of rows."""
        found: list[Any] = []
        for kind in RESIDENTS:
            found += self._those(kind)
        return found

    def __repr__(self) -> str:
        here = len(self.agents)
        return f"<cell {self.coordinate}: {here} agent{'' if here == 1 else 's'}>"

    def _those(self, kind: str) -> list[Any]:
        roster = self.model.roster
        return [roster.agent(kind, row) for row in roster.rows_in(kind, self.row)]


def _residents_property(kind: str) -> property:
    return property(lambda cell: cell._those(kind), doc=f"The {kind} in this cell now.")


for _kind in RESIDENTS:
    setattr(MapCell, _kind, _residents_property(_kind))
for _name, _column in Cells.columns.items():
    if _name not in (*RESIDENTS, "first"):
        setattr(MapCell, _name, column_property(_column))
        for _extra, _property in name_properties(_column).items():
            setattr(MapCell, _extra, _property)


class MapGrid(LiveGrid):
    """Mesa's Moore grid over the map: ``grid[(x, y)]``, x from the west, y from the south."""

    def __init__(self, model: "PeacekeepingModel") -> None:
        """Make the cells of a model's world."""
        self.model = model
        world = model.world
        super().__init__((world.width, world.height), MapCell, model.random)
        self._rows = [self[(x, y)] for y in range(world.height) for x in range(world.width)]
        for row, cell in enumerate(self._rows):
            cell.row = row

    def at(self, row: int) -> MapCell:
        """The cell of a row of the table of cells."""
        return self._rows[row]

    def layer(self, name: str) -> NDArray[Any]:
        """A column of the table of cells as a map, shape (width, height), writable.

        Raises:
            KeyError: the table has no such column.
        """
        if name not in Cells.columns:
            close = nearest(name, Cells.columns)
            hint = f": did you mean {close!r}?" if close else ""
            raise KeyError(f"cells have no layer {name!r}{hint}")
        column: NDArray[Any] = self.model.world.cells.data[name]
        return column.reshape(self.height, self.width).T


def row_of_cell(world: World, cell: Any) -> int:
    """The row of a cell given as a cell of the grid or as (x, y).

    Raises:
        TypeError: it is neither.
        ValueError: it is outside the map, or water.
    """
    place = getattr(cell, "coordinate", cell)
    if not (isinstance(place, Iterable) and len(point := tuple(place)) == 2):
        raise TypeError(f"a place is a cell of model.grid, or (x, y) such as (3, 5), not {cell!r}")
    x, y = point
    if not (0 <= x < world.width and 0 <= y < world.height):
        raise ValueError(f"({x}, {y}) is outside the map of {world.width} x {world.height} cells")
    row = int(y) * world.width + int(x)
    if not world.cells.land[row]:
        raise ValueError(f"({x}, {y}) is water: choose a cell of which `land` is 1")
    return row

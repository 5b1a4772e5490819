"""Citizens, cops and their cells in Mesa's way: views of rows, made when somebody asks."""

from collections.abc import Iterator
from enum import IntEnum
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents.attributes import column_property, describe
from sim.compat import CellAgent, LiveCell, LiveTorus
from sim.epstein import rule
from sim.epstein.board import ways
from sim.epstein.town import People, Tempers
from sim.state.columns import Column

if TYPE_CHECKING:
    from sim.epstein.model import CivilViolence


class CitizenState(IntEnum):
    """What a citizen does."""

    ACTIVE = rule.ACTIVE
    QUIET = rule.QUIET
    ARRESTED = rule.ARRESTED


class Person(CellAgent):
    """Somebody on the grid: a view of a row of the town's people.

    Attributes:
        model: the model it lives in. row: which row it views. rows: the table of that row.
    """

    model: "CivilViolence"

    def __init__(self, model: "CivilViolence", row: int) -> None:
        """View a row that is there; called by the model."""
        self.row, self.rows = row, model.town.people
        super().__init__(model)

    @property
    def cell(self) -> "TownCell":
        """Where it is. Assign an empty cell to move it there at once."""
        return self.model.grid.at(self.rows.cols["x"][self.row], self.rows.cols["y"][self.row])

    @cell.setter
    def cell(self, cell: Any) -> None:
        if not isinstance(cell, TownCell) or cell.space is not self.model.grid:
            raise TypeError(f"a place is a cell of model.grid, not {cell!r}")
        if cell is self.cell:
            return
        if cell.is_full:
            raise ValueError(f"{cell} is taken: a cell holds one agent")
        self._settle(cell, self.rows.cols["state"][self.row])

    def _settle(self, cell: "TownCell", state: int) -> None:
        """Be in a cell and a state, and let all that others look up know it."""
        x, y = cell.coordinate
        rule.settle(self.model.town.rows, self.row, x, y, state)

    def step(self) -> None:
        """Act by the rule of the model, out of turn: the compiled function, for this row."""
        self.model.town.act(self.row)

    def remove(self) -> None:
        """Refuse: rows do not come and go."""
        raise TypeError(
            "people are fixed when the model is built: they can be changed, not removed"
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.row} at {self.cell.coordinate}>"


def temper(column: Column) -> property:
    """An attribute that reads and writes what a citizen is like."""

    def get(agent: "Citizen") -> float:
        value: float = agent.model.town.tempers.cols[column.name][agent.row]
        return value

    def put(agent: "Citizen", value: float) -> None:
        if not 0 <= value < inf:
            raise ValueError(f"Citizen.{column.name} cannot be {value}: give a number from 0 up")
        agent.model.town.tempers.data[column.name][agent.row] = value
        agent.model.town.steel(agent.row)

    return property(get, put, doc=describe(column))


class Citizen(Person):
    """A member of the population, who rebels when grievance outweighs the risk of it."""

    hardship = temper(Tempers.columns["hardship"])
    risk_aversion = temper(Tempers.columns["risk_aversion"])
    jail_sentence = column_property(People.columns["jail_sentence"])

    @property
    def state(self) -> CitizenState:
        """What she does: a `CitizenState`, which can be assigned."""
        return CitizenState(self.rows.cols["state"][self.row])

    @state.setter
    def state(self, state: int) -> None:
        self._settle(self.cell, CitizenState(state).value)

    @property
    def grievance(self) -> float:
        """Hardship that is blamed on a regime without legitimacy."""
        grievance: float = self.hardship * (1 - self.model.legitimacy)
        return grievance

    @property
    def arrest_probability(self) -> float:
        """The chance of arrest that she expects if she rebels here and now."""
        cops, rebels = self.model.town.in_view(self.row)
        return float(self.model.town.expected[round(cops / (1 + rebels))])


class Cop(Person):
    """A cop, who arrests one of the rebels in view at a time."""


class TownCell(LiveCell):
    """A cell of the torus, which holds one agent at most."""

    __slots__ = ()

    def occupants(self) -> list[Any]:
        """Who is here."""
        if self.is_empty:
            return []
        x, y = self.coordinate
        people = self.space.model.town.people
        (row,) = np.flatnonzero((people.x == x) & (people.y == y))
        return [self.space.model.person(int(row))]

    @property
    def is_empty(self) -> bool:
        """Whether nobody is here."""
        return not self.space.model.town.is_taken(*self.coordinate)

    @property
    def is_full(self) -> bool:
        """Whether somebody is here."""
        return not self.is_empty

    def add_agent(self, agent: Any) -> None:
        """Refuse agents that are no view of a row: the rule does not know them."""
        raise TypeError(f"{agent!r} is neither a citizen nor a cop of this model")


class TownGrid(LiveTorus):
    """Mesa's von Neumann grid over the town: ``grid[(x, y)]``."""

    def __init__(self, model: "CivilViolence") -> None:
        """Make the cells of a model's town."""
        self.model = model
        settings = model.town.settings
        super().__init__((settings.width, settings.height), TownCell, model.random)

    def at(self, x: int, y: int) -> TownCell:
        """The cell at (x, y)."""
        cell: TownCell = self[(x, y)]
        return cell

    def within(self, place: tuple[int, int], radius: int) -> Iterator[tuple[int, int]]:
        """Coordinates of the cells at most `radius` steps from one, itself included."""
        yield place
        for x, y in ways(radius, self.width, self.height).tolist():
            yield (place[0] + x) % self.width, (place[1] + y) % self.height

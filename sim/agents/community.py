"""Community: some thousands of people who live in one cell and share an identity group."""

from typing import Any

from sim.agents.base import RowAgent
from sim.agents.grid import MapCell
from sim.rules import community


class Community(RowAgent, table="communities", rule=community, settings="community_rule"):
    """A community. Who joins, comes home, flees and returns is decided week by week.

    A `decide` of your own sets `joining` (persons), and `leaving`, `fleeing` and `returning`
    (shares); what it leaves alone stays at 0.
    """

    shown = ("group_name", "population", "grievance")

    @property
    def cell(self) -> MapCell | None:
        """Where it is. A community stays there: its people can flee, it cannot be moved."""
        return self.model.grid.at(self.cell_row)

    @cell.setter
    def cell(self, cell: Any) -> None:  # noqa: ARG002 - whatever it is
        raise AttributeError("a community stays in its cell; its people flee and return")

    @property
    def neighbours(self) -> list["Community"]:
        """The other communities in its cell and in the (up to eight) cells around it."""
        cell = self.model.grid.at(self.cell_row)
        cells = cell.get_neighborhood(include_center=True)
        return [other for place in cells for other in place.communities if other is not self]

    def rest(self) -> None:
        """Nobody joins, comes home, flees or returns."""
        self.joining = self.leaving = self.fleeing = self.returning = 0.0

"""Peacekeeper: a unit of the mission: troops, police, observers or engineers of one nation."""

from typing import Any

from sim.agents.base import RowAgent
from sim.agents.grid import MapCell, row_of_cell
from sim.rules import peacekeeper
from sim.state import codes


class Peacekeeper(RowAgent, table="peacekeepers", rule=peacekeeper, settings="peacekeeper_rule"):
    """A peacekeeper unit, from its pledge until it goes home. It has no cell before it arrives.

    A `decide` of your own calls :meth:`patrol`; a unit that does not stays at its base.
    """

    shown = ("kind_name", "stage_name", "personnel")

    @property
    def deployed(self) -> bool:
        """Whether it is at work in the theatre."""
        return bool(self.stage == codes.DEPLOYED)

    @property
    def base_cell(self) -> MapCell | None:
        """Its base; None before it has one."""
        return None if self.base < 0 else self.model.grid.at(self.base)

    def rest(self) -> None:
        """Stay at the base."""
        self.target = self.base

    def patrol(self, cell: Any) -> None:
        """Patrol a cell this week."""
        self.target = row_of_cell(self.model.world, cell)

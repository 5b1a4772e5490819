"""ForceUnit: a company of the army or a police station of the local security forces."""

from typing import Any

from sim.agents.base import RowAgent
from sim.agents.grid import MapCell, row_of_cell
from sim.rules import force
from sim.state import codes


class ForceUnit(RowAgent, table="forces", rule=force, settings="force_rule"):
    """A unit of local security forces: it garrisons, patrols, responds or sweeps, and trains.

    A `decide` of your own calls :meth:`patrol`, :meth:`respond` or :meth:`sweep`; a unit that does
    not stays at its post.
    """

    shown = ("kind_name", "personnel", "tactics", "conduct")

    @property
    def home_cell(self) -> MapCell:
        """Its garrison or station."""
        return self.model.grid.at(self.home)

    def rest(self) -> None:
        """Stay at the garrison."""
        self.stay()

    def stay(self) -> None:
        """Stay at the garrison this week, or at school while a course lasts."""
        self.action = codes.TRAINING if self.course > 0.0 else codes.GARRISON
        self.target = self.home

    def patrol(self, cell: Any) -> None:
        """Patrol a cell this week: show presence, fight who is met."""
        self._operate(codes.PATROL, cell)

    def respond(self, cell: Any) -> None:
        """Go after bands that are known to be in a cell."""
        self._operate(codes.RESPOND, cell)

    def sweep(self, cell: Any) -> None:
        """Search a whole cell for bands, whoever lives there."""
        self._operate(codes.SWEEP, cell)

    def _operate(self, action: int, cell: Any) -> None:
        self.target = row_of_cell(self.model.world, cell)
        self.action = action

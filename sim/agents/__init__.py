"""Mesa agents: views of rows, and what each kind can do when it decides in Python."""

from sim.agents.band import Band
from sim.agents.base import RowAgent
from sim.agents.community import Community
from sim.agents.convoy import Convoy
from sim.agents.force import ForceUnit
from sim.agents.grid import MapCell, MapGrid
from sim.agents.mediator import Mediator
from sim.agents.peacekeeper import Peacekeeper
from sim.agents.roster import KINDS, Roster

__all__ = [
    "KINDS",
    "Band",
    "Community",
    "Convoy",
    "ForceUnit",
    "MapCell",
    "MapGrid",
    "Mediator",
    "Peacekeeper",
    "Roster",
    "RowAgent",
]

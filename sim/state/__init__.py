"""State: the only home of data. Tables with a unit on every column, and the world they make up."""

from sim.state.table import Table
from sim.state.world import TABLES, World

__all__ = ["TABLES", "Table", "World"]

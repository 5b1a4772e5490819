"""Violence between neighbouring communities: disputes, truces, clashes, rumour, revenge.

Disputes arrive with contact and scarcity; they are settled by elders, courts and mediators, or turn
violent along tension and unavenged deaths (`quarrels`, `clashes`); elders may sign a truce
(`truces`). Discipline inside each group stops the spiral (Fearon & Laitin 1996), civic ties across
groups prevent it (Varshney 2001).
"""

from sim.dynamics.communal.parameters import Communal
from sim.dynamics.communal.quarrels import quarrel
from sim.state.world import World

__all__ = ["Communal", "update"]


def update(world: World) -> None:
    """One week between neighbours."""
    quarrel(world.rows, world.params["communal"], world.seed, world.week)

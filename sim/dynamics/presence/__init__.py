"""Who is where: chains of units by cell, the force that is present and that can come in time.

Strength falls with distance (Boulding 1962), along roads and by season (Zhukov 2012). `forces` and
`mission` add it up by cell; `places` remember violence and shift control.
"""

from typing import Any

from sim.dynamics.presence.forces import clear, gather
from sim.dynamics.presence.mission import gather_mission, lead, patrol
from sim.dynamics.presence.parameters import Presence
from sim.dynamics.presence.places import forget, shift_control
from sim.kernels import kernel
from sim.state.world import World

__all__ = ["Presence", "control", "fade", "locate", "patrols"]


def fade(world: World) -> None:
    """Let a week pass over what places remember."""
    forget(world.rows, world.params["presence"])


@kernel
def find_all(t: Any, q: Any, cell_km: float) -> None:
    """Rebuild chains and fields, in one call from Python."""
    clear(t)
    gather(t, q)
    lead(t, q, cell_km)
    gather_mission(t, q, cell_km)


def locate(world: World) -> None:
    """Rebuild chains and fields from where every unit is."""
    find_all(world.rows, world.params["presence"], world.cell_km)


def patrols(world: World) -> None:
    """Send peacekeepers on the patrols that they decided on."""
    patrol(world.rows)


def control(world: World) -> None:
    """Let control follow presence for one week."""
    shift_control(world.rows, world.params["presence"])

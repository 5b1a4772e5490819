"""Who is where: chains of units by cell, the force that is present and that can come in time.

Strength falls with distance (Boulding 1962), along roads and by season (Zhukov 2012). `forces` and
`mission` add it up by cell; `places` remember violence and shift control.
"""

from sim.dynamics.presence.forces import clear, gather
from sim.dynamics.presence.mission import gather_mission, lead, patrol
from sim.dynamics.presence.parameters import Presence
from sim.dynamics.presence.places import forget, shift_control
from sim.state.world import World

__all__ = ["Presence", "control", "fade", "locate", "patrols"]


def fade(world: World) -> None:
    """Let a week pass over what places remember."""
    forget(world.rows, world.params["presence"])


def locate(world: World) -> None:
    """Rebuild chains and fields from where every unit is."""
    q = world.params["presence"]
    clear(world.rows)
    gather(world.rows, q)
    lead(world.rows, q, world.cell_km)
    gather_mission(world.rows, q)


def patrols(world: World) -> None:
    """Send peacekeepers on the patrols that they decided on."""
    patrol(world.rows)


def control(world: World) -> None:
    """Let control follow presence for one week."""
    shift_control(world.rows, world.params["presence"])

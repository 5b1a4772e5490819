"""Living, needs and money: what people earn, what they lack, what parties can pay.

Money flows: people pay taxes where a party rules; sponsors and the state's rents come from abroad;
parties pay their fighters. The books (`books.raised`, `books.paid`) close every week.
"""

from sim.dynamics.economy.groups import pay_groups
from sim.dynamics.economy.living import earn
from sim.dynamics.economy.parameters import Economy
from sim.dynamics.economy.state import keep_forces, pay_state
from sim.state.world import World

__all__ = ["Economy", "update"]


def update(world: World) -> None:
    """One week of living, taxing and paying."""
    q = world.params["economy"]
    earn(world.rows, q)
    pay_state(world.rows, q)
    keep_forces(world.rows, q)
    pay_groups(world.rows, q, world.settings["band_life"].wage)

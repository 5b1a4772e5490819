"""Living, needs and money: what people earn, what they lack, what parties can pay.

Money flows: people pay taxes where a party rules; sponsors and the state's rents come from abroad;
parties pay their fighters. The books (`books.raised`, `books.paid`) close every week.
"""

from typing import Any

from sim.dynamics.economy.groups import pay_groups
from sim.dynamics.economy.living import earn
from sim.dynamics.economy.parameters import Economy
from sim.dynamics.economy.state import keep_forces, pay_state
from sim.kernels import kernel
from sim.state.world import World

__all__ = ["Economy", "update"]


@kernel
def settle_up(t: Any, q: Any, wage: float) -> None:
    """One week of living, taxing and paying, in one call from Python."""
    earn(t, q)
    pay_state(t, q)
    keep_forces(t, q)
    pay_groups(t, q, wage)


def update(world: World) -> None:
    """One week of living, taxing and paying."""
    settle_up(world.rows, world.params["economy"], world.settings["band_life"].wage)

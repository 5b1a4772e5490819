"""What lasts of the work on institutions: stocks that grow with work and decay without upkeep.

Districts' institutions, skills of local forces, inclusion of groups, roads, the standing of the
mission with people and with its host. Work comes in through channels; with no mission they are
empty, and stocks fall back to what the state keeps up by itself (Blair 2021: the rule of law is
built from outside in peace more than in war, and slowly).
"""

from typing import Any

from sim.dynamics.institutions.districts import build, maintain
from sim.dynamics.institutions.lessons import learn, remember
from sim.dynamics.institutions.parameters import Institutions
from sim.dynamics.institutions.standing import regard
from sim.kernels import kernel
from sim.state.world import World

__all__ = ["Institutions", "update"]


@kernel
def whole(t: Any, q: Any, seed: int, week: int) -> None:
    """One week of it all, in one call from Python: each costs two microseconds."""
    build(t, q)
    learn(t, q, seed, week)
    remember(t, q)
    regard(t, q)
    maintain(t, q)


def update(world: World) -> None:
    """One week of institutions, skills, roads, and of the mission's standing."""
    whole(world.rows, world.params["institutions"], world.seed, world.week)

"""What lasts of the work on institutions: stocks that grow with work and decay without upkeep.

Districts' institutions, skills of local forces, inclusion of groups, roads, the standing of the
mission with people and with its host. Work comes in through channels; with no mission they are
empty, and stocks fall back to what the state keeps up by itself (Blair 2021: the rule of law is
built from outside in peace more than in war, and slowly).
"""

from sim.dynamics.institutions.districts import build, maintain
from sim.dynamics.institutions.lessons import learn, remember
from sim.dynamics.institutions.parameters import Institutions
from sim.dynamics.institutions.standing import regard
from sim.state.world import World

__all__ = ["Institutions", "update"]


def update(world: World) -> None:
    """One week of institutions, skills, roads, and of the mission's standing."""
    rows, q = world.rows, world.params["institutions"]
    build(rows, q)
    learn(rows, q, world.seed, world.week)
    remember(rows, q)
    regard(rows, q)
    maintain(rows, q)

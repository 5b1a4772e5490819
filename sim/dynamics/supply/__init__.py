"""The mission's own supplies: bought, landed at hubs, sent to bases by water and road, and robbed.

Everything is counted in tonnes until it is handed over at a base, where it is counted in weeks that
it lasts. Barges go first, where a waterway leads from a hub; trucks bring what is lacking then; a
base that neither feeds is fed from the air as far as there are aircraft. Kress
(2002) gives the terms: demand, lead time, throughput, endurance.
"""

from typing import Any

from sim.dynamics.supply.airlift import fly
from sim.dynamics.supply.boats import ship
from sim.dynamics.supply.chain import ask, build, consume, demand, land, level_out, riders, send
from sim.dynamics.supply.parameters import Supply
from sim.kernels import kernel
from sim.state import codes
from sim.state.world import World

__all__ = ["Supply", "update"]

NO_MISSION, GONE = codes.NO_MISSION, codes.GONE


@kernel
def live(t: Any, q: Any, routes: Any, seed: int, week: int, cell_km: float) -> None:
    """One week of orders, hubs, water, roads and the air, while there is a mission."""
    build(t, q)
    mission = t.mission[0]
    if mission.stage == NO_MISSION:
        return
    mission.supplies_waiting = 0.0
    mission.supplies_held = 0.0
    mission.supplies_looted = 0.0
    mission.supplies_ashore = 0.0
    demand(t, q)
    land(t, q)
    if mission.stage == GONE:
        return
    level_out(t, q)
    consume(t)
    escort = riders(t)
    if mission.boats > 0.0:
        ship(t, q, escort, seed, week)
    ask(t, q)
    send(t, q, routes, escort, seed, week)
    if mission.airlift > 0.0:
        fly(t, q, seed, week, cell_km)


def update(world: World) -> None:
    """One week of the mission's supplies: orders, hubs, water, roads, and the air."""
    q, routes = world.params["supply"], world.params["convoy_rule"]
    live(world.rows, q, routes, world.seed, world.week, world.cell_km)

"""The mission's own supplies: bought, landed at hubs, sent to bases by road, and robbed on the way.

Everything is counted in tonnes until it is handed over at a base, where it is counted in weeks that
it lasts. A base that trucks cannot serve is fed from the air as far as there are aircraft. Kress
(2002) gives the terms: demand, lead time, throughput, endurance.
"""

from sim.dynamics.supply import airlift
from sim.dynamics.supply.chain import ask, build, demand, land, level_out, send
from sim.dynamics.supply.parameters import Supply
from sim.state import codes
from sim.state.world import World

__all__ = ["Supply", "update"]

NO_MISSION, GONE = codes.NO_MISSION, codes.GONE


def update(world: World) -> None:
    """One week of the mission's supplies: orders, hubs, roads, and the air."""
    mission = world.mission
    stage = mission.stage[0]
    q, rows = world.params["supply"], world.rows
    build(rows, q)
    if stage == NO_MISSION:
        return
    mission.supplies_waiting = mission.supplies_held = mission.supplies_looted = 0.0
    demand(rows, q)
    land(rows, q)
    if stage == GONE:
        return
    level_out(rows, q)
    ask(rows, q)
    send(rows, q, world.params["convoy_rule"], world.seed, world.week)
    if mission.airlift[0] > 0.0:
        airlift.fly(rows, q, world.seed, world.week, world.cell_km)

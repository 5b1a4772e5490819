"""What the mission hears of violence: late, incomplete, better where it has eyes and is trusted.

Decisions of peacekeepers and convoys, and all that monitoring measures, rest on `cells.reported`,
not on the truth (Weidmann 2016 on reporting bias).
"""

from typing import Any

from sim.kernels import kernel, uniform
from sim.state.params import Parameters
from sim.state.world import World
from sim.streams import stream
from sim.units import Share, param

HEAR = stream("reporting.hear")


class Reporting(Parameters):
    """How news travels to the mission."""

    base: Share = param(
        0.35,
        unit="share of events",
        low=0.1,
        high=0.6,
        source="Weidmann2016",
        doc="deaths heard of within the week by press and telephone in a well connected place",
    )
    eyes: Share = param(
        0.5, unit="share", low=0.2, high=0.8, source="A150", doc="added by own eyes on the spot"
    )
    told: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.8,
        source="A538",
        doc="added by people who tell all that they know",
    )
    delay: Share = param(
        0.3,
        unit="share of gap a week",
        low=0.1,
        high=0.7,
        source="A151",
        doc="speed at which the picture follows what is heard",
    )
    relay: Share = param(
        0.6,
        unit="share",
        low=0.3,
        high=0.9,
        source="A585",
        doc="of that delay that complete communications take away",
    )
    noise: Share = param(
        0.4, unit="share", low=0.1, high=0.8, source="A152", doc="relative error of a weekly report"
    )
    stovepipe: Share = param(
        0.4,
        unit="share",
        low=0.1,
        high=0.7,
        source="A519",
        doc="of what units see that stays with their own nation where nothing makes them share",
    )


@kernel
def hear(t: Any, q: Any, seed: int, week: int) -> None:
    """Update the reported picture of every cell with recent violence or an old report."""
    p = q[0]
    mission = t.mission[0]
    foreign = 1.0 - 1.0 / max(len(t.contingents), 1)
    pooled = 1.0 - p.stovepipe * foreign * (1.0 - min(1.0, mission.shared))
    told = min(1.0, mission.told)
    speed = p.delay + p.relay * mission.comms * (1.0 - p.delay)
    for i in range(len(t.cells)):
        cell = t.cells[i]
        if cell.violence < 0.01 and cell.reported < 0.01:
            cell.reported = 0.0
            continue
        seen = pooled * cell.pk_eyes + told * cell.tips_state
        heard = p.base * (0.3 + 0.7 * cell.road) + p.eyes * min(1.0, seen)
        heard += p.told * cell.tips_mission
        error = 1.0 + p.noise * (2.0 * uniform(seed, HEAR, week, i, 0) - 1.0)
        news = cell.violence * min(1.0, heard) * error
        cell.reported += speed * (news - cell.reported)


def report(world: World) -> None:
    """One week of news."""
    hear(world.rows, world.params["reporting"], world.seed, world.week)

"""A small theatre in which everything that elements react to happens within three years."""

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np

from sim import tick
from sim.build import build
from sim.dynamics import (
    civic,
    coalition,
    convoys,
    cooperation,
    dependence,
    institutions,
    presence,
    relief,
    supply,
)
from sim.mission import Operation
from sim.scenario import Scenario
from sim.state import codes
from sim.state.world import World
from sim.strategy import Strategy

COUNTRY: dict[str, Any] = {
    "name": "theatre",
    "title": "A small theatre",
    "weeks": 200,
    "map": {
        "width": 12,
        "height": 12,
        "cell": 50,
        "districts": 5,
        "water": 0.05,
        "roads": 0.2,
        "seed": 3,
    },
    "people": {
        "population": 1_200_000,
        "communities": 80,
        "groups": [
            {"name": "Meru", "share": 0.6, "home": "southwest", "inclusion": 0.7},
            {"name": "Asha", "share": 0.4, "home": "east", "inclusion": 0.2},
        ],
    },
    "state": {"army": 3_000, "police": 2_000},
    "factions": [{"name": "Eastern Front", "group": "Asha", "fighters": 150, "sponsor": 60}],
    "hubs": [
        {"name": "Port", "at": "southwest", "throughput": 400, "food": 0},
        {"name": "Airfield", "at": "east", "throughput": 60, "food": 0},
    ],
}
FULL: dict[str, Any] = {
    "mission": {
        "troops_per_1000": 0.8,
        "police_per_1000": 0.15,
        "observers_per_1000": 0.1,
        "engineers_per_1000": 0.12,
        "start": 4,
        "duration": 140,
        "draw_down": 30,
    },
    "objectives": 1,
    "diplomacy": 1,
    "coordination": 1,
    "engagement": 1,
    "training": 1,
    "governance": 1,
    "mediation": 1,
    "aid": {"escort": 0.3, "in_operations": 0.3, "zones_per_million": 1, "zone_least": 0.2},
    "monitoring": 1,
    "transition": {"latest": 13},
    "logistics": 1,
    "technology": {"communications": 1, "cyber": 0.1, "intrusion": 4},
}


def country(seed: int = 1, **land: Any) -> World:
    """The theatre at week 0; `land` is merged over its map."""
    return build(Scenario.model_validate(COUNTRY | {"map": COUNTRY["map"] | land}), seed)


def strategy(**changes: Any) -> Strategy:
    """The whole portfolio; sections in `changes` are merged over it, others replace it."""
    whole = {key: dict(value) if isinstance(value, dict) else value for key, value in FULL.items()}
    for key, value in changes.items():
        if isinstance(value, dict) and isinstance(whole.get(key), dict):
            whole[key].update(value)
        else:
            whole[key] = value
    return Strategy.model_validate(whole)


def trouble(world: World) -> None:
    """A week of what a war would bring: killings, reports, losses, abuse, shifts of mood."""
    week, cells = world.week, world.cells
    settled = np.flatnonzero(cells.population > 0)
    hot = settled[(settled * 7 + week // 13) % 5 == 0]
    cells.violence = cells.violence * 0.8
    cells.violence[hot] += 0.5
    cells.killings[hot] = 0.2
    cells.violence[world.bands.cell[world.bands.living]] += 1.0
    cells.reported = cells.reported * 0.7 + 0.3 * cells.violence
    world.districts.violence = 20.0 + 15.0 * np.arange(len(world.districts))
    world.ties.tension[week % 7 :: 7] = 0.6
    world.communities.hosted[week % 11 :: 11] = 900.0
    world.clock.rain = max(0.0, np.sin(week / 8.0))
    units = world.peacekeepers
    out = units.stage == codes.DEPLOYED
    units.losses[out] += 0.05
    if week % 20 == 3:
        units.personnel[out] -= np.minimum(2.0, units.personnel[out])
    world.dyads.active[world.pair[0, 1]] = 1 if week > 20 else 0
    world.dyads.stage[world.pair[0, 1]] = codes.SETTLEMENT if week % 60 > 30 else codes.WAR
    if week == 70:
        world.mission.consent = 0.2
    abuse(world, int(hot[0]), 3.0)


def abuse(world: World, cell: int, deaths: float) -> None:
    """The state kills civilians in a cell."""
    row = int(world.clock.events[0])
    world.clock.events += 1
    events = world.events
    events.week[row], events.cell[row] = world.week, cell
    events.violence[row], events.initiator[row] = codes.ONE_SIDED, 0
    events.deaths_civilians[row] = deaths


def live(
    world: World,
    chosen: Strategy,
    weeks: int = 165,
    *,
    calm: bool = False,
    order: int = 1,
    look: Callable[[], None] = lambda: None,
) -> Operation:
    """Run the mission, and what answers to it directly, for some weeks; no war of its own.

    `order` -1 lets the elements act in the reverse order of the registry; `look` is called at the
    end of every week.
    """
    operation = Operation(chosen, world, weeks)
    if order < 0:
        operation._acting = operation._acting[::-1]
    news = int(world.clock.events[0])
    for _ in range(weeks):
        if not calm:
            trouble(world)
        operation.act(world)
        institutions.update(world)
        cooperation.tune(world)
        civic.update(world)
        presence.locate(world)
        for kind in ("mediators", "convoys", "peacekeepers"):
            tick.decisions(world, kind, None)
        convoys.drive(world)
        presence.patrols(world)
        presence.locate(world)
        cooperation.survey(world)
        supply.update(world)
        coalition.update(world, news)
        news = int(world.clock.events[0])
        relief.update(world)
        dependence.update(world)
        look()
        world.week += 1
    return operation


def fingerprint(world: World, chosen: Strategy, weeks: int = 165, **how: Any) -> str:
    """A digest of all tables, every tenth week, and of the ledger, of a run of :func:`live`."""
    digest = hashlib.sha256()

    def look() -> None:
        if world.week % 10 == 9:
            for table in world.tables().values():
                digest.update(table.block.tobytes())

    effects = live(world, chosen, weeks, look=look, **how).effects
    for part in (effects.requested, effects.dollars, effects.failures):
        digest.update(part.tobytes())
    return digest.hexdigest()

"""A small country for tests of agents: built in a fraction of a second, at war from the start."""

from typing import Any

import numpy as np

from sim.scenario import Scenario
from sim.state import codes
from sim.state.world import World

BUSY = {"band_life": {"shatter": 0.01, "merge": 0.6, "fragment": 5.0}}
"""For ``small(dynamics=BUSY)``: bands that merge and break up all the time."""


def small(**changes: Any) -> Scenario:
    """Sixty communities of two groups on 10 x 10 cells, and an armed group of 200 fighters."""
    return Scenario.model_validate(
        {
            "name": "small",
            "title": "A small country",
            "weeks": 150,
            "map": {"width": 10, "height": 9, "districts": 4, "water": 0.1},
            "people": {
                "population": 400_000,
                "communities": 60,
                "groups": [
                    {"name": "Meru", "share": 0.6, "home": "southwest", "inclusion": 0.7},
                    {"name": "Asha", "share": 0.4, "home": "east", "inclusion": 0.15},
                ],
            },
            "state": {"army": 2_000, "police": 1_500},
            "factions": [
                {"name": "Eastern Front", "group": "Asha", "fighters": 200},
                {"name": "Guard", "group": "Meru", "kind": "militia"},
            ],
            "hubs": [{"name": "Port", "at": "southwest", "food": 300}],
            **changes,
        }
    )


def land(world: World, number: int = 0) -> tuple[int, int]:
    """The coordinates of a cell on land."""
    row = int(np.flatnonzero(world.cells.land)[number])
    return row % world.width, row // world.width


def people_and_arms(world: World) -> tuple[float, float]:
    """Living people in communities and bands, and fighters not on a community's books."""
    bands = world.bands
    fighters = float(bands.fighters[bands.alive != 0].sum())
    people = world.communities
    home = float(people.population.sum() + people.away.sum() + people.dead.sum())
    return home + fighters, fighters - float(people.recruits.sum())


def deploy_peacekeepers(world: World, units: int = 3) -> None:
    """Put peacekeeper units to work, without the mission that would have brought them."""
    table = world.peacekeepers
    if len(table) < units:
        table.extend(units)
        world.refresh()
    x, y = land(world, 5)
    table.personnel[:units] = 120.0
    table.stage[:units] = codes.DEPLOYED
    table.base[:units] = table.cell[:units] = table.target[:units] = y * world.width + x

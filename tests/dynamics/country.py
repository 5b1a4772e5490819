"""Small countries for tests of the conflict: one at war in every way, one at peace."""

from collections.abc import Callable
from typing import Any

from sim import tick
from sim.build import build, timeline
from sim.mission import Operation
from sim.scenario import Scenario
from sim.state.world import World

EVERYTHING = {
    "name": "everything",
    "budget": 2_000,
    "mission": {
        "start": 10,
        "duration": 130,
        "draw_down": 20,
        "pledge": 2,
        "prepare": 2,
        "ship": 2,
        "troops_per_1000": 4,
        "police_per_1000": 1,
        "observers_per_1000": 0.5,
        "engineers_per_1000": 0.3,
        "unit_size": 60,
        "consent_floor": 0.05,
    },
    "objectives": {"goals": [{"indicator": "violence", "target": 1.0, "by": 100}]},
    "diplomacy": 1,
    "coordination": 1,
    "engagement": 1,
    "training": 1,
    "governance": 1,
    "mediation": 1,
    "aid": {
        "projects": 0.4,
        "size": 30,
        "in_operations": 0.5,
        "escort": 0.3,
        "zones_per_million": 5,
        "zone_least": 0,
    },
    "monitoring": 1,
    "transition": {"handover": 60, "latest": 13},
    "logistics": 1,
    "technology": 1,
}
"""A mission that comes early, does all that a mission can do, and leaves within three years."""


def country(**changes: Any) -> Scenario:
    """Sixty communities of three groups on 10 x 9 cells; nobody is armed but the state."""
    groups = [
        {"name": "Meru", "share": 0.5, "home": "southwest", "inclusion": 0.7},
        {"name": "Asha", "share": 0.3, "home": "east", "inclusion": 0.1, "livelihood": 0.3},
        {"name": "Talan", "share": 0.2, "home": "north", "inclusion": 0.15, "livelihood": 0.3},
    ]
    return Scenario.model_validate(
        {
            "name": "small",
            "title": "A small country",
            "weeks": 200,
            "map": {"width": 10, "height": 9, "districts": 4, "water": 0.1},
            "people": {"population": 400_000, "communities": 60, "groups": groups},
            "state": {"army": 1_200, "police": 800},
            "hubs": [{"name": "Port", "at": "southwest", "food": 300}],
            **changes,
        }
    )


def war(**changes: Any) -> Scenario:
    """The small country in a war with everything in it: armed groups, militia, injected events."""
    people = country().people.model_dump(mode="json")
    people |= {"hostility": 0.9, "civic": 0.05, "cohesion": 0.2, "arms": 60}
    front = {"name": "Eastern Front", "group": "Asha", "fighters": 900, "sponsor": 30}
    north = {"name": "Northern Union", "group": "Talan", "fighters": 500, "aim": "territory"}
    guard = {"name": "Guard", "group": "Meru", "kind": "militia", "fighters": 300}
    front |= {"money": 3_000, "predation": 0.8, "cohesion": 0.2, "bombs": 0.3}
    return country(
        **{
            "people": people,
            "state": {"army": 1_200, "police": 800, "conduct": 0.1, "accountability": 0.05},
            "factions": [front, north | {"predation": 0.8}, guard | {"predation": 0.7}],
            "injects": [
                {"week": 5, "kind": "sponsor", "size": 100, "weeks": 10, "faction": north["name"]},
                {"week": 20, "kind": "massacre", "size": 30.5, "district": 1},
                {"week": 30, "kind": "coup"},
                {"week": 40, "kind": "drought", "size": 0.9, "weeks": 30},
                {"week": 41, "kind": "price_shock", "weeks": 3},
                {"week": 44, "kind": "election"},
                {"week": 60, "kind": "consent_crisis", "size": 0.2},
            ],
            "dynamics": {
                "politics": {"truce": 0.06, "sign": 0.1, "talks": 0.08, "split": 0.9},
                "band_rule": {"attack": 2.0, "loot": 3.0},
            },
            "strategy": EVERYTHING,
        }
        | changes
    )


def live(
    scenario: Scenario,
    seed: int = 1,
    weeks: int = 52,
    watch: Callable[[World], None] | None = None,
) -> World:
    """The world of a scenario after some weeks; `watch` sees it after each of them."""
    world = build(scenario, seed)
    mission = Operation(scenario.strategy, world, scenario.weeks)
    injects = timeline(scenario)
    for _ in range(weeks):
        tick.advance(world, mission, injects, None)
        if watch is not None:
            watch(world)
    return world

"""Men keep the peace for what they would lose; missions leave when they can; what stays costs."""

from typing import Any

import numpy as np
import pytest

from sim import tick
from sim.build import build
from sim.effects import Effects
from sim.mission import Operation
from sim.scenario import Scenario
from sim.state import codes
from sim.state.world import World
from sim.strategy import Strategy, plan, planned_cost
from tests.dynamics.country import country

SEEDS = (1, 2, 3, 4)
QUICK = {"start": 0, "duration": 130, "draw_down": 20, "civil_delay": 4, "civil_build_up": 13}
QUICK |= {"pledge": 2, "prepare": 4, "ship": 1, "observers_per_1000": 0.1, "troops_per_1000": 1.0}
BY_DATE = {"latest": 0}


def settled() -> Scenario:
    """The small country with a settlement signed: fighters of one group come home over months."""
    front = {"name": "Eastern Front", "group": "Asha", "aim": "territory", "fighters": 800}
    pact = {"faction": "Eastern Front", "share": 0.35}
    return country(factions=[front | {"money": 2_000}], settlements=[pact])


def run(
    transition: dict[str, Any] | float,
    seed: int = 1,
    weeks: int = 104,
    scenario: Scenario | None = None,
    budget: float = 2_000,
    watch: Any = None,
    **elements: Any,
) -> tuple[World, Effects]:
    """A country under a small mission with transition, and what else is named."""
    mission = QUICK | elements.pop("mission", {})
    chosen = Strategy.model_validate(
        {"mission": mission, "transition": transition, "budget": budget, **elements}
    )
    world = build(scenario or country(), seed)
    operation = Operation(chosen, world, 400)
    for _ in range(weeks):
        tick.advance(world, operation, [], None)
        if watch is not None:
            watch(world)
    return world, operation.effects


def reasons(effects: Effects) -> dict[str, float]:
    table = effects.reasons()
    mine = table[table.element == "transition"]
    return dict(mine.groupby("reason").amount.sum())
